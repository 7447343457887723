"""EXP: expert review."""

from datetime import date

import pytest

from catalog.record import DocumentKind
from catalog.stages.expert_review import Aspect, ReviewMode
from tests.rules.failing import Fails, each, fails
from tests.rules.lawful import day, documents, ids, judged, without

REVIEW = "expert_review.review"

FAILING = [
    fails(
        "EXP-01",
        "no legality review of a technical item that experts have not seen",
        "legality_review.submission",
        given=without(REVIEW),
    ),
    fails(
        "EXP-02",
        "feasibility was not looked at",
        REVIEW,
        aspects=(Aspect.NECESSITY, Aspect.SCIENCE),
    ),
    fails("EXP-03", "a written opinion is not signed", REVIEW, experts__1__signed=False),
    fails("EXP-03", "a review of no expert", REVIEW, experts=()),
    fails("EXP-04", "an expert has a direct interest", REVIEW, experts__0__conflict=True),
    fails("EXP-05", "an expert made no declaration", REVIEW, experts__0__declared_on=None),
    fails("EXP-05", "a declaration after the review", REVIEW, experts__0__declared_on=day(3, 21)),
    fails("EXP-06", "all experts agree", REVIEW, experts__1__dissenting=False),
    fails("EXP-08", "a view without an outcome", REVIEW, views__0__outcome=None),
    fails("EXP-08", "a review without a conclusion", REVIEW, conclusion=""),
]


@each(FAILING)
def test_expert_review_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize("declared", [day(3, 1), day(3, 20)])
def test_a_declaration_up_to_the_day_of_the_review_is_in_time(declared: date) -> None:
    assert judged(REVIEW, experts__0__declared_on=declared) == []


def test_views_given_orally_at_a_meeting_are_not_signed() -> None:
    assert judged(REVIEW, mode=ReviewMode.MEETING, experts__0__signed=False) == []


def test_a_meeting_that_left_a_written_opinion_has_it_signed() -> None:
    written = documents(DocumentKind.EXPERT_OPINION)
    found = judged(REVIEW, mode=ReviewMode.MEETING, experts__0__signed=False, documents=written)
    assert ids(found) == {"EXP-03"}
