"""What could not be said: counts without rows, a catalog's own dates, further kinds of act."""

from catalog.annual import PublicSource
from catalog.item import Regime
from catalog.opinion import Way, WayKind
from catalog.record import DocumentKind, Elsewhere
from catalog.stages.consultation import Counts
from catalog.stages.decision import OtherMeeting
from catalog.stages.entry import ProposalCall
from tests.catalog.rules.lawful import (
    CATALOG,
    CORRECTION,
    ORDER,
    RECORDS,
    but,
    day,
    document,
    reasoned,
)
from tests.law.reading.case import Filing, case, filing
from tests.law.reading.mid_life import MID_LIFE
from tests.law.reading.point import Chapter, Point

ADOPTION, INCLUSION, NOTICE = "consultation.adoption", "entry.inclusion", "consultation.notice"
CATALOG_STEP = "entry.catalog"
CALL_STEP, RISK_NOTICE, SELECTION = "entry.call", "risk_assessment.notice", "decision.selection"
EXTENSION = "consultation.extension"
HEARING, HEARING_NOTICE = "consultation.hearing", "consultation.hearing_notice"
EXPERTS = "expert_review.review"
MEANWHILE = (EXPERTS, "risk_assessment.report")
AFTERWARDS = ("consultation.participation", "consultation.extension", "entry.adjustment")
COUNTS = {"counts": Counts(points=27, adopted=20, not_adopted=7), "opinions": ()}
TOLD = but(RECORDS[ADOPTION].record, main_reasons="七条超出财政承受能力")
ROWS = (
    {"意见摘要": "增加助餐点开放时间", "处理结果": "采纳"},
    {"意见摘要": "一律免费", "条数": 2, "处理结果": "未采纳", "理由": "超出财政承受能力"},
)
COMPILED = {"compiled_from": PublicSource(title="某机关公布的目录")}


def _rows(**changes: object) -> tuple[dict[str, object], ...]:
    """The rows of the lawful life, the first of them otherwise."""
    return ({**ROWS[0], **changes}, ROWS[1])


SHARED = "https://www.example.gov.cn/zqyj/1.html"


def _beside_it(end: str) -> tuple[Filing, ...]:
    """The life of a second item of the year, up to a step."""
    first = filing(INCLUSION, item_no="04", item__no=4, item__name="示例市助餐点建设规划")
    return (first, *(filing(step, item_no="04") for step in ORDER[1 : ORDER.index(end)]))


CALL = ProposalCall(
    published_on=day(1, 5),
    closes_on=day(2, 3),
    ways=(Way(kind=WayKind.EMAIL, detail="jianyi@example.gov.cn"),),
)
FIRST, ADDED = document(DocumentKind.DRAFT), document(DocumentKind.DRAFT, "配套文件")
PUT = RECORDS["decision.package"].record.documents
TWO = {
    step: {"documents": (*RECORDS[step].record.documents, ADDED)}
    for step in (NOTICE, "legality_review.submission", "decision.package")
} | {"legality_review.opinion": {"draft": FIRST.digest}}
PARTY = OtherMeeting(
    body="中共示例市委", name="市委常委会会议", held_on=day(5, 14), forms_decision=True
)

SAYABLE = Chapter(
    "八、从前说不出来的",
    (
        Point(
            "只有条数、没有逐条的意见",
            "713-18",
            case(
                "27条意见，采纳20条，未采纳7条并写明原因，说明为何没有意见表",
                ADOPTION,
                record=reasoned(TOLD, "PUB-41"),
                **COUNTS,
            ),
            case("27条意见，没有意见表，没有说明", ADOPTION, "PUB-41", record=TOLD, **COUNTS),
            more=(
                case(
                    "27条意见，未采纳7条，没有写明原因",
                    ADOPTION,
                    "PUB-18",
                    record=reasoned(RECORDS[ADOPTION].record, "PUB-41"),
                    **COUNTS,
                ),
                case(
                    "只写收到27条，“选择性采纳”，一条也没有归类",
                    ADOPTION,
                    "PUB-17",
                    record=reasoned(TOLD, "PUB-41"),
                    counts=Counts(points=27),
                    opinions=(),
                    also=("PUB-19",),
                ),
            ),
        ),
        Point(
            "听证公告与听证会是两份材料：公告时就判断",
            "713-16",
            case(
                "3月11日公告3月27日听证，写明地点、报名截止日期、名额和遴选办法",
                HEARING_NOTICE,
                until=EXPERTS,
            ),
            case(
                "3月11日公告3月17日听证，来不及在七日前送达材料",
                HEARING_NOTICE,
                "PUB-15",
                until=EXPERTS,
                holds_on=day(3, 17),
            ),
            more=(
                case(
                    "听证公告没有地点",
                    HEARING_NOTICE,
                    "PUB-13",
                    until=EXPERTS,
                    place="",
                ),
                case(
                    "听证公告没有遴选办法，也没有写明无需遴选",
                    HEARING_NOTICE,
                    "PUB-14",
                    until=EXPERTS,
                    selection_published_on=None,
                ),
                case(
                    "按公告召开，公告里写明的不再重复",
                    HEARING,
                    without=MEANWHILE,
                    then=(filing(HEARING_NOTICE),),
                    announced_on=None,
                    place="",
                    draft_published=False,
                    selection_published_on=None,
                    seats=(),
                ),
                case(
                    "公告3月28日召开，没有再次公告，3月27日就召开",
                    HEARING,
                    "PUB-13",
                    without=MEANWHILE,
                    then=(filing(HEARING_NOTICE, holds_on=day(3, 28)),),
                ),
                case(
                    "公告了听证，没有举行，也没有说明理由",
                    ADOPTION,
                    "PUB-40",
                    before={NOTICE: {"hearing_required_by": ""}},
                    without=(*MEANWHILE, HEARING, *AFTERWARDS),
                    then=(filing(HEARING_NOTICE), *map(filing, (*MEANWHILE, *AFTERWARDS))),
                ),
            ),
        ),
        Point(
            "还没有目录和事项，先征集决策事项建议",
            "713-10",
            case(
                "2026年1月5日公告，2月3日截止，写明提出建议的方式",
                CALL_STEP,
                until=INCLUSION,
                record=CALL,
                on=day(2, 27),
            ),
            case(
                "征集公告没有写明提出建议的方式",
                CALL_STEP,
                "CAT-37",
                until=INCLUSION,
                record=but(CALL, ways=()),
                on=day(2, 27),
            ),
            "登记到年度（机关代号-年度），不登记到事项",
        ),
        Point(
            "正在进行的风险评估",
            "713-23",
            case(
                "3月12日开始评估，写明评估主体、范围和提出意见的截止日期",
                RISK_NOTICE,
                until=EXPERTS,
                on=day(3, 12),
            ),
            case(
                "提出意见的截止日期早于评估开始",
                RISK_NOTICE,
                "RSK-09",
                until=EXPERTS,
                closes_on=day(3, 11),
            ),
            more=(
                case(
                    "3月26日才开始评估，3月25日就有报告",
                    "risk_assessment.report",
                    "RSK-09",
                    without=(EXPERTS,),
                    then=(filing(RISK_NOTICE, on=day(3, 26), begun_on=day(3, 26), closes_on=None),),
                    on=day(3, 26),
                ),
            ),
        ),
        Point(
            "还没有会议，先遴选公众代表",
            "要点2024-18",
            case(
                "征求意见期间公告，4月17日按类别抽签产生",
                SELECTION,
                until=ADOPTION,
            ),
            case(
                "4月15日报名截止，4月14日就产生",
                SELECTION,
                "DEC-25",
                until=ADOPTION,
                drawn_on=day(4, 14),
            ),
            more=(
                case(
                    "列席的有一人不在遴选产生的代表中：提示",
                    "decision.meeting",
                    "DEC-24",
                    then=(filing(SELECTION, on=day(5, 8)),),
                    attendance__representatives__1__name="列席代表丁",
                    warned=True,
                ),
            ),
        ),
        Point(
            "在两个网站公布，日期不同",
            "711-26;713-15(1)",
            case(
                "5月22日先在市政府网站公布，6月25日才在本机关网站公布",
                "disclosure.publication",
                on=day(6, 25),
                published_on=day(6, 25),
                elsewhere=(Elsewhere(place="市人民政府网站", published_on=day(5, 22)),),
            ),
            case(
                "两个网站都在20个工作日以后才公布",
                "disclosure.publication",
                "DIS-01",
                on=day(6, 25),
                published_on=day(6, 25),
                elsewhere=(Elsewhere(place="市人民政府网站", published_on=day(6, 24)),),
            ),
            "公布期限看最早的一天；征求意见期限从本机关网站的公告之日起算",
            more=(
                case(
                    "另一网站在征求意见截止当日才发布公告：提示",
                    NOTICE,
                    "PUB-43",
                    until=EXTENSION,
                    on=day(4, 9),
                    elsewhere=(Elsewhere(place="市人民政府网站", published_on=day(4, 9)),),
                    without=(NOTICE, HEARING, "consultation.participation", *MEANWHILE),
                    warned=True,
                ),
            ),
        ),
        Point(
            "一份公告征求几个草案的意见",
            "713-25(2);713-28",
            case(
                "两个草案一起征求意见、送审、上会，审议时指明审查过的那一份",
                "decision.meeting",
                before=TWO,
                draft=FIRST.digest,
            ),
            case(
                "上会时加进一份没有审查过的草案，审议通过的是它",
                "decision.meeting",
                "LEG-13",
                before={"decision.package": {"documents": (ADDED, *PUT)}},
                draft=ADDED.digest,
            ),
            more=(
                case(
                    "两个草案一起上会，审议时没有写明针对哪一份",
                    "decision.meeting",
                    "DRF-05",
                    before=TWO,
                ),
            ),
        ),
        Point(
            "一次会议审议几个事项，一份公告涉及几个事项",
            "713-29;713-30(1)",
            case(
                "同一次会议审议两个事项，各有上会材料，各自登记",
                "decision.meeting",
                until="disclosure.publication",
                then=_beside_it("decision.meeting"),
                item_no="04",
            ),
            case(
                "同一次会议，第二个事项没有上会材料",
                "decision.meeting",
                "FIL-02",
                until="disclosure.publication",
                then=_beside_it("decision.package"),
                item_no="04",
            ),
            "会议、公告按事项各登记一次，会议名称、公告网址相同",
            more=(
                case(
                    "一份公告征求两个事项草案的意见，网址相同，各自登记",
                    NOTICE,
                    until=EXPERTS,
                    before={NOTICE: {"url": SHARED}},
                    then=_beside_it(NOTICE),
                    item_no="04",
                    url=SHARED,
                ),
            ),
        ),
        Point(
            "两次会议决定，几个机关联合发文",
            "713-30(1);711-10(3)",
            case(
                "政府会议以后还须党委会议决定，党委会议5月14日召开，5月15日成文",
                "disclosure.publication",
                without=("decision.meeting",),
                then=(filing("decision.meeting", on=day(5, 14), others=(PARTY,)),),
                on=day(5, 22),
                joint_with=("示例市商务委",),
                joint_lead="示例市民政局",
            ),
            case(
                "以党委会议形成决策，党委会议5月18日召开，5月15日就成文",
                "disclosure.publication",
                "DIS-19",
                without=("decision.meeting",),
                then=(
                    filing(
                        "decision.meeting", on=day(5, 18), others=(but(PARTY, held_on=day(5, 18)),)
                    ),
                ),
            ),
            more=(
                case(
                    "几个机关联合发文，没有写明谁牵头制作：提示",
                    "disclosure.publication",
                    "DIS-14",
                    joint_with=("示例市商务委",),
                    warned=True,
                ),
            ),
        ),
        *MID_LIFE,
        Point(
            "吸收采纳：采纳其意，另行修改",
            "713-18",
            case(
                "写明在第五条另行修改了什么",
                ADOPTION,
                counts=Counts(points=3, absorbed=1, not_adopted=2),
                opinions=_rows(处理结果="吸收采纳", 理由="第五条改为由街道确定开放时间"),
            ),
            case(
                "吸收采纳，没有写明怎样修改",
                ADOPTION,
                "PUB-42",
                counts=Counts(points=3, absorbed=1, not_adopted=2),
                opinions=_rows(处理结果="吸收采纳"),
            ),
            more=(
                case(
                    "只有条数，3条吸收采纳，没有写明草案怎样修改",
                    ADOPTION,
                    "PUB-42",
                    record=reasoned(RECORDS[ADOPTION].record, "PUB-41"),
                    counts=Counts(points=3, absorbed=3),
                    opinions=(),
                ),
            ),
        ),
        Point(
            "同类意见条数不明",
            "713-18",
            case(
                "同类意见若干条，采纳合计写8条",
                ADOPTION,
                counts=Counts(points=10, adopted=8, not_adopted=2),
                opinions=_rows(条数="若干"),
            ),
            case(
                "同类意见若干条，采纳合计写0条，少于意见表的行数",
                ADOPTION,
                "PUB-19",
                counts=Counts(points=2, not_adopted=2),
                opinions=_rows(条数="若干"),
            ),
            "条数不明的一行至少是一条；合计可以比意见表多，不能比它少",
            more=(
                case(
                    "条数都写明的，合计与意见表相差",
                    ADOPTION,
                    "PUB-19",
                    counts=Counts(points=10, adopted=8, not_adopted=2),
                ),
            ),
        ),
        Point(
            "目录的成文日期和内容概述",
            "711-26;711-12(3)",
            case(
                "目录2月26日成文，2月27日公布",
                CATALOG_STEP,
                until=INCLUSION,
                record=CATALOG,
                on=day(2, 27),
                amends=CORRECTION,
            ),
            case(
                "目录1月5日成文，2月27日公布：提示",
                CATALOG_STEP,
                "CAT-31",
                until=INCLUSION,
                record=but(CATALOG, dated_on=day(1, 5)),
                on=day(2, 27),
                amends=CORRECTION,
                warned=True,
            ),
            "目录逾期公布的只提示：退回会使已经列入的事项都不能启动",
            more=(
                case(
                    "目录没有内容概述、成文日期：提示",
                    CATALOG_STEP,
                    "CAT-32",
                    until=INCLUSION,
                    record=but(CATALOG, dated_on=None, summary=""),
                    on=day(2, 27),
                    amends=CORRECTION,
                    warned=True,
                ),
            ),
        ),
        Point(
            "行政许可、地名命名是另外的文件性质",
            "713-3(2)",
            case(
                "从别处整理的目录，地名命名事项，征求意见七日：不按第713号令判断",
                NOTICE,
                listed=COMPILED,
                before={INCLUSION: {"item__regime": Regime.NAMING}},
                closes_on=day(3, 17),
                stated_days=None,
            ),
            case(
                "本机关列入目录的地名命名事项，征求意见七日",
                NOTICE,
                "PUB-03",
                before={INCLUSION: {"item__regime": Regime.NAMING}},
                closes_on=day(3, 17),
                stated_days=None,
            ),
            "列入目录的事项，无论文件性质，一律按第713号令办理",
            more=(
                case(
                    "从别处整理的目录，行政许可事项（例如许可听证），征求意见七日：不按第713号令判断",
                    NOTICE,
                    listed=COMPILED,
                    before={INCLUSION: {"item__regime": Regime.LICENCE}},
                    closes_on=day(3, 17),
                    stated_days=None,
                ),
                case(
                    "本机关列入目录的行政许可事项，征求意见七日",
                    NOTICE,
                    "PUB-03",
                    before={INCLUSION: {"item__regime": Regime.LICENCE}},
                    closes_on=day(3, 17),
                    stated_days=None,
                ),
            ),
        ),
    ),
)
