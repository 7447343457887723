"""Carrying sealed letters from the machine outside to the one inside by files, as a 网闸 lets them through.

A file holds some letters and ends with the digest of all that is before it. To carry one twice adds nothing,
and a file that is cut off or altered is not taken at all.
"""

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Unavailable
from opinions.spool.seal import SealedLetter
from opinions.spool.spool import Spool

SUFFIX, PART = ".letters", ".part"
DONE = "done"
"""Where a file goes that was taken in, within the folder."""
_MAGIC = b"juece letters 1\n"
_LOOKUP, _LENGTH, _DIGEST = 16, 8, 32
MOST = 256 * 1024**2
"""Bytes of one file; what is larger is none of ours."""


class BadHandover(Unavailable, ValueError):
    """A file of letters cannot be taken; str() says why, in Chinese."""


class Given(NamedTuple):
    """One file that was written: its letters, and the place of the last."""

    path: Path
    letters: int
    upto: int


class TakenIn(NamedTuple):
    """What came of the files of a folder."""

    files: int
    letters: int
    new: int
    wrong: tuple[str, ...]


def give(spool: Spool, folder: Path, after: int | None = None) -> Iterator[Given]:
    """Write what was not handed over yet into files of a folder, each whole or not at all.

    With `after` all behind that place, handed over before or not. Raises SpoolFault, OSError.
    """
    after = spool.handed() if after is None else after
    while letters := spool.read(after):
        after = letters[-1].seq
        body = _packed(letters)
        name = f"{letters[0].seq:09d}-{after:09d}-{sha256(body).hexdigest()[:16]}"
        path = folder / f"{name}{SUFFIX}"
        _write(path, body)
        spool.hand(after)
        yield Given(path, len(letters), after)


def take_in(spool: Spool, folder: Path) -> TakenIn:
    """Take every file of a folder into a spool; what is wrong with one keeps no other back. Raises SpoolFault.

    A file goes to `done` once its letters are on the disk; where it may not be moved it stays, and is
    taken again the next time, which adds nothing.
    """
    files, found, new, wrong = 0, 0, 0, []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            letters = unpacked(path)
        except (BadHandover, OSError) as why:
            wrong.append(str(why))
            continue
        new += sum(spool.append_all(letters))
        files, found = files + 1, found + len(letters)
        _put_aside(path)
    return TakenIn(files, found, new, tuple(wrong))


def unpacked(path: Path) -> list[SealedLetter]:
    """The letters of a file. Raises BadHandover, OSError."""
    if path.stat().st_size > MOST:
        raise BadHandover(f"{path.name} 大得不像来件文件，没有接收")
    body = path.read_bytes()
    said, digest = body[:-_DIGEST], body[-_DIGEST:]
    if not said.startswith(_MAGIC) or sha256(said).digest() != digest:
        raise BadHandover(f"{path.name} 不完整，或者传送时变了，没有接收：请再传一次")
    return list(_letters(said[len(_MAGIC) :], path.name))


def _letters(said: bytes, name: str) -> Iterator[SealedLetter]:
    at = 0
    while at < len(said):
        end = at + _LOOKUP + _LENGTH
        size = int.from_bytes(said[at + _LOOKUP : end], "big")
        if end + size > len(said):
            raise BadHandover(f"{name} 的格式不对，没有接收")
        yield SealedLetter(said[at : at + _LOOKUP], said[end : end + size])
        at = end + size


def _packed(letters: Iterable[SealedLetter]) -> bytes:
    parts = [_MAGIC]
    for letter in letters:
        parts += [letter.lookup, len(letter.body).to_bytes(_LENGTH, "big"), letter.body]
    said = b"".join(parts)
    return said + sha256(said).digest()


def _write(path: Path, body: bytes) -> None:
    """Under another name first: what carries files on must never see half of one."""
    new = path.with_suffix(PART)
    with new.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def _put_aside(path: Path) -> None:
    try:
        (path.parent / DONE).mkdir(exist_ok=True)
        path.replace(path.parent / DONE / path.name)
    except PermissionError:
        return  # a folder of another user, read alone: it is taken again and adds nothing
