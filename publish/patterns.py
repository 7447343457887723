"""The component page: every component in every state, from the templates that print the pages."""

import re
from collections.abc import Iterator

from markupsafe import Markup

from publish.folders import static
from publish.frame import top_frame
from publish.look import PLAIN, Look
from publish.parts import Link
from publish.render import render_patterns, render_specimen
from publish.specimens import specimens
from publish.specimens.samples import ON, Specimen

NOTICE = "组件样张：供开发和美工核对各组件的各种状态，不对外公布；内容均为示例。"
IDS = re.compile(r' (id|aria-labelledby|aria-describedby)="([^"]*)"')


def patterns(look: Look = PLAIN) -> dict[str, bytes]:
    """The page and its static files, by path."""
    kept = static(look)
    frame = top_frame(NOTICE, ON, kept.assets).model_copy(
        update={
            "title": "组件样张",
            "here": "组件样张",
            "home": "patterns.html",
            "crumbs": (Link(href="patterns.html", text="示例首页"),),
            "downloads": (Link(href="patterns.html", text="示例数据（JSON）"),),
        }
    )
    page = render_patterns(tuple(_shown(look)), frame, look)
    return {"patterns.html": page.encode(), **kept.files}


def _shown(look: Look) -> Iterator[tuple[str, Markup]]:
    for n, specimen in enumerate(specimens(), 1):
        yield specimen.title, Markup(_apart(specimen, n, look))


def _apart(specimen: Specimen, n: int, look: Look) -> str:
    """The specimen with ids of its own: on this page there are many of a kind."""

    def own(match: re.Match[str]) -> str:
        ids = " ".join(f"s{n}-{id_}" for id_ in match[2].split())
        return f' {match[1]}="{ids}"'

    html = render_specimen(specimen.template, specimen.context, look)
    html = re.sub(r' href="#(?!main)([^"]+)"', rf' href="#s{n}-\1"', html)
    return IDS.sub(own, html)
