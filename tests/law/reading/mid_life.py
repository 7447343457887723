"""What befalls an item in mid-life: units reformed, another unit or number, carried over to a new year."""

from catalog.annual import Reform, ReformKind
from catalog.item import Part, Unit
from catalog.states import Change
from tests.catalog.rules.lawful import but, day
from tests.law.reading.case import case, filing
from tests.law.reading.point import Point

EXPERTS, INCLUSION = "expert_review.review", "entry.inclusion"
REFORM, ADJUSTMENT = "entry.reform", "entry.adjustment"
RENAMED = Reform(
    unit="养老服务处",
    kind=ReformKind.RENAMED,
    successors=("养老服务和儿童福利处",),
    since=day(3, 1),
)
HALVED = but(RENAMED, kind=ReformKind.SPLIT, successors=("养老一处", "养老二处"))
MERGED = but(RENAMED, kind=ReformKind.MERGED, successors=("养老服务和财务处",))
JOINED = but(MERGED, unit="财务处")
ANOTHER = filing(
    INCLUSION, on=day(4, 20), item_no="04", item__no=4, item__name="示例市助餐点建设规划"
)
CARRIED = {
    "on": day(4, 20),
    "adjusted_on": day(4, 20),
    "change": Change.CARRIED,
    "continued_as": ("slmzj-2026-04",),
}

MID_LIFE = (
    Point(
        "单位更名、合并、撤销，职责由承接单位履行",
        "713-11;713-20",
        case(
            "3月1日更名，写明新名称，登记到年度；承办处室原来的人继续办理",
            REFORM,
            until="entry.start",
            record=RENAMED,
            on=day(3, 2),
        ),
        case(
            "撤销，没有写明由谁承接",
            REFORM,
            "CAT-38",
            until="entry.start",
            record=but(RENAMED, kind=ReformKind.ABOLISHED, successors=()),
            on=day(3, 2),
        ),
        "比较单位时，新旧名称是同一个单位；页面写明“原……”。登记一次，各个年度的事项都随着变动",
        more=(
            case(
                "牵头的处室与配合的处室合并，写明承接的处室，照常启动",
                "entry.start",
                then=(
                    filing(REFORM, on=day(3, 2), record=MERGED),
                    filing(REFORM, on=day(3, 2), record=JOINED),
                ),
            ),
            case(
                "合并，没有写明由谁承接",
                REFORM,
                "CAT-38",
                until="entry.start",
                record=but(MERGED, successors=()),
                on=day(3, 2),
            ),
            case(
                "更名以后，专家的单位写承办处室的新名称",
                EXPERTS,
                "EXP-04",
                then=(filing(REFORM, on=day(3, 12), record=RENAMED),),
                experts__0__unit="养老服务和儿童福利处",
            ),
            case(
                "承办处室拆分成两个处，没有写明哪一个牵头，就决定启动",
                "entry.start",
                "CAT-06",
                then=(filing(REFORM, on=day(3, 2), record=HALVED),),
            ),
        ),
    ),
    Point(
        "中途变更承办单位、目录序号",
        "713-11;713-3(3)",
        case(
            "改由社会救助处牵头，重新公布的目录里排第5；事项编号和网址不变",
            ADJUSTMENT,
            units=(Unit(name="社会救助处"), Unit(name="财务处", part=Part.JOIN)),
            no=5,
        ),
        case(
            "改由两个处承办，都写牵头",
            ADJUSTMENT,
            "CAT-06",
            units=(Unit(name="社会救助处"), Unit(name="财务处")),
        ),
    ),
    Point(
        "年度结转、合并、拆分",
        "713-3(3)",
        case(
            "未完成的事项结转，写明由哪一个事项继续办理",
            ADJUSTMENT,
            then=(ANOTHER,),
            **CARRIED,
        ),
        case(
            "结转以后又在原事项登记合法性审查材料",
            "legality_review.submission",
            "FIL-04",
            then=(ANOTHER, filing(ADJUSTMENT, **CARRIED)),
        ),
    ),
)
