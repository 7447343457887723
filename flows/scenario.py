"""Answers handed to a run instead of being asked for: a rehearsal's script, or an import."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self

from pydantic import AwareDatetime, Field, model_validator

from catalog.ids import stage_of
from catalog.parse import parse
from catalog.record import Actor, Amendment, Frozen
from catalog.stages import STAGES, STEPS
from storage.files.yaml import read_yaml
from storage.filing import Filed, file_record
from storage.ledger import Ledger


class Filing(Frozen):
    """What somebody hands in at a step, by whom and when."""

    item: str
    step: str
    at: AwareDatetime
    actor: Actor
    payload: Mapping[str, Any]
    amends: Amendment | None = None
    refused_by: tuple[str, ...] = ()
    """The rules by which a rehearsal expects to be refused."""

    def put_on_file(self, ledger: Ledger, folder: Path) -> Filed:
        """File it through the one door, its documents out of a folder. Raises Refused, CalendarMissing."""
        return file_record(
            ledger,
            self.item,
            self.step,
            self.payload,
            actor=self.actor,
            at=self.at,
            amends=self.amends,
            folder=folder,
        )

    @property
    def stage(self) -> str:
        """Slug of the stage answered."""
        return stage_of(self.step)

    @property
    def title(self) -> str:
        """Title of the step answered."""
        return STEPS[self.step].title


class Scenario(Frozen):
    """A rehearsal of a year: a catalog, and the answers of its items in the order of filing."""

    as_of: date
    catalog: str
    imported_at: AwareDatetime
    imported_by: Actor
    filings: tuple[Filing, ...] = Field(())

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        last: dict[str, datetime] = {}
        for answer in self.filings:
            if answer.step not in STEPS:
                raise ValueError(f"没有“{answer.step}”这一步，阶段有：{'、'.join(STAGES)}")
            if answer.at <= last.get(answer.item, self.imported_at):
                raise ValueError(f"{answer.item} 的 {answer.step} 没有晚于该事项的上一份材料")
            last[answer.item] = answer.at
        return self

    def items(self, imported: Iterable[str]) -> list[str]:
        """The imported items and those that the answers add in the course of the year."""
        return list(dict.fromkeys([*imported, *(a.item for a in self.filings)]))

    def answers(self, item: str) -> tuple[Filing, ...]:
        """The answers of one item, in order."""
        return tuple(a for a in self.filings if a.item == item)


def read_scenario(path: Path) -> Scenario:
    """Read a scenario file. Raises catalog.parse.ShapeError with every fault."""
    return parse(Scenario, read_yaml(path))
