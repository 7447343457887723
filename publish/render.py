"""Pages -> HTML and JSON. Everything printed is escaped; a name that is missing is an error."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from catalog.archive import INTERNAL, Checklist
from publish.fragment import embedded
from publish.frame import Frame
from publish.look import PLAIN, TEMPLATES, Look, folders
from publish.page import CatalogPage, ItemPage
from publish.parts import Door
from publish.wording import day

__all__ = ["TEMPLATES", "data", "plain", "render_catalog", "render_index", "render_item"]

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Characters that HTML forbids, and marks that could turn the direction of the text around them."""


def render_item(page: ItemPage, frame: Frame, look: Look = PLAIN) -> str:
    """Write the page of one item."""
    return _written("item.html", look, page=page, frame=frame)


def render_catalog(page: CatalogPage, frame: Frame, look: Look = PLAIN) -> str:
    """Write the page of one year."""
    return _written("catalog.html", look, page=page, frame=frame)


def render_index(doors: tuple[Door, ...], frame: Frame, look: Look = PLAIN) -> str:
    """Write the page that lists years, or authorities."""
    return _written("index.html", look, doors=doors, frame=frame)


def render_notfound(frame: Frame, look: Look = PLAIN) -> str:
    """Write the page for an address that does not exist."""
    return _written("notfound.html", look, frame=frame)


def render_specimen(template: str, context: Mapping[str, object], look: Look = PLAIN) -> str:
    """Write one component alone, for the component page."""
    shown = _environment(look).get_template("components/specimen.html")
    return shown.render(template=template, **context)


def render_patterns(
    specimens: Sequence[tuple[str, Markup]], frame: Frame, look: Look = PLAIN
) -> str:
    """Write the component page."""
    return _written("patterns.html", look, specimens=specimens, frame=frame)


def _written(template: str, look: Look, **values: object) -> str:
    text = _environment(look).get_template(template).render(**values)
    return embedded(text) if look.fragment else text


def render_search(doors: tuple[Door, ...], frame: Frame, script: str, look: Look = PLAIN) -> str:
    """Write the search page; without its script it leads to the years."""
    return _written("search.html", look, doors=doors, frame=frame, script=script)


def render_archive(listed: Checklist, columns: tuple[str, ...], state: str) -> str:
    """Write the checklist of a volume, a page that stands by itself."""
    written = _environment(PLAIN).get_template("archive.html")
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


class Tight(FileSystemLoader):
    """Loads templates without their indentation: once, where stripping pages would cost each time."""

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The source of a template, its lines without leading blanks."""
        source, path, fresh = super().get_source(environment, template)
        return INDENT.sub("", source), path, fresh


@cache
def _environment(look: Look) -> Environment:
    environment = Environment(
        loader=Tight(folders(look)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_visible,
    )
    environment.filters["day"] = _time
    environment.globals["layout"] = "fragment.html" if look.fragment else "base.html"
    return environment
