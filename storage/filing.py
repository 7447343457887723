"""The one door: a payload is read, judged, and put on file or refused with everything wrong."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.errors import SAID_NO, WRONG_USAGE, Refusal
from catalog.findings import Finding
from catalog.ids import catalog_of, stage_of
from catalog.names import alike
from catalog.opinion import Opinion
from catalog.parse import ShapeError
from catalog.record import Actor, Amendment, Entry, Record
from catalog.rules import judge, unlisted
from catalog.stages import STEPS
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.entry import Adjustment, Inclusion
from catalog.timezone import SHANGHAI, Clock, local_day
from storage.documents import DocumentStore
from storage.ledger import Ledger
from storage.loading import home_of
from storage.payload import OPINION_KEYS, Attempt, read_record, with_opinions
from storage.transaction import Writing

CLOCKS_DIFFER = timedelta(seconds=5)
"""How far the clocks of two machines may be apart without anybody being at fault."""

_Read = tuple[Record, tuple[Opinion, ...] | None]


class Filed(NamedTuple):
    """An entry on file, and what did not keep it out: warnings, and rules with a reason given."""

    entry: Entry
    findings: list[Finding]


class Refused(Refusal):
    """A record was not put on file; str() is the complete message, one line for each thing wrong.

    `faults` are of shape (a wrong date, a missing file), `findings` are of law.
    """

    def __init__(
        self, item: str, step: str, findings: Iterable[Finding] = (), faults: Iterable[str] = ()
    ) -> None:
        self.item, self.step = item, step
        self.findings, self.faults = list(findings), list(faults)
        super().__init__(item, step, self.findings, self.faults)

    @property
    def lines(self) -> list[str]:
        """Everything wrong, a line each, blocking ones first."""
        return self.faults + [str(f) if f.blocks else f"提示：{f}" for f in self.findings]

    @property
    def exit(self) -> int:
        """A paper badly written is no refusal of the law."""
        return WRONG_USAGE if self.faults and not self.findings else SAID_NO

    def __str__(self) -> str:
        title = STEPS[self.step].title if self.step in STEPS else self.step
        return "\n".join([f"{self.item}“{title}”未予登记：", *self.lines])


class Overtaken(Refusal):
    """Somebody else filed in the stage, or elsewhere after `at`, since the form was made; nothing was
    written."""


def file_record(
    ledger: Ledger,
    item: str,
    step: str,
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime | Clock,
    amends: Amendment | None = None,
    folder: Path | None = None,
    entries: int | None = None,
    also: Callable[[Connection, Entry], None] | None = None,
) -> Filed:
    """Put a record on file. Raises Refused, which is logged; nothing is ever half written.

    `at` is an instant, or a clock that is read once nobody else can file: taken before that, the
    time would be earlier than that of whoever was heard first. The same payload by the same actor,
    filed again, is the entry on file: at the same instant, or by a clock where it is the newest of
    its step. Whoever was killed after filing may file again. Files are named relative to `folder`.
    With `entries`, the number that the stage had when the form was made, raises Overtaken if it has
    changed, or something was filed later than `at`: of two who answer one form at the same time the
    first is heard, and who filed elsewhere a moment after the time was taken is no fault.
    `also` writes what goes on file with the entry or not at all, once more where it is filed again.
    """
    read: _Read | ShapeError
    outcome: Filed | Refused
    try:
        if isinstance(at, datetime) and at.tzinfo is None:
            raise ShapeError([f"登记时间{at}没有写明时区"])
        read = read_record(step, payload, ledger.documents, folder)
    except ShapeError as wrong:
        read = wrong
    with ledger.writing() as transaction:
        taken = instant_of(transaction, item, at)
        if entries is not None:
            _not_overtaken(transaction.load(item), step, entries, taken)
        if said := ledger.declines(actor):
            outcome = Refused(item, step, faults=[said])
        elif isinstance(read, ShapeError):
            outcome = _located(transaction, Refused(item, step, faults=read.faults))
        else:
            attempt = Attempt(item, step, read[0], actor, taken, amends, read[1])
            outcome = _settle(transaction, attempt, by_clock=not isinstance(at, datetime))
        if also and isinstance(outcome, Filed):
            also(transaction.connection, outcome.entry)
        if isinstance(outcome, Refused):
            log(transaction, outcome, payload, actor=actor, at=taken)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


def try_record(
    ledger: Ledger,
    item: str,
    step: str,
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    amends: Amendment | None = None,
    store: DocumentStore | None = None,
) -> list[Finding]:
    """What `file_record` would say to a payload, without filing or logging anything.

    Returns what would not keep it out. Raises Refused. `store` holds files not yet taken in.
    """
    if said := ledger.declines(actor):
        raise Refused(item, step, faults=[said])
    dossier = ledger.load(item)
    try:
        record, opinions = read_record(step, payload, store or ledger.documents, None)
    except ShapeError as wrong:
        raise Refused(item, step, faults=wrong.faults) from wrong
    attempt = Attempt(item, step, record, actor, at, amends, opinions)
    if isinstance(record, AdoptionStatement) and opinions is None and attempt.corrects:
        attempt = _with_those_on_file(ledger.load(item, opinions=True), attempt)
    findings = findings_on(dossier, attempt)
    if refusal := refusal_of(dossier, attempt, findings):
        raise refusal
    return findings


def with_record(
    ledger: Ledger,
    item: str,
    step: str,
    payload: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    amends: Amendment | None = None,
    store: DocumentStore | None = None,
) -> Dossier:
    """An item as it would stand with a payload on file: nothing is judged, filed or logged.

    Raises ShapeError. `store` holds files not yet taken in.
    """
    record, opinions = read_record(step, payload, store or ledger.documents, None)
    dossier = ledger.load(item, opinions=True)
    round_, last = dossier.round_for(step, amends), dossier.entries[-1:]
    entry = Entry(
        item=item, seq=last[0].seq + 1 if last else 1, step=step, round=round_, record=record,
        actor=actor, at=at, amends=amends, digest="0" * 64,
    )  # fmt: skip
    held = {**dossier.opinions, **({round_: opinions} if opinions is not None else {})}
    return replace(dossier.with_entry(entry), opinions=held)


def instant_of(transaction: Writing, item: str, at: datetime | Clock) -> datetime:
    """The instant of a filing, alone among writers. Of two machines whose clocks differ by moments,
    the one that files later does so no earlier than the other; a clock that is wrong stays so."""
    if isinstance(at, datetime):
        return at
    now, last = at(), transaction.last_filed(item)
    return last if last and now < last <= now + CLOCKS_DIFFER else now


def _not_overtaken(dossier: Dossier, step: str, entries: int, at: datetime) -> None:
    filed_later = bool(dossier.entries) and dossier.entries[-1].at > at
    if filed_later or dossier.filed_in(stage_of(step)) != entries:
        raise Overtaken(dossier.id, step)


def _located(transaction: Writing, refusal: Refused) -> Refused:
    """What is wrong with a paper, and before that, that there is no item which it could be filed to."""
    nowhere = map(str, unlisted(transaction.load(refusal.item), refusal.step))
    return Refused(refusal.item, refusal.step, faults=[*nowhere, *refusal.faults])


def _settle(transaction: Writing, attempt: Attempt, *, by_clock: bool) -> Filed | Refused:
    """Judge an attempt against what is on file now, and append it if nothing blocks."""
    keeps = isinstance(attempt.record, AdoptionStatement) and attempt.opinions is None
    dossier = transaction.load(attempt.item, opinions=keeps and attempt.corrects)
    if dossier.opinions:
        attempt = _with_those_on_file(dossier, attempt)
    known = _on_file(dossier, attempt, by_clock)
    if known:
        attempt = replace(attempt, at=known.at)
        before = replace(dossier, entries=dossier.entries[: known.seq - 1])
        return Filed(known, findings_on(before, attempt))
    findings = findings_on(dossier, attempt)
    refusal = refusal_of(dossier, attempt, findings)
    if faults := beside(transaction, attempt):
        refusal = Refused(attempt.item, attempt.step, findings, faults)
    return refusal or Filed(append(transaction, dossier, attempt), findings)


def findings_on(dossier: Dossier, attempt: Attempt) -> list[Finding]:
    """What the law says to an attempt."""
    return judge(
        dossier,
        attempt.step,
        attempt.record,
        local_day(attempt.at),
        opinions=attempt.opinions or (),
        amends=attempt.amends,
    )


def refusal_of(dossier: Dossier, attempt: Attempt, findings: list[Finding]) -> Refused | None:
    """Why an attempt cannot go on file, or None: the law, or when and where it is filed."""
    faults = []
    last = dossier.entries[-1] if dossier.entries else None
    if last and attempt.at < last.at:
        said = f"登记时间{_minute(attempt.at)}早于本事项上一次登记的时间{_minute(last.at)}"
        faults.append(f"{said}，请核对时间")
    own = _own_id(attempt)
    if own and own != attempt.item:
        faults.append(f"内容属于 {own}，不能登记到 {attempt.item}，请核对编号")
    faults += _nothing_new(dossier, attempt)
    if faults or any(f.blocks for f in findings):
        return Refused(attempt.item, attempt.step, findings, faults)
    return None


def _nothing_new(dossier: Dossier, attempt: Attempt) -> Iterator[str]:
    """What is said to a paper that is on file already, word for word; a new round may repeat it."""
    title = STEPS[attempt.step].title
    if attempt.corrects:
        held = dossier.correctable(attempt.step)
        if held and held.record == attempt.record:
            yield f"与在卷的第{held.seq}号记录（{title}）完全相同，没有更正任何内容，请改好再交"
    elif attempt.amends is None:
        for held in dossier.as_corrected:
            if (held.step, held.record) == (attempt.step, attempt.record):
                yield f"与第{held.seq}号记录（{title}）完全相同，已经登记过了；另有一份的，请核对日期和内容"


def beside(transaction: Writing, attempt: Attempt) -> list[str]:
    """What is wrong with a paper in the light of what else is there: a name that another item has, items to
    go on with that are not on file, letters that it does not count."""
    linked: tuple[str, ...] = ()
    match attempt.record:
        case Inclusion(item=item):
            linked = item.continues
        case Adjustment(continued_as=linked):
            pass
    faults = [
        f"“{id_}”{'就是本事项' if id_ == attempt.item else '不在卷'}，请核对接续和承接的事项编号"
        for id_ in linked
        if id_ == attempt.item or not transaction.load(id_).entries
    ]
    if other := _named_alike(transaction, attempt):
        faults.append(f"事项名称和 {other} 的一样（空格、全角半角不算不同），请核对")
    return [*faults, *_uncounted(transaction, attempt)]


def _uncounted(transaction: Writing, attempt: Attempt) -> Iterator[str]:
    """What is said to a statement that tells of fewer letters than the register has of its round, whoever
    wrote it, and to one that was computed before the last of them came."""
    record = attempt.record
    if isinstance(record, AdoptionStatement):
        round_ = transaction.load(attempt.item).round_for(attempt.step, attempt.amends)
        there = transaction.letters(attempt.item, round_)
        told = sum(one.submissions or 0 for one in record.received)
        if told < there:
            yield (f"来件情况：登记册里有{there}件来件，写了{told}件，请在意见办理里由登记册算出")


def _named_alike(transaction: Writing, attempt: Attempt) -> str:
    """Another item of the catalog whose name is told apart by nobody; empty where there is none."""
    record = attempt.record
    if not isinstance(record, Inclusion):
        return ""
    for other in transaction.items(catalog_of(attempt.item)):
        held = transaction.load(other).latest(Inclusion) if other != attempt.item else None
        if held and alike(held.item.name) == alike(record.item.name):
            return other
    return ""


def append(transaction: Writing, dossier: Dossier, attempt: Attempt) -> Entry:
    """Append an attempt that was judged; opinion rows already on file are not kept twice."""
    kept = home_of(dossier.entries, getattr(attempt.record, "opinion_digest", ""))
    return transaction.append(
        attempt.item,
        attempt.step,
        dossier.round_for(attempt.step, attempt.amends),
        attempt.record,
        actor=attempt.actor,
        at=attempt.at,
        amends=attempt.amends,
        opinions=() if kept else attempt.opinions or (),
    )


def log(
    transaction: Writing, refusal: Refused, payload: object, *, actor: Actor, at: datetime
) -> None:
    """Log a refusal; a table of opinions is logged as its length."""
    if isinstance(payload, Mapping):
        payload = {
            k: f"（{len(v)}行）" if k in OPINION_KEYS and isinstance(v, list | tuple) else v
            for k, v in payload.items()
        }
    transaction.refuse(
        refusal.item,
        refusal.step,
        payload,
        actor=actor,
        at=at if at.tzinfo else at.replace(tzinfo=SHANGHAI),
        findings=refusal.findings,
        faults=refusal.faults,
    )


def _with_those_on_file(dossier: Dossier, attempt: Attempt) -> Attempt:
    """A correction that brought no opinions, with those of its round."""
    opinions = dossier.opinions.get(dossier.round_of(attempt.stage), ())
    return replace(attempt, opinions=opinions, record=with_opinions(attempt.record, opinions))


def _on_file(dossier: Dossier, attempt: Attempt, by_clock: bool) -> Entry | None:
    """The entry that this very attempt made earlier, if it did."""
    made = [e for e in dossier.entries if e.step == attempt.step]
    made = made[-1:] if by_clock else [e for e in made if e.at == attempt.at]
    same = (e for e in made if e.digest == replace(attempt, at=e.at).digest(e.round))
    return next(same, None)


def _own_id(attempt: Attempt) -> str:
    """The id that the record itself names, or empty."""
    match attempt.record:
        case CatalogRecord(authority=authority, year=year):
            return f"{authority.id}-{year}"
        case Inclusion(item=item):
            return f"{catalog_of(attempt.item)}-{item.no:02d}"
        case _:
            return ""


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


__all__ = [
    "CLOCKS_DIFFER",
    "Filed",
    "Overtaken",
    "Refused",
    "append",
    "beside",
    "file_record",
    "findings_on",
    "instant_of",
    "log",
    "refusal_of",
    "try_record",
]
