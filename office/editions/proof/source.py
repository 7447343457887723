"""Where a site that is verified lies: a folder, or the web."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import quote

import httpx

from catalog.errors import Unavailable

AT_ONCE = 1 << 20
PATIENCE = 30.0
"""Seconds for which a web server is waited for."""


class Absent(Unavailable, LookupError):
    """There is no such file."""


class Source(Protocol):
    """Where files are read by their path in the site."""

    at_once: int
    """How many files are read at the same time."""

    def read(self, path: str) -> Iterator[bytes]:
        """The bytes of a file, in pieces. Raises Absent, Unreachable."""

    def names(self) -> Iterator[str] | None:
        """Every file that there is, or None where that cannot be asked."""


class Unreachable(Unavailable):
    """A web server does not answer; str() says so, in Chinese."""


class Folder:
    """A site on a disk. A link in it is not followed: what it leads to is not in the site."""

    at_once = 1

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._files: set[str] | None = None

    def read(self, path: str) -> Iterator[bytes]:
        """Read a file. Raises Absent."""
        if path not in self._listed():
            raise Absent(path)
        with open(self._folder / path, "rb", buffering=0) as file:
            while piece := file.read(AT_ONCE):
                yield piece

    def names(self) -> Iterator[str]:
        """Every file, and everything else that is no folder."""
        yield from _walk(str(self._folder), "", links=True)

    def _listed(self) -> set[str]:
        if self._files is None:
            self._files = set(_walk(str(self._folder), "", links=False))
        return self._files


def _walk(folder: str, under: str, *, links: bool) -> Iterator[str]:
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir(follow_symlinks=False):
                yield from _walk(one.path, f"{under}{one.name}/", links=links)
            elif links or one.is_file(follow_symlinks=False):
                yield under + one.name


class Web:
    """A site on the web. A server does not say what else it holds."""

    at_once = 8

    def __init__(self, address: str, client: httpx.Client) -> None:
        self._address, self._client = address.removesuffix("index.html").rstrip("/"), client

    def read(self, path: str) -> Iterator[bytes]:
        """Read a file. Raises Absent where the server has none, Unreachable."""
        address = f"{self._address}/{quote(path)}"
        try:
            with self._client.stream("GET", address) as reply:
                if reply.status_code in {404, 410}:
                    raise Absent(path)
                if reply.status_code != 200:
                    raise Unreachable(f"{address} 答复 {reply.status_code}")
                yield from reply.iter_bytes(AT_ONCE)
        except (httpx.HTTPError, httpx.InvalidURL) as wrong:
            raise Unreachable(f"{address} 没有应答（{type(wrong).__name__}）") from wrong

    def names(self) -> None:
        """It cannot be asked."""


def web(address: str) -> Web:
    """A site at an address; nothing is asked for yet."""
    plain = {"Accept-Encoding": "identity"}
    return Web(address, httpx.Client(timeout=PATIENCE, headers=plain))
