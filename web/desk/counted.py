"""The adoption statement as the register of opinions gives it, for the form at the desk."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from catalog.dossier import Dossier
from catalog.opinion import Outcome
from catalog.parse import ShapeError
from catalog.record import Actor, Amendment
from catalog.timezone import Clock
from office.exposed import exposed
from opinions.drafts import consulted, numbers_by_id
from opinions.points import read
from opinions.register import Register
from opinions.statement import NotWhole, completed, compute, file
from storage.filing import Filed
from storage.ledger import Ledger
from storage.serialize import opinion_row
from web.forms.read import Typed


class RoundOfLetters(NamedTuple):
    """A round of a consultation whose letters are in the register."""

    ledger: Ledger
    item: str
    round: int

    @classmethod
    def of(cls, ledger: Ledger, dossier: Dossier) -> "RoundOfLetters | None":
        """That of an item now; None where no letter of it is registered: an office may hand in a table."""
        round_ = dossier.round_of("consultation")
        kept = Register(ledger.engine).counts(dossier.id, round_)
        return cls(ledger, dossier.id, round_) if kept else None

    def payload(self, typed: Typed) -> dict[str, Any]:
        """What will be filed with what was typed. Raises ShapeError with every reason why it cannot be yet,
        and with every row that would show who wrote (PIPL-47: the ledger cannot erase)."""
        numbers = numbers_by_id(consulted(self.ledger, self.item))
        with self.ledger.engine.connect() as connection:
            try:
                made = compute(connection, self.item, self.round, numbers=numbers)
            except NotWhole as why:
                raise ShapeError([*typed.faults, *str(why).split("；")]) from why
            points = read(connection, self.item, self.round).points
        contacts = Register(self.ledger.engine).contacts(point.letter for point in points.values())
        if told := list(exposed(made, points, contacts)):
            raise ShapeError([*typed.faults, *told])
        rows = [opinion_row(row.opinion) for row in made.rows]
        return {**completed(made, typed.payload), "opinions": rows}

    def file(
        self, typed: Typed, *, actor: Actor, at: Clock, amends: Amendment | None, entries: int
    ) -> Filed:
        """File it through the one door, and close the round. Raises Refused, Overtaken, ShapeError."""
        self.payload(typed)
        try:
            return file(
                self.ledger, self.item, self.round, typed.payload,
                actor=actor, at=at, amends=amends, entries=entries,
            )  # fmt: skip
        except NotWhole as why:  # somebody answered, or wrote, in between
            raise ShapeError(str(why).split("；")) from why


def counted(payload: Mapping[str, Any]) -> list[str]:
    """What the register gave of a statement, in words."""
    came = [
        f"{one['source']}，{one['channel']}：{one['submissions']}件" for one in payload["received"]
    ]
    outcomes = {one.value: payload["counts"][one.name.lower()] for one in Outcome}
    many = "，".join(f"{name}{n}条" for name, n in outcomes.items() if n)
    lines = [
        *came,
        f"意见{payload['counts']['points']}条，意见表{len(payload['opinions'])}行：{many}",
    ]
    said = (("较集中意见未采纳的原因", "main_reasons"), ("草案修改情况", "draft_changes"))
    return lines + [f"{title}：{payload[name]}" for title, name in said if payload.get(name)]
