"""juece export: two files of one page, or one clear message and nothing written."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader

import cli
from tests.cli.test_commands import home, imported
from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import build_edition

__all__ = ["home"]


@pytest.fixture
def item(tmp_path: Path, home: Path) -> str:
    assert imported(tmp_path) == 0
    assert home.is_dir()
    return "demo-2026-01"


def test_a_page_is_written_as_pdf_and_for_word(
    item: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pdf, docx = tmp_path / "一.pdf", tmp_path / "一.docx"
    assert cli.run(["export", item, "--pdf", str(pdf), "--docx", str(docx)]) == 0
    assert "一.pdf、" in capsys.readouterr().out
    assert pdf.read_bytes().startswith(b"%PDF-1.7")
    assert docx.read_bytes().startswith(b"PK")
    first = pdf.read_bytes(), docx.read_bytes()
    assert cli.run(["export", item, "--pdf", str(pdf), "--docx", str(docx)]) == 0
    assert (pdf.read_bytes(), docx.read_bytes()) == first


def test_an_export_speaks_of_the_day_that_the_page_speaks_of(tmp_path: Path) -> None:
    office = demonstrated(tmp_path / "office")
    page = build_edition(office, AS_OF).files["demo/zwgk/zdjc/2026/02/index.html"].decode()
    shown = re.search("[0-9年月日]+以来状态无变化", page)
    assert shown
    files = (tmp_path / "a.pdf", tmp_path / "a.docx")
    words = ["export", "demo-2026-02", "--pdf", str(files[0]), "--docx", str(files[1])]
    bodies = []
    for day in (AS_OF, AS_OF + timedelta(days=1)):
        assert cli.run([*words, "--as-of", str(day), "--home", str(tmp_path / "office")]) == 0
        bodies.append([file.read_bytes() for file in files])
    assert bodies[0] == bodies[1]
    assert shown[0] in re.sub(r"\s", "", PdfReader(files[0]).pages[0].extract_text())


def test_a_file_whose_name_says_it_is_something_else_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["export", "demo-2026-02", "--pdf", str(tmp_path / "a.doc")]) == 2
    assert "文件名应以 .pdf 结尾，不能是“a.doc”" in capsys.readouterr().err
    assert not list(tmp_path.glob("a.*"))


def test_a_year_is_written_as_pdf_and_for_word_and_says_what_its_page_says(tmp_path: Path) -> None:
    office = demonstrated(tmp_path / "office")
    page = build_edition(office, AS_OF).files["demo/zwgk/zdjc/2026/index.html"].decode()
    shown = re.search("[0-9年月日]+以来状态无变化", page)
    assert shown
    pdf, docx = tmp_path / "目录.pdf", tmp_path / "目录.docx"
    words = ["export", "demo-2026", "--pdf", str(pdf), "--docx", str(docx)]
    bodies = []
    for day in (AS_OF, AS_OF + timedelta(days=1)):
        assert cli.run([*words, "--as-of", str(day), "--home", str(tmp_path / "office")]) == 0
        bodies.append((pdf.read_bytes(), docx.read_bytes()))
    assert bodies[0] == bodies[1]
    text = re.sub(r"\s", "", "".join(sheet.extract_text() for sheet in PdfReader(pdf).pages))
    assert shown[0] in text
    assert "示例市民政局2026年度重大行政决策事项目录" in text
    assert "意见采纳：已公开（https://www.example.gov.cn/zwgk/zdjc/2026/01/#caina）" in text


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["demo-2027", "--pdf", "a.pdf"], cli.SAID_NO, "没有编号为“demo-2027”的年度目录"),
        (["demo-2026", "--pdf", "a.pdf", "--as-of", "2020-01-01"], cli.SAID_NO, "还没有登记"),
        (["demo-2026-99", "--pdf", "a.pdf"], cli.SAID_NO, "没有编号为“demo-2026-99”的事项"),
        (["demo-2026-01"], cli.WRONG_USAGE, "--pdf 或者 --docx"),
        (["demo-2026-01", "--pdf", "无/a.pdf"], cli.WRONG_USAGE, "没有这个文件夹：无"),
        (
            ["demo-2026-01", "--pdf", "a.pdf", "--fonts", "无"],
            cli.WRONG_USAGE,
            "没有这个文件夹：无",
        ),
        (["demo-2026-01", "--pdf", "a.pdf", "--as-of", "2020-01-01"], cli.SAID_NO, "尚未列入目录"),
    ],
)
def test_what_cannot_be_exported_is_said(
    item: str,
    words: list[str],
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert cli.run(["export", *words]) == code, item
    assert said in capsys.readouterr().err
    assert list((tmp_path / "here").iterdir()) == []
