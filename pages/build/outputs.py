"""The files of one folder: an item's, a year's, and the static ones."""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from catalog.errors import Unavailable
from catalog.lookup import files as lookup_files
from catalog.public import PublicDossier
from catalog.public.participation import PublicOpinion
from pages.build.paths import HISTORY
from pages.formats import alternates
from pages.formats.address import base
from pages.formats.csv_tables import table
from pages.formats.formats import item_twins
from pages.formats.json_ld import graph
from pages.html.fragment import confined
from pages.html.layout import (
    Assets,
    catalog_frame,
    exchanged_frame,
    item_frame,
    part_frame,
    procedure_frame,
    with_deadlines,
)
from pages.html.render import (
    render_catalog,
    render_comparison,
    render_draw,
    render_exchanged,
    render_item,
    render_lookup,
    render_opinions,
    render_procedure,
    render_text,
)
from pages.html.theme import ANYWHERE, PLAIN, SiteContext, Theme, pictures, source
from pages.model import downloads as files
from pages.model.answering import opinions_about
from pages.model.compared import comparisons
from pages.model.draw import HEADING as DRAWN
from pages.model.draw import draw_files, draw_link, draw_page
from pages.model.item_page import item_page
from pages.model.lookup import HEADING, lookup_page
from pages.model.page import CatalogPage, ItemPage
from pages.model.participation import answered, csv_name, opinion_pages
from pages.model.texts import texts
from pages.model.view import revised
from pages.website import DRAW, FOLLOW, LOOKUP, PROCEDURE, item_folder

Read = Callable[[str], bytes]
"""Digest -> bytes of a document; raises where the store does not have it."""

SEARCH = "search.html"
LISTS = re.compile(rb"/\* lists { \*/.*?/\* } \*/", re.DOTALL)
"""What of the sheet only the pages above items need: a quarter of it."""
COLUMNS = ("序号", "意见摘要", "来源", "渠道", "条数", "处理结果", "理由", "对应条款")


class Altered(Unavailable, ValueError):
    """A document's bytes are not those that were filed."""


class Static(NamedTuple):
    """Static files by path, and the names by which pages refer to them; items have a lighter sheet."""

    files: Mapping[str, bytes]
    assets: Assets
    of_items: Assets


@cache
def static(look: Theme = PLAIN) -> Static:
    """Read the static files once; their names change with their content, so caches stay right."""
    sheets = b"".join(source(look, f"static/{name}.css") for name in ("colours", "juece"))
    kept = {"juece.css": _sheet(sheets, look), "item.css": _sheet(LISTS.sub(b"", sheets), look)}
    kept["juece.svg"] = source(look, "static/juece.svg")
    kept |= {f"{name}.js": source(look, f"static/{name}.js") for name in _scripts(look)}
    found = {}
    for name, body in kept.items():
        stem, _, extension = name.partition(".")
        found[f"static/{stem}.{hashlib.sha256(body).hexdigest()[:8]}.{extension}"] = body
    css, item_css, icon, *_ = found
    found |= {f"static/{path.name}": path.read_bytes() for path in pictures(look)}
    history = HISTORY if look.history else ""
    assets = Assets(css, icon, SEARCH if look.search else "", history)
    return Static(found, assets, assets._replace(css=item_css))


def _scripts(look: Theme) -> Iterator[str]:
    """Three pages have a script; a fragment has none, for the policy of the page around it is not ours."""
    if look.search:
        yield "search"
    if not look.fragment:
        yield from ("chaxun", "qixian")


def script_of(name: str, look: Theme = PLAIN) -> str:
    """Where a script lies in the site; empty where there is none."""
    return next(
        (
            path
            for path in static(look).files
            if path.startswith(f"static/{name}.") and path.endswith(".js")
        ),
        "",
    )


def _sheet(css: bytes, look: Theme) -> bytes:
    text = confined(css.decode()) if look.fragment else css.decode()
    return _tight(text).encode()


def _tight(css: str) -> str:
    """The sheet without comments and needless blanks: a phone on a slow line waits for it."""
    bare = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", re.sub(r"\s+", " ", bare)).strip()


def item_files(
    folder: str, item: PublicDossier, read: Read, setting: SiteContext = ANYWHERE
) -> Iterator[tuple[str, bytes]]:
    """The page of an item, its machine twins, its opinion tables and its documents."""
    page, own = item_page(item), f"{folder}/{item_folder(item.no)}"
    nodes = graph(page, base(page.authority))
    yield f"{own}/index.html", _printed(page, item, nodes, setting)
    if page.passport or page.procedures:
        yield f"{own}/{PROCEDURE}/index.html", _procedure(page, setting)
    yield from under(own, text_files(page, item, setting))
    yield from ((f"{own}/{name}", body) for name, body in item_twins(page, nodes))
    for one in answered(item):
        if one.adoption and one.adoption.opinions:
            yield f"{own}/{csv_name(one)}", opinion_table(one.adoption.opinions)
    for document in item.documents:
        body = read(document.digest)
        if hashlib.sha256(body).hexdigest() != document.digest:
            raise Altered(f"{item.id}的《{document.title}》与登记时的校验值不一致，不能公布")
        yield f"{own}/{files.path(document)}", body


def item_html(folder: str, item: PublicDossier, setting: SiteContext) -> tuple[str, bytes]:
    """The page of an item alone."""
    page = item_page(item)
    body = _printed(page, item, graph(page, base(page.authority)), setting)
    return f"{folder}/{item_folder(item.no)}/index.html", body


def _printed(page: ItemPage, item: PublicDossier, nodes: str, setting: SiteContext) -> bytes:
    site = setting.site(page.authority)
    frame = alternates.with_item(item_frame(page, static(setting.look).of_items, site), nodes)
    if drawn := draw_link(item):
        frame = revised(frame, downloads=(drawn, *frame.downloads))
    if site and site.intake and setting.letters and not page.source:
        href = f"{site.intake}{page.year}/{item_folder(page.no)}/{FOLLOW}/"
        frame = alternates.with_letters(frame, href)
    return render_item(page, frame, setting.look).encode()


def _procedure(page: ItemPage, setting: SiteContext) -> bytes:
    frame = procedure_frame(page, static(setting.look).of_items, setting.site(page.authority))
    return render_procedure(page, frame, setting.look).encode()


def text_files(
    page: ItemPage, item: PublicDossier, setting: SiteContext
) -> Iterator[tuple[str, bytes]]:
    """The pages of an item's texts, each with its clauses as data, of each compared with the next, of all its
    opinions where they are too many for one page, and of what became of letters."""
    kept, site, look = static(setting.look), setting.site(page.authority), setting.look
    for text in texts(item, opinions_about(item)):
        frame = part_frame(page, text.place, text.heading, text.lead, kept.of_items, site)
        yield f"{text.place}/index.html", render_text(text, frame, look).encode()
    for gone in page.exchanged:
        yield (
            gone.href,
            render_exchanged(gone, exchanged_frame(page, gone, kept.assets, site), look).encode(),
        )
    for one in item.texts:
        if one.draft:
            yield f"{one.place}/clauses.json", f"{one.model_dump_json(indent=1)}\n".encode()
    for view in comparisons(item):
        frame = part_frame(page, view.place, view.heading, view.lead, kept.of_items, site)
        yield f"{view.place}/index.html", render_comparison(view, frame, look).encode()
    for some in opinion_pages(item):
        named = f"{some.heading}全部意见（{some.lead}）"
        frame = part_frame(page, some.place, named, some.lead, kept.of_items, site)
        yield f"{some.place}/index.html", render_opinions(some, frame, look).encode()
    if drawn := draw_page(item):
        frame = part_frame(page, DRAW, DRAWN, drawn.lead, kept.of_items, site)
        yield f"{DRAW}/index.html", render_draw(drawn, frame, look).encode()
        yield from under(DRAW, draw_files(item).items())
    if asked := lookup_page(item):
        frame = part_frame(page, LOOKUP, HEADING, asked.lead, kept.assets, site)
        script = script_of("chaxun", look) if asked.entries else ""
        yield f"{LOOKUP}/index.html", render_lookup(asked, frame, script, look).encode()
        yield from under(LOOKUP, lookup_files(item.sealed).items())


def under(folder: str, files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    """The same files in a folder."""
    return ((f"{folder}/{path}", body) for path, body in files)


def catalog_files(
    page: CatalogPage, twins: Mapping[str, bytes], setting: SiteContext = ANYWHERE
) -> Iterator[tuple[str, bytes]]:
    """The page of a year and its machine twins, by their names in its folder."""
    frame = catalog_frame(page, static(setting.look).assets, setting.site(page.authority))
    frame = alternates.with_twins(frame, alternates.YEAR)
    frame = with_deadlines(frame) if setting.deadlines else frame
    yield "index.html", render_catalog(page, frame, setting.look).encode()
    yield from twins.items()


def opinion_table(opinions: Sequence[PublicOpinion]) -> bytes:
    """The whole opinion table for Excel and WPS: with BOM, and no cell that runs as a formula."""
    return table(
        COLUMNS,
        (
            (
                o.no, o.summary, o.source.value, o.channel, o.points or "不明",
                o.outcome.value if o.outcome else "", o.reason, o.clause,
            )
            for o in opinions
        ),
    )  # fmt: skip
