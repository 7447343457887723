"""Which rules ask for a field that a record may be without by its shape, and how a form says so."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from catalog.forms.fields import Field
from catalog.record import Frozen
from catalog.rules import RULES, Rule
from catalog.stages import STEPS

MUST = "必填"


class Asked(NamedTuple):
    """The rules that refuse a record without the field: always, at times, until a reason is given."""

    always: tuple[Rule, ...]
    at_times: tuple[Rule, ...]
    unless_excused: tuple[Rule, ...]


def asked(field: Field) -> Asked:
    """What the rule book asks of a field."""
    return _asked(field.of, field.name)


@cache
def _asked(model: type[Frozen], name: str) -> Asked:
    on = [rule for rule in RULES.values() if issubclass(model, rule.on)]
    named = {name, f"{model.__name__}.{name}"}
    return Asked(
        tuple(rule for rule in on if named & {*rule.demands}),
        tuple(rule for rule in on if named & {*rule.may_demand}),
        tuple(rule for rule in on if named & {*rule.wants}),
    )


def must(field: Field) -> bool:
    """Say whether a usual record is refused without the field, by its shape or by a rule."""
    return field.required or bool(asked(field).always)


def needed(field: Field) -> str:
    """Whether a field must be filled in, and which rules say so; empty where it need not."""
    return MUST if field.required else "，".join(_told(asked(field)))


def _told(by: Asked) -> Iterator[str]:
    if by.always:
        yield f"{MUST}（{_ids(by.always)}）"
        return
    if by.at_times:
        yield f"视情况{MUST}（{_ids(by.at_times)}）"
    if by.unless_excused:
        yield f"不填的要说明理由（{_ids(by.unless_excused)}）"


def _ids(rules: tuple[Rule, ...]) -> str:
    return "、".join(rule.id for rule in rules)


def rules_on(step_id: str) -> list[Rule]:
    """The rules that read what is filed at a step, by id."""
    record = STEPS[step_id].record
    found = (r for r in RULES.values() if issubclass(record, r.on) and not r.id.startswith("FIL-"))
    return sorted(found, key=lambda rule: rule.id)
