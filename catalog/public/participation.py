"""What may be said of public participation: nobody who spoke is named."""

from datetime import date, datetime

from catalog.opinion import Heard, Medium, OpinionSource, Outcome, Way
from catalog.public.reports import PublicEdition
from catalog.record import Elsewhere, Frozen
from catalog.stages.consultation import Counts, Mode, Received


class PublicExtension(Frozen):
    """A later closing day of a consultation."""

    closes_on: date
    published_on: date
    reason: str


class PublicHeardOtherwise(Frozen):
    """The public heard in another way that stands alone, and why there is no notice (713-14(2)).

    What became of the opinions is owed all the same (713-18).
    """

    round: int
    mode: Mode
    held_on: date
    ended_on: date | None
    persons: int | None
    because: str
    article: str
    adoption_completed_on: date | None
    adoption_publish_by: date | None
    adoption_published_on: date | None
    adoption: "PublicAdoption | None"


class PublicHearing(Frozen):
    """A hearing held, or announced (`held` says which); participants are counted by side."""

    announced_on: date | None
    held: bool
    held_on: date
    """The day; of one that is only announced, the day for which it is."""
    place: str
    signup: str
    signup_ends_on: date | None
    seats: tuple[tuple[str, int], ...]
    url: str
    sides: tuple[tuple[str, int], ...]
    result: str


class PublicOpinion(Frozen):
    """One answered point of the opinion table; who sent it stays behind."""

    no: int
    source: OpinionSource
    channel: str = ""
    """As the table says it: 网站, 书面征求意见; empty where it does not."""
    summary: str
    points: int
    """How many alike opinions it stands for; 0: nobody knows."""
    outcome: Outcome | None
    reason: str
    clause: str

    @property
    def alike(self) -> str:
        """How many opinions are alike, as a page prints it; empty for one."""
        if self.points == 1:
            return ""
        return f"同类意见{self.points}条" if self.points else "同类意见若干条"

    @property
    def whence(self) -> str:
        """Who spoke and by which channel, as a page prints it: 社会公众（网站）."""
        return f"{self.source.value}（{self.channel}）" if self.channel else self.source.value


class PublicAdoption(Frozen):
    """What was received and what became of it; `published_on` is what the office says of its publication."""

    published_on: date | None
    shown: PublicEdition | None = None
    received: tuple[Received, ...]
    counts: Counts
    none_received: bool
    main_reasons: str
    heard: tuple[Heard, ...]
    opinions: tuple[PublicOpinion, ...]
    url: str
    filed_at: datetime
    objections: int = 0
    """How many objected to what became of their opinions, and how many of them were answered; 件."""
    objections_answered: int = 0


class PublicConsultation(Frozen):
    """One round of consultation; `closes_on` is the effective last day, `announced` the typed one.

    `days` counts from the day after the notice to the last one (民法典-201).

    `shortened_because` is what the notice itself said of a period under 30 days (713-15).
    """

    round: int
    published_on: date
    closes_on: date
    days: int
    announced_closes_on: date
    shortened_because: str
    media: tuple[Medium, ...]
    ways: tuple[Way, ...]
    contents: str
    url: str
    elsewhere: tuple[Elsewhere, ...]
    extensions: tuple[PublicExtension, ...]
    hearing: PublicHearing | None
    adoption_completed_on: date | None
    adoption_publish_by: date | None
    adoption_published_on: date | None
    adoption: PublicAdoption | None
