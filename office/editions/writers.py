"""Who wrote what is made public of an item without filing it: what the register of opinions says, and that
the pages of a scan were looked at."""

from collections.abc import Iterator
from functools import cached_property

from sqlalchemy import select, true

from catalog.record import Actor
from office.editions.looked import LookedAt
from opinions.points import LayerKind
from storage.ledger import Ledger
from storage.register.tables import (
    ANSWERS,
    BATCHES,
    CONFIRMATIONS,
    GROUP_EVENTS,
    LAYERS,
    POINTS,
    SUBMISSIONS,
)

_MOVED = GROUP_EVENTS.c.run == 0
"""What a person moved; the moves of a run are the machine's."""
_LAID = LAYERS.c.kind.in_([*LayerKind])
"""What becomes of a letter's words; objections and their answers are never public."""


class Writers:
    """Asked by item or year; what is read for all of them is read once."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def of(self, id_: str) -> set[Actor]:
        """Who wrote anything of it. What he wrote goes out with an entry that another one files."""
        return {*self._register.get(id_, ()), *self._lookers(id_)}

    @cached_property
    def _register(self) -> dict[str, set[Actor]]:
        """Who answered, agreed to answers, grouped, split, covered or transcribed, by item."""
        found: dict[str, set[Actor]] = {}
        letters = SUBMISSIONS.join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        queries = [
            *(select(table.c.item, table.c.actor) for table in (ANSWERS, CONFIRMATIONS)),
            select(GROUP_EVENTS.c.item, GROUP_EVENTS.c.actor).where(_MOVED),
            *(
                select(BATCHES.c.item, table.c.actor)
                .select_from(letters.join(table, table.c.submission == SUBMISSIONS.c.position))
                .where(told)
                for table, told in ((LAYERS, _LAID), (POINTS, true()))
            ),
        ]
        with self._ledger.engine.connect() as connection:
            for query in queries:
                for item, actor in connection.execute(query.distinct()):
                    found.setdefault(item, set()).add(Actor.model_validate_json(actor))
        return found

    def _lookers(self, id_: str) -> Iterator[Actor]:
        """Whoever said that a file of it holds nothing that may not be public."""
        if not self._looked:
            return
        for entry in self._ledger.load(id_).entries:
            for document in entry.record.documents:
                yield from self._looked.get(document.digest, ())

    @cached_property
    def _looked(self) -> dict[str, set[Actor]]:
        found: dict[str, set[Actor]] = {}
        for done in self._ledger.acts.of(LookedAt):
            found.setdefault(done.act.file, set()).add(done.actor)
        return found
