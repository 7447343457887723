"""Ways by which a text was seen by readers and passed by the scanners, and files that took too long."""

from datetime import date
from time import process_time

import pytest

from checks.privacy import Allowed, PrivacyFinding, scan
from checks.privacy.extracted import LONGEST_PATH
from checks.privacy.readers.markup import MOST, crowded
from checks.privacy.readers.plain import decoded
from tests.checks.privacy.papers import pdf, zipped
from tests.checks.privacy.test_hostile import took

DAY = Allowed(date(2026, 3, 1))
MOBILE = "15400001234"


def found(name: str, body: bytes) -> tuple[PrivacyFinding, ...]:
    return scan({name: body}, DAY).findings


def test_an_attribute_that_a_style_shows_is_read() -> None:
    shown = "<style>i::after{content:attr( %s )}</style>手机<i %s='" + MOBILE + "'></i>"
    for name in ("class", "id", "data-x", "headers"):
        (told,) = found("a.html", (shown % (name, name)).encode())
        assert told.detector == "mobile"
    assert not found("a.html", (shown % ("title", "class")).encode())


@pytest.mark.parametrize("code", ["iso2022_jp_2", "shift_jis", "euc_jp", "euc_kr", "big5", "utf-7"])
def test_a_page_is_read_in_the_encoding_that_it_says(code: str) -> None:
    said = code.removesuffix("_2").replace("iso2022_jp", "iso-2022-jp")
    page = f"<html><meta charset={said}><p>TEL １５４００００１２３４</p></html>"
    (told,) = found("a.html", page.encode(code))
    assert told.detector == "mobile"


def test_an_encoding_that_is_none_or_the_usual_one_changes_nothing() -> None:
    for said in ("gb2312", "utf-8", "nonsense", "rot13", "x" * 90):
        page = f"<html><meta charset={said}><p>电话{MOBILE}</p></html>"
        for code in ("utf-8", "gb18030"):
            assert {f.detector for f in found("a.html", page.encode(code))} == {"mobile"}


@pytest.mark.parametrize("at", [0, 10_000, 30_000, 500_000])
def test_control_signs_are_looked_for_to_the_end(at: int) -> None:
    for sign in ("\0", "\x01", "\x1b"):
        assert decoded(("a" * at + sign + "b").encode()) is None
    assert decoded(("a" * at + "\t\n\f\v").encode()) is not None


def test_no_finding_says_a_name_of_thousands_of_signs() -> None:
    long = "长" * 6_000
    files = {f"{long}.bin": b"\0\1", "a.zip": zipped({f"{long}.bin": b"\0\1"})}
    findings = scan(files, DAY).findings
    assert len(findings) == len(files)
    assert all(len(part) <= LONGEST_PATH for told in findings for part in told)


def test_a_tag_with_very_many_attributes_is_told_and_its_words_are_read() -> None:
    def page(count: int) -> bytes:
        return f"<html><p {' '.join(f'a{n}=x' for n in range(count))}>手机{MOBILE}</html>".encode()

    assert {f.detector for f in found("a.html", page(MOST))} == {"mobile"}
    assert {f.detector for f in found("a.html", page(40_000))} == {"mobile", "unread"}
    small, large = (min(took(("a.html", page(n))) for _ in range(2)) for n in (5_000, 40_000))
    assert large < 24 * small + 0.1


@pytest.mark.parametrize("name", ["a.xml", "a.docx"])
def test_very_many_attributes_take_no_longer_than_as_many_elements(name: str) -> None:
    many = " ".join(f'a{n}="xxxxxxxxx{n}"' for n in range(40_000))
    tree = f"<a {many} z='{MOBILE}'/>".encode()
    body = zipped({"word/document.xml": tree}) if name.endswith("docx") else tree
    assert took((name, body)) < 5
    assert [f.detector for f in found(name, body)] == ["mobile"]


@pytest.mark.parametrize(
    "odd", ["<" * 10**6, "<!--" * 300_000, "<a " * 300_000, '<a x="' * 300_000, "<a b='" + "<b " * 10**5]
)  # fmt: skip
def test_attributes_are_counted_in_one_pass(odd: str) -> None:
    begun = process_time()
    crowded(odd)
    assert process_time() - begun < 2


def saved_over(words: str, now: str) -> bytes:
    """A PDF in which a page was edited and saved; a program adds what is new to the end."""
    old = pdf(words)
    was = f"({words}) Tj".encode()
    number = old[: old.index(was)].rindex(b" 0 obj")
    number = int(old[:number].split(b"\n")[-1])
    shown = f"BT /F1 12 Tf 72 720 Td\n({now}) Tj 0 -14 Td\nET"
    place, table = len(old) + 1, old.rindex(b"xref\n0")
    added = f"\n{number} 0 obj\n<< /Length {len(shown)} >>\nstream\n{shown}\nendstream\nendobj\n"
    begins = len(old) + len(added)
    root = "/Size 9 /Root 1 0 R"
    added += f"xref\n{number} 1\n{place:010} 00000 n \ntrailer << {root} /Prev {table} >>\n"
    return old + (added + f"startxref\n{begins}\n%%EOF").encode()


def test_what_stood_in_a_pdf_before_it_was_saved_over_is_read() -> None:
    (told,) = found(
        "a.pdf", saved_over(f"The telephone was {MOBILE}", "Nothing of the kind is here")
    )
    assert (told.detector, told.place.startswith("保存前的旧内容")) == ("mobile", True)
    (told,) = found("a.pdf", saved_over(f"Before, TEL {MOBILE}", f"Before, TEL {MOBILE}"))
    assert told.place == "第1页第1行"


def test_a_pdf_that_was_saved_over_without_end_is_told() -> None:
    body = saved_over("Nothing of the kind is here", "Nothing of the kind is there")
    body += (b"\n9 0 obj\n1\nendobj" + body[body.rindex(b"\nstartxref") :]) * 10
    assert "unread" in {f.detector for f in found("a.pdf", body)}


def test_a_second_table_without_objects_is_no_older_text() -> None:
    body = pdf(f"Before, TEL {MOBILE}")
    at = body.rindex(b"xref\n0")
    body += f"\nxref\n0 0\ntrailer << /Size 7 /Root 1 0 R /Prev {at} >>\nstartxref\n{len(body) + 1}\n%%EOF".encode()
    assert [f.place for f in found("a.pdf", body)] == ["第1页第1行"]
