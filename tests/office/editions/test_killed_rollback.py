"""A rollback that is killed at any step and given again takes one edition back, and leaves nothing."""

import os
import shutil
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

import pytest

from catalog.parse import ShapeError
from catalog.record import Actor
from office.editions import draft, publish
from office.editions.history import BroughtBack, EditionHistory, Withdrawn
from office.editions.proof.record import SUBJECT
from office.editions.publish import Urgent
from office.editions.withdrawal import TakenBack, withdraw
from office.settings.installation import Office
from storage.filing import file_record
from tests.flows import year
from tests.office.editions.sites import files
from tests.office.targets.kill import and_out, events_of, killed_at, telling_of_statements

DECIDER = Actor(name="示例值班人", unit="示例应急办")
NOW = year.at(1, 20)
EVERY = [pytest.param(False, id="some"), pytest.param(True, id="every", marks=pytest.mark.soak)]
KILLS = 50
WHY = "附件有误"
COME_AND_GO = ("juece.db-shm", "juece.db-wal")


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with patch.object(Office, "now", lambda _self: NOW):
        yield


class Place:
    """An office with three editions out at its own copy and at a target, to be set up anew."""

    def __init__(self, folder: Path) -> None:
        self.work, self._base = folder / "work", folder / "base"
        self.office = Office(home=self.work / "office", store="")
        self.www = self.work / "www" / "site"
        self._found()
        self.office.ledger().close()
        self.work.rename(self._base)

    def _found(self) -> None:
        home = self.office.home
        home.mkdir(parents=True)
        self.www.parent.mkdir()
        year.found(self.office)
        told = f"目标:\n  - 名称: 门户\n    网址: {self.www}\n"
        (home / "publication.yaml").write_text(told, "utf-8")
        self._publish(1)
        filed = year.start(NOW)
        ledger = self.office.ledger()
        file_record(ledger, filed.item, filed.step, filed.payload, actor=filed.actor, at=NOW)
        self._publish(2)
        more = {"item": year.INCLUSION["item"] | {"no": 2, "name": "社区食堂运营补贴方案"}}
        file_record(ledger, "demo-2026-02", "entry.inclusion", more, actor=filed.actor, at=NOW)
        self._publish(3)

    def _publish(self, number: int) -> None:
        assert publish.publish(self.office, NOW.date(), Urgent(DECIDER, f"演示{number}")).new
        for target in publish.targets(self.office):
            assert publish.send(self.office, target).arrived

    def again(self) -> None:
        """Put everything back to where the third edition is out."""
        self.office.ledger().close()
        shutil.rmtree(self.work, ignore_errors=True)
        shutil.copytree(self._base, self.work, symlinks=True)

    def rollback(self, number: int | None = None, why: str = WHY) -> TakenBack:
        """The command, as a process of its own begins it: connected to nothing."""
        self.office.ledger().close()
        done = withdraw(self.office, why, DECIDER, number)
        self.office.ledger().close()
        return done

    def shown(self) -> set[int]:
        """Which editions are shown, by the own copy and at the target."""
        known = EditionHistory(self.office.ledger()).editions
        return {
            one.seal.number
            for one in known
            for place in (self.office.site, self.www)
            if (place / "edition.json").read_bytes() == one.seal.written()
        }

    def withdrawn(self) -> list[int]:
        return [done.act.number for done in self.office.ledger().acts.of(Withdrawn)]

    def names(self) -> set[str]:
        """Every file and folder that there is, whatever it holds."""
        found = (path.relative_to(self.work).as_posix() for path in self.work.rglob("*"))
        return {name for name in found if not name.endswith(COME_AND_GO)}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    with patch.object(Office, "now", lambda _self: NOW):
        return Place(tmp_path_factory.mktemp("office"))


@pytest.fixture
def standing(place: Place) -> Place:
    place.again()
    return place


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("number", [None, 3], ids=["unnamed", "named"])
def test_a_rollback_killed_at_any_step_and_given_again_takes_back_one_edition(
    standing: Place, number: int | None, every: bool
) -> None:
    place, work = standing, partial(standing.rollback, number)
    with telling_of_statements(place.work):
        longest = events_of(work, place.work)
        assert longest > KILLS
        left, killed = place.names(), 0
        pages, there = files(place.office.site.resolve()), files(place.www.resolve())
        for nth in range(1, longest + 1, 1 if every else max(longest // KILLS, 1)):
            place.again()
            killed += killed_at(nth, work, place.work)
            done = place.rollback(number)
            assert (done.number, done.out) == (3, 2), nth
            assert place.withdrawn() == [3], nth
            assert files(place.office.site.resolve()) == pages, nth
            assert files(place.www.resolve()) == there, nth
            assert place.names() == left, nth
            assert place.office.ledger().verify() == []
        assert killed >= KILLS


def test_what_was_begun_is_finished_before_another_is_taken_back(standing: Place) -> None:
    place = standing
    with telling_of_statements(place.work):
        longest, nth = events_of(place.rollback, place.work), 1
        place.again()
        while not place.withdrawn():  # killed as soon as it is on file
            assert killed_at(nth, place.rollback, place.work)
            nth += 1
            assert nth < longest
    assert place.shown() == {3}
    done = place.rollback(why="再退")
    assert (done.number, done.out) == (3, 2)
    assert done.before
    assert done.before.act.reason == WHY
    assert (place.shown(), place.withdrawn()) == ({2}, [3])
    done = place.rollback(2, why="再退")
    assert (done.number, done.out, done.before) == (2, 1, None)
    assert (place.shown(), place.withdrawn()) == ({1}, [3, 2])


def test_a_target_that_does_not_answer_keeps_the_next_from_being_taken_back(
    standing: Place,
) -> None:
    place, aside = standing, standing.www.parent / "aside"
    place.www.rename(aside)
    place.www.write_text("不是站点", "utf-8")
    assert [one.arrived for one in place.rollback().sent] == [False]
    assert [one.arrived for one in place.rollback(why="再退").sent] == [False]
    place.www.unlink()
    aside.rename(place.www)
    assert place.rollback(why="再退").out == 2
    assert (place.shown(), place.withdrawn()) == ({2}, [3])
    assert place.rollback(why="再退").out == 1, "the first is back everywhere"


def test_only_what_is_out_can_be_named(standing: Place) -> None:
    place = standing
    for number in (1, 2, 4):
        with pytest.raises(ShapeError, match=f"现在公开的是第3号，不是第{number}号，没有退回"):
            place.rollback(number)
    assert place.withdrawn() == []
    assert place.rollback(3).out == 2
    assert place.rollback(3).out == 2
    assert place.withdrawn() == [3]


def test_two_who_take_back_at_once_take_back_one_edition(standing: Place) -> None:
    """The second waits while the first is at work, and meant what was out when it came."""
    place = standing
    place.office.ledger().close()
    told, tell = os.pipe()
    second = os.fork()  # before the lock is held: a copy of this process would hold it too
    if second == 0:
        os.read(told, 1)
        and_out(lambda: place.rollback(why="再退"))
    with draft.alone(place.office):
        os.write(tell, b".")
        while not waits_for_a_lock(second):
            time.sleep(0.05)
        acts = place.office.ledger().acts
        back = Withdrawn(number=3, reason=WHY, public=True)
        acts.append(back, SUBJECT, DECIDER, NOW)
        acts.append(BroughtBack(number=3), SUBJECT, DECIDER, NOW)
        publish.switch_own_copy(place.office)
    assert os.waitpid(second, 0)[1] == 0
    for end in (told, tell):
        os.close(end)
    assert (place.shown(), place.withdrawn()) == ({2}, [3])


def waits_for_a_lock(process: int) -> bool:
    waiting = (line.split() for line in Path("/proc/locks").read_text().splitlines())
    return any(line[1] == "->" and str(process) in line for line in waiting)
