"""Files that were made to do harm, small and quickly made."""

import io
import zipfile
from collections.abc import Mapping

WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="事项" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/worksheet" Target="{part}"/>'
    '<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
ROOT = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    "<sheetData>{rows}</sheetData></worksheet>"
)
FAR = '<row r="1"><c {r1}><v>1</v></c></row><row r="1048576"><c {r2}><v>1</v></c></row>'


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of these texts, the same bytes whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            kept = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), text, kept)
    return out.getvalue()


def xlsx(rows: str, part: str = "worksheets/sheet1.xml", strings: str = "") -> bytes:
    """A spreadsheet with these rows, its sheet in a part of that name."""
    table = (
        f"<sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>{strings}</sst>"
    )
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": ROOT,
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": RELS.format(part=part),
            f"xl/{part}": SHEET.format(rows=rows),
            "xl/sharedStrings.xml": table,
        }
    )


def far(r1: str = 'r="A1"', r2: str = 'r="XFD1048576"') -> str:
    """Two cells, one in the last corner, their places written in some way."""
    return FAR.format(r1=r1, r2=r2)


def repeated(megabytes: int = 1, times: int = 13_000) -> bytes:
    """One long text that thousands of cells name."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, times))
    return xlsx(rows, strings=f"<si><t>{'x' * megabytes * 1024**2}</t></si>")


def wide(columns: int = 16_000, rows: int = 1_250) -> bytes:
    """A cell in each corner of a wide sheet."""
    last = f"{_letters(columns - 1)}{rows}"
    return xlsx(
        f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{rows}"><c r="{last}"><v>1</v></c></row>'
    )


def filled(columns: int, rows: int) -> bytes:
    """A sheet full of numbers."""
    cells = [_letters(c) for c in range(columns)]
    return xlsx(
        "".join(
            f'<row r="{n}">{"".join(f"""<c r="{c}{n}"><v>1</v></c>""" for c in cells)}</row>'
            for n in range(1, rows + 1)
        )
    )


def _letters(column: int) -> str:
    return ("" if column < 26 else _letters(column // 26 - 1)) + chr(ord("A") + column % 26)
