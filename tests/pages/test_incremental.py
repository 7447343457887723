"""A site brought up to date is, byte for byte, the site that is built whole."""

import os
import signal
import time
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fcntl import flock
from multiprocessing import parent_process
from pathlib import Path
from typing import BinaryIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.dossier import Dossier
from catalog.public import disclose
from catalog.public.validity import standing
from catalog.public.year import Year, disclose_years
from catalog.timezone import local_day
from pages.build import write
from pages.build.cache import BuildCache
from pages.build.incremental import AuthoritySite, change
from pages.build.manifest import digest, manifest, part, parts_of, read_part
from pages.build.site import PublicYear, front, public_years, site_files, top_files
from pages.build.write import Source, write_site
from pages.html.render import data
from pages.model.item_page import item_page
from pages.model.wording import day
from tests.catalog.test_dossier import LIVES
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build

FIRST, LAST = date(2026, 1, 15), date(2027, 6, 30)
YEAR = Year(catalog_dossier(), list(samples().values()))
READ = STORE.__getitem__


def shelf_of(found: Sequence[PublicYear]) -> tuple[dict[str, bytes], AuthoritySite]:
    """A site built whole."""
    files = dict(site_files(found, READ))
    return files, AuthoritySite(found, {path: digest(body) for path, body in files.items()})


def filed(after: date, until: date) -> set[str]:
    """The items with an entry of these days."""
    return {
        item.id
        for item in YEAR.items
        if any(after < local_day(entry.at) <= until for entry in item.entries)
    }


def year_of(changed: set[str]) -> Year:
    """The year with only these items loaded."""
    return YEAR._replace(items=[item for item in YEAR.items if item.id in changed])


days = st.dates(FIRST, LAST)


@settings(deadline=None, max_examples=25)
@given(first=days, second=days)
@example(first=date(2026, 3, 12), second=date(2026, 3, 13))
def test_what_is_brought_up_to_date_equals_what_is_built_whole(first: date, second: date) -> None:
    first, second = sorted((first, second))
    files, shelf = shelf_of(public_years(disclose_years([YEAR], first)))
    changed = filed(first, second) | shelf.stale(second)
    [new] = public_years(disclose_years([year_of(changed)], second))
    done = change(shelf, [shelf.books[0].revised(new, changed)], changed, READ)
    whole, fresh = shelf_of(public_years(disclose_years([YEAR], second)))
    updated = {path: body for path, body in files.items() if path not in done.gone}
    assert updated | done.files == whole
    assert done.shelf.files == fresh.files
    assert done.shelf.books[0] == fresh.books[0]
    assert not {path for path, body in done.files.items() if files.get(path) == body}


@settings(deadline=None)
@given(
    dossier=st.sampled_from([*samples().values(), *(d for d in LIVES if d.entries)]),
    later=st.integers(0, 500),
)
def test_a_page_says_the_same_from_the_day_on_that_it_names(dossier: Dossier, later: int) -> None:
    as_of = local_day(dossier.entries[-1].at) + timedelta(days=later)
    since, until = standing(dossier, as_of)
    assert since <= as_of
    assert until is None or until > as_of
    one, other = (_without_day(dossier, on, since, as_of) for on in (since, as_of))
    assert one == other


def _without_day(dossier: Dossier, on: date, *days: date) -> str:
    text = data(item_page(disclose(dossier, on)))
    for one in days:
        text = text.replace(day(one), "那天").replace(one.isoformat(), "那天")
    return text


def test_a_night_on_which_nothing_happens_changes_nothing() -> None:
    _, shelf = shelf_of(public_years(disclose_years([YEAR], AS_OF)))
    quiet = shelf.fresh_until
    assert quiet is not None
    night = quiet - timedelta(days=1)
    assert shelf.stale(night) == set()
    assert shelf.stale(quiet) != set()
    later, _ = shelf_of(public_years(disclose_years([YEAR], night)))
    assert later.keys() == shelf.files.keys()
    assert all(digest(body) == shelf.files[path] for path, body in later.items())


def test_a_document_that_is_replaced_is_taken_away() -> None:
    files, shelf = shelf_of(public_years(disclose_years([YEAR], AS_OF)))
    [book] = shelf.books
    item = next(item for item in book.items if item.documents)
    less = item.model_copy(update={"documents": item.documents[1:]})
    less = less.model_copy(update={"duties": ()})
    new = PublicYear(book.catalog, (less,), book.as_of)
    done = change(shelf, [book.revised(new, {item.id})], {item.id}, READ)
    assert len(done.gone) == 1
    assert done.gone <= files.keys()
    assert done.shelf.files.keys() == files.keys() - set(done.gone)


def test_an_item_that_became_secret_leaves_nothing_behind() -> None:
    _, shelf = shelf_of(public_years(disclose_years([YEAR], AS_OF)))
    [book] = shelf.books
    secret = book.items[3]
    new = PublicYear(book.catalog, (), book.as_of)
    done = change(shelf, [book.revised(new, {secret.id})], {secret.id}, READ)
    assert not [path for path in done.shelf.files if f"/{secret.no:02d}/" in path]
    assert all(secret.name.encode() not in body for body in done.files.values())


@pytest.mark.parametrize("processes", [1, 2])
def test_a_site_written_as_it_is_built_has_the_same_bytes(processes: int, tmp_path: Path) -> None:
    kept = BuildCache(tmp_path / "kept")
    kept.reset()
    folder = tmp_path / "site"
    [one] = write_site(
        ["shmzj"], Source(_sample_books, READ), AS_OF, HEAD, folder,
        processes=processes, kept=kept,
    )  # fmt: skip
    edition = build([YEAR], AS_OF, HEAD, READ)
    found = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert found == {*edition.files, "manifest.json"}
    assert all((folder / path).read_bytes() == body for path, body in edition.files.items())
    assert (folder / "manifest.json").read_bytes() == edition.manifest
    assert kept.shelf("shmzj").books == _sample_books("shmzj")
    assert one.front == front(_sample_books("shmzj"))


def _sample_books(_id: str) -> list[PublicYear]:
    return public_years(disclose_years([YEAR], AS_OF))


def test_the_bytes_do_not_depend_on_which_process_an_authority_falls_to(tmp_path: Path) -> None:
    ids, source = [f"shmz{letter}" for letter in "abcdefg"], Source(_books_of, READ)
    for processes in (1, 2, 3):
        written = write_site(
            ids, source, AS_OF, HEAD, tmp_path / str(processes), processes=processes
        )
        assert [one.front.id for one in written] == ids
    manifests = {path.read_bytes() for path in tmp_path.glob("*/manifest.json")}
    assert len(manifests) == 1


def test_a_fault_in_any_process_stops_all_and_leaves_no_site(tmp_path: Path) -> None:
    ids = ["shmza", "shmzb", "shmzc", "shmzx", *(f"shmz{letter}" for letter in "defghijk")]
    with pytest.raises(LookupError, match="shmzx"):
        write_site(ids, Source(_books_of, READ), AS_OF, HEAD, tmp_path / "site", processes=2)
    assert not list(tmp_path.iterdir())


def _books_of(id_: str) -> list[PublicYear]:
    if id_ == "shmzx":
        raise LookupError(id_)
    [book] = public_years(disclose_years([YEAR], AS_OF))
    authority = book.catalog.authority.model_copy(update={"id": id_})
    return [replace(book, catalog=book.catalog.model_copy(update={"authority": authority}))]


def test_a_process_killed_while_it_takes_its_turn_stops_the_others(tmp_path: Path) -> None:
    """The one that is left must not wait for ever for a lock that nobody will let go."""
    with pytest.raises(BrokenProcessPool):
        write_site(
            ["shmza", "shmzb", "shmzc"], Source(_Killing(tmp_path / "killed"), READ),
            AS_OF, HEAD, tmp_path / "site", processes=2,
        )  # fmt: skip
    assert [path.name for path in tmp_path.iterdir()] == ["killed"]


@dataclass(frozen=True)
class _Killing:
    """The process that helps dies with the lock on the turns in its hand; the other waits for that."""

    killed: Path

    def __call__(self, id_: str) -> list[PublicYear]:
        if parent_process() is not None:
            write.fcntl.flock = self._die  # type: ignore[attr-defined]
            return _books_of(id_)
        end = time.monotonic() + 60
        while not self.killed.exists() and time.monotonic() < end:
            time.sleep(0.01)
        return _books_of(id_)

    def _die(self, file: BinaryIO, how: int) -> None:
        flock(file, how)
        self.killed.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def test_the_manifest_in_parts_is_the_manifest() -> None:
    files = {"index.html": b"1", "b/x": b"2", "b1/a": b"3", "a/中文.csv": b"4", "static/z": b"5"}
    digests = {path: digest(body) for path, body in files.items()}
    assert (
        b"".join(manifest(parts_of(digests.items()), AS_OF, HEAD))
        == Edition(files, AS_OF, HEAD).manifest
    )
    assert read_part(part(digests.items())) == digests


def test_there_is_nothing_above_no_authority() -> None:
    assert list(top_files([])) == []
