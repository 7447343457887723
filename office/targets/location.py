"""Whether two addresses mean one spot, however they are spelled: what is pushed to one is out at the other.

A link on a server, and two names of one web server, cannot be told from an address.
"""

import os
import socket
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from posixpath import normpath
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from office.settings.targets import SCHEMES
from office.targets.address import HTTP, OWN

LOOPBACK = "127.0.0.1"
WEB = {"http": 80, "https": 443}
SSH = 22

Folder = tuple[object, ...]
"""A folder by the steps to it; on this machine by the number of the last one that is there."""


class Spot(NamedTuple):
    """Where an address leads: `own` are the site and the folder of its versions, `way` the site and all
    folders above it."""

    kind: str
    host: str
    port: int
    own: frozenset[Folder]
    way: frozenset[Folder]


def overlap(one: str, other: str) -> bool:
    """Say whether two addresses mean one folder, or one of them lies within the other.

    The folder in which the versions of a site are kept belongs to it.
    """
    return any(_meet(a, b) for a in _spots(one) for b in _spots(other))


def homes_about(address: str) -> Iterator[Path]:
    """The homes of offices in which an address of this machine lies, by its real name too."""
    for path in _paths(address):
        for real in (Path(os.path.abspath(path)), Path(os.path.realpath(path))):
            yield from (above for above in (real, *real.parents) if _is_home(above))


def _is_home(folder: Path) -> bool:
    return any((folder / name).exists() for name in ("juece.db", "publication.lock"))


def _paths(url: str) -> Iterator[Path]:
    """The folders of this machine that an address may mean."""
    parts = urlsplit(url) if "://" in url else None
    if parts is None or parts.scheme == "file":
        yield Path(unquote(parts.path) if parts else url)
    elif parts.scheme == "sftp" and LOOPBACK in _addresses(_name(parts.hostname or "")):
        yield Path(unquote(parts.path))  # this machine by another way


def _meet(one: Spot, other: Spot) -> bool:
    if (one.kind, one.port) != (other.kind, other.port):
        return False
    nested = bool(one.own & other.way or other.own & one.way)
    return nested and _same_host(one.kind, one.host, other.host)


def _same_host(kind: str, one: str, other: str) -> bool:
    """By names, and by addresses: but of a web server many names may be at one address."""
    if one == other:
        return True
    bare = any(host == "localhost" or _is_address(host) for host in (one, other))
    return (kind == "sftp" or bare) and bool(_addresses(one) & _addresses(other))


def _spots(url: str) -> Iterator[Spot]:
    for path in _paths(url):
        yield from _local(path)
    parts = urlsplit(url if "://" in url else "")
    if parts.scheme in {"", "file"}:
        return
    if parts.scheme == "s3":
        yield _remote("s3", parts.netloc.lower(), 0, unquote(parts.path))
    elif parts.scheme in SCHEMES:
        kind = "sftp" if parts.scheme == "sftp" else "web"
        usual = SSH if kind == "sftp" else WEB[HTTP.get(parts.scheme, parts.scheme)]
        port, host = parts.port or usual, _name(parts.hostname or "")
        port = WEB["http"] if kind == "web" and port in WEB.values() else port
        yield _remote(kind, host, port, _path(parts.path))


def _path(path: str) -> str:
    return normpath(unquote(path)) if path else ""


def _remote(kind: str, host: str, port: int, path: str) -> Spot:
    steps = tuple(step for step in path.split("/") if step)
    way = (steps[:end] for end in range(len(steps) + 1))
    versions = (*steps[:-1], f"{steps[-1]}{OWN}") if steps else (OWN,)
    return Spot(kind, host, port, frozenset({steps, versions}), frozenset(way))


def _local(path: Path) -> Iterator[Spot]:
    """A folder of this machine as it really is, and by its name, for the site itself may be a link."""
    named = Path(os.path.realpath(path.parent)) / path.name
    for real in (Path(os.path.realpath(path)), named):
        own = {_folder(real), _folder(real.with_name(f"{real.name}{OWN}"))} if real.name else set()
        way = frozenset(map(_folder, (real, *real.parents)))
        yield Spot("file", "", 0, frozenset(own or {_folder(real)}), way)


def _folder(path: Path) -> Folder:
    """A folder by its number where it is there, which a bind mount shares; else by the one above it."""
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    found = there.stat()
    return ((found.st_dev, found.st_ino), *path.relative_to(there).parts)


def _name(host: str) -> str:
    """The name of a host in its one spelling."""
    name = host.lower().rstrip(".")
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


@cache
def _addresses(host: str) -> frozenset[str]:
    """All addresses of a host, of which any of this machine's own is the loopback; else its name."""
    try:
        found = {str(one[4][0]).partition("%")[0] for one in socket.getaddrinfo(host, None)}
    except (OSError, UnicodeError):  # without a name server, or unknown there
        return frozenset({host})
    return frozenset(LOOPBACK if _is_here(one) else one for one in found)


def _is_here(address: str) -> bool:
    of = ip_address(address)
    of = getattr(of, "ipv4_mapped", None) or of
    return of.is_loopback or of.is_unspecified or address in _own_addresses()


@cache
def _own_addresses() -> frozenset[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None)
    except OSError:
        return frozenset()
    return frozenset(str(one[4][0]) for one in found)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
