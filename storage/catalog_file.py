"""The file of an annual catalog, YAML or a spreadsheet -> the catalog, every fault with its place."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from catalog.annual import Catalog, CatalogRecord
from catalog.dossier import Dossier
from catalog.forms.fields import fields_of
from catalog.item import DecisionItem
from catalog.names import alike
from catalog.parse import ShapeError, parse, shown
from catalog.planned import planned_in
from catalog.rules import RULES, Case
from catalog.stages.entry import Inclusion
from storage.documents import DocumentStore
from storage.files import legible
from storage.files.catalog_mapping import Mapped, mapped
from storage.files.catalog_sheet import HEAD, ITEMS, in_sheets
from storage.files.legible import content_of, handed_in
from storage.files.pieces import Piece, Pieces
from storage.files.spreadsheet import MOST, SHEETS, TABLES, Sheet, sheets_in
from storage.files.yaml import read_yaml, yaml_in
from storage.payload import read_record

OTHERWISE = (
    "不是本系统的目录表格（juece catalog form 可以写出空白的一份）。单位自己设计的表格，请在"
    " juece catalog import 后加 --map 对应.yaml：先写出各栏怎样对应，核对以后再导入"
)
"""What to do with a table that an office laid out itself."""

_AS_TABLE = "单位自己设计的目录应为 xlsx、xls、ods、csv 或者 docx 里的表格，请另存"
_AS_XLSX = "目录应为电子表格（xlsx、xls、ods）或者 YAML 文件，请另存为 xlsx"
_OTHERS = {".csv", ".et", ".xlsm", ".xlsb", ".doc", ".docx", ".wps", ".pdf"}
"""Endings of what people take for the catalog, and which is no text either."""
_KEYS = {"目录": "catalog", "事项": "items", "catalog": "catalog", "items": "items"}


def read_catalog(
    path: Path,
    store: DocumentStore | None = None,
    *,
    bound: bool = False,
    mapping: Path | None = None,
) -> Catalog:
    """Read a catalog file. Raises ShapeError with every fault: file, item or cell, field.

    One that is `bound` to its folder, an inbox, is no link out of it. One that an office laid out
    itself is read by a confirmed `mapping`.
    """
    if mapping is not None:
        return catalog_of(mapped_in(path, mapping).pieces, path.name, store, path.parent)
    kind = path.suffix.lower()
    if kind in _OTHERS:
        raise ShapeError([f"{path.name}：{OTHERWISE if kind in TABLES else _AS_XLSX}"])
    content = handed_in(path.parent, path.name, MOST).content if bound else content_of(path, MOST)
    if kind not in SHEETS:
        pieces = _in_yaml(content, path.name)
    else:
        sheets = list(sheets_in(content, path.name))
        if not {HEAD, ITEMS} & {sheet.name for sheet in sheets}:
            names = legible.shown("、".join(f"“{sheet.name}”" for sheet in sheets))
            raise ShapeError([f"{path.name}：只有工作表{names}；{OTHERWISE}"])
        pieces = in_sheets(sheets)
    return catalog_of(pieces, path.name, store, path.parent)


def is_own(path: Path) -> bool:
    """Say whether a file holds tables that an office laid out itself. Raises ShapeError for one that is damaged."""
    kind = path.suffix.lower()
    if kind not in SHEETS:
        return kind in TABLES
    return not {HEAD, ITEMS} & {sheet.name for sheet in own_sheets(path)}


def mapped_in(path: Path, mapping: Path) -> Mapped:
    """An office's own tables by a confirmed mapping, a YAML file. Raises ShapeError."""
    return mapped(own_sheets(path), read_yaml(mapping))


def own_sheets(path: Path) -> list[Sheet]:
    """The tables of a file of an office's own. Raises ShapeError."""
    if path.suffix.lower() not in TABLES:
        raise ShapeError([f"{path.name}：{_AS_TABLE}"])
    return list(sheets_in(content_of(path, MOST), path.name))


def catalog_of(
    pieces: Pieces, name: str, store: DocumentStore | None = None, folder: Path | None = None
) -> Catalog:
    """Put the pieces of a file together. Raises ShapeError with every fault, the file's name first."""
    faults = [*pieces.faults, *pieces.catalog.faults]
    record = None
    try:
        record = read_record("entry.catalog", pieces.catalog.payload, store, folder)[0]
    except ShapeError as wrong:
        faults += map(pieces.catalog.told, wrong.faults)
    year = getattr(record, "year", None)
    items = _items([_in_year(piece, year) for piece in pieces.items], faults)
    if faults or not isinstance(record, CatalogRecord):
        raise ShapeError([f"{name}：{fault}" for fault in faults if fault])
    return Catalog(catalog=record, items=tuple(items))


def _in_yaml(content: bytes, name: str) -> Pieces:
    payload = yaml_in(content, name)
    if not isinstance(payload, Mapping):
        raise ShapeError([f"{name}：应有“目录”和“事项”两部分"])
    parts = {_KEYS.get(key, key): value for key, value in payload.items()}
    faults = [
        f"没有“{shown(key)}”这一部分，只有“目录”和“事项”" for key in parts.keys() - _KEYS.keys()
    ]
    rows = parts.get("items")
    if not isinstance(rows, list) or not rows:
        faults.append("“事项”应为列表，至少一项")
        rows = []
    items = [Piece(row, f"{_called(row, n)}：".__add__) for n, row in enumerate(rows, 1)]
    return Pieces(Piece(parts.get("catalog"), "目录·".__add__), items, faults)


def _called(row: Any, n: int) -> str:
    """An item, as well as it can be named."""
    if not isinstance(row, Mapping):
        return f"事项第{n}项"
    no, name = (row.get(zh, row.get(en, "")) for zh, en in (("序号", "no"), ("事项名称", "name")))
    return f"事项{shown(no)}“{shown(name)}”" if no or name else f"事项第{n}项"


def _in_year(piece: Piece, year: int | None) -> Piece:
    """An item whose planned time names no year, as 9月—次年3月 does, in the year of its catalog."""
    if not isinstance(piece.payload, Mapping):
        return piece
    payload = dict(piece.payload)
    for key in payload.keys() & {"planned", fields_of(DecisionItem)["planned"].title}:
        with suppress(ValueError):  # the model says what is wrong
            payload[key] = planned_in(str(payload[key]), year) or payload[key]
    return piece._replace(payload=payload)


def _items(pieces: list[Piece], faults: list[str]) -> list[DecisionItem]:
    """The items that can be read; what is wrong goes to `faults`."""
    read = list[tuple[Piece, DecisionItem]]()
    for piece in pieces:
        faults += piece.faults
        try:
            read.append((piece, parse(DecisionItem, piece.payload)))
        except ShapeError as wrong:
            faults += map(piece.told, wrong.faults)
    for piece, item in read:
        faults += map(piece.told, _unlawful(item))
    faults += _twice("序号", [(piece, item.no) for piece, item in read])
    faults += _twice("事项名称", [(piece, item.name) for piece, item in read])
    return [item for _, item in read]


def _twice(title: str, values: list[tuple[Piece, str | int]]) -> Iterator[str]:
    """A sentence for each row that repeats another, in whatever width and with whatever blanks; where
    there are no rows, for each value."""
    first: dict[object, Piece] = {}
    said = set()
    for piece, value in values:
        compared = alike(value) if isinstance(value, str) else value
        known = first.setdefault(compared, piece)
        if known is piece:
            continue
        if piece.place:
            yield piece.told(f"{title}：“{shown(value)}”重复，{known.place}已经用了")
        elif compared not in said:
            yield f"事项{title.removeprefix('事项')}“{shown(value)}”重复"
        said.add(compared)


def _unlawful(item: DecisionItem) -> Iterator[str]:
    """What the rules on an inclusion say that depends on neither day nor catalog."""
    case = Case(Dossier(""), "entry.inclusion", date.max)
    for rule in RULES.values():
        if Inclusion in rule.on:
            yield from (str(f) for f in rule.findings(Inclusion(item=item), case) if f.blocks)
