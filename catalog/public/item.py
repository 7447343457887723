"""What may leave the building, written out by hand: private data has no field to travel in.

Nothing here names a person, except an expert or a representative who consented to be named. Where
something is withheld, or not yet published, its contents are None: the fact and its date remain.
"""

from datetime import date, datetime

from pydantic import Field

from catalog.annual import Authority, PublicSource
from catalog.item import Category, Unit
from catalog.lookup import PublicLookup
from catalog.opinion import Medium, Way
from catalog.public.duties import PublicDuty
from catalog.public.execution import PublicChange, PublicExecution
from catalog.public.outcome import PublicDraw, PublicMeeting, PublicResult, PublicSelection
from catalog.public.participation import PublicConsultation, PublicHeardOtherwise
from catalog.public.reports import (
    PublicEvaluation,
    PublicExpertReview,
    PublicRiskAssessment,
    PublicRiskNotice,
    Release,
)
from catalog.public.texts import PublicComparison, PublicText
from catalog.record import Attribute, DocumentKind, Frozen, Ground
from catalog.states import Change, StageState, Status


class PublicCovered(Frozen):
    """One place covered in a redacted copy, and why."""

    where: str
    page: int | None
    ground: Ground | None


class PublicRedaction(Frozen):
    """That a download is a redacted copy; its original, and the person who covered, stay behind."""

    places: tuple[PublicCovered, ...]
    covered_on: date
    unit: str
    review_on: date | None


class PublicDocument(Frozen):
    """A document that may be downloaded; its own file name stays behind, it may name people."""

    title: str
    kind: DocumentKind
    digest: str
    extension: str
    size: int
    pages: int | None
    released_on: date
    """The day of the edition that first showed it; before that is known, that of its filing."""
    edition: int | None = None
    step: str
    round: int
    redaction: PublicRedaction | None = None


class ExchangedDocument(Frozen):
    """A file that an edition showed and a correction took away; its title stays behind, for it may be why.

    Public from `since` until `until`; `instead` is the digest of what stands in its place, None where nothing does.
    """

    kind: DocumentKind
    digest: str
    extension: str
    since: date
    until: date
    instead: str | None


class WithheldDocument(Frozen):
    """That a document of this kind is not disclosed, and why; its title stays behind."""

    step: str
    round: int
    kind: DocumentKind
    attribute: Attribute
    ground: Ground | None
    review_on: date | None


class PublicStage(Frozen):
    """Where a stage stands; `exempt_article` is written out as it may be printed.

    `resumed_on` is the day from which it is being done once more, without saying why.
    """

    slug: str
    title: str
    state: StageState
    completed_on: date | None = None
    resumed_on: date | None = None
    exempt_reason: str = ""
    exempt_article: str = ""
    exempt_on: date | None = None


class PublicDetermination(Frozen):
    """Whether a procedure is due, and why."""

    stage: str
    title: str
    due: bool
    reason: str


class PublicAdjustment(Frozen):
    """A dated change of the catalog concerning this item."""

    change: Change
    adjusted_on: date
    reason: str
    planned: str
    continued_as: tuple[str, ...] = ()
    """The items that go on in its place."""


class PublicEvent(Frozen):
    """One line of the update history: what changed on the page, when, and for a change why.

    `id` is the event's for ever, `<item>#<step>.<round>.<nth>`: what follows a page knows it again.
    `on` is the day of the `edition` that first showed it, or, before that is known, of its filing.
    """

    id: str
    on: date
    edition: int | None = None
    what: str
    reason: str = ""


class PublicCall(Frozen):
    """The public asked for matters to decide in a year, and what became of what it sent."""

    published_on: date
    closes_on: date | None
    ways: tuple[Way, ...]
    media: tuple[Medium, ...]
    url: str
    received: int | None
    taken_up: int | None
    result: str


class PublicCatalog(Frozen):
    """The annual catalog; empty means that it does not say."""

    authority: Authority
    year: int
    title: str
    basis: str
    doc_no: str
    index_no: str
    approved_by: str
    published_on: date | None
    compiled_from: PublicSource | None
    notice: str
    index_label: str = "索取号"
    """What the authority calls its index numbers: 索取号 in Shanghai's bureaus, 索引号 elsewhere."""
    topic: str = ""
    message_board: str = ""
    """Where the public may ask about a decision that is out (政策留言板), where there is such a place."""
    calls: tuple[PublicCall, ...] = ()
    intake: str = ""
    """Where the public's opinions on drafts are taken in, ending in /, where the office has such a place."""
    first_filed_at: datetime | None = None
    first_shown_at: datetime | None = None
    """Since when the edition was out that first told of it; None as long as the page cannot know."""
    events: tuple[PublicEvent, ...] = ()


class PublicDossier(Frozen):
    """All that a page about an item may say on a day."""

    id: str
    no: int
    as_of: date
    status: Status
    catalog: PublicCatalog
    name: str
    summary: str
    problem: str
    category: Category | None
    units: tuple[Unit, ...]
    """Who undertakes it by now."""
    former: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of units that go on in the place of others, the names of those."""
    renumbered: int | None = None
    """Its number in the catalog by now, where it was given another; `no` is that of its id and address."""
    bases: tuple[str, ...]
    continues: tuple[str, ...] = ()
    """The items in whose place it goes on."""
    planned: str
    specific_groups: str
    paragraph: str
    hearing_planned: bool
    included_on: date
    added_on: date | None
    added_because: str
    first_filed_at: datetime
    first_shown_at: datetime | None = None
    """Since when the edition was out that first told of it; None as long as the page cannot know."""
    started_on: date | None
    stages: tuple[PublicStage, ...]
    determinations: tuple[PublicDetermination, ...]
    adjustments: tuple[PublicAdjustment, ...]
    consultations: tuple[PublicConsultation, ...]
    heard_otherwise: PublicHeardOtherwise | None
    expert_release: Release | None
    expert_review: PublicExpertReview | None
    risk_release: Release | None
    risk_assessment: PublicRiskAssessment | None
    risk_begun: PublicRiskNotice | None = None
    selection: PublicSelection | None = None
    draw: PublicDraw | None = None
    """How representatives were drawn; told by the office out of the register."""
    meetings: tuple[PublicMeeting, ...]
    result: PublicResult | None
    executions: tuple[PublicExecution, ...]
    changes: tuple[PublicChange, ...]
    evaluation_release: Release | None
    evaluation: PublicEvaluation | None
    documents: tuple[PublicDocument, ...]
    exchanged: tuple[ExchangedDocument, ...] = ()
    withheld: tuple[WithheldDocument, ...]
    duties: tuple[PublicDuty, ...]
    events: tuple[PublicEvent, ...]
    texts: tuple[PublicText, ...] = ()
    """The drafts and the decision by their clauses, oldest first; read from the files by the office."""
    comparisons: tuple[PublicComparison, ...] = ()
    lookup: PublicLookup | None = None
    """What became of letters, by their receipts; sealed by the office (catalog.lookup)."""
    sealed: bytes = Field(b"", exclude=True, repr=False)
    """The entries themselves: only the item's own pages need them, so they are never kept elsewhere."""

    def stage(self, slug: str) -> PublicStage:
        """The stage of that slug. Raises LookupError."""
        for stage in self.stages:
            if stage.slug == slug:
                return stage
        raise LookupError(slug)
