"""Properties are taken out of papers of office programs, and nothing else of them changes."""

from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
import xlsxwriter

from checks.privacy.allowed import Allowed
from checks.privacy.scan import scan
from storage.files.cleaned import cleaned

AUTHOR = "张示例"


def word() -> bytes:
    document, out = docx.Document(), BytesIO()
    document.core_properties.author = document.core_properties.last_modified_by = AUTHOR
    document.add_paragraph("正文一个字也不动。")
    document.save(out)
    return out.getvalue()


def sheet() -> bytes:
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.set_properties({"author": AUTHOR, "company": "示例公司", "manager": AUTHOR})
        book.set_custom_property("校对", AUTHOR)
        book.add_worksheet().write_string(0, 0, "正文")
    return out.getvalue()


@pytest.mark.parametrize(("name", "content"), [("甲.docx", word()), ("乙.xlsx", sheet())])
def test_who_made_it_is_gone_and_the_rest_is_as_it_was(name: str, content: bytes) -> None:
    allowed = Allowed(date(2026, 1, 1))
    assert [f for f in scan({name: content}, allowed).findings if "文档属性" in f.place]
    made = cleaned(name, content)
    assert scan({name: made}, allowed).findings == ()
    with ZipFile(BytesIO(content)) as old, ZipFile(BytesIO(made)) as new:
        kept = [n for n in old.namelist() if "thumbnail" not in n]
        assert new.namelist() == kept
        same = [n for n in kept if not n.startswith(("docProps/", "_rels/"))]
        assert all(old.read(n) == new.read(n) for n in same)
        assert b"thumbnail" not in new.read("_rels/.rels")
    assert cleaned(name, made) is made, "a second time there is nothing to take out"


def test_what_is_signed_is_no_package_or_is_broken_stays_byte_for_byte() -> None:
    signed = BytesIO(word())
    with ZipFile(signed, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    for name, content in (
        ("签.docx", signed.getvalue()),
        ("断.docx", word()[:800]),
        ("空.docx", b""),
        ("文.txt", AUTHOR.encode()),
        ("错.docx", b"%PDF-1.7"),
    ):
        assert cleaned(name, content) is content, name


def test_a_cleaned_paper_opens(tmp_path: Path) -> None:
    (tmp_path / "甲.docx").write_bytes(cleaned("甲.docx", word()))
    document = docx.Document(str(tmp_path / "甲.docx"))
    assert document.paragraphs[0].text == "正文一个字也不动。"
    assert document.core_properties.author == ""
