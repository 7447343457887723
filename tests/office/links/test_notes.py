"""Notes: safe once taken, and the last one of a key holds."""

from pathlib import Path

import pytest

from office.links.notes import Busy, Notes
from storage.documents import DocumentStore


def test_the_last_note_of_a_key_holds(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "under way" / "notes.jsonl", "of")
    assert notes.read() == {}
    with notes.alone():
        notes.settle([{"of": "甲", "n": 0}, {"of": "乙", "n": 0}])
        notes.take({"of": "甲", "n": 1})
    assert Notes(notes.file, "of").read() == {
        "甲": {"of": "甲", "n": 1},
        "乙": {"of": "乙", "n": 0},
    }


def test_wherever_a_note_is_cut_those_before_it_stand(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes.jsonl", "of")
    notes.take({"of": "甲"})
    whole = notes.file.read_bytes()
    notes.take({"of": "乙"})
    both = notes.file.read_bytes()
    for end in range(len(whole), len(both)):
        notes.file.write_bytes(both[:end])
        assert list(notes.read()) == ["甲"]


def test_a_line_that_a_power_failure_spoilt_is_passed_over(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes.jsonl", "of")
    notes.take({"of": "甲"})
    with notes.file.open("ab") as file:
        file.write(b"\0\0\0\xff{\n1\n")
    notes.take({"of": "乙"})
    assert list(notes.read()) == ["甲", "乙"]


def test_one_process_at_a_time_takes_notes(tmp_path: Path) -> None:
    notes = Notes(tmp_path / "notes.jsonl", "of")
    with notes.alone(), pytest.raises(Busy), Notes(notes.file, "of").alone():
        pass
    with notes.alone():
        pass


def test_bytes_of_any_kind_are_kept_by_their_digest(tmp_path: Path) -> None:
    store = DocumentStore(tmp_path / "cited")
    digest = store.keep(b"")
    assert store.keep(b"") == digest
    assert (store.read(digest), store.size(digest)) == (b"", 0)
