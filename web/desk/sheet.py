"""A paper being filled in: its fields, the draft in them, the files that it may name, and its payload."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from catalog.dossier import Dossier
from catalog.duties.roles import Person
from catalog.duties.when import closed_to
from catalog.duties.who import may_file
from catalog.forms.fields import Field, Kind, form_of
from catalog.ids import stage_of
from catalog.record import Actor, Amendment, AmendmentKind, Entry, Identity
from catalog.stages import STEPS
from catalog.stages.base import Step
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.entry import OF_THE_YEAR, Inclusion
from office.editions.looked import WHY, LookedAt, looked_at
from opinions.statement import COMPUTED
from storage.acts import Done
from storage.files.legible import Handed
from storage.files.opinion_table import opinions_in
from storage.people.drafts import Draft, Paper
from storage.people.uploads import Upload
from web.desk.asking import Asked, Stop, unless
from web.desk.counted import RoundOfLetters
from web.desk.item import KINDS, WORDS, address, seen
from web.desk.year import IMPORTED, titled_year, year_of
from web.forms.fill import fill
from web.forms.names import Files, Pairs, PaperFile, number
from web.forms.read import Typed, read

TABLE = Field("opinions", "意见表", Kind.FILE, help="每行一条意见的表格")
"""The table of opinions that an adoption statement may bring."""
BECAUSE = "because"
ENTRIES, WRONG = "_entries", "_wrong"
UNREAD = "未能检查"
"""How what is told of a file begins that no program could read."""
"""What a draft holds beside what was typed: how much was on file, and which files were not taken."""


@dataclass(frozen=True)
class Sheet:
    """A step's form of an item, as somebody who may file it sees it."""

    asked: Asked
    dossier: Dossier
    paper: Paper
    draft: Draft | None

    @classmethod
    def of(cls, asked: Asked) -> "Sheet":
        """The one that an address names. Raises Stop: none of it, not his, or not open now."""
        step_id, word = asked.parts["step"], asked.parts.get("how", "")
        kind, of_year = KINDS.get(word), "year" in asked.parts
        own = step_id in STEPS and (step_id in OF_THE_YEAR) is of_year
        if not own or (word and kind is None) or (step_id == IMPORTED and kind is None):
            raise Stop(404, "没有这一步", "没有这个步骤，请从事项或者年度的页面上选")
        dossier = year_of(asked) if of_year else seen(asked)
        unless(may_file(asked.person, dossier, step_id))
        paper = Paper(dossier.id, step_id, kind)
        draft = asked.desk.people.drafts.last(paper)
        found = closed_to(dossier, step_id, kind, asked.desk.today)
        if found and draft is None:
            said = "；".join(f"{f.what}。{f.remedy}" for f in found)
            raise Stop(409, "现在不能登记", said)
        return cls(asked, dossier, paper, draft)

    @property
    def step(self) -> Step:
        """The step."""
        return STEPS[self.paper.step]

    @property
    def path(self) -> str:
        """The address of the form."""
        end = f"/{WORDS[self.paper.kind]}" if self.paper.kind else ""
        return f"{self.home}/{self.paper.step}{end}"

    @property
    def home(self) -> str:
        """The address of what it is filed for: the item, or the year."""
        return address(self.paper.item)

    @property
    def previewed(self) -> bool:
        """Say whether it has a page to be looked at before filing: an item has."""
        return self.paper.step not in OF_THE_YEAR

    @property
    def subject(self) -> str:
        """What it is filed for, in words."""
        inclusion = self.dossier.latest(Inclusion)
        return (
            inclusion.item.name
            if inclusion
            else titled_year(self.asked.desk.ledger, self.paper.item)
        )

    @property
    def version(self) -> int:
        """The version of the draft; 0 where nothing was kept yet."""
        return self.draft.version if self.draft else 0

    @property
    def states(self) -> bool:
        """Say whether it tells what became of the opinions."""
        return self.step.record is AdoptionStatement

    @property
    def takes_table(self) -> bool:
        """Say whether it may bring a table of opinions: it does where no letters were registered."""
        return self.states and not self.register

    @cached_property
    def register(self) -> RoundOfLetters | None:
        """The letters that it is computed from, or None."""
        return RoundOfLetters.of(self.asked.desk.ledger, self.dossier) if self.states else None

    @cached_property
    def old(self) -> Entry | None:
        """The entry that a correction corrects."""
        corrects = self.paper.kind is AmendmentKind.CORRECTION
        return self.dossier.correctable(self.paper.step) if corrects else None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """What is filled in: why it is amended first, papers and reasons last."""
        fields = form_of(self.step.record)
        if self.register:
            fields = tuple(one for one in fields if one.name not in COMPUTED)
        if self.takes_table:
            fields = (*fields[:-2], TABLE, *fields[-2:])
        if self.paper.kind is None:
            return fields
        title, told = f"{self.paper.kind.value}的理由", "随公开页面公布"
        return (Field(BECAUSE, title, help=told, required=True), *fields)

    @cached_property
    def uploads(self) -> dict[str, Upload]:
        """The files handed in with the draft, by what the form calls them."""
        return {f"u-{one.id}": one for one in self.asked.desk.people.uploads.of(self.paper)}

    @cached_property
    def on_file(self) -> dict[str, PaperFile]:
        """The papers on file with the item, by what the form calls them; each once."""
        found: dict[str, PaperFile] = {}
        for entry in self.dossier.entries:
            for n, kept in enumerate(entry.record.kept):
                pages = getattr(kept, "pages", None)
                found[f"f-{entry.seq}-{n}"] = PaperFile(kept.digest, kept.name, kept.size, pages)
        return found

    @cached_property
    def files(self) -> Files:
        """The files that the form may name."""
        looked = looked_at(self.asked.desk.ledger.acts) if self.uploads else {}
        handed = {
            called: PaperFile(
                one.digest,
                one.name,
                one.size,
                one.pages,
                told_now(one.told, looked.get(one.digest)),
            )
            for called, one in self.uploads.items()
        }
        return {**handed, **self.on_file}

    @cached_property
    def pairs(self) -> Pairs:
        """What stands in the form: the draft, or what is on file and to be corrected."""
        if self.draft:
            return self.draft.pairs
        return fill(self.fields, self.old.record, self.files) if self.old else {}

    @property
    def entries(self) -> int:
        """How many entries the stage had when the form was first filled in."""
        kept = (self.pairs.get(ENTRIES) or ("",))[-1]
        found = number(kept)
        return self.dossier.filed_in(stage_of(self.paper.step)) if found is None else found

    @cached_property
    def by_hand(self) -> Typed:
        """What was typed, as a payload."""
        own = [field for field in self.fields if field.name not in {BECAUSE, TABLE.name}]
        found = read(own, self.pairs, self.files)
        found.places |= {field.title: field.name for field in self.fields}
        if self.paper.kind and not self.because:
            found.faults.append(
                f"{self.paper.kind.value}的理由：没有填写，请写明为什么{self.paper.kind.value}"
            )
        return found

    @cached_property
    def typed(self) -> Typed:
        """What will be filed: what was typed, with the opinions of a table or of the register. Raises
        ShapeError for a table that is none, and with everything that keeps the register from being counted."""
        found = self.by_hand
        if self.register:
            payload = self.register.payload(found)
        elif self.takes_table:
            payload = found.payload | self._table()
        else:
            return found
        return replace(found, payload=payload)

    @property
    def because(self) -> str:
        """Why it is amended."""
        return (self.pairs.get(BECAUSE) or ("",))[-1].strip()

    @property
    def amends(self) -> Amendment | None:
        """How it relates to what is on file."""
        kind = self.paper.kind
        return Amendment(kind=kind, reason=self.because or kind.value) if kind else None

    @property
    def actor(self) -> Actor:
        """Who files."""
        return actor_of(self.asked.person)

    def _table(self) -> dict[str, Any]:
        """The rows of the table of opinions. Raises ShapeError."""
        named = (self.pairs.get(TABLE.name) or ("",))[-1]
        handed = self.uploads.get(named)
        if handed is None:
            return {}
        content = self.asked.desk.people.uploads.store.read(handed.digest)
        rows = opinions_in(Handed(handed.name, content))
        return {"opinions": [row.model_dump(mode="json") for row in rows]}

    def reread(self) -> "Sheet":
        """The same with the newest draft."""
        return replace(self, draft=self.asked.desk.people.drafts.last(self.paper))


def is_unread(told: Sequence[str]) -> bool:
    """Say whether some of a file could be read by no program: a person has to look at it."""
    return any(line.startswith(UNREAD) for line in told)


def told_now(told: Sequence[str], looked: Done[LookedAt] | None) -> tuple[str, ...]:
    """What the scanners said of a file; that it could not be read no more once a person has looked at it."""
    if looked is None:
        return tuple(told)
    left = tuple(line for line in told if not line.startswith(UNREAD))
    return (*left, f"{looked.actor.unit} {looked.actor.name}已{WHY}")


def actor_of(person: Person) -> Actor:
    """Who is signed in, as the ledger names him."""
    return Actor(name=person.name, unit=person.unit, identity=Identity.SIGNED_IN)


def typed_over(sheet: Sheet, sent: Pairs) -> dict[str, tuple[str, ...]]:
    """What a browser sent of the form, without what is not part of it."""
    kept = {n: v for n, v in sent.items() if n not in _NOT_TYPED and not n.startswith("_")}
    kept[ENTRIES] = (str(sheet.entries),)
    return kept


_NOT_TYPED = frozenset({"csrf", "do", "version", "which"})


def without(pairs: Mapping[str, tuple[str, ...]], name: str) -> dict[str, tuple[str, ...]]:
    """A form without a row of it."""
    return {n: v for n, v in pairs.items() if n != name and not n.startswith(f"{name}-")}


def named_in(pairs: Pairs) -> Iterator[str]:
    """What a form calls the files that it names."""
    for name, values in pairs.items():
        if name.endswith("-file") or name == TABLE.name:
            yield from values
