"""The ledger: filing a record, loading a dossier; and the pages built of it."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path

from bench.judging import JSON, READERS
from bench.timing import Row, Rows, against
from catalog.public import disclose
from pages.build.manifest import Head
from pages.build.site import Year
from storage.filing import file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.pages.edition import build
from tests.storage.life import ACTOR, YEAR, live, payload_of, steps

ITEMS = 20


def rows(home: Path) -> Rows:
    """What filing, loading and building take, with a folder to work in."""
    files = home / "inbox"
    files.mkdir()
    ledger = Ledger.open(home / "juece.db")
    yield _filing(ledger, home, files)
    yield against(
        "load a full dossier", lambda: ledger.load(ITEM),
        "json.loads + pydantic of the same records", _read_bare(home),
    )  # fmt: skip
    yield _building(ledger, files)
    ledger.close()


def _filing(ledger: Ledger, home: Path, files: Path) -> Row:
    bare = sqlite3.connect(home / "bare.db", isolation_level=None)
    bare.execute("PRAGMA journal_mode=WAL")
    bare.execute("CREATE TABLE entries (step TEXT, payload TEXT)")

    def insert_all() -> None:
        for _ in range(len(JSON) + 1):
            bare.execute("INSERT INTO entries VALUES (?, ?)", JSON[0])

    life = list(steps(files))
    numbers = iter(range(100, 9999))

    def a_life() -> None:
        no = next(numbers)
        for item, step, payload, at in life:
            if step == "entry.inclusion":
                payload = payload | {"item": payload["item"] | {"no": no}}
            elif item == YEAR:
                continue
            file_record(ledger, f"{YEAR}-{no}", step, payload, actor=ACTOR, at=at, folder=files)

    live(ledger, files)
    return against(
        "file a record, documents and all, of a full life", a_life,
        "sqlite3 INSERT and commit of one row", insert_all, of=len(LAWFUL),
    )  # fmt: skip


def _read_bare(home: Path) -> Callable[[], object]:
    bare = sqlite3.connect(home / "read.db")
    bare.execute("CREATE TABLE entries (step TEXT, payload TEXT)")
    bare.executemany("INSERT INTO entries VALUES (?, ?)", JSON)
    bare.commit()
    return lambda: [
        READERS[step].validate_python(json.loads(payload))
        for step, payload in bare.execute("SELECT step, payload FROM entries")
    ]


def _building(ledger: Ledger, files: Path) -> Row:
    assert payload_of(LAWFUL[0].record, files)
    items = [ledger.load(i, opinions=True) for i in ledger.items(YEAR)[:ITEMS]]
    year, as_of, head = Year(ledger.load(YEAR), items), LAWFUL[-1].on, ledger.head()
    documents = ledger.documents
    assert documents
    site = lambda: build([year], as_of, Head(head.count, head.digest), documents.read)  # noqa: E731
    return against(
        f"build the site, each of {len(items)} items", site,
        "the public dossier as pydantic's JSON",
        lambda: [disclose(item, as_of).model_dump_json() for item in items], of=len(items),
    )  # fmt: skip
