"""The key pair of an office's intake: the public half may go anywhere, the private half stays inside."""

import os
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from catalog.errors import Refusal, Unavailable

PRIVATE, PUBLIC = "intake.key", "intake.pub"
"""Files of a home; PEM, as other programs read them too. No backup takes the first."""
_OTHERS = 0o077


class NoKey(Unavailable, RuntimeError):
    """A key is missing or no key of ours; str() says why, in Chinese."""


def make_keys(home: Path) -> bool:
    """Make the pair where there is none; says whether it did. Raises NoKey, OSError.

    Where the public half is there alone it is a machine outside, or the private half was lost: no other
    pair is made in its place, for letters were sealed to this one.
    """
    if (home / PRIVATE).exists() or (home / PUBLIC).exists():
        if not (home / PUBLIC).exists():
            _write(home / PUBLIC, _public_pem(private_key(home).public_key()), 0o644)
        return False
    made = X25519PrivateKey.generate()
    _write(home / PRIVATE, made.private_bytes(*_PKCS8, NoEncryption()), 0o600)
    _write(home / PUBLIC, _public_pem(made.public_key()), 0o644)
    return True


def public_key(home: Path) -> X25519PublicKey:
    """The half that seals. Raises NoKey."""
    path = home / PUBLIC
    try:
        found = load_pem_public_key(path.read_bytes())
    except FileNotFoundError as wrong:
        raise NoKey(
            f"没有 {path}：请从里面的机器（juece up 第一次启动时生成）复制一份过来"
        ) from wrong
    except (ValueError, UnsupportedAlgorithm) as wrong:
        raise NoKey(f"{path} 不是公钥文件，请从里面的机器重新复制") from wrong
    if not isinstance(found, X25519PublicKey):
        raise NoKey(f"{path} 不是收件用的公钥（X25519），请从里面的机器重新复制")
    return found


def private_key(home: Path) -> X25519PrivateKey:
    """The half that opens. Raises NoKey where it is missing, is none, or others may read it."""
    path = home / PRIVATE
    try:
        if path.stat().st_mode & _OTHERS:
            raise NoKey(f"{path} 别的用户也能读：请改为只有本用户能读（chmod 600），并考虑更换密钥")
        found = load_pem_private_key(path.read_bytes(), None)
    except FileNotFoundError as wrong:
        raise NoKey(
            f"没有 {path}，来件打不开；来件都还在，一份也不会丢：请用 juece intake key --restore 放回另存的私钥"
        ) from wrong
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise NoKey(
            f"{path} 不是私钥文件，请用 juece intake key --restore 放回另存的私钥"
        ) from wrong
    if not isinstance(found, X25519PrivateKey):
        raise NoKey(f"{path} 不是收件用的私钥（X25519）")
    return found


def save_key(home: Path, to: Path, password: bytes) -> None:
    """Keep the private half elsewhere under a password. Raises NoKey, FileExistsError, OSError."""
    protected = private_key(home).private_bytes(*_PKCS8, BestAvailableEncryption(password))
    _write(to, protected, 0o600)


def restore_key(home: Path, kept: Path, password: bytes) -> None:
    """Put a kept private half back. Raises NoKey, OSError; Refusal where it is of another pair."""
    try:
        found = load_pem_private_key(kept.read_bytes(), password)
    except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
        raise NoKey(f"{kept} 打不开：不是另存的私钥，或者口令不对") from wrong
    if not isinstance(found, X25519PrivateKey):
        raise NoKey(f"{kept} 不是收件用的私钥（X25519）")
    pem = _public_pem(found.public_key())
    if (home / PUBLIC).exists() and _public_pem(public_key(home)) != pem:
        raise Refusal(f"{kept} 与 {home / PUBLIC} 不是一对，没有放回")
    if (home / PRIVATE).exists():
        raise Refusal(f"{home / PRIVATE} 已经有了，没有改动")
    _write(home / PRIVATE, found.private_bytes(*_PKCS8, NoEncryption()), 0o600)
    if not (home / PUBLIC).exists():
        _write(home / PUBLIC, pem, 0o644)


_PKCS8 = (Encoding.PEM, PrivateFormat.PKCS8)


def _public_pem(public: X25519PublicKey) -> bytes:
    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def _write(path: Path, body: bytes, mode: int) -> None:
    """A new file that survives a power failure; one that is there is never overwritten."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(at)
    finally:
        os.close(at)
