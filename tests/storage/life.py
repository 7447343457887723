"""The lawful dossier of tests/rules as payloads, with the files that they name."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from catalog.record import Actor, Document, Exemption, Record
from catalog.timezone import SHANGHAI
from storage.filing import Filed, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CATALOG, ITEM, LAWFUL, OPINIONS

ACTOR = Actor(name="经办人甲", unit="养老服务处")
YEAR = ITEM.rpartition("-")[0]
SITE = Path(__file__).parents[2] / "catalog" / "editions" / "site" / "site.yaml"
ADOPTION = "consultation.adoption"
OPINION_ROWS = [o.model_dump(mode="json") for o in OPINIONS]


def sited(home: Path) -> None:
    """Give an office the website settings of the demonstration for the authority of the life."""
    home.mkdir(parents=True, exist_ok=True)
    settings = SITE.read_text("utf-8").replace("demo", ITEM.partition("-")[0])
    (home / "site.yaml").write_text(settings, "utf-8")


def ten_o_clock(on: date) -> datetime:
    """Ten o'clock of a day in Shanghai."""
    return datetime.combine(on, time(10), SHANGHAI)


def payload_of(record: Record, folder: Path) -> dict[str, Any]:
    """A record as it would be typed, its documents written to a folder as files to take in."""
    payload = record.model_dump(mode="json")
    payload["documents"] = [_typed(d, folder) for d in record.documents]
    for filled_by_the_door in ("opinion_rows", "opinion_digest"):
        payload.pop(filled_by_the_door, None)
    return payload


def _typed(document: Document, folder: Path) -> dict[str, Any]:
    name = f"{document.title}.txt"
    (folder / name).write_text(document.title, "utf-8")
    kept = document.model_dump(mode="json", include={"title", "kind", "disclosure"})
    return kept | {"file": name}


def steps(folder: Path) -> Iterator[tuple[str, str, dict[str, Any], datetime]]:
    """Item, step, payload and instant of every record of the life, the catalog first."""
    yield YEAR, "entry.catalog", payload_of(CATALOG, folder), ten_o_clock(LAWFUL[0].on)
    for step, record, on in LAWFUL:
        payload = payload_of(record, folder)
        if step == ADOPTION:
            payload["opinions"] = OPINION_ROWS
        yield ITEM, step, payload, ten_o_clock(on)


def live(ledger: Ledger, folder: Path, until: str = "") -> list[Filed]:
    """File the life through the door, up to but not including a step."""
    filed = []
    for item, step, payload, at in steps(folder):
        if step == until:
            break
        filed.append(file_record(ledger, item, step, payload, actor=ACTOR, at=at, folder=folder))
    return filed


def the(step: str, folder: Path) -> tuple[dict[str, Any], datetime]:
    """Payload and instant of one step of the life."""
    return next((payload, at) for _, s, payload, at in steps(folder) if s == step)


def every_record() -> Iterator[tuple[str, Record]]:
    """An example of each record type, by the step that files it."""
    yield "entry.catalog", CATALOG
    yield from ((filed.step, filed.record) for filed in LAWFUL)
    yield (
        "risk_assessment.exemption",
        Exemption(reason="已评估", decided_by="局长", decided_on=date(2026, 3, 3)),
    )
