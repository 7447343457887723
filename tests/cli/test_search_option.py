"""juece build --search: a search page where the indexer is installed, one line where it is not."""

import json
import sys
from pathlib import Path

import pytest

import cli
from office.settings.installation import Office
from tests.cli.test_commands import home, imported

__all__ = ["home"]

pytestmark = pytest.mark.usefixtures("home")


def built(out: Path, *words: str) -> set[str]:
    assert cli.run(["build", "--out", str(out), *words]) == 0
    return set(json.loads((out / "manifest.json").read_bytes())["files"])


def test_a_site_is_built_with_its_search_and_the_manifest_lists_the_index(tmp_path: Path) -> None:
    assert imported(tmp_path) == 0
    files = built(tmp_path / "site", "--search")
    assert {"demo/search.html", "demo/pagefind/pagefind-entry.json"} <= files
    assert files >= {
        p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*.pf_*")
    }


def test_an_office_that_always_wants_a_search_sets_it_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imported(tmp_path) == 0
    monkeypatch.setenv("JUECE_SEARCH", "1")
    assert "demo/search.html" in built(tmp_path / "site")


def test_a_site_keeps_its_search_where_nobody_says_anything_and_loses_it_when_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert imported(tmp_path) == 0
    assert "demo/search.html" not in built(tmp_path / "site")
    home = Office().home
    (home / "site" / "demo").mkdir(parents=True)
    (home / "site" / "demo" / "search.html").touch()
    assert "demo/search.html" in built(tmp_path / "again")
    monkeypatch.setenv("JUECE_SEARCH", "0")
    assert "demo/search.html" not in built(tmp_path / "without")


def test_without_the_indexer_the_site_is_built_without_search_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert imported(tmp_path) == 0
    plain = built(tmp_path / "plain")
    assert caplog.messages == []
    monkeypatch.setitem(sys.modules, "pagefind_bin_extended", None)
    assert built(tmp_path / "site", "--search") == plain
    assert caplog.messages == ["没有安装搜索组件（pagefind[extended]），站点照常生成，不带搜索页面"]
    assert not [p for p in plain if "search" in p]
