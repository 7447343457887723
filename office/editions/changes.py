"""What would go out that is not out yet: a proposal, matter by matter.

A matter is what one reviewer decides on at a time (一事一审): all files of an item, of a year's own
page, or of the rest of the website. Its digest covers every file of it, new, changed or as it was:
whatever is altered after a review, the review is no longer of it.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pages.build.incremental import PLACE
from pages.build.manifest import Digest

WEBSITE = "website"
"""The matter of all that belongs to no item and no year: front pages, feeds, style sheets."""
PROGRAM = "program"
"""The joint matter of the pages of which only the looks differ (see `office.editions.cosmetic`)."""
HANDED = "/files/"
"""Where the papers lie that were handed in."""
Files = Mapping[str, Digest]


class Matter(NamedTuple):
    """One matter of a proposal."""

    id: str
    digest: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    kept: int = 0
    """How many files stay as they are."""

    @property
    def differs(self) -> bool:
        """Say whether anything of it is other than what is out."""
        return bool(self.new or self.changed or self.gone)

    @property
    def paths(self) -> tuple[str, ...]:
        """The files that differ."""
        return (*self.new, *self.changed, *self.gone)

    @property
    def vanished(self) -> bool:
        """Say whether nothing of it is left."""
        return not self.kept and not self.new and not self.changed

    @property
    def counts(self) -> str:
        """How many files differ, in words."""
        told = {"新增": self.new, "改动": self.changed, "撤下": self.gone}
        return "、".join(f"{word}{len(paths)}个" for word, paths in told.items() if paths)


def proposal(out: Files, draft: Files) -> list[Matter]:
    """Every matter of the draft and of what is out, in the order of their ids, the website last."""
    drafted, there = _by_matter(draft), _by_matter(out)
    ids = sorted(drafted.keys() | there.keys(), key=lambda id_: (id_ == WEBSITE, id_))
    return [_matter(id_, there.get(id_, {}), drafted.get(id_, {})) for id_ in ids]


def joint(matters: Sequence[Matter]) -> Matter:
    """Some matters as one; its digest covers theirs, so what is altered in any of them alters it."""
    lines = [PROGRAM, *(f"{one.digest} {one.id}" for one in matters)]
    return Matter(
        id=PROGRAM,
        digest=hashlib.sha256("\n".join(lines).encode()).hexdigest(),
        new=tuple(path for one in matters for path in one.new),
        changed=tuple(path for one in matters for path in one.changed),
        gone=tuple(path for one in matters for path in one.gone),
        kept=sum(one.kept for one in matters),
    )


def is_page(path: str) -> bool:
    """Say whether a file is a page that the program wrote."""
    return path.endswith(".html") and HANDED not in f"/{path}"


def matter_of(path: str) -> str:
    """The matter that a file belongs to: `demo-2026-03`, `demo-2026`, or the website."""
    place = PLACE.match(path)
    parts = place[0].split("/") if place else []
    numbers = [part for part in parts[1:] if part.isdigit()]
    return "-".join([parts[0], *numbers]) if numbers else WEBSITE


def _by_matter(files: Files) -> dict[str, dict[str, Digest]]:
    found: dict[str, dict[str, Digest]] = {}
    for path, digest in files.items():
        found.setdefault(matter_of(path), {})[path] = digest
    return found


def _matter(id_: str, there: Files, drafted: Files) -> Matter:
    told = hashlib.sha256(f"{id_}\n".encode())
    for line in _lines(drafted):
        told.update(line)
    return Matter(
        id=id_,
        digest=told.hexdigest(),
        new=tuple(sorted(drafted.keys() - there.keys())),
        changed=tuple(sorted(p for p in drafted.keys() & there if drafted[p] != there[p])),
        gone=tuple(sorted(there.keys() - drafted.keys())),
        kept=sum(there.get(path) == one for path, one in drafted.items()),
    )


def _lines(files: Files) -> Iterator[bytes]:
    return (f"{files[path].sha256} {path}\n".encode() for path in sorted(files))
