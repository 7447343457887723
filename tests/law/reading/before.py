"""What was taken and must not be: before the decision; experts, the review, competition, the start."""

from catalog.annual import AuthorityKind
from catalog.competition import CompetitionFound
from catalog.record import DocumentKind
from catalog.stages.expert_review import Expert
from catalog.stages.legality_review import Conclusion
from tests.catalog.rules.lawful import RECORDS, day, document
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

START, NOTICE = "entry.start", "consultation.notice"
REVIEW, RISK = "expert_review.review", "risk_assessment.report"
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE, INCLUSION = "decision.package", "entry.inclusion"
SECOND = document(DocumentKind.DRAFT, "第二稿")
ANOTHER = (SECOND, *RECORDS[SUBMISSION].record.documents[1:])
PUT = (SECOND, *(d for d in RECORDS[PACKAGE].record.documents if d.kind is not DocumentKind.DRAFT))
REFORM = {
    "conclusion": Conclusion.UNLAWFUL,
    "content_lawful": False,
    "exploratory": True,
    "legal_risk": "对助餐点的准入要求可能有争议",
    "no_rule_yet": "国家对社区助餐点的准入尚无规定",
}
AMENDED = {
    OPINION: {"conclusion": Conclusion.LAWFUL_IF_AMENDED, "content_lawful": False},
}
ADDED = {
    "added_on": day(2, 27),
    "reason": "市人大代表建议",
    "approved_by": "局长办公会议",
    "consented_on": day(2, 26),
    "republished_on": day(2, 27),
}


def _experts(*units: str) -> tuple[Expert, ...]:
    return tuple(
        Expert(name=f"专家{n}", unit=unit, declared_on=day(3, 12), signed=True, dissenting=n == 1)
        for n, unit in enumerate(units, 1)
    )


BEFORE = Chapter(
    "三、过宽之处：启动、论证、审查",
    (
        Point(
            "写明由谁提出",
            "713-10",
            case("局长提出", START),
            case("没有写明由谁提出", START, "DRF-15", origin=None),
        ),
        Point(
            "写明与哪些单位协商，或者不涉及其他单位",
            "713-13",
            case(
                "不涉及其他单位的职责，写明了",
                START,
                consulted_units=(),
                concerns_no_unit="只涉及本局的职责",
            ),
            case("一个单位也没有写，也没有说不涉及", START, "DRF-16", consulted_units=()),
        ),
        Point(
            "年中新增的事项，经党委（党组）同意并重新公布目录",
            "713-3(3)",
            case("写明同意日期和目录重新公布的日期", INCLUSION, **ADDED),
            case(
                "只写由局长办公会议批准",
                INCLUSION,
                "CAT-09",
                **{**ADDED, "consented_on": None, "republished_on": None},
            ),
        ),
        Point(
            "承办单位、决策机关的人员不能作为专家",
            "713-20",
            case(
                "三名专家分别来自大学、研究所和外市的民政局",
                REVIEW,
                experts=_experts("示例大学", "示例研究所", "另一市民政局"),
            ),
            case(
                "三名专家都在决策机关任职，单位写作“市民政局”",
                REVIEW,
                "EXP-04",
                experts=_experts("市民政局", "示例市民政局法规处", "养老服务处"),
            ),
            more=(
                case(
                    "一名专家在配合单位任职",
                    REVIEW,
                    "EXP-04",
                    experts=_experts("示例大学", "示例研究所", "财务处"),
                ),
            ),
        ),
        Point(
            "专家和评估单位看到的，是在卷的草案",
            "713-19(1);713-22(1)",
            case(
                "公告以前论证，附上了当时的草案",
                REVIEW,
                without=(NOTICE,),
                documents=(document(DocumentKind.DRAFT),),
            ),
            case("公告以前论证，没有附草案，在卷也没有", REVIEW, "DRF-05", without=(NOTICE,)),
        ),
        Point(
            "送审的草案与论证、评估的不同，再次论证、评估",
            "713-19(1);713-22(1)",
            case(
                "写明征求意见后的修改，不是实质性变化",
                SUBMISSION,
                before={"consultation.adoption": {"draft_changes": "第三条改为按月拨付"}},
                documents=ANOTHER,
            ),
            case(
                "修改有实质性变化，没有再次论证、评估，也没有说明理由",
                SUBMISSION,
                "DRF-17",
                before={
                    "consultation.adoption": {
                        "draft_changes": "改变补贴对象",
                        "material_change": True,
                    }
                },
                documents=ANOTHER,
            ),
            "条例没有规定草案修改后必须再次论证、评估；评估的是“决策草案”（第二十二条）。"
            "所以这里要求再次办理，或者说明修改不影响其结论，不是一律退回",
        ),
        Point(
            "只有国家尚无明确规定的探索性改革，可以明示风险后提请讨论",
            "713-25(2)",
            case("写明哪一方面国家尚无规定，明示了法律风险", OPINION, **REFORM),
            case(
                "审查不合法，只勾选探索性改革、写了风险",
                OPINION,
                "LEG-02",
                **{**REFORM, "no_rule_yet": ""},
            ),
            more=(
                case(
                    "不符合法定权限，按探索性改革提交",
                    OPINION,
                    "LEG-02",
                    **{**REFORM, "within_powers": False},
                ),
            ),
        ),
        Point(
            "超越权限，不是修改后合法",
            "713-27",
            case("内容不合法，修改后合法", OPINION, **AMENDED[OPINION]),
            case(
                "不符合法定权限，结论却是修改后合法",
                OPINION,
                "LEG-06",
                conclusion=Conclusion.LAWFUL_IF_AMENDED,
                within_powers=False,
            ),
        ),
        Point(
            "上会的草案是审查过的，或者按审查意见修改、指明了的",
            "713-25(2);713-28",
            case(
                "修改后合法，指明修改后的草案",
                PACKAGE,
                before=AMENDED,
                documents=PUT,
                amended_draft=SECOND.title,
            ),
            case(
                "修改后合法，换上另一份草案，没有指明",
                PACKAGE,
                "LEG-09",
                before=AMENDED,
                documents=PUT,
            ),
        ),
        Point(
            "公平竞争审查有结论",
            "783-17;783-18",
            case("结论为不违反审查标准", PACKAGE),
            case("附了文件，没有写明结论", PACKAGE, "DRF-06", fair_competition__conclusion=None),
            more=(
                case(
                    "结论为违反审查标准",
                    PACKAGE,
                    "DRF-06",
                    fair_competition__conclusion=CompetitionFound.VIOLATES,
                ),
            ),
        ),
        Point(
            "谁出台决定由谁作公平竞争审查",
            "783-13;783-14",
            case("部门出台，由起草处室审查", PACKAGE),
            case(
                "部门出台，由市场监督管理局审查",
                PACKAGE,
                "DRF-13",
                fair_competition__reviewer="示例市市场监督管理局",
            ),
            more=(
                case(
                    "政府出台，由起草单位自己审查",
                    PACKAGE,
                    "DRF-13",
                    kind=AuthorityKind.GOVERNMENT,
                ),
                case(
                    "政府出台，由市场监督管理局会同起草单位审查",
                    PACKAGE,
                    kind=AuthorityKind.GOVERNMENT,
                    fair_competition__reviewer="示例市市场监督管理局会同示例市民政局",
                ),
            ),
        ),
    ),
)
