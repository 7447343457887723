"""A push broken off at any request: nothing half is ever out, and the next one ends the work."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from office.targets import TransientError, out, push, rollback
from tests.office.targets.kill import events_of, killed_at, publisher
from tests.office.targets.rigs import LINKED, REMOTE, Rig, rig
from tests.office.targets.sites import Files, built, pages, read
from tests.office.targets.visitor import Editions, watching

# The server that the connection was cut from leaves its own files to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")

EVERY = [pytest.param(False, id="some"), pytest.param(True, id="every", marks=pytest.mark.soak)]
STRIDE = {"sftp": 37, "sftp-without-links": 23, "s3": 17, "webdav": 17}
"""Of how many requests one is cut, in the tests of every day; `make soak` cuts each."""


class Two(NamedTuple):
    """Two built sites of which one takes the place of the other, in turns."""

    sites: tuple[Path, Path]
    files: tuple[Files, Files]


@pytest.fixture
def two(tmp_path: Path) -> Two:
    first = built(tmp_path / "1", pages("甲", items=2), "1")
    second = built(tmp_path / "2", pages("乙", items=3, changed=0), "2")
    return Two((first, second), (read(first), read(second)))


def requests(stride: int, end: int) -> Iterator[tuple[int, bool]]:
    """Which request is cut, and whether it is carried out before."""
    for nth in range(1, end + 1, stride):
        yield nth, nth // stride % 2 == 0


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("kind", REMOTE)
def test_a_connection_cut_at_any_request_leaves_nothing_half(
    kind: str, every: bool, tmp_path: Path, two: Two
) -> None:
    with rig(kind, tmp_path) as target:
        cut_everywhere(target, kind, two, 1 if every else STRIDE[kind])


def cut_everywhere(rig: Rig, kind: str, two: Two, stride: int) -> None:
    """Push one site and the other in turns, each cut once and then pushed again, or undone."""
    push(two.sites[0], rig.target())
    rig.traffic.heal()
    push(two.sites[1], rig.target())
    longest, out_now = len(rig.traffic.asked), 0
    rollback(rig.target())
    with watched(rig, kind, two) as editions:
        for nth, after in requests(stride, longest):
            aim, editions.begun = 1 - out_now, editions.begun + 1
            cut_off(rig, two.sites[aim], nth, after=after)
            whole_files(rig.there(), two.files[out_now], two.files[aim])
            if kind not in LINKED and nth % 3 == 0:
                if cut_off(rig, None, nth // 2, after=after) and not out(rig.target()).whole:
                    assert rollback(rig.target()) == out(rig.target())
                out_now = two.files.index(rig.there())
            else:
                push(two.sites[aim], rig.target())
                assert rig.there() == two.files[aim], nth
                out_now = aim
            assert out(rig.target()).whole


def cut_off(rig: Rig, site: Path | None, nth: int, *, after: bool) -> bool:
    """Push, or step back, with all cut from a request on; says whether it came so far."""
    target, came = rig.target(), True
    rig.traffic.heal()
    rig.traffic.cut_at, rig.traffic.after = nth, after
    with suppress(TransientError):
        push(site, target) if site else rollback(target)
        came = False
    assert not came or len(rig.traffic.asked) >= nth
    rig.traffic.heal()
    return came


def whole_files(there: Files, before: Files, after: Files) -> None:
    """No file is half, and the manifest is there only when all it names is."""
    for path, body in there.items():
        if not path.endswith(".juece-new"):
            assert body in (before.get(path), after.get(path)), path
    listed = json.loads(there["manifest.json"])["files"]
    if there["manifest.json"] == after["manifest.json"]:
        assert all(sha256(there[path]).hexdigest() == of["sha256"] for path, of in listed.items())


@pytest.mark.parametrize("every", EVERY)
@pytest.mark.parametrize("kind", ["local", "local-in-place"])
def test_a_publisher_killed_at_any_step_on_a_local_folder(
    kind: str, every: bool, tmp_path: Path, two: Two
) -> None:
    with rig(kind, tmp_path) as target:
        push(two.sites[0], target.target())
        longest = events_of(lambda: push(two.sites[1], target.target()), target.root)
        rollback(target.target())
        with watched(target, kind, two) as editions:
            out_now = killed = 0
            for nth in range(1, longest + 1, 1 if every else 7):
                aim, editions.begun = 1 - out_now, editions.begun + 1
                killed += killed_at(
                    nth, partial(push, two.sites[aim], target.target()), target.root
                )
                whole_files(target.there(), two.files[out_now], two.files[aim])
                push(two.sites[aim], target.target())
                assert target.there() == two.files[aim], nth
                out_now = aim
            assert killed > 10


@contextmanager
def watched(rig: Rig, kind: str, two: Two) -> Iterator[Editions]:
    """Have the site read all the while where it is to change in one step; no reading is a mixture."""
    editions = Editions()
    editions.whole = {"1": two.files[0], "2": two.files[1]}
    if kind not in LINKED:
        yield editions
        return
    with watching(rig.root / "site", editions) as seen:
        yield editions
    assert not seen.mixtures
    assert set(seen.readings) == {"1", "2"}


@pytest.mark.parametrize("kind", REMOTE)
def test_a_publisher_killed_over_the_wire_is_not_waited_for(
    kind: str, tmp_path: Path, two: Two
) -> None:
    with rig(kind, tmp_path) as target:
        push(two.sites[0], target.target())
        for nth in (12, 25) if kind == "sftp" else (20,):
            with publisher(two.sites[1], target.setting) as (process, go):
                target.traffic.heal()
                target.traffic.kill, target.traffic.kill_at = process.pid, nth
                go()
                assert process.wait() == -9
            target.traffic.heal()
            whole_files(target.there(), two.files[0], two.files[1])
        push(two.sites[1], target.target())
        assert target.there() == two.files[1]


@pytest.mark.parametrize("kind", ["sftp-without-links", "s3", "webdav"])
def test_a_step_back_that_broke_off_is_taken_up_again(kind: str, tmp_path: Path, two: Two) -> None:
    with rig(kind, tmp_path) as target:
        push(two.sites[0], target.target())
        push(two.sites[1], target.target())
        target.traffic.heal()
        target.traffic.cut_at = {"s3": 18, "webdav": 30}.get(kind, 60)
        with pytest.raises(TransientError):
            rollback(target.target())
        target.traffic.heal()
        assert not out(target.target()).whole
        assert rollback(target.target()) == out(target.target())
        assert target.there() == two.files[0]


def test_what_arrived_whole_is_not_sent_again(any_rig: Rig, tmp_path: Path) -> None:
    if any_rig.setting.url.startswith("/"):
        pytest.skip("a local folder has no server that could be cut")
    site = built(tmp_path / "1", pages("甲", items=40), "1")
    any_rig.traffic.heal()
    target = any_rig.target()._replace(width=1)
    wrote = {"sftp": "posix_rename", "s3": "PUT", "http": "MOVE"}
    name = wrote[any_rig.setting.url.partition(":")[0]]

    def cut_late(what: str) -> None:
        if sum(one.startswith(name) for one in any_rig.traffic.asked) == 35:
            any_rig.traffic.cut_at = 1

    any_rig.traffic.watch = cut_late
    with pytest.raises(TransientError):
        push(site, target)
    any_rig.traffic.heal()
    pushed = push(site, any_rig.target())
    assert pushed.sent.found > 20
    assert pushed.sent.files + pushed.sent.found == len(read(site))
    assert any_rig.there() == read(site)
