"""What a site consists of: the files of its manifest, the manifest, and its seal."""

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from office.targets.errors import PermanentError
from pages.build.manifest import MANIFEST, Digest, Head, Unreadable, digest, read_manifest

LAST = (MANIFEST, "edition.json")
"""They say which edition is out, so they change when all else has."""


class Edition(NamedTuple):
    """All files of a site. `seal` are those that stand in no manifest: signatures, the history."""

    files: Mapping[str, Digest]
    manifest: str
    seal: Mapping[str, Digest]


class ShownEdition(NamedTuple):
    """What a target shows: the digest of its manifest, its day, and how far the ledger had got.

    `whole` is False while a push has not got through: some files may be of another edition.
    """

    manifest: str
    as_of: str
    ledger: Head
    whole: bool

    def __str__(self) -> str:
        told = f"{self.as_of}的版本（清单{self.manifest[:12]}，台账{self.ledger.entries}条）"
        return told if self.whole else f"{told}，但上次推送没有完成，有的文件可能是另一版的"


def told_by(manifest: bytes, *, whole: bool = True) -> ShownEdition:
    """What a manifest says of its edition. Raises PermanentError where it is none of ours."""
    try:
        found = read_manifest(manifest)
    except Unreadable as wrong:
        raise PermanentError(f"目标上的{wrong}") from wrong
    return ShownEdition(digest(manifest).sha256, found.as_of.isoformat(), found.ledger, whole)


def edition(manifest: bytes, seal: Mapping[str, Digest]) -> Edition:
    """An edition by its manifest and what its seal consists of. Raises Unreadable."""
    listed, own = read_manifest(manifest).files, digest(manifest)
    return Edition({**listed, **seal, MANIFEST: own}, own.sha256, dict(seal))


class Site(NamedTuple):
    """A built site in a folder of this machine."""

    folder: Path
    edition: Edition

    def read(self, path: str) -> bytes:
        """A file as the manifest has it: what was looked at and approved. Raises PermanentError."""
        body = (self.folder / path).read_bytes()
        if digest(body) != self.edition.files[path]:
            raise PermanentError(f"站点里的{path}与清单不一致，没有推送；请重新生成站点")
        return body


def built(folder: Path) -> Site:
    """The site in a folder. Raises PermanentError where its manifest and its files do not agree."""
    try:
        manifest = (folder / MANIFEST).read_bytes()
        listed = edition(manifest, {})
    except FileNotFoundError:
        raise PermanentError(f"{folder}里没有{MANIFEST}，不是生成好的站点") from None
    except Unreadable as wrong:
        raise PermanentError(f"{folder}：{wrong}") from None
    sizes = dict(_sizes(folder))
    for path, of in listed.files.items():
        if sizes.get(path) != of.size:
            raise PermanentError(
                f"站点里的{path}缺失或者大小与清单不一致，没有推送；请重新生成站点"
            )
    seal = {path: digest((folder / path).read_bytes()) for path in sizes.keys() - listed.files}
    return Site(folder, edition(manifest, seal))


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    for at, _, names in os.walk(folder):
        for name in names:
            file = os.path.join(at, name)
            yield Path(file).relative_to(folder).as_posix(), os.stat(file).st_size


def in_order(paths: Collection[str], edition: Edition) -> list[list[str]]:
    """The order in which files may appear one by one: what is referred to before what refers.

    Documents and static files, then pages with their twins from the items upwards, the seal, the
    manifest at the very end. What stands in one list may go out at once.
    """
    groups: dict[tuple[int, int], list[str]] = {}
    for path in sorted(paths):
        groups.setdefault(_rank(path, edition), []).append(path)
    return [groups[rank] for rank in sorted(groups)]


def _rank(path: str, edition: Edition) -> tuple[int, int]:
    folders = path.split("/")[:-1]
    if path in LAST:
        return 3, 0
    if path in edition.seal:
        return 2, 0
    return (0, 0) if {"static", "files"} & set(folders) else (1, -len(folders))
