"""A site of fragments: what its portal gives is not asked for, all the rest is."""

import re
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from catalog.findings import Severity
from checks.standard import RULES, StandardReport, check
from checks.standard.base import framed_rules
from tests.checks.standard.demo import built
from tests.checks.standard.faults import ITEM, YEAR, Edit, data, text
from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import build_edition

PAGE = f"{ITEM}/index.html"


@cache
def fragments() -> dict[str, bytes]:
    """The demonstration as fragments."""
    with TemporaryDirectory() as home:
        return dict(build_edition(demonstrated(Path(home)), AS_OF, fragment=True).files)


def checked(edit: Edit) -> StandardReport:
    files = dict(fragments())
    edit(files)
    return check(files)


def test_the_demonstration_as_fragments_is_clean() -> None:
    report = check(fragments())
    assert report.first == {}
    assert report.pages == 62
    assert str(report) == "按网页规范检查62页：没有发现问题"


def test_what_was_left_out_is_named_and_why() -> None:
    report = check(fragments())
    assert report.left_out == framed_rules()
    assert f"有关的{len(framed_rules())}条没有查（M-01、" in report.note
    assert "由门户给出" in report.note


def test_nothing_is_left_out_of_whole_pages() -> None:
    report = check(built())
    assert report.left_out == ()
    assert report.note == ""


def test_what_is_left_out_speaks_of_the_frame_and_never_of_the_disclosure() -> None:
    assert {id[0] for id in framed_rules()} == set("MFASPX")
    assert len(framed_rules()) * 3 < len(RULES)


SEEDED: list[tuple[str, Edit]] = [
    ("A-04", text(PAGE, 'id="jc-liexi"', 'id="jc-caina"')),
    ("A-04", text(PAGE, 'href="#jc-', 'href="#jc-no-')),
    ("L-01", text(f"{YEAR}/index.html", '#jc-caina"', '#caina"')),
    ("L-01", text(f"{YEAR}/index.html", 'href="01/index.html"', 'href="91/index.html"')),
    ("D-02", text(PAGE, r'(?s)<section id="jc-liexi".*?</section>', "")),
    ("D-03", text(PAGE, r' data-state="[^"]*"', "", every=True)),
    ("D-24", text(PAGE, r'class="jc-chip[^"]*"', 'class="jc-label"', every=True)),
    ("D-25", text(f"{YEAR}/index.html", r"(?s)(<tbody>)\s*<tr.*?</tr>", r"\1")),
    ("X-03", data(lambda item: item.update(name="另一个名称"))),
    ("L-06", text(PAGE, "</h1>", '</h1><p><a href="https://www.other.com/">别处</a></p>')),
    ("S-05", text(PAGE, "</h1>", "</h1><p>13800138000</p>")),
    ("X-06", text("demo/sitemap.xml", r"(?s)<url>.*?</url>", "")),
    ("P-06", text(PAGE, "</h1>", "</h1><p>021-12345678</p>")),
]


@pytest.mark.parametrize(
    ("rule", "edit"), SEEDED, ids=[f"{n}-{r}" for n, (r, _) in enumerate(SEEDED)]
)
def test_a_fault_in_a_fragment_is_still_found(rule: str, edit: Edit) -> None:
    assert rule in checked(edit).first


def test_the_contrast_of_a_fragments_sheet_is_still_reckoned() -> None:
    sheet = next(p for p in fragments() if re.fullmatch(r"demo/static/juece\.\w+\.css", p))
    report = checked(text(sheet, r"\Z", "\n.juece .jc-faint { color: #999; background: #FFF }\n"))
    assert [f.where for f in report.first["A-07"]] == [".faint"]


def test_a_whole_page_among_fragments_is_asked_for_everything() -> None:
    files = dict(fragments())
    files[PAGE] = built()[PAGE].replace(b'<meta charset="utf-8">', b"")
    report = check(files)
    assert report.counts["M-13", Severity.ERROR] == 1


def test_a_fragment_among_whole_pages_passes_for_none() -> None:
    files = dict(built())
    files[PAGE] = fragments()[PAGE]
    report = check(files)
    assert {"M-01", "F-01", "A-02", "S-03", "D-02"} <= set(report.first)
    assert report.left_out == ()
