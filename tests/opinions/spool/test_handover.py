"""Letters carried between two folders by files: none is lost, none is there twice, none that was altered."""

import os
import pwd
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from opinions.spool.handover import give, take_in
from opinions.spool.seal import Attached, open_letter, seal
from opinions.spool.spool import Spool
from tests.opinions.letters import letter

KEY = X25519PrivateKey.generate()


@pytest.fixture
def outside(tmp_path: Path) -> Spool:
    """The spool of a machine outside with five letters."""
    (tmp_path / "gate").mkdir()
    spool = Spool(tmp_path / "outside.db")
    for n in range(5):
        files = (Attached("a.pdf", b"%PDF" * n),)
        spool.append(seal(KEY.public_key(), letter(str(n), files=files)))
    return spool


def test_what_goes_out_comes_in_once(outside: Spool, tmp_path: Path) -> None:
    gate, inside = tmp_path / "gate", Spool(tmp_path / "inside.db")
    (given,) = give(outside, gate)
    assert (given.letters, given.upto) == (5, 5)
    assert list(give(outside, gate)) == []
    copy = given.path.read_bytes()
    assert take_in(inside, gate)[:3] == (1, 5, 5)
    assert take_in(inside, gate)[:3] == (0, 0, 0)
    given.path.write_bytes(copy)
    assert take_in(inside, gate)[:3] == (1, 5, 0)
    assert [open_letter(KEY, one) for one in inside.read()] == [
        open_letter(KEY, one) for one in outside.read()
    ]
    outside.append(seal(KEY.public_key(), letter("后来的")))
    (later,) = give(outside, gate)
    assert later.letters == 1
    (everything,) = give(outside, gate, after=0)
    assert everything.letters == 6
    assert take_in(inside, gate)[:3] == (2, 7, 1)


def test_a_file_that_is_cut_off_or_altered_is_not_taken_and_keeps_no_other_back(
    outside: Spool, tmp_path: Path
) -> None:
    gate, inside = tmp_path / "gate", Spool(tmp_path / "inside.db")
    (given,) = give(outside, gate)
    body = given.path.read_bytes()
    bad = {
        "1.letters": body[:-1],
        "2.letters": body[:100] + bytes([body[100] ^ 1]) + body[101:],
        "3.letters": b"",
        "4.letters": b"x" * 100,
        "half.part": body,
    }
    for name, said in bad.items():
        (gate / name).write_bytes(said)
    done = take_in(inside, gate)
    assert done[:3] == (1, 5, 5)
    assert len(done.wrong) == 4
    assert all("没有接收" in one for one in done.wrong)
    assert (gate / "half.part").exists()


def test_a_gate_that_was_killed_between_file_and_mark_carries_again_and_adds_nothing(
    outside: Spool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, inside = tmp_path / "gate", Spool(tmp_path / "inside.db")

    class Killed(BaseException):
        pass

    def killed(_self: Spool, _upto: int) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Spool, "hand", killed)
        with pytest.raises(Killed):
            list(give(outside, gate))
    outside.append(seal(KEY.public_key(), letter("后来的")))
    list(give(outside, gate))
    assert take_in(inside, gate).new == 6
    assert len(inside.read()) == 6


READER = """
import os, sys
from pathlib import Path
from opinions.spool.handover import take_in
from opinions.spool.spool import Spool
os.setgid(int(sys.argv[1])); os.setuid(int(sys.argv[1]))
print(*take_in(Spool(Path(sys.argv[2])), Path(sys.argv[3]))[:3])
"""


@pytest.mark.skipif(os.getuid() != 0, reason="needs to become another user")
def test_another_user_takes_in_what_it_may_only_read(outside: Spool) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    with TemporaryDirectory() as shared:
        gate, mine = Path(shared, "gate"), Path(shared, "mine")
        for folder, owner in ((Path(shared), os.getuid()), (gate, os.getuid()), (mine, nobody)):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
            os.chown(folder, owner, owner)
        list(give(outside, gate))
        words = [sys.executable, "-c", READER, str(nobody), str(mine / "spool.db"), str(gate)]
        for new in ("5", "0"):
            done = subprocess.run(words, capture_output=True, text=True, check=False)
            assert done.stdout.split() == ["1", "5", new], done.stderr
