"""The vocabulary in which a stage says everything about itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from catalog.record import Record

if TYPE_CHECKING:
    from catalog.clock import Reckoning
    from catalog.dossier import Dossier


class Role(StrEnum):
    """Whose turn a step is."""

    LEGAL_OFFICE = "法规处"
    UNIT = "承办处室"
    OFFICE = "办公室"
    EVALUATOR = "评估单位"


@dataclass(frozen=True)
class Wait:
    """A legal period that must run before a step: it may be filed from the day after `until`."""

    name: str
    until: Callable[[Dossier], Reckoning | None]


@dataclass(frozen=True)
class Due:
    """The last lawful (or configured) day of a step, with the rule that says so."""

    rule: str
    by: Callable[[Dossier], Reckoning | None]


@dataclass(frozen=True)
class Step:
    """One record type, filed by one role."""

    slug: str
    title: str
    record: type[Record]
    role: Role
    source: str
    wait: Wait | None = None
    due: Due | None = None
    optional: bool = False
    repeatable: bool = False
    owed: Callable[[Dossier], bool] | None = None
    """Whether the law asks for the step of this item; None: of every one. It may be filed anyhow."""
    early: bool = False
    """May be filed before the required steps that stand before it."""
    ahead: bool = False
    """May be filed before the stages that come before are settled, once the procedure is started."""


@dataclass(frozen=True)
class Stage:
    """One stage of the lifecycle; `after` names the stages that must be settled before it."""

    slug: str
    title: str
    source: str
    steps: tuple[Step, ...]
    after: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    exemption: str | None = None
    """Source of the exemption (article), or None where the stage always applies."""
    stands_for: Callable[[Record], str] = lambda _record: ""
    """The required step of this stage that the record makes needless (its slug), or empty."""

    def step_id(self, step: Step) -> str:
        """Return `<stage>.<step>`, the id by which a step is filed."""
        return f"{self.slug}.{step.slug}"
