"""Every command that changes something, killed anywhere and given again, ends as if never killed.

The clock of the office stands still, so that the end can be compared byte for byte: ledger, site,
archive, backup. Nothing is left over: no hidden folder, no file half written, no note of a lock.
"""

import re
import shutil
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

import office.archive.package
import office.backup.create
import office.backup.restore  # all that a command would load, before there are copies of this process
import office.editions.publish
from office.settings.installation import Office
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.killing import Kill, bodies, events_of, kills, paths, rows, run
from tests.staged import BY, NOW, Stage, file, juece, made, publishing
from tests.storage import postgres
from tests.storage.life import live

EVERY = [pytest.param(6, id="some"), pytest.param(50, id="fifty", marks=pytest.mark.soak)]

SPARE = re.compile(r"/draft/|/site\.releases/\d+(/|\.json$)(?!.*\.juece-new$)")
"""What is made anew when it is asked for: the draft, and the folders that lie ready for a push."""

assert office.archive.package, office.editions.publish
assert office.backup.create, office.backup.restore


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """An office that published three editions, with a correction and a backup at hand."""
    place = tmp_path_factory.mktemp("stage") / "place"
    run(partial(made, place), place)
    return Stage(place)


class Case(NamedTuple):
    """A command, how it is given again, and what its end is told by."""

    work: Callable[[Path], object]
    end: Callable[[Path], object]
    again: Callable[[Path], object] | None = None


def ledger_and_site(place: Path) -> object:
    home = place / "home"
    return rows(home / "juece.db"), bodies(home / "site"), bodies(home / "draft")


def killed_everywhere(case: Case, stage: Stage, place: Path, count: int, seed: int) -> None:
    """Kill a command that often, give it again each time, and compare with the end never killed."""
    stage.set(place)
    assert not run(partial(case.work, place), place)
    wanted, names = case.end(place), paths(place)
    stage.set(place)
    struck = 0
    for kill in kills(partial(case.work, place), place, count, seed):
        stage.set(place)
        struck += run(partial(case.work, place), place, kill)
        assert not run(partial(case.again or case.work, place), place)
        compared(case, place, kill, wanted, names)
    assert struck >= count // 2, f"only {struck} of {count} were killed in time"


def compared(case: Case, place: Path, kill: Kill, wanted: object, names: set[str]) -> None:
    found = paths(place)
    over = {name for name in found - names if not SPARE.search(name)}
    assert over == set(), f"{kill} left something over"
    missing = {name for name in names - found if not SPARE.search(name)}
    assert missing == set(), f"after {kill} something is missing"
    assert case.end(place) == wanted, f"after {kill} the end is another"


@pytest.mark.parametrize("count", EVERY)
def test_a_filing(count: int, stage: Stage, tmp_path: Path) -> None:
    case = Case(file, lambda place: rows(place / "home" / "juece.db"))
    killed_everywhere(case, stage, tmp_path / "place", count, seed=1)


@pytest.mark.parametrize("count", EVERY)
def test_a_publication(count: int, stage: Stage, tmp_path: Path) -> None:
    def work(place: Path) -> None:
        publishing(place / "home")

    corrected = tmp_path / "corrected"
    stage.set(corrected)
    run(partial(file, corrected), corrected)
    killed_everywhere(
        Case(work, ledger_and_site), Stage(corrected), tmp_path / "place", count, seed=2
    )


@pytest.mark.parametrize("count", EVERY)
def test_a_backup(count: int, stage: Stage, tmp_path: Path) -> None:
    def work(place: Path, name: str, fits: tuple[int, ...] = (0,)) -> None:
        juece("backup", "--home", place / "home", "--to", place / "out" / name, fits=fits)

    def end(place: Path, name: str) -> object:
        new = place / "home2"
        made = office.backup.restore.restore(place / "out" / name, new)
        found = rows(new / "juece.db"), bodies(new / "documents"), made.ledger, sorted(made.files)
        shutil.rmtree(new)
        return found

    for name in ("a", "a.tar.zst"):
        again = partial(work, name=name, fits=(0, 1))  # 1: it was done before it was killed
        case = Case(partial(work, name=name), partial(end, name=name), again)
        killed_everywhere(case, stage, tmp_path / "place", count // 2, seed=3)


@pytest.mark.parametrize("count", EVERY)
@pytest.mark.parametrize("there", [False, True], ids=["no home", "an empty home"])
def test_a_restoration(there: bool, count: int, stage: Stage, tmp_path: Path) -> None:
    def work(place: Path, fits: tuple[int, ...] = (0,)) -> None:
        juece("restore", place / "backup.tar.zst", "--home", place / "new", fits=fits)

    def end(place: Path) -> object:
        new = place / "new"
        whole = Office(home=new, store="").ledger().verify()
        return rows(new / "juece.db"), bodies(new / "documents"), bodies(new / "inbox"), whole

    base = stage
    if there:
        stage.set(tmp_path / "base")
        (tmp_path / "base" / "new").mkdir()
        base = Stage(tmp_path / "base")
    case = Case(work, end, partial(work, fits=(0, 1)))
    killed_everywhere(case, base, tmp_path / "place", count // 2, seed=4 + there)


@pytest.mark.postgres
@pytest.mark.parametrize("count", EVERY)
def test_a_restoration_into_postgresql(
    count: int, cluster: postgres.Cluster, tmp_path: Path
) -> None:
    """The database that a killed call loaded is known again, and loaded once."""
    (tmp_path / "papers").mkdir()
    office = Office(home=tmp_path / "home", store=cluster.create())
    live(office.ledger(), tmp_path / "papers")
    packed = tmp_path / "backup.tar.zst"
    whole = office.backup.create.backup(office, packed, NOW)
    office.ledger().close()
    place = tmp_path / "place"
    place.mkdir()

    def work(store: str, fits: tuple[int, ...] = (0,)) -> None:
        juece("restore", packed, "--home", place / "new", "--store", store, fits=fits)

    begun = time.monotonic()
    last = events_of(partial(work, cluster.create()), place)
    took, chance, struck = time.monotonic() - begun, Random(8), 0
    late = [Kill(at=last - n) for n in (0, 2, 5)]  # loaded, and not yet in its place
    for kill in [*late, *(Kill(after=chance.uniform(0, took)) for _ in range(count - len(late)))]:
        shutil.rmtree(place / "new", ignore_errors=True)
        store = cluster.create()
        struck += run(partial(work, store), place, kill)
        assert not run(partial(work, store, (0, 1)), place)
        again = Ledger.open(store, documents=place / "new" / "documents")
        assert (again.head(), again.verify()) == (whole.ledger, []), kill
        again.close()
        assert [path.name for path in place.iterdir()] == ["new"], kill
    assert struck >= count // 3


@pytest.mark.parametrize("count", EVERY)
def test_an_archive(count: int, stage: Stage, tmp_path: Path) -> None:
    def work(place: Path, fits: tuple[int, ...] = (0,)) -> None:
        words = ["--out", place / "out", "--unfinished", "--home", place / "home"]
        juece("archive", ITEM, *words, fits=fits)

    case = Case(work, lambda place: bodies(place / "out"), partial(work, fits=(0, 1)))
    killed_everywhere(case, stage, tmp_path / "place", count, seed=6)


@pytest.mark.parametrize("count", EVERY)
def test_a_step_back(count: int, stage: Stage, tmp_path: Path) -> None:
    """Given again in the same words it is the same step back, however far it had come."""

    def work(place: Path) -> None:
        juece("rollback", "--because", "附件有误", *BY, "--home", place / "home")

    def told(place: Path) -> object:
        return rows(place / "home" / "juece.db"), bodies(place / "home" / "site")

    killed_everywhere(Case(work, told), stage, tmp_path / "place", count, seed=7)
