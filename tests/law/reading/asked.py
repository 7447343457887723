"""What nobody asked: whether a duty arises is answered at the start, yes or no with a reason."""

from catalog.item import Regime
from catalog.questions import Answer
from catalog.record import DocumentKind
from tests.catalog.rules.lawful import RECORDS, day
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

INCLUSION, START, ADOPTION = "entry.inclusion", "entry.start", "consultation.adoption"
PUBLICATION, PACKAGE = "disclosure.publication", "decision.package"
PLAN = {INCLUSION: {"item__name": "示例市国民经济和社会发展第十六个五年规划"}}
YES = Answer(yes=True, reason="市人大常委会讨论决定重大事项的规定第五条")
NO = Answer(yes=False, reason="没有此类规定")
SILENT = {INCLUSION: {"item__specific_groups": "", "item__affects_operators": False}}
NOT_REVIEWED = tuple(
    d for d in RECORDS[PACKAGE].record.documents if d.kind is not DocumentKind.FAIR_COMPETITION
)
BOTH = {"questions__groups": NO, "questions__operators": NO}

ASKED = Chapter(
    "六、启动时要回答的问题",
    (
        Point(
            "是否依法须报人大",
            "713-8(1)",
            case(
                "五年规划，答“是”，成文前已向人大常委会报告",
                PUBLICATION,
                before={**PLAN, START: {"questions__congress": YES}},
                congress_reported_on=day(5, 14),
            ),
            case("没有回答", START, "CAT-30", questions__congress=None),
            more=(
                case(
                    "五年规划，答“是”，没有向人大常委会报告就公布",
                    PUBLICATION,
                    "DEC-15",
                    before={**PLAN, START: {"questions__congress": YES}},
                ),
                case(
                    "五年规划，答“否”：提示核对",
                    START,
                    "CAT-29",
                    before=PLAN,
                    warned=True,
                ),
                case(
                    "五年规划，答“是”，写明依据：不再提示",
                    START,
                    before=PLAN,
                    questions__congress=YES,
                ),
                case(
                    "名称写明预算：列入目录时提示",
                    INCLUSION,
                    "CAT-29",
                    item__name="示例市2027年预算调整方案",
                    warned=True,
                ),
            ),
        ),
        Point(
            "是否依法须听证",
            "713-16(1)",
            case(
                "答“是”，举行了听证会",
                ADOPTION,
                before={START: {"questions__hearing": YES}},
            ),
            case(
                "答“是”，公告没有提及，没有举行",
                ADOPTION,
                "PUB-12",
                before={
                    START: {"questions__hearing": YES},
                    "consultation.notice": {"hearing_required_by": ""},
                },
                without=("consultation.hearing",),
            ),
            more=(
                case("没有回答", START, "CAT-33", questions__hearing=None),
                case(
                    "名称写明政府定价：列入目录时提示",
                    INCLUSION,
                    "CAT-29",
                    item__name="示例市自来水政府定价方案",
                    warned=True,
                ),
            ),
        ),
        Point(
            "是否涉及特定群体利益",
            "713-14(3)",
            case("目录没有写，答“否”，写明理由", START, before=SILENT, **BOTH),
            case(
                "目录没有写，没有回答",
                START,
                "CAT-34",
                before=SILENT,
                questions__operators=NO,
            ),
            more=(
                case(
                    "目录没有写，答“是”（老年人），没有听取其意见",
                    ADOPTION,
                    "PUB-09",
                    before={
                        INCLUSION: {"item__specific_groups": ""},
                        START: {"questions__groups": Answer(yes=True, reason="老年人")},
                    },
                    groups_heard=(),
                    also=("PUB-10",),
                ),
            ),
        ),
        Point(
            "是否涉及经营者经济活动",
            "713-29.1;783-2",
            case("目录已经写明涉及，不再问", START),
            case("目录没有写，没有回答", START, "CAT-35", before=SILENT, questions__groups=NO),
            more=(
                case(
                    "目录没有写，答“是”，没有公平竞争审查就上会",
                    PACKAGE,
                    "DRF-06",
                    before={
                        INCLUSION: {"item__affects_operators": False},
                        START: {"questions__operators": YES},
                    },
                    fair_competition=None,
                    documents=NOT_REVIEWED,
                    also=("DRF-07",),
                ),
                case(
                    "答“否”，写明理由，不必公平竞争审查",
                    PACKAGE,
                    before={
                        INCLUSION: {"item__affects_operators": False},
                        START: {"questions__operators": NO},
                    },
                    fair_competition=None,
                    documents=NOT_REVIEWED,
                ),
            ),
        ),
        Point(
            "是否属于排除情形",
            "713-3(2)",
            case("答“否”，写明理由", START),
            case(
                "答“是”，属于突发事件应急处置，却要启动",
                START,
                "CAT-36",
                questions__excluded=Answer(yes=True, reason="突发事件应急处置"),
            ),
            more=(
                case(
                    "目录列入文件性质为政府规章的事项",
                    INCLUSION,
                    "CAT-04",
                    item__regime=Regime.REGULATION,
                ),
                case(
                    "目录列入文件性质为行政规范性文件的事项",
                    INCLUSION,
                    item__regime=Regime.NORMATIVE,
                ),
            ),
        ),
    ),
)
