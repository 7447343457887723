"""Files as offices make them, with what must not be in them."""

import io
import zipfile
from collections.abc import Sequence

import xlsxwriter
from PIL import Image

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/">{}</cp:coreProperties>'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        for name, body in parts.items():
            package.writestr(name, body)
    return held.getvalue()


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(f'<w:r><w:t>{run}</w:t></w:r>' for run in runs)}</w:p>"


def word(*body: str, core: str = "", **parts: str) -> bytes:
    held: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{''.join(body)}</w:body></w:document>",
    }
    if core:
        held["docProps/core.xml"] = CORE.format(core)
    held.update({f"word/{name}.xml": f"<w:top {W}>{said}</w:top>" for name, said in parts.items()})
    return zipped(held)


def sheets(rows: Sequence[Sequence[str | float]], *, hidden: bool = False, note: str = "") -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        book.add_worksheet("封面").write_string(0, 0, "公开的内容")
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if hidden:
            sheet.hide()
        if note:
            sheet.write_comment("A1", note)
    return held.getvalue()


def pdf(*pages: str, info: str = "", drawn: bool = False) -> bytes:
    """A PDF with ASCII text, one page for each string, one line for each line."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for page in pages:
        shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in page.split("\n") if line)
        picture = (
            "q 500 0 0 700 50 50 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q\n" if drawn else ""
        )
        stream = f"{picture}BT /F1 12 Tf 72 720 Td\n{shown}ET" if page else picture
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append(f"<< {info} >>")
    return _assembled(objects)


def _assembled(objects: list[str]) -> bytes:
    body, places = b"%PDF-1.4\n", []
    for number, written in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{written}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    trailer = f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + f"xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode()


def photo(size: int = 16, *, artist: str = "", located: bool = False) -> bytes:
    held, exif = io.BytesIO(), Image.Exif()
    if artist:
        exif[0x013B] = artist
    if located:
        exif.get_ifd(0x8825)[1] = "N"
        exif[0x8825] = {1: "N", 2: (31.0, 12.0, 0.0)}
    Image.new("L", (size, size)).save(held, "JPEG", exif=exif)
    return held.getvalue()
