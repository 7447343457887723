"""A life in which every text that somebody may write freely holds the same piece."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from pydantic import BaseModel, ValidationError

from catalog.dossier import Dossier
from catalog.public.year import Year
from catalog.record import Entry
from pages.html.theme import SiteContext
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, SITE, STORE, catalog_dossier, correction, samples
from tests.pages.edition import Edition, build

Way = tuple[str | int, ...]

NOT_WRITTEN = {"digest", "rule", "article", "source", "id", "site_domain", "site_id_code"}
"""Texts that name something: what is put into them names nothing."""
LIVES = ("consulting", "in_force", "evaluated", "withdrawn", "terminated", "exempt")


def pieced(text: str) -> str:
    """The piece: in brackets, so that nothing at its ends is trimmed."""
    return f"〔{text}〕"


def everywhere(text: str) -> Edition:
    """A site with the piece in every free text of its lives, their opinions and its catalog."""
    lives = [life(samples()[name], text) for name in LIVES]
    year = Year(life(catalog_dossier(), text), lives)
    return build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE}))


def life(dossier: Dossier, text: str) -> Dossier:
    """The dossier with the piece in every free text, and a correction at its end."""
    entries = [_entry(entry, text) for entry in dossier.entries]
    last = entries[-1]
    again = last.model_copy(
        update={"seq": last.seq + 1, "amends": correction(f"更正{pieced(text)}")}
    )
    rounds = {n: tuple(_with(o, text) for o in all_) for n, all_ in dossier.opinions.items()}
    return Dossier(dossier.id, (*entries, again), dossier.catalog, rounds)


def _entry(entry: Entry, text: str) -> Entry:
    return entry.model_copy(update={"record": _with(entry.record, text)})


def _with(model: Any, text: str) -> Any:
    told = model.model_dump(mode="json")
    for way in _free(type(model), model.model_dump_json()):
        _put(told, way, _at(told, way) + pieced(text))
    return type(model).model_validate(told)


@cache
def _free(kind: type[BaseModel], written: str) -> tuple[Way, ...]:
    """The places where the model takes any text."""
    whole = kind.model_validate_json(written).model_dump(mode="json")
    return tuple(way for way in _texts(whole) if _takes(kind, written, way))


def _takes(kind: type[BaseModel], written: str, way: Way) -> bool:
    told = kind.model_validate_json(written).model_dump(mode="json")
    _put(told, way, _at(told, way) + pieced("字"))
    try:
        kind.model_validate(told)
    except ValidationError:
        return False
    return True


def _texts(of: Any, way: Way = ()) -> Iterator[Way]:
    if isinstance(of, str) and of and way[-1] not in NOT_WRITTEN:
        yield way
    pairs = of.items() if isinstance(of, dict) else enumerate(of if isinstance(of, list) else ())
    for key, value in pairs:
        yield from _texts(value, (*way, key))


def _at(of: Any, way: Way) -> Any:
    for key in way:
        of = of[key]
    return of


def _put(of: Any, way: Way, value: str) -> None:
    _at(of, way[:-1])[way[-1]] = value
