"""The files of one folder: an item's, a year's, and the static ones."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from catalog.public import PublicCatalog, PublicDossier
from catalog.public.participation import PublicOpinion
from publish import files
from publish.annual import catalog_page, item_folder
from publish.frame import Assets, catalog_frame, item_frame
from publish.item import item_page
from publish.participation import csv_name
from publish.render import TEMPLATES, data, plain, render_catalog, render_item

Read = Callable[[str], bytes]
"""Digest -> bytes of a document; raises where the store does not have it."""

SEARCH = "search.html"
COLUMNS = ("序号", "意见摘要", "来源", "条数", "处理结果", "理由", "对应条款")


class Altered(ValueError):
    """A document's bytes are not those that were filed."""


class Static(NamedTuple):
    """Static files by path, and the names by which pages refer to them."""

    files: Mapping[str, bytes]
    assets: Assets


@cache
def static(search: bool = False) -> Static:
    """Read the static files once; their names change with their content, so caches stay right."""
    found = {}
    for name in ("juece.css", "juece.svg", *(["search.js"] if search else [])):
        body = (TEMPLATES / "static" / name).read_bytes()
        stem, _, extension = name.partition(".")
        found[f"static/{stem}.{hashlib.sha256(body).hexdigest()[:8]}.{extension}"] = body
    css, icon, *_ = found
    return Static(found, Assets(css, icon, SEARCH if search else ""))


def item_files(
    folder: str, item: PublicDossier, read: Read, search: bool = False
) -> Iterator[tuple[str, bytes]]:
    """The page of an item, its JSON twin, its opinion tables and its documents."""
    page, own = item_page(item), f"{folder}/{item_folder(item.no)}"
    yield f"{own}/index.html", render_item(page, item_frame(page, static(search).assets)).encode()
    yield f"{own}/item.json", data(page).encode()
    for one in item.consultations:
        if one.adoption and one.adoption.opinions:
            yield f"{own}/{csv_name(one)}", opinion_table(one.adoption.opinions)
    for document in item.documents:
        body = read(document.digest)
        if hashlib.sha256(body).hexdigest() != document.digest:
            raise Altered(f"{item.id}的《{document.title}》与登记时的校验值不一致，不能公布")
        yield f"{own}/{files.path(document)}", body


def catalog_files(
    folder: str,
    catalog: PublicCatalog,
    items: Sequence[PublicDossier],
    as_of: date,
    search: bool = False,
) -> Iterator[tuple[str, bytes]]:
    """The page of a year and its JSON twin."""
    page = catalog_page(catalog, items, as_of)
    yield (
        f"{folder}/index.html",
        render_catalog(page, catalog_frame(page, static(search).assets)).encode(),
    )
    yield f"{folder}/catalog.json", data(page).encode()


def opinion_table(opinions: Sequence[PublicOpinion]) -> bytes:
    """The whole opinion table for Excel and WPS: with BOM, and no cell that runs as a formula."""
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(COLUMNS)
    for o in opinions:
        outcome = o.outcome.value if o.outcome else ""
        cells = (o.no, o.summary, o.source.value, o.points, outcome, o.reason, o.clause)
        table.writerow([_cell(cell) for cell in cells])
    return written.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """Keep a text from being read as a formula, also behind blanks."""
    if not isinstance(value, str):
        return value
    text = plain(value)
    return f"'{text}" if text.lstrip()[:1] in {"=", "+", "-", "@", "＝", "＋", "－", "＠"} else text
