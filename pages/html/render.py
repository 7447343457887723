"""Pages -> HTML and JSON. Everything printed is escaped; a name that is missing is an error."""

import re
from collections.abc import Mapping, Sequence
from types import SimpleNamespace

from markupsafe import Markup

from catalog.record import Frozen
from pages.html.engine import environment
from pages.html.fragment import embedded
from pages.html.layout import Frame
from pages.html.theme import PLAIN, Theme
from pages.model.compared import ComparisonView
from pages.model.components import Exchanged, IndexEntry, Opening
from pages.model.deadlines import DeadlinesView
from pages.model.draw import DrawView
from pages.model.lookup import LookupView
from pages.model.page import CatalogPage, ItemPage, OpinionsPage
from pages.model.texts import TextView

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that HTML forbids, and marks that could turn the direction of the text around them."""


def render_item(page: ItemPage, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page of one item."""
    return _written("item.html", look, page=page, frame=frame)


def render_procedure(page: ItemPage, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page of an item's procedure."""
    return _written("chengxu.html", look, page=page, frame=frame)


def render_text(text: TextView, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page of a whole text."""
    return _written("text.html", look, text=text, frame=frame)


def render_comparison(view: ComparisonView, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page on which two texts stand beside each other."""
    return _written("compared.html", look, view=view, frame=frame)


def render_opinions(view: OpinionsPage, frame: Frame, look: Theme = PLAIN) -> str:
    """Write a page of the list of all opinions."""
    return _written("opinions.html", look, view=view, frame=frame)


def render_lookup(view: LookupView, frame: Frame, script: str, look: Theme = PLAIN) -> str:
    """Write the page on which a receipt tells what became of a letter; without its script it leads elsewhere."""
    return _written("chaxun.html", look, view=view, frame=frame, script=script)


def render_draw(view: DrawView, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page on how representatives were drawn."""
    return _written("choujian.html", look, view=view, frame=frame)


def render_exchanged(one: Exchanged, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the notice of a file that is public no more."""
    return _written("exchanged.html", look, one=one, frame=frame)


def render_catalog(page: CatalogPage, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page of one year."""
    return _written("catalog.html", look, page=page, frame=frame)


def render_index(
    doors: tuple[IndexEntry, ...], openings: Sequence[Opening], frame: Frame, look: Theme = PLAIN
) -> str:
    """Write the page that lists years, or authorities, after the consultations that are open."""
    return _written("index.html", look, doors=doors, openings=openings, frame=frame)


def render_notfound(frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page for an address that does not exist."""
    return _written("notfound.html", look, frame=frame)


def render_specimen(template: str, context: Mapping[str, object], look: Theme = PLAIN) -> str:
    """Write one component alone, for the component page."""
    shown = environment(look).get_template("components/specimen.html")
    given = {n: SimpleNamespace(**v) if isinstance(v, dict) else v for n, v in context.items()}
    return plain(shown.render(template=template, **given))


def render_patterns(
    specimens: Sequence[tuple[str, Markup]], frame: Frame, look: Theme = PLAIN
) -> str:
    """Write the component page."""
    return _written("patterns.html", look, specimens=specimens, frame=frame)


def render_search(
    doors: tuple[IndexEntry, ...], frame: Frame, script: str, look: Theme = PLAIN
) -> str:
    """Write the search page; without its script it leads to the years."""
    return _written("search.html", look, doors=doors, frame=frame, script=script)


def render_deadlines(view: DeadlinesView, frame: Frame, script: str, look: Theme = PLAIN) -> str:
    """Write the page of legal periods; without its script it shows tables alone."""
    return _written("qixian.html", look, view=view, frame=frame, script=script)


def render_history(page: Frozen, frame: Frame, look: Theme = PLAIN) -> str:
    """Write the page of all editions."""
    return _written("editions.html", look, page=page, frame=frame)


def render_alone(template: str, **given: object) -> str:
    """Write a page that stands by itself, outside a site: no frame, no look of an office's own."""
    return str(environment(PLAIN).get_template(template).render(given))


def data(page: ItemPage | CatalogPage) -> str:
    """Write a page as JSON: the same object, so that it can say nothing else than the page."""
    return page.model_dump_json(indent=1) + "\n"


def plain(text: str) -> str:
    """Take out the characters that a page must not hold."""
    clean = text.replace("\n", "").isprintable()  # quicker than a search of a whole page
    return text if clean else INVISIBLE.sub("", text)


def _written(template: str, look: Theme, **given: object) -> str:
    """Render whole, then take out what a page must not hold: once is quicker than for each value."""
    text = plain(environment(look).get_template(template).render(given))
    return embedded(text) if look.fragment else text
