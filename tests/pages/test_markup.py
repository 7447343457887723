"""Every page, style sheet and picture that is made passes the Nu Html Checker (vnu)."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.public.year import Year
from pages.html.theme import SiteContext, Theme
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.demo import everything, lives
from tests.pages.edition import build

JAR = Path(__file__).parents[1] / "markup/node_modules/vnu-jar/build/dist/vnu.jar"
REQUIRED = os.environ.get("JUECE_REQUIRE_MARKUP") == "1"
pytestmark = pytest.mark.skipif(
    not (REQUIRED or (shutil.which("java") and JAR.is_file())),
    reason="没有 Java，或者没有安装 vnu（npm ci --prefix tests/markup）",
)

POLICY = "(Resource|Inline script) violates Content Security Policy.*"
"""What vnu says of every page it reads from a file, where nothing is 'self', and of data blocks,
which no policy blocks; a browser, which the policy is written for, is asked in
test_accessibility.py."""


def complaints(*paths: Path) -> list[str]:
    """All that vnu has to say, warnings and hints too.

    It ends with 1 when it says anything, and writes nothing but its messages.
    """
    command = ["java", "-Xmx512m", "-jar", str(JAR), "--also-check-css", "--also-check-svg"]
    options = ["--Werror", "--filterpattern", POLICY, "--format", "json"]
    ran = subprocess.run([*command, *options, *map(str, paths)], capture_output=True, text=True)
    assert ran.returncode in {0, 1}, ran.stderr
    messages = json.loads(ran.stderr)["messages"]
    return [f"{Path(m['url']).name} {m.get('lastLine')}: {m['message']}" for m in messages]


def test_every_page_of_the_demonstration_and_every_component_is_clean(tmp_path: Path) -> None:
    kinds = {".html", ".css", ".svg"}
    sites = (everything(tmp_path), lives(tmp_path))
    paths = [path for site in sites for path in sorted(site.rglob("*")) if path.suffix in kinds]
    assert len([path for path in paths if path.suffix == ".html"]) > 50
    assert "search.html" in {path.name for path in paths}
    assert complaints(*paths) == []


def test_a_fragment_is_clean_inside_a_page_of_its_portal(tmp_path: Path) -> None:
    year = Year(dossiers.catalog_dossier(), list(dossiers.samples().values()))
    setting = SiteContext(look=Theme(fragment=True))
    site = build([year], dossiers.AS_OF, HEAD, dossiers.STORE.__getitem__, setting)
    paths = []
    for path, body in site.files.items():
        if path.endswith((".html", ".css")):
            paths.append(tmp_path / path.replace("/", "-"))
            portal = "<!DOCTYPE html><html lang=zh-CN><title>门户</title><body>".encode()
            paths[-1].write_bytes(portal + body if path.endswith(".html") else body)
    assert len(paths) > 15
    assert complaints(*paths) == []


def test_vnu_does_find_what_is_wrong(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        "<!doctype html><html lang=zh-CN><title>甲</title><p><p></i><table><tr role=row><td>乙"
        "<div id=a></div><div id=a></div><style>p { colour: red }</style>",
        encoding="utf-8",
    )
    said = " ".join(complaints(page))
    for part in ("Duplicate ID", "“role” attribute", "colour", "end tag “i”"):
        assert part in said
