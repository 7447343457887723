"""Whatever the target: it ends up as the built site is, and can step back."""

import os
from pathlib import Path

import pytest

from office.targets import PermanentError, out, push, rollback
from office.targets.local import Local
from tests.office.targets.rigs import Rig
from tests.office.targets.sites import built, pages, read


def test_a_push_leaves_what_was_built_and_nothing_else(any_rig: Rig, tmp_path: Path) -> None:
    target = any_rig.target()
    first = built(tmp_path / "1", pages("甲"), "1")
    pushed = push(first, target)
    assert any_rig.there() == read(first)
    assert pushed.sent.files == len(read(first))
    second = built(tmp_path / "2", pages("乙", items=2), "2")
    pushed = push(second, target)
    assert any_rig.there() == read(second)
    assert out(target) == pushed.out
    assert pushed.out.ledger.entries == 7


def test_stepping_back_needs_no_site_and_tells_what_is_out(any_rig: Rig, tmp_path: Path) -> None:
    target = any_rig.target()
    first = built(tmp_path / "1", pages("甲"), "1")
    second = built(tmp_path / "2", pages("乙", items=5), "2")
    was = push(first, target).out
    push(second, target)
    assert rollback(target) == was
    assert any_rig.there() == read(first)
    with pytest.raises(PermanentError, match="退不回去"):
        rollback(target)
    third = built(tmp_path / "3", pages("丙", items=4), "3")
    push(third, target)
    assert any_rig.there() == read(third)
    assert rollback(target) == was
    assert any_rig.there() == read(first)


def test_a_file_that_vanishes_while_a_folder_is_listed_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the note of another publisher does, which gives way at that moment."""
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes(b"{}")
    real = Path.lstat

    def vanishing(path: Path) -> os.stat_result:
        (tmp_path / "b.json").unlink(missing_ok=True)
        return real(path)

    monkeypatch.setattr(Path, "lstat", vanishing)
    assert Local(tmp_path).list("") == {"a.json": 2}
