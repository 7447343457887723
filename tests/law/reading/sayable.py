"""What could not be said: counts without rows, a catalog's own dates, further kinds of act."""

from catalog.annual import PublicSource
from catalog.item import Regime
from catalog.stages.consultation import Counts
from tests.catalog.rules.lawful import CATALOG, CORRECTION, RECORDS, but, day, reasoned
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

ADOPTION, INCLUSION, NOTICE = "consultation.adoption", "entry.inclusion", "consultation.notice"
CATALOG_STEP = "entry.catalog"
COUNTS = {"counts": Counts(points=27, adopted=20, not_adopted=7), "opinions": ()}
TOLD = but(RECORDS[ADOPTION].record, main_reasons="七条超出财政承受能力")
COMPILED = {"compiled_from": PublicSource(title="某机关公布的目录")}

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
        ),
    ),
)
