"""The file of an annual catalog, YAML or a spreadsheet -> the catalog, every fault with its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from catalog.annual import Catalog, CatalogRecord
from catalog.dossier import Dossier
from catalog.item import DecisionItem
from catalog.parse import ShapeError, parse, shown
from catalog.rules import RULES, Case
from catalog.stages.entry import Inclusion
from storage.documents import DocumentStore
from storage.files.catalog_sheet import in_sheets
from storage.files.legible import content_of, handed_in
from storage.files.pieces import Piece, Pieces
from storage.files.spreadsheet import MOST, SHEETS, tables_in
from storage.files.yaml import yaml_in
from storage.payload import read_record

_OTHERS = {".csv", ".et", ".xlsm", ".xlsb", ".doc", ".docx", ".wps", ".pdf"}
"""Endings of what people take for the catalog, and which is no text either."""
_KEYS = {"目录": "catalog", "事项": "items", "catalog": "catalog", "items": "items"}


def read_catalog(path: Path, store: DocumentStore | None = None, *, bound: bool = False) -> Catalog:
    """Read a catalog file. Raises ShapeError with every fault: file, item or cell, field.

    One that is `bound` to its folder, an inbox, is no link out of it.
    """
    kind = path.suffix.lower()
    if kind in _OTHERS:
        said = "目录应为电子表格（xlsx、xls、ods）或者 YAML 文件，请另存为 xlsx"
        raise ShapeError([f"{path.name}：{said}"])
    content = handed_in(path.parent, path.name, MOST).content if bound else content_of(path, MOST)
    pieces = (
        in_sheets(tables_in(content, path.name)) if kind in SHEETS else _in_yaml(content, path.name)
    )
    return catalog_of(pieces, path.name, store, path.parent)


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
    items = _items(pieces.items, faults)
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


def _twice(title: str, values: list[tuple[Piece, object]]) -> Iterator[str]:
    """A sentence for each row that repeats another; where there are no rows, for each value."""
    first: dict[object, Piece] = {}
    said = set()
    for piece, value in values:
        known = first.setdefault(value, piece)
        if known is piece:
            continue
        if piece.place:
            yield piece.told(f"{title}：“{shown(value)}”重复，{known.place}已经用了")
        elif value not in said:
            yield f"事项{title.removeprefix('事项')}“{shown(value)}”重复"
        said.add(value)


def _unlawful(item: DecisionItem) -> Iterator[str]:
    """What the rules on an inclusion say that depends on neither day nor catalog."""
    case = Case(Dossier(""), "entry.inclusion", date.max)
    for rule in RULES.values():
        if Inclusion in rule.on:
            yield from (str(f) for f in rule.findings(Inclusion(item=item), case) if f.blocks)
