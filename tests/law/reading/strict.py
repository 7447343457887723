"""What was refused and may be: secret decisions, adjustments, withdrawn items, reasons."""

from catalog.annual import AuthorityKind
from catalog.item import Determination
from catalog.law import SOURCES
from catalog.opinion import Audience
from catalog.record import Attribute, Disclosure, DocumentKind, Ground
from catalog.stages.disclosure import DecisionChange, Procedure
from catalog.stages.entry import Adjustment
from catalog.states import Change, ChangeKind
from tests.catalog.rules.lawful import (
    NEW_ROUND,
    ORDER,
    RECORDS,
    but,
    day,
    document,
    not_due,
    reasoned,
)
from tests.law.reading.case import case, filing
from tests.law.reading.point import Chapter, Point

START, ADOPTION = "entry.start", "consultation.adoption"
PUBLICATION, CHANGE, REPORT = "disclosure.publication", "disclosure.change", "evaluation.report"
INTERPRETATION, REVIEW = "disclosure.interpretation", "expert_review.review"
CONSULTATION = tuple(step for step in ORDER if step.startswith("consultation."))
SECRET = {
    START: {
        "determinations__consultation": Determination(
            due=False, reason="事项属于国家秘密", ground=Ground.SECRET
        )
    },
    REVIEW: {"documents": (document(DocumentKind.DRAFT),)},
    "risk_assessment.report": {"documents": (document(DocumentKind.DRAFT),)},
}
KEPT = Disclosure(attribute=Attribute.WITHHELD, ground=Ground.SECRET, review_on=day(12, 31))
WITHHELD = {
    "withheld": True,
    "secrecy_review": None,
    "media": (),
    "in_gazette": False,
    "documents": (but(document(DocumentKind.FINAL), disclosure=KEPT),),
}
REOPENED = filing(
    CHANGE,
    day(11, 22),
    record=DecisionChange(
        change=ChangeKind.REOPENED,
        decided_on=day(11, 22),
        decided_by="局长办公会议",
        reason="补贴标准需要重大调整",
        again=(Procedure.LEGALITY_REVIEW, Procedure.DECISION),
        not_again="只调整补贴标准，不涉及原论证、评估的内容",
    ),
)
MEETING_AGAIN = tuple(
    filing(step, on, amends, **{name: on, **more})
    for step, name, on, amends, more in (
        ("legality_review.submission", "submitted_on", day(11, 23), NEW_ROUND,
         {"due_on": day(12, 3)}),
        ("legality_review.opinion", "issued_on", day(11, 24), None, {}),
        ("decision.package", "submitted_on", day(11, 25), NEW_ROUND, {}),
        ("decision.meeting", "held_on", day(11, 26), None, {}),
    )
)  # fmt: skip
ANEW = {
    "until": "",
    "on": day(11, 27),
    "amends": NEW_ROUND,
    "formed_on": day(11, 26),
    "party_reported_on": day(11, 26),
    "published_on": day(11, 27),
    "effective_on": day(12, 1),
    "secrecy_review__reviewed_on": day(11, 27),
}
WITHDRAWN = filing(
    "entry.adjustment",
    day(4, 15),
    record=Adjustment(
        change=Change.WITHDRAWN,
        adjusted_on=day(4, 15),
        reason="上级另有部署",
        approved_by="局长办公会议",
    ),
)
UNASKED = {"consented_on": None}
PLAIN = {
    "entry.inclusion": {"item__public_concern": False},
    START: {"determinations__expert_review": not_due("不涉及专业性、技术性较强的问题")},
}
WITHOUT_GROUPS = tuple(
    heard
    for heard in RECORDS[ADOPTION].record.groups_heard
    if heard.audience is not Audience.PEOPLES_ORGANISATION
)

STRICT = Chapter(
    "五、过严之处",
    (
        Point(
            "秘密的决策不经公开审查也能办结、执行、归档",
            "713-32;713-33",
            case(
                "事项属于国家秘密，决策不公开，没有“同意公开”",
                PUBLICATION,
                without=CONSULTATION,
                before=SECRET,
                **WITHHELD,
            ),
            case("事项已经公开征求意见，却说决策依法不予公开", PUBLICATION, "DIS-27", **WITHHELD),
            "“依法不予公开”在这里只认国家秘密：商业秘密、个人隐私可以遮盖后公布（711-37）",
            more=(
                case(
                    "秘密的决策，没有解读，登记评估",
                    REPORT,
                    without=(*CONSULTATION, INTERPRETATION),
                    before={**SECRET, PUBLICATION: WITHHELD},
                ),
                case(
                    "秘密的决策，没有解读，登记执行情况",
                    "disclosure.execution",
                    without=(*CONSULTATION, INTERPRETATION),
                    before={**SECRET, PUBLICATION: WITHHELD},
                ),
                case(
                    "秘密的决策登记以后归档：不必“同意公开”，不必解读",
                    PUBLICATION,
                    without=CONSULTATION,
                    before=SECRET,
                    archived=True,
                    **WITHHELD,
                ),
                case(
                    "同一事项会议审议以后就归档，没有登记决策公布",
                    "decision.meeting",
                    without=CONSULTATION,
                    before=SECRET,
                    lacks="决策公布",
                    archived=True,
                ),
            ),
        ),
        Point(
            "重大调整只重新履行相关的法定程序",
            "713-37",
            case(
                "写明重新审查、重新讨论，说明不再征求意见的理由，再次公布",
                PUBLICATION,
                **{**ANEW, "until": "x"},
                then=(REOPENED, *MEETING_AGAIN),
            ),
            case(
                "决定重大调整，没有写明重新履行哪些程序",
                CHANGE,
                "EXE-08",
                until="x",
                on=day(11, 22),
                record=but(REOPENED.record, again=()),
            ),
            more=(
                case(
                    "写明重新审查、重新讨论，却没有办，再次公布",
                    PUBLICATION,
                    "EXE-09",
                    **{**ANEW, "until": "x"},
                    then=(REOPENED,),
                ),
            ),
        ),
        Point(
            "调出目录以后，收到的意见仍可答复",
            "713-18",
            case("4月15日调出目录，4月20日答复已经收到的意见", ADOPTION, then=(WITHDRAWN,)),
            case(
                "4月15日调出目录，4月20日再次征求意见",
                "consultation.notice",
                "FIL-04",
                until=ADOPTION,
                then=(WITHDRAWN,),
                on=day(4, 20),
                amends=NEW_ROUND,
                published_on=day(4, 20),
                closes_on=day(5, 20),
            ),
        ),
        Point(
            "没有相关组织的，说明理由",
            "713-14(3)",
            case(
                "没有相关的人民团体，说明了情况",
                ADOPTION,
                record=reasoned(
                    but(RECORDS[ADOPTION].record, groups_heard=WITHOUT_GROUPS), "PUB-09"
                ),
            ),
            case(
                "没有听取人民团体的意见，也没有说明",
                ADOPTION,
                "PUB-09",
                groups_heard=WITHOUT_GROUPS,
            ),
        ),
        Point(
            "部门的目录没有党组同意日期的，说明理由",
            "713-3(3);713-42",
            case(
                "部门的目录由局长办公会议审定，说明了理由",
                START,
                listed=UNASKED,
                record=reasoned(RECORDS[START].record, "CAT-28"),
            ),
            case("部门的目录没有同意日期，没有说明", START, "CAT-28", listed=UNASKED),
            more=(
                case(
                    "政府的目录没有同级党委同意的日期",
                    START,
                    "CAT-02",
                    listed=UNASKED,
                    kind=AuthorityKind.GOVERNMENT,
                ),
            ),
        ),
        Point(
            "解读只在应当解读的时候先于评估",
            "713-32;要点2024-12",
            case(
                "社会公众不普遍关心、专业性不强，没有解读，登记评估",
                REPORT,
                without=(INTERPRETATION, REVIEW),
                before=PLAIN,
            ),
            case(
                "社会公众普遍关心，没有解读，登记评估", REPORT, "EXE-13", without=(INTERPRETATION,)
            ),
            "工作要点只约束它的主送单位；写该单位名称的这一情形，事项仍是虚构的",
            more=(
                case(
                    "同样不普遍关心、专业性不强，但决策机关是工作要点的主送单位，没有解读，登记评估",
                    REPORT,
                    "EXE-13",
                    without=(INTERPRETATION, REVIEW),
                    before=PLAIN,
                    listed={"authority__name": SOURCES["要点2024"].addressee},
                ),
            ),
        ),
    ),
)
