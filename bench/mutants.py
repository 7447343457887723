"""Mutation testing: `python -m bench.mutants [module...]` spoils one expression at a time, runs the tests.

The tests are collected once; each mutant is put into a fork of the process, where they run until one
fails. A mutant that no test notices has survived: MUTANTS.md says why. Words are not spoiled: what a
message says is read by tests of their own.
"""

import ast
import importlib
import os
import signal
import sys
import types
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from catalog import rules
from catalog.rules.base import RULES

ROOT = Path(__file__).parents[1]
RULE_TESTS = "tests/catalog/rules"
TARGETS = {
    "catalog/working_days.py": ["tests/catalog/test_clock.py", "tests/law/test_edges.py"],
    "catalog/clock.py": ["tests/catalog/test_clock.py", "tests/law/test_edges.py"],
    "catalog/successions.py": ["tests/catalog/test_successions.py"],
    "catalog/rules/hearing.py": [f"{RULE_TESTS}/test_consultation.py"],
    "catalog/rules/consultation.py": [f"{RULE_TESTS}/test_consultation.py"],
    "catalog/rules/adoption.py": [f"{RULE_TESTS}/test_consultation.py"],
    "catalog/rules/participation.py": [
        f"{RULE_TESTS}/test_participation.py",
        f"{RULE_TESTS}/test_consultation.py",
    ],
    "catalog/rules/attendance.py": [f"{RULE_TESTS}/test_decision.py"],
    "catalog/rules/decision.py": [f"{RULE_TESTS}/test_decision.py", "tests/law/test_edges.py"],
    "catalog/rules/disclosure.py": [f"{RULE_TESTS}/test_disclosure.py"],
    "catalog/rules/entry.py": [f"{RULE_TESTS}/test_entry.py", f"{RULE_TESTS}/test_planning.py"],
    "catalog/rules/corrections.py": [
        f"{RULE_TESTS}/test_decision.py",
        f"{RULE_TESTS}/test_legality_review.py",
    ],
    "catalog/rules/freshness.py": [
        f"{RULE_TESTS}/test_decision.py",
        f"{RULE_TESTS}/test_legality_review.py",
    ],
    "catalog/rules/drafting.py": [
        f"{RULE_TESTS}/test_drafting.py",
        f"{RULE_TESTS}/test_decision.py",
    ],
    "catalog/rules/evaluation.py": [f"{RULE_TESTS}/test_evaluation.py"],
    "catalog/rules/expert_review.py": [f"{RULE_TESTS}/test_expert_review.py"],
    "catalog/rules/legality_review.py": [f"{RULE_TESTS}/test_legality_review.py"],
    "catalog/rules/risk_assessment.py": [f"{RULE_TESTS}/test_risk_assessment.py"],
    "catalog/rules/starting.py": [f"{RULE_TESTS}/test_entry.py"],
    "catalog/rules/filing.py": [f"{RULE_TESTS}/test_filing.py"],
    "catalog/rules/papers.py": [f"{RULE_TESTS}/test_filing.py", f"{RULE_TESTS}/test_decision.py"],
    "catalog/rules/planning.py": [f"{RULE_TESTS}/test_planning.py"],
    "catalog/rules/redaction.py": [f"{RULE_TESTS}/test_redaction.py"],
}
"""The tests that know each module best, asked first; what they let live, all tests of the law are asked."""
FURTHER = [
    "tests/catalog/test_successions.py",
    RULE_TESTS,
    "tests/law/test_edges.py",
    "tests/law/test_ways_round.py",
]
TIMEOUT = 60  # seconds; a mutant that never ends is noticed too
SWAPS: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
# Rules are entered with these: their words, sources and bounds are held by the rule book's tests.
DECORATORS = {"gate", "Field"}


class Mutant(NamedTuple):
    """One spoiled expression."""

    path: str
    line: int
    was: str
    now: str
    source: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}  {self.was}  ->  {self.now}"


def mutants(path: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    annotations = {*_annotations(tree)}
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and not (
            node in annotations or _is_left_alone(node)
        ):
            was = ast.unparse(node).split("\n")[0]
            for _ in _spoil(node):
                now = ast.unparse(node).split("\n")[0]
                yield Mutant(path, node.lineno, was, now, ast.unparse(tree))


def _annotations(tree: ast.AST) -> Iterator[ast.AST]:
    """What stands in the place of a type: mypy reads it, and a local one is never run."""
    for node in ast.walk(tree):
        for place in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if place:
                yield from ast.walk(place)


def _is_left_alone(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and (node.func.id in DECORATORS)
    )


def _spoil(node: ast.AST) -> Iterator[None]:
    """Spoil a node in place, once for each way; it is whole again when asked for the next."""
    match node:
        case ast.Compare(ops=[op]) if type(op) in SWAPS:
            yield from _with(node, "ops", [SWAPS[type(op)]()])
        case ast.Compare(ops=[first, *rest]) if type(first) in SWAPS:
            yield from _with(node, "ops", [SWAPS[type(first)](), *rest])
            yield from _with(node, "ops", [first, *(SWAPS[type(op)]() for op in rest)])
        case ast.BoolOp(op=op) | ast.BinOp(op=op) if type(op) in SWAPS:
            yield from _with(node, "op", SWAPS[type(op)]())
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield from _with(node, "operand", ast.UnaryOp(ast.Not(), operand))
        case ast.Constant(value=bool(value)):
            yield from _with(node, "value", not value)
        case ast.Constant(value=int(value)):
            yield from _with(node, "value", value + 1)
        case ast.If(test=test) | ast.IfExp(test=test):
            yield from _with(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Return(value=ast.expr() as value) if not _is_none(value):
            yield from _with(node, "value", ast.Constant(None))


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _with(node: ast.AST, name: str, new: object) -> Iterator[None]:
    old = getattr(node, name)
    setattr(node, name, new)
    yield
    setattr(node, name, old)


def put_in(module: types.ModuleType, source: str) -> None:
    """Spoil a module that is loaded: its functions run the spoiled code, wherever they are known."""
    others = {id_: held for id_, held in RULES.items() if held.check.__module__ != module.__name__}
    own = [id_ for id_ in RULES if id_ not in others]
    for id_ in own:
        del RULES[id_]
    spoiled = types.ModuleType(module.__name__)
    spoiled.__file__ = module.__file__
    exec(compile(source, str(module.__file__), "exec"), spoiled.__dict__)
    for name, now in vars(spoiled).items():
        was = vars(module).get(name)
        if isinstance(was, types.FunctionType) and isinstance(now, types.FunctionType):
            was.__code__, was.__defaults__ = now.__code__, now.__defaults__
            was.__kwdefaults__ = now.__kwdefaults__
        elif not name.startswith("__") and not isinstance(now, type | types.ModuleType):
            setattr(module, name, now)
    rules._rules_for.cache_clear()


class Trials:
    """In place of running the tests once: run them against every mutant of a module."""

    def __init__(self, path: str, found: list[Mutant]) -> None:
        self.found, self.alive = found, list[Mutant]()
        self.module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        self.sound = False

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """The tests must pass as they are; then each mutant is tried."""
        self.sound = self._passes(session, None)
        if self.sound:
            self.alive = [m for m in self.found if self._passes(session, m)]
        return True

    def _passes(self, session: pytest.Session, mutant: Mutant | None) -> bool:
        child = os.fork()
        if not child:
            signal.alarm(TIMEOUT)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os._exit(self._run(session, mutant))
        return os.waitpid(child, 0)[1] == 0

    def _run(self, session: pytest.Session, mutant: Mutant | None) -> int:
        session.config.pluginmanager.unregister(name="terminalreporter")
        try:
            if mutant:
                put_in(self.module, mutant.source)
            for item in session.items:
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                if session.testsfailed:
                    return 1
        except BaseException:
            return 1  # whatever goes to pieces was noticed
        return 0


def try_all(path: str, tests: list[str], found: list[Mutant]) -> Trials:
    """Try mutants of one module with some tests."""
    trials = Trials(path, found)
    pytest.main(["-q", "-p", "no:cacheprovider", *tests], plugins=[trials])
    return trials


def main(paths: list[str]) -> int:
    """Print every survivor, and how many were killed in each module."""
    for path in paths or TARGETS:
        found = list(mutants(path))
        first = try_all(path, TARGETS[path], found)
        if not first.sound:
            print(f"{path}: its tests fail without any mutant")
            return 1
        alive = try_all(path, FURTHER, first.alive).alive if first.alive else []
        for mutant in sorted(alive, key=lambda m: m.line):
            print(mutant)
        print(f"{path}: {len(found)} mutants, {len(found) - len(alive)} killed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
