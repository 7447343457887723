"""juece build and juece patterns as an officer types them."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import cli
from checks.standard.base import framed_rules
from tests.pages.demo import demonstrated


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed") / "office"
    demonstrated(folder)
    return folder


def built(home: Path, *more: str) -> int:
    return cli.run(["build", "--home", str(home), "--as-of", "2026-11-20", *more])


def test_fragments_go_into_a_folder_of_their_own(home: Path) -> None:
    assert built(home, "--fragment") == 0
    page = home / "site-fragment/demo/zwgk/zdjc/2026/01/index.html"
    assert page.read_text("utf-8").startswith('<div class="juece"')
    assert not (home / "site").exists()


def test_fragments_are_checked_and_it_is_said_what_was_left_out(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(home, "--fragment") == 0
    said = capsys.readouterr().out.replace("\n", "")
    assert "没有发现问题" in said
    assert f"有关的{len(framed_rules())}条没有查" in said
    assert cli.run(["check", str(home / "site-fragment")]) == 0
    assert "由门户给出" in capsys.readouterr().out.replace("\n", "")
    assert cli.run(["check", str(home / "site-fragment"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["left_out"] == list(framed_rules())
    assert told["rules"] == []


def test_a_fault_in_a_fragment_keeps_it_back(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert built(home, "--fragment", "--out", str(tmp_path / "out")) == 0
    page = tmp_path / "out/demo/zwgk/zdjc/2026/01/index.html"
    html = page.read_text("utf-8")
    page.write_text(html.replace('id="jc-caina"', 'id="caina"'), encoding="utf-8")
    capsys.readouterr()
    assert cli.run(["check", str(tmp_path / "out")]) == cli.SAID_NO
    assert "没有“#caina”" in capsys.readouterr().out.replace("\n", "")


@pytest.mark.parametrize("more", [(), ("--fragment",)])
def test_what_is_built_links_nothing_that_is_not_built(
    home: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """No record of editions, which only `publish` writes; no search, where none was asked for."""
    assert built(home, "--out", str(tmp_path / "out"), *more) == 0
    asked, lacking = 0, set()
    for page in (tmp_path / "out").rglob("*.html"):
        body = page.read_text("utf-8")
        for named in re.findall(r'(?:href|src)="([^"#:]+)(?:#[^"]*)?"', body):
            asked += 1
            place = page.relative_to(tmp_path / "out")
            at = tmp_path / "out" / place.parts[0] if named.startswith("/") else page.parent
            if not (at / unquote(named).lstrip("/")).is_file():
                lacking.add((place.as_posix(), named))
    assert asked > 500
    assert lacking == set()


@pytest.mark.parametrize("more", [(), ("--fragment",), ("--edition", "1")])
def test_what_was_not_reviewed_is_not_built_where_an_office_publishes(
    home: Path, tmp_path: Path, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "alias").symlink_to(home)
    for to in (home / "site", home / "x" / ".." / "site", tmp_path / "alias" / "site"):
        assert cli.run(["build", "--home", str(home), "--out", str(to), *more]) == cli.SAID_NO
        assert "只放审查同意的那一号；--out 请换一个文件夹" in capsys.readouterr().err
    assert not (home / "site").exists()


def test_without_settings_nothing_is_built_and_one_message_says_why(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = home / "site.yaml"
    kept = settings.read_bytes()
    settings.unlink()
    try:
        assert built(home) == cli.WRONG_USAGE
        assert "写明示例市民政局的网站信息" in capsys.readouterr().err.replace("\n", "")
        settings.write_text(kept.decode().replace('"0000000000"', '"28"'), encoding="utf-8")
        assert built(home) == cli.WRONG_USAGE
        assert "网站标识码" in capsys.readouterr().err
    finally:
        settings.write_bytes(kept)
    assert not (home / "site").exists()


def test_looks_that_reach_for_a_section_build_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    foreign = home / "look" / "sections" / "caina.html"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("", encoding="utf-8")
    try:
        assert built(home) == cli.WRONG_USAGE
        assert "sections/caina.html不能替换" in capsys.readouterr().err.replace("\n", "")
    finally:
        foreign.unlink()
    assert not (home / "site").exists()


def test_the_component_page_is_written_where_it_is_asked_for(tmp_path: Path) -> None:
    assert cli.run(["patterns", "--out", str(tmp_path / "shown")]) == 0
    assert (tmp_path / "shown" / "patterns.html").is_file()
    assert len(list((tmp_path / "shown" / "static").glob("juece.*.css"))) == 1
