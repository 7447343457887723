"""A city: authorities of 200 items each, made as they are asked for, built streamed; and its nights.

`python -m bench.city ITEMS FOLDER PROCESSES` builds; with the word `nights` instead of a number, it
builds in one process, keeps what updates need, and prints what nights take. All samples turn on
the same few days, where real items turn on days of their own: so in a night only the pages of some
authorities are looked at, one, then ten, then a hundred.
"""

import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from time import perf_counter, process_time

from bench.items import year_of
from bench.upkeep import HEAD, OF_AUTHORITY, years_of
from catalog.public.year import Year, disclose_years
from pages.build.cache import BuildCache
from pages.build.disk import replace, revise
from pages.build.incremental import AuthoritySite, change
from pages.build.manifest import MANIFEST, digest, manifest, parts_of
from pages.build.site import PublicYear, front, public_years, top_files
from pages.build.write import Source, Written, write_site
from tests.pages.dossiers import AS_OF, STORE

NIGHTS = (0, 1, 10, 100)
"""How many authorities have pages that turn."""


class Generated:
    """Authorities made as they are asked for."""

    def __call__(self, id_: str) -> list[PublicYear]:
        """The years of the authority of that name."""
        return public_years(disclose_years(years_of(number(id_)), AS_OF))


def number(id_: str) -> int:
    """Which authority it is."""
    return sum((ord(c) - ord("a")) * 26**p for c, p in zip(id_[2:], (2, 1, 0), strict=True))


def read(digest: str) -> bytes:
    """A document's bytes."""
    return STORE[digest]


def full(count: int, folder: Path, processes: int, kept: BuildCache | None = None) -> list[Written]:
    """Build a site of dossiers, streamed."""
    firsts = (year_of(n, 2026, 1) for n in range(count // OF_AUTHORITY))
    ids = [year.catalog.id.partition("-")[0] for year in firsts]
    source = Source(Generated(), read)
    return write_site(ids, source, AS_OF, HEAD, folder, processes=processes, kept=kept)


class City:
    """A city's site as its last night left it."""

    def __init__(self, count: int, folder: Path) -> None:
        self.folder, self.kept = folder, BuildCache(folder.parent / "built")
        self.kept.reset()
        written = full(count, folder, 1, self.kept)
        self.fronts = {one.front.id: one.front for one in written}
        self.fresh = {one.front.id: one.fresh for one in written if one.fresh}
        self.files = sum(one.files for one in written)

    def night(self, day: date, among: Sequence[str]) -> tuple[int, int]:
        """Bring the pages up to date that turned by a day; says how many, and the files written."""
        pages = files = 0
        for id_ in among:
            if self.fresh.get(id_, date.max) <= day:
                shelf = self.kept.shelf(id_)
                stale = shelf.stale(day)
                pages, files = pages + len(stale), files + self._revise(shelf, stale, day)
        top = list(top_files(list(self.fronts.values())))
        for path, body in top:
            if (self.folder / path).read_bytes() != body:
                replace(self.folder, path, body)
        parts = {f"{id_}/": self.kept.part(id_) for id_ in self.fronts}
        parts |= parts_of((path, digest(body)) for path, body in top)
        replace(self.folder, MANIFEST, b"".join(manifest(parts, day, HEAD)))
        return pages, files

    def _revise(self, shelf: AuthoritySite, stale: set[str], day: date) -> int:
        revised = [_revised(book, stale, day) for book in shelf.books]
        done = change(shelf, revised, stale, read)
        revise(self.folder, shelf.id, done.files, done.shelf.files.keys() - done.files.keys())
        self.kept.put(shelf.id, done.shelf)
        self.fronts[shelf.id] = front(done.shelf.books)
        self.fresh[shelf.id] = done.shelf.fresh_until or date.max
        return len(done.files)


def _revised(book: PublicYear, stale: set[str], day: date) -> PublicYear:
    """A year with those of its items anew that turned."""
    whole = year_of(number(book.catalog.authority.id), book.catalog.year)
    [new] = public_years(
        disclose_years([Year(whole.catalog, [i for i in whole.items if i.id in stale])], day)
    )
    return book.revised(new, stale)


def nights(count: int, folder: Path) -> Iterator[str]:
    """What the build and some nights took, a line each."""
    begun = process_time(), perf_counter()
    city = City(count, folder)
    yield f"built, {city.files} files, and kept: {_since(*begun)}"
    day, ids = min(city.fresh.values()), list(city.fresh)
    for many in NIGHTS:
        begun = process_time(), perf_counter()
        turned, written = city.night(day, ids[:many])
        said = (
            f"{turned} pages of {min(many, len(ids))} authorities turned, {written} files written"
        )
        yield f"the night to {day}: {said}: {_since(*begun)}"
        ids = ids[many:]


def _since(cpu: float, wall: float) -> str:
    used = f"{process_time() - cpu:.1f} s CPU, {perf_counter() - wall:.1f} s"
    return f"{used}, {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most"


if __name__ == "__main__":
    if sys.argv[3] == "nights":
        for said in nights(int(sys.argv[1]), Path(sys.argv[2])):
            print(said, flush=True)
    else:
        full(int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
