"""The search page of a site, with the index that it asks."""

from collections.abc import Iterator, Mapping

from pages.build.outputs import SEARCH, Static
from pages.html.layout import Frame
from pages.html.render import render_search
from pages.html.theme import Theme
from pages.model.components import IndexEntry
from pages.search.indexing import index


def search_files(
    pages: Mapping[str, bytes],
    doors: tuple[IndexEntry, ...],
    frame: Frame,
    static: Static,
    look: Theme,
) -> Iterator[tuple[str, bytes]]:
    """The search page, and the index of the pages under the site root. Raises NotIndexed."""
    script = next(path for path in static.files if path.startswith("static/search."))
    yield SEARCH, render_search(doors, frame, script, look).encode()
    yield from index(pages)
