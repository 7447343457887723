"""What was taken and must not be: the meeting, publication, and what follows."""

from datetime import date

from catalog.annual import AuthorityLevel
from catalog.stages.decision import Dissent
from catalog.stages.expert_review import Expert, ReviewMode
from catalog.states import MeetingOutcome
from tests.catalog.rules.lawful import CORRECTION, RECORDS, day
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

REVIEW, ADOPTION = "expert_review.review", "consultation.adoption"
PACKAGE, MEETING = "decision.package", "decision.meeting"
PUBLICATION, INTERPRETATION = "disclosure.publication", "disclosure.interpretation"
REPORT = "evaluation.report"
AGAINST = {"head_with_majority": False, "head_reason": "上级另有要求"}
MORE = (*RECORDS[MEETING].record.dissents, Dissent(speaker="总会计师", opinion="宜分期"))
FIRM = {
    REVIEW: {
        "mode": ReviewMode.ENTRUSTED,
        "experts": (
            Expert(name="示例咨询有限公司", declared_on=day(3, 12), signed=True, dissenting=True),
        ),
    }
}
CONGRESS = {PACKAGE: {"congress_basis": "市人大常委会讨论决定重大事项的规定第五条"}}

DECIDED = Chapter(
    "四、过宽之处：决定、公布、评估",
    (
        Point(
            "与多数人意见不一致的，登记不同意见",
            "713-30(2);713-30(3)",
            case("说明了理由，登记了不同意见", MEETING, **AGAINST),
            case("说明了理由，一条不同意见也没有", MEETING, "DEC-06", **AGAINST, dissents=()),
        ),
        Point(
            "不同意见不得以更正删改",
            "713-30(3);713-38(3)",
            case(
                "更正时补登一条不同意见",
                MEETING,
                until=PUBLICATION,
                on=day(5, 20),
                amends=CORRECTION,
                dissents=MORE,
            ),
            case(
                "更正时删去登记过的不同意见",
                MEETING,
                "DEC-06",
                until=PUBLICATION,
                on=day(5, 20),
                amends=CORRECTION,
                dissents=(),
            ),
        ),
        Point(
            "公布以后改变结论，是变更决策，不是更正",
            "713-37",
            case(
                "公布以后更正会议名称的笔误",
                MEETING,
                until=INTERPRETATION,
                on=day(5, 25),
                amends=CORRECTION,
                name="2026年第10次局长办公会议",
            ),
            case(
                "公布以后把审议结论更正为不通过",
                MEETING,
                "DEC-23",
                until=INTERPRETATION,
                on=day(5, 25),
                amends=CORRECTION,
                outcome=MeetingOutcome.REJECTED,
                outcome_reason="登记有误",
            ),
        ),
        Point(
            "修改后通过，写明修改了什么",
            "713-30(3)",
            case(
                "修改后通过，写明修改之处",
                MEETING,
                outcome=MeetingOutcome.PASSED_AMENDED,
                amendments="第五条的期限由半年改为一年",
            ),
            case("修改后通过，没有写明", MEETING, "DEC-09", outcome=MeetingOutcome.PASSED_AMENDED),
        ),
        Point(
            "出台以成文之日为准：先请示报告",
            "713-31",
            case("5月14日请示报告，5月15日成文", PUBLICATION),
            case(
                "5月15日成文，5月18日请示报告，5月22日上网公布",
                PUBLICATION,
                "DEC-08",
                party_reported_on=day(5, 18),
            ),
        ),
        Point(
            "须报人大的，在成文之前",
            "713-8(1)",
            case(
                "5月14日向人大常委会报告，5月15日成文",
                PUBLICATION,
                before=CONGRESS,
                congress_reported_on=day(5, 14),
            ),
            case(
                "5月15日成文，5月20日才报告",
                PUBLICATION,
                "DEC-15",
                before=CONGRESS,
                congress_reported_on=day(5, 20),
            ),
        ),
        Point(
            "档案移交年限随机关层级",
            "档案条例-20",
            case(
                "市级机关，永久保管，形成满20年移交",
                PUBLICATION,
                transfer_on=date(2046, 12, 31),
            ),
            case(
                "县级机关，永久保管，拟在形成满20年时移交",
                PUBLICATION,
                "EXE-12",
                level=AuthorityLevel.COUNTY,
                transfer_on=date(2046, 12, 31),
                warned=True,
            ),
            more=(
                case(
                    "永久保管，没有写明何时移交",
                    PUBLICATION,
                    "EXE-12",
                    transfer_on=None,
                    warned=True,
                ),
            ),
        ),
        Point(
            "决策前写报告的机构不能受托评估，个人专家任教的大学可以",
            "713-36(2)",
            case("委托示例大学评估，决策前有该校一名教师参加论证", REPORT, evaluator="示例大学"),
            case(
                "委托示例咨询公司评估，该公司承担过论证（登记的名称是示例咨询有限公司）",
                REPORT,
                "EXE-05",
                before=FIRM,
                evaluator="示例咨询公司",
            ),
        ),
    ),
)
