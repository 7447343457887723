"""A site written as it is built: one authority after another, in one process or several.

Nothing of an authority is held once it is written but its line on the page above and its part of
the manifest: memory does not grow with the number of authorities.
"""

import fcntl
import gc
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple

from pages.build.cache import BuildCache
from pages.build.disk import NOTHING, NotASite, put, readable, replacing
from pages.build.incremental import AuthoritySite
from pages.build.manifest import MANIFEST, Digest, Head, digest, manifest, part, parts_of
from pages.build.outputs import Read
from pages.build.site import AuthoritySummary, File, PublicYear, front, site_files, top_files
from pages.html.theme import ANYWHERE, SiteContext

Load = Callable[[str], list[PublicYear]]
"""Authority -> its years, newest first, or none. Together with `read` it goes to other processes."""


class Written(NamedTuple):
    """What is left of an authority once its files are written."""

    front: AuthoritySummary
    fresh: date | None
    part: bytes
    files: int


class Source(NamedTuple):
    """Where books and documents come from, and what surrounds their pages."""

    load: Load
    read: Read
    setting: SiteContext = ANYWHERE


def write_site(
    ids: Sequence[str],
    source: Source,
    as_of: date,
    ledger: Head,
    folder: Path,
    *,
    processes: int = 1,
    kept: BuildCache | None = None,
) -> list[Written]:
    """Build and write a whole site, keeping what an update will need. Raises NotASite, Altered.

    `ids` are the authorities in their order. The bytes do not depend on the number of processes.
    """
    with replacing(folder) as new:
        job = _Job(new, source, kept)
        written = [one for one in _each(ids, job, processes) if one]
        if not written:
            raise NotASite(NOTHING)
        top = [
            _put(new, file)
            for file in top_files([one.front for one in written], source.setting.look)
        ]
        parts = {f"{one.front.id}/": one.part for one in written} | parts_of(top)
        with (new / MANIFEST).open("wb") as out:
            readable(out.fileno())
            out.writelines(manifest(parts, as_of, ledger))
    return written


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for circles among objects while a site is made: there are none, and it costs a tenth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Job(NamedTuple):
    """All that a process needs to know."""

    folder: Path
    source: Source
    kept: BuildCache | None

    @_uncollected()
    def written(self, id_: str) -> Written | None:
        """Build and write one authority's site."""
        books = self.source.load(id_)
        if not books:
            return None
        listed = [_put(self.folder, file) for file in site_files(books, *self.source[1:])]
        shelf = AuthoritySite(books, dict(listed))
        if self.kept:
            self.kept.put(id_, shelf)
        return Written(front(books), shelf.fresh_until, part(listed), len(listed))


@dataclass(frozen=True)
class _WorkQueue:
    """Which authority is next, for all processes at once.

    Counted in a file: the lock on it goes with whoever is killed while holding it.
    """

    file: Path
    count: int

    def __iter__(self) -> Iterator[int]:
        while (turn := self._take(1)) < self.count:
            yield turn

    def end(self) -> None:
        """Nobody begins another."""
        self._take(self.count)

    def _take(self, steps: int) -> int:
        with self.file.open("r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            turn = int(file.read())
            file.seek(0)
            file.write(b"%d" % (turn + steps))
        return turn


def _each(ids: Sequence[str], job: _Job, processes: int) -> Iterator[Written | None]:
    """In as many processes, of which this is one: it works while the others start."""
    if processes == 1:
        yield from map(job.written, ids)
        return
    # Not forked: whoever builds may run threads, and a fork would take their locks along.
    context = get_context("spawn")
    with NamedTemporaryFile() as file, ProcessPoolExecutor(processes - 1, context) as pool:
        turns = _WorkQueue(Path(file.name), len(ids))
        turns.file.write_bytes(b"0")
        others = [pool.submit(_share, turns, ids, job) for _ in range(processes - 1)]
        done = _share(turns, ids, job)
        for other in others:
            done |= other.result()
    yield from (done[turn] for turn in range(len(ids)))


def _share(turns: _WorkQueue, ids: Sequence[str], job: _Job) -> dict[int, Written | None]:
    """Do what is next until nothing is; where one process fails, the others stop as well."""
    try:
        return {turn: job.written(ids[turn]) for turn in turns}
    except BaseException:
        turns.end()
        raise


def _put(folder: Path, file: File) -> tuple[str, Digest]:
    path, body = file
    put(folder, path, body)
    return path, digest(body)
