"""What an office may make its own: colours, header, footer, emblem; never a section.

An override folder holds files under the names of those that they replace. Sections stay out of
reach, so that no change of looks can drop what the law wants told.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from catalog.annual import Authority
from catalog.errors import BadInput
from catalog.public import PublicCatalog, PublicDossier
from catalog.public.deadlines import PublicDeadlines
from pages.build.manifest import within
from pages.html import colours
from pages.website import Site

TEMPLATES = Path(__file__).parents[2] / "templates"
REPLACEABLE = (
    "components/header.html",
    "components/footer.html",
    "components/emblem.html",
    colours.FILE,
)
PICTURES = {".svg", ".png", ".jpg"}


class ForbiddenOverride(BadInput, ValueError):
    """The override folder holds something that may not be replaced; str() names every such file."""


class Theme(NamedTuple):
    """How pages are dressed; a `fragment` is the page without its frame, for a portal's own.

    With `search` each site has a search page with its index (pages/search; only where that is
    installed), and every page leads to it; fragments have none, for the portal's covers them.
    With `history` the first page leads to the record of editions, which sealing lays beside it.
    """

    overrides: Path | None = None
    fragment: bool = False
    search: bool = False
    history: bool = False


class SiteContext(NamedTuple):
    """What surrounds the pages of an installation: its authorities' sites by id, its looks, the legal periods and
    days that each site has a page to reckon with."""

    sites: Mapping[str, Site] = {}
    look: Theme = Theme()
    deadlines: PublicDeadlines | None = None
    letters: bool = False
    """Whether the office has a mail server, so that an item may be followed by e-mail."""

    def site(self, authority: Authority) -> Site | None:
        """The website of an authority, where it is told."""
        return self.sites.get(authority.id)

    def sited(self, catalog: PublicCatalog) -> PublicCatalog:
        """The catalog with the website in force today; a compiled one is on nobody's site."""
        site = None if catalog.compiled_from else self.site(catalog.authority)
        if site is None:
            return catalog
        return catalog.model_copy(
            update={
                "authority": site.of(catalog.authority),
                "index_label": site.index_label,
                "topic": site.topic,
                "message_board": site.board_url or "",
                "intake": site.intake or "",
            }
        )

    def placed(self, item: PublicDossier) -> PublicDossier:
        """The item with the website in force today."""
        return item.model_copy(update={"catalog": self.sited(item.catalog)})


PLAIN = Theme()
ANYWHERE = SiteContext()


def folders(look: Theme) -> list[Path]:
    """Where templates are looked for, the office's own first. Raises ForbiddenOverride."""
    if look.overrides is None:
        return [TEMPLATES]
    check(look.overrides)
    return [look.overrides, TEMPLATES]


def pictures(look: Theme) -> list[Path]:
    """The office's own pictures, by name; its header and footer may show them."""
    own = look.overrides / "static" if look.overrides else None
    return sorted(p for p in own.glob("*") if p.suffix in PICTURES) if own else []


@cache
def source(look: Theme, name: str) -> bytes:
    """A static file, the office's own where it has one."""
    file = next(path for folder in folders(look) if (path := folder / name).is_file())
    own = name == colours.FILE and TEMPLATES not in file.parents
    return colours.whole(file.read_bytes()) if own else file.read_bytes()


def check(folder: Path) -> None:
    """Raises ForbiddenOverride where a file of an override folder replaces nothing, is a link or a pipe, no manifest
    may name it, or colours are more than colours."""
    every = sorted(folder.rglob("*"))
    strange = [p.name for p in every if p.is_symlink() or not (p.is_dir() or p.is_file())]
    if strange:  # what a link leads to would be published, and a pipe has no end
        raise ForbiddenOverride(
            f"{folder}里的{'、'.join(strange)}是链接或者不是普通文件，请换成文件本身"
        )
    found = [path for path in every if path.is_file()]
    names = {path: path.relative_to(folder).as_posix() for path in found}
    foreign = [
        name
        for path, name in names.items()
        if name not in REPLACEABLE
        and not (path.parent.name == "static" and path.suffix in PICTURES)
    ]
    if foreign:
        raise ForbiddenOverride(
            f"{folder}里的{'、'.join(foreign)}不能替换；可以替换的是{'、'.join(REPLACEABLE)}，"
            "以及 static/ 里的图片"
        )
    unlistable = [repr(name) for name in names.values() if not within(name)]
    if unlistable:
        raise ForbiddenOverride(
            f"{folder}里的{'、'.join(unlistable)}，文件名里有全角空格之类看不见的字符或者反斜杠，请改名"
        )
    own = folder / colours.FILE
    try:
        colours.whole(own.read_bytes() if own.is_file() else b"")
    except colours.NotColours as wrong:
        raise ForbiddenOverride(f"{own} 里只能是颜色：{wrong}") from wrong
