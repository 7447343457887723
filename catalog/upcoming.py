"""What goes public in the days to come, as far as what is on file and the law say: 近期公开."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from catalog.dossier import Dossier
from catalog.lifecycle import secret
from catalog.progress import awaiting_rows
from catalog.public.documents import released_on
from catalog.public.events import TOLD
from catalog.stages import STEPS


class Upcoming(NamedTuple):
    """Something that the public can read of from a day on, or by that day at the latest."""

    on: date
    item: str
    what: str
    step: str
    turn: str
    """Who is to file it; empty where it is on file and waits for its day."""
    because: str
    """The arithmetic of a last day, or empty."""
    article: str


def week_after(today: date) -> date:
    """The Sunday of next week: until then one looks ahead on a Monday morning, and on every other."""
    return today + timedelta(days=13 - today.weekday())


def upcoming(dossier: Dossier, today: date, until: date) -> Iterator[Upcoming]:
    """What of an item goes public after a day and until another, by its date.

    What is on file and waits for the day that it names; and what is to be filed and published by a
    last day that the law sets (or the plan) and that has not passed: what has is late, not to come.
    An item that is not disclosed as a whole has nothing here (711-14).
    """
    if secret(dossier):
        return
    yield from sorted([*_on_file(dossier, today, until), *_to_be_filed(dossier, today, until)])


def _on_file(dossier: Dossier, today: date, until: date) -> Iterator[Upcoming]:
    for entry in dossier.in_force:
        day = released_on(entry, until) if entry.step in TOLD else None
        if day and today < day:
            yield Upcoming(day, dossier.id, STEPS[entry.step].title, entry.step, "", "", "")


def _to_be_filed(dossier: Dossier, today: date, until: date) -> Iterator[Upcoming]:
    for row in awaiting_rows(dossier, today):
        opens, due = row["opens_on"] or today, row["due"]
        if row["step"] in TOLD and due and opens <= until and today <= due <= until:
            yield Upcoming(
                due, dossier.id, row["title"], row["step"], row["turn"],
                row["due_because"], row["due_article"],
            )  # fmt: skip
