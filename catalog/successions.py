"""Units renamed, merged, split or abolished (机构改革): who goes on in whose place.

What a unit owed its heirs owe; the names of before are still its own where two records are compared.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from catalog.annual import Reform
from catalog.item import Unit
from catalog.names import bare


def heirs(unit: str, reforms: Iterable[Reform]) -> tuple[str, ...]:
    """Who goes on in a unit's place, through as many reforms as there were; itself where none was."""
    now = [unit]
    for reform in sorted(reforms, key=lambda one: one.since):
        now = [
            heir
            for name in now
            for heir in (reform.successors if bare(name) == bare(reform.unit) else (name,))
        ]
    return tuple(dict.fromkeys(now))


def concerning(reforms: Iterable[Reform], day: date) -> tuple[Reform, ...]:
    """The reforms that concern names given on a day: where a later one had brought a name back by then,
    what became of its bearer before is over."""
    known = tuple(reforms)

    def came_back(one: Reform) -> bool:
        return any(
            one.since < later.since <= day and bare(one.unit) in map(bare, later.successors)
            for later in known
        )

    return tuple(one for one in known if not came_back(one))


def former(unit: str, reforms: Iterable[Reform]) -> tuple[str, ...]:
    """The units in whose place a unit goes on, by the names that they had."""
    known = tuple(reforms)
    gone = (reform.unit for reform in known)
    names = (name for name in gone if bare(unit) in map(bare, heirs(name, known)) and name != unit)
    return tuple(dict.fromkeys(names))


def names(units: Iterable[str], reforms: Iterable[Reform]) -> Iterator[str]:
    """Every name under which some units are known: what they are called now, and what before."""
    known = tuple(reforms)
    for unit in units:
        yield unit
        for heir in heirs(unit, known):
            yield heir
            yield from former(heir, known)


def called(unit: str, reforms: Iterable[Reform]) -> str:
    """A unit as a page names it: 养老服务和儿童福利处（原养老服务处）; unchanged where none was reformed."""
    now = heirs(unit, reforms)
    return unit if now in {(unit,), ()} else f"{'、'.join(now)}（原{unit}）"


def as_they_are(units: Iterable[Unit], reforms: Iterable[Reform]) -> tuple[Unit, ...]:
    """Units with their heirs in their place, each once; who led goes on leading."""
    known, found = tuple(reforms), dict[str, Unit]()
    for unit in units:
        for heir in heirs(unit.name, known):
            found.setdefault(heir, unit.model_copy(update={"name": heir}))
    return tuple(found.values())
