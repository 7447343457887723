"""Whether a matter says what it said before, to people and to machines, and only its dress differs.

All of its other files are the same bytes, among them item.json or catalog.json: the object from which
the page is printed, so no fact is another. In the page itself three things may differ: the digests in
the names of style sheet and icon, classes, and how many blanks stand where there were some. Marks,
words, links, dates, labels, what is hidden and what only machines read are the same, in order.

A class can hide. So none that any sheet hides by may differ, and where the sheets hide otherwise than
before, sameness cannot be told and is not claimed. The sheets themselves belong to the website's
matter. Marks that were moved or wrapped are not taken for the same: sheets hide by position too.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

from publish.manifest import Digest, digest
from publish.proposal import WEBSITE, Files, Matter
from publish.update import PLACE

ASSET = re.compile(
    rb'(<link rel="(?:icon" type="image/svg\+xml|stylesheet)" href="(?:\.\./)*static/[a-z]+)'
    rb'\.[0-9a-f]{8}(\.(?:css|svg)">)'
)
BLANKS = re.compile(r"[ \t\n\r\f]+")
PARTS = re.compile(r"""((?:"[^"]*"|'[^']*'|[^{};"']++)*+)([{};])""")
COMMENT = re.compile(r"""("[^"]*"|'[^']*')|/\*.*?\*/""", re.DOTALL)
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
HIDES = re.compile(
    r"display:\s*none|visibility|opacity|clip|mask|filter|transform|translate|scale|rotate|animation"
    r"|position:\s*(?:absolute|fixed)|overflow(?:-[a-z]+)?:\s*(?:hidden|clip)|text-indent|line-clamp"
    r"|(?:font|font-size|line-height|zoom):\s*0|(?<!border-)(?:width|height|-size):\s*(?:0|1px)|:\s*-|\s-\d"
    r"|transparent|(?<![-\w])content:|line-through|(?<![-\w])direction:|bidi|\border:|reverse|writing-mode|text-transform"
    r"|list-style|counter|quotes|url\(|^@",
    re.IGNORECASE,
)
"""Declarations by which a sheet can take words out of sight, strike them, turn them or add some."""

Hidden = frozenset[tuple[str, ...]]
"""Each such declaration with its sheet and all that it stands in."""


class Unsure(Exception):
    """A file is not the one that its manifest lists, or not there, or a sheet that is not understood."""


class Side(NamedTuple):
    """A site with what its manifest lists."""

    folder: Path
    files: Files

    def read(self, path: str) -> bytes:
        """A file. Raises Unsure."""
        return _read(self.folder, path, self.files.get(path))


def only_dress_differs(matter: Matter, out: Side, draft: Side) -> bool:
    """Say whether nothing that anybody reads is other in a matter; False wherever that is unsure."""
    if matter.id == WEBSITE or not matter.changed or matter.new or matter.gone:
        return False
    [page, *more] = matter.changed
    place = PLACE.match(page)
    if more or place is None or page != f"{place[0]}index.html":
        return False
    root = page.partition("/")[0]
    try:
        hidden = hides(out, root)
        return hidden == hides(draft, root) and _same(
            (out.folder, draft.folder), page, out.files[page], draft.files[page], hidden
        )
    except Unsure:
        return False


def hides(side: Side, root: str) -> Hidden:
    """What the sheets of an authority hide. Raises Unsure."""
    folder = f"{root}/static/"
    sheets = (path for path in side.files if path.startswith(folder) and path.endswith(".css"))
    found = (
        (path.removeprefix(folder).partition(".")[0], *where)
        for path in sheets
        for where in _hiding(side.read(path))
    )
    return frozenset(found)


def says_the_same(old: bytes, new: bytes, hidden: Hidden) -> bool:
    """Say whether two pages differ in their dress alone."""
    old, new = (ASSET.sub(rb"\1\2", body) for body in (old, new))
    names = frozenset(name for where in hidden for name in CLASS.findall(" ".join(where[1:-1])))
    return old == new or _marks(old, names) == _marks(new, names)


@lru_cache(1 << 16)
def _same(folders: tuple[Path, Path], page: str, old: Digest, new: Digest, hidden: Hidden) -> bool:
    was, now = (_read(at, page, of) for at, of in zip(folders, (old, new), strict=True))
    return says_the_same(was, now, hidden)


def _read(folder: Path, path: str, listed: Digest | None) -> bytes:
    try:
        body = (folder / path).read_bytes()
    except OSError as wrong:
        raise Unsure(path) from wrong
    if digest(body) != listed:
        raise Unsure(path)
    return body


@lru_cache(16)
def _hiding(sheet: bytes) -> frozenset[tuple[str, ...]]:
    bare = COMMENT.sub(lambda found: found[1] or " ", sheet.decode())
    if "\\" in bare or PARTS.sub("", bare).strip():  # names may be spelt, and rules end, otherwise
        raise Unsure
    return frozenset(where for where in _declarations(bare) if HIDES.search(where[-1]))


def _declarations(sheet: str) -> Iterator[tuple[str, ...]]:
    """Each declaration, last, with the selectors and conditions that it stands in."""
    within: list[str] = []
    for text, sign in PARTS.findall(sheet):
        said = BLANKS.sub(" ", text).strip()
        if sign == "{":
            within.append(said)
            continue
        if said:
            yield (*within, said)
        if sign == "}" and within:
            within.pop()


def _marks(page: bytes, names: frozenset[str]) -> list[object]:
    """All that stands in a page, mark by mark; of classes those that hide."""
    reader = _Reader(names)
    reader.feed(page.decode())
    reader.close()
    return reader.marks


class _Reader(HTMLParser):
    """Keeps whatever it meets: what is not understood is not passed over."""

    def __init__(self, names: frozenset[str]) -> None:
        super().__init__(convert_charrefs=False)
        self._names, self.marks = names, list[object]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.marks.append((tag, *filter(None, map(self._attribute, attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.marks.append("/>")

    def handle_endtag(self, tag: str) -> None:
        self.marks.append(f"</{tag}")

    def handle_data(self, data: str) -> None:
        whole = data if self.cdata_elem else BLANKS.sub(" ", data)
        self.marks.append(("", whole))

    def handle_entityref(self, name: str) -> None:
        self.marks.append(("&", name))

    def handle_charref(self, name: str) -> None:
        self.marks.append(("&#", name))

    def handle_comment(self, data: str) -> None:
        self.marks.append(("<!--", data))

    def handle_decl(self, decl: str) -> None:
        self.marks.append(("<!", decl))

    def handle_pi(self, data: str) -> None:
        self.marks.append(("<?", data))

    def unknown_decl(self, data: str) -> None:
        self.marks.append(("<![", data))

    def _attribute(self, given: tuple[str, str | None]) -> object:
        name, value = given
        if name != "class":
            return given
        kept = sorted(self._names.intersection((value or "").split()))
        return (name, *kept) if kept else None
