"""The key with which an office signs its editions (Ed25519, RFC 8032), and its public half.

The signature is 64 bare bytes, so that `openssl pkeyutl -verify -rawin` reads it too.
"""

import hashlib
import os
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)


class Unfit(ValueError):
    """A key that is none, or lies open; str() says why, in Chinese."""


class Signer:
    """A private key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key

    @property
    def public(self) -> str:
        """The public half: 32 bytes in base64."""
        return b64encode(self._key.public_key().public_bytes_raw()).decode()

    def sign(self, body: bytes) -> bytes:
        """Sign; the same bytes always give the same signature."""
        return self._key.sign(body)


def new_key(file: Path) -> Signer:
    """Make a key that only its owner may read. Raises FileExistsError: a key is never written over."""
    key = Ed25519PrivateKey.generate()
    body = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(body)
    return Signer(key)


def read_key(file: Path) -> Signer:
    """Read a key file. Raises Unfit, also where it is gone or others may read it; OSError."""
    if not file.is_file():
        raise Unfit(f"没有签名密钥 {file}：用 juece key new 生成，或者核对文件名")
    with file.open("rb") as body:
        if os.fstat(body.fileno()).st_mode & 0o077:
            raise Unfit(f"签名密钥 {file} 别人也能读，请改成只有本人可读：chmod 600 {file}")
        try:
            key = load_pem_private_key(body.read(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as wrong:
            raise Unfit(f"{file} 不是没有口令的 PEM 密钥") from wrong
    if not isinstance(key, Ed25519PrivateKey):
        raise Unfit(f"{file} 不是 Ed25519 密钥，请用 juece key new 生成")
    return Signer(key)


def fingerprint(public: str) -> str:
    """The sha256 of a public key: short enough to be printed elsewhere and compared by eye."""
    return hashlib.sha256(b64decode(public)).hexdigest()


def pem(public: str) -> str:
    """A public key as other tools read it."""
    key = Ed25519PublicKey.from_public_bytes(b64decode(public))
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def trusted(given: str) -> str:
    """The fingerprint of a key given as one, as base64, or as the name of a PEM file. Raises Unfit."""
    text = given.strip().replace(":", "").lower()
    if len(text) == 64 and all(c in "0123456789abcdef" for c in text):
        return text
    try:
        if Path(given).is_file():
            key = load_pem_public_key(Path(given).read_bytes())
            if isinstance(key, Ed25519PublicKey):
                return hashlib.sha256(key.public_bytes_raw()).hexdigest()
        elif len(b64decode(given, validate=True)) == 32:
            return fingerprint(given)
    except (ValueError, UnsupportedAlgorithm):
        pass
    raise Unfit(f"“{given}”不是公钥：请给出公钥、公钥的指纹，或者公钥文件（PEM）")


def signed(public: str, body: bytes, signature: bytes) -> bool:
    """Say whether the owner of a public key signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(b64decode(public)).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True
