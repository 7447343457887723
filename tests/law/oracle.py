"""What the law demands before a decision and before its publication, said a second time.

Read off the bare list of entries: nothing in here asks a rule, a stage or a dossier.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from catalog.competition import CompetitionFound
from catalog.item import DecisionItem, Determination
from catalog.opinion import Audience
from catalog.questions import Questions
from catalog.record import (
    INTERNAL_KINDS,
    AmendmentKind,
    Attribute,
    DocumentKind,
    Entry,
    Ground,
    Record,
)
from catalog.record import Exemption as Exempt
from catalog.stages.consultation import AdoptionStatement, Extension, Hearing, Notice, Participation
from catalog.stages.decision import Meeting, MeetingKind, MeetingPackage
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment, Inclusion, Start
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import Conclusion, LegalityOpinion, ReviewForm, Submission
from catalog.stages.risk_assessment import Level, RiskAssessment
from catalog.states import Change, MeetingOutcome

R = TypeVar("R", bound=Record)
OF_A_GROUP = {
    Audience.PEOPLES_ORGANISATION,
    Audience.SOCIAL_ORGANISATION,
    Audience.GROUP_REPRESENTATIVE,
}
PASSED = {MeetingOutcome.PASSED, MeetingOutcome.PASSED_AMENDED}


class File(NamedTuple):
    """What is on file when something is about to be filed on a day."""

    entries: Sequence[Entry]
    today: date

    def all(self, kind: type[R]) -> list[R]:
        """Every record of a type, oldest first."""
        return [e.record for e in self.entries if isinstance(e.record, kind)]

    def last(self, kind: type[R]) -> R | None:
        """The record of a type filed last."""
        return next(reversed(self.all(kind)), None)

    def place(self, *kinds: type[Record], first_hand: bool = False) -> int:
        """Where the last record of these types stands, -1 for none; without corrections if so."""
        standing = (
            n
            for n, e in enumerate(self.entries)
            if isinstance(e.record, kinds) and not (first_hand and corrects(e))
        )
        return max(standing, default=-1)

    def before(self, kind: type[Record]) -> "File":
        """What was on file when the last record of a type was filed first-hand."""
        return File(self.entries[: max(self.place(kind, first_hand=True), 0)], self.today)

    def round(self, stage: str) -> list[Record]:
        """The records of the last round of a stage."""
        of_stage = [e for e in self.entries if e.stage == stage]
        return [e.record for e in of_stage if e.round == max(e.round for e in of_stage)]

    def said_not_to_apply(self, stage: str) -> Exempt | Determination | None:
        """Why a stage does not apply, where nothing of it was ever done."""
        records = [e.record for e in self.entries if e.stage == stage]
        if any(not isinstance(r, Exempt) for r in records):
            return None
        made = None
        for entry in standing(self.entries):
            match entry.record:
                case Inclusion(item=item):
                    made = getattr(item.determinations, stage) or made
                case Start(determinations=later) | Adjustment(determinations=later):
                    made = getattr(later, stage) or made
        if made and made.due:
            return None
        return next((r for r in reversed(records) if isinstance(r, Exempt)), made)


def corrects(entry: Entry) -> bool:
    """Say whether an entry corrects another."""
    return entry.amends is not None and entry.amends.kind is AmendmentKind.CORRECTION


def standing(entries: Sequence[Entry]) -> list[Entry]:
    """The entries, a correction in the place of what it corrects: the last of its step."""
    left: list[Entry] = []
    for entry in entries:
        if corrects(entry):
            left[max(n for n, e in enumerate(left) if e.step == entry.step)] = entry
        else:
            left.append(entry)
    return left


Demand = Callable[[File], bool]


def started(file: File) -> bool:
    """The procedure was started."""
    return bool(file.all(Start))


def alive(file: File) -> bool:
    """The item was neither withdrawn from the catalog nor rejected by the last meeting."""
    last = file.last(Meeting)
    adjustments = (e.record for e in standing(file.entries) if isinstance(e.record, Adjustment))
    withdrawn = [a for a in adjustments if a.change is Change.WITHDRAWN]
    return not withdrawn and not (last and last.outcome is MeetingOutcome.REJECTED)


def consulted(file: File) -> bool:
    """The public was asked and answered in the last round, or the item may not be disclosed."""
    exempt = file.said_not_to_apply("consultation")
    if exempt:
        return exempt.ground in {Ground.SECRET, Ground.PRIVATE}
    kinds = {type(record) for record in file.round("consultation")}
    return {Notice, AdoptionStatement} <= kinds


def period_of_thirty_days(file: File) -> bool:
    """The public had thirty days, or was told in the notice why fewer."""
    notice = file.last(Notice)
    if notice is None:
        return True
    if notice.published_on is None or notice.closes_on is None:
        return False
    enough = (notice.closes_on - notice.published_on).days + 1 >= 30
    told = notice.shortening_stated and any(r.rule == "PUB-03" for r in notice.reasons)
    return enough or told


def period_run_out(file: File) -> bool:
    """The last closing day told to the public is over."""
    told = [r for r in file.round("consultation") if isinstance(r, Notice | Extension)]
    return not told or told[-1].closes_on is None or told[-1].closes_on < file.today


def experts_heard(file: File) -> bool:
    """Experts without an interest in it were heard, or that is not due."""
    if file.said_not_to_apply("expert_review"):
        return True
    review = file.last(ExpertReview)
    return bool(review and review.experts and not any(e.conflict for e in review.experts))


def risk_controllable(file: File) -> bool:
    """The risk was found controllable, or assessing it is not due."""
    if file.said_not_to_apply("risk_assessment"):
        return True
    found = file.last(RiskAssessment)
    return bool(found and found.controllable and found.level is not Level.HIGH)


def reviewed(file: File) -> bool:
    """The last submission was answered by a review that lets it go to the meeting."""
    opinion = file.last(LegalityOpinion)
    answered = 0 <= file.place(Submission) < file.place(LegalityOpinion)
    if opinion is None or not (answered or _submission_corrected_later(file)):
        return False
    reform = opinion.exploratory and opinion.legal_risk and opinion.no_rule_yet
    if opinion.within_powers is False:
        return False
    lawful = opinion.conclusion in {Conclusion.LAWFUL, Conclusion.LAWFUL_IF_AMENDED}
    passes = lawful or (opinion.conclusion is Conclusion.UNLAWFUL and bool(reform))
    return passes and opinion.form is ReviewForm.REVIEW and opinion.lawyer_heard


def _submission_corrected_later(file: File) -> bool:
    return 0 <= file.place(Submission, first_hand=True) < file.place(LegalityOpinion)


def review_covers_what_came_before(file: File) -> bool:
    """What was submitted for review came after the last consultation, experts and risk."""
    earlier = file.place(Notice, AdoptionStatement, ExpertReview, RiskAssessment, first_hand=True)
    return earlier < file.place(Submission, first_hand=True)


def package_follows_the_review(file: File) -> bool:
    """What is put before the meeting was put together after the last review."""
    return file.place(LegalityOpinion, first_hand=True) < file.place(MeetingPackage)


def package_holds_the_reviewed_draft(file: File) -> bool:
    """The draft before the meeting is the one reviewed, or named as amended on the review."""
    opinion, package = file.last(LegalityOpinion), _package(file)
    put = _drafts(package)
    if opinion and package and opinion.conclusion is Conclusion.LAWFUL_IF_AMENDED:
        named = {
            d.digest for d in package.documents if package.amended_draft in {d.title, d.digest}
        }
        if put & named:
            return True
    return bool(_drafts(file.before(LegalityOpinion).last(Submission)) & put)


def heard_on_one_draft(file: File) -> bool:
    """The draft and the closing day last announced in a round are those first announced."""
    notices = [
        e for e in file.entries if isinstance(e.record, Notice) and e.stage == "consultation"
    ]
    for entry in notices:
        first = next(e for e in notices if e.round == entry.round)
        later = entry.at.date() > (first.record.published_on or entry.at.date())
        if (
            later
            and corrects(entry)
            and _drafts(entry.record) != _drafts(_told_before(notices, entry))
        ):
            return False
    return True


def _told_before(notices: Sequence[Entry], entry: Entry) -> Record:
    same = [e for e in notices if e.round == entry.round]
    return same[same.index(entry) - 1].record


def _package(file: File) -> MeetingPackage | None:
    return file.last(MeetingPackage)


def _drafts(record: Record | None) -> set[str]:
    documents = record.documents if record else ()
    return {d.digest for d in documents if d.kind is DocumentKind.DRAFT}


def dates_run_forward(file: File) -> bool:
    """Nothing was announced before the start, nor reviewed or put forward before its turn."""
    start, notice, package = file.last(Start), file.last(Notice), _package(file)
    submission, opinion = file.last(Submission), file.last(LegalityOpinion)
    days = [
        submission and submission.submitted_on,
        opinion and opinion.issued_on,
        package and package.submitted_on,
    ]
    known = [day for day in days if day]
    announced = notice and notice.published_on
    started = not (start and announced) or start.started_on <= announced
    return started and known == sorted(known)


def those_concerned_heard(file: File) -> bool:
    """The groups, operators and hearing that the item as it stands asks for were heard."""
    item, notice = _item(file), file.last(Notice)
    if item is None or file.said_not_to_apply("consultation"):
        return True
    wanted = set[Audience]()
    answered = file.last(AdoptionStatement)
    if item.specific_groups and not (answered and answered.reason_for("PUB-09")):
        wanted |= OF_A_GROUP
    if item.affects_operators:
        wanted |= {Audience.ENTERPRISE, Audience.ASSOCIATION}
    round_ = file.round("consultation")
    start = file.last(Start)
    asked = start.questions.hearing if start else None
    hearing_due = bool(asked and asked.yes) or (
        notice is not None and notice in round_ and bool(notice.hearing_required_by)
    )
    held = any(isinstance(record, Hearing) for record in round_)
    return wanted <= _heard(round_) and bool(held or not hearing_due)


def _heard(round_: Sequence[Record]) -> set[Audience]:
    statements = [r for r in round_ if isinstance(r, AdoptionStatement)]
    named = {heard.audience for heard in statements[-1].groups_heard} if statements else set()
    return named.union(*(r.audiences for r in round_ if isinstance(r, Participation)))


def competition_reviewed(file: File) -> bool:
    """What touches operators is put before the meeting with its fair competition review."""
    item, package = _item(file), _package(file)
    if not (item and item.affects_operators and package):
        return True
    review = package.fair_competition
    found = review and review.conclusion not in {None, CompetitionFound.VIOLATES}
    return package.has(DocumentKind.FAIR_COMPETITION) and bool(review and review.heard and found)


def _item(file: File) -> DecisionItem | None:
    included, start = file.last(Inclusion), file.last(Start)
    if included is None:
        return None
    answers = start.questions if start else Questions()
    groups, operators = answers.groups, answers.operators
    said = included.item.specific_groups if groups is None else groups.yes and groups.reason
    affects = included.item.affects_operators if operators is None else operators.yes
    return included.item.model_copy(
        update={"specific_groups": said or "", "affects_operators": affects}
    )


BEFORE_A_DECISION: tuple[Demand, ...] = (
    started,
    alive,
    consulted,
    period_of_thirty_days,
    period_run_out,
    experts_heard,
    risk_controllable,
    reviewed,
    review_covers_what_came_before,
    package_follows_the_review,
    package_holds_the_reviewed_draft,
    dates_run_forward,
    those_concerned_heard,
    competition_reviewed,
    heard_on_one_draft,
)


def wrong_with(entry: Entry, file: File) -> Iterator[str]:
    """What the law has against an entry that was just taken; for decisions and publications."""
    match entry.record:
        case Meeting(outcome=outcome) if outcome in PASSED:
            yield from unmet(BEFORE_A_DECISION, file, corrects(entry) and "alive")
            yield from _wrong_with_meeting(entry.record, file)
        case Publication():
            yield from unmet(BEFORE_A_DECISION, file, corrects(entry) and "alive")
            yield from _wrong_with_publication(entry.record, file)
    if any(
        d.kind in INTERNAL_KINDS and d.disclosure.attribute is Attribute.PROACTIVE
        for d in entry.record.documents
    ):
        yield "an internal paper is to be published"


def unmet(demands: Sequence[Demand], file: File, but: str | bool = False) -> Iterator[str]:
    """The demands that are not met, by the name of their function."""
    names = (demand.__name__ for demand in demands if not demand(file))
    yield from (name for name in names if name != but)


def _wrong_with_meeting(meeting: Meeting, file: File) -> Iterator[str]:
    opinion = file.last(LegalityOpinion)
    if opinion and meeting.held_on < opinion.issued_on:
        yield "the meeting was before the review"
    package = _package(file)
    if package and meeting.held_on < package.submitted_on:
        yield "the meeting was before what was put to it"
    if meeting.held_on > file.today:
        yield "the meeting is still to come"
    if meeting.kind is MeetingKind.TOPICAL or not meeting.head_spoke_last:
        yield "the meeting could not decide"
    if not meeting.has(DocumentKind.MINUTES):
        yield "the meeting has no minutes"
    if not meeting.head_with_majority and not meeting.dissents:
        yield "the majority held otherwise, and nobody dissented"
    before = file.round("decision")
    told = next((m.dissents for m in reversed(before) if isinstance(m, Meeting)), ())
    if told and set(told) - set(meeting.dissents) and not _is_anew(before):
        yield "a dissent was taken out"


def _is_anew(round_: Sequence[Record]) -> bool:
    """Say whether the last meeting put the matter off, so that this is another meeting."""
    last = next(m for m in reversed(round_) if isinstance(m, Meeting))
    return last.outcome not in PASSED


def _wrong_with_publication(publication: Publication, file: File) -> Iterator[str]:
    meeting, adoption = file.last(Meeting), file.last(AdoptionStatement)
    if meeting is None or meeting.outcome not in PASSED:
        yield "nothing was decided"
    elif not publication.formed_on or publication.formed_on < meeting.held_on:
        yield "the document is older than the decision"
    if _drafts(_package(file)) != _drafts(_package(file.before(Meeting))):
        yield "the draft was exchanged after the meeting"
    if (
        adoption
        and adoption.published_on
        and not (adoption.published_on <= publication.published_on)
    ):
        yield "what became of the opinions was not public by then"
    review = publication.secrecy_review
    if not (review and review.passed and review.reviewed_on <= publication.published_on):
        yield "it was not reviewed before it went out"
    if publication.published_on > file.today:
        yield "it is to be published later"
    told = publication.party_reported_on
    if not (told and publication.formed_on and told <= publication.formed_on):
        yield "the Party committee was not told before it was issued"
