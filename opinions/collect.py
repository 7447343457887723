"""From the sealed spool into the register: opened inside, taken in once, whoever collects how often."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from sqlalchemy import Connection, select

from catalog.record import Actor
from catalog.submission import Submission, is_late
from catalog.timezone import midnight_after
from opinions import followers, objections
from opinions.batches import Batch, Kind, Received, take_in_at_once
from opinions.objections import Objected
from opinions.register import NotOpen, Register, Window
from opinions.representatives import NO_ROUND, choice, read_sign_up
from opinions.spool.seal import Attached, Letter, LetterKind, Unopened, open_letter
from opinions.spool.spool import AT_ONCE, FILE, Spool
from storage import database
from storage.documents import DocumentStore, Stored, Unfit
from storage.files.legible import Handed, Unread
from storage.register.tables import BATCHES, RECEIPTS

COLLECTOR = Actor(name="收件程序", unit="系统")
"""Under whose name letters from the web are taken in."""


class Collected(NamedTuple):
    """Letters that are new in the register, and sentences about those that could not be opened."""

    new: int
    faults: tuple[str, ...]


def forget(home: Path) -> int | None:
    """Wipe the sealed letters of a home that are in the register: they hold who wrote; how many, None
    where nothing was ever sent on the web."""
    if not (home / FILE).exists():
        return None
    spool = Spool(home / FILE)
    try:
        return spool.forget()
    finally:
        spool.close()


def collect(
    register: Register, spool: Spool, key: X25519PrivateKey, store: DocumentStore,
    window_of: Callable[[str], Window], now: datetime,
) -> Collected:  # fmt: skip
    """Take in whatever has come since last time; what cannot be opened stays where it is and is told.

    A letter is known by its look-up id: two who collect at once take each in once. Whether it is late is
    said by the period as it stands inside, at the instant at which the intake had it.
    """
    after, new, faults, stuck = _after(register, spool), 0, list[str](), 0
    while sealed := spool.read(after, AT_ONCE):
        opened = list[Letter]()
        for one in sealed:
            try:
                opened.append(open_letter(key, one))
            except Unopened as wrong:
                faults.append(str(wrong))
                stuck = stuck or one.seq
        after = sealed[-1].seq
        new += _take(register, opened, stuck - 1 if stuck else after, store, window_of, now)
        objected, strange = _take_objections(register, opened)
        new, faults = new + objected, [*faults, *strange]
        followers.take(register.engine, opened, now)
    if upto := stuck - 1 if stuck else after:
        spool.taken(upto)
    if ids := followers.unwiped(register.engine):
        left = set(spool.wipe(ids))
        followers.wiped(register.engine, [one for one in ids if one not in left])
    return Collected(new, tuple(faults))


def _take(
    register: Register, letters: Sequence[Letter], upto: int, store: DocumentStore,
    window_of: Callable[[str], Window], now: datetime,
) -> int:  # fmt: skip
    """Take the letters of one reading in, a batch for each item and round, all at once or none."""
    opinions = [one for one in letters if one.kind in {LetterKind.OPINION, LetterKind.SIGN_UP}]
    kept = [(one, [_kept(file, store) for file in one.files]) for one in opinions]
    with database.writing(register.engine) as connection:
        known = _known(connection, [one.lookup.id.hex() for one, _ in kept])
        fresh = [(one, files) for one, files in kept if one.lookup.id.hex() not in known]
        fresh.sort(key=_of_round)
        for (item, round), group in groupby(fresh, key=_of_round):
            late = _late(window_of, item) if round else _too_late(connection, item)
            rows = list(_rows(list(group), late))
            digest = sha256("".join(r.receipt[0] for r in rows if r.receipt).encode()).hexdigest()
            batch = Batch(item, round, Kind.SPOOL, str(upto), digest)
            take_in_at_once(connection, batch, rows, actor=COLLECTOR, at=now)
    return len(fresh)


def _take_objections(register: Register, letters: Sequence[Letter]) -> tuple[int, list[str]]:
    """Put the objections among them beside the letters that they are about."""
    came = [
        Objected(one.lookup.id.hex(), one.objects, one.submission.text, one.submission.received_at)
        for one in letters
        if one.objects
    ]
    if not came:
        return 0, []
    with database.writing(register.engine) as connection:
        return objections.take(connection, came, COLLECTOR)


def _of_round(pair: tuple[Letter, list[Stored]]) -> tuple[str, int]:
    said = pair[0].submission
    return said.item, said.round if pair[0].kind is LetterKind.OPINION else NO_ROUND


def _rows(
    pairs: Sequence[tuple[Letter, list[Stored]]], late: Callable[[Submission], bool | None]
) -> Iterator[Received]:
    for line, (one, files) in enumerate(pairs, 1):
        told = late(one.submission)
        letter = one.submission
        if told is not None and told != letter.late:
            letter = letter.model_copy(update={"late": told})
        lookup = one.lookup
        receipt = lookup.id.hex(), (lookup.key + lookup.nonce_key).hex()
        yield Received(line, letter, one.contact, "", receipt, (), tuple(files))


def _late(window_of: Callable[[str], Window], item: str) -> Callable[[Submission], bool | None]:
    """Whether a letter to an item is late; None, as the intake said, where no notice is on file here."""
    try:
        window = window_of(item)
    except NotOpen:
        return lambda _said: None
    return lambda said: window.late(said.received_at)


def _too_late(connection: Connection, item: str) -> Callable[[Submission], bool | None]:
    """The same of somebody who signs up, by the call that he answers."""

    def late(said: Submission) -> bool | None:
        sign_up = read_sign_up(said.text)
        there = choice(connection, item, sign_up.name) if sign_up else None
        return there and is_late(said.received_at, midnight_after(there.call.signup_ends_on))

    return late


def _kept(file: Attached, store: DocumentStore) -> Stored:
    """A file in the document store: opened first, or as it came where that fails: nothing is lost."""
    try:
        return store.take(Handed(file.name, file.body))[0]
    except (Unfit, Unread):
        return Stored(store.keep(file.body), f"未经核对-{file.name}", len(file.body))


def _known(connection: Connection, ids: Sequence[str]) -> set[str]:
    found = select(RECEIPTS.c.lookup).where(RECEIPTS.c.lookup.in_(list(ids)))
    return set(connection.scalars(found))


def _after(register: Register, spool: Spool) -> int:
    """The place behind which to read; the beginning, where the spool is not the one that was read last.

    One put back from a backup has lost its last places, and gives them to other letters.
    """
    after = _upto(register)
    if after > spool.end():
        return 0
    last = [one for one in spool.read(after - 1, 1) if one.seq == after]
    with register.engine.connect() as connection:
        ids = [one.lookup.hex() for one in last]
        there = _known(connection, ids) | objections.known(connection, ids)
        there |= followers.known(connection, ids)
        return after if len(there) == len(last) else 0


def _upto(register: Register) -> int:
    """The place in the spool up to which letters were taken in."""
    last = select(BATCHES.c.name).where(BATCHES.c.kind == Kind.SPOOL.value)
    with register.engine.connect() as connection:
        found = connection.scalar(last.order_by(BATCHES.c.position.desc()).limit(1))
    return int(found or 0)
