"""Office files: a number is found wherever a part of the package may say it, and told once."""

from datetime import date

import pytest

from checks.privacy import Allowed, PrivacyFinding, scan
from checks.privacy.readers import aside
from tests.checks.privacy.papers import paragraph, word, zipped

MOBILE = "15400001234"
A, B, C = MOBILE[:3], MOBILE[3:7], MOBILE[7:]
W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:x="urn:x" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
HEADER = f"<w:hdr {W}>{paragraph('手机', A, B, C)}</w:hdr>"


def found(name: str, body: bytes) -> list[PrivacyFinding]:
    findings = scan({name: body}, Allowed(date(2026, 3, 1))).findings
    return [f for f in findings if f.detector in {"mobile", "unread"}]


def letter(body: str, **parts: str) -> bytes:
    held = {"[Content_Types].xml": "<Types/>", **parts}
    return zipped({"word/document.xml": f"<w:document {W}>{body}</w:document>", **held})


def typed(kind: str, part: str, said: str) -> bytes:
    """A letter with a part of a media type."""
    types = f'<Types><Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return letter(paragraph("正文"), **{"[Content_Types].xml": types, part: said})


def runs(*inner: str) -> str:
    return f"<w:p>{''.join(f'<w:r>{each}</w:r>' for each in inner)}</w:p>"


def ruby(base: str) -> str:
    return f"<w:ruby><w:rt><w:r><w:t>a</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{base}</w:t></w:r></w:rubyBase></w:ruby>"


SYMBOLS = "".join(f'<w:sym w:font="Arial" w:char="F0{ord(sign):02X}"/>' for sign in MOBILE)
LETTERS = {
    "symbols": runs("<w:t>手机</w:t>", SYMBOLS),
    "a picture's alternative text": runs(f'<w:drawing><x:docPr descr="手机{MOBILE}"/></w:drawing>'),
    "a picture's title": runs(f'<w:drawing><x:docPr title="手机{MOBILE}"/></w:drawing>'),
    "a choice": f'<w:listItem w:displayText="甲 {MOBILE}"/>',
    "a word drawn": runs(f'<w:pict><x:textpath string="手机{MOBILE}"/></w:pict>'),
    "a field": f'<w:p><w:fldSimple w:instr=" QUOTE &quot;{MOBILE}&quot; "/></w:p>',
    "the help of a form": runs(f'<w:helpText w:val="手机{MOBILE}"/>'),
    "the status of a form": runs(f'<w:statusText w:val="手机{MOBILE}"/>'),
    "a bracket": f'<w:p><m:begChr m:val="手机{MOBILE}"/></w:p>',
    "a tooltip": f'<w:p><w:hyperlink w:tooltip="手机{MOBILE}"/></w:p>',
    "ruby": runs(ruby(A), ruby(B), f"<w:t>{C}</w:t>"),
    "round what was struck out": f"<w:p><w:r><w:t>{A}</w:t></w:r><w:del><w:r><w:delText>x</w:delText></w:r></w:del>"
    f"<w:r><w:t>{B}{C}</w:t></w:r></w:p>",
    "a remark": f"<!-- 手机{MOBILE} -->",
    "a text in no element of texts": f"<w:p><x:other>手机{MOBILE}</x:other></w:p>",
}


@pytest.mark.parametrize("where", LETTERS)
def test_a_number_in_a_letter_is_told_once_wherever_it_stands(where: str) -> None:
    assert [f.detector for f in found("a.docx", letter(LETTERS[where]))] == ["mobile"]


PARTS = {
    "a numbering": ("word/numbering.xml", f'<w:n {W}><w:lvlText w:val="手机{MOBILE}"/></w:n>'),
    "variables": ("word/settings.xml", f'<w:s {W}><w:docVar w:name="x" w:val="{MOBILE}"/></w:s>'),
    "the people": ("word/people.xml", f'<p xmlns="urn:p"><person author="甲 {MOBILE}"/></p>'),
    "data of one's own": ("customXml/item1.xml", f'<x 手机="{MOBILE}"/>'),
    "a remark in the data": ("customXml/item1.xml", f"<x><!--手机{MOBILE}--></x>"),
    "a header among the data": ("customXml/header1.xml", HEADER),
    "a header among what is said of the package": ("META-INF/header1.xml", HEADER),
    "a header called a drawing": ("word/header1.vml", HEADER),
    "a header called nothing": ("word/header1", HEADER),
    "a header called a picture": ("word/media/a.png", HEADER),
    "a page": ("word/afchunk.htm", f"<html>手机<b>{A}</b><b>{B}</b>{C}</html>"),
    "a page called data": ("word/afchunk.xml", f"<html><body>手机<b>{A}</b><i>{B}</i>{C}</body></html>"),
    "a drawing a browser alone can read": ("xl/a.vml", f"<xml><br><font>{A}</font>{B}{C}</xml>"),
    "a link": ("word/_rels/a.rels", f'<R><Relationship Target="tel:{MOBILE}"/></R>'),
}  # fmt: skip


@pytest.mark.parametrize("what", PARTS)
def test_every_part_is_read_by_what_it_holds(what: str) -> None:
    part, said = PARTS[what]
    told = found("a.docx", letter(paragraph("正文"), **{part: said}))
    assert [f.detector for f in told] == ["mobile"]


def test_a_part_is_read_as_what_the_package_says_it_is() -> None:
    page = f"手机<b>{A}</b><b>{B}</b><b>{C}</b>"
    assert [f.detector for f in found("a.docx", typed("text/html", "word/a.dat", page))] == [
        "mobile"
    ]
    letter = f"Content-Transfer-Encoding: quoted-printable\n\n手机 {A}=\n{B}{C}\n"
    (told,) = found("a.docx", typed("message/rfc822", "word/a.dat", letter))
    assert (told.detector, "word/a.dat" in told.place) == ("mobile", True)


def test_a_part_that_cannot_be_read_is_named() -> None:
    for part in ("customXml/item1.xml", "META-INF/a.xml", "word/_rels/document.xml.rels"):
        (told,) = found("a.docx", letter(paragraph("正文"), **{part: "<w:p"}))
        assert (told.detector, told.place) == ("unread", part)
    assert not found("a.odt", zipped({"mimetype": "x", "Configurations2/current.xml": ""}))


def book(sheet: str, **parts: str) -> bytes:
    return zipped(
        {
            "xl/workbook.xml": '<workbook><sheets><sheet name="表"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f"<worksheet>{sheet}</worksheet>",
            **{f"xl/{name}.xml": said for name, said in parts.items()},
        }
    )


BOOKS = {
    "a format": book("", styles=f'<s><numFmt formatCode="&quot;手机{MOBILE}&quot;0"/></s>'),
    "a format in pieces": book("", styles=f'<s><numFmt formatCode="&quot;{A}&quot;\\{B[0]}&quot;{B[1:]}{C}&quot;"/></s>'),
    "a list to choose from": book(f'<dataValidation><formula1>"甲{MOBILE},乙"</formula1></dataValidation>'),
    "a prompt": book(f'<dataValidation prompt="手机{MOBILE}"/>'),
    "a filter": book(f'<filter val="{MOBILE}"/>'),
    "a rule": book(f'<cfRule><formula>"手机{MOBILE}"</formula></cfRule>'),
    "a header with its codes": book(f"<oddHeader>&amp;L{A}&amp;B{B}&amp;\"宋体,常规\"&amp;K01+000{C}</oddHeader>"),
    "a formula that was not worked out": book(f'<c r="A1"><f>"{A}"&amp;"{B}" &amp; "{C}"</f><v></v></c>'),
    "a formula that was": book(f'<c r="A1"><f>"{A}"&amp;"{B}{C}"</f><v>{MOBILE}</v></c>'),
    "a link that shows its cell": book(
        f'<c r="A1" t="inlineStr"><is><t>{MOBILE}</t></is></c><hyperlink ref="A1" display="{MOBILE}"/>'
    ),
    "texts under another name": book('<c r="A1" t="s"><v>0</v></c>', t=f"<sst><si><r><t>{A}</t></r><r><t>{B}{C}</t></r></si></sst>"),
    "a text with how it is spoken": book(
        f'<c r="A1" t="inlineStr"><is><r><t>{A}</t></r><rPh><t>x</t></rPh><r><t>{B}{C}</t></r></is></c>'
    ),
    "a button": book("", **{"drawings/vml": f"<xml><x:font xmlns:x='u'>手机{MOBILE}</x:font></xml>"}),
}  # fmt: skip


@pytest.mark.parametrize("where", BOOKS)
def test_a_number_in_a_workbook_is_told_once_wherever_it_stands(where: str) -> None:
    assert [f.detector for f in found("a.xlsx", BOOKS[where])] == ["mobile"]


def formatted(code: str, value: str, kind: str = "") -> bytes:
    """A workbook with one cell in a format."""
    said = code.replace('"', "&quot;")
    styles = (
        f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="{said}"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>'
    )
    return book(f'<c r="B2" s="1"{kind}><v>{value}</v></c>', styles=styles)


SPLIT = {
    "the first half": (f'"{A}{B}"0000', C),
    "the middle": (f'000"{B}"0000', A + C),
    "the end": (f'0"{B}{C}"', A),
    "zeros that the value has not": (f'"{A}"00000000', str(int(B + C))),
    "a sign at a time": (f"\\{A[0]}\\{A[1]}\\{A[2]}00000000", C),
    "another section": (f'General;General;"{A}"00000000', C),
}


@pytest.mark.parametrize("where", SPLIT)
def test_a_number_of_which_the_format_holds_some_is_found_in_its_cell(where: str) -> None:
    code, value = SPLIT[where]
    told = [f for f in found("a.xlsx", formatted(code, value)) if "B2" in f.place]
    assert [f.detector for f in told] == ["mobile"], where
    report = scan({"a.xlsx": formatted(code, "7")}, Allowed(date(2026, 3, 1)))
    assert not [f for f in report.findings if "B2" in f.place and MOBILE[-4:] in f.excerpt]


def test_a_text_of_which_the_format_holds_some_is_found() -> None:
    body = formatted(f'"{A}"@', B + C, ' t="str"')
    assert [f.detector for f in found("a.xlsx", body) if "B2" in f.place] == ["mobile"]


def test_zeros_before_a_text_that_was_worked_out_are_kept() -> None:
    body = book('<c r="A1" t="str"><f>A2</f><v>03206234567</v></c>')
    report = scan({"a.xlsx": body}, Allowed(date(2026, 3, 1)))
    assert [f.detector for f in report.findings if "A1" in f.place] == ["landline"]


def test_a_format_that_says_what_a_number_is_is_read_with_it() -> None:
    report = scan({"a.xlsx": formatted('"QQ"0', "123456789")}, Allowed(date(2026, 3, 1)))
    assert [f.detector for f in report.findings if "B2" in f.place] == ["social"]


@pytest.mark.parametrize(
    "code", ['yyyy"年"m"月"d"日"', "#,##0.00_);[Red]\\(0\\)", "0.0%", "000-0000-0000"]
)
def test_usual_formats_make_no_number(code: str) -> None:
    assert not found("a.xlsx", formatted(code, "46000"))


@pytest.mark.parametrize("narrow", ['<col width="0"/>', '<col width="0.1"/>', '<row ht="0"/>'])
def test_what_nobody_sees_for_its_size_is_hidden(narrow: str) -> None:
    (told,) = scan({"a.xlsx": book(narrow)}, Allowed(date(2026, 3, 1))).findings
    assert told.title.startswith("隐藏的")


TEXTS = {
    "a number's sign": f'<l xmlns:s="u" s:num-prefix="手机{MOBILE}"/>',
    "what follows a number": f'<l xmlns:s="u" s:num-suffix="手机{MOBILE}"/>',
    "a label": f'<f xmlns:s="u" s:label="手机{MOBILE}"/>',
    "a value": f'<c xmlns:o="u" o:value="{MOBILE}"/>',
    "a value and how it is shown": f'<c xmlns:o="u" o:value="{MOBILE}"><p>{A}-{B}-{C}</p></c>',
    "a text and its value": f'<c xmlns:o="u" o:string-value="手机{MOBILE}"><p>手机{MOBILE}</p></c>',
    "a formula": f'<c xmlns:o="u" o:formula="of:=&quot;{A}&quot;&amp;&quot;{B}{C}&quot;"/>',
    "a format": f'<number-style xmlns:n="u"><n:text>{A}</n:text><n:text>{B}{C}</n:text></number-style>',
}


@pytest.mark.parametrize("where", TEXTS)
def test_a_number_in_an_open_document_is_told_once(where: str) -> None:
    body = zipped({"mimetype": "x", "content.xml": f"<d>{TEXTS[where]}</d>"})
    assert [f.detector for f in found("a.odt", body)] == ["mobile"]


TECHNICAL = (
    'a="{15400001-2341-5400-0012-341540000123}" panose="02020603050405020304" w:rsid="00154000"',
    'xml:id="list15400001234" d="M 154 0000 1234" points="154,0000 1234,15400001234" tint="0.15400001234123456"',
    'r="WX154000" sqref="QQ123456:QQ123457 VX1234567" hashValue="oDh/BR75gYbMd3vxa12345QQ1234567="',
    'style="position:absolute;margin-left:154.35pt;z-index:251659264" formatCode="000000000000000000"',
    'href="Pictures/1540000123400001540000123BD6A0105400002E.jpg" formatCode="#,##0.00_);[Red]\\(0\\)"',
)


@pytest.mark.parametrize("said", TECHNICAL)
def test_what_programs_write_for_programs_is_no_number(said: str) -> None:
    body = letter(f"<w:p {said}/>", **{"customXml/a.xml": f"<x xmlns:w='u' {said}/>"})
    assert scan({"a.docx": body}, Allowed(date(2026, 3, 1))).findings == ()


def test_names_are_judged_by_what_they_are_called() -> None:
    body = word(paragraph("正文"), settings='<w:docVar w:name="投诉人" w:val="赵小明"/>')
    (told,) = scan({"a.docx": body}, Allowed(date(2026, 3, 1))).findings
    assert told.detector == "name"


def test_formulas_put_their_texts_together() -> None:
    assert aside.formula('"a"&"b" & "c"&D1') == '"abc"&D1'
