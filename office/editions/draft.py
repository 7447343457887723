"""The draft: the pages as they would be now, and what keeps them from going out; knows no engine."""

import logging
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from catalog.findings import Finding, Severity
from catalog.timezone import local_day
from checks.privacy import Allowed, scan
from checks.standard import Folder, check
from checks.standard.base import keeps_back
from office.build import refresh_pages
from office.editions.changes import Matter, matter_of
from office.editions.looked import allowances
from office.private_data import inside_of
from office.settings.installation import Office
from pages.build.manifest import MANIFEST, digest, files_in
from pages.build.paths import HISTORY
from storage.files.yaml import read_yaml
from storage.lock import held

log = logging.getLogger(__name__)

LAID = re.compile(
    r"edition\.json(\.sig|\.tsr(\.sig)?)?|editions\.html|sm3sums\.txt"
    r"|editions/\d+\.json(\.sig|\.tsr)?"
)
"""What sealing lays beside a site."""
LOCK = "publication.lock"
LEFT_BEHIND = ("again", ".again.juece-*", ".draft.juece-*", "sm3.json.new")
ALLOWED = "scan-allowed.yaml"
SHOWN = 20
"""Faults that are told one by one; the others are counted."""


@contextmanager
def alone(office: Office) -> Iterator[None]:
    """One at a time may change the draft or what is out; a second one waits for the first.

    What a killed one was about to write is taken away: all of it is made anew.
    """
    with held(office.home / LOCK, wait=True):
        for left in (path for name in LEFT_BEHIND for path in office.home.glob(name)):
            if left.is_dir():
                shutil.rmtree(left)
            else:
                left.unlink()
        yield


def refresh(office: Office, day: date) -> int:
    """Bring the draft up to date; returns how many files differ. Raises what `refresh_pages` does.

    A file that nobody made is taken away: it would go out with the others. Where one is lost, or
    not as it was made, all are made again.
    """
    count = refresh_pages(office, day, office.draft)
    if not _is_sound(office):
        shutil.rmtree(office.draft)
        count = refresh_pages(office, day, office.draft)
    office.draft.chmod(0o700)  # its pages are for everybody once they were agreed to
    return count


def _is_sound(office: Office) -> bool:
    """Take away what does not belong, and say whether the rest is as it was made.

    What differs from what is out is read; of the rest the sizes are compared.
    """
    made, out = files_in(office.draft), files_in(office.site)
    for at, _, names in os.walk(office.draft):
        for file in (Path(at, name) for name in names):
            path = file.relative_to(office.draft).as_posix()
            if path not in made and path != MANIFEST and not LAID.fullmatch(path):
                log.warning("草稿文件夹里有不是本系统生成的文件，已删除：%s", path)
                file.unlink()
    return all(
        size_of(office.draft / path) == of.size
        and (out.get(path) == of or digest((office.draft / path).read_bytes()) == of)
        for path, of in made.items()
    )


def size_of(file: Path) -> int | None:
    """The size of a file, or None where there is none."""
    try:
        return file.stat().st_size
    except OSError:
        return None


def allowed(office: Office, listed: Path | None = None) -> Allowed:
    """What the scanners let through, with reasons. Raises catalog.parse.ShapeError, OSError."""
    file, today = listed or office.home / ALLOWED, local_day(office.now())
    written = Allowed.of(read_yaml(file), today) if listed or file.exists() else Allowed(today)
    looked = allowances(office.ledger().acts) if office.founded else ()
    return replace(written, looked=looked)


def state(office: Office) -> tuple[int, int] | None:
    """What is another whenever the draft was built anew, even if it is the same again."""
    try:
        listed = (office.draft / MANIFEST).stat()
    except FileNotFoundError:
        return None
    return listed.st_ino, listed.st_mtime_ns


class Moved(FileNotFoundError):
    """The draft was built anew while it was looked at."""


class Examined(NamedTuple):
    """Why the draft cannot go out, a line each, and what its reviewers have to know, by matter.

    What the scanners find, and what is wrong with the site itself, keeps everything back. What the
    page standard misses in a matter does not: the one door took the records that the page tells of,
    and to keep back the page of a delay, and every other with it, would hide that and mend nothing.
    """

    blocking: tuple[str, ...]
    remarks: Mapping[str, tuple[str, ...]]

    def __str__(self) -> str:
        more = len(self.blocking) - SHOWN
        rest = [f"另有{more}处，用 juece scan、juece check 查看"] if more > 0 else []
        return "\n".join([*self.blocking[:SHOWN], *rest])


def examined(office: Office, matters: Iterable[Matter], words: str = "") -> Examined:
    """Look at what would go out; `words` are those that sealing adds.

    The scanners look at every file that differs from what is out, the page standard at every
    authority with such a file: what both passed before is not looked at again each night. Whoever
    does not hold the lock has to look whether the draft is still the same. Raises Moved.
    """
    paths = [path for matter in matters for path in (*matter.new, *matter.changed)]
    if not paths and not words:
        return Examined((), {})
    whole = _Draft(office.draft)
    let_through, inside = allowed(office), inside_of(office)
    found = [
        *scan(_Some(whole, paths), let_through, inside).blocking,
        *scan({HISTORY: words.encode()}, let_through, inside).blocking,
    ]
    blocking = [f"{f.path} {f.place}：{f.title}（{f.excerpt}）。{f.remedy}" for f in found]
    remarks: dict[str, list[str]] = {}
    for fault in _against_the_standard(whole, paths, Folder(office.site)):
        told = f"{fault.where}：{fault.what}（网页规范 {fault.rule}）。{fault.remedy}"
        if keeps_back(fault.rule):
            blocking.append(f"{fault.path} {told}")
        else:
            remarks.setdefault(matter_of(fault.path), []).append(told)
    return Examined(tuple(blocking), {id_: tuple(said) for id_, said in remarks.items()})


def _against_the_standard(
    whole: Mapping[str, bytes], paths: Iterable[str], out: Mapping[str, bytes]
) -> Iterator[Finding]:
    """The errors at every authority that has one of these files."""
    if roots := {path.partition("/")[0] for path in paths}:
        of_roots = [path for path in whole if path.partition("/")[0] in roots]
        report = check(_Some(whole, of_roots), before=out)
        found = (one for rule in report.broken for one in report.first[rule])
        yield from (one for one in found if one.severity is Severity.ERROR)


class _Draft(Folder):
    """The draft, from which another build may take a file away meanwhile."""

    def __getitem__(self, path: str) -> bytes:
        try:
            return super().__getitem__(path)
        except FileNotFoundError as gone:
            raise Moved(gone.errno, gone.strerror, gone.filename) from gone


class _Some(Mapping[str, bytes]):
    """Some files of a site to be gone through, while all of it can be looked up."""

    def __init__(self, whole: Mapping[str, bytes], paths: Iterable[str]) -> None:
        self._whole, self._paths = whole, tuple(paths)

    def __getitem__(self, path: str) -> bytes:
        return self._whole[path]

    def __contains__(self, path: object) -> bool:
        return path in self._whole

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
