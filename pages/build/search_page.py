"""The search page of a site, with the index that it asks."""

from collections.abc import Iterator, Mapping

from publish.folders import SEARCH, Static
from publish.frame import Frame
from publish.look import Look
from publish.parts import Door
from publish.render import render_search
from publish.search.indexing import index


def search_files(
    pages: Mapping[str, bytes], doors: tuple[Door, ...], frame: Frame, static: Static, look: Look
) -> Iterator[tuple[str, bytes]]:
    """The search page, and the index of the pages under the site root. Raises NotIndexed."""
    script = next(path for path in static.files if path.endswith(".js"))
    yield SEARCH, render_search(doors, frame, script, look).encode()
    yield from index(pages)
