"""All that a template may use: frozen, worked out, in the words that are printed."""

from datetime import date, datetime
from enum import StrEnum

from catalog.annual import Authority
from catalog.public.item import PublicEvent
from catalog.public.participation import PublicOpinion
from pages.model.charts import BarChart
from pages.model.components import (
    Banner,
    Change,
    Chip,
    Count,
    Covered,
    CoveredOfYear,
    DutyRow,
    Fact,
    File,
    Mark,
    Person,
    Row,
    Tile,
    Withheld,
)
from pages.model.plan_chart import PlanChart
from pages.model.states import State
from pages.model.view import Page, shown


@shown
class Section:
    """One section of the page: exactly one state; `text` explains every state but CONTENT."""

    id: str
    title: str
    tier: str
    state: State
    word: str
    text: str


@shown
class Explanation:
    """What the decision is about."""

    paragraphs: tuple[Fact, ...]
    procedures: tuple[Fact, ...]
    source: str


@shown
class Round:
    """One round of consultation; the ways to answer are marked closed once it is over."""

    heading: str
    open: bool
    facts: tuple[Fact, ...]
    ways: tuple[Fact, ...]
    contents: str
    hearing: tuple[Fact, ...]
    files: tuple[File, ...]


@shown
class Adoption:
    """What was received and what became of it; `rows` may be the first of many, see `more`."""

    heading: str
    zero: str
    tiles: tuple[Tile, ...]
    equation: str
    charts: tuple[BarChart, ...]
    facts: tuple[Fact, ...]
    rows: tuple[PublicOpinion, ...]
    more: str
    csv: str
    files: tuple[File, ...]


@shown
class MeetingView:
    """A deciding meeting and who sat in."""

    heading: str
    facts: tuple[Fact, ...]
    people: tuple[Person, ...]


@shown
class Report:
    """Expert review, risk assessment, evaluation or result: facts, a table of pairs, prose.

    `head` names what it is about; of the result, what was decided comes right after it.
    """

    head: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    prose: tuple[Fact, ...] = ()
    files: tuple[File, ...] = ()


class MomentKind(StrEnum):
    """What a day that counts is: a term of the law, or something that takes place."""

    CONSULTATION = "consultation"
    HEARING = "hearing"
    MEETING = "meeting"
    DUTY = "duty"
    EFFECT = "effect"
    EXPIRY = "expiry"


@shown
class Moment:
    """A day that counts, for calendars; `since` begins a period of which `on` is the last day.

    `says` is the day as the page prints it. `revision` counts how often it was filed anew.
    """

    id: str
    kind: MomentKind
    title: str
    on: date
    since: date | None
    says: str
    place: str
    anchor: str
    called_off: bool
    revision: int
    revised_on: date


@shown
class Decided:
    """The decision's own data, for machines; the page prints them among the facts of the result."""

    title: str
    doc_no: str
    index_no: str
    formed_on: date | None
    published_on: date
    effective_on: date | None
    expires_on: date | None


class ItemPage(Page):
    """The page of one item; `lead` is the section that is read first, if one is.

    `source` names the document that the catalog was compiled from, where the authority did not
    publish it: then the page does not pass for the authority's own.
    """

    id: str
    no: int
    year: int
    name: str
    authority: Authority
    notice: str
    source: str
    over: str
    as_of: date
    first_published_at: datetime
    updated_on: date
    chip: Chip
    units: tuple[str, ...]
    banner: Banner
    facts: tuple[Fact, ...]
    labels: tuple[Fact, ...]
    lead: Section | None
    timeline: tuple[Mark, ...]
    sections: tuple[Section, ...]
    explanation: Explanation
    rounds: tuple[Round, ...]
    adoptions: tuple[Adoption, ...]
    meetings: tuple[MeetingView, ...]
    expert_review: Report | None
    risk_assessment: Report | None
    result: Report | None
    execution: Report | None
    evaluation: Report | None
    passport: tuple[DutyRow, ...]
    passport_note: str
    withheld: tuple[Withheld, ...]
    covered: tuple[Covered, ...]
    files: tuple[File, ...]
    updates: tuple[PublicEvent, ...]
    moments: tuple[Moment, ...]
    decided: Decided | None

    def section(self, id: str) -> Section:
        """The section of that id, wherever it stands."""
        return next(s for s in (self.lead, *self.sections) if s and s.id == id)


class CatalogPage(Page):
    """The page of one authority's year."""

    id: str
    year: int
    title: str
    authority: Authority
    notice: str
    source: str
    as_of: date
    first_published_at: datetime | None
    updated_on: date | None
    lead: str
    facts: tuple[Fact, ...]
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    chart: PlanChart | None
    changes: tuple[Change, ...]
    covered: tuple[CoveredOfYear, ...]
    updates: tuple[PublicEvent, ...]
