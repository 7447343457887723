"""The keys of the intake: made once, kept apart, never made anew over letters that need the old."""

from pathlib import Path

import pytest

from catalog.errors import Refusal
from opinions.spool.keys import (
    NoKey,
    make_keys,
    private_key,
    public_key,
    restore_key,
    save_key,
)
from opinions.spool.seal import open_letter, seal
from tests.opinions.letters import letter


def test_a_pair_is_made_once_and_the_private_half_is_its_users_alone(tmp_path: Path) -> None:
    assert make_keys(tmp_path)
    assert not make_keys(tmp_path)
    assert (tmp_path / "intake.key").stat().st_mode & 0o777 == 0o600
    written = letter()
    assert open_letter(private_key(tmp_path), seal(public_key(tmp_path), written)) == written


def test_no_other_pair_is_made_where_the_private_half_is_gone(tmp_path: Path) -> None:
    make_keys(tmp_path)
    save_key(tmp_path, tmp_path / "kept.pem", "口令".encode())
    (tmp_path / "intake.key").unlink()
    assert not make_keys(tmp_path)
    with pytest.raises(NoKey, match="一份也不会丢"):
        private_key(tmp_path)
    with pytest.raises(NoKey, match="口令不对"):
        restore_key(tmp_path, tmp_path / "kept.pem", b"wrong")
    restore_key(tmp_path, tmp_path / "kept.pem", "口令".encode())
    assert private_key(tmp_path).public_key() == public_key(tmp_path)


def test_a_kept_key_is_not_in_the_clear(tmp_path: Path) -> None:
    make_keys(tmp_path)
    save_key(tmp_path, tmp_path / "kept.pem", "口令".encode())
    kept = (tmp_path / "kept.pem").read_bytes()
    assert b"ENCRYPTED" in kept
    assert private_key(tmp_path).private_bytes_raw() not in kept
    assert (tmp_path / "kept.pem").stat().st_mode & 0o077 == 0


def test_the_key_of_another_pair_is_not_put_back(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make_keys(tmp_path / name)
    save_key(tmp_path / "one", tmp_path / "kept.pem", "口令".encode())
    (tmp_path / "two" / "intake.key").unlink()
    with pytest.raises(Refusal, match="不是一对"):
        restore_key(tmp_path / "two", tmp_path / "kept.pem", "口令".encode())


def test_what_is_no_key_or_open_to_others_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoKey, match="没有"):
        public_key(tmp_path)
    make_keys(tmp_path)
    (tmp_path / "intake.pub").write_text("不是公钥", "utf-8")
    with pytest.raises(NoKey, match="不是公钥"):
        public_key(tmp_path)
    (tmp_path / "intake.key").chmod(0o640)
    with pytest.raises(NoKey, match="chmod 600"):
        private_key(tmp_path)
