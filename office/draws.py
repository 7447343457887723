"""How representatives are called, listed and drawn, for the page of an item: out of the register, as it stood when
the paper on it (公众代表遴选) was filed, so that a page built again years later says the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sqlalchemy import Connection

from catalog.public.item import PublicDossier
from catalog.public.outcome import PublicDraw
from catalog.public.year import DisclosedYear
from office.settings.installation import Office
from opinions.representatives import Choice, digest, last_choice, script


def drawn_years(office: Office, years: Iterable[DisclosedYear]) -> Iterator[DisclosedYear]:
    """The years with the draws of their items."""
    with office.ledger().engine.connect() as connection:
        for year in years:
            yield year._replace(items=tuple(_drawn(connection, item) for item in year.items))


def _drawn(connection: Connection, item: PublicDossier) -> PublicDossier:
    filed_at = item.selection.filed_at if item.selection else None
    there = last_choice(connection, item.id, filed_at) if filed_at else None
    return item.model_copy(update={"draw": draw(there)}) if there else item


def draw(there: Choice) -> PublicDraw:
    """What may be told of a choice: everything but who the people are."""
    call, result = there.call, there.result
    told = PublicDraw(
        name=there.name, topic=call.topic, meets_on=call.meets_on,
        seats=tuple((seat.group, seat.number) for seat in call.seats),
        conditions=call.conditions, signup_ends_on=call.signup_ends_on, rule=call.rule,
        public_draw=call.public_draw, drawn_on=call.drawn_on,
    )  # fmt: skip
    if there.candidates is not None:
        rows = tuple(tuple(line.split("\t")) for line in there.published.splitlines())
        told = told.model_copy(update={"listed": rows, "list_digest": digest(there.published)})
    if result:
        more = {
            "numbers": result.numbers, "seed": result.seed, "script": script(result),
            "chosen": _groups(result.chosen), "alternates": _groups(result.alternates),
        }  # fmt: skip
        told = told.model_copy(update=more)
    return told


def _groups(codes: Mapping[str, Sequence[str]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((group, tuple(some)) for group, some in codes.items())
