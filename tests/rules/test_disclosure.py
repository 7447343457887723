"""DIS and EXE-01: the decision and its interpretation, published."""

from datetime import date

import pytest

from catalog.record import Attribute, Disclosure, DocumentKind, Ground
from catalog.stages.decision import Attendance
from catalog.stages.disclosure import SecrecyReview
from tests.rules.failing import Fails, each, fails
from tests.rules.lawful import (
    LAWFUL,
    RECORDS,
    blocking,
    both,
    but,
    day,
    document,
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
LATE = {"published_on": day(6, 13), "today": day(6, 13), "secrecy_review__reviewed_on": day(6, 12)}

FAILING = [
    fails("DIS-01", "published after the twentieth working day", PUBLICATION, **LATE),
    fails(
        "DIS-03", "what became of the experts' views is not told", PUBLICATION, expert_adoption=""
    ),
    fails(
        "DIS-04",
        "no word on who sat in",
        PUBLICATION,
        given=on_file("decision.meeting", attendance=Attendance()),
    ),
    fails("DIS-07", "a report withheld without a ground", RISK, disclosure=CLOSED),
    fails(
        "DIS-07",
        "a report withheld for ever",
        REVIEW,
        disclosure=but(CLOSED, ground=Ground.PROCESS),
    ),
    fails(
        "DIS-07",
        "a document withheld without a ground",
        "consultation.notice",
        documents=tuple(
            but(d, disclosure=CLOSED) for d in RECORDS["consultation.notice"].record.documents[:1]
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
    ),
    fails("DIS-10", "no index number", PUBLICATION, index_no=""),
    fails("DIS-10", "no summary", PUBLICATION, summary=""),
    fails("DIS-10", "no day on which it was formed", PUBLICATION, formed_on=None),
    fails("DIS-10", "the document itself is missing", PUBLICATION, documents=()),
    fails("DIS-12", "minutes marked public", "decision.meeting", documents=(OPEN_MINUTES,)),
    fails(
        "DIS-12",
        "a legality opinion marked public",
        "legality_review.opinion",
        documents=(but(document(DocumentKind.LEGALITY_OPINION), disclosure=Disclosure()),),
    ),
    fails("DIS-13", "not drafted together", INTERPRETATION, drafted_with_document=False),
    fails("DIS-13", "not approved together", INTERPRETATION, approved_with_document=False),
    fails(
        "DIS-13", "published a day later", INTERPRETATION, published_on=day(5, 23), today=day(5, 23)
    ),
    fails("DIS-19", "formed before the meeting", PUBLICATION, formed_on=day(5, 12)),
    fails(
        "DIS-19",
        "published before it was formed",
        PUBLICATION,
        formed_on=day(5, 23),
        today=day(5, 25),
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
    assert judged(PUBLICATION, formed_on=formed) == []


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


@pytest.mark.parametrize(("on", "found"), [(day(3, 25), {"DIS-07"}), (day(3, 26), set())])
def test_a_day_of_review_lies_ahead(on: date, found: set[str]) -> None:
    closed = Disclosure(attribute=Attribute.WITHHELD, ground=Ground.PROCESS, review_on=on)
    assert ids(judged(RISK, disclosure=closed)) == found


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
    closed = Disclosure(attribute=Attribute.WITHHELD, ground=ground, review_on=day(12, 31))
    assert judged(RISK, disclosure=closed) == []


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
