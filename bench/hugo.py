"""Hugo from the package index, building the same pages from one JSON file.

It is given the page objects as they are after all is worked out, and our own templates in its
language: what it has to do is to read the file, render and write. It writes as many files of a page
as we do (HTML, JSON, the opinion table), but no manifest. The pages hold the same elements and the
same text (`same_text`); of the markup only blanks and the spelling of some entities differ.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from bench.gotemplate import Translation

CONFIG = """\
baseURL = "/"
title = "bench"
languageCode = "zh-CN"
disableKinds = ["home", "section", "taxonomy", "term", "rss", "sitemap", "robotsTXT", "404"]
[mediaTypes."application/json"]
suffixes = ["json"]
[outputFormats.twin]
mediaType = "application/json"
baseName = "data"
isPlainText = true
[mediaTypes."text/csv"]
suffixes = ["csv"]
[outputFormats.table]
mediaType = "text/csv"
baseName = "opinions"
isPlainText = true
"""
ADAPTER = """\
{{ range (resources.Get "pages.json" | transform.Unmarshal) }}
{{ $params := dict "page" .page "frame" .frame }}
{{ $outputs := slice "html" "twin" }}
{{ if .table }}{{ $outputs = $outputs | append "table" }}{{ end }}
{{ $.AddPage (dict "kind" "page" "path" .path "title" .frame.title "layout" .layout
  "outputs" $outputs "params" $params) }}
{{ end }}
"""
TABLE = """\
{{ range .Params.page.adoptions }}{{ range .rows -}}
{{ .no }},"{{ .summary }}",{{ .source }},{{ .points }},{{ .outcome }},"{{ .reason }}","{{ .clause }}"
{{ end }}{{ end }}"""
TWIN = '{{ .Params.page | jsonify (dict "indent" " " "noHTMLEscape" true) }}\n'


class Took(NamedTuple):
    """What a program took: seconds of all its processors, seconds by the clock, and MB at most."""

    cpu: float
    wall: float
    memory: float


def found() -> Path | None:
    """The program, where the extra `bench` is installed."""
    program = Path(sys.executable).parent / "hugo"
    return program if program.exists() else None


def lay_out(site: Path, templates: Path, pages: Iterable[str]) -> None:
    """Write Hugo's own input: its templates, and the pages as lines of one JSON file."""
    layouts, items = site / "layouts", site / "assets" / "pages.json"
    for folder in (layouts, site / "content", items.parent):
        folder.mkdir(parents=True)
    (site / "hugo.toml").write_text(CONFIG, "utf-8")
    (site / "content" / "_content.gotmpl").write_text(ADAPTER, "utf-8")
    translation = Translation(templates, ("page", "frame"))
    for name in ("item", "catalog"):
        translation.files[f"{name}.html"] = translation.page(f"{name}.html")
        translation.files[f"{name}.twin.json"] = TWIN
    translation.files["item.table.csv"] = TABLE
    for path, text in translation.files.items():
        (layouts / path).parent.mkdir(parents=True, exist_ok=True)
        (layouts / path).write_text(text, "utf-8")
    with items.open("w", encoding="utf-8") as out:
        out.write("[\n" + next(iter(pages := iter(pages))))
        out.writelines(f",\n{page}" for page in pages)
        out.write("\n]\n")


def build(program: Path, site: Path) -> Took:
    """Build the site into its folder public/."""
    command = [program, "--source", str(site), "--quiet", "--noBuildLock"]
    return took(command, os.environ | {"HUGO_CACHEDIR": str(site / "cache")})


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
    return Took(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1000)


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.tags: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += data.split()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def same_text(ours: str, theirs: str) -> bool:
    """Say whether two pages have the same elements and the same text, blanks aside."""
    read = []
    for html in (ours, theirs):
        text = _Text()
        text.feed(html)
        text.close()
        read.append(("".join(text.words), text.tags))
    return read[0] == read[1]


def line(path: str, layout: str, page: Any, frame: Any) -> str:
    """One page as a line of the JSON file."""
    given = {
        "path": path,
        "layout": layout,
        "table": layout == "item" and any(one.csv for one in page.adoptions),
        "page": page.model_dump(mode="json"),
        "frame": frame.model_dump(mode="json"),
    }
    return json.dumps(given, ensure_ascii=False)
