"""Pages -> HTML and JSON. Everything printed is escaped; a name that is missing is an error."""

import re

from publish.frame import Frame
from publish.page import CatalogPage, ItemPage
from publish.parts import Door
from publish.templating import TEMPLATES as TEMPLATES
from publish.templating import environment

INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that HTML forbids, and marks that could turn the direction of the text around them."""


def render_item(page: ItemPage, frame: Frame) -> str:
    """Write the page of one item."""
    return _written("item.html", page=page, frame=frame)


def render_catalog(page: CatalogPage, frame: Frame) -> str:
    """Write the page of one year."""
    return _written("catalog.html", page=page, frame=frame)


def render_index(doors: tuple[Door, ...], frame: Frame) -> str:
    """Write the page that lists years, or authorities."""
    return _written("index.html", doors=doors, frame=frame)


def render_notfound(frame: Frame) -> str:
    """Write the page for an address that does not exist."""
    return _written("notfound.html", frame=frame)


def data(page: ItemPage | CatalogPage) -> str:
    """Write a page as JSON: the same object, so that it can say nothing else than the page."""
    return page.model_dump_json(indent=1) + "\n"


def plain(text: str) -> str:
    """Take out the characters that a page must not hold."""
    clean = text.replace("\n", "").isprintable()  # quicker than a search of a whole page
    return text if clean else INVISIBLE.sub("", text)


def _written(template: str, **given: object) -> str:
    """Render whole, then take out what a page must not hold: once is quicker than for each value."""
    return plain(environment().get_template(template).render(given))
