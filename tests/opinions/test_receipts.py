"""Receipts: what a slip of the pen does, and what a static file gives away (acceptance test 14)."""

import json
import random
import re
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from catalog.lookup import ENTRY, PADDED, files, lettered, lookup_of, shard_of, unlettered
from opinions.receipts import (
    FITS,
    SIGNS,
    BadEntry,
    BadReceipt,
    derive,
    new_receipt,
    open_entry,
    read_receipt,
    receipt_from,
    records,
    seal_entry,
)

ITEM = "demo-2026-03"


def test_a_receipt_reads_back_however_it_is_typed() -> None:
    receipt = new_receipt()
    full_width = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "－" for c in receipt)
    for typed in (receipt, receipt.lower(), receipt.replace("-", " "), full_width, f" {receipt}\n"):
        assert read_receipt(typed) == receipt


def test_any_wrong_sign_and_any_two_that_changed_places_are_told() -> None:
    receipt = new_receipt()
    places = [n for n, c in enumerate(receipt) if c != "-" and n > 2]
    for n in places:
        for sign in set(SIGNS) - {receipt[n]}:
            with pytest.raises(BadReceipt, match="写错"):
                read_receipt(receipt[:n] + sign + receipt[n + 1 :])
    for a, b in combinations(places[:-1], 2):
        if receipt[a] != receipt[b]:
            signs = list(receipt)
            signs[a], signs[b] = signs[b], signs[a]
            with pytest.raises(BadReceipt, match="写反"):
                read_receipt("".join(signs))


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "JY 开头"), ("JY-2345", "20位"), ("JY-" + "0" * 20, "没有“0”"), ("＠" * 9999, "JY 开头")],
)
def test_what_is_no_receipt_is_told_in_chinese(typed: str, said: str) -> None:
    with pytest.raises(BadReceipt, match=said):
        read_receipt(typed)


def test_a_receipt_has_94_bits_and_signs_that_are_not_misread() -> None:
    assert len(set(SIGNS)) == 31
    assert not set(SIGNS) & set("01IOU")
    assert 31**19 > 2**94
    assert len({new_receipt() for _ in range(1000)}) == 1000


def test_the_same_thing_has_the_same_receipt_to_who_holds_the_secret_alone() -> None:
    assert receipt_from(b"s" * 32, b"letter") == receipt_from(b"s" * 32, b"letter")
    assert receipt_from(b"t" * 32, b"letter") != receipt_from(b"s" * 32, b"letter")
    assert read_receipt(receipt_from(b"s" * 32, b"letter"))


def test_derivation_stays_as_it_was() -> None:
    """Receipts that people hold must open for ever, and a browser derives the same."""
    lookup = derive("JY-2345-6789-ABCD-EFGH-JKLK", ITEM)
    assert [part.hex() for part in lookup] == [
        "4cff4ac2fa30d89ff2a26cb66e3eb708",
        "6c97342f0de448608ce274857f1a408afc63d572fb76bc5595d62a4f011b1bbd",
        "7f502d510239f3e369dd967aa2920d83",
    ]


def test_a_receipt_of_one_item_opens_nothing_of_another() -> None:
    receipt = new_receipt()
    entry = seal_entry(derive(receipt, ITEM), "采纳".encode())
    with pytest.raises(BadEntry):
        open_entry(derive(receipt, "demo-2026-04"), entry)
    with pytest.raises(BadEntry):
        open_entry(derive(receipt, ITEM), entry[:-1] + b"\0")
    with pytest.raises(BadEntry):
        open_entry(derive(receipt, ITEM), b"")


def test_entries_have_one_length_and_no_nonce_serves_two_plaintexts() -> None:
    lookup = derive(new_receipt(), ITEM)
    said = ["已收到".encode(), b"", b"x" * FITS]
    entries = [seal_entry(lookup, one) for one in said]
    assert {len(entry) for entry in entries} == {ENTRY}
    assert len({entry[:12] for entry in entries}) == len(entries)
    assert [open_entry(lookup, entry) for entry in entries] == said
    with pytest.raises(ValueError, match=str(FITS)):
        seal_entry(lookup, b"x" * (FITS + 1))


def test_ten_thousand_receipts_are_found_and_the_files_give_nothing_away() -> None:
    drawn = random.Random(14)
    texts = [f"建议第{n}条改为{drawn.randrange(10**9)}元" for n in range(10_000)]
    receipts_ = [new_receipt() for _ in texts]
    entries = [(derive(r, ITEM), t.encode()) for r, t in zip(receipts_, texts, strict=True)]
    sealed = records(entries)
    told, found = lookup_of(sealed), files(sealed)
    assert told
    assert (told.entries, told.digits) == (10_000, 3)
    for receipt, text in zip(receipts_, texts, strict=True):
        lookup = derive(receipt, ITEM)
        shard = json.loads(found[f"{shard_of(lookup.id, told.digits)}.json"])
        entry = unlettered(shard[lettered(lookup.id)])
        assert open_entry(lookup, entry).decode() == text
        assert text.encode() not in entry
    assert all(re.fullmatch(rb'[a-p":,{}]+', body) for body in found.values())
    assert max(map(len, found.values())) < 64 * 1024
    assert records(reversed(entries)) == sealed
    changed = files(records([(entries[0][0], "未采纳".encode()), *entries[1:]]))
    own = f"{shard_of(entries[0][0].id, told.digits)}.json"
    assert [name for name in found if found[name] != changed[name]] == [own]


def test_a_few_entries_lie_in_one_file() -> None:
    entries = [(derive(new_receipt(), ITEM), b"") for _ in range(3)]
    assert list(files(records(entries))) == ["all.json"]
    assert files(b"") == {}
    assert lookup_of(b"") is None


def test_an_entry_is_plain_aes_gcm_so_that_a_browser_opens_it() -> None:
    lookup = derive(new_receipt(), ITEM)
    entry = seal_entry(lookup, b"said")
    padded = AESGCM(lookup.key).decrypt(entry[:12], entry[12:], lookup.id)
    assert padded == b"\0\4said" + bytes(PADDED - 6)
