"""A consultation that is open, and the register beside its ledger."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from catalog.opinion import Outcome
from catalog.submission import Channel, Submission
from catalog.timezone import SHANGHAI
from opinions.answers import Answer
from opinions.batches import Batch, Kind
from opinions.register import Register, Window, window
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.storage import postgres
from tests.storage.life import ADOPTION, live, ten_o_clock

AT = datetime(2026, 4, 16, 12, tzinfo=SHANGHAI)
WHY = "根据《示例条例》第三条，标准由市级统一确定"
NO = Answer(Outcome.NOT_ADOPTED, WHY)
YES = Answer(Outcome.ADOPTED, "已采纳", "第三条", "补贴标准由每餐3元提高到4元")
_LAWFUL = next(filed for filed in LAWFUL if filed.step == ADOPTION)
FILED_AT = ten_o_clock(_LAWFUL.on)
MORE = _LAWFUL.record.model_dump(
    mode="json", include={"published_on", "url", "secrecy_review", "groups_heard"}
)
"""What of the lawful statement no register knows."""


@pytest.fixture(scope="session")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the ledger of a consultation whose answers are due; copied, never written to."""
    home = tmp_path_factory.mktemp("lived")
    inbox = tmp_path_factory.mktemp("inbox")
    ledger = Ledger.open(home / "juece.db")
    live(ledger, inbox, until=ADOPTION)
    ledger.close()
    return home


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def either(request: pytest.FixtureRequest, lived: Path, tmp_path: Path) -> Iterator[Ledger]:
    """A ledger with that consultation, and an empty one on PostgreSQL: the register asks nothing of it."""
    if request.param == "postgresql":
        running: postgres.Cluster = request.getfixturevalue("cluster")
        opened = Ledger.open(running.create(), documents=tmp_path / "documents")
    else:
        opened = copied(lived, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def ledger(lived: Path, tmp_path: Path) -> Iterator[Ledger]:
    """The same, on SQLite alone."""
    opened = copied(lived, tmp_path)
    yield opened
    opened.close()


def copied(lived: Path, folder: Path) -> Ledger:
    """A ledger of one's own with that consultation."""
    shutil.copytree(lived, folder, dirs_exist_ok=True)
    return Ledger.open(folder / "juece.db")


@pytest.fixture
def register(ledger: Ledger) -> Register:
    """The register of that ledger."""
    return Register(ledger.engine)


@pytest.fixture
def open_(ledger: Ledger) -> Window:
    """The consultation that is open."""
    return window(ledger.load(ITEM))


def letter(text: str, **said: object) -> Submission:
    """A letter of that consultation, in time, unless something else is said."""
    whole = {"item": ITEM, "channel": Channel.LETTER, "received_at": in_time(), "text": text} | said
    return Submission.model_validate(whole)


def in_time() -> datetime:
    """An instant at which the consultation of the lawful life is open."""
    return datetime(2026, 3, 10, 9, 30, tzinfo=SHANGHAI)


def batch(digest: str = "a", name: str = "来信.xlsx") -> Batch:
    """A list that is handed in; its digest is one sign, repeated."""
    return Batch(ITEM, 1, Kind.FILE, name, digest * 64)
