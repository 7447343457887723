"""Which rules ask for a field that a record may be without by its shape, and how a form says so."""

from functools import cache
from typing import NamedTuple

from catalog.forms.fields import Field, fields_of
from catalog.rules import RULES, Rule
from catalog.stages import STEPS

MUST = "必填"


class Asked(NamedTuple):
    """The rules that refuse a record without the field: always, at times, until a reason is given."""

    always: tuple[Rule, ...]
    at_times: tuple[Rule, ...]
    unless_excused: tuple[Rule, ...]


@cache
def asked(field: Field) -> Asked:
    """What the rule book asks of a field."""
    on = [rule for rule in RULES.values() if issubclass(field.of, rule.on)]
    named = {field.name, f"{field.of.__name__}.{field.name}"}
    return Asked(
        tuple(rule for rule in on if named & {*rule.demands}),
        tuple(rule for rule in on if named & {*rule.may_demand}),
        tuple(rule for rule in on if named & {*rule.wants}),
    )


def must(field: Field) -> bool:
    """Say whether a usual record is refused without the field, by its shape or by a rule."""
    return field.required or bool(asked(field).always)


def only_where(field: Field) -> str:
    """By which answer of the field beside it a field is asked for; empty where it always is."""
    name, answers = field.opened_by
    if not name:
        return ""
    beside = fields_of(field.of)[name].title
    said = "、".join(f"“{answer}”" for answer in answers)
    return f"“{beside}”{f'是{said}的' if said else '填了的'}才填"


def needed(field: Field) -> str:
    """Whether a field must be filled in, and which rules say so; empty where it need not."""
    if field.required:
        return MUST
    always, at_times, excused = ("、".join(rule.id for rule in rules) for rules in asked(field))
    if always:
        return f"{MUST}（{always}）"
    only = only_where(field)
    told = [*([only] if only else []), *([f"视情况{MUST}（{at_times}）"] if at_times else [])]
    return "，".join([*told, f"不填的要说明理由（{excused}）"] if excused else told)


def rules_on(step_id: str) -> list[Rule]:
    """The rules that read what is filed at a step, by id."""
    record = STEPS[step_id].record
    found = (r for r in RULES.values() if issubclass(record, r.on) and not r.id.startswith("FIL-"))
    return sorted(found, key=lambda rule: rule.id)
