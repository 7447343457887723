"""A catalog in a spreadsheet: sheet 目录 with a row per field, sheet 事项 with a row per item."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.annual import CatalogRecord
from catalog.forms.cells import Cell
from catalog.forms.columns import columns, read
from catalog.item import DecisionItem
from catalog.parse import MISSING, ShapeError, shown
from catalog.record import Frozen
from storage.files.pieces import Piece, Pieces
from storage.files.rows import UNHIDE, placed, title_of
from storage.files.spreadsheet import Sheet

HEAD, ITEMS = "目录", "事项"
FIELD, VALUE, NOTE = "栏名", "填写", "说明"
"""The headings of the sheet 目录."""
NAME = "事项名称"
"""The row that holds it is the row of the headings."""
UNFILLED = "没有填写"


def in_sheets(handed: Iterable[Sheet]) -> Pieces:
    """Take the sheets of a catalog apart; sheets that are not laid out as such are a fault."""
    faults = list[str]()
    sheets = _sheets(list(handed), faults)
    catalog, items = Piece({}, _untold), list[Piece]()
    try:
        if HEAD in sheets:
            catalog = _head(sheets[HEAD], faults)
    except ShapeError as wrong:
        faults += wrong.faults
    try:
        if ITEMS in sheets:
            items = list(_items(sheets[ITEMS]))
    except ShapeError as wrong:
        faults += wrong.faults
    return Pieces(catalog, items, faults)


def _sheets(handed: list[Sheet], faults: list[str]) -> dict[str, Sheet]:
    """The two sheets by name; any other must be empty, and none with content hidden."""
    names = shown("、".join(f"“{sheet.name}”" for sheet in handed))
    for wanted in (HEAD, ITEMS):
        found = sum(sheet.name == wanted for sheet in handed)
        if found != 1:
            said = "没有" if not found else "不止一张"
            faults.append(f"{said}名为“{wanted}”的工作表，现有：{names}")
    for sheet in handed:
        if sheet.is_blank:
            continue
        if sheet.name not in {HEAD, ITEMS}:
            said = f"只导入“{HEAD}”和“{ITEMS}”，请把不用的工作表删去"
            faults.append(f"工作表“{shown(sheet.name)}”里有内容；{said}")
        elif sheet.hidden:
            faults.append(f"工作表“{sheet.name}”隐藏着；{UNHIDE}")
    return {sheet.name: sheet for sheet in handed}


def _head(sheet: Sheet, faults: list[str]) -> Piece:
    """The sheet with a row per field. Raises ShapeError where its headings are wrong."""
    titles = [column.title for column in columns(CatalogRecord)]
    cells, places = dict[str, Cell](), dict[str, str]()
    for row in placed(f"{HEAD}表", sheet, (FIELD, VALUE, NOTE), FIELD):
        title = title_of(row.cells.get(FIELD, ""))
        where = f"{HEAD}表第{row.number}行"
        if VALUE not in row.letters:
            raise ShapeError([f"{HEAD}表没有“{VALUE}”这一列"])
        if title in titles and title not in places:
            cells[title] = row.cells.get(VALUE, "")
            places[title] = f"{where}{row.letters[VALUE]}列“{title}”"
        elif title in places:
            faults.append(f"{where}{row.letters[FIELD]}列：“{title}”重复")
        elif title or VALUE in row.cells:
            said = (
                f"没有“{shown(title)}”这一栏，可用：{'、'.join(titles)}"
                if title
                else "有内容，但没有栏名"
            )
            faults.append(f"{where}{row.letters[FIELD]}列：{said}")
    return piece_of(CatalogRecord, cells, places, f"{HEAD}表，")


def _items(sheet: Sheet) -> Iterator[Piece]:
    """The sheet with a row per item. Raises ShapeError where its headings are wrong."""
    titles = [column.title for column in columns(DecisionItem)]
    rows = placed(f"{ITEMS}表", sheet, titles, NAME)
    if not rows:
        raise ShapeError([f"{ITEMS}表里一个事项也没有"])
    missing = [c.title for c in columns(DecisionItem) if c.must and c.title not in rows[0].letters]
    if missing:
        raise ShapeError([f"{ITEMS}表没有“{'”“'.join(missing)}”这一列"])
    for row in rows:
        where = f"{ITEMS}表第{row.number}行"
        places = {title: f"{where}{c}列“{title}”" for title, c in row.letters.items()}
        called = f"{where}“{shown(row.cells[NAME])}”：" if NAME in row.cells else f"{where}，"
        piece = piece_of(DecisionItem, row.cells, places, called)
        yield piece._replace(place=f"第{row.number}行")


def piece_of(
    model: type[Frozen], cells: Mapping[str, Cell], places: Mapping[str, str], called: str
) -> Piece:
    """A row of cells by their titles, its faults told by the places of the cells."""
    row = read(model, cells)
    unread = {title: f"{places[title]}：{said}" for title, said in row.faults}

    def told(fault: str) -> str:
        label, _, said = fault.partition("：")
        title = row.titles.get(label, "")
        if title in unread:
            return ""
        place = places.get(title)
        return f"{place}：{UNFILLED if said == MISSING else said}" if place else called + fault

    return Piece(row.payload, told, faults=tuple(unread.values()))


def _untold(_fault: str) -> str:
    return ""
