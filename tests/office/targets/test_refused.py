"""What keeps a site from arriving is said in one clear sentence, and whether to try again."""

import json
import resource
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import time

import asyncssh
import pytest

from office.settings.targets import TargetSetting
from office.targets import (
    Busy,
    PermanentError,
    TargetFault,
    TransientError,
    out,
    push,
    rollback,
    target_at,
)
from pages.build.manifest import digest
from tests.office.targets.http_server import PASSWORD
from tests.office.targets.rigs import Rig, rig
from tests.office.targets.sites import built, pages, read

SECRETS = (PASSWORD, "AKEXAMPLE")


@pytest.fixture
def first(tmp_path: Path) -> Path:
    return built(tmp_path / "1", pages("甲", items=2), "1")


@pytest.fixture
def second(tmp_path: Path) -> Path:
    return built(tmp_path / "2", pages("乙", items=2), "2")


@contextmanager
def said(words: str, *, again: bool) -> Iterator[None]:
    """What goes wrong says these words and no secret, and whether trying again can help."""
    with pytest.raises(TargetFault, match=words) as wrong:
        yield
    assert wrong.value.again == again
    assert str(wrong.value).startswith("门户：")
    assert "\n" not in str(wrong.value)
    link: BaseException | None = wrong.value
    while link:
        assert not any(secret in str(link) for secret in SECRETS)
        link = link.__cause__ or link.__context__


@pytest.mark.parametrize("kind", ["sftp", "s3", "webdav"])
def test_nobody_listening_may_pass(kind: str, tmp_path: Path, first: Path) -> None:
    with rig(kind, tmp_path) as gone:
        setting = gone.setting
    target = target_at(setting)._replace(attempts=1)
    with said("连不上", again=True):
        push(first, target)
    target.place.close()


@pytest.mark.parametrize("kind", ["sftp", "s3", "webdav"])
def test_a_server_that_does_not_answer_may_pass(kind: str, tmp_path: Path, first: Path) -> None:
    with rig(kind, tmp_path) as slow:
        slow.traffic.slow = 1.5
        with said("1秒内没有回答", again=True):
            push(first, slow.target(timeout=1))
        slow.traffic.slow = 0


def test_a_full_disk_is_said_and_what_is_out_stays(any_rig: Rig, first: Path, second: Path) -> None:
    push(first, any_rig.target())
    big = built(second, {**pages("丙"), "shi/files/big.pdf": b"x" * 300_000}, "3")
    if "s3" in any_rig.setting.url:
        pytest.skip("a bucket has no disk that fills up")
    with full(any_rig), said("已满", again=False):
        push(big, any_rig.target())
    assert out(any_rig.target()).manifest == out_of(first)
    push(big, any_rig.target())
    assert any_rig.there() == read(big)


@contextmanager
def full(rig: Rig) -> Iterator[None]:
    """No more space at the target."""
    rig.traffic.full = not rig.setting.url.startswith("/") and not rig.setting.url.startswith(
        "http"
    )
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not rig.traffic.full:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    if rig.setting.url.startswith("http"):
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        rig.traffic.watch = lambda what: setattr(rig.traffic, "full", "big.pdf" in what)
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        rig.traffic.heal()


def out_of(site: Path) -> str:
    return digest((site / "manifest.json").read_bytes()).sha256


def test_another_host_key_stops_everything_and_shows_the_fingerprint(
    tmp_path: Path, first: Path
) -> None:
    with rig("sftp", tmp_path) as server:
        other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
        known = Path(server.setting.known_hosts)
        right = known.read_text()
        for line in (f"{right.split()[0]} {other}", ""):
            known.write_text(line)
            with said(r"主机密钥.*SHA256:.{43}.*核对", again=False):
                push(first, server.target())
        assert not any(server.root.iterdir())


@pytest.mark.parametrize("kind", ["sftp", "webdav"])
def test_a_wrong_password_is_for_somebody_to_mend(kind: str, tmp_path: Path, first: Path) -> None:
    with rig(kind, tmp_path) as server:
        secrets = Path(server.setting.credentials)
        secrets.write_text(f"用户名: fabu\n密码: {PASSWORD}x\n")
        with said("不接受用户名", again=False):
            push(first, server.target())


def test_credentials_that_all_may_read_are_not_used(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text(f"password: {PASSWORD}\n")
    secrets.chmod(0o644)
    with pytest.raises(PermanentError, match="谁都能读"):
        target_at(TargetSetting(name="门户", url="sftp://a/b/c", credentials=str(secrets)))
    secrets.chmod(0o600)
    for slip in (f"passwort: {PASSWORD}", PASSWORD, f"- {PASSWORD}"):
        secrets.write_text(f"{slip}\n")
        with pytest.raises(PermanentError, match=r"passwort|写法不对") as wrong:
            target_at(TargetSetting(name="门户", url="sftp://a/b/c", credentials=str(secrets)))
        assert PASSWORD not in str(wrong.value)


def test_a_password_in_an_address_is_refused() -> None:
    with pytest.raises(ValueError, match="网址里不能写密码"):
        TargetSetting(name="门户", url="sftp://u:p@host/site")


def test_other_peoples_files_are_left_alone(any_rig: Rig, first: Path) -> None:
    target = any_rig.target()
    target.place.put("site/index.html", b"theirs")
    target.place.put("site/manifest.json", b'{"name": "a web app"}')
    with said("那里有别的文件", again=False):
        push(first, target)
    assert any_rig.there() == {
        "index.html": b"theirs",
        "manifest.json": b'{"name": "a web app"}',
    }


def test_a_site_that_was_changed_after_it_was_built_is_not_sent(
    any_rig: Rig, first: Path, second: Path
) -> None:
    push(first, any_rig.target())
    page = second / "shi/zwgk/zdjc/2026/02/index.html"
    page.write_bytes(page.read_bytes().replace("乙".encode(), "丁".encode()))
    with said("2026/02/index.html与清单不一致", again=False):
        push(second, any_rig.target())
    page.unlink()
    with said("2026/02/index.html缺失", again=False):
        push(second, any_rig.target())
    assert out(any_rig.target()).manifest == out_of(first)


def test_a_manifest_that_was_tampered_with_is_not_believed(
    any_rig: Rig, first: Path, second: Path
) -> None:
    target = any_rig.target()
    push(first, target)
    target.place.read("site/manifest.json")
    target.place.put("site/manifest.json", b'{"files": 1}')
    target.place.put("site/shi/zwgk/zdjc/2026/02/index.html", b"hacked")
    target.place.put("site/shi/added.html", b"added")
    push(second, any_rig.target())
    assert any_rig.there() == read(second)


def test_two_publishers_at_once_never_mix(any_rig: Rig, first: Path, second: Path) -> None:
    push(first, any_rig.target())
    told: list[object] = []

    def publish(site: Path) -> None:
        try:
            told.append(push(site, any_rig.target(attempts=1)).out.manifest)
        except Busy as busy:
            told.append(busy)

    for _ in range(2):
        rivals = [threading.Thread(target=publish, args=[site]) for site in (first, second)]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()
        assert any_rig.there() in (read(first), read(second))
        assert out(any_rig.target()).whole
    assert len(told) == 4
    assert all("正在发布" in str(one) for one in told if isinstance(one, Busy))


def test_a_publisher_elsewhere_is_waited_for_until_its_note_is_old(
    any_rig: Rig, first: Path
) -> None:
    target = any_rig.target()
    note = {"host": "web-2", "process": 7, "kernel": "elsewhere", "renewed": time() - 60}
    target.place.put("site.releases/lock/00.json", json.dumps(note).encode())
    with said("web-2上的另一个程序（进程7）正在发布", again=True):
        push(first, target)
    with pytest.raises(Busy):
        rollback(target)
    note["renewed"] = time() - 3600
    target.place.put("site.releases/lock/00.json", json.dumps(note).encode())
    push(first, target)
    assert any_rig.there() == read(first)
    assert target.place.list("site.releases/lock") == {}


def test_a_request_that_fails_once_is_tried_again(tmp_path: Path, first: Path) -> None:
    with rig("webdav", tmp_path) as server:
        once = iter([True])

        def fail(what: str) -> None:
            if "02/index.html" in what and next(once, False):
                server.traffic.cut_at = len(server.traffic.asked)
            elif server.traffic.cut_at:
                server.traffic.cut_at = 0

        server.traffic.watch = fail
        push(first, server.target(attempts=3))
        assert server.there() == read(first)


def test_a_folder_that_was_there_becomes_the_edition_before(
    tmp_path: Path, first: Path, second: Path
) -> None:
    with rig("local", tmp_path) as local:
        site = built(local.root / "site", pages("甲", items=2), "1")
        push(second, local.target())
        assert site.is_symlink()
        assert local.there() == read(second)
        rollback(local.target())
        assert local.there() == read(first)


def test_a_library_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncssh", None)
    with pytest.raises(PermanentError, match=r"需要软件包asyncssh.*juece\[targets\]"):
        target_at(TargetSetting(name="门户", url="sftp://a/b/c"))


def test_a_try_again_is_told_from_what_must_be_mended() -> None:
    assert TransientError.again
    assert Busy.again
    assert not PermanentError.again
