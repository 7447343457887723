"""PDFs written by hand, object by object: fonts that do not say what they show, actions, files."""

import zlib
from collections.abc import Mapping

CATALOG, PAGES, PAGE, CONTENTS, FONT = 1, 2, 3, 4, 5
"""The numbers of the objects that every document has."""
SIGNS = "赵小明身份证号电话号码是"
RIGHT = {0x4E03 + n: sign for n, sign in enumerate(SIGNS)}
"""Codes of two bytes, and what they stand for; taken for characters they would be a text of others."""
NARROW = {0x43 + n: sign for n, sign in enumerate(SIGNS)}
"""Codes of one byte."""
CODES = "".join(f"{code:04x}" for code in RIGHT)
SHOW = f"BT /F1 12 Tf 60 700 Td <{CODES}> Tj T* <{CODES}> Tj ET"
BYTES = "BT /F1 12 Tf 60 700 Td (CDEFGHIJKLMN) Tj T* (CDEFGHIJKLMN) Tj ET"


def document(
    objects: Mapping[int, str | bytes], shown: str = SHOW, page: str = "", catalog: str = ""
) -> bytes:
    """A document of one page that shows something with font F1; `objects` are added, or put instead."""
    whole: dict[int, str | bytes] = {
        CATALOG: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        PAGES: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        f"/Resources << /Font << /F1 5 0 R >> /XObject << /X1 20 0 R >> /Pattern << /P1 20 0 R >> "
        f"/ExtGState << /G1 21 0 R >> >> {page} >>",
        CONTENTS: stream(shown),
        FONT: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **objects,
    }
    body, places = b"%PDF-1.7\n", dict[int, int]()
    for number, said in sorted(whole.items()):
        places[number] = len(body)
        written = said if isinstance(said, bytes) else said.encode("latin-1")
        body += b"%d 0 obj\n%b\nendobj\n" % (number, written)
    size = max(whole) + 1
    table = "".join(
        f"{places[n]:010} 00000 n \n" if n in places else "0000000000 65535 f \n"
        for n in range(size)
    )
    trailer = f"trailer << /Size {size} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {size}\n{table}{trailer}".encode()


def stream(said: str | bytes, about: str = "") -> bytes:
    """A stream object."""
    body = said if isinstance(said, bytes) else said.encode("latin-1")
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (about.encode(), len(body), body)


def to_unicode(pairs: Mapping[int, str], digits: int = 4) -> bytes:
    """A table from codes to characters."""
    lines = "".join(
        f"<{code:0{digits}x}> <{char.encode('utf-16-be').hex()}>\n" for code, char in pairs.items()
    )
    return stream(f"{len(pairs)} beginbfchar\n{lines}endbfchar\n")


def composite(
    encoding: str = "/Identity-H", ordering: str = "Identity", table: bytes | None = None
) -> dict[int, str | bytes]:
    """A font of two-byte codes."""
    said = "/ToUnicode 7 0 R" if table else ""
    return {
        FONT: f"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+FangSong /Encoding {encoding} "
        f"/DescendantFonts [6 0 R] {said} >>",
        6: "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+FangSong /DW 1000 /CIDSystemInfo "
        f"<< /Registry (Adobe) /Ordering ({ordering}) /Supplement 4 >> >>",
        **({7: table} if table else {}),
    }


def simple(
    kind: str = "TrueType",
    encoding: str = "",
    flags: int = 4,
    table: bytes | None = None,
    embedded: bool = True,
) -> dict[int, str | bytes]:
    """A font of one-byte codes."""
    said = "/ToUnicode 7 0 R" if table else ""
    file = "/FontFile2 8 0 R" if embedded else ""
    return {
        FONT: f"<< /Type /Font /Subtype /{kind} /BaseFont /ABCDEF+Song /FirstChar 67 /LastChar 82 "
        f"/Widths [{'500 ' * 16}] /FontDescriptor 6 0 R {encoding} {said} >>",
        6: f"<< /Type /FontDescriptor /FontName /ABCDEF+Song /Flags {flags} {file} >>",
        8: stream(b"\0\1\0\0"),
        **({7: table} if table else {}),
    }


def drawn(table: bytes | None = None) -> dict[int, str | bytes]:
    """A font whose signs are drawings (Type 3)."""
    said = "/ToUnicode 7 0 R" if table else ""
    names = " ".join(f"/g{n} 9 0 R" for n in range(16))
    return {
        FONT: "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar 67 "
        f"/LastChar 82 /Widths [{'9 ' * 16}] /CharProcs << {names} >> /Resources << >> "
        f"/Encoding << /Differences [67 {' '.join(f'/g{n}' for n in range(16))}] >> {said} >>",
        9: stream("9 0 0 0 9 9 d1 0 0 9 9 re f"),
        **({7: table} if table else {}),
    }


UNSAID: dict[str, bytes] = {
    "two bytes, no table": document(composite()),
    "two bytes of Adobe-GB1, no table": document(composite(ordering="GB1")),
    "a table to private use": document(
        composite(table=to_unicode({code: chr(0xE000 + code % 256) for code in RIGHT}))
    ),
    "a table to the sign for want of one": document(
        composite(table=to_unicode(dict.fromkeys(RIGHT, "\ufffd")))
    ),
    "a table to one character": document(composite(table=to_unicode(dict.fromkeys(RIGHT, "字")))),
    "a table to nothing": document(composite(table=to_unicode(dict.fromkeys(RIGHT, "\0")))),
    "a table of half the signs": document(
        composite(table=to_unicode({code: char for code, char in RIGHT.items() if code % 2}))
    ),
    "a table that is only a name": document(
        {
            **composite(),
            FONT: composite()[FONT].replace("[6 0 R]", "[6 0 R] /ToUnicode /Identity-H"),
        }  # type: ignore[union-attr, arg-type]
    ),
    "an order of codes that is not known": document(composite("/UniGB-UTF8-H", "GB1")),
    "an order of codes of its own": document(
        {**composite("10 0 R"), 10: stream("begincmap endcmap")}
    ),
    "one byte, no order": document(simple(), BYTES),
    "one byte, signs without names": document(
        simple(
            encoding=f"/Encoding << /Differences [67 {' '.join(f'/g{n}' for n in range(16))}] >>"
        ),
        BYTES,
    ),
    "one byte, signs named a and a number": document(
        simple(
            encoding=f"/Encoding << /Differences [67 {' '.join(f'/a{n + 1}' for n in range(16))}] >>"
        ),
        BYTES,
    ),
    "one byte, a table to private use": document(
        simple(table=to_unicode({code: chr(0xF000 + code) for code in NARROW}, 2)), BYTES
    ),
    "drawings": document(drawn(), BYTES),
    "in a drawing on the page": document(
        {**composite(), 20: stream(SHOW, "/Subtype /Form /Resources << /Font << /F1 5 0 R >> >>")},
        "/X1 Do",
    ),
    "in a drawing that takes the fonts of the page": document(
        {**composite(), 20: stream(SHOW, "/Subtype /Form")}, "/X1 Do"
    ),
    "in a pattern": document(
        {
            **composite(),
            20: stream(SHOW, "/PatternType 1 /PaintType 1 /Resources << /Font << /F1 5 0 R >> >>"),
        },
        "/Pattern cs /P1 scn 0 0 500 500 re f",
    ),
    "in the looks of a note": document(
        {
            **composite(),
            20: stream(SHOW, "/Subtype /Form /Resources << /Font << /F1 5 0 R >> >>"),
        },
        "",
        "/Annots [<< /Subtype /Widget /Rect [0 0 9 9] /AP << /N << /On 20 0 R >> >> >>]",
    ),
    "in a mask": document(
        {
            **composite(),
            20: stream(SHOW, "/Subtype /Form /Resources << /Font << /F1 5 0 R >> >>"),
            21: "<< /SMask << /S /Luminosity /G 20 0 R >> >>",
        },
        "/G1 gs 0 0 9 9 re f",
    ),
    "in a sign that is drawn": document(
        {
            **drawn(to_unicode(NARROW, 2)),
            **{n + 30: said for n, said in composite().items() if n > FONT},
            35: str(composite()[FONT]).replace("6 0 R", "36 0 R"),
            9: stream("9 0 d0 " + SHOW.replace("F1", "F2")),
            FONT: str(drawn(b"x")[FONT]).replace(
                "/Resources << >>", "/Resources << /Font << /F2 35 0 R >> >>"
            ),
        },
        BYTES,
    ),
    "set by the state of drawing": document(
        {**composite(), 21: "<< /Font [5 0 R 12] >>"}, f"/G1 gs BT 60 700 Td <{CODES}> Tj ET"
    ),
    "in pieces": document(composite(), f"BT /F1 12 Tf [<{CODES[:24]}> -20 <{CODES[24:]}>] TJ ET"),
    "after the font was put back": document(
        {**composite(), 1: "<< /Type /Catalog /Pages 2 0 R >>"},
        f"BT /F1 12 Tf q Q <{CODES}> Tj ET",
    ),
}
"""What cannot be told -> a document of it."""
_LATIN = "BT /F1 12 Tf 60 700 Td (Words enough for a whole page, and more) Tj ET"
SAID: dict[str, bytes] = {
    "two bytes with a table": document(composite(table=to_unicode(RIGHT))),
    "two bytes that are characters": document(
        composite("/UniGB-UCS2-H", "GB1"), SHOW.replace(CODES, SIGNS.encode("utf-16-be").hex())
    ),
    "two bytes of a known order": document(
        composite("/GBK-EUC-H", "GB1"), SHOW.replace(CODES, SIGNS.encode("gbk").hex())
    ),
    "a font that every reader has": document({}, _LATIN),
    "one byte of a known order": document(simple(encoding="/Encoding /WinAnsiEncoding"), _LATIN),
    "one byte, with names": document(
        simple(
            encoding="/Encoding << /Differences [67 /A /B /C /uni8D75 /u5C0F /one /two /three] >>"
        ),
        "BT /F1 12 Tf (CDEFGHIJ) Tj ET",
    ),
    "one byte with a table": document(simple(table=to_unicode(NARROW, 2)), BYTES),
    "one byte of a text font": document(simple(flags=32, embedded=False), _LATIN),
    "drawings with a table": document(drawn(to_unicode(NARROW, 2)), BYTES),
    "a bullet that is not known": document(
        {**composite(table=to_unicode(RIGHT))}, f"BT /F1 12 Tf <00ff{CODES}00ff> Tj ET"
    ),
    "a font that is not used": document(composite(), "BT (x) ET"),
}
"""What can be told -> a document of it; no false alarm."""

ACTIVE: dict[str, bytes] = {
    "a script on opening": document({}, "", "", "/OpenAction << /S /JavaScript /JS (app.alert) >>"),
    "a program on opening": document({}, "", "", "/OpenAction << /S /Launch /F (cmd.exe) >>"),
    "an action on opening that nobody knows": document({}, "", "", "/OpenAction << /S /Odd >>"),
    "a name written otherwise": document({}, "", "", "/OpenAction << /S /#4caunch /F (a) >>"),
    "an action of the page": document({}, "", "/AA << /O << /S /URI /URI (https://a.example) >> >>"),
    "a script of a link": document(
        {}, "", "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /JavaScript /JS 20 0 R >> >>]"
    ),
    "a script as an address": document(
        {}, "", "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (javascript:x) >> >>]"
    ),
    "a file as an address": document(
        {}, "", "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (file:///a) >> >>]"
    ),
    "a form that is sent": document(
        {}, "", "", "/AcroForm << /Fields [<< /FT /Btn /T (a) /A << /S /SubmitForm /F (a) >> >>] >>"
    ),
    "the second of two actions": document(
        {}, "", "", "/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /Launch /F (a) >> >>"
    ),
    "a form of another kind": document({}, "", "", "/AcroForm << /Fields [] /XFA 20 0 R >>"),
    "a script by its name": document(
        {}, "", "", "/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>"
    ),
    "a bookmark that opens a file": document(
        {20: "<< /First 21 0 R >>", 21: "<< /Title (a) /A << /S /GoToR /F (b.pdf) /D [0] >> >>"},
        "", "", "/Outlines 20 0 R",
    ),
    "a film": document(
        {}, "", "/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent << >> >>]"
    ),
}  # fmt: skip
"""What a document does by itself or on being touched -> a document that does it."""
QUIET: dict[str, bytes] = {
    "a page to begin with": document({}, _LATIN, "", "/OpenAction [3 0 R /XYZ null null 1]"),
    "an action to begin with a page": document(
        {}, _LATIN, "", "/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"
    ),
    "a link into the web": document(
        {},
        _LATIN,
        "/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://www.gov.cn/) >> >>]",
    ),
    "headings": document(
        {20: "<< /Type /StructElem /S /P >>"}, _LATIN, "", "/StructTreeRoot 20 0 R"
    ),
}
"""What documents do that does nothing."""


def attached(way: str, body: bytes) -> bytes:
    """A document with a file in it, that only one thing leads to."""
    file = {
        20: "<< /Type /Filespec /F (a.csv) /UF (a.csv) /EF << /F 21 0 R >> >>",
        21: stream(body, "/Type /EmbeddedFile"),
    }
    ways = {
        "the names": {"catalog": "/Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>"},
        "the document": {"catalog": "/AF [20 0 R]"},
        "the page": {"page": "/AF 20 0 R"},
        "a note": {"page": "/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] /FS 20 0 R >>]"},
        "a heading": {"catalog": "/StructTreeRoot << /K << /S /P /AF [20 0 R] >> >>"},
        "a collection": {"catalog": "/Collection << /Odd [[20 0 R]] >>"},
        "a film": {
            "page": "/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] /RichMediaContent "
            "<< /Assets << /Names [(a) 20 0 R] >> >> >>]"
        },
        "nothing but its kind": {"catalog": "/Odd 21 0 R"},
    }
    return document(file, _LATIN, **ways[way])


WAYS = ("the names", "the document", "the page", "a note", "a heading", "a collection", "a film")


def endless() -> dict[str, bytes]:
    """Documents that have no end, or far too much of something."""
    form = "/Subtype /Form /Resources << /XObject << /X1 20 0 R >> /Font << /F1 5 0 R >> >>"
    chain = {n: f"<< /Odd {n + 1} 0 R >>" for n in range(20, 20_000)}
    forms = {
        n: stream("/X Do /X Do", f"/Subtype /Form /Resources << /XObject << /X {n + 1} 0 R >> >>")
        for n in range(20, 60)
    }
    deflated = zlib.compress(bytes(200_000_000), 9)
    many = ("/FlateDecode " * 300).strip()
    return {
        "pages in pages": document({PAGES: "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>"}),
        "a page that is its own parent": document({PAGE: "<< /Type /Page /Parent 3 0 R >>"}),
        "a page many times": document(
            {PAGES: f"<< /Type /Pages /Kids [{'3 0 R ' * 100_000}] /Count 100000 >>"}, _LATIN
        ),
        "a billion pages": document({PAGES: "<< /Type /Pages /Kids [3 0 R] /Count 999999999 >>"}),
        "a drawing that draws itself": document({20: stream("/X1 Do", form)}, "/X1 Do"),
        "drawings that draw twice": document(forms, "/X1 Do"),
        "an object that is itself": document({20: "20 0 R"}, "/X1 Do", "", "/Odd 20 0 R"),
        "an object after another": document(chain, "", "", "/Odd 20 0 R"),
        "lists in lists": document({20: "[" * 50_000 + "]" * 50_000}, "", "", "/Odd 20 0 R"),
        "states in states": document({}, "q " * 200_000 + "Q " * 200_000),
        "brackets in brackets": document({}, "BT (" + "(" * 300_000),
        "a page of two hundred million signs": document(
            {CONTENTS: stream(deflated, "/Filter /FlateDecode")}
        ),
        "packed three hundred times": document({CONTENTS: stream(b"x", f"/Filter [{many}]")}),
        "rows without end": document(
            {
                CONTENTS: stream(
                    zlib.compress(b"x"),
                    "/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 999999999 >>",
                )
            }
        ),
        "a table of all characters": document(
            composite(table=stream("1 beginbfrange\n<00000000> <7fffffff> <0000>\nendbfrange"))
        ),
        "tables before tables": document({}).replace(b"/Size", b"/Prev 9 /XRefStm 9 /Size"),
        "no table": document({}).replace(b"startxref", b"x"),
        "names in names": document(
            {20: "<< /Kids [20 0 R] >>"}, "", "", "/Names << /EmbeddedFiles 20 0 R >>"
        ),
        "bookmarks in bookmarks": document(
            {20: "<< /First 20 0 R /Next 20 0 R /Title (a) >>"}, "", "", "/Outlines 20 0 R"
        ),
        "a picture in every line": document({}, "BI /W 1 /H 1 ID x EI " * 50_000),
        "nothing but a beginning": b"%PDF-1.7\n" + b"1 0 obj\n<< /A " * 50_000,
    }
