"""The duties of the passport as the public may see them."""

from datetime import date

from catalog.passport import DutyState
from catalog.record import Frozen


class PublicReason(Frozen):
    """Why a defeasible rule was not followed; `by` only where it is a unit that the page names."""

    text: str
    by: str
    on: date


class PublicEvidence(Frozen):
    """A record by its name; a document with the digest under which it can be downloaded."""

    title: str
    digest: str = ""


class PublicDuty(Frozen):
    """One duty; `article` is empty where its source was not verified.

    `inside`: the papers behind it are process information, so only fact, date and result are told.
    """

    slug: str
    title: str
    article: str
    state: DutyState
    on: date | None
    due_on: date | None
    ground: str
    says: tuple[str, ...]
    evidence: tuple[PublicEvidence, ...]
    reasons: tuple[PublicReason, ...]
    inside: bool
