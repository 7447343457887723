"""A single change to the lawful dossier, and the rule that must find it, alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from tests.catalog.rules.lawful import ids, judged


class Fails(NamedTuple):
    """A change that breaks one rule; `also` names what it cannot help breaking besides."""

    rule: str
    says: str
    step: str
    how: dict[str, Any]
    also: tuple[str, ...] = ()

    def is_found(self) -> None:
        """The rule finds it, and no other rule changes its mind."""
        assert ids(judged(self.step, **self.how)) == {self.rule, *self.also}


def fails(rule: str, says: str, step: str, *, also: tuple[str, ...] = (), **how: Any) -> Fails:
    """One row of a table of failures; `how` is what `judged` takes."""
    return Fails(rule, says, step, how, also)


def each(table: Iterable[Fails]) -> pytest.MarkDecorator:
    """Run a test for every row, named by its sentence."""
    return pytest.mark.parametrize(
        "failure", [pytest.param(f, id=f"{f.rule}: {f.says}") for f in table]
    )
