"""What an adoption statement says: the rows of its table, and the counts, reasons and changes beside it.

Pure functions of what the register holds of a round; opinions/statement.py reads and files it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from catalog.opinion import NEEDS_REASON, Opinion, OpinionSource, Outcome, tally
from catalog.submission import Consent
from opinions.answers import Given, Subject
from opinions.importers.words import clause_named
from opinions.objections import Objection
from opinions.points import Point, Read, Unusable
from opinions.register import Count

LATE = "（逾期）"
"""Said of a channel by which letters came after the closing day."""
MAIN = 5
"""Groups whose reasons are the main ones."""
NOT_SHOWN = "写信人只同意计数、不同意公开内容的意见"
NOT_SHOWN_WHY = "已逐条研究；写信人不同意公开，意见和答复不在此列出"
NOT_USABLE = "不能采用的来件"


class RowOf(NamedTuple):
    """A row of the opinion table, the codes of the groups and points that it answers, and the points in it.

    A group of the public and of units stands in two rows: the two are never added up.
    """

    opinion: Opinion
    subjects: tuple[str, ...]
    points: tuple[str, ...]


class Whole(NamedTuple):
    """Everything about a round that a statement is made of."""

    counts: list[Count]
    read: Read
    subjects: dict[str, Subject]
    answers: dict[str, Given]
    numbers: Mapping[str, str] = {}
    """What the clauses of the consulted draft are called, by their ids."""
    objections: Sequence[Objection] = ()


def rows_of(whole: Whole) -> Iterator[RowOf]:
    """Groups first, then single points, then in one row each what is not shown, and what cannot be used."""
    no = 0
    hidden: dict[tuple[OpinionSource, Outcome], list[Subject]] = defaultdict(list)
    for subject in (part for one in whole.subjects.values() for part in _by_source(one)):
        given, lead = whole.answers[subject.code], _shown(subject)
        if lead is None:
            hidden[subject.lead.submission.source, given.answer.outcome].append(subject)
            continue
        no += 1
        opinion = _opinion(no, subject, lead, given, whole.numbers)
        yield RowOf(opinion, (subject.code,), tuple(p.id for p in subject.points))
    for (source, outcome), subjects in hidden.items():
        no += 1
        ids = tuple(point.id for subject in subjects for point in subject.points)
        why = NOT_SHOWN_WHY if outcome in NEEDS_REASON | {Outcome.ABSORBED} else ""
        opinion = Opinion(
            no=no, source=source, summary=NOT_SHOWN, points=len(ids), outcome=outcome, reason=why
        )
        yield RowOf(opinion, tuple(subject.code for subject in subjects), ids)
    unusable: dict[Unusable, list[str]] = defaultdict(list)
    for letter, why_not in whole.read.unusable.items():
        unusable[why_not].append(f"来件{letter}")
    for (reason, source), codes in unusable.items():
        no += 1
        out, many = Outcome.OUT_OF_SCOPE, len(codes)
        opinion = Opinion(
            no=no, source=source, summary=NOT_USABLE, points=many, outcome=out, reason=reason
        )
        yield RowOf(opinion, tuple(codes), tuple(codes))


def _by_source(subject: Subject) -> Iterator[Subject]:
    """A subject, in two parts where both the public and units said the same."""
    for source in OpinionSource:
        points = tuple(p for p in subject.points if p.submission.source is source)
        if points:
            lead = subject.lead if subject.lead in points else points[0]
            yield subject._replace(lead=lead, points=points)


def _opinion(
    no: int, subject: Subject, lead: Point, given: Given, numbers: Mapping[str, str]
) -> Opinion:
    """One row; it never holds who wrote or how to reach him (PIPL-47: the ledger cannot erase)."""
    said = [point.submission for point in subject.points]
    title = f"【{subject.title}】" if subject.title else ""
    one = given.answer
    change = f"修改为：{one.change}" if one.change else ""
    return Opinion(
        no=no,
        source=lead.submission.source,
        channel="、".join(dict.fromkeys(letter.channel.value for letter in said)),
        summary=title + lead.public,
        points=len(subject.points),
        outcome=one.outcome,
        reason="；".join(part for part in (one.reason, change) if part),
        clause=one.clause or clause_named(lead.clause, numbers),
    )


def _shown(subject: Subject) -> Point | None:
    """The point whose words stand for a subject: the leader's, or the first whose writer agrees."""
    for point in (subject.lead, *subject.points):
        if point.submission.consent is not Consent.COUNT_ONLY:
            return point
    return None


def payload_of(whole: Whole, rows: list[RowOf]) -> dict[str, Any]:
    """What the record says beside the table, by field: the counts are those of letters and of points."""
    outcomes = tally(tuple(row.opinion for row in rows))
    came = sum(count.letters for count in whole.counts)
    stated = {outcome.name.lower(): n for outcome, n in outcomes.items()}
    return {
        "received": [_received(count) for count in whole.counts],
        "counts": {"points": sum(stated.values()), **stated},
        "none_received": not came,
        "objections": len(whole.objections),
        "objections_answered": sum(bool(one.answer) for one in whole.objections),
        "main_reasons": "\n".join(_main_reasons(rows)),
        "groups_heard": list(_heard(whole)),
        "draft_changes": "\n".join(_changes(whole)),
    }


def _received(count: Count) -> dict[str, Any]:
    channel = count.channel.value + (LATE if count.late else "")
    return {"source": count.source.value, "channel": channel, "submissions": count.letters}


def _main_reasons(rows: Iterable[RowOf]) -> Iterator[str]:
    """The largest groups that were not adopted as they wished, with the reason."""
    left = [row.opinion for row in rows if row.opinion.outcome in NEEDS_REASON]
    grouped = [o for o in left if o.points > 1 and o.summary != NOT_SHOWN]
    for opinion in sorted(grouped, key=lambda o: (-o.points, o.no))[:MAIN]:
        said = " ".join(opinion.summary.split())
        yield f"{said[:60]}{'…' if len(said) > 60 else ''}（{opinion.points}条）：{opinion.reason}"


def _heard(whole: Whole) -> Iterator[dict[str, Any]]:
    """Whom letters say that they were asked of, and when they were first heard (713-14(3), 722-62)."""
    first: dict[tuple[str, str], str] = {}
    for point in whole.read.points.values():
        letter = point.submission
        if letter.audience:
            key = letter.audience.value, letter.channel.value
            day = letter.received_at.date().isoformat()
            first[key] = min(day, first.get(key, day))
    for (audience, how), day in sorted(first.items()):
        yield {"audience": audience, "how": how, "heard_on": day}


def _changes(whole: Whole) -> Iterator[str]:
    """What was changed, clause by clause, each change once."""
    said: dict[tuple[str, str], int] = {}
    for code, given in whole.answers.items():
        if given.answer.change:
            key = given.answer.clause, given.answer.change
            said[key] = said.get(key, 0) + len(whole.subjects[code].points)
    for (clause, change), points in said.items():
        yield f"{clause}：{change}（采纳意见{points}条）"
