"""Canaries: a value in every text field of a dossier, so that whatever leaves tells where it was."""

import types
from collections.abc import Collection, Iterator
from datetime import date
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from catalog.dossier import Dossier
from catalog.opinion import Opinion
from catalog.private import PRIVATE
from catalog.record import Actor, Document, Frozen, Redaction
from catalog.stages import STEPS

Place = tuple[type[Frozen], str]
TECHNICAL = frozenset({"digest", "draft", "opinion_digest", "planned", "id", "rule"})
"""Texts whose form is fixed; nobody types anything into them."""
FILES = (Document, Redaction)
"""Not made up: their bytes must be in a store."""
MARK = "金丝雀"


class Aviary:
    """Plants values and knows again where each was planted."""

    def __init__(self, places: Collection[Place]) -> None:
        self.places = places
        self.planted: dict[str, Place] = {}

    def value(self, place: Place) -> str:
        """A value for a place, never the same twice."""
        value = f"{MARK}{len(self.planted) + 1:04d}号"
        self.planted[value] = place
        return value

    def in_text(self, text: str) -> set[Place]:
        """The places whose values stand in a text."""
        return {place for value, place in self.planted.items() if value in text}

    def dossier(self, dossier: Dossier) -> Dossier:
        """A dossier with a value in every one of the places, empty fields filled in."""
        entries = tuple(
            entry.model_copy(
                update={"record": self.fill(entry.record), "actor": self.fill(entry.actor)}
            )
            for entry in dossier.entries
        )
        opinions = {k: tuple(map(self.fill, v)) for k, v in dossier.opinions.items()}
        return Dossier(dossier.id, entries, dossier.catalog, opinions)

    def fill(self, of: Any) -> Any:
        """A record with a value in every one of the places, however deep."""
        kind = type(of)
        told = {n: self._told(kind, n, f, getattr(of, n)) for n, f in kind.model_fields.items()}
        return of.model_copy(update=told)

    def _told(self, of: type[Frozen], name: str, field: FieldInfo, old: Any) -> Any:
        inner, many = kind_of(field.annotation)
        if inner is str and (of, name) in self.places:
            return (self.value((of, name)),) if many else self.value((of, name))
        if isinstance(inner, type) and issubclass(inner, Frozen) and self._reaches(inner):
            if not old and inner in FILES:
                return old
            if many:
                return tuple(map(self.fill, old or (made(inner),)))
            return self.fill(old if old is not None else made(inner))
        return old

    def _reaches(self, model: type[Frozen]) -> bool:
        return any(place in self.places for place in texts(model))


@cache
def texts(model: type[Frozen]) -> frozenset[Place]:
    """Every text field of a model and of what it holds."""
    return frozenset(_texts(model))


def _texts(model: type[Frozen]) -> Iterator[Place]:
    for name, field in model.model_fields.items():
        inner, _ = kind_of(field.annotation)
        if inner is str and name not in TECHNICAL:
            yield model, name
        elif isinstance(inner, type) and issubclass(inner, Frozen):
            yield from texts(inner)


def all_texts() -> frozenset[Place]:
    """Every text field that can be on file."""
    models = {step.record for step in STEPS.values()} | {Actor, Opinion}
    return frozenset(place for model in models for place in texts(model))


def private_places() -> frozenset[Place]:
    """Every text field that stays inside."""
    return frozenset((model, name) for model, names in PRIVATE.items() for name in names)


def made(model: type[Frozen]) -> Frozen:
    """An instance of a model with no more than it must have."""
    fields = ((n, f) for n, f in model.model_fields.items() if f.is_required())
    return model(**{name: _some(field) for name, field in fields})


SOME: dict[Any, Any] = {str: "示例", int: 1, bool: False, date: date(2026, 3, 1)}


def _some(field: FieldInfo) -> Any:
    inner, many = kind_of(field.annotation)
    one = SOME.get(inner)
    if one is None:
        one = next(iter(inner)) if issubclass(inner, Enum) else made(inner)
    return (one,) if many else one


def kind_of(annotation: Any) -> tuple[Any, bool]:
    """What a field holds, and whether several."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return kind_of(inner[0])
    if origin in {Union, types.UnionType}:
        return kind_of(next(one for one in inner if one is not type(None)))
    return (kind_of(inner[0])[0], True) if origin is tuple else (annotation, False)
