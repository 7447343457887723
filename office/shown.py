"""Which editions were out since when: what tells a page since when something is public.

It reads of the acts that sealing and taking back leave what a page needs, and knows no more of them.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import ClassVar

from pydantic import AwareDatetime, ConfigDict

from catalog.dossier import Shown
from catalog.timezone import local_day
from office.settings.installation import Office
from storage.acts import Act

READ_IN_PART = ConfigDict(extra="ignore")


class _Place(Act):
    model_config = READ_IN_PART

    position: int


class _Seal(Act):
    model_config = READ_IN_PART

    number: int
    as_of: date
    published_at: AwareDatetime
    ledger: _Place


class _Out(Act):
    """An edition that was sealed; all of it is office.editions.proof.record.EditionOut."""

    model_config = READ_IN_PART
    KIND: ClassVar[str] = "edition"

    seal: _Seal
    out_noted: bool = False


class _Noted(Act):
    """That one was out; all of it is office.editions.history.BroughtOut."""

    model_config = READ_IN_PART
    KIND: ClassVar[str] = "edition-out"

    number: int


class _Back(Act):
    """One that was taken back; all of it is office.editions.history.Withdrawn."""

    model_config = READ_IN_PART
    KIND: ClassVar[str] = "withdrawal"

    number: int


def shown_by(office: Office) -> tuple[Shown, ...]:
    """The editions of an office that went out, oldest first; one that was sealed and never brought out is none."""
    return _shown_by(office, office.ledger().acts.position)


@lru_cache(2)
def _shown_by(office: Office, _acts: int) -> tuple[Shown, ...]:
    """Read once for a state of the acts."""
    acts = office.ledger().acts
    back = {done.act.number: local_day(done.at) for done in acts.of(_Back)}
    noted = {done.act.number: done.at for done in reversed(acts.of(_Noted))}
    dated = ((one.act.seal, _out_at(one.act, noted)) for one in acts.of(_Out))
    return tuple(
        Shown(
            number=seal.number,
            at=out,
            as_of=seal.as_of,
            position=seal.ledger.position,
            back_on=back.get(seal.number),
        )
        for seal, out in dated
        if out
    )


def _out_at(act: _Out, noted: Mapping[int, datetime]) -> datetime | None:
    """Since when an edition was out; None where it never was."""
    return noted.get(act.seal.number) if act.out_noted else act.seal.published_at
