"""Payload -> attempt: the record, its files and its opinions, every fault of shape at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from catalog.ids import stage_of
from catalog.opinion import Opinion
from catalog.parse import ShapeError, check_kept, parse
from catalog.record import FORM, Actor, Amendment, AmendmentKind, Record
from catalog.stages import STEPS
from catalog.stages.consultation import AdoptionStatement
from catalog.suggest import no_step
from storage.attachments import attach, missing
from storage.documents import DocumentStore
from storage.files.legible import Unread, handed_in
from storage.files.opinion_table import opinions_from, opinions_in
from storage.files.spreadsheet import MOST
from storage.serialize import opinion_row, opinions_digest, row_of

OPINION_KEYS = ("opinions", "意见表")
"""Under either, an adoption statement brings its opinions: rows, or the name of a table file."""


@dataclass(frozen=True)
class Attempt:
    """A record read and about to be judged; opinions None: none were handed in."""

    item: str
    step: str
    record: Record
    actor: Actor
    at: datetime
    amends: Amendment | None = None
    opinions: tuple[Opinion, ...] | None = None

    @property
    def stage(self) -> str:
        """Slug of the stage it is filed in."""
        return stage_of(self.step)

    @property
    def corrects(self) -> bool:
        """Say whether it corrects what is on file."""
        return self.amends is not None and self.amends.kind is AmendmentKind.CORRECTION

    def digest(self, round: int) -> str:
        """The digest of the entry that it makes in a round."""
        row = row_of(
            self.item,
            self.step,
            round,
            self.record,
            actor=self.actor,
            at=self.at,
            amends=self.amends,
        )
        return str(row["digest"])


def read_record(
    step: str, payload: object, store: DocumentStore | None, folder: Path | None
) -> tuple[Record, tuple[Opinion, ...] | None]:
    """Read the payload of a step: its record, and its opinions if any came along.

    Files named in it are taken into the store. Raises ShapeError with every fault.
    """
    if step not in STEPS:
        raise ShapeError([no_step(step)])
    if not isinstance(payload, Mapping):
        raise ShapeError(["内容应为一组栏目"])
    check_kept(payload)
    kind, rest = STEPS[step].record, dict(payload)
    given = kind is AdoptionStatement and [rest.pop(k) for k in OPINION_KEYS if k in rest]
    faults, opinions = [], None
    try:
        opinions = _opinions(given, folder) if given else None
    except ShapeError as wrong:
        faults += wrong.faults
    try:
        record = parse(kind, attach(rest, store, folder)).model_copy(update={"form_no": FORM})
        faults += missing(record, store)
    except ShapeError as wrong:
        faults += wrong.faults
    if faults:
        raise ShapeError(faults)
    return with_opinions(record, opinions or ()), opinions


def with_opinions(record: Record, opinions: tuple[Opinion, ...]) -> Record:
    """An adoption statement that says how many opinion rows there are, and their digest."""
    if not isinstance(record, AdoptionStatement):
        return record
    digest = opinions_digest(map(opinion_row, opinions))
    return record.model_copy(update={"opinion_rows": len(opinions), "opinion_digest": digest})


def _opinions(given: list[object], folder: Path | None) -> tuple[Opinion, ...]:
    if len(given) > 1:
        raise ShapeError(["意见表：这一栏写了两次"])
    if not isinstance(given[0], str | Path):
        return opinions_from(given[0])
    try:
        handed = handed_in(folder, str(given[0]), MOST)
    except Unread as wrong:
        raise ShapeError([f"意见表：{wrong}"]) from wrong
    return opinions_in(handed)
