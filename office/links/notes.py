"""Notes of what is under way: each is safe once taken, and losing them all costs time, never truth."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from storage.lock import held

Note = dict[str, Any]


class Busy(RuntimeError):
    """Another process is at work on the same notes."""


class Notes:
    """A file of JSON lines; of the lines with one key the last one holds."""

    def __init__(self, file: Path, key: str) -> None:
        self.file, self._key = file, key

    def read(self) -> dict[str, Note]:
        """The notes by key. What a crash cut short or spoilt is no note."""
        if not self.file.is_file():
            return {}
        lines = self.file.read_bytes().split(b"\n")[:-1]
        return {note[self._key]: note for note in map(_note, lines) if note}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only process that takes notes. Raises Busy where another one does."""
        with held(self.file.with_name(f".{self.file.name}.lock"), wait=False) as ours:
            if not ours:
                raise Busy(f"另一个进程正在写 {self.file}")
            yield

    def settle(self, kept: Iterable[Note]) -> None:
        """Begin the file anew with these alone, in one step."""
        new = self.file.with_name(f".new-{self.file.name}")
        new.write_bytes(b"".join(map(_line, kept)))
        new.replace(self.file)

    def take(self, note: Note) -> None:
        """Add a note; it outlives this process."""
        with self.file.open("ab") as file:
            file.write(_line(note))


def _note(line: bytes) -> Note | None:
    try:
        note = json.loads(line)
    except ValueError:
        return None
    return note if isinstance(note, dict) else None


def _line(note: Note) -> bytes:
    return json.dumps(note, ensure_ascii=False).encode() + b"\n"
