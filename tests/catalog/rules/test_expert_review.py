"""EXP: expert review."""

from datetime import date

import pytest

from catalog.record import DocumentKind
from catalog.stages.expert_review import Aspect, Pool, ReviewMode
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import RECORDS, but, day, documents, ids, judged, on_file, without

REVIEW = "expert_review.review"
THREE = RECORDS[REVIEW].record.experts
FOUR = (*THREE, but(THREE[0], name="专家丁"))

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
    fails(
        "EXP-07",
        "a panel of two",
        REVIEW,
        mode=ReviewMode.MEETING,
        experts=THREE[:2],
    ),
    fails("EXP-07", "a panel of four", REVIEW, mode=ReviewMode.MEETING, experts=FOUR),
    fails("EXP-09", "an expert struck from the pool", REVIEW, experts__0__pool=Pool.REMOVED),
    fails("EXP-09", "an expert from nowhere", REVIEW, experts__0__pool=Pool.OUTSIDE),
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


@pytest.mark.parametrize("mode", [ReviewMode.WRITTEN, ReviewMode.ENTRUSTED])
def test_no_number_is_asked_of_experts_who_do_not_meet(mode: ReviewMode) -> None:
    assert judged(REVIEW, mode=mode, experts=THREE[1:]) == []


def test_a_panel_of_five_is_odd_enough() -> None:
    five = (*FOUR, but(THREE[0], name="专家戊"))
    assert judged(REVIEW, mode=ReviewMode.MEETING, experts=five) == []


@pytest.mark.parametrize("pool", [Pool.LISTED, Pool.ABOVE, None])
def test_an_expert_need_not_come_from_the_pool(pool: Pool | None) -> None:
    assert judged(REVIEW, experts__0__pool=pool) == []


def test_an_expert_from_outside_is_recommended_by_somebody() -> None:
    assert judged(REVIEW, experts__0__pool=Pool.OUTSIDE, experts__0__origin="市民政局推荐") == []


def test_one_meeting_may_be_expert_review_and_participation() -> None:
    assert judged(REVIEW, mode=ReviewMode.MEETING, also_heard="六名老年人代表") == []


@pytest.mark.parametrize("change", ["signed", "declared_on", "conflict", "pool"])
def test_of_several_experts_the_one_is_named_by_its_place(change: str) -> None:
    bad = {"signed": False, "declared_on": None, "conflict": True, "pool": Pool.REMOVED}[change]
    (found,) = judged(REVIEW, **{f"experts__1__{change}": bad})
    assert found.what.startswith("第2名专家（机构）")
    (outside,) = judged(REVIEW, experts__0__pool=Pool.OUTSIDE)
    assert outside.what.startswith("第1名专家（机构）来自库外")
    (view,) = judged(REVIEW, views__0__outcome=None)
    assert view.what == "第1条专家意见没有处理结果"


@pytest.mark.parametrize("unit", ["示例市民政局", "养老服务处", "财务处", "示例市商务委员会"])
def test_nobody_of_the_authority_or_of_a_unit_that_drafts_is_an_expert(unit: str) -> None:
    given = on_file("entry.inclusion", item__joint_with=("示例市商务委员会",))
    assert ids(judged(REVIEW, given=given, experts__2__unit=unit)) == {"EXP-04"}
    assert ids(judged(REVIEW, given=given, experts__2__unit=unit, form_no=2)) == {"EXP-04"}
    assert judged(REVIEW, given=given, experts__2__unit=unit, form_no=1) == []
