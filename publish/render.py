"""Pages -> HTML and JSON. Everything printed is escaped; a name that is missing is an error."""

import re
from datetime import date
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalog.archive import INTERNAL, Checklist
from publish.frame import Frame
from publish.page import CatalogPage, ItemPage
from publish.parts import Door
from publish.wording import day

TEMPLATES = Path(__file__).parent.parent / "templates"
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that HTML forbids, and marks that could turn the direction of the text around them."""


def render_item(page: ItemPage, frame: Frame) -> str:
    """Write the page of one item."""
    return _environment().get_template("item.html").render(page=page, frame=frame)


def render_catalog(page: CatalogPage, frame: Frame) -> str:
    """Write the page of one year."""
    return _environment().get_template("catalog.html").render(page=page, frame=frame)


def render_index(doors: tuple[Door, ...], frame: Frame) -> str:
    """Write the page that lists years, or authorities."""
    return _environment().get_template("index.html").render(doors=doors, frame=frame)


def render_notfound(frame: Frame) -> str:
    """Write the page for an address that does not exist."""
    return _environment().get_template("notfound.html").render(frame=frame)


def render_archive(listed: Checklist, columns: tuple[str, ...], state: str) -> str:
    """Write the checklist of a volume, a page that stands by itself."""
    written = _environment().get_template("archive.html")
    return written.render(listed=listed, columns=columns, state=state, internal=INTERNAL)


def data(page: ItemPage | CatalogPage) -> str:
    """Write a page as JSON: the same object, so that it can say nothing else than the page."""
    return page.model_dump_json(indent=1) + "\n"


def plain(text: str) -> str:
    """Take out the characters that a page must not hold."""
    return INVISIBLE.sub("", text)


def _visible(value: object) -> object:
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _time(on: date) -> Markup:
    """A date that machines can read too."""
    return Markup('<time datetime="{}">{}</time>').format(on.isoformat(), day(on))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["day"] = _time
    return environment
