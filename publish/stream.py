"""A site written as it is built: one authority after another, in one process or several.

Nothing of an authority is held once it is written but its line on the page above and its part of
the manifest: memory does not grow with the number of authorities.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from publish.folders import Read
from publish.manifest import MANIFEST, Digest, Head, digest, manifest, part, parts_of
from publish.site import Book, File, Front, front, site_files, top_files
from publish.write import NOTHING, NotASite, put, replacing

Load = Callable[[str], list[Book]]
"""Authority -> its years, newest first, or none. Together with `read` it goes to other processes."""


class Written(NamedTuple):
    """What is left of an authority once its files are written."""

    front: Front
    part: bytes
    files: int


class Source(NamedTuple):
    """Where books and documents come from."""

    load: Load
    read: Read


def write_site(
    ids: Sequence[str], source: Source, as_of: date, ledger: Head, folder: Path, processes: int = 1
) -> int:
    """Build and write a whole site; returns the number of its files. Raises NotASite, Altered.

    `ids` are the authorities in their order. The bytes do not depend on the number of processes.
    """
    with replacing(folder) as new:
        written = [one for one in _written(ids, source, new, processes) if one]
        if not written:
            raise NotASite(NOTHING)
        top = [_put(new, file) for file in top_files([one.front for one in written])]
        parts = {f"{one.front.id}/": one.part for one in written} | parts_of(top)
        write_manifest(new, parts, as_of, ledger)
    return sum(one.files for one in written) + len(top)


def write_manifest(folder: Path, parts: dict[str, bytes], as_of: date, ledger: Head) -> None:
    """Write the manifest of its parts."""
    with (folder / MANIFEST).open("wb") as out:
        out.writelines(manifest(parts, as_of, ledger))


def _written(
    ids: Sequence[str], source: Source, new: Path, processes: int
) -> Iterator[Written | None]:
    if processes == 1:
        yield from (_write_one(new, id_, source) for id_ in ids)
        return
    # Not forked: whoever builds may run threads, and a fork would take their locks along.
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        yield from pool.map(_write_one, *zip(*((new, id_, source) for id_ in ids), strict=True))


def _write_one(new: Path, id_: str, source: Source) -> Written | None:
    shelf = source.load(id_)
    if not shelf:
        return None
    listed = [_put(new, file) for file in site_files(shelf, source.read)]
    return Written(front(shelf), part(listed), len(listed))


def _put(folder: Path, file: File) -> tuple[str, Digest]:
    path, body = file
    put(folder, path, body)
    return path, digest(body)
