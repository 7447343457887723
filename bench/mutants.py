"""Mutation testing: `python -m bench.mutants` spoils one expression at a time and runs the tests.

Works on a copy of the tree. A mutant that no test notices has survived: MUTANTS.md says why.
Words are not spoiled: what a message says is read by tests of their own.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
TARGETS = {
    "catalog/working_days.py": ["tests/catalog/test_clock.py", "tests/law/test_edges.py"],
    "catalog/clock.py": ["tests/catalog/test_clock.py", "tests/law/test_edges.py"],
    "catalog/rules/legality_review.py": ["tests/rules", "tests/law/test_edges.py"],
    "catalog/rules/decision.py": ["tests/rules", "tests/law/test_edges.py"],
}
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
    for node in ast.walk(tree):
        if isinstance(node, ast.expr | ast.stmt) and not _is_left_alone(node):
            was = ast.unparse(node).split("\n")[0]
            for _ in _spoil(node):
                now = ast.unparse(node).split("\n")[0]
                yield Mutant(path, node.lineno, was, now, ast.unparse(tree))


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


def passes(path: str, source: str, home: Path) -> bool:
    """Say whether the tests of a module pass with this source; `home` is a copy of the tree."""
    original = (home / path).read_bytes()
    (home / path).write_text(source, "utf-8")
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    try:
        done = subprocess.run(
            [*command, *TARGETS[path]],
            cwd=home,
            env=os.environ | {"PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=TIMEOUT,
        )
    except subprocess.TimeoutExpired:
        return False
    finally:
        (home / path).write_bytes(original)
    return done.returncode == 0


def survivors(found: list[Mutant], home: Path) -> list[Mutant]:
    """The mutants that no test notices."""
    return [m for m in found if passes(m.path, m.source, home)]


def main(paths: list[str]) -> int:
    """Print every survivor, and how many were killed in each module."""
    with TemporaryDirectory() as folder:
        copies = [Path(folder) / str(n) for n in range(os.cpu_count() or 1)]
        for copy in copies:
            copytree(ROOT, copy, ignore=ignore_patterns(".*", "__pycache__"))
        for path in paths or TARGETS:
            if not passes(path, (ROOT / path).read_text("utf-8"), copies[0]):
                print(f"{path}: its tests fail without any mutant")
                return 1
            found = list(mutants(path))
            shares = [found[n :: len(copies)] for n in range(len(copies))]
            with ThreadPoolExecutor(len(copies)) as pool:
                alive = [m for left in pool.map(survivors, shares, copies) for m in left]
            for mutant in sorted(alive, key=lambda m: m.line):
                print(mutant)
            print(f"{path}: {len(found)} mutants, {len(found) - len(alive)} killed", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
