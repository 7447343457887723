"""What may be said of expert review, risk assessment and evaluation."""

from datetime import date

from catalog.opinion import Way
from catalog.record import Attribute, Frozen, Ground
from catalog.stages.evaluation import FollowUp
from catalog.stages.expert_review import Aspect, ReviewMode, View
from catalog.stages.risk_assessment import Level, RiskPoint


class PublicEdition(Frozen):
    """The edition that first showed something, and the day on which it went out."""

    number: int
    on: date


class Release(Frozen):
    """When a report was finished, and whether and since when it is public, or why it is not.

    `publish_by` is the last lawful day to publish it, None where no calendar tells it yet;
    `published_on` what the office says of when and wherever it was published, `shown` what is known.
    """

    shown: PublicEdition | None = None

    completed_on: date
    publish_by: date | None
    published_on: date | None
    attribute: Attribute
    ground: Ground | None
    review_on: date | None


class PublicExpert(Frozen):
    """An expert by field; the name and unit only with consent, else empty."""

    name: str
    unit: str
    field: str


class PublicExpertReview(Frozen):
    """An expert review; `views` stay behind where only a summary is disclosed."""

    mode: ReviewMode
    experts: tuple[PublicExpert, ...]
    aspects: tuple[Aspect, ...]
    conclusion: str
    views: tuple[View, ...]


class PublicRiskNotice(Frozen):
    """A risk assessment under way: since when, by whom, of what, and how to be heard until when."""

    begun_on: date
    assessor: str
    scope: tuple[str, ...]
    methods: tuple[str, ...]
    ways: tuple[Way, ...]
    closes_on: date | None
    url: str


class PublicRiskAssessment(Frozen):
    """A risk assessment without its contingency plan; `points` as the experts' views above."""

    assessor: str
    scope: tuple[str, ...]
    level: Level | None
    points: tuple[RiskPoint, ...]
    no_points_found: bool
    reused: str
    conclusion: str


class PublicEvaluation(Frozen):
    """An evaluation of what came of the decision."""

    evaluator: str
    entrusted: bool
    method: str
    participants: tuple[str, ...]
    conclusion: str
    follow_up: FollowUp
