"""A changed law: what it would do to open items, said item by item, written nowhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog import law
from catalog.lawchange import effect, read_law, shifts, under
from catalog.parse import ShapeError
from tests.catalog.rules.lawful import after, day

LAW = Path(law.__file__).parent / "law.yaml"
STARTED = after("consultation.notice")


def changed(folder: Path, periods: list[dict[str, Any]]) -> law.Law:
    """The law with other periods of consultation."""
    content = yaml.safe_load(LAW.read_text("utf-8"))
    common = {"unit": "day", "source": "713-15(1)", "status": "full"}
    content["parameters"]["consultation_days"] = [common | period for period in periods]
    file = folder / "law.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return read_law(file.read_bytes(), file.name)


def later(folder: Path) -> law.Law:
    """Forty-five days from July on."""
    first = {"from": date(2019, 9, 1), "to": day(6, 30), "value": 30}
    return changed(folder, [first, {"from": day(7, 1), "value": 45}])


def test_the_same_file_changes_nothing() -> None:
    assert shifts(read_law(LAW.read_bytes(), LAW.name)) == ()


def test_a_later_period_is_told(tmp_path: Path) -> None:
    (shift,) = shifts(later(tmp_path))
    assert shift.key == "consultation_days"
    assert "第十五条第一款" in shift.article
    assert "2026-07-01至今：45日" in shift.after


def test_the_next_steps_of_an_item_started_before_go_by_the_new_law(tmp_path: Path) -> None:
    found = effect(STARTED, later(tmp_path), day(8, 1))
    assert [(s.key, s.before, s.after) for s in found.shifts] == [
        ("consultation_days", "30日", "45日")
    ]
    assert found.says == "2026-03-03启动；以后各步骤按办理当日的规定，与下列变化有关"


def test_what_is_on_file_keeps_what_was_judged(tmp_path: Path) -> None:
    assert effect(STARTED, later(tmp_path), day(8, 1)).fails == ()


def test_before_the_new_law_is_in_force_nothing_changes(tmp_path: Path) -> None:
    found = effect(STARTED, later(tmp_path), day(6, 30))
    assert (found.shifts, found.fails) == ((), ())
    assert found.says == "2026-03-03启动；以后各步骤按办理当日的规定，不受影响"


def test_a_period_that_runs_is_told_to_keep_its_law(tmp_path: Path) -> None:
    found = effect(STARTED, later(tmp_path), day(4, 1))
    assert found.says.endswith("已经开始的期限“征求意见中”（至2026-04-09）按开始时的规定走完")


def test_an_item_not_yet_started_will_follow_the_new_law(tmp_path: Path) -> None:
    found = effect(after("entry.inclusion"), later(tmp_path), day(8, 1))
    assert [(s.key, s.before, s.after) for s in found.shifts] == [
        ("consultation_days", "30日", "45日")
    ]
    assert found.says == "尚未启动；以后各步骤按办理当日的规定，与下列变化有关"


def test_a_change_that_reaches_back_names_the_records_that_would_fail(tmp_path: Path) -> None:
    back = changed(tmp_path, [{"from": date(2019, 9, 1), "value": 45}])
    found = effect(STARTED, back, day(8, 1))
    assert "改动了已经办理的步骤当时的规定" in found.says
    assert any("PUB-03" in failure for failure in found.fails)


def test_the_law_in_force_is_left_as_it_was(tmp_path: Path) -> None:
    before = law.PARAMETERS
    effect(STARTED, changed(tmp_path, [{"from": date(2019, 9, 1), "value": 45}]), day(8, 1))
    assert law.PARAMETERS is before
    assert law.parameter("consultation_days", day(8, 1)).value == 30


def test_a_file_without_what_the_rules_cite_is_refused(tmp_path: Path) -> None:
    content = yaml.safe_load(LAW.read_text("utf-8"))
    del content["sources"]["713"]
    file = tmp_path / "law.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(ShapeError, match="713"):
        read_law(file.read_bytes(), file.name)


def test_without_another_file_the_law_of_the_start_is_set_against_todays() -> None:
    assert effect(STARTED, None, day(8, 1)).says.endswith("不受影响")


def clause(folder: Path, by: str) -> law.Law:
    """Forty-five days from July on, with a transitional clause for what began before."""
    content = yaml.safe_load(LAW.read_text("utf-8"))
    common = {"unit": "day", "source": "713-15(1)", "status": "full"}
    first = {"from": date(2019, 9, 1), "to": day(6, 30), "value": 30}
    content["parameters"]["consultation_days"] = [
        common | first,
        common | {"from": day(7, 1), "value": 45},
    ]
    content["transitions"] = [
        {"source": "713-44", "of": ["consultation_days"], "before": day(7, 1), "by": by}
    ]
    file = folder / "law.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    return read_law(file.read_bytes(), file.name)


def test_a_clause_keeps_items_begun_before_under_the_law_of_their_start(tmp_path: Path) -> None:
    assert effect(STARTED, clause(tmp_path, "start"), day(8, 1)).shifts == ()
    fresh = effect(after("entry.inclusion"), clause(tmp_path, "start"), day(8, 1))
    assert [s.key for s in fresh.shifts] == ["consultation_days"]


@pytest.mark.parametrize(
    ("by", "step", "began", "started", "bound"),
    [
        ("none", day(8, 1), None, day(3, 3), day(8, 1)),
        ("none", day(8, 1), day(6, 20), day(3, 3), day(6, 20)),
        ("start", day(8, 1), None, day(3, 3), day(3, 3)),
        ("start", day(8, 1), day(7, 2), day(6, 30), day(6, 30)),
        ("start", day(8, 1), day(7, 2), day(7, 1), day(7, 2)),
        ("start", day(8, 1), None, None, day(8, 1)),
        ("step", day(8, 1), day(6, 30), day(3, 3), day(8, 1)),
        ("step", day(8, 1), day(7, 1), day(3, 3), day(7, 1)),
        ("step", day(6, 1), None, day(3, 3), day(6, 1)),
    ],
)
def test_a_step_a_period_and_a_clause_have_their_day(
    tmp_path: Path, by: str, step: date, began: date | None, started: date | None, bound: date
) -> None:
    with under(None if by == "none" else clause(tmp_path, by)):
        assert law.day_of("consultation_days", step, began=began, started=started) == bound
        assert law.day_of("hearing_service_days", step, began=began) == (began or step)


def test_a_clause_that_comes_or_goes_is_told(tmp_path: Path) -> None:
    other = clause(tmp_path, "start")
    told = ("没有", "2026-07-01以前启动的事项，按启动时的规定（过渡规定）")
    assert [(s.key, s.before, s.after) for s in shifts(other)][-1] == ("consultation_days", *told)
    with under(other):
        back = clause(tmp_path, "step")
        assert [(s.before, s.after) for s in shifts(back)] == [
            (told[1], told[0]),
            ("没有", "2026-07-01以前开始的期限，按办理步骤当日的规定（过渡规定）"),
        ]
        assert shifts(other) == ()


def test_a_clause_about_nothing_known_is_refused(tmp_path: Path) -> None:
    content = yaml.safe_load(LAW.read_text("utf-8"))
    wrong = {"source": "713-44", "of": ["no_such_days"], "before": day(7, 1), "by": "start"}
    content["transitions"] = [wrong]
    file = tmp_path / "law.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    with pytest.raises(ShapeError, match="no_such_days"):
        read_law(file.read_bytes(), file.name)
