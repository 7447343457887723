"""What a duty is: its state, its proof, and what may be said of it."""

from datetime import date
from typing import NamedTuple

from catalog.ids import stage_of
from catalog.record import DocumentKind, Frozen
from catalog.states import DutyState


class Evidence(Frozen):
    """A record or, where there is a digest, a document that proves a duty."""

    title: str
    kind: DocumentKind | None = None
    digest: str = ""


class Departure(Frozen):
    """Why a defeasible rule was not followed: who said so (unit or post), and when."""

    rule: str
    text: str
    by: str
    on: date


class Duty(Frozen):
    """One statutory duty. `source` is a reference for law.cite.

    `on` is when it was done, or held not to apply; `due_on` its last lawful day. `says` holds results
    and arithmetic that may be published, `notes` what may not. The contents behind an `inside` duty
    never go out, an `internal` duty not even as a fact.
    """

    slug: str
    title: str
    source: str
    state: DutyState
    on: date | None = None
    due_on: date | None = None
    ground: str = ""
    says: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Departure, ...] = ()
    notes: tuple[str, ...] = ()
    inside: bool = False
    internal: bool = False


class Head(NamedTuple):
    """A duty before it is known how it stands; `step` is where its proof is filed."""

    slug: str
    title: str
    source: str
    step: str
    inside: bool = False
    internal: bool = False

    @property
    def stage(self) -> str:
        """Slug of the stage in which it is filed."""
        return stage_of(self.step)


class Found(NamedTuple):
    """What else is known of a duty."""

    due_on: date | None = None
    ground: str = ""
    says: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[Departure, ...] = ()
    notes: tuple[str, ...] = ()


NOTHING = Found()
