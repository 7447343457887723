"""The house: no circle of files anywhere, and every folder says what lives there."""

import ast
import re
import subprocess
import tomllib
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


def tracked() -> list[str]:
    """Every path that is kept, from the top; without git, what lies there."""
    told = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if told.returncode == 0:
        return told.stdout.strip("\0").split("\0")
    return [str(path.relative_to(ROOT)) for room in ROOMS for path in (ROOT / room).rglob("*.py")]


TOP = {path.partition("/")[0] for path in tracked() if "/" in path}


def test_every_top_folder_has_its_place_in_every_list_and_on_the_map() -> None:
    """A folder that no contract names could import whatever it likes, unseen by every check."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    with_code = {path.partition("/")[0] for path in tracked() if path.endswith(".py")}
    assert with_code - {"tests", "bench", ".ci"} == set(ROOMS)
    linter = project["importlinter"]
    layers = re.findall(r"\w+", " ".join(linter["contracts"][0]["layers"]))
    makefile = re.search(r"^ROOMS := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    sizes = re.search(r"^ROOMS = (.*)$", (ROOT / ".ci/sizes.py").read_text("utf-8"), re.MULTILINE)
    assert makefile
    assert sizes
    lists = {
        "layers": layers,
        "root_packages": linter["root_packages"],
        "mypy": project["mypy"]["files"],
        "coverage": project["coverage"]["run"]["source"],
        "deptry": project["deptry"]["known_first_party"],
        "Makefile": makefile[1].split(),
        "sizes": ast.literal_eval(sizes[1]),
    }
    for name, rooms in lists.items():
        assert set(rooms) == set(ROOMS), name
    on_the_map = re.findall(r"(?:^|  )([.a-z]+)/ ", _map(), re.MULTILINE)
    assert TOP - set(on_the_map) == set()


def _map() -> str:
    """The map of the house in the README."""
    after = (ROOT / "README.md").read_text("utf-8").partition("Keep this map beside you")[2]
    return after.split("```")[1]


def test_whatever_the_map_the_tour_and_the_docs_name_is_there() -> None:
    """Paths of this house: `room/…` in the papers people read, and no paper that is not here."""
    gone = []
    there = set(tracked()) | {str(p) for path in tracked() for p in Path(path).parents}
    for paper in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        said = paper.read_text("utf-8")
        named = re.findall(rf"(?<![\w./-])((?:{'|'.join(ROOMS)})/[a-z_/]+(?:\.(?:py|yaml))?)", said)
        gone += [f"{paper.name}: {one}" for one in named if not _there(one.rstrip("/"), there)]
    assert gone == []
    elsewhere = re.compile(r"\b(?:LAW|PAGES|DESK|CONSULTATION|REDESIGN|PREFECT)(?:\.md| [0-9])")
    quoting = [path for path in tracked() if path.endswith((".py", ".yaml", ".md", ".html"))]
    assert [p for p in quoting if elsewhere.search((ROOT / p).read_text("utf-8"))] == []


def _there(name: str, there: set[str]) -> bool:
    """A path, a module without its ending, or the beginning of a name that goes on with a number."""
    return name in there or any(path.startswith((f"{name}.", f"{name}-")) for path in there)


def test_every_test_that_the_docs_name_is_there() -> None:
    """What an attack is held by, as the docs say it: the file of tests, and the test in it."""
    said = "".join(paper.read_text("utf-8") for paper in (ROOT / "docs").glob("*.md"))
    named = set(re.findall(r"`(tests/[a-z_/]+\.py)::(test_\w+)`", said))
    assert len(named) > 40
    assert [f"{file}::{test}" for file, test in sorted(named) if not _is_test(file, test)] == []


def _is_test(file: str, test: str) -> bool:
    path = ROOT / file
    return path.is_file() and any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == test
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
    )


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
