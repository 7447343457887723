"""The plan: what remains, when it can lawfully happen, and when at the latest it must."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.annual import AuthorityKind
from catalog.item import Determinations
from catalog.plan import Plan, Row, plan
from catalog.stages.decision import MeetingOutcome
from catalog.stages.entry import Adjustment, Change
from tests.catalog.rules.lawful import (
    CATALOG,
    COMPLETE,
    ORDER,
    after,
    catalog_with,
    day,
    due,
    further,
    not_due,
    on_file,
    without,
)

NOTICE, ADOPTION, HEARING = "consultation.notice", "consultation.adoption", "consultation.hearing"
SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
MEETING, PUBLICATION = "decision.meeting", "disclosure.publication"
LISTED = after("entry.inclusion")


def row(found: Plan, step: str) -> Row:
    row = found.row(step)
    assert row is not None
    return row


def test_forwards_every_step_comes_as_early_as_the_law_lets_it() -> None:
    found = plan(LISTED, day(3, 2))
    assert row(found, "entry.start").earliest == day(3, 2)
    assert row(found, NOTICE).earliest == day(3, 2)
    assert row(found, ADOPTION).earliest == day(4, 2)  # 30 days end on 1 April
    assert row(found, OPINION).earliest == day(4, 14)  # 清明 on the way
    assert found.decision_on == row(found, PUBLICATION).earliest == day(4, 14)


def test_the_arithmetic_and_the_article_of_a_period_are_told() -> None:
    opinion = row(plan(LISTED, day(3, 2)), OPINION)
    assert "自2026年4月2日（不计入）起第7个工作日为2026年4月14日" in opinion.earliest_because
    assert "清明" in opinion.earliest_because
    assert "第二十六条第二款" in opinion.article
    adoption = row(plan(LISTED, day(3, 2)), ADOPTION)
    assert "第三十日" not in adoption.article
    assert all(word in adoption.article for word in ("第十五条第一款", "第二百零一条"))


@pytest.mark.parametrize("kind", AuthorityKind)
def test_all_but_governments_follow_the_order_by_reference(kind: AuthorityKind) -> None:
    given = catalog_with(authority=CATALOG.authority.model_copy(update={"kind": kind}))
    article = row(plan(given(LISTED), day(3, 2)), MEETING).article
    assert article.startswith("参照") is (kind is not AuthorityKind.GOVERNMENT)


def test_a_consultation_that_would_end_on_a_day_off_ends_on_the_next_working_day() -> None:
    adoption = row(plan(LISTED, day(3, 5)), ADOPTION)  # 30 days end on Saturday 4 April, 清明
    assert adoption.earliest == day(4, 8)
    assert "顺延至2026年4月7日" in adoption.earliest_because


def test_siblings_run_side_by_side() -> None:
    found = plan(LISTED, day(3, 2))
    for step in ("expert_review.review", "risk_assessment.report"):
        assert row(found, step).earliest == day(3, 2)
        assert row(found, step).latest == row(found, SUBMISSION).latest


def test_what_the_law_sets_no_time_for_takes_none_and_says_so() -> None:
    review = row(plan(LISTED, day(3, 2)), "expert_review.review")
    assert "法律未定所需时间，按当日计" in review.earliest_because


def test_backwards_every_step_has_the_latest_day_that_still_meets_the_plan() -> None:
    found = plan(LISTED, day(3, 2), by=day(6, 30))
    assert row(found, MEETING).latest == day(6, 30)
    assert row(found, SUBMISSION).latest == day(6, 21)  # 7 working days run out on 30 June
    assert row(found, NOTICE).latest == day(5, 19)  # 30 days run out on Thursday 18 June
    assert not found.too_late
    assert row(found, PUBLICATION).latest == day(7, 28)
    assert "第20个工作日" in row(found, PUBLICATION).latest_because


@given(st.dates(date(2026, 5, 1), date(2026, 10, 20)))
def test_starting_on_the_latest_day_meets_the_plan_and_a_day_later_does_not(by: date) -> None:
    latest = row(plan(LISTED, day(3, 1), by), "entry.start").latest
    assert latest is not None
    in_time, late = plan(LISTED, latest, by), plan(LISTED, latest + timedelta(days=1), by)
    assert (in_time.too_late, late.too_late) == (False, True)
    assert in_time.decision_on is not None
    assert in_time.decision_on <= by


def test_what_has_happened_is_taken_from_the_dossier() -> None:
    found = plan(after(NOTICE), day(3, 12))
    assert row(found, NOTICE).done_on == day(3, 10)
    assert row(found, NOTICE).earliest is None
    assert row(found, ADOPTION).earliest == day(4, 10)
    assert "公告写明的截止日期" in row(found, ADOPTION).earliest_because


def test_an_extended_consultation_is_planned_to_its_new_end() -> None:
    assert row(plan(after("consultation.extension"), day(4, 8)), ADOPTION).earliest == day(4, 15)


def test_a_hearing_comes_seven_clear_days_after_its_materials() -> None:
    hearing = row(plan(after(NOTICE), day(3, 12)), HEARING)
    assert hearing.earliest == day(3, 20)
    assert "满7日" in hearing.earliest_because
    assert "第十六条第三款" in hearing.article


def test_without_a_hearing_planned_or_required_there_is_none() -> None:
    dossier = on_file(NOTICE, hearing_required_by="")(after(NOTICE))
    assert plan(dossier, day(3, 12)).row(HEARING) is None


def test_a_stage_that_does_not_apply_is_left_out() -> None:
    made = Determinations(
        consultation=due("涉及公众利益"),
        expert_review=not_due("不涉及"),
        risk_assessment=not_due("不涉及"),
    )
    found = plan(on_file("entry.start", determinations=made)(after("entry.start")), day(3, 3))
    assert not {r.step.partition(".")[0] for r in found.rows} & {"expert_review", "risk_assessment"}


def test_after_the_meeting_publication_has_twenty_working_days() -> None:
    publication = row(plan(after(MEETING), day(5, 14)), PUBLICATION)
    assert (publication.earliest, publication.latest) == (day(5, 14), day(6, 10))
    assert "第二十六条" in publication.article


def test_a_plan_that_cannot_be_met_any_more_is_said() -> None:
    found = plan(LISTED, day(6, 1))
    assert found.too_late
    assert row(found, "entry.start").late


def test_where_no_holiday_table_reaches_nothing_is_guessed() -> None:
    found = plan(LISTED, day(12, 1), by=date(2027, 6, 30))
    assert row(found, NOTICE).earliest == day(12, 1)
    assert row(found, MEETING).earliest is None
    assert row(found, MEETING).earliest_because == "待国务院公布2027年节假日安排后确定"
    assert row(found, NOTICE).latest is None
    assert not found.too_late


def test_beyond_the_tables_it_is_still_known_that_this_year_is_too_late() -> None:
    found = plan(LISTED, day(12, 20), by=day(12, 31))
    assert found.decision_on is None
    assert found.too_late


def test_a_postponement_plans_to_the_new_time() -> None:
    later = Adjustment(
        change=Change.POSTPONED,
        adjusted_on=day(5, 1),
        reason="衔接",
        approved_by="局长办公会议",
        planned="2026-12",
    )
    postponed = further("entry.adjustment", later, day(5, 1))(LISTED)
    assert plan(postponed, day(5, 1)).planned == day(12, 31)


def test_a_rejected_item_has_nothing_left_to_plan() -> None:
    rejected = on_file(MEETING, outcome=MeetingOutcome.REJECTED)(after(MEETING))
    found = plan(rejected, day(5, 14))
    assert (found.rows, found.remark) == ((), "事项已终止，没有后续步骤")


def test_of_an_item_that_somebody_else_wrote_about_nothing_is_reckoned() -> None:
    from catalog.annual import PublicSource

    told = catalog_with(compiled_from=PublicSource(title="工作要点"))(LISTED)
    assert plan(told, day(3, 2)).rows == ()


@pytest.mark.parametrize("step", ORDER)
def test_at_every_point_of_its_life_an_item_can_be_planned(step: str) -> None:
    dossier = after(step)
    found = plan(dossier, day(11, 20))
    assert [r.step for r in found.rows if r.done_on] == [
        r.step for r in found.rows if dossier.entry_of(r.step)
    ]
    assert all(r.earliest_because or r.done_on for r in found.rows)


def test_of_a_complete_item_nothing_remains() -> None:
    assert all(r.done_on for r in plan(COMPLETE, day(12, 1)).rows)


def test_a_missing_meeting_is_planned_though_others_are_done() -> None:
    found = plan(without(MEETING)(after(MEETING)), day(5, 13))
    assert row(found, MEETING).earliest == day(5, 13)
