"""A disk that is full: one sentence, exit code 3, nothing half written; with room again it works.

The disk is a real one of some megabytes in memory, where this user may mount one. Where not, and as
a second kind everywhere, files of this process may not grow beyond a size.
"""

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import cli
import office.backup.restore
from tests.catalog.rules.lawful import ITEM
from tests.killing import bodies, paths, rows, run
from tests.staged import BY, Stage, file, made

assert office.backup.restore

FILLER = "filler"


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    place = tmp_path_factory.mktemp("stage") / "place"
    run(partial(made, place), place)
    return Stage(place)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", place]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(disk: Path, left: int) -> None:
    """Fill a disk but for so many bytes."""
    with (disk / FILLER).open("wb", buffering=0) as out:
        try:
            while True:
                out.write(bytes(1 << 16))
        except OSError:
            os.ftruncate(out.fileno(), max(out.tell() - left, 0))


def ended(
    work: Callable[[], int], place: Path, capfd: pytest.CaptureFixture[str]
) -> tuple[int, str]:
    """The exit code of a command in a process of its own, and what it said."""
    capfd.readouterr()
    told = place.parent / "code"

    def noted() -> None:
        told.write_text(str(work()))

    run(noted, place)
    said = capfd.readouterr()
    return int(told.read_text()), said.out + said.err


def typed(*words: object) -> Callable[[], int]:
    return lambda: cli.run([str(word) for word in words])


COMMANDS: dict[str, Callable[[Path, Path], Callable[[], int]]] = {
    "backup": lambda at, to: typed("backup", "--home", at / "home", "--to", to / "b"),
    "packed backup": lambda at, to: typed(
        "backup", "--home", at / "home", "--to", to / "b.tar.zst"
    ),
    "restore": lambda at, to: typed("restore", at / "backup.tar.zst", "--home", to / "new"),
    "archive": lambda at, to: typed(
        "archive", ITEM, "--unfinished", "--home", at / "home", "--out", to
    ),
    "build": lambda at, to: typed("build", "--home", at / "home", "--out", to / "built"),
    "export": lambda at, to: typed("export", ITEM, "--home", at / "home", "--docx", to / "b.docx"),
}


@pytest.mark.parametrize("left", [0, 60_000])
@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_written_elsewhere_is_written_whole_or_not_at_all(
    command: str, left: int, stage: Stage, disk: Path, tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    at = stage.set(tmp_path / "place").parent
    work = COMMANDS[command](at, disk)
    fill(disk, left)
    code, said = ended(work, at, capfd)
    if code:
        assert (code, "磁盘已满" in said, "Traceback" in said) == (3, True, False), said
        assert paths(disk) == {f"disk/{FILLER}"}
        (disk / FILLER).unlink()
        assert ended(work, at, capfd)[0] == 0
    else:
        assert left > 0  # so much was room enough


@pytest.mark.parametrize("command", COMMANDS)
def test_files_that_may_not_grow_are_not_left_half_written(
    command: str, stage: Stage, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    at, to = stage.set(tmp_path / "place").parent, tmp_path / "to"
    to.mkdir()
    work = COMMANDS[command](at, to)

    def bounded() -> int:
        resource.setrlimit(resource.RLIMIT_FSIZE, (12_000, 12_000))
        return work()

    code, said = ended(bounded, at, capfd)
    assert (code, "Traceback" in said) == (3, False), said
    assert "超过了" in said
    assert paths(to) == set()
    assert ended(work, at, capfd)[0] == 0


@pytest.mark.parametrize("left", [0, 30_000, 200_000])
@pytest.mark.parametrize("command", ["file", "publish"])
def test_what_is_written_in_the_home_is_whole_or_not_there(
    command: str, left: int, stage: Stage, disk: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    at = disk / "place"
    home = stage.set(at)
    if command == "publish":
        run(partial(file, at), at)
        work = typed("publish", "--urgent", "试验", *BY, "--home", home)
    else:
        words = [ITEM, "entry.start", at / "papers" / "start.yaml", *BY, "--home", home]
        work = typed("file", *words, "--correct", "材料更新")
    before, site = rows(home / "juece.db"), bodies(home / "site")
    fill(disk, left)
    code, said = ended(work, disk, capfd)
    (disk / FILLER).unlink()  # without room a database cannot even be read
    if code:
        assert (code, "磁盘已满" in said, "Traceback" in said) == (3, True, False), said
        assert rows(home / "juece.db") == before or command == "publish"
        assert bodies(home / "site") == site
        assert ended(work, disk, capfd)[0] == 0
    else:
        assert left > 0
    assert [n for n in paths(home) if ".new" in n or ".juece-" in n] == []
