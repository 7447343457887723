"""Whether a matter's pages are the same to the byte but for the name of their style sheet or icon.

These names hold the digest of what they name, so another sheet changes every page. All other files of
the matter are the same bytes. The sheets themselves belong to the matter of the website, as do the map of
the site, its feeds and what else programs read of it: what they tell, pages tell that somebody looked at.
"""

import re
from pathlib import Path
from typing import NamedTuple

from catalog.public.texts import DECISION, DRAFT
from office.editions.changes import WEBSITE, Files, Matter, is_page
from pages.build.incremental import PLACE
from pages.build.manifest import digest
from pages.website import COMPARED, DRAW, LOOKUP, OPINIONS, PROCEDURE

PAGES = re.compile(
    rf"((?:{PROCEDURE}|{LOOKUP}|{DRAW}|{DECISION}|(?:{DRAFT}|{OPINIONS})/[0-9]+|{COMPARED}/[0-9]+-[0-9a-z]+)/)?index\.html"
)
"""The pages of a matter, as they lie in its folder; all else that lies there is no page of ours."""

MACHINE_MADE = re.compile(
    r"([a-z0-9-]+/)?(robots\.txt|sitemap(-[0-9]+)?\.xml|feed\.atom|dcat\.jsonld|schema/[a-z]+\.schema\.json|static/[a-z]+"
    r"\.[0-9a-f]{8}\.(css|svg))"
)
"""The files of the website that are made for programs, or for the looks: no reader opens one."""

ASSET = re.compile(
    rb'(<link rel="(?:icon" type="image/svg\+xml|stylesheet)" href="(?:\.\./)*static/[a-z]+)'
    rb'\.[0-9a-f]{8}(\.(?:css|svg)">)'
)


class Side(NamedTuple):
    """A site with what its manifest lists."""

    folder: Path
    files: Files

    def read(self, path: str) -> bytes | None:
        """A file without these digests; nothing where it is not the one that is listed."""
        try:
            body = (self.folder / path).read_bytes()
        except OSError:
            return None
        return ASSET.sub(rb"\1\2", body) if digest(body) == self.files.get(path) else None


def only_looks_differ(matter: Matter, out: Side, draft: Side) -> bool:
    """Say whether nothing differs in a matter but these names; False wherever that is unsure."""
    if matter.id == WEBSITE or matter.new or matter.gone:
        return False
    return all(_only_looks_differ(page, out, draft) for page in matter.changed)


def only_machine_made(matter: Matter, out: Side, draft: Side) -> bool:
    """Say whether nothing differs in the website that a reader sees; False wherever that is unsure."""
    if matter.id != WEBSITE or not matter.differs:
        return False
    pages = [path for path in matter.changed if is_page(path)]
    others = {*matter.new, *matter.changed, *matter.gone}.difference(pages)
    return all(MACHINE_MADE.fullmatch(path) for path in others) and all(
        _same_but_for_names(page, out, draft) for page in pages
    )


def _only_looks_differ(page: str, out: Side, draft: Side) -> bool:
    place = PLACE.match(page)
    known = place is not None and PAGES.fullmatch(page.removeprefix(place[0])) is not None
    return known and _same_but_for_names(page, out, draft)


def _same_but_for_names(page: str, out: Side, draft: Side) -> bool:
    was = out.read(page)
    return was is not None and was == draft.read(page)
