"""DIS, EXE-01 and 12: the decision and its interpretation, published; any record's papers."""

from datetime import date

import pytest

from catalog.item import Determination
from catalog.opinion import Medium
from catalog.public import disclose
from catalog.record import Attribute, Disclosure, DocumentKind, Elsewhere, Ground, SecrecyReview
from catalog.stages.decision import Attendance, OtherMeeting
from catalog.stages.disclosure import Confirmation
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    LAWFUL,
    RECORDS,
    before,
    blocking,
    both,
    but,
    day,
    document,
    documents,
    file,
    ids,
    judged,
    not_due,
    on_file,
    reasoned,
    without,
)

PUBLICATION, INTERPRETATION = "disclosure.publication", "disclosure.interpretation"
REVIEW, RISK = "expert_review.review", "risk_assessment.report"
OPEN_MINUTES = but(document(DocumentKind.MINUTES), disclosure=Disclosure())
CLOSED = Disclosure(attribute=Attribute.WITHHELD)
AS_A_WHOLE = Disclosure(
    attribute=Attribute.WITHHELD, ground=Ground.PROCESS, review_on=date(2027, 5, 13)
)
IN_SUMMARY = but(AS_A_WHOLE, attribute=Attribute.SUMMARY)
NOTICE, ADOPTION = "consultation.notice", "consultation.adoption"
MEETING, EVALUATION = "decision.meeting", "evaluation.report"
PARTY = OtherMeeting(body="示例市民政局党组", held_on=day(5, 18), forms_decision=True)
LATE = {"published_on": day(6, 13), "today": day(6, 13), "secrecy_review__reviewed_on": day(6, 12)}

FAILING = [
    fails(
        "DIS-27",
        "withheld, and yet no secret",
        PUBLICATION,
        withheld=True,
        documents=(
            but(
                document(DocumentKind.FINAL),
                disclosure=Disclosure(
                    attribute=Attribute.WITHHELD, ground=Ground.SECRET, review_on=day(12, 31)
                ),
            ),
        ),
    ),
    fails("DIS-01", "published after the twentieth working day", PUBLICATION, **LATE),
    fails("DIS-02", "not in the gazette", PUBLICATION, in_gazette=False),
    fails("DIS-02", "in no newspaper", PUBLICATION, media=(Medium.WEBSITE,)),
    fails("DIS-02", "not on the website", PUBLICATION, media=(Medium.NEWSPAPER,)),
    fails(
        "DIS-03", "what became of the experts' views is not told", PUBLICATION, expert_adoption=""
    ),
    fails(
        "DIS-04",
        "no word on who sat in",
        PUBLICATION,
        given=on_file("decision.meeting", attendance=Attendance()),
    ),
    fails(
        "DIS-05",
        "the experts' review is public and put off",
        PUBLICATION,
        given=on_file(REVIEW, published_on=day(5, 23)),
    ),
    fails(
        "DIS-05",
        "the summary of the risks is put off",
        PUBLICATION,
        given=on_file(RISK, published_on=day(5, 23), disclosure=IN_SUMMARY),
    ),
    fails("DIS-05", "an evaluation put off too long", EVALUATION, published_on=day(12, 19)),
    fails(
        "DIS-07",
        "a summary in place of a report, without a ground",
        RISK,
        disclosure=but(IN_SUMMARY, ground=None),
    ),
    fails(
        "DIS-07",
        "a document withheld without a ground",
        "consultation.notice",
        documents=tuple(
            but(d, disclosure=but(CLOSED, review_on=day(12, 31)))
            for d in RECORDS["consultation.notice"].record.documents[:1]
        )
        + RECORDS["consultation.notice"].record.documents[1:],
    ),
    fails("DIS-07", "no attribute was chosen", PUBLICATION, disclosure_attribute_stated=False),
    fails("DIS-08", "published without a review", PUBLICATION, secrecy_review=None),
    fails("DIS-08", "published against the review", PUBLICATION, secrecy_review__passed=False),
    fails(
        "DIS-08",
        "published first, reviewed later",
        PUBLICATION,
        secrecy_review__reviewed_on=day(5, 23),
        today=day(5, 25),
    ),
    *(
        fails("DIS-09", f"{step} out without a review of its own", step, secrecy_review=None)
        for step in (NOTICE, ADOPTION, INTERPRETATION)
    ),
    fails("DIS-09", "a notice put out against its review", NOTICE, secrecy_review__passed=False),
    fails(
        "DIS-09",
        "an interpretation reviewed when it was out",
        INTERPRETATION,
        secrecy_review__reviewed_on=day(5, 23),
        today=day(5, 25),
    ),
    fails("DIS-10", "no index number", PUBLICATION, index_no=""),
    fails("DIS-10", "no summary", PUBLICATION, summary=""),
    fails("DIS-10", "no day on which it was formed", PUBLICATION, formed_on=None),
    fails("DIS-10", "the document itself is missing", PUBLICATION, documents=()),
    *(
        fails("DIS-11", f"{step} withheld as a whole", step, disclosure=AS_A_WHOLE)
        for step in (REVIEW, RISK, EVALUATION)
    ),
    fails("DIS-12", "minutes marked public", "decision.meeting", documents=(OPEN_MINUTES,)),
    fails(
        "DIS-12",
        "a legality opinion marked public",
        "legality_review.opinion",
        documents=(
            document(DocumentKind.LAWYER_OPINION),
            but(document(DocumentKind.LEGALITY_OPINION), disclosure=Disclosure()),
        ),
    ),
    fails("DIS-13", "not drafted together", INTERPRETATION, drafted_with_document=False),
    fails("DIS-13", "not approved together", INTERPRETATION, approved_with_document=False),
    fails(
        "DIS-13", "published a day later", INTERPRETATION, published_on=day(5, 23), today=day(5, 23)
    ),
    fails("DIS-26", "neither questions and answers nor a reason", INTERPRETATION, documents=()),
    fails("DIS-14", "a joint paper of no lead", PUBLICATION, joint_with=("示例市财政局",)),
    fails(
        "DIS-14",
        "a joint paper that another organ leads",
        PUBLICATION,
        joint_with=("示例市财政局",),
        joint_lead="示例市财政局",
    ),
    fails(
        "DIS-15",
        "another organ's matter, unconfirmed",
        PUBLICATION,
        concerns=(Confirmation(organ="示例市财政局"),),
    ),
    fails(
        "DIS-15",
        "confirmed when it was out",
        PUBLICATION,
        concerns=(Confirmation(organ="示例市财政局", confirmed_on=day(5, 23)),),
        today=day(5, 25),
    ),
    fails("DIS-16", "a report withheld for ever", RISK, disclosure=but(IN_SUMMARY, review_on=None)),
    fails(
        "DIS-17",
        "collected data that nobody looked at as a whole",
        ADOPTION,
        secrecy_review__collective_data=True,
    ),
    fails("DIS-22", "in force before it is out", PUBLICATION, effective_on=day(5, 21)),
    fails("DIS-22", "over before it is in force", PUBLICATION, expires_on=day(6, 30)),
    fails(
        "DIS-19",
        "formed before the meeting",
        PUBLICATION,
        formed_on=day(5, 12),
        party_reported_on=day(5, 12),
    ),
    fails(
        "DIS-19",
        "formed before the Party committee's meeting that forms it",
        PUBLICATION,
        given=on_file(MEETING, others=(PARTY,)),
    ),
    fails(
        "DIS-19",
        "published before it was formed",
        PUBLICATION,
        formed_on=day(5, 23),
        today=day(5, 25),
    ),
    fails("DIS-28", "an index number of its own kind", PUBLICATION, index_no="SLMZJ/9"),
    fails("DIS-28", "square brackets in a number", PUBLICATION, doc_no="示民发[2026]9号"),
    fails(
        "DIS-20",
        "a risk report under the evaluation",
        EVALUATION,
        documents=documents(DocumentKind.RISK_REPORT),
    ),
    *(
        fails("DIS-21", says, PUBLICATION, summary=cited)
        for says, cited in (
            (
                "another order's number",
                "根据《重大行政决策程序暂行条例》（国务院令第711号）制定",
            ),
            ("another order's name", "根据《信访工作条例》（国务院令第713号）制定"),
            ("an article too many", "根据《重大行政决策程序暂行条例》第四十五条制定"),
            (
                "a paper of the State Council's office under a wrong year",
                "按照《〈关于全面推进政务公开工作的意见〉实施细则》（国办发〔2017〕80号）",
            ),
        )
    ),
    fails("EXE-12", "for how long it is kept", PUBLICATION, retention=None),
    fails("EXE-12", "handed over too late", PUBLICATION, transfer_on=date(2047, 1, 1)),
    fails(
        "FIL-05",
        "a review still to come",
        ADOPTION,
        published_on=day(4, 22),
        secrecy_review__reviewed_on=day(4, 21),
    ),
    fails("FIL-05", "heard on a day to come", ADOPTION, groups_heard__0__heard_on=day(4, 21)),
    fails(
        "FIL-05",
        "another meeting still to be held",
        MEETING,
        others=(but(PARTY, forms_decision=False, held_on=day(5, 14)),),
    ),
    fails("EXE-01", "nobody is to carry it out", PUBLICATION, executing_unit=""),
]


@each(FAILING)
def test_publication_is_refused(failure: Fails) -> None:
    failure.is_found()


def test_the_twentieth_working_day_is_in_time() -> None:
    last = day(6, 12)  # from 15 May, the Dragon Boat holiday still to come
    review = {"secrecy_review__reviewed_on": day(6, 11)}
    assert judged(PUBLICATION, published_on=last, today=last, **review) == []


def test_a_late_publication_with_a_reason_still_goes_out() -> None:
    late = but(
        RECORDS[PUBLICATION].record,
        published_on=day(6, 15),
        secrecy_review=SecrecyReview(reviewed_on=day(6, 15), reviewer="办公室主任", passed=True),
    )
    findings = judged(PUBLICATION, record=reasoned(late, "DIS-01"), today=day(6, 15))
    assert ids(findings) == {"DIS-01"}
    assert blocking(findings) == set()


def test_an_item_neither_technical_nor_of_concern_need_not_explain_adoption() -> None:
    given = both(
        without(REVIEW),
        on_file("entry.start", determinations__expert_review=not_due("专业性不强")),
        on_file("entry.inclusion", item__public_concern=False),
    )
    assert judged(PUBLICATION, given=given, expert_adoption="") == []


@pytest.mark.parametrize("formed", [day(5, 13), day(5, 22)])
def test_a_decision_may_be_formed_on_the_day_of_meeting_or_publication(formed: date) -> None:
    assert judged(PUBLICATION, formed_on=formed, party_reported_on=day(5, 13)) == []


def test_a_technical_item_of_no_concern_still_explains_the_experts_views() -> None:
    given = on_file("entry.inclusion", item__public_concern=False)
    assert ids(judged(PUBLICATION, given=given, expert_adoption="")) == {"DIS-03"}


def test_a_review_nobody_ruled_on_leaves_its_adoption_to_be_explained() -> None:
    given = on_file("entry.start", determinations__expert_review=None)
    assert ids(judged(PUBLICATION, given=given, expert_adoption="")) == {"DIS-03"}


def test_an_item_nobody_ruled_on_and_of_no_concern_need_not_explain() -> None:
    given = both(
        on_file("entry.start", determinations__expert_review=None),
        on_file("entry.inclusion", item__public_concern=False),
    )
    assert judged(PUBLICATION, given=given, expert_adoption="") == []


@pytest.mark.parametrize(("on", "found"), [(day(3, 25), {"DIS-16"}), (day(3, 26), set())])
def test_a_day_of_review_lies_ahead(on: date, found: set[str]) -> None:
    assert ids(judged(RISK, disclosure=but(IN_SUMMARY, review_on=on))) == found


def test_what_is_given_on_request_is_not_withheld() -> None:
    assert judged(RISK, disclosure=Disclosure(attribute=Attribute.ON_REQUEST)) == []


def test_a_secret_cannot_be_separated() -> None:
    assert judged(RISK, disclosure=but(AS_A_WHOLE, ground=Ground.SECRET)) == []


@pytest.mark.parametrize("attribute", [Attribute.WITHHELD, Attribute.ON_REQUEST])
def test_a_report_not_shown_needs_no_day_of_publication(attribute: Attribute) -> None:
    closed = but(AS_A_WHOLE, attribute=attribute, ground=Ground.SECRET)
    assert judged(PUBLICATION, given=on_file(RISK, published_on=None, disclosure=closed)) == []


def test_an_adoption_statement_not_yet_out_is_reviewed_later() -> None:
    assert "DIS-09" not in ids(judged(ADOPTION, published_on=None, secrecy_review=None))


def test_a_channel_left_out_may_be_explained() -> None:
    (finding,) = judged(
        PUBLICATION, record=reasoned(RECORDS[PUBLICATION].record, "DIS-02"), in_gazette=False
    )
    assert finding.reason


def test_a_joint_paper_is_published_by_its_lead() -> None:
    joint = {"joint_with": ("示例市财政局",), "joint_lead": "示例市民政局"}
    confirmed = (Confirmation(organ="示例市财政局", confirmed_on=day(5, 20)),)
    assert judged(PUBLICATION, **joint, concerns=confirmed) == []


def test_collected_data_looked_at_as_a_whole_may_go_out() -> None:
    looked = {"collective_data": True, "aggregation_reviewed": True}
    assert judged(ADOPTION, **{f"secrecy_review__{k}": v for k, v in looked.items()}) == []


def test_another_meeting_that_does_not_form_the_decision_moves_no_date() -> None:
    given = on_file(MEETING, others=(but(PARTY, forms_decision=False),))
    assert judged(PUBLICATION, given=given) == []


@pytest.mark.parametrize(
    "cited",
    [
        "根据《重大行政决策程序暂行条例》（国务院令第713号）第四十四条",
        "根据《中华人民共和国政府信息公开条例》（国务院令第711号修订）",
        "根据《政府信息公开条例》第五十六条",
        "根据《示例市养老服务条例》（示例市第1号公告）第九十九条",
        "根据《上海市重大行政决策程序规定》（上海市人民政府令第35号）",
        "根据《上海市重大行政决策事项目录管理办法》（沪府办发〔2020〕5号）",
    ],
)
def test_a_right_or_unknown_citation_is_left_alone(cited: str) -> None:
    assert judged(PUBLICATION, summary=cited) == []


def test_archives_are_handed_over_in_the_twentieth_year() -> None:
    assert judged(PUBLICATION, transfer_on=date(2046, 12, 31)) == []


def test_an_item_of_concern_that_no_expert_saw_has_no_expert_views_to_explain() -> None:
    given = both(
        without(REVIEW),
        on_file("entry.start", determinations__expert_review=not_due("专业性不强")),
    )
    assert judged(PUBLICATION, given=given, expert_adoption="") == []


def test_an_item_of_concern_is_not_published_without_telling_what_became_of_opinions() -> None:
    assert ids(judged(PUBLICATION, given=without("consultation.adoption"))) == {
        "PUB-01",
        "PUB-21",
        "DIS-03",
    }


@pytest.mark.parametrize("ground", list(Ground))
def test_a_report_withheld_on_a_ground_with_a_day_of_review_is_filed(ground: Ground) -> None:
    assert blocking(judged(RISK, disclosure=but(AS_A_WHOLE, ground=ground))) == set()


def test_no_reason_opens_the_minutes() -> None:
    meeting = but(RECORDS["decision.meeting"].record, documents=(OPEN_MINUTES,))
    assert blocking(judged("decision.meeting", record=reasoned(meeting, "DIS-12"))) == {"DIS-12"}


def test_minutes_never_leave_the_building_whatever_was_typed() -> None:
    assert not OPEN_MINUTES.is_public
    assert all(
        d.is_public is (d.disclosure.attribute is Attribute.PROACTIVE)
        for filed in LAWFUL
        for d in filed.record.documents
    )


def test_without_questions_a_reason_files_the_interpretation_and_reaches_the_public() -> None:
    bare = but(RECORDS[INTERPRETATION].record, documents=())
    explained = reasoned(bare, "DIS-26")
    assert blocking(judged(INTERPRETATION, record=bare)) == {"DIS-26"}
    assert blocking(judged(INTERPRETATION, record=explained)) == set()
    told = disclose(
        file(before(INTERPRETATION)[0], INTERPRETATION, explained, day(5, 22)), day(5, 22)
    )
    assert told.result
    assert told.result.interpretation
    assert told.result.interpretation.no_questions_because == explained.reasons[0].text


SECRET = on_file(
    "entry.start",
    determinations__consultation=Determination(due=False, reason="国家秘密", ground=Ground.SECRET),
)
KEPT = Disclosure(attribute=Attribute.WITHHELD, ground=Ground.SECRET, review_on=day(12, 31))
WITHHELD = {
    "withheld": True,
    "secrecy_review": None,
    "media": (),
    "in_gazette": False,
    "index_no": "",
    "summary": "",
    "documents": (but(document(DocumentKind.FINAL), disclosure=KEPT),),
}
UNASKED = both(SECRET, without(*(s for s in RECORDS if s.startswith("consultation."))))


def test_a_secret_decision_is_closed_executed_and_evaluated_unpublished() -> None:
    assert judged(PUBLICATION, given=UNASKED, **WITHHELD) == []
    closed = both(UNASKED, on_file(PUBLICATION, **WITHHELD), without("disclosure.interpretation"))
    assert judged("disclosure.execution", given=closed) == []
    assert judged("evaluation.report", given=closed) == []


def test_a_secret_decision_is_late_for_nobody() -> None:
    late = {**WITHHELD, "published_on": day(9, 1), "effective_on": day(9, 1)}
    assert judged(PUBLICATION, given=UNASKED, today=day(9, 1), **late) == []


def test_of_two_days_on_two_sites_the_earlier_counts() -> None:
    late = {"published_on": day(6, 25), "today": day(6, 25)}
    elsewhere = (Elsewhere(place="市政府网站", published_on=day(5, 22)),)
    assert "DIS-01" in ids(judged(PUBLICATION, **late))
    assert "DIS-01" not in ids(judged(PUBLICATION, **late, elsewhere=elsewhere))
    before = (Elsewhere(place="市政府网站", published_on=day(5, 14)),)
    assert "DIS-19" in ids(judged(PUBLICATION, elsewhere=before)) - ids(judged(PUBLICATION))


def test_the_day_itself_is_in_time() -> None:
    assert judged(NOTICE, secrecy_review__reviewed_on=day(3, 10)) == []
    confirmed = (Confirmation(organ="示例市财政局", confirmed_on=day(5, 22)),)
    assert judged(PUBLICATION, concerns=confirmed) == []
    assert judged(PUBLICATION, expires_on=day(7, 1)) == []


@pytest.mark.parametrize(
    "cited",
    [
        "依照《重大行政决策程序暂行条例》第一条",
        "依照《上海市重大行政决策程序规定》第二十条",
        "依照《优化营商环境条例》第六十二条",
    ],
    ids=["the first article", "an act known in part", "an act whose articles nobody counted"],
)
def test_an_article_is_missed_only_where_the_whole_act_was_counted(cited: str) -> None:
    assert judged(PUBLICATION, summary=cited) == []


def test_a_paper_out_of_place_is_told_where_it_belongs() -> None:
    (found,) = judged(EVALUATION, documents=documents(DocumentKind.RISK_REPORT))
    assert found.remedy == "核对类别，或者改在风险评估、集体讨论决定环节登记"


def test_what_comes_out_with_the_decision_is_not_put_off() -> None:
    with_it = on_file(REVIEW, published_on=RECORDS[PUBLICATION].on)
    assert judged(PUBLICATION, given=with_it) == []
