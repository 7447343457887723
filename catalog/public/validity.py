"""The days on which a page changes by itself, and since when it has stood as it is.

They follow from what is on file alone, not from the day of asking: so a page that was built on one
day and not built again is the page that would be built on the next.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from catalog import law, lifecycle
from catalog.dossier import Dossier
from catalog.item import planned_end
from catalog.passport import passport
from catalog.periods import last_day_to_publish
from catalog.record import Entry, Frozen
from catalog.stages.consultation import (
    AdoptionStatement,
    Extension,
    Notice,
    last_day,
    moved_closings,
)
from catalog.timezone import local_day

ONE_DAY = timedelta(days=1)


class Interval(NamedTuple):
    """The day from which a page has stood as it is, and the next on which it changes by itself."""

    since: date
    until: date | None


def standing(dossier: Dossier, as_of: date) -> Interval:
    """How long the page of an item stands. Give the dossier as it stood on that day."""
    turns = turning_days(dossier)
    happened = {local_day(entry.at) for entry in dossier.entries} | turns
    since = max((day for day in happened if day <= as_of), default=as_of)
    return Interval(since, min((day for day in turns if day > as_of), default=None))


def turning_days(dossier: Dossier) -> set[date]:
    """Every day on which something about an item begins to be true, or is over."""
    last = {day for entry in dossier.entries for day in _last_days(entry)}
    end = planned_end(lifecycle.planned(dossier))
    last |= {end} if end else set()
    if dossier.entries:
        filed = local_day(dossier.entries[-1].at)
        awaited = lifecycle.awaiting(dossier, filed)
        last |= {one.due for one in awaited if one.due}
        last |= {one.period.end for one in awaited if one.period}
        last |= {duty.due_on for duty in passport(dossier, filed) if duty.due_on}
    begun = {day for entry in dossier.entries for day in _dates(entry.record)}
    begun |= {reform.since for reform in dossier.reforms}
    begun |= {moved.on for _, moved in moved_closings(dossier)}
    return begun | {day + ONE_DAY for day in last} | _law_days()


def _last_days(entry: Entry) -> Iterator[date]:
    """Days of a record that are the last of something."""
    record = entry.record
    if isinstance(record, Notice | Extension) and record.closes_on:
        yield from (record.closes_on, last_day(record.closes_on))
    for name in ("reviewed_on", "assessed_on", "evaluated_on", "held_on"):
        done = getattr(record, name, None)
        if done and (last := last_day_to_publish(done)):
            yield last
    if isinstance(record, AdoptionStatement) and (last := last_day_to_publish(local_day(entry.at))):
        yield last


@cache
def _law_days() -> frozenset[date]:
    """Days on which a number or a text of the law begins, or is no longer, in force."""
    spans = [(p.since, p.until) for found in law.PARAMETERS.values() for p in found]
    texts = ((s.in_force_from, s.in_force_to) for s in law.SOURCES.values())
    spans += [(since, until) for since, until in texts if since]
    ended = {until + ONE_DAY for _, until in spans if until}
    return frozenset(ended | {since for since, _ in spans})


def _dates(value: object) -> Iterator[date]:
    """Every date inside a record, however deep."""
    if isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from _dates(getattr(value, name))
    elif isinstance(value, tuple):
        for part in value:
            yield from _dates(part)
    elif isinstance(value, date):
        yield value
