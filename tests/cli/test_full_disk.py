"""A disk that is full while something is put on file: a sentence, nothing half written, and again."""

import json
import os
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from office.settings.installation import Office
from tests.flows import year

OFFICE = ["--by", "演示经办人", "--unit", "养老服务处"]
JUECE = [sys.executable, "-c", "import cli; cli.main()"]
PAPER = {"title": "甲", "kind": "其他材料", "file": "甲.txt"}


class Ran(NamedTuple):
    """How a command ended."""

    code: int
    told: str


def in_a_small_disk(steps: str, home: Path) -> list[Any]:
    """What the steps print, one JSON a line, with two megabytes of disk of their own at `home`."""
    alone = ["unshare", "--mount", "--propagation", "private"]
    mounted = 'mount -t tmpfs -o size=2m tmpfs "$0" && exec "$@"'
    if subprocess.run([*alone, "sh", "-c", mounted, home, "true"], capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    ran = subprocess.run(
        [*alone, "sh", "-c", mounted, home, sys.executable, "-c", steps, home],
        capture_output=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return [json.loads(line) for line in ran.stdout.splitlines()]


STEPS = """
import json, os, sys
from pathlib import Path
from tests.cli.test_full_disk import *
home = Path(sys.argv[1])
office = Office(home=home)
year.found(office)
paper, big = home.parent / "a.yaml", home.parent / "甲.txt"
paper.write_text(json.dumps(year.START | {papers!r}), "utf-8")
big.write_bytes(b"x" * 500_000)
fill(home / "ballast", leave={leave})
show(filed(home, paper))
(home / "ballast").unlink()
show(left(home))
show(filed(home, paper))
show(left(home))
"""


def fill(path: Path, leave: int) -> None:
    """Fill a disk but for some bytes."""
    free = os.statvfs(path.parent).f_bavail * os.statvfs(path.parent).f_bsize
    path.write_bytes(b"x" * (free - leave))


def filed(home: Path, paper: Path) -> Ran:
    command = [*JUECE, "file", year.ITEM, "entry.start", str(paper), *OFFICE, "--home", str(home)]
    ran = subprocess.run(command, capture_output=True, check=False)
    return Ran(ran.returncode, (ran.stdout + ran.stderr).decode())


def left(home: Path) -> list[Any]:
    """How many entries there are, and what lies about half written."""
    office = Office(home=home)
    entries = len(office.ledger().load(year.ITEM, on=date(2100, 1, 1)).entries)
    half = [p.name for p in home.rglob("*") if p.name.startswith((".new", "tmp"))]
    return [entries, half]


def show(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")


@pytest.mark.parametrize(("papers", "leave"), [({"documents": [PAPER]}, 200_000), ({}, 0)])
def test_a_full_disk_is_a_sentence_and_the_same_command_files_later(
    tmp_path: Path, papers: dict[str, Any], leave: int
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    steps = STEPS.format(papers=papers, leave=leave)
    first, between, second, after = in_a_small_disk(steps, home)
    code, told = first
    assert code == 3, told
    assert "磁盘已满，请清理后再执行一次" in told
    assert len(told.splitlines()) == 1
    assert between == [1, []]
    assert second[0] == 0, second
    assert after == [2, []]


def test_a_file_larger_than_the_system_allows_is_a_sentence(tmp_path: Path) -> None:
    """Where nothing can be mounted the same end is reached by another bound of the system."""
    home = tmp_path / "home"
    year_home = Office(home=home)
    home.mkdir()
    year.found(year_home)
    paper = tmp_path / "a.yaml"
    paper.write_text(json.dumps(year.START | {"documents": [PAPER]}), "utf-8")
    (tmp_path / "甲.txt").write_bytes(b"x" * 3_000_000)
    bounded = (
        "import resource, cli; resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000));"
        "cli.main()"
    )
    command = [sys.executable, "-c", bounded, "file", year.ITEM, "entry.start", str(paper)]
    ran = subprocess.run([*command, *OFFICE, "--home", home], capture_output=True, check=False)
    assert ran.returncode == 3
    assert ran.stderr.decode().startswith("出错了：超过了系统允许的文件大小")
    assert left(home) == [1, []]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 2_000_000
    assert filed(home, paper).code == 0
