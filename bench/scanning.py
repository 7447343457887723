"""The scanners: how well they tell labelled lines, and what they take."""

import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import process_time

from bench.timing import Rows, against
from catalog.public.year import Year
from checks.privacy import Allowed, scan
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.scan import look
from tests.checks.privacy.labelled import HALVES, corpus, figures
from tests.checks.privacy.papers import paragraph, sheets, word
from tests.checks.privacy.test_corpus import NASTY
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import build

STRINGS = 200_000
MEGABYTE = 1_000_000
PROMISE = 1.0  # seconds of processor time for a megabyte of text
LINE = (
    "{}．按照《重大行政决策程序暂行条例》第十四条，市交通运输局于2026年3月2日至4月1日就草案公开征求意见，"
    "收到意见327条，采纳211条，预算1,280.5万元。"
)
"""An everyday sentence with as many figures as such papers have, and nothing private."""


def rows() -> Rows:
    """What a page takes, beside merely reading its text."""
    files = build(
        [Year(catalog_dossier(), list(samples().values()))], AS_OF, HEAD, STORE.__getitem__
    ).files
    pages = {path: body for path, body in files.items() if path.endswith(".html")}
    allowed = Allowed(date(2026, 3, 1))

    def scanned() -> object:
        look.cache_clear()
        return scan(pages, allowed)

    def merely_read() -> object:
        return [list(read(path, body)) for path, body in pages.items()]

    yield against("a page scanned", scanned, "its texts read", merely_read, of=len(pages))


def report() -> Iterator[str]:
    """Recall and precision over all and by detector, for each file of lines; then random strings."""
    for name, path in HALVES:
        yield from figures(name, corpus(path))
    yield from megabytes()
    yield _random_strings()


def megabytes() -> Iterator[str]:
    """Processor time of `juece scan` for a megabyte of text in each kind of file, its processes
    included, beyond that for one letter."""
    start = _scanned("a.txt", b"a")
    yield f"scan, `juece scan` of a file with one letter: {start:.2f} s of processor time"
    for name, body in _files():
        took = _scanned(name, body) - start
        kept = "kept" if took <= PROMISE else "NOT kept"
        yield f"scan, `juece scan` of 1 MB of text as {name}: {took:.2f} s more, {PROMISE:g} s {kept}"


def _scanned(name: str, body: bytes) -> float:
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(body)
        before = getrusage(RUSAGE_CHILDREN)
        asked = [sys.executable, "-m", "cli", "scan", folder, "--home", str(Path(folder, "none"))]
        subprocess.run(asked, check=True, capture_output=True)
        after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _files() -> Iterator[tuple[str, bytes]]:
    lines = list[str]()
    size = 0
    while size < MEGABYTE:
        lines.append(LINE.format(len(lines) + 1))
        size += len(lines[-1].encode()) + 1
    yield "a.txt", "\n".join(lines).encode()
    yield "a.html", f"<!doctype html><p>{'<p>'.join(lines)}".encode()
    yield "a.docx", word(*map(paragraph, lines))
    rows = list(_rows(lines))
    yield "a.csv", "\n".join(map(",".join, rows)).encode()
    yield "a.xlsx", sheets(rows)


def _rows(lines: list[str]) -> Iterator[list[str]]:
    """Cells of up to twenty signs, a megabyte of them."""
    yield ["序号", "名称", "说明", "数量"]
    size = 0
    for n in count():
        said = lines[n % len(lines)].replace(",", "")
        row = [str(n), said[:20], said[20:40], str(n * 37)]
        size += len(",".join(row).encode()) + 1
        if size > MEGABYTE:
            return
        yield row


def _random_strings() -> str:
    drawn, begun, hits = random.Random(1), process_time(), 0
    for _ in range(STRINGS):
        hits += len(look(fold("".join(drawn.choices(NASTY, k=drawn.randint(1, 60)))), ""))
    took = process_time() - begun
    return f"scan, {STRINGS} random strings: no exception, {hits} findings, {took:.0f} s"
