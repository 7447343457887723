"""A catalog in a spreadsheet: sheet 目录 with a row per field, sheet 事项 with a row per item."""

from collections.abc import Iterable, Iterator, Mapping

from catalog.annual import CatalogRecord
from catalog.forms.cells import Cell
from catalog.forms.columns import Row, columns, read
from catalog.item import DecisionItem
from catalog.parse import MISSING, ShapeError, shown
from storage.files.pieces import Piece, Pieces
from storage.files.spreadsheet import Table, placed, title_of

HEAD, ITEMS = "目录", "事项"
FIELD, VALUE, NOTE = "栏名", "填写", "说明"
"""The headings of the sheet 目录."""
NAME = "事项名称"
"""The row that holds it is the row of the headings."""
UNFILLED = "没有填写"


def in_sheets(tables: Iterable[tuple[str, Table]]) -> Pieces:
    """Take the sheets of a catalog apart; sheets that are not laid out as such are a fault."""
    faults = list[str]()
    sheets = _sheets(list(tables), faults)
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


def _sheets(tables: list[tuple[str, Table]], faults: list[str]) -> dict[str, Table]:
    """The two sheets by name; any other must be empty."""
    names = shown("、".join(f"“{name}”" for name, _ in tables))
    for wanted in (HEAD, ITEMS):
        found = sum(name == wanted for name, _ in tables)
        if found != 1:
            said = "没有" if not found else "不止一张"
            faults.append(f"{said}名为“{wanted}”的工作表，现有：{names}")
    for name, table in tables:
        if name not in {HEAD, ITEMS} and any(cell != "" for row in table for cell in row):
            said = f"只导入“{HEAD}”和“{ITEMS}”，请把不用的工作表删去"
            faults.append(f"工作表“{shown(name)}”里有内容；{said}")
    return dict(tables)


def _head(table: Table, faults: list[str]) -> Piece:
    """The sheet with a row per field. Raises ShapeError where its headings are wrong."""
    titles = [column.title for column in columns(CatalogRecord)]
    cells, places = dict[str, Cell](), dict[str, str]()
    for row in placed(f"{HEAD}表", table, (FIELD, VALUE, NOTE), FIELD):
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
    return _piece(read(CatalogRecord, cells), places, f"{HEAD}表，")


def _items(table: Table) -> Iterator[Piece]:
    """The sheet with a row per item. Raises ShapeError where its headings are wrong."""
    titles = [column.title for column in columns(DecisionItem)]
    rows = list(placed(f"{ITEMS}表", table, titles, NAME))
    if not rows:
        raise ShapeError([f"{ITEMS}表里一个事项也没有"])
    missing = [c.title for c in columns(DecisionItem) if c.must and c.title not in rows[0].letters]
    if missing:
        raise ShapeError([f"{ITEMS}表没有“{'”“'.join(missing)}”这一列"])
    for row in rows:
        where = f"{ITEMS}表第{row.number}行"
        places = {title: f"{where}{c}列“{title}”" for title, c in row.letters.items()}
        called = f"{where}“{shown(row.cells[NAME])}”：" if NAME in row.cells else f"{where}，"
        piece = _piece(read(DecisionItem, row.cells), places, called)
        yield piece._replace(place=f"第{row.number}行")


def _piece(row: Row, places: Mapping[str, str], called: str) -> Piece:
    """A row with its faults told by their cells."""
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
