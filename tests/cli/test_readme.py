"""The README's tour: every line of it, as it is written, in the demonstration's home."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.timezone import local_day
from flows.rehearsal import agree_to_all
from office.editions.publish import publish
from tests.pages.demo import AS_OF, demonstrated

ROOT = Path(__file__).parents[2]
TOUR = re.search(
    r"^## 日常用法.*?^```sh\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
)


def lines() -> list[str]:
    """The commands of the tour, one a line, without what is said of them."""
    assert TOUR
    said = (line.partition("  #")[0].strip() for line in TOUR[1].splitlines())
    return [line for line in said if line]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the program's folder after `make demo`: published as it was, and as of today."""
    here = tmp_path_factory.mktemp("tour")
    (here / "catalog").symlink_to(ROOT / "catalog")
    office = demonstrated(here / "juece-demo")
    for day in (AS_OF, local_day(office.now())):
        agree_to_all(office, day)
        assert publish(office, day).new
    return here


def test_every_line_of_the_tour_works_as_it_is_written(folder: Path) -> None:
    commands = {line.split()[1] for line in lines()}
    assert {
        "catalog",
        "file",
        "publish",
        "rollback",
        "verify",
        "check",
        "scan",
        "backup",
    } <= commands
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    told = {}
    for line in lines():
        assert line.startswith("juece "), line
        ran = subprocess.run(
            line,
            shell=True,
            cwd=folder,
            env=os.environ | {"PATH": path, "JUECE_HOME": "juece-demo"},
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            told[line] = (ran.stdout + ran.stderr)[-600:]
        if line == "juece review":
            assert "没有待审查的内容" in ran.stdout, "right after the demonstration nothing waits"
    assert told == {}
