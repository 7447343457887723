"""A changed law: what it would do to open items, said item by item, written nowhere."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog import law
from catalog.lawchange import effect, read_law, shifts
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


def test_an_item_started_before_stays_under_the_law_of_its_start(tmp_path: Path) -> None:
    found = effect(STARTED, later(tmp_path), day(8, 1))
    assert (found.law_day, found.shifts, found.fails) == (day(3, 3), (), ())
    assert found.says == "2026-03-03启动，按启动时的规定办理，不受影响"


def test_an_item_not_yet_started_will_follow_the_new_law(tmp_path: Path) -> None:
    found = effect(after("entry.inclusion"), later(tmp_path), day(8, 1))
    assert [(s.key, s.before, s.after) for s in found.shifts] == [
        ("consultation_days", "30日", "45日")
    ]
    assert found.says == "尚未启动：将来按启动之日的规定办理"


def test_a_change_that_reaches_back_names_the_records_that_would_fail(tmp_path: Path) -> None:
    back = changed(tmp_path, [{"from": date(2019, 9, 1), "value": 45}])
    found = effect(STARTED, back, day(8, 1))
    assert "会影响本事项" in found.says
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
