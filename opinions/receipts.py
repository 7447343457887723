"""Receipts (回执): a secret that the writer alone holds, and what is found by it on a public page.

`JY-XXXX-XXXX-XXXX-XXXX-XXXX`: 19 random signs (94 bits) and a check sign. It is stored nowhere. What is derived
from it finds and opens one entry of a static file; whoever has the file and no receipt sees random bytes of one length.
"""

import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from catalog.errors import BadInput
from catalog.lookup import PADDED

SIGNS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
"""31 of them, a prime: no 0, 1, I, O, U, which are misread or misheard."""
PREFIX, RANDOM, CODE = "JY", 19, 8
FITS = PADDED - 2
"""Bytes that an entry may say."""
_INFO = b"juece receipt 1"
_VALUE = {sign: value for value, sign in enumerate(SIGNS)}


class BadReceipt(BadInput, ValueError):
    """What was typed is no receipt; str() says why, in Chinese."""


class BadEntry(ValueError):
    """An entry is not of this receipt, or was altered."""


class Lookup(NamedTuple):
    """What is derived from a receipt for one item: where its entry lies, and what opens it."""

    id: bytes
    key: bytes
    nonce_key: bytes


def new_receipt() -> str:
    """A receipt that nobody can guess."""
    return _written([secrets.randbelow(len(SIGNS)) for _ in range(RANDOM)])


def receipt_from(secret: bytes, what: bytes) -> str:
    """The same receipt for the same thing each time, to whoever holds the secret: sending twice gives one."""
    number = int.from_bytes(hmac.digest(secret, b"juece receipt of " + what, "sha256"), "big")
    values = []
    for _ in range(RANDOM):
        number, value = divmod(number, len(SIGNS))
        values.append(value)
    return _written(values)


def read_receipt(typed: str) -> str:
    """A receipt as it was typed, in its one spelling. Raises BadReceipt: a slip of one sign is always told.

    Small letters, full width, blanks and any dashes are read; the sign that is checked is the last.
    """
    folded = unicodedata.normalize("NFKC", typed[:200]).upper()
    signs = "".join(sign for sign in folded if sign.isalnum())
    if not signs.startswith(PREFIX) or len(signs) != len(PREFIX) + RANDOM + 1:
        raise BadReceipt(
            "回执编号应为 JY 开头、后面20位数字和字母，请对照回执核对有没有漏写或者多写"
        )
    wrong = [sign for sign in signs[len(PREFIX) :] if sign not in _VALUE]
    if wrong:
        raise BadReceipt(f"回执编号里没有“{wrong[0]}”这个字符（不用0、1、I、O、U），请对照回执核对")
    values = [_VALUE[sign] for sign in signs[len(PREFIX) :]]
    if values[-1] != _check(values[:-1]):
        raise BadReceipt("回执编号有一位写错了，或者两位写反了，请对照回执核对")
    return _written(values[:-1])


def derive(receipt: str, item: str) -> Lookup:
    """What a receipt opens for an item; the receipt in its one spelling (`read_receipt`).

    HKDF-SHA256 (RFC 5869) of the receipt with the item as salt, 64 bytes, as WebCrypto derives them.
    """
    made = HKDF(algorithm=SHA256(), length=64, salt=item.encode(), info=_INFO)
    both = made.derive(receipt.encode())
    return Lookup(both[:16], both[16:48], both[48:])


def objecting(receipt: str, item: str) -> Lookup:
    """What an objection with a receipt is known by: one for each, and nobody else can tell whose it is."""
    return derive(receipt, f"{item} objection")


def signing_up(receipt: str, item: str) -> Lookup:
    """What somebody who signed up is known by: looked up as a letter it is unknown, for nothing is studied of it."""
    return derive(receipt, f"{item} sign-up")


def code_of(id_: bytes) -> str:
    """The code under which somebody stands on a list that is published: of what his receipt is looked up by, so that
    it tells nothing of him."""
    number, signs = int.from_bytes(sha256(b"juece code " + id_).digest(), "big"), ""
    for _ in range(CODE):
        number, value = divmod(number, len(SIGNS))
        signs += SIGNS[value]
    return signs


def seal_entry(lookup: Lookup, said: bytes) -> bytes:
    """The entry of a receipt: the same bytes for the same words, all entries of one length.

    AES-256-GCM; the nonce is drawn from the words themselves, so that none is used for two of them.
    Raises ValueError for more than FITS bytes.
    """
    if len(said) > FITS:
        raise ValueError(f"an entry of {len(said)} bytes: at most {FITS}")
    padded = (len(said).to_bytes(2, "big") + said).ljust(PADDED, b"\0")
    nonce = hmac.digest(lookup.nonce_key, padded, "sha256")[:12]
    return nonce + AESGCM(lookup.key).encrypt(nonce, padded, lookup.id)


def open_entry(lookup: Lookup, entry: bytes) -> bytes:
    """What the entry of a receipt says. Raises BadEntry."""
    try:
        padded = AESGCM(lookup.key).decrypt(entry[:12], entry[12:], lookup.id)
    except (InvalidTag, ValueError) as wrong:
        raise BadEntry("not of this receipt, or altered") from wrong
    return padded[2 : 2 + int.from_bytes(padded[:2], "big")]


def records(entries: Iterable[tuple[Lookup, bytes]]) -> bytes:
    """Entries sealed and sorted, as they are published (`catalog.lookup`).

    An entry whose words are the same keeps its bytes, so only files with news are sent.
    """
    return b"".join(sorted(lookup.id + seal_entry(lookup, said) for lookup, said in entries))


def _check(values: list[int]) -> int:
    """The weights are all different modulo a prime: one wrong sign or two that changed places always show."""
    return sum(weight * value for weight, value in enumerate(values, 1)) % len(SIGNS)


def _written(values: list[int]) -> str:
    signs = "".join(SIGNS[value] for value in (*values, _check(values)))
    return "-".join((PREFIX, *(signs[at : at + 4] for at in range(0, len(signs), 4))))
