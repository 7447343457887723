"""The scanners: how well they tell labelled lines, and what they take."""

import random
from collections.abc import Iterator
from datetime import date
from time import process_time

from bench.timing import Rows, against
from checks.privacy import Allowed, scan
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.scan import look
from pages.build.site import Year
from tests.checks.privacy.labelled import HALVES, corpus, figures
from tests.checks.privacy.test_corpus import NASTY
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import build

STRINGS = 200_000


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
    yield _random_strings()


def _random_strings() -> str:
    drawn, begun, hits = random.Random(1), process_time(), 0
    for _ in range(STRINGS):
        hits += len(look(fold("".join(drawn.choices(NASTY, k=drawn.randint(1, 60)))), ""))
    took = process_time() - begun
    return f"scan, {STRINGS} random strings: no exception, {hits} findings, {took:.0f} s"
