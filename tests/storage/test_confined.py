"""A file that was made to do harm ends the process that reads it, and nothing else."""

import contextlib
import io
import os
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PIL import Image
from python_calamine import CalamineWorkbook

from catalog.parse import ShapeError
from storage import documents
from storage.documents import DocumentStore, Unfit
from storage.files import confined, opens, probe
from storage.files.confined import MEGABYTE, Bounds, Died
from storage.files.spreadsheet import BOUNDS, GREEDY, sheets_in
from tests.storage import hostile
from tests.storage.sheets import ods

SMALL = Bounds(200 * MEGABYTE, 5, 20, 10_000)


def program(folder: Path, body: str) -> Path:
    """A program of our own to be confined, which binds itself as probe.py does."""
    path = folder / "program.py"
    path.write_text(
        "import os, resource, sys, time\n"
        "memory, seconds = int(sys.argv[1]), int(sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (memory, memory))\n"
        "resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))\n"
        f"{body}\n",
        "utf-8",
    )
    return path


def said(path: Path, content: bytes = b"", bounds: Bounds = SMALL) -> list[bytes]:
    return list(confined.answer(path, [], content, bounds))


def children() -> set[str]:
    """The processes that this one started and that are still there, or dead and not waited for."""
    found = set[str]()
    for task in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # a thread that has ended
            found.update((task / "children").read_text().split())
    return found


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    before = children()
    yield
    assert not children() - before


SPREADSHEETS: dict[str, Callable[[], bytes]] = {
    "the last corner": lambda: hostile.xlsx(hostile.far()),
    "in lower case": lambda: hostile.xlsx(hostile.far('r="a1"', 'r="xfd1048576"')),
    "blanks around the sign": lambda: hostile.xlsx(hostile.far('r = "A1"', "r\n=\t'XFD1048576'")),
    "a part named .XML": lambda: hostile.xlsx(hostile.far(), "worksheets/sheet1.XML"),
    "a part of another name": lambda: hostile.xlsx(hostile.far(), "other/thing.bin"),
    "a long text repeated": hostile.repeated,
    "16,000 columns": hostile.wide,
    "more cells than are read": lambda: hostile.wide(100, 60_000),
}


@pytest.mark.parametrize("how", SPREADSHEETS)
def test_a_spreadsheet_beyond_all_bounds_is_a_sentence(how: str) -> None:
    with pytest.raises(ShapeError) as wrong:
        list(sheets_in(SPREADSHEETS[how](), "意见表.xlsx"))
    assert wrong.value.faults == [f"文件“意见表.xlsx”{GREEDY}"]


def test_an_ods_that_repeats_a_cell_without_end_is_a_sentence(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", {"a": [["x"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    again = {"row": ' table:number-rows-repeated="6000"'}
    again["cell"] = ' table:number-columns-repeated="16384"'
    for what, often in again.items():
        start = f"<table:table-{what}"
        parts["content.xml"] = parts["content.xml"].replace(start, start + often)
    path.write_bytes(hostile.zipped(parts))
    with pytest.raises(ShapeError) as wrong:
        list(sheets_in(path.read_bytes(), path.name))
    assert wrong.value.faults == [f"文件“a.ods”{GREEDY}"]


def test_the_memory_of_a_spreadsheet_is_well_below_a_gigabyte() -> None:
    assert BOUNDS.memory <= 700 * MEGABYTE


def spreadsheet() -> bytes:
    """A cell of every kind that there is, away from the first corner."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd"}) as book:
        page = book.add_worksheet("甲")
        page.write_row(3, 2, ["字", "𠮷\n二", 1.5, 7, 1e300, 0.1 + 0.2, -0.0, True, False])
        page.write_datetime(5, 3, datetime(2026, 1, 2, 3, 4, 5, 678000))  # noqa: DTZ001
        page.write_datetime(5, 4, datetime(2026, 1, 2))  # noqa: DTZ001
        page.write_datetime(5, 5, clock(3, 4))
        page.write_datetime(5, 6, timedelta(hours=30), book.add_format({"num_format": "[h]:mm"}))
        page.write_formula(6, 3, "=1/0", None, "#DIV/0!")
        page.write_string(6, 4, '{"date": "2026-01-01"}')
        book.add_worksheet("空")
        book.add_worksheet("乙").write(0, 0, "末")
    return out.getvalue()


def test_every_kind_of_cell_comes_back_as_the_library_gave_it() -> None:
    content = spreadsheet()
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        plain = [
            (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        ]
    found: list[Any] = [sheet[:2] for sheet in sheets_in(content, "a.xlsx")]
    assert [(name, table) for name, table, *_ in found] == plain
    kinds = [[[type(cell) for cell in row] for row in table] for _, table, *_ in found]
    assert kinds == [[[type(cell) for cell in row] for row in table] for _, table in plain]
    assert {date, datetime, clock, timedelta, bool, float, str} <= {
        kind for table in kinds for row in table for kind in row
    }


def test_a_table_left_half_way_leaves_no_process() -> None:
    read = sheets_in(hostile.filled(10, 20_000), "a.xlsx")
    for _ in zip(range(0), read, strict=False):
        pass
    name, table, *_ = next(sheets_in(spreadsheet(), "a.xlsx"))
    assert (name, len(table)) == ("甲", 7)


def test_the_process_gets_no_secret_and_no_open_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUECE_STORE", "postgresql://x:geheim@localhost/y")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "json.py").write_text("raise SystemExit(9)", "utf-8")
    held = os.open(tmp_path / "json.py", os.O_RDONLY)
    os.set_inheritable(held, True)
    try:
        body = """
import json
sys.stdin.buffer.read()
def held(n):
    try: os.fstat(n)
    except OSError: return False
    return True
print(json.dumps([sorted(os.environ), [n for n in range(3, 100) if held(n)]]))"""
        [line] = said(program(tmp_path, body))
    finally:
        os.close(held)
    assert b"JUECE" not in line
    assert b"PYTHONPATH" not in line
    assert line.rstrip().endswith(b"[]]")


@pytest.mark.parametrize(
    ("body", "greedy"),
    [
        ("sys.stdin.buffer.read(); os.abort()", True),
        ("sys.stdin.buffer.read(); sys.exit(7)", True),
        ("os.kill(os.getpid(), 11)", False),
        ("sys.exit(1)", False),
        ("sys.stdin.buffer.read()\nwhile True: pass", True),
        ("sys.stdin.buffer.read()\nprint('x' * 50_000)", True),
        ("sys.stdin.buffer.read()\nwhile True: print('x' * 99)", True),
    ],
)
def test_its_death_says_whether_it_wanted_too_much(tmp_path: Path, body: str, greedy: bool) -> None:
    with pytest.raises(Died) as died:
        said(program(tmp_path, body), b"x" * 5_000_000, SMALL._replace(work=1))
    assert died.value.greedy is greedy


def test_one_that_sleeps_is_ended_by_the_clock(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(Died) as died:
        said(program(tmp_path, "time.sleep(600)"), b"x" * 5_000_000, SMALL._replace(seconds=1))
    assert died.value.greedy
    assert time.monotonic() - begun < 60


def test_the_program_may_lie_in_a_folder_that_nobody_can_write(tmp_path: Path) -> None:
    path = program(tmp_path, "print(sys.dont_write_bytecode, sys.flags.isolated)")
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert said(path) == [b"True 1\n"]
    finally:
        tmp_path.chmod(stat.S_IRWXU)


@pytest.mark.parametrize("loaded", ["pydantic", "sqlalchemy", "PIL", "pypdf", "catalog.record"])
def test_what_reads_a_spreadsheet_loads_no_more_than_it_needs(loaded: str) -> None:
    asked = (
        f"import runpy, sys; runpy.run_path({probe.__file__!r}); print({loaded!r} in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-I", "-c", asked], capture_output=True, check=True)
    assert ran.stdout == b"False\n"


def handed(folder: Path, name: str, content: bytes) -> str:
    """Why a document is not taken."""
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(Unfit) as wrong:
        DocumentStore(folder / "store").put(path)
    return str(wrong.value)


def lzma_bomb() -> bytes:
    """An archive whose part asks for a dictionary of four gigabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("word/document.xml", b"x" * 10_000)
    body = out.getvalue()
    at = body.index(b"\x5d\x00\x00")  # the properties: lc, lp, pb, then the size of the dictionary
    return body[: at + 1] + b"\xff\xff\xff\xff" + body[at + 5 :]


def endless_pdf() -> bytes:
    """Pages that are their own children, and millions of them."""
    kids = " ".join(["3 0 R"] * 1000)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] >>",
        f"<< /Type /Pages /Kids [{' '.join(['4 0 R'] * 1000)}] >>",
        f"<< /Type /Pages /Kids [{' '.join(['5 0 R'] * 1000)}] >>",
        "<< /Type /Page >>",
    ]
    body, places = "%PDF-1.4\n", []
    for n, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{n} 0 obj\n{each}\nendobj\n"
    start = len(body)
    body += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    body += "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Root 1 0 R /Size {len(objects) + 1} >>\nstartxref\n{start}\n%%EOF"
    return (body + trailer).encode()


def test_an_archive_that_asks_for_all_memory_is_a_sentence(tmp_path: Path) -> None:
    assert handed(tmp_path, "a.docx", lzma_bomb()).startswith("文件“a.docx”")


def test_a_pdf_of_a_thousand_million_pages_is_a_sentence(tmp_path: Path) -> None:
    assert handed(tmp_path, "a.pdf", endless_pdf()).startswith("文件“a.pdf”打不开")


def test_a_pdf_that_is_searched_for_ever_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "BOUNDS", documents.BOUNDS._replace(work=1))
    entries = 2_000_000
    table = f"xref\n0 {entries}\n".encode() + b"0000000009 00000 n \n" * entries
    trailer = f"trailer << /Root 1 0 R /Size {entries} >>\nstartxref\n9\n%%EOF"
    content = b"%PDF-1.4\n" + table + trailer.encode()
    assert handed(tmp_path, "a.pdf", content) == f"文件“a.pdf”{documents.GREEDY}"


def test_a_picture_of_more_pixels_than_memory_holds_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "BOUNDS", documents.BOUNDS._replace(memory=120 * MEGABYTE))
    out = io.BytesIO()
    Image.new("RGB", (6_000, 6_000)).save(out, "PNG", compress_level=1)
    assert handed(tmp_path, "a.png", out.getvalue()) == f"文件“a.png”{documents.GREEDY}"


def test_what_was_seen_in_a_library_alone_is_not_loaded_with_the_store() -> None:
    assert not hasattr(opens, "Image")
