"""CAT-25: a plan that no lawful timetable can meet is told when the item is listed."""

from dataclasses import replace

import pytest

from catalog.item import Determination, Determinations
from catalog.record import Ground
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import catalog_with, day, ids, judged

INCLUSION = "entry.inclusion"

FAILING = [
    fails(
        "CAT-25",
        "thirty days and seven working days do not fit",
        INCLUSION,
        item__planned="2026-03",
    ),
    fails("CAT-25", "the day before the first lawful one", INCLUSION, item__planned="2026-04-09"),
]


@each(FAILING)
def test_the_rule_finds_it_alone(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize("planned", ["", "2026-04-10", "2026-04", "2026-Q2", "2026"])
def test_a_plan_that_the_law_leaves_time_for_is_no_matter(planned: str) -> None:
    assert "CAT-25" not in ids(judged(INCLUSION, item__planned=planned))


def test_the_finding_names_the_first_lawful_day() -> None:
    (finding,) = judged(INCLUSION, item__planned="2026-03")
    assert "自2026-02-27起依法最早2026-04-10才能审议" in finding.what


def test_an_item_that_needs_no_consultation_needs_no_thirty_days() -> None:
    withheld = Determination(due=False, reason="依法不予公开", ground=Ground.SECRET)
    none = Determinations(consultation=withheld)
    assert "CAT-25" not in ids(
        judged(INCLUSION, item__planned="2026-03", item__determinations=none)
    )


def test_a_list_that_somebody_compiled_promises_nothing() -> None:
    from catalog.annual import PublicSource

    compiled = catalog_with(compiled_from=PublicSource(title="某份公开材料"))
    assert "CAT-25" not in ids(judged(INCLUSION, given=compiled, item__planned="2026-03"))


def test_an_item_added_in_the_year_is_reckoned_from_its_own_day() -> None:
    late = {"added_on": day(5, 20), "reason": "落实新任务", "approved_by": "局长办公会议"}
    assert "CAT-25" in ids(judged(INCLUSION, today=day(5, 20), item__planned="2026-06", **late))
    assert "CAT-25" not in ids(judged(INCLUSION, today=day(5, 20), item__planned="2026-07", **late))


def test_before_its_catalog_is_on_file_an_item_has_no_plan_to_be_held_to() -> None:
    unlisted = {"given": lambda d: replace(d, catalog=None), "item__planned": "2026-03"}
    assert "CAT-25" not in ids(judged(INCLUSION, **unlisted))
