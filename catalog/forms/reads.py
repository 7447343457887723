"""Which fields of a record a rule reads: beside which a form says what the rule found.

A rule is a function of the record; its source says `record.closes_on`. Most rules read one or two; those
about order read none, and are told at the top of the form.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType
from typing import Any

from catalog.forms.fields import fields_of
from catalog.rules import RULES

DEEPEST = 3
"""Functions within functions that are handed the record."""


@cache
def fields_read(rule: str) -> tuple[str, ...]:
    """The names of the fields that a rule reads, those first that it says itself that it asks for.

    Empty where there is no such rule: an order of stages is none of a paper.
    """
    found = RULES.get(rule)
    if found is None:
        return ()
    known = {name for on in found.on for name in fields_of(on)}
    said = (name.rpartition(".")[2] for name in (*found.demands, *found.wants, *found.may_demand))
    read = (name for name in _attributes(found.check, 0, DEEPEST) if name in known)
    named = dict.fromkeys([*(name for name in said if name in known), *read])
    return tuple(name for name in named if name not in {"reasons"})


def _attributes(function: Callable[..., Any], argument: int, deep: int) -> Iterator[str]:
    """The attributes of one of its arguments that a function reads, or hands to others to read."""
    body = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    if not isinstance(body, ast.FunctionDef) or argument >= len(body.args.args):
        return
    name = body.args.args[argument].arg
    for node in ast.walk(body):
        if isinstance(node, ast.Attribute) and _is(node.value, name):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and deep:
            called = inspect.unwrap(function).__globals__.get(node.func.id)
            for n, given in enumerate(node.args):
                if isinstance(called, FunctionType) and _is(given, name):
                    yield from _attributes(called, n, deep - 1)


def _is(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name
