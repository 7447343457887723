"""What stays inside: the fields that have no way to the public, and their values in a dossier.

A text field that is not listed here is published somewhere; a test plants a value in each of them
and looks what comes out. `WHY` is what a search through finished pages makes of a value.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from catalog.annual import CatalogRecord
from catalog.competition import FairCompetition
from catalog.dossier import Dossier
from catalog.forms.fields import fields_of
from catalog.identification import Identification
from catalog.item import DecisionItem
from catalog.opinion import Opinion, Way
from catalog.public.documents import public_documents
from catalog.questions import Answer
from catalog.record import (
    INTERNAL_KINDS,
    Actor,
    Attribute,
    Document,
    Entry,
    Exemption,
    Frozen,
    Original,
    Reason,
    Redaction,
    SecrecyReview,
)
from catalog.stages.consultation import (
    AdoptionStatement,
    Hearing,
    HearingNotice,
    HearingParticipant,
    Participation,
)
from catalog.stages.decision import (
    Attendance,
    Candidate,
    Dissent,
    Meeting,
    MeetingPackage,
    OtherMeeting,
    Representative,
)
from catalog.stages.disclosure import Confirmation, DecisionChange, ExecutionReport, Publication
from catalog.stages.entry import Adjustment, Dispute, Inclusion, Proposal, Start
from catalog.stages.expert_review import Expert, ExpertReview
from catalog.stages.legality_review import LegalityOpinion, Response, Submission
from catalog.stages.risk_assessment import RiskAssessment
from catalog.timezone import local_day


class Why(StrEnum):
    """What kind of private value it is; INSIDE is not searched for, being said in public too."""

    PERSON = "姓名"
    CONTACT = "联系方式"
    INTERNAL = "内部意见"
    PAPER = "材料"
    INSIDE = "内部栏目"


def _inside(*names: str) -> dict[str, Why]:
    return dict.fromkeys(names, Why.INSIDE)


def _internal(*names: str) -> dict[str, Why]:
    return dict.fromkeys(names, Why.INTERNAL)


PRIVATE: Mapping[type[Frozen], Mapping[str, Why]] = {
    Actor: {"name": Why.PERSON} | _inside("unit"),
    Answer: _inside("reason"),
    Adjustment: _inside("approved_by"),
    AdoptionStatement: _inside("draft_changes"),
    Attendance: _inside("draw"),
    Candidate: {"name": Why.PERSON},
    Confirmation: _inside("organ"),
    DecisionItem: _inside("category_stated", "exclusion", "joint_lead", "joint_with"),
    DecisionChange: _inside("not_again"),
    Dispute: _inside("unit") | _internal("issue", "view", "own_view"),
    Dissent: _inside("speaker") | _internal("opinion"),
    Document: _inside("name"),
    ExecutionReport: _internal("problem") | _inside("evaluation_proposed"),
    Exemption: _inside("decided_by"),
    Expert: {"name": Why.PERSON} | _inside("unit", "origin"),
    ExpertReview: _inside("also_heard"),
    FairCompetition: _inside("adaptation", "exception", "heard", "reviewer", "term"),
    Hearing: _inside("selection_not_needed"),
    HearingNotice: _inside("selection_not_needed"),
    HearingParticipant: {"name": Why.PERSON},
    Identification: _inside("answered_by", "remark"),
    Inclusion: _inside("approved_by"),
    LegalityOpinion: _internal("legal_risk", "no_rule_yet") | _inside("reviewer"),
    Meeting: _internal("head_reason") | _inside("amendments"),
    MeetingPackage: _inside("amended_draft", "congress_basis"),
    Opinion: {"person": Why.PERSON, "contact": Why.CONTACT},
    Original: _inside("name"),
    OtherMeeting: _inside("body", "name"),
    Participation: _inside("result", "whom"),
    Proposal: _internal("feasibility", "necessity", "plan", "reasons"),
    Publication: _inside("joint_lead"),
    Reason: _inside("by"),
    Redaction: {"by": Why.PERSON},
    Representative: {"name": Why.PERSON},
    Response: _internal("comment", "response"),
    RiskAssessment: _inside(
        "contingency_plan", "departments_heard", "draft_adjusted", "reused_scope"
    ),
    SecrecyReview: _inside("reviewer"),
    Start: _inside("concerns_no_unit", "consulted_units", "decided_by"),
    Submission: _inside("unit"),
}
"""Texts that stay inside, by record and field, with the reason to look for them."""


_CONSENTS, _YES = ("consent", "同意公开姓名", "单独同意公开姓名"), (True, "是")


class Private(NamedTuple):
    """A value that stays inside, and where it comes from."""

    item: str
    title: str
    """What the form calls the field, such as 反馈人."""
    why: Why
    value: str


def private_values(dossier: Dossier) -> Iterator[Private]:
    """Every private value of a dossier, those of corrected entries and earlier rounds included."""
    for entry in dossier.entries:
        yield from _values(dossier.id, entry.record)
        yield from _values(dossier.id, entry.actor)
    for opinions in dossier.opinions.values():
        for opinion in opinions:
            yield from _values(dossier.id, opinion)


def private_in(item: str, model: type[Frozen], payload: object) -> Iterator[Private]:
    """The private values of what was typed for a record and refused, however malformed it is.

    Keys may be field names or titles; whoever consented to be named is passed over.
    """
    if isinstance(payload, list | tuple):
        for part in payload:
            yield from private_in(item, model, part)
    if not isinstance(payload, Mapping) or any(payload.get(k) in _YES for k in _CONSENTS):
        return
    kinds = PRIVATE.get(model, {})
    for name, field in fields_of(model).items():
        for key in {name, field.title or name} & payload.keys():
            inner, typed = field.holds, payload[key]
            if inner:
                yield from private_in(item, inner, typed)
            elif name in kinds and isinstance(typed, str) and typed:
                yield Private(item, field.title or name, kinds[name], typed)


def spoken(dossier: Dossier) -> Iterator[str]:
    """What the pages say on purpose: units, the office's contacts, and who consented to be named."""
    for entry in dossier.entries:
        yield from _spoken(entry.record)
    if dossier.catalog:
        yield from _spoken(dossier.catalog)


def withheld_papers(dossier: Dossier) -> dict[str, str]:
    """Digest -> title of the papers whose bytes stay inside, originals of redacted copies included."""
    last = max((entry.at for entry in dossier.entries), default=None)
    public = {d.digest for d in public_documents(dossier, local_day(last))} if last else set[str]()
    held = ((d.digest, d.title) for e in dossier.entries for d in _held(e))
    return {digest: title for digest, title in held if digest not in public}


def redactions(dossier: Dossier) -> dict[str, Redaction]:
    """Digest of a redacted copy -> what was covered in it."""
    documents = (d for entry in dossier.entries for d in entry.record.documents)
    return {d.digest: d.redaction for d in documents if d.redaction}


def consents(person: Frozen) -> bool:
    """Whether whom it names agreed to be named in public."""
    match person:
        case Expert(consent=consent):
            return consent
        case Representative(consent=consent, disclosed=disclosed):
            return consent and disclosed
    return False


class _Held(NamedTuple):
    digest: str
    title: str


def _held(entry: Entry) -> Iterator[_Held]:
    for document in entry.record.documents:
        if document.kind in INTERNAL_KINDS or document.disclosure.attribute is Attribute.WITHHELD:
            yield _Held(document.digest, document.title)
        if document.redaction:
            yield _Held(document.redaction.original.digest, f"{document.title}（原件）")


def _values(item: str, of: Frozen) -> Iterator[Private]:
    kinds = {} if consents(of) else PRIVATE.get(type(of), {})
    for name, field in fields_of(type(of)).items():
        for part in _parts(getattr(of, name)):
            if isinstance(part, Frozen):
                yield from _values(item, part)
            elif name in kinds and isinstance(part, str) and part:
                yield Private(item, field.title or name, kinds[name], part)


def _spoken(of: Frozen) -> Iterator[str]:
    match of:
        case Expert() | Representative() if consents(of):
            yield of.name
        case Way(detail=detail):
            yield detail
        case CatalogRecord(authority=authority):
            yield from (authority.name, authority.contact_unit, authority.phone)
    for name in type(of).model_fields:
        for part in _parts(getattr(of, name)):
            if isinstance(part, Frozen):
                yield from _spoken(part)


def _parts(value: object) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
