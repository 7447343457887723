"""The page of legal periods of a site, with the days that it reckons with as data beside it."""

from collections.abc import Iterator

from catalog.public.deadlines import PublicDeadlines
from pages.build.outputs import script_of
from pages.html.layout import Frame
from pages.html.render import render_deadlines
from pages.html.theme import Theme
from pages.model.deadlines import deadlines_page


def deadlines_files(
    known: PublicDeadlines, frame: Frame, look: Theme
) -> Iterator[tuple[str, bytes]]:
    """The page, and what its script reads."""
    view = deadlines_page(known)
    yield "index.html", render_deadlines(view, frame, script_of("qixian", look), look).encode()
    yield view.data, f"{known.model_dump_json(indent=1)}\n".encode()
