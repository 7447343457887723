"""juece build and juece patterns as an officer types them."""

from pathlib import Path

import pytest

import cli

from .demo import demonstrated


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
