"""All that a template may use: frozen, worked out, in the words that are printed."""

from datetime import date, datetime
from enum import StrEnum

from catalog.annual import Authority
from catalog.public.item import PublicEvent
from catalog.public.participation import PublicOpinion
from pages.model.charts import Shares
from pages.model.components import (
    Answer,
    Banner,
    Change,
    Chip,
    Cite,
    Count,
    CoveredOfYear,
    DutyRow,
    Exchanged,
    Fact,
    File,
    Link,
    Mark,
    Opening,
    Person,
    Row,
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
class Silence:
    """Why there is nothing to read, said once for all sections of which it is true."""

    text: str
    sections: tuple[Section, ...]


@shown
class Explanation:
    """What the decision is about, with the papers that belong to no other section."""

    paragraphs: tuple[Fact, ...]
    source: str
    files: tuple[File, ...]
    held: tuple[Withheld, ...]


class OpinionRow(PublicOpinion):
    """An opinion with its 对应条款 cut into links; nothing in `cited` where the text is on no page."""

    cited: tuple[Cite, ...] = ()


@shown
class Round:
    """One round of consultation; the addresses of the ways to answer are there while it is open."""

    heading: str
    open: bool
    facts: tuple[Fact, ...]
    ways: tuple[Fact, ...]
    contents: str
    hearing: tuple[Fact, ...]
    files: tuple[File, ...]
    held: tuple[Withheld, ...]
    reading: tuple[Link, ...] = ()


@shown
class Adoption:
    """What was received and what became of it; `rows` may be the first of many, see `more`.

    `content` are the opinions that asked for no change; `round` tells the rows of two rounds apart.
    """

    round: int
    heading: str
    zero: str
    sum: str
    shares: Shares | None
    facts: tuple[Fact, ...]
    rows: tuple[OpinionRow, ...]
    content: tuple[OpinionRow, ...]
    more: str
    csv: str
    files: tuple[File, ...]
    held: tuple[Withheld, ...]
    whole: Link | None = None
    """Where the list of all opinions begins, on pages of their own, where they are too many."""
    lookup: Link | None = None
    """Where a receipt tells what became of a letter."""


@shown
class OpinionsPage:
    """One page of the list of all opinions of a round; `beside` the pages before and after."""

    place: str
    heading: str
    lead: str
    round: int
    rows: tuple[OpinionRow, ...]
    beside: tuple[Link, ...]


@shown
class MeetingView:
    """A deciding meeting and who sat in."""

    heading: str
    facts: tuple[Fact, ...]
    people: tuple[Person, ...]


@shown
class Because:
    """An article that was changed for opinions, which are linked."""

    clause: str
    opinions: tuple[Link, ...]
    cited: tuple[Cite, ...] = ()


@shown
class Report:
    """Expert review, risk assessment, evaluation or result: facts, a table of pairs, prose.

    `head` names what it is about; of the result, what was decided comes right after it, and then
    `because`: the articles that were changed, and the opinions that they were changed for.
    """

    head: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...]
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    prose: tuple[Fact, ...] = ()
    because: tuple[Because, ...] = ()
    files: tuple[File, ...] = ()
    held: tuple[Withheld, ...] = ()
    reading: tuple[Link, ...] = ()


class KeyDateKind(StrEnum):
    """What a day that counts is: a term of the law, or something that takes place."""

    CONSULTATION = "consultation"
    HEARING = "hearing"
    MEETING = "meeting"
    DUTY = "duty"
    EFFECT = "effect"
    EXPIRY = "expiry"


@shown
class KeyDate:
    """A day that counts, for calendars; `since` begins a period of which `on` is the last day.

    `says` is the day as the page prints it. `revision` counts how often it was filed anew.
    """

    id: str
    kind: KeyDateKind
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
    """The page of one item, and the one beside it on its procedure (`passport`, `procedures`).

    `answers` stand on the first screen: one for each mandatory disclosure.

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
    answers: tuple[Answer, ...]
    facts: tuple[Fact, ...]
    labels: tuple[Fact, ...]
    timeline: tuple[Mark, ...]
    sections: tuple[Section, ...]
    silent: tuple[Silence, ...]
    explanation: Explanation
    rounds: tuple[Round, ...]
    adoptions: tuple[Adoption, ...]
    meetings: tuple[MeetingView, ...]
    expert_review: Report | None
    risk_assessment: Report | None
    result: Report | None
    execution: Report | None
    evaluation: Report | None
    procedures: tuple[Fact, ...]
    duties: str
    under: str
    passport: tuple[DutyRow, ...]
    passport_note: str
    files: tuple[File, ...]
    exchanged: tuple[Exchanged, ...] = ()
    updates: tuple[PublicEvent, ...]
    moments: tuple[KeyDate, ...]
    decided: Decided | None

    @property
    def every_section(self) -> tuple[Section, ...]:
        """All sections, those with contents first."""
        return (*self.sections, *(section for one in self.silent for section in one.sections))

    def section(self, id: str) -> Section:
        """The section of that id, wherever it stands. Raises LookupError."""
        found = [section for section in self.every_section if section.id == id]
        if not found:
            raise LookupError(id)
        return found[0]

    @property
    def held(self) -> tuple[Withheld, ...]:
        """Every document that is not disclosed."""
        reports = (self.expert_review, self.risk_assessment, self.result, self.evaluation)
        return (
            *self.explanation.held,
            *(one for round_ in self.rounds for one in round_.held),
            *(one for adoption in self.adoptions for one in adoption.held),
            *(one for report in reports if report for one in report.held),
        )


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
    open: tuple[Opening, ...]
    filtered: bool
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    chart: PlanChart | None
    changes: tuple[Change, ...]
    covered: tuple[CoveredOfYear, ...]
    updates: tuple[PublicEvent, ...]
