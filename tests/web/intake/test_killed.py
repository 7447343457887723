"""The intake as a process: killed under load it loses no letter whose receipt was shown, and tells nothing."""

import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from catalog.errors import Unstartable
from opinions.receipts import derive, read_receipt
from opinions.spool.keys import NoKey, private_key
from opinions.spool.seal import Letter, open_letter
from opinions.spool.spool import Spool
from tests.flows.engine import free_port
from tests.web.intake.conftest import ITEM, PATH, House
from web.intake.beside import Beside

CLIENTS = 12


@contextmanager
def running(home: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The process, once it answers."""
    words = [sys.executable, "-m", "web.intake", str(home), str(port)]
    with (home / "log").open("ab") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
                break
            except httpx.TransportError:
                time.sleep(0.05)
        yield process
    finally:
        process.kill()
        process.wait()


def send(client: httpx.Client, token: str, text: str, contact: str = "") -> str:
    """Send a letter from the page of answers; returns its receipt as the page shows it."""
    body = {"ling": token, "yijian": text, "gongkai": "匿名公开", "lianxi": contact, "do": "tijiao"}
    answer = client.post(PATH, data=body, follow_redirects=True)
    found = re.search(r"JY(-[A-Z0-9]{4}){5}", answer.text)
    assert answer.status_code == 200, answer.text
    assert found
    return read_receipt(found[0])


def letters(home: Path) -> Iterator[Letter]:
    """Every letter as the office inside opens it."""
    spool, key, after = Spool(home / "spool.db"), private_key(home), 0
    while some := spool.read(after):
        yield from (open_letter(key, one) for one in some)
        after = some[-1].seq


def killed(home: Path, times: int, after: int) -> int:
    """Kill it again and again under twelve clients, each time after so many more receipts; returns how
    many were shown.
    """
    house, shown = House(home), dict[str, str]()
    numbers, port = itertools.count(), free_port()

    def client(stop: threading.Event) -> None:
        at = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=at, trust_env=False, verify=False) as own:
            while not stop.is_set():
                text = f"第{next(numbers)}份（虚构）"
                try:
                    shown[send(own, house.place.tokens.new(ITEM, time.time()), text)] = text
                except httpx.TransportError:
                    time.sleep(0.02)

    for _ in range(times):
        stop = threading.Event()
        with running(home, port) as process:
            threads = [threading.Thread(target=client, args=(stop,)) for _ in range(CLIENTS)]
            for thread in threads:
                thread.start()
            end, enough = time.monotonic() + 60, len(shown) + after
            while len(shown) < enough and time.monotonic() < end:
                time.sleep(0.005)
            os.kill(process.pid, signal.SIGKILL)
            stop.set()
            for thread in threads:
                thread.join()
    kept = {letter.lookup.id: letter.submission.text for letter in letters(home)}
    for receipt, text in shown.items():
        assert kept[derive(receipt, ITEM).id] == text
    assert (home / "log").read_bytes() == b""
    return len(shown)


def test_every_receipt_that_was_shown_opens_after_kill_9(tmp_path: Path) -> None:
    assert killed(tmp_path, 2, 30) >= 60


@pytest.mark.soak
def test_every_receipt_that_was_shown_opens_after_fifty_kills(tmp_path: Path) -> None:
    assert killed(tmp_path, 50, 150) >= 50 * 150


def memory(pid: int) -> Iterator[bytes]:
    """All that a process has in memory and may write to."""
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as mem:
        for line in Path(f"/proc/{pid}/maps").read_text("utf-8").splitlines():
            place, rights = line.split()[:2]
            if "rw" in rights and not line.endswith(("[vvar]", "[vsyscall]")):
                begin, end = (int(part, 16) for part in place.split("-"))
                mem.seek(begin)
                try:
                    yield mem.read(end - begin)
                except OSError:
                    continue


def canary(home: Path, count: int) -> None:
    """Send letters with telephone numbers, and look for them wherever the outside machine could look."""
    house, port = House(home), free_port()
    numbers = [f"199{n:04d}{(n * 7919) % 10_000:04d}" for n in range(count)]
    with (
        running(home, port),
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as own,
    ):
        for number in numbers:
            token = house.place.tokens.new(ITEM, time.time())
            send(own, token, f"请打我电话{number}", number)
    key = (home / "intake.key").read_bytes()
    (home / "intake.key").rename(home.parent / "elsewhere.key")
    with running(home, port) as process:
        seen = b"".join(memory(process.pid))
        assert b"web.intake" in seen  # this is its memory
        assert not [number for number in numbers if number.encode() in seen]
    files = b"".join(path.read_bytes() for path in home.iterdir())
    assert not [number for number in numbers if number.encode() in files]
    with pytest.raises(NoKey):
        private_key(home)
    shutil.copy(home.parent / "elsewhere.key", home / "intake.key")
    (home / "intake.key").chmod(0o600)
    assert (home / "intake.key").read_bytes() == key
    assert {letter.contact.contact for letter in letters(home)} == set(numbers)


def test_nothing_that_was_sent_can_be_found_outside(tmp_path: Path) -> None:
    (home := tmp_path / "home").mkdir()
    canary(home, 40)


@pytest.mark.soak
def test_nothing_of_a_thousand_letters_can_be_found_outside(tmp_path: Path) -> None:
    (home := tmp_path / "home").mkdir()
    canary(home, 1000)


def test_it_is_started_beside_something_and_started_again_when_it_dies(tmp_path: Path) -> None:
    House(tmp_path)
    beside = Beside(tmp_path, free_port())
    beside.start()
    try:
        assert httpx.get(f"{beside.at}2026/03/", trust_env=False).status_code == 200
        assert beside.look() == []
        with pytest.raises(Unstartable, match="已被占用"):
            Beside(tmp_path, beside.port).start()
        assert beside._process
        beside._process.kill()
        beside._process.wait()
        assert beside.look() == ["意见征集意外退出，已重新启动"]
        assert httpx.get(beside.at, trust_env=False).status_code == 200
    finally:
        beside.stop()
    assert beside._process
    assert beside._process.poll() is not None
