"""What may be said of the deciding meeting and of the decision."""

from datetime import date, datetime

from catalog.opinion import Medium
from catalog.public.reports import PublicEdition
from catalog.record import Elsewhere, Frozen
from catalog.stages.decision import MeetingKind, RepresentativeKind
from catalog.states import MeetingOutcome


class PublicRepresentative(Frozen):
    """A public representative by class; the name only with consent, else empty."""

    kind: RepresentativeKind
    name: str
    view: str
    reply: str


class PublicSelection(Frozen):
    """Public representatives chosen before there is a meeting, by class; nobody is named."""

    announced_on: date
    method: str
    url: str
    signup_ends_on: date | None
    applicants: int | None
    drawn_on: date | None
    draw: str
    kinds: tuple[tuple[str, int], ...]
    filed_at: datetime | None = None
    """The draw is told as it stood then."""


class PublicDraw(Frozen):
    """The draw of representatives, with all that anybody needs to repeat it; people are codes.

    `listed` (class and code) and its digest are there once the list is on file; `chosen` and `alternates`, the seed and
    the shell that repeats it, once it was drawn.
    """

    name: str
    topic: str
    meets_on: date
    seats: tuple[tuple[str, int], ...]
    conditions: str
    signup_ends_on: date
    rule: str
    public_draw: str
    drawn_on: date
    listed: tuple[tuple[str, str], ...] | None = None
    list_digest: str = ""
    numbers: str = ""
    seed: str = ""
    chosen: tuple[tuple[str, tuple[str, ...]], ...] = ()
    alternates: tuple[tuple[str, tuple[str, ...]], ...] = ()
    script: str = ""


class PublicMeeting(Frozen):
    """A deciding meeting: its outcome and who sat in, never who said what among its members.

    `publish_by` is the last lawful day to publish what it decided, None where no calendar tells it.
    """

    round: int
    kind: MeetingKind
    name: str
    topic: str
    held_on: date
    publish_by: date | None
    outcome: MeetingOutcome | None
    outcome_reason: str
    representatives: tuple[PublicRepresentative, ...]
    selection: str
    selection_url: str
    none_because: str
    none_reviewed_by: str

    @property
    def passed(self) -> bool:
        """Say whether the item was decided."""
        return self.outcome in {MeetingOutcome.PASSED, MeetingOutcome.PASSED_AMENDED}


class PublicInterpretation(Frozen):
    """The interpretation, and why it was published apart or without 问答清单, where it was."""

    title: str
    forms: tuple[str, ...]
    published_on: date
    contents: str
    url: str
    apart_because: str
    no_questions_because: str = ""


class PublicResult(Frozen):
    """The decision as published; `late_because` says why after the legal 20 working days."""

    title: str
    doc_no: str
    index_no: str
    summary: str
    formed_on: date | None
    published_on: date
    """The day that the office gives: of its own website, a gazette, or whichever came first."""
    shown: PublicEdition | None = None
    effective_on: date | None
    expires_on: date | None
    media: tuple[Medium, ...]
    in_gazette: bool
    changes: str
    expert_adoption: str
    executing_unit: str
    service_url: str
    url: str
    elsewhere: tuple[Elsewhere, ...]
    joint_with: tuple[str, ...]
    """The other authorities that issued it together."""
    late_because: str
    interpretation: PublicInterpretation | None
