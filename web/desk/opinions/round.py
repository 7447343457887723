"""The consultation of an item as it stands in the register, and in which order a person reads it."""

from dataclasses import dataclass
from functools import cached_property

from catalog import law
from catalog.clauses import Draft
from catalog.dossier import Dossier
from catalog.duties.handling import Handling, may_handle
from opinions.answers import Flag, Given, Subject, answers_to, flags, subjects_of
from opinions.drafts import consulted, ids_by_number, numbers_by_id, texts
from opinions.grouping import Letter, Reading, work_list
from opinions.grouping import group as compute
from opinions.groups import BY_MACHINE, Event, Grouping, Move, undone
from opinions.importers.words import clause_named
from opinions.moves import events, grouping
from opinions.points import Read, read
from opinions.register import NotOpen, Register, Window, window
from web.desk.asking import Asked, Stop, unless
from web.desk.item import seen

MOST_READ = 5_000
"""Points of which the rare ones are looked for while somebody waits; of more, only by clause and size."""
_READINGS: dict[tuple[str, str, int, int], tuple[Reading, ...]] = {}
"""The order of reading as last worked out, by place, item, round and how many points there were."""


@dataclass(frozen=True)
class Round:
    """A round of a consultation, as one person at the desk sees it."""

    asked: Asked
    dossier: Dossier
    window: Window

    @classmethod
    def of(cls, asked: Asked) -> "Round":
        """The one that an address names. Raises Stop: no such item, not his to see, or nothing announced."""
        dossier = seen(asked)
        try:
            return cls(asked, dossier, window(dossier))
        except NotOpen as why:
            raise Stop(409, "还没有征求意见", str(why)) from why

    @property
    def item(self) -> str:
        """Its id."""
        return self.dossier.id

    @property
    def no(self) -> int:
        """Which round it is."""
        return self.window.round

    @property
    def home(self) -> str:
        """The address of its page."""
        return f"/shixiang/{self.item}/yijian"

    @cached_property
    def register(self) -> Register:
        """The register of the office."""
        return Register(self.asked.desk.ledger.engine)

    @cached_property
    def _as_it_stands(self) -> tuple[Read, Grouping, list[Event]]:
        with self.register.engine.connect() as connection:
            return (
                read(connection, self.item, self.no),
                grouping(connection, self.item, self.no),
                events(connection, self.item, self.no),
            )

    @property
    def read(self) -> Read:
        """Its points, and the letters that cannot be used."""
        return self._as_it_stands[0]

    @property
    def groups(self) -> Grouping:
        """How they are grouped."""
        return self._as_it_stands[1]

    @cached_property
    def subjects(self) -> dict[str, Subject]:
        """What is to be answered, by its code."""
        return subjects_of(self.read.points, self.groups)

    @cached_property
    def given(self) -> dict[str, Given]:
        """The answers that hold."""
        with self.register.engine.connect() as connection:
            return answers_to(connection, self.item, self.no, self.subjects)

    @cached_property
    def flags(self) -> dict[str, list[Flag]]:
        """What should be looked at again, by what is answered."""
        found: dict[str, list[Flag]] = {}
        for flag in flags(self.subjects, self.given):
            found.setdefault(flag.subject, []).append(flag)
        return found

    @cached_property
    def _consulted(self) -> Draft | None:
        return consulted(self.asked.desk.ledger, self.item)

    @cached_property
    def draft(self) -> list[str]:
        """The clauses of the draft that was consulted on."""
        return texts(self._consulted)

    @cached_property
    def numbers(self) -> dict[str, str]:
        """What the draft calls its clauses, by their ids."""
        return numbers_by_id(self._consulted)

    @cached_property
    def ids(self) -> dict[int, str]:
        """The clauses by the numbers that they bear."""
        return ids_by_number(self._consulted)

    def clause(self, anchor: str) -> str:
        """What people call a clause."""
        return clause_named(anchor, self.numbers)

    def why_not(self, what: Handling) -> str:
        """Why one may not do this here, with the article; empty where he may."""
        no = may_handle(self.asked.person, self.dossier, what)
        return (
            f"{no.because}（{law.cite(no.source)}）"
            if no and no.source
            else no.because
            if no
            else ""
        )

    def unless(self, what: Handling) -> None:
        """Raises Stop where one may not do this here."""
        unless(may_handle(self.asked.person, self.dossier, what))

    def in_order(self) -> list[Subject]:
        """What is to be answered in the order in which it is read: by clause, the largest groups first, and
        every tenth the rarest that was not read yet."""
        lead = {subject.lead.id: subject for subject in self.subjects.values()}
        by_clause = sorted(
            lead,
            key=lambda id_: (_place(lead[id_].lead.clause), -len(lead[id_].points), len(id_), id_),
        )
        return [lead[id_] for id_ in work_list(by_clause, self._rarest()) if id_ in lead]

    def _rarest(self) -> tuple[Reading, ...]:
        points = self.read.points
        if len(points) > MOST_READ:
            return ()
        key = str(self.asked.desk.office.home), self.item, self.no, len(points)
        if key not in _READINGS:
            letters = [Letter(p.id, p.text, p.clause) for p in points.values()]
            for old in [one for one in _READINGS if one[:3] == key[:3]]:
                _READINGS.pop(old, None)
            _READINGS[key] = compute(letters, self.draft).readings
        return _READINGS[key]

    def undoable(self, code: str) -> list[Event]:
        """What people did with a group, or with the points in it, the newest first."""
        points = {point.id for point in self.subjects[code].points}
        before = self._as_it_stands[2]
        gone = undone(before)
        return [
            one
            for one in reversed(before)
            if one.kind not in BY_MACHINE | {Move.UNDO}
            and one.no not in gone
            and _is_of(one, code, points)
        ]


def _place(anchor: str) -> tuple[bool, int, str]:
    """Clauses in their order; what is said of the whole comes last."""
    digits = anchor[1:].partition("k")[0]
    return not digits.isdecimal(), int(digits) if digits.isdecimal() else 0, anchor


def _is_of(event: Event, code: str, points: set[str]) -> bool:
    said = event.said
    codes = {said.get("group"), said.get("into"), said.get("new"), *said.get("from", ())}
    return code in codes or bool(points & set(said.get("points", ())))
