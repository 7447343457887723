"""Others on the machine read nothing of a home but the published pages, whatever the umask."""

import logging
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from office.backup.create import backup
from office.build import refresh_pages, write_pages
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.targets import TargetSetting
from office.targets import push, target_at
from office.targets.address import OWN
from storage import database
from storage.lock import held
from storage.modes import close_to_others
from tests.office.targets.sites import built, pages
from tests.office.test_backup import AT, DAY
from tests.storage.life import live, sited


@pytest.fixture(params=[0o022, 0o077, 0o000], ids=["022", "077", "000"])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def open_to_others(folder: Path) -> list[str]:
    """What lies in a folder, at any depth, that others may do anything with."""
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*")
        if not path.is_symlink() and mode(path) & 0o077
    )  # fmt: skip


def closed_to_others(folder: Path) -> list[str]:
    """What lies in a folder, itself included, that others cannot read."""
    return [
        path.as_posix() for path in (folder, *folder.rglob("*"))
        if mode(path) & (0o555 if path.is_dir() else 0o444) != (0o555 if path.is_dir() else 0o444)
    ]  # fmt: skip


def test_what_is_on_file_is_for_the_user_of_the_office_alone(
    umask: int, tmp_path: Path, folder: Path
) -> None:
    office = Office(home=tmp_path / "above" / "home", store="")
    live(office.ledger(), folder)
    with held(office.home / "a.lock", wait=True):
        assert mode(office.home) == 0o700
        assert {p.name for p in office.home.iterdir()} >= {
            "juece.db",
            "juece.db-wal",
            "juece.db-shm",
        }
        assert open_to_others(office.home) == []
    office.ledger().close()


def test_a_drill_begins_with_a_closed_home(umask: int, tmp_path: Path) -> None:
    Drill(set_at=AT, showed=AT).save(tmp_path / "drill")
    assert mode(tmp_path / "drill") == 0o700


def test_a_home_left_open_is_closed_when_it_is_opened_and_that_is_told(
    tmp_path: Path, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = left_open(tmp_path, folder)
    with caplog.at_level(logging.WARNING):
        office = Office(home=home, store="")
        office.ledger()
    assert mode(home) == 0o700
    assert [n for n in open_to_others(home) if "/" not in n] == []
    assert "别的用户也能进，已改为只有本用户能读" in caplog.text
    caplog.clear()
    close_to_others(home)
    assert caplog.text == ""


def left_open(tmp_path: Path, folder: Path) -> Path:
    """A home as an earlier program left it, which this process has not opened under its name."""
    made, home = Office(home=tmp_path / "made", store=""), tmp_path / "home"
    live(made.ledger(), folder, until="legality_review.opinion")
    made.ledger().close()
    made.home.rename(home)
    sited(home)
    for name in ("inbox/demo-2026-01", "prefect", "draft", "cited"):
        (home / name).mkdir(parents=True)
    (home / "password").write_text("mima", "utf-8")
    for path in (home, *home.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    return home


def test_a_web_server_that_reads_the_site_in_the_home_still_passes_through(
    tmp_path: Path, folder: Path
) -> None:
    home = left_open(tmp_path, folder)
    push(
        built(tmp_path / "1", pages("甲"), "1"),
        target_at(TargetSetting(name="本机", url=str(home / "site"))),
    )
    close_to_others(home)
    assert mode(home) == 0o711
    assert closed_to_others((home / "site").resolve()) == []
    assert mode(home / "juece.db") == 0o600
    assert mode(home / "inbox") == mode(home / "documents") == mode(home / "draft") == 0o700
    close_to_others(home)
    assert mode(home) == 0o711


def test_an_inbox_that_a_group_shares_stays_shared(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox").chmod(0o2775)
    close_to_others(tmp_path)
    assert mode(tmp_path / "inbox") == 0o2770


def test_a_home_that_cannot_be_closed_is_told_and_opened(caplog: pytest.LogCaptureFixture) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can look at a folder of its own as somebody else")
    with TemporaryDirectory() as above:
        Path(above).chmod(0o755)
        home = Path(above) / "home"
        home.mkdir()
        (home / "site.yaml").write_text("", "utf-8")
        home.chmod(0o755)
        child = os.fork()
        if child == 0:
            told = ""
            try:
                os.setuid(65534)
                with caplog.at_level(logging.WARNING):
                    close_to_others(home)
                told = caplog.text
            finally:
                os._exit(0 if "改不了：home（" in told and "site.yaml（" in told else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.parametrize("in_place", [False, True])
def test_a_published_site_can_be_read_by_everybody(
    umask: int, in_place: bool, tmp_path: Path
) -> None:
    setting = TargetSetting(name="门户", url=str(tmp_path / "www" / "site"), in_place=in_place)
    for n in (1, 2, 3):
        push(built(tmp_path / str(n), pages(str(n)), str(n)), target_at(setting))
        assert closed_to_others((tmp_path / "www" / "site").resolve()) == []
    assert mode(tmp_path / "www") & 0o055 == 0o055
    if not in_place:
        assert mode(tmp_path / "www" / f"site{OWN}") & 0o055 == 0o055


def test_a_built_site_can_be_read_by_everybody(umask: int, tmp_path: Path, folder: Path) -> None:
    office = Office(home=tmp_path / "home", store="")
    sited(office.home)
    live(office.ledger(), folder)
    write_pages(office, DAY, tmp_path / "out")
    assert closed_to_others(tmp_path / "out") == []
    for day in (DAY.replace(month=3), DAY):
        refresh_pages(office, day, tmp_path / "kept")
        assert closed_to_others(tmp_path / "kept") == []
    assert mode(office.home) == 0o700


def test_backups_are_for_their_user_alone(umask: int, tmp_path: Path, folder: Path) -> None:
    office = Office(home=tmp_path / "home", store="")
    live(office.ledger(), folder)
    for name in ("folder", "packed.tar.zst"):
        backup(office, tmp_path / name, AT)
        assert mode(tmp_path / name) & 0o077 == 0
    assert open_to_others(tmp_path / "folder") == []


def test_a_database_by_an_address_of_its_own_is_for_its_user_alone(
    umask: int, tmp_path: Path
) -> None:
    engine = database.connect(f"sqlite:///{tmp_path}/own.db")
    with engine.connect():
        assert open_to_others(tmp_path) == []
    engine.dispose()
