"""What no rule notices when it is falsified: `python -m tests.law.silence` lists it."""

import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from catalog.dossier import Dossier
from catalog.record import DocumentKind
from catalog.rules import judge
from tests.catalog.rules.lawful import (
    LAWFUL,
    OPINIONS,
    ORDER,
    RECORDS,
    file,
    filed_up_to,
    ids,
    judged,
    place_of,
)
from tests.law.falsify import Way, falsified, ways_of

TABLE = Path(__file__).parent / "silent.yaml"
EVERYWHERE, OF_A_DOCUMENT = "every record", "every document"


@cache
def reasons(step: str, *, shared: bool = True) -> Mapping[str, str]:
    """Why silence about a field is right, by field; `shared`: what every record has besides."""
    table = yaml.safe_load(TABLE.read_text("utf-8"))
    own: dict[str, str] = table.get(step) or {}
    everywhere = table[EVERYWHERE] if shared else {}
    of_documents = {
        f"documents[{kind.value}].{name}": why
        for name, why in (table[OF_A_DOCUMENT] if shared else {}).items()
        for kind in DocumentKind
    }
    return everywhere | of_documents | own


@cache
def silent_fields(step: str) -> frozenset[str]:
    """The fields of a step of which no falsification that their shape allows is noticed.

    A list is noticed where leaving out one of its elements is.
    """
    ways = [way for way in ways_of(RECORDS[step].record) if _changes(step, way)]
    heard = {_field(step, way) for way in ways if noticed(step, way)}
    return frozenset({_field(step, way) for way in ways} - heard)


def _field(step: str, way: Way) -> str:
    """The name of a field; a document is known by its kind: `documents[决策草案].name`."""
    if way.path[0] != "documents":
        return way.field
    kind = RECORDS[step].record.documents[int(way.path[1])].kind
    rest = "".join(f".{part}" for part in way.path[2:])
    return f"documents[{kind.value}]{rest}"


def _changes(step: str, way: Way) -> bool:
    record = RECORDS[step].record
    return falsified(record, way) not in {None, record}


@cache
def speaks(step: str, way: Way) -> tuple[str, ...]:
    """The rules that find something in a record falsified in one way, at its own place."""
    record = falsified(RECORDS[step].record, way)
    return tuple(sorted(ids(judged(step, record)))) if record else ()


@cache
def noticed(step: str, way: Way) -> bool:
    """Whether shape refuses it, or a rule speaks: at its own place, or at a later record."""
    record = falsified(RECORDS[step].record, way)
    return record is None or bool(speaks(step, way)) or _speaks_later(step, way)


def _speaks_later(step: str, way: Way) -> bool:
    place, record = place_of(step), falsified(RECORDS[step].record, way)
    assert record
    dossier = file(filed_up_to(place), step, record, RECORDS[step].on)
    for later in LAWFUL[place + (step in ORDER) :]:
        if _found(dossier, later.step):
            return True
        dossier = file(dossier, *later)
    return False


def _found(dossier: Dossier, step: str) -> bool:
    opinions = OPINIONS if step == "consultation.adoption" else ()
    return bool(judge(dossier, step, RECORDS[step].record, RECORDS[step].on, opinions=opinions))


if __name__ == "__main__":
    for step in RECORDS:
        sys.stdout.write(f"{step}:\n")
        for field in sorted(silent_fields(step)):
            sys.stdout.write(f"  {field}: {reasons(step).get(field, '')}\n")
