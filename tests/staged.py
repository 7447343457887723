"""An office at a certain point of its life, whose clock stands still, copied for each trial."""

import shutil
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import yaml

import cli
from catalog.timezone import SHANGHAI
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM
from tests.storage.life import ACTOR, live, sited, steps, the

NOW = datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
BY = ["--by", "经办人甲", "--unit", "养老服务处"]


def juece(*words: object, fits: tuple[int, ...] = (0,)) -> None:
    """Run a command as it is typed."""
    code = cli.run([str(word) for word in words])
    assert code in fits, f"juece {' '.join(map(str, words))} ended with {code}"


class Stage(NamedTuple):
    """A place to begin from, copied for every kill: the home, and what else there is."""

    template: Path

    def set(self, place: Path) -> Path:
        """Begin anew in a place; returns the home."""
        if place.exists():
            shutil.rmtree(place)
        shutil.copytree(self.template, place, symlinks=True)
        return place / "home"


def made(place: Path) -> None:
    home, papers = place / "home", place / "papers"
    papers.mkdir(parents=True)
    # A day of it takes longer than all tests: its clock stands still.
    Drill(set_at=datetime.now(SHANGHAI), showed=NOW, day_seconds=1e15).save(home)
    office = Office(home=home, store="")
    sited(home)
    (home / "inbox").mkdir()
    done = live(office.ledger(), papers, until="consultation.notice")
    publishing(home)
    for upto in ("decision.package", ""):
        for item, step, payload, at in list(steps(papers))[len(done) :]:
            if step == upto:
                break
            done.append(
                file_record(office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=papers)
            )
        publishing(home)
    payload, _ = the("entry.start", papers)
    (papers / "scan.txt").write_text("新的材料" * 5000, "utf-8")
    payload["documents"] = [
        {"title": "启动说明", "kind": "其他材料", "file": "scan.txt"}
        | {"disclosure": {"attribute": "主动公开"}}
    ]
    (papers / "start.yaml").write_text(yaml.safe_dump(payload, allow_unicode=True), "utf-8")
    (place / "out").mkdir()
    juece("backup", "--home", home, "--to", place / "backup.tar.zst")
    office.ledger().close()


def publishing(home: Path) -> None:
    juece("publish", "--urgent", "试验", *BY, "--home", home)


def file(place: Path) -> None:
    words = [ITEM, "entry.start", place / "papers" / "start.yaml", *BY]
    juece("file", *words, "--correct", "材料更新", "--home", place / "home")
