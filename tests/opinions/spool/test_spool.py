"""The spool: what was confirmed is there, whatever happens; nothing in it can be read without the key."""

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from opinions.spool.seal import Attached, SealedLetter, Unopened, open_letter, seal
from opinions.spool.spool import Spool, SpoolFault
from tests.opinions.letters import letter

KEY = X25519PrivateKey.generate()


def sealed(text: str = "甲") -> SealedLetter:
    return seal(KEY.public_key(), letter(text))


def test_a_letter_comes_out_as_it_went_in() -> None:
    files = (
        Attached("证明.pdf", b"%PDF-1.7"),
        Attached("空.txt", b""),
        Attached("图.png", b"\x89P"),
    )
    written = letter("第一行\n第二行 🙂", contact="13800000000", files=files)
    assert open_letter(KEY, seal(KEY.public_key(), written)) == written


def test_a_letter_opens_for_its_key_alone_and_unaltered_alone() -> None:
    one = sealed()
    with pytest.raises(Unopened, match="不是用现在的密钥封存"):
        open_letter(X25519PrivateKey.generate(), one)
    for at in (1, 12, 45, -1):
        body = bytearray(one.body)
        body[at] ^= 1
        with pytest.raises(Unopened):
            open_letter(KEY, one._replace(body=bytes(body)))
    with pytest.raises(Unopened, match="改动过"):
        open_letter(KEY, one._replace(lookup=bytes(16)))
    with pytest.raises(Unopened, match="更新的程序"):
        open_letter(KEY, one._replace(body=b"\x7f" + one.body[1:]))
    for cut in (0, 1, 20, 60):
        with pytest.raises(Unopened):
            open_letter(KEY, one._replace(body=one.body[:cut]))


def test_letters_keep_their_order_and_have_their_place_once(tmp_path: Path) -> None:
    spool, letters = Spool(tmp_path / "spool.db"), [sealed(str(n)) for n in range(30)]
    assert [spool.append(one) for one in letters] == list(range(1, 31))
    assert spool.append(letters[4]) == 5
    again = seal(
        KEY.public_key(), letter("又一次")._replace(lookup=open_letter(KEY, letters[4]).lookup)
    )
    assert spool.append(again) == 5
    assert [one.body for one in spool.read()] == [one.body for one in letters]
    assert [one.seq for one in spool.read(after=10, limit=3)] == [11, 12, 13]
    assert spool.read(after=30) == []
    assert spool.end() == 30
    spool.close()


def test_many_at_once_are_written_together_and_each_is_told_its_own_place(tmp_path: Path) -> None:
    spool, letters = Spool(tmp_path / "spool.db"), [sealed(str(n)) for n in range(300)]
    with ThreadPoolExecutor(32) as pool:
        places = dict(zip(pool.map(spool.append, letters), letters, strict=True))
    spool.close()
    assert sorted(places) == list(range(1, 301))
    assert all(places[one.seq].body == one.body for one in Spool(tmp_path / "spool.db").read())


def test_one_answer_is_bounded_by_bytes_and_never_empty_before_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opinions.spool.spool.BYTES_AT_ONCE", 1000)
    spool = Spool(tmp_path / "spool.db")
    for _ in range(5):
        spool.append(sealed("长" * 600))
    after, found = 0, []
    while some := spool.read(after):
        found += some
        after = some[-1].seq
    assert [one.seq for one in found] == [1, 2, 3, 4, 5]


def test_nothing_is_changed_and_only_what_was_taken_is_wiped(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    for n in range(4):
        spool.append(sealed(str(n)))
    spool.taken(2)
    with pytest.raises(SpoolFault, match="没移交"):
        spool.forget(3)
    assert len(spool.read()) == 4
    wiped = spool.read(limit=2)
    assert spool.forget() == 2
    spool.taken(10**6)  # no place beyond the last that came
    spool.append(sealed())
    with pytest.raises(SpoolFault):
        spool.forget(5)
    bytes_left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert not any(one.body[40:80] in bytes_left for one in wiped)
    with sqlite3.connect(spool.path) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute("UPDATE letters SET body = x'00'")
    db.close()
    assert spool.end() == 5


def test_what_was_wiped_is_not_taken_again_under_its_receipt_unless_it_is_carried(
    tmp_path: Path,
) -> None:
    spool, one, other = Spool(tmp_path / "spool.db"), sealed(), sealed("乙")
    assert spool.submit(one).result() == (1, True)
    assert spool.submit(one).result() == (1, False)
    spool.taken(1)
    assert spool.forget() == 1
    assert spool.holds(one.lookup)
    assert not spool.holds(other.lookup)
    assert spool.submit(one).result() == (1, False)
    assert spool.submit(other).result() == (2, True)
    assert [found.seq for found in spool.read()] == [2]
    assert spool.append_all([one, other]) == [True, False]
    assert spool.submit(one).result() == (3, False)


def test_it_is_for_its_user_alone_and_copied_while_letters_come(tmp_path: Path) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.append(sealed())
    assert all(path.stat().st_mode & 0o077 == 0 for path in tmp_path.iterdir())
    spool.copy_to(tmp_path / "copy.db")
    spool.append(sealed())
    assert len(Spool(tmp_path / "copy.db").read()) == 1
    with pytest.raises(FileExistsError):
        spool.copy_to(tmp_path / "copy.db")


def test_a_disk_that_takes_nothing_is_told_and_letters_come_again_afterwards(
    tmp_path: Path,
) -> None:
    spool = Spool(tmp_path / "spool.db")
    spool.append(sealed())
    with sqlite3.connect(spool.path) as db:
        db.execute(
            "CREATE TRIGGER full BEFORE INSERT ON letters BEGIN SELECT RAISE(ABORT, 'full'); END"
        )
    with pytest.raises(SpoolFault, match="写不进"):
        spool.append(sealed())
    with sqlite3.connect(spool.path) as db:
        db.execute("DROP TRIGGER full")
    db.close()
    assert spool.append(sealed()) == 2
    spool.close()
    with pytest.raises(SpoolFault):
        spool.append(sealed())


def test_whatever_goes_wrong_while_writing_is_told_to_who_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool = Spool(tmp_path / "spool.db")

    def broken(*_: object) -> int:
        raise RuntimeError("nobody foresaw it")

    with monkeypatch.context() as patched:
        patched.setattr("opinions.spool.spool._kept", broken)
        with pytest.raises(RuntimeError, match="nobody foresaw it"):
            spool.append(sealed())
    assert spool.append(sealed()) == 1
    spool.close()


def test_more_than_memory_may_hold_is_refused_and_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opinions.spool.spool.WAITING", 100)
    spool = Spool(tmp_path / "spool.db")
    with pytest.raises(SpoolFault, match="来不及"):
        spool.append(sealed())
    assert spool.read() == []


WRITER = """
import sys
from pathlib import Path
from concurrent.futures import ThreadPoolExecutor
from opinions.spool.seal import SealedLetter
from opinions.spool.spool import Spool
import os
spool = Spool(Path(sys.argv[1]))
def one(n):
    letter = SealedLetter(os.urandom(16), os.urandom(700))
    place = spool.append(letter)
    os.write(1, f"{place} {letter.lookup.hex()}\\n".encode())
with ThreadPoolExecutor(8) as pool:
    list(pool.map(one, range(100_000)))
"""


def killed_under_load(path: Path, lines: int) -> dict[int, str]:
    """What a writer had confirmed when it was killed, by place."""
    writing = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
    assert writing.stdout
    shown = [writing.stdout.readline() for _ in range(lines)]
    os.kill(writing.pid, signal.SIGKILL)
    shown += [
        line for line in writing.stdout.read().splitlines(keepends=True) if line.endswith(b"\n")
    ]
    writing.wait()
    writing.stdout.close()
    return {int(line.split()[0]): line.split()[1].decode() for line in shown}


def test_what_was_confirmed_is_there_after_kill_9(tmp_path: Path) -> None:
    path = tmp_path / "spool.db"
    confirmed = killed_under_load(path, 40) | killed_under_load(path, 40)
    kept = {one.seq: one.lookup.hex() for one in Spool(path).read(limit=10**6)}
    assert confirmed.items() <= kept.items()
    with sqlite3.connect(path) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


def test_the_spool_loads_no_ledger_and_no_engine() -> None:
    said = "import sys, opinions.spool.spool, opinions.spool.keys, opinions.receipts; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", said], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"sqlalchemy", "prefect", "storage", "numpy", "starlette"} & set(loaded)
