"""Word documents made up by hand, part by part: what a numbered paragraph holds is what Word writes."""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

NEVER = '<w:lvlRestart w:val="0"/>'
NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
LAW = (("chineseCountingThousand", "第%1章", "space"), ("chineseCountingThousand", "第%2条", "space"),
       ("chineseCounting", "（%3）", "nothing"), ("decimal", "%4.", "nothing"))  # fmt: skip
"""章, 条, 项, 目; the second level does not begin anew in a chapter."""


def lists(levels: Iterable[tuple[str, str, str]] = LAW, more: str = "", nums: str = "") -> str:
    """A numbering.xml with one list, numId 1."""
    drawn = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f"{NEVER if n == 1 else ''}"
        f'<w:suff w:val="{gap}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for n, (form, text, gap) in enumerate(levels)
    )
    return (
        f'<w:numbering {NS}><w:abstractNum w:abstractNumId="0">{drawn}</w:abstractNum>{more}'
        f'<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{nums}</w:numbering>'
    )


def p(text: str, level: int | None = None, style: str = "", list_: int = 1) -> str:
    """A paragraph; of a level of a list, or of a style that has one."""
    number = "" if level is None else (
        f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    )  # fmt: skip
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{number}</w:pPr><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def document(body: str, numbering: str = "", styles: str = "") -> bytes:
    """The file."""
    parts = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "word/document.xml": f"<w:document {NS}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": numbering,
        "word/styles.xml": f"<w:styles {NS}>{styles}</w:styles>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            if text:
                archive.writestr(name, text)
    return out.getvalue()
