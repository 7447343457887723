"""Every reader of what is handed in, given files that were spoilt at random: each is read or refused in
sentences, within its time and memory. `make soak` tries 2,000 of a kind; a number that failed fails again.
"""

import random
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.annual import CatalogRecord
from catalog.parse import ShapeError, parse
from storage.catalog_file import read_catalog
from storage.documents import DocumentStore, Unfit
from storage.files.confined import MEGABYTE
from storage.files.legible import Handed
from storage.files.opinion_table import opinions_in
from storage.files.yaml import read_yaml
from tests.storage.spoiling import seeds, spoilt

MOST_SECONDS, MOST_MEMORY, LONGEST = 90, 900 * MEGABYTE, 1_000
"""Of one file: seconds at work, bytes of the process that reads it, signs of a fault that is told."""
MOST_GROWTH = 300 * MEGABYTE
"""What our own process may take more, in which texts are read."""

FEW = {
    "xlsx": 20, "xls": 20, "ods": 20, "docx": 12, "ofd": 12, "zip": 12, "pdf": 6, "png": 5, "jpg": 5,
    "csv": 150, "yaml": 100, "json": 100,
}  # fmt: skip
MANY = 2_000

Reader = Callable[[Path], object]
READ = "read"


def read_table(path: Path) -> None:
    opinions_in(Handed(path.name, path.read_bytes()))


def read_paper(path: Path) -> None:
    DocumentStore(path.parent / "store").put(path)


def read_record(path: Path) -> None:
    parse(CatalogRecord, read_yaml(path))


READERS: dict[str, Reader] = {
    "table": read_table,
    "catalog": read_catalog,
    "record": read_record,
    "paper": read_paper,
}


def work() -> float:
    """Seconds that this process and those that it started have worked."""
    both = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(use.ru_utime + use.ru_stime for use in map(resource.getrusage, both))


def most(whose: int) -> int:
    """The most bytes that our process, or one that it started, has ever had."""
    return resource.getrusage(whose).ru_maxrss * 1024


def told(reader: Reader, path: Path) -> str:
    """What a reader says of a file, a fault on a line; nothing else may come out of it."""
    try:
        reader(path)
    except ShapeError as wrong:
        return "\n".join(wrong.faults)
    except Unfit as wrong:
        return str(wrong)
    return READ


def is_told_well(said: str) -> bool:
    """Say whether it can be shown and kept, and each fault is a sentence for an officer."""
    said.encode()
    lines = said.splitlines() or [""]
    chinese = all(re.search("[一-鿿]{2}", line) and len(line) < LONGEST for line in lines)
    return chinese and not re.search(r"Errno|Traceback|Error\b|<class|\bNone\b|0x[0-9a-f]{6}", said)


def outcome(kind: str, number: int, path: Path, good: dict[str, list[bytes]]) -> str:
    """What becomes of one spoilt file: read, or what refuses it. One in ten is handed in as another."""
    chance = random.Random(f"{kind} {number}")
    what = chance.choice(sorted(good))
    path.write_bytes(spoilt(chance.choice(good[what]), chance))
    reader = READERS[chance.choice(sorted(good)) if chance.random() < 0.1 else what]
    begun = work()
    try:
        said = told(reader, path)
    except Exception as wrong:
        wrong.add_note(f"{kind} {number}: {path}")
        raise
    assert (took := work() - begun) < MOST_SECONDS, f"{kind} {number}: {took:.0f} s"
    assert said == READ or is_told_well(said), f"{kind} {number}: {said[:500]}"
    return said


def fuzz(kind: str, numbers: range, folder: Path) -> None:
    """Read spoilt files of a kind; some are read and some are not, else it would try nothing."""
    good, path = seeds(kind, folder), folder / f"目录.{kind}"
    for what, files in good.items():
        path.write_bytes(files[0])
        assert told(READERS[what], path) == READ, (kind, what)
    begun, before = time.monotonic(), most(resource.RUSAGE_SELF)
    others = most(resource.RUSAGE_CHILDREN)
    found = [outcome(kind, number, path, good) for number in numbers]
    read, peak = found.count(READ), most(resource.RUSAGE_CHILDREN)
    grown = most(resource.RUSAGE_SELF) - before
    sys.stdout.write(
        f"\n{kind}: {len(found)} files, {read} read, {len(found) - read} refused in {len(set(found)) - 1} ways,"
        f" {time.monotonic() - begun:.0f} s, others' peak {peak // MEGABYTE} MB, ours +{grown // MEGABYTE} MB\n"
    )
    assert 0 < read < len(found)
    assert peak < MOST_MEMORY or peak == others, "the browser of another test may have had more"
    assert grown < MOST_GROWTH


@pytest.mark.parametrize("kind", FEW)
def test_a_spoilt_file_is_read_or_refused_in_a_sentence(kind: str, tmp_path: Path) -> None:
    fuzz(kind, range(FEW[kind]), tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("kind", FEW)
def test_thousands_of_spoilt_files_are_read_or_refused(kind: str, tmp_path: Path) -> None:
    fuzz(kind, range(MANY), tmp_path)
