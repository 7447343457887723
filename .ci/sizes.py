"""List the modules, functions and templates that no longer fit a head."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOMS = ("catalog", "storage", "pages", "opinions", "checks", "office", "flows", "web", "cli")
MODULE, FUNCTION, TEMPLATE = 200, 25, 80  # lines beyond which it is worth a look
MODULE_LIMIT = 400  # lines beyond which the check fails


def files(*places: str) -> Iterator[Path]:
    """The named files, and every file under the named folders."""
    for place in map(Path, places):
        found = [place] if place.is_file() else place.rglob("*")
        yield from sorted(path for path in found if path.is_file())


def line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def long_functions(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION:
                yield lines, f"{path}:{node.lineno} {node.name}"


def long_files(paths: list[Path], limit: int) -> list[tuple[int, str]]:
    return [(lines, str(path)) for path in paths if (lines := line_count(path)) > limit]


def show(kind: str, limit: int, found: list[tuple[int, str]]) -> None:
    if found:
        print(f"{kind} over {limit} lines:")
    for lines, name in sorted(found, reverse=True):
        print(f"  {lines:4} {name}")


def main() -> int:
    modules = [path for path in files(*ROOMS) if path.suffix == ".py"]
    templates = [path for path in files("templates") if "static" not in path.parts]
    too_long = long_files(modules, MODULE_LIMIT)
    show("modules", MODULE, long_files(modules, MODULE))
    show("functions", FUNCTION, [hit for path in modules for hit in long_functions(path)])
    show("templates", TEMPLATE, long_files(templates, TEMPLATE))
    print(f"sizes: {len(modules)} modules, {len(too_long)} over the limit of {MODULE_LIMIT} lines")
    return 1 if too_long else 0


if __name__ == "__main__":
    sys.exit(main())
