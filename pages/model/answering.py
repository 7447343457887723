"""From a clause back to the opinions that were about it: what stands below the clause on the page of the text."""

from collections import defaultdict
from collections.abc import Mapping

from catalog.public.item import PublicDossier
from pages.model.clauses import cited
from pages.model.components import Link
from pages.model.participation import answered, row_places
from pages.model.texts import About

NAMED = 12
"""Opinions named below a clause; how many more there are is told."""


def opinions_about(public: PublicDossier) -> Mapping[tuple[str, str], About]:
    """By the place of a text and the id of its clause: the opinions that name it, in the order of their numbers.

    The links are from the item's folder on.
    """
    found = defaultdict[tuple[str, str], list[Link]](list)
    for one in answered(public):
        places = row_places(public, one)
        for row in sorted(one.adoption.opinions if one.adoption else (), key=lambda row: row.no):
            for place in dict.fromkeys(
                _clause(piece.href) for piece in cited(public, one.round, row.clause)
            ):
                if place:
                    found[place].append(Link(href=places[row.no], text=f"意见{row.no}"))
    return {
        place: About(links=tuple(links[:NAMED]), more=max(0, len(links) - NAMED))
        for place, links in found.items()
    }


def _clause(href: str) -> tuple[str, str] | None:
    """The text and the 条 that a link leads to, whichever 款 or 项 of it is meant."""
    page, _, anchor = href.partition("/index.html#")
    return (page, anchor.partition("k")[0]) if anchor else None
