"""The component page: every component in every state, from the templates that print the pages."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from pages.build.outputs import static
from pages.html.footer import ways
from pages.html.layout import Cover, root_frame
from pages.html.render import render_patterns, render_specimen
from pages.html.specimens import specimens
from pages.html.specimens.samples import BUREAU, ON, SITE, Specimen
from pages.html.theme import PLAIN, Theme
from pages.model.components import Link
from pages.model.view import revised

NOTICE = "组件样张：供开发和美工核对各组件的各种状态，不对外公布；内容均为示例。"
IDS = re.compile(r' (id|aria-labelledby|aria-describedby)="([^"]*)"')


def patterns(look: Theme = PLAIN) -> dict[str, bytes]:
    """The page and its static files, by path."""
    kept = static(look)
    cover = Cover(authority=SITE.of(BUREAU), notice=NOTICE, source="", as_of=ON)
    frame = revised(
        root_frame(cover, kept.assets, SITE),
        title=f"组件样张_{SITE.name}",
        here="组件样张",
        home="patterns.html",
        ways=ways(SITE, "patterns.html"),
        downloads=(Link(href="patterns.html", text="示例数据（JSON）"),),
    )
    page = render_patterns(tuple(_shown(look)), frame, look)
    return {"patterns.html": page.encode(), **kept.files}


def _shown(look: Theme) -> Iterator[tuple[str, Markup]]:
    for n, specimen in enumerate(specimens(), 1):
        yield specimen.title, Markup(_apart(specimen, n, look))


def _apart(specimen: Specimen, n: int, look: Theme) -> str:
    """The specimen with ids of its own: on this page there are many of a kind.

    What leads to another component of its page leads to the top here: that one is elsewhere.
    """

    def own(match: re.Match[str]) -> str:
        ids = " ".join(f"s{n}-{id_}" for id_ in match[2].split())
        return f' {match[1]}="{ids}"'

    def led(match: re.Match[str]) -> str:
        return f' href="#s{n}-{match[1]}"' if f' id="{match[1]}"' in html else ' href="#main"'

    html = render_specimen(specimen.template, specimen.context, look)
    return IDS.sub(own, re.sub(r' href="#([^"]+)"', led, html))
