"""The house: no circle of files anywhere, and every folder says what lives there."""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("catalog", "storage", "pages", "opinions", "checks", "office", "flows", "web", "cli")
FILES = {path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in FILES
}


def imports(path: Path) -> Iterator[Path]:
    """The files that a file names, at its top, within functions and for types alone."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (MODULES[a.name] for a in node.names if a.name in MODULES)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found = MODULES.get(f"{node.module}.{alias.name}") or MODULES.get(str(node.module))
                if found:
                    yield found


def test_no_file_imports_itself_by_way_of_others() -> None:
    graph = {path: set(imports(path)) for path in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" <- ".join(str(path.relative_to(ROOT)) for path in circle.args[1]))


@pytest.mark.parametrize("folder", sorted({path.parent for path in FILES}), ids=lambda f: f.name)
def test_a_folder_says_what_lives_there(folder: Path) -> None:
    if "migrations" not in folder.parts:
        assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))


def test_nobody_but_ids_takes_an_id_apart() -> None:
    """`demo-2026-03` and `consultation.notice` are parsed in catalog/ids.py alone."""
    cut = {"partition", "rpartition", "split", "rsplit"}
    found = [
        str(path.relative_to(ROOT))
        for path in FILES - {ROOT / "catalog" / "ids.py"}
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in cut
        and any(isinstance(a, ast.Constant) and a.value == "-" for a in node.args)
    ]
    others = {"flows/suspend.py", "cli/law.py"}  # keys of the engine, ids of rules
    assert set(found) <= others, "see catalog/ids.py"
