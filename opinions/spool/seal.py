"""A letter sealed to the office's public key: X25519 with a key of its own, HKDF-SHA256, ChaCha20-Poly1305."""

import json
from base64 import b64decode, b64encode
from collections.abc import Sequence
from enum import Enum
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from catalog.errors import Unavailable
from catalog.submission import Contact, Submission
from opinions.receipts import Lookup

_INFO = b"juece spool 1"
_NONCE = bytes(12)
"""Every letter has a key of its own, which is used once."""
_KEY, _MARK = 32, 8
_HEAD = 1 + _MARK + _KEY


class LetterKind(Enum):
    """What a letter is, by the first byte of it sealed: a program that does not know it takes it for no letter."""

    OPINION = b"\1"
    OBJECTION = b"\2"
    FOLLOW = b"\3"
    """Somebody gives an address at which he wishes to be told of an item."""
    CONFIRM = b"\4"
    """Whoever reads that address agrees; the text is the key of the letter that asked him."""
    LEAVE = b"\5"
    """He wishes no more of it; the text as above."""
    SIGN_UP = b"\6"
    """Somebody offers to sit in at a deciding meeting; the text is what catalog.submission.SignUp says, as JSON."""


class Attached(NamedTuple):
    """A file that came with a letter; nobody has opened it yet."""

    name: str
    body: bytes


class Letter(NamedTuple):
    """What was sent, whole: the letter, whose it is, its files, and what its receipt opens."""

    submission: Submission
    contact: Contact
    files: tuple[Attached, ...]
    lookup: Lookup
    objects: Lookup | None = None
    """Of an objection to what became of another letter: what that one's receipt opens."""
    kind: LetterKind = LetterKind.OPINION


class SealedLetter(NamedTuple):
    """A letter as it lies in the spool; `seq` is its place there, 0 before it has one."""

    lookup: bytes
    """The 16 bytes by which its receipt finds it, one for each letter; nothing else of it is in the clear."""
    body: bytes
    seq: int = 0

    @property
    def digest(self) -> bytes:
        """The SHA-256 of the sealed letter."""
        return sha256(self.lookup + self.body).digest()


class Unopened(Unavailable, ValueError):
    """A letter cannot be opened; str() says why, in Chinese."""


def mark_of(public: X25519PublicKey) -> bytes:
    """By what a letter says to which key it was sealed: 8 bytes."""
    return sha256(public.public_bytes_raw()).digest()[:_MARK]


def seal(public: X25519PublicKey, letter: Letter) -> SealedLetter:
    """Seal a letter; whoever has only the public key cannot open it again."""
    own = X25519PrivateKey.generate()
    ephemeral = own.public_key().public_bytes_raw()
    kind = LetterKind.OBJECTION if letter.objects else letter.kind
    head = kind.value + mark_of(public) + ephemeral
    cipher = _cipher(own.exchange(public), ephemeral, public)
    closed = cipher.encrypt(_NONCE, _written(letter), head + letter.lookup.id)
    return SealedLetter(letter.lookup.id, head + closed)


def open_letter(private: X25519PrivateKey, sealed: SealedLetter) -> Letter:
    """Open a letter. Raises Unopened: of another key, altered, of a later program, or sealed by somebody
    who holds the public key alone, as whoever breaks into the machine outside does.
    """
    public, head, closed = private.public_key(), sealed.body[:_HEAD], sealed.body[_HEAD:]
    where = f"来件{sealed.seq}" if sealed.seq else "来件"
    try:
        kind = LetterKind(head[:1])
    except ValueError as wrong:
        said = f"{where}的格式（{head[:1].hex()}）本程序不认识：可能是更新的程序写的"
        raise Unopened(said) from wrong
    if head[1 : 1 + _MARK] != mark_of(public):
        mark = head[1 : 1 + _MARK].hex()
        raise Unopened(
            f"{where}不是用现在的密钥封存的（公钥标记 {mark}），请用当时的 intake.key 打开"
        )
    try:
        ephemeral = head[1 + _MARK :]
        shared = private.exchange(X25519PublicKey.from_public_bytes(ephemeral))
        opened = _cipher(shared, ephemeral, public).decrypt(_NONCE, closed, head + sealed.lookup)
    except (InvalidTag, ValueError) as wrong:
        raise Unopened(f"{where}与封存时不一样，打不开：不是完整的，或者被改动过") from wrong
    try:
        letter = _read(opened)._replace(kind=kind)
    except (ValueError, LookupError, TypeError, RecursionError) as wrong:
        raise Unopened(f"{where}封存的内容不是来件的格式：不是意见征集的程序写的") from wrong
    if letter.lookup.id != sealed.lookup or bool(letter.objects) != (kind is LetterKind.OBJECTION):
        raise Unopened(f"{where}的回执与封面不符：不是意见征集的程序写的")
    return letter


def _cipher(shared: bytes, ephemeral: bytes, public: X25519PublicKey) -> ChaCha20Poly1305:
    salt = ephemeral + public.public_bytes_raw()
    return ChaCha20Poly1305(
        HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=_INFO).derive(shared)
    )


def _written(letter: Letter) -> bytes:
    """The length of the words in four bytes, the words as JSON, then the files one after another."""
    words = json.dumps(
        {
            "submission": letter.submission.model_dump(mode="json"),
            "contact": letter.contact.model_dump(mode="json"),
            "files": [[file.name, len(file.body)] for file in letter.files],
            "lookup": [b64encode(part).decode() for part in letter.lookup],
            "objects": [b64encode(part).decode() for part in letter.objects or ()],
        },
        ensure_ascii=False,
    ).encode()
    return b"".join((len(words).to_bytes(4, "big"), words, *(file.body for file in letter.files)))


def _read(said: bytes) -> Letter:
    at = 4 + int.from_bytes(said[:4], "big")
    words = json.loads(said[4:at])
    letter = Submission.model_validate(words["submission"])
    contact = Contact.model_validate(words["contact"])
    if "\0" in "".join((letter.item, letter.clause, letter.draft, contact.name, contact.contact)):
        raise ValueError("NUL")  # no database takes it, and the intake sends none
    return Letter(
        letter,
        contact,
        _files(said[at:], words["files"]),
        Lookup(*(b64decode(part) for part in words["lookup"])),
        Lookup(*map(b64decode, objects)) if (objects := words.get("objects")) else None,
    )


def _files(bodies: bytes, listed: Sequence[tuple[str, int]]) -> tuple[Attached, ...]:
    """Raises ValueError, TypeError, where the list is not of these bodies."""
    found, at = [], 0
    for name, size in listed:
        if "\0" in name or not 0 <= size <= len(bodies) - at:
            raise ValueError(name)
        found.append(Attached(name.encode().decode(), bodies[at : at + size]))
        at += size
    return tuple(found)
