"""Units renamed, merged, split and abolished: who goes on, and under which names one is known."""

from dataclasses import replace
from datetime import date

import pytest

from catalog.annual import Reform, ReformKind
from catalog.duties.roles import Person, Post
from catalog.duties.who import may_file, units_of
from catalog.item import Part, Unit
from catalog.public import disclose
from catalog.stages import applicability
from catalog.stages.entry import Adjustment
from catalog.states import Change
from catalog.successions import called, concerning, former, heirs, names
from tests.catalog.rules.lawful import (
    COMPLETE,
    Given,
    after,
    both,
    day,
    filed_up_to,
    further,
    ids,
    judged,
)

OLD, NEW, NEWEST = "养老服务处", "养老服务和儿童福利处", "社会福利处"


def reform(
    unit: str, *successors: str, since: date, kind: ReformKind = ReformKind.RENAMED
) -> Reform:
    return Reform(unit=unit, kind=kind, successors=successors, since=since)


RENAMED, AGAIN = reform(OLD, NEW, since=day(3, 1)), reform(NEW, NEWEST, since=day(9, 1))
TO_AND_FRO = (
    reform(OLD, "甲处", "乙处", since=day(3, 1), kind=ReformKind.SPLIT),
    reform("乙处", "甲处", since=day(4, 1), kind=ReformKind.MERGED),
)


def given(*reforms: Reform) -> Given:
    """As if these reforms had been filed for the year."""
    return lambda dossier: replace(dossier, reforms=reforms)


@pytest.mark.parametrize(
    ("unit", "reforms", "found"),
    [
        (OLD, (), (OLD,)),
        (OLD, (RENAMED,), (NEW,)),
        (OLD, (AGAIN, RENAMED), (NEWEST,)),
        (NEW, (RENAMED, AGAIN), (NEWEST,)),
        ("养老 服务处", (RENAMED,), (NEW,)),
        ("财务处", (RENAMED,), ("财务处",)),
        (OLD, TO_AND_FRO, ("甲处",)),
    ],
)
def test_who_goes_on_in_the_place_of_a_unit(
    unit: str, reforms: tuple[Reform, ...], found: tuple[str, ...]
) -> None:
    assert heirs(unit, reforms) == found


def test_a_unit_is_known_by_what_it_was_called_before() -> None:
    merged = (RENAMED, reform("儿童福利处", NEW, since=day(3, 1), kind=ReformKind.MERGED))
    assert former(NEW, merged) == (OLD, "儿童福利处")
    assert former(OLD, merged) == ()
    assert set(names([OLD], merged)) == {OLD, NEW, "儿童福利处"}
    assert called(OLD, merged) == f"{NEW}（原{OLD}）"
    assert called("财务处", merged) == "财务处"


def test_the_duty_passes_on_and_so_do_the_open_tasks_of_who_has_left() -> None:
    dossier = given(RENAMED)(after("entry.start"))
    assert units_of(dossier) == (NEW,)
    for unit, may in ((NEW, True), (OLD, True), ("财务处", False)):
        person = Person("zhangsan", "张三", unit, frozenset({Post.UNIT}))
        assert (may_file(person, dossier, "consultation.notice") is None) is may
    early = Person("zhangsan", "张三", NEW, frozenset({Post.UNIT}))
    assert may_file(early, after("entry.start"), "consultation.notice")


def test_of_a_unit_split_in_two_somebody_must_say_who_leads() -> None:
    split = given(TO_AND_FRO[0])
    assert ids(judged("entry.start", given=split)) == {"CAT-06"}
    said = Adjustment(
        change=Change.CHANGED,
        adjusted_on=day(3, 2),
        reason="机构改革",
        approved_by="局长办公会议",
        units=(Unit(name="甲处"), Unit(name="乙处", part=Part.JOIN)),
    )
    handed = both(split, further("entry.adjustment", said, day(3, 2)))
    assert judged("entry.start", given=handed) == []
    assert units_of(handed(after("entry.inclusion"))) == ("甲处",)


def test_experts_of_a_unit_by_its_old_or_its_new_name_have_an_interest() -> None:
    for unit in (OLD, NEW):
        found = judged("expert_review.review", given=given(RENAMED), experts__0__unit=unit)
        assert ids(found) == {"EXP-04"}
    assert judged("expert_review.review", experts__0__unit=NEW) == []


def test_who_drafted_under_another_name_does_not_review() -> None:
    for reviewer in (OLD, NEW):
        found = judged("legality_review.opinion", given=given(RENAMED), reviewer=reviewer)
        assert ids(found) == {"LEG-10"}
    assert judged("legality_review.opinion", reviewer=NEW) == []


def test_who_assessed_under_another_name_does_not_evaluate() -> None:
    moved = given(reform("示例评估中心", "示例政策研究中心", since=day(6, 1)))
    assert ids(judged("evaluation.report", given=moved, evaluator="示例政策研究中心")) == {"EXE-05"}
    assert judged("evaluation.report", evaluator="示例政策研究中心") == []


def test_the_page_says_what_a_unit_was_called() -> None:
    public = disclose(given(RENAMED)(COMPLETE), day(12, 1))
    assert [unit.name for unit in public.units] == [NEW, "财务处"]
    assert public.former == ((NEW, (OLD,)),)
    assert public.result
    assert public.result.executing_unit == f"{NEW}（原{OLD}）"


def test_a_day_before_a_reform_is_told_as_it_was() -> None:
    public = disclose(given(AGAIN, RENAMED)(filed_up_to(2)), day(3, 10))
    assert [unit.name for unit in public.units] == [NEW, "财务处"]


def test_an_item_keeps_its_id_when_its_catalog_numbers_anew() -> None:
    said = Adjustment(
        change=Change.CHANGED, adjusted_on=day(3, 2), reason="重排", approved_by="办公会议", no=5
    )
    dossier = further("entry.adjustment", said, day(3, 2))(after("entry.inclusion"))
    public = disclose(dossier, day(3, 3))
    assert (public.id, public.no, public.renumbered) == (dossier.id, 3, 5)
    assert applicability.renumbered(after("entry.inclusion")) is None


def test_a_name_that_came_back_before_it_was_listed_is_the_new_bearers() -> None:
    """Merged in March and split off again in October: an item of the next year means the unit that is."""
    merged = reform(OLD, NEW, since=date(2025, 3, 1), kind=ReformKind.MERGED)
    again = reform(NEW, OLD, "儿童福利处", since=date(2025, 10, 1), kind=ReformKind.SPLIT)
    later = concerning((merged, again), date(2026, 1, 12))
    assert heirs(OLD, later) == (OLD,)
    between = concerning((merged, again), date(2025, 2, 1))
    assert heirs(OLD, between) == (OLD, "儿童福利处")
    assert concerning((RENAMED, AGAIN), day(12, 1)) == (RENAMED, AGAIN)
