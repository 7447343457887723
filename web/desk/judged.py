"""What the law, and the shape of a record, say to a draft: beside which field each word stands."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.findings import Finding, Severity
from catalog.forms.fields import Field
from catalog.forms.reads import fields_read
from catalog.parse import ShapeError
from catalog.rules import RULES
from storage.documents import DocumentStore
from storage.filing import Refused, try_record
from web.desk.sheet import Sheet
from web.forms.draw import Control, Message, Widget
from web.forms.names import ROW, WITHIN, inside, rows

REASONS = "reasons"


class Both(DocumentStore):
    """The documents on file and those that are still with a draft."""

    def __init__(self, first: DocumentStore, then: DocumentStore) -> None:
        super().__init__(first.folder)
        self._then = then

    def size(self, digest: str) -> int | None:
        """Bytes of a document, wherever it lies."""
        found = super().size(digest)
        return self._then.size(digest) if found is None else found


@dataclass
class Judged:
    """The verdict on a draft: messages by control, those that belong to none, whether it would go on file."""

    messages: dict[str, tuple[Message, ...]] = field(default_factory=dict)
    others: list[Message] = field(default_factory=list)
    pairs: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """The form with a row for each reason that a rule asks for."""

    @property
    def blocked(self) -> bool:
        """Say whether something keeps it from being filed."""
        return any(m.blocks for m in self.all)

    @property
    def placed(self) -> list[tuple[Message, str]]:
        """Every message with the control beside which it stands, or empty."""
        return [
            *((message, "") for message in self.others),
            *((message, name) for name, many in self.messages.items() for message in many),
        ]

    @property
    def all(self) -> list[Message]:
        """Every message, those that block first."""
        return sorted((m for m, _ in self.placed), key=lambda m: not m.blocks)


def judge_draft(sheet: Sheet) -> Judged:
    """Judge a draft as the door would, without filing it and without a refusal on file."""
    judged = Judged(pairs=dict(sheet.pairs))
    try:
        typed = sheet.typed
    except ShapeError as wrong:
        judged.others += [Message(fault) for fault in wrong.faults]
        return judged
    faults, findings = _tried(sheet, typed.payload)
    broken = {_nearest(typed.places, fault.partition("：")[0]) for fault in faults}
    if faults and not findings:  # what the law says of the rest, in the same round
        rest = {n: v for n, v in typed.payload.items() if n not in {_top(one) for one in broken}}
        unread, findings = _tried(sheet, rest)
        findings = [
            f
            for f in findings
            if not unread
            and meant(sheet.fields, sheet.typed.payload, f) not in {_top(one) for one in broken}
        ]
    _tell(judged, sheet, [*typed.faults, *faults], findings)
    return judged


def _top(control: str) -> str:
    """The field of the record itself in which a control lies."""
    return control.partition(WITHIN)[0]


def _tried(sheet: Sheet, payload: dict[str, Any]) -> tuple[list[str], list[Finding]]:
    """What the door would say to a payload: of its shape, and of the law."""
    desk, store = sheet.asked.desk, files_of(sheet)
    try:
        return [], try_record(
            desk.ledger, sheet.paper.item, sheet.paper.step, payload,
            actor=sheet.actor, at=desk.office.now(), amends=sheet.amends, store=store,
        )  # fmt: skip
    except Refused as refused:
        return refused.faults, refused.findings


def files_of(sheet: Sheet) -> DocumentStore | None:
    """Where the files lie that a draft names."""
    desk = sheet.asked.desk
    kept = desk.ledger.documents
    return Both(kept, desk.people.uploads.store) if kept else None


def _tell(judged: Judged, sheet: Sheet, faults: Iterable[str], findings: Iterable[Finding]) -> None:
    for fault in faults:
        called, _, said = fault.partition("：")
        control = _nearest(sheet.typed.places, called)
        _say(judged, control, Message(said, where=called) if control and said else Message(fault))
    for finding in findings:
        _say(
            judged,
            meant(sheet.fields, sheet.typed.payload, finding),
            _message(judged, sheet, finding),
        )


def meant(fields: Sequence[Field], payload: Mapping[str, Any], finding: Finding) -> str:
    """Of the fields that a rule reads, the one that its finding names, by title or by what stands
    there; of several the last, for a period is put right at its end. Empty where it reads none."""
    read_ = fields_read(finding.rule)
    there = [one for one in fields if one.name in read_]

    def named(one: Field) -> int:
        said = payload.get(one.name)
        quoted = isinstance(said, str) and len(said) > 1 and said in finding.what
        return 2 * (one.title in f"{finding.what}{finding.remedy}") + quoted

    most = max(map(named, there), default=0)
    if most:
        return next(one.name for one in reversed(there) if named(one) == most)
    return next((name for name in read_ if any(one.name == name for one in there)), "")


def _nearest(places: dict[str, str], called: str) -> str:
    """The control that a message names, or the group or row around it; empty where there is none."""
    around = (
        label
        for label in places
        if called == label
        or called.startswith((f"{label}“", f"{label}·", f"{label}第", f"{label}的"))
    )
    best = max(around, key=len, default="")
    return places.get(best, "")


def _say(judged: Judged, control: str, message: Message) -> None:
    if control:
        judged.messages[control] = (*judged.messages.get(control, ()), message)
    else:
        judged.others.append(message)


def _message(judged: Judged, sheet: Sheet, finding: Finding) -> Message:
    box = _box(judged, sheet, finding) if finding.severity is Severity.REASON else None
    return Message(
        finding.what, finding.way_out, finding.article, finding.rule, finding.blocks, box=box
    )


def _box(judged: Judged, sheet: Sheet, finding: Finding) -> Control | None:
    """The box for the reason that lifts a rule; a rule that says so twice has one."""
    numbers = rows(judged.pairs, REASONS)
    of = {judged.pairs.get(f"{REASONS}-{n}-rule", ("",))[-1]: n for n in numbers}
    if finding.rule in of and any(m.box and m.rule == finding.rule for m in judged.all):
        return None
    number = of.get(finding.rule, max(numbers, default=-1) + 1)
    at = inside(REASONS, number)
    day = sheet.asked.desk.today.isoformat()
    known = {"rule": finding.rule, "by": sheet.asked.person.name, "on": day, ROW: "1"}
    for part, value in known.items():
        judged.pairs.setdefault(inside(at, part), (value,))
    hidden = tuple(
        Control(inside(at, part), part, Widget.HIDDEN, part, judged.pairs[inside(at, part)])
        for part in known
    )
    text = inside(at, "text")
    title = f"不照“{RULES[finding.rule].says.rstrip('。')}”办的理由"
    return Control(text, title, Widget.TEXT, title, judged.pairs.get(text, ()), inner=hidden)


def boxed(judged: Judged) -> set[str]:
    """The rows of reasons that have a box beside a field."""
    return {m.box.name.removesuffix("-text") for m in judged.all if m.box}


def values(control: Control) -> list[tuple[str, str]]:
    """What stands in a form, by what messages call each field; nothing that is empty."""
    found: list[tuple[str, str]] = []
    for one in control.inner:
        found += values(one)
    said: Any = control.file.name if control.file else "、".join(v for v in control.values if v)
    if said and control.widget not in {Widget.GROUP, Widget.ROWS, Widget.HIDDEN}:
        found.append((control.label, said))
    return found
