"""Every kind of file: what is in it is found, where it is; what cannot be read is said."""

import base64
import gzip
import json
import subprocess
import sys
from datetime import date

import cbor2
import pytest

from catalog.findings import Severity
from checks.privacy import Allowed, PrivacyFinding, scan
from checks.privacy.detectors.identity import check_digit
from tests.checks.privacy.papers import paragraph, pdf, photo, sheets, word, zipped
from tests.checks.standard.demo import built

MOBILE = "15400001234"
ID = "31999919600307000" + check_digit("31999919600307000")


def found(name: str, body: bytes) -> tuple[PrivacyFinding, ...]:
    return scan({name: body}, Allowed(date(2026, 3, 1))).findings


def places(name: str, body: bytes) -> set[tuple[str, str]]:
    return {(finding.detector, finding.place) for finding in found(name, body)}


def titles(name: str, body: bytes) -> set[str]:
    return {finding.title for finding in found(name, body)}


def test_a_number_cut_by_markup_is_found_in_a_page() -> None:
    page = f"<!doctype html>\n<p>电话：<b>{MOBILE[:3]}</b><span>{MOBILE[3:]}</span></p>"
    assert places("a.html", page.encode()) == {("mobile", "第2行")}


def test_numbers_of_two_cells_are_not_joined() -> None:
    page = f"<table><tr><td>{MOBILE[:5]}</td><td>{MOBILE[5:]}</td></tr></table>"
    assert not found("a.html", page.encode())


def test_what_a_browser_does_not_show_is_found_too() -> None:
    page = (
        f'<!doctype html><!-- {MOBILE} -->\n<p title="{MOBILE}">x</p>\n<a href="mailto:a%40example.com">x</a>\n'
        f'<script type="application/ld+json">{json.dumps({"telephone": MOBILE})}</script>'
    )
    assert {detector for detector, _ in places("a.html", page.encode())} == {"mobile", "email"}
    assert len(found("a.html", page.encode())) == 4


def test_a_cell_is_judged_by_its_heading() -> None:
    page = "<table><tr><th>投诉人</th></tr><tr><td>赵小明</td></tr></table>"
    assert titles("a.html", page.encode()) == {"未隐去的姓名"}
    assert titles("a.csv", "事项,投诉人\n噪声,赵小明\n".encode("gb18030")) == {"未隐去的姓名"}
    assert titles("a.json", json.dumps({"投诉人": "赵小明"}).encode()) == {"未隐去的姓名"}
    assert titles("a.xlsx", sheets([["投诉人"], ["赵小明"]])) == {"未隐去的姓名"}


def test_a_table_is_told_by_row_and_column() -> None:
    assert places("a.csv", f"甲,乙\n1,{ID}\n".encode()) == {("resident-id", "第2行第2列")}


def test_a_text_is_told_by_its_line() -> None:
    assert places("a.txt", f"一\n二\n电话{MOBILE}\n".encode()) == {("mobile", "第3行")}
    far = "没有什么\n" * 9000 + f"电话{MOBILE}\n"
    assert places("a.txt", far.encode("utf-16")) == {("mobile", "第9001行")}


def test_a_long_text_is_looked_at_to_its_last_character() -> None:
    """A number is found once wherever the parts of a long text meet."""
    for filling in range(5600, 6100, 7):
        assert len(found("a.txt", ("字" * filling + f"电话{MOBILE}，" + "字" * 7000).encode())) == 1


def test_a_page_of_a_pdf_is_named() -> None:
    body = pdf(
        "Nothing on this page at all",
        f"Telephone list\nTel {MOBILE[:3]} {MOBILE[3:7]} {MOBILE[7:]}",
    )
    assert places("a.pdf", body) == {("mobile", "第2页第2行")}


def test_a_number_broken_at_the_end_of_a_line_of_a_pdf_is_found() -> None:
    assert ("resident-id", "第1页第1行") in places(
        "a.pdf", pdf(f"The id is {ID[:9]}\n{ID[9:]} and more")
    )


def test_a_scanned_page_is_not_passed_over() -> None:
    (finding,) = found("a.pdf", pdf("", drawn=True))
    assert (finding.title, finding.place, finding.severity) == ("未能检查", "第1页", Severity.BLOCK)
    assert not found("a.pdf", pdf("", "Words enough for a whole page"))  # a blank page is blank


def test_the_author_of_a_pdf_is_told() -> None:
    body = pdf("Words enough for a whole page", info="/Author (15400001234)")
    assert {("mobile", "文档属性·Author"), ("trace", "文档属性·Author")} <= places("a.pdf", body)


def test_a_paragraph_of_a_word_file_is_named() -> None:
    body = word(paragraph("第一段"), paragraph("身份证", ID[:6], ID[6:]))
    assert places("a.docx", body) == {("resident-id", "正文第2段")}


def test_comments_changes_and_hidden_text_are_found_with_what_they_say() -> None:
    removed = (
        f'<w:p><w:del w:author="某人"><w:r><w:delText>{MOBILE}</w:delText></w:r></w:del></w:p>'
    )
    hidden = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r></w:p>"
    comment = f"<w:comment>{paragraph('投诉人：赵小明')}</w:comment>"
    body = word(removed, hidden, comments=comment, header1=paragraph("秘密★1年"))
    assert titles("a.docx", body) == {
        "手机号码",
        "修订痕迹",
        "隐藏文字",
        "批注",
        "未隐去的姓名",
        "密级和内部标志",
    }


def test_a_person_as_author_blocks_and_a_unit_is_told() -> None:
    by_person, by_unit = (
        word(paragraph("正文"), core=f"<dc:creator>{who}</dc:creator>")
        for who in ("赵小明", "示例市民政局")
    )
    (person,), (unit,) = found("a.docx", by_person), found("a.docx", by_unit)
    assert person.severity is Severity.BLOCK
    assert "赵小明" not in person.excerpt
    assert unit.severity is Severity.WARN


def test_a_hidden_sheet_is_found_and_read() -> None:
    body = sheets([["手机"], [float(MOBILE)]], hidden=True, note="投诉人：赵小明")
    assert titles("a.xlsx", body) == {"隐藏的工作表", "手机号码", "批注", "未隐去的姓名"}
    assert ("mobile", "工作表“名单”A2") in places("a.xlsx", body)


def test_what_a_camera_wrote_into_a_picture_is_found() -> None:
    body = photo(artist="15400001234", located=True)
    assert titles("a.jpg", body) == {"图片元数据", "手机号码"}
    assert {f.place for f in found("a.jpg", body)} == {"元数据·GPS", "元数据·Artist"}


def test_a_picture_large_enough_to_show_a_paper_waits_for_a_person() -> None:
    assert titles("a.jpg", photo(200)) == {"未能检查"}
    assert titles("a.jpg", photo(96)) == {"未能检查"}
    assert titles("a.jpg", photo(48)) == set()
    document = zipped({"word/document.xml": "<a/>", "word/media/1.jpeg": photo(200)})
    assert titles("a.docx", document) == {"未能检查"}
    page = f'<img src="data:image/jpeg;base64,{base64.b64encode(photo(200)).decode()}">'
    assert titles("a.html", page.encode()) == {"未能检查"}


def test_nothing_is_lost_however_deep_a_page_is_nested() -> None:
    page = f"<html><body>{'<div>' * 900}{MOBILE}{'</div>' * 900}</body></html>"
    assert found("a.html", page.encode())
    deep = "[" * 100_000 + f'"{MOBILE}"' + "]" * 100_000
    assert found("a.json", deep.encode())
    tree = f"<a>{'<b>' * 900}{MOBILE}{'</b>' * 900}</a>"
    assert found("a.xml", tree.encode())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        ("a.ofd", zipped({"OFD.xml": "<ofd/>"})),
        ("a.pdf", b"%PDF-1.7 broken"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.docx", zipped({"word/document.xml": "<w:p"})),
        ("a.jpg", b"\xff\xd8\xff broken"),
        ("a.gz", b"\x1f\x8b broken"),
        ("a.rtf", b"{\\rtf1 x}"),
        ("a.bin", bytes(range(256))),
        ("a.html", b"<html>" + b"\0\x01" * 20),
    ],
)
def test_what_cannot_be_read_is_a_finding(name: str, body: bytes) -> None:
    findings = found(name, body)
    assert "未能检查" in {finding.title for finding in findings}
    assert all(finding.severity is Severity.BLOCK for finding in findings)


def test_files_within_files_are_read() -> None:
    inner = zipped({"名单.csv": f"手机\n{MOBILE}\n"})
    assert titles("a.zip", zipped({"里面.zip": inner})) == {"手机号码"}
    assert titles("a.json.gz", gzip.compress(json.dumps({"a": MOBILE}).encode())) == {"手机号码"}
    for _ in range(6):
        inner = zipped({"里面.zip": inner})
    assert titles("a.zip", inner) == {"未能检查"}


def test_the_name_of_a_file_is_read_as_well() -> None:
    assert places(f"files/{MOBILE}.txt", b"x") == {("mobile", "文件名")}


def test_an_xml_is_read_whatever_it_says_of_its_encoding_and_however_broken() -> None:
    spelt = "".join(f"&#{ord(digit)};" for digit in MOBILE)
    for written in (
        f"<a>{spelt}</a>",
        f"<a>{spelt}",
        f"<!-- {MOBILE} --><a/>",
        f"<a b='{spelt}'/>",
    ):
        body = f"<?xml version='1.0' encoding='gb2312'?>\n{written}".encode()
        assert titles("a.xml", body) == {"手机号码"}


def test_digests_are_no_numbers() -> None:
    digest = "ab15400001234cdef0123456789abcdef0123456789abcdef0123456789abcd"
    assert not found("manifest.json", json.dumps({"sha256": digest}).encode())
    assert not found(
        "a.txt", f"{digest[:40]} 15400001234c7d8e9f\n15400001234bc83e1980fc4d7".encode()
    )
    assert found("a.txt", f"abc{MOBILE}".encode())


def test_the_search_of_a_site_is_read_and_nothing_of_it_is_in_the_way() -> None:
    files = {path: body for path, body in built().items() if "/pagefind/" in path}
    assert any(path.endswith(".pf_index") for path in files)
    assert scan(files, Allowed(date(2026, 3, 1))).blocking == ()


def test_what_a_page_says_of_things_withheld_is_no_marking() -> None:
    files = {path: body for path, body in built().items() if path.endswith((".html", "item.json"))}
    assert any("：不予公开，".encode() in body for body in files.values())
    findings = scan(files, Allowed(date(2026, 3, 1))).findings
    assert [finding for finding in findings if finding.detector == "secrecy"] == []


@pytest.mark.parametrize("kind", ["pf_index", "pf_meta", "pf_filter"])
def test_a_number_in_the_search_of_a_site_is_found(kind: str) -> None:
    body = gzip.compress(b"pagefind_dcd" + cbor2.dumps([["词", [1, MOBILE]], {"a": MOBILE[:4]}]))
    assert places(f"demo/pagefind/x.{kind}", body) == {("mobile", "搜索索引")}
    assert titles("x.pf_meta", gzip.compress(b"pagefind_dcd\xff\xff")) == {"未能检查"}


def test_nobody_loads_the_reader_of_pdfs_to_read_a_text() -> None:
    code = (
        "import sys, office.editions.draft; from checks.privacy.readers import read;"
        " print([*read('a.txt', b'a')][0].text, sys.modules.keys() & {'pypdf', 'PIL'})"
    )
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "a set()\n"


def coded(body: str) -> str:
    return base64.b64encode(body.encode()).decode()


SVG = "<svg xmlns='http://www.w3.org/2000/svg'><text>手机15400001234</text></svg>"
SIGNS = "".join(f"<tspan>{n}</tspan>" for n in "15400001234")
XML = "<?xml version='1.0'?>"
DRAWN = {
    "a label in the line": ("a.html", "手机<label>154</label><ruby>0000</ruby><nobr>1234</nobr>"),
    "an element nobody defined": ("a.html", "手机154<x-sign>0000</x-sign>1234"),
    "a picture in a style": (
        "a.html",
        f'<p style="background:url(data:image/svg+xml;base64,{coded(SVG)})">x',
    ),
    "a picture in a sheet": (
        "a.html",
        f"<style>p{{background:url('DATA:image/svg+xml;BASE64,{coded(SVG)}')}}</style>",
    ),
    "a sheet of its own": ("a.css", f"p{{background:url(data:image/svg+xml;base64,{coded(SVG)})}}"),
    "signs of a sheet": (
        "a.css",
        "p:after{content:'手机\\31 \\35 \\34 \\30 \\30 \\30 \\30 \\31 \\32 \\33 \\34 '}",
    ),
    "a page in a frame": (
        "a.html",
        "<iframe srcdoc='手机154&lt;b&gt;0000&lt;/b&gt;1234'></iframe>",
    ),
    "a page in an address": (
        "a.html",
        '<iframe src=" data:text/html,手机154%3Cb%3E0000%3C/b%3E1234"></iframe>',
    ),
    "a drawing sign by sign": (
        "a.svg",
        "<svg xmlns='http://www.w3.org/2000/svg'><text>手机" + SIGNS + "</text></svg>",
    ),
    "a text sign by sign": (
        "a.xml",
        XML + "<w:p xmlns:w='x'><w:r><w:t>手机154</w:t></w:r><w:r><w:t>00001234</w:t></w:r></w:p>",
    ),
}


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_a_browser_draws_is_read_however_it_is_written(drawn: str) -> None:
    path, text = DRAWN[drawn]
    found = scan({path: text.encode()}, Allowed(date(2026, 3, 1))).findings
    assert "mobile" in {finding.detector for finding in found}, found
