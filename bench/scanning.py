"""The scanners: how well they tell labelled lines, and what they take."""

import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from time import process_time

from bench.megabytes import files
from bench.timing import Rows, against
from catalog.public.year import Year
from checks.privacy import Allowed, scan
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.scan import look
from tests.checks.privacy.labelled import HALVES, corpus, figures
from tests.checks.privacy.test_corpus import NASTY
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import build

STRINGS = 200_000
PROMISE = 1.0  # seconds of processor time for a megabyte of text


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
    for what, name, body in files():
        took = _scanned(name, body) - start
        kept = "kept" if took <= PROMISE else "NOT kept"
        yield f"scan, `juece scan` of 1 MB of {what}: {took:.2f} s more, {PROMISE:g} s {kept}"


def _scanned(name: str, body: bytes) -> float:
    with TemporaryDirectory() as folder:
        Path(folder, name).write_bytes(body)
        before = getrusage(RUSAGE_CHILDREN)
        asked = [sys.executable, "-m", "cli", "scan", folder, "--home", str(Path(folder, "none"))]
        subprocess.run(asked, check=True, capture_output=True)
        after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def _random_strings() -> str:
    drawn, begun, hits = random.Random(1), process_time(), 0
    for _ in range(STRINGS):
        hits += len(look(fold("".join(drawn.choices(NASTY, k=drawn.randint(1, 60)))), ""))
    took = process_time() - begun
    return f"scan, {STRINGS} random strings: no exception, {hits} findings, {took:.0f} s"
