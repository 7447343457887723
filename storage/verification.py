"""Whether what is on file is what was filed: chains, digests, opinions, documents, the tables themselves.

Rows cut off the end of a chain leave no trace in it: `chain_ends` is what to keep elsewhere, `missing`
compares.
"""

import json
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from catalog.chains import ChainEnd, ChainEnds
from catalog.ids import stage_of
from storage import database
from storage.acts import act_digest
from storage.documents import DocumentStore, Unfit
from storage.register import rows as register
from storage.register.tables import ATTACHMENTS
from storage.schema import differences
from storage.serialize import GENESIS, Row, chain_of, digest_of, opinions_digest, refusal_digest
from storage.tables import ACTS, DOCUMENTS, ENTRIES, OPINIONS, REFUSALS

_AT_ONCE = 1000  # rows held in memory
_CHAINS = {
    "entries": ("登记", ENTRIES.c.position),
    "refusals": ("退回记录", REFUSALS.c.id),
    "acts": ("公开记录", ACTS.c.position),
}
"""Every chain: what its rows are called, and what they stand in order of."""
EDITION = "edition"
"""The kind of the acts by which editions go on file."""


class Stated(NamedTuple):
    """Opinions as the entry that brought them says of them."""

    digest: str
    round: int


class Attached(NamedTuple):
    """A document as the first entry that brought it says of it."""

    entry: str
    name: str
    size: int
    stored_at: str


def faults(
    connection: Connection, documents: DocumentStore | None, only: Collection[str] | None = None
) -> Iterator[str]:
    """Every fault, as a Chinese sentence; with `only`, the bytes of these documents alone."""
    opinions: dict[tuple[str, int], Stated] = {}
    attached: dict[str, Attached] = {}
    yield from _entries(connection, opinions, attached)
    yield from _refusals(connection)
    yield from _acts(connection)
    yield from _opinions(connection, opinions)
    yield from _documents(connection, documents, attached, only)
    if database.revision(connection) >= database.REGISTERED:
        yield from register.faults(connection)
        yield from _came_with_letters(connection, documents, only)
    yield from differences(connection)


def chain_ends(connection: Connection) -> ChainEnds:
    """How far every chain has come, to be kept elsewhere."""
    return ChainEnds(**{name: _end(connection, name) for name in _CHAINS})


def missing(connection: Connection, kept: ChainEnds, where: str) -> Iterator[str]:
    """What `where`, kept elsewhere, tells of and is no longer on file, as Chinese sentences.

    Only the value at the end is compared: that the rows before it lead to it, `faults` finds out.
    """
    for name, end in kept:
        title, order = _CHAINS[name]
        chain = order.table.c.chain
        last = select(chain).order_by(order).offset(max(end.count - 1, 0)).limit(1)
        there = connection.scalar(last) if end.count else end.digest
        if there != end.digest:
            now = _end(connection, name).count
            yield (
                f"前{end.count}条{title}与 {where} 记载的不符（现有{now}条）："
                "有删去的，或者整个改写过"
            )


def _end(connection: Connection, name: str) -> ChainEnd:
    order = _CHAINS[name][1]
    last = select(order.table.c.chain).order_by(order.desc()).limit(1)
    count = connection.scalar(select(func.count()).select_from(order.table)) or 0
    return ChainEnd(count=count, digest=connection.scalar(last) or GENESIS)


def _name(row: Row) -> str:
    return f"第{row['position']}条登记（{row['item']} 第{row['seq']}号 {row['step']}）"


def _entries(
    connection: Connection, opinions: dict[tuple[str, int], Stated], attached: dict[str, Attached]
) -> Iterator[str]:
    """Faults of entries; notes on the way which opinions and documents they speak of."""
    chain, last, homes = GENESIS, 0, set()
    seqs: dict[str, int] = {}
    query = select(ENTRIES).order_by(ENTRIES.c.position)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        if row["position"] != last + 1:
            yield f"第{last + 1}条至第{row['position'] - 1}条登记缺失"
        if row["seq"] != seqs.get(row["item"], 0) + 1:
            yield f"{_name(row)}的序号不连续"
        if row["digest"] != digest_of(row) or row["stage"] != stage_of(row["step"]):
            yield f"{_name(row)}的内容与校验值不符，登记后被改动"
        if row["chain"] != chain_of(chain, row["digest"]):
            yield f"{_name(row)}与前一条登记的链接断开"
        chain, last, seqs[row["item"]] = row["chain"], row["position"], row["seq"]
        payload = _payload(row)
        for d in _kept(payload):
            brought = Attached(_name(row), d["name"], d["size"], row["at"])
            attached.setdefault(d["digest"], brought)
        stated = (row["item"], payload.get("opinion_digest"))
        if stated[1] and stated not in homes:
            homes.add(stated)
            opinions[row["item"], row["seq"]] = Stated(stated[1], row["round"])


def _kept(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every file that a record brings, see Record.kept."""
    for document in payload.get("documents", ()):
        yield document
        if redaction := document.get("redaction"):
            yield redaction["original"]


def _payload(row: Row) -> dict[str, Any]:
    try:
        return dict(json.loads(row["payload"]))
    except ValueError:
        return {}  # its digest has told already


def _refusals(connection: Connection) -> Iterator[str]:
    chain = GENESIS
    query = select(REFUSALS).order_by(REFUSALS.c.id)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        if row["chain"] != chain_of(chain, refusal_digest(row)):
            yield f"第{row['id']}条退回记录（{row['item']} {row['step']}）登记后被改动，或者之前有缺失"
        chain = row["chain"]


def _acts(connection: Connection) -> Iterator[str]:
    chain, last, out, sound = GENESIS, 0, "", True
    query = select(ACTS).order_by(ACTS.c.position)
    for row in connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings():
        if row["chain"] != chain_of(chain, act_digest(row)) or row["position"] != last + 1:
            sound = False
            yield f"第{row['position']}条公开记录（{row['kind']} {row['subject']}）登记后被改动，或者之前有缺失"
        chain, last = row["chain"], row["position"]
        out = row["payload"] if row["kind"] == EDITION else out
    if sound and out:
        yield from _edition(connection, json.loads(out)["seal"])


def _edition(connection: Connection, seal: dict[str, Any]) -> Iterator[str]:
    """What the last edition on file tells of; those of before tell how far the entries had come."""
    where = f"台账里第{seal['number']}号公开时"
    if chains := seal.get("chains"):
        yield from missing(connection, ChainEnds.model_validate(chains), where)
    elif seal["ledger"]["position"] > (now := _end(connection, "entries").count):
        yield f"{where}登记到第{seal['ledger']['position']}条，现在只有{now}条：有删去的"


def _opinions(connection: Connection, stated: dict[tuple[str, int], Stated]) -> Iterator[str]:
    order = OPINIONS.c.item, OPINIONS.c.entry_seq, OPINIONS.c.no
    rows = connection.execute(select(OPINIONS).order_by(*order)).mappings()
    left = dict(stated)
    for (item, seq), group in groupby(rows, key=lambda r: (r["item"], r["entry_seq"])):
        told = left.pop((item, seq), None)
        rounds = _rounds(connection, item, seq)
        if told is None or told.digest != opinions_digest(group) or rounds != [told.round]:
            yield f"{item} 第{seq}号登记的意见表与校验值不符，登记后被改动"
    yield from (f"{item} 第{seq}号登记的意见表缺失" for item, seq in left)


def _rounds(connection: Connection, item: str, seq: int) -> list[int]:
    rows = select(OPINIONS.c.round).where(OPINIONS.c.item == item, OPINIONS.c.entry_seq == seq)
    return list(connection.scalars(rows.distinct()))


def _came_with_letters(
    connection: Connection, documents: DocumentStore | None, only: Collection[str] | None
) -> Iterator[str]:
    """Whether the files that came with letters to a consultation are in the store as they came."""
    for row in connection.execute(select(ATTACHMENTS).order_by(ATTACHMENTS.c.position)):
        if only is not None and row.digest not in only:
            continue
        try:
            if documents:
                documents.check(row.digest)
        except Unfit as wrong:
            yield f"来件{row.submission}的附件“{row.name}”：{wrong}"


def _documents(
    connection: Connection,
    documents: DocumentStore | None,
    attached: dict[str, Attached],
    only: Collection[str] | None,
) -> Iterator[str]:
    listed = {row.digest for row in connection.execute(select(DOCUMENTS.c.digest))}
    for digest in sorted(attached.keys() - listed):
        yield f"{attached[digest].entry}的材料 {digest[:12]} 没有列入材料清单"
    for row in connection.execute(select(DOCUMENTS).order_by(DOCUMENTS.c.digest)).mappings():
        said = attached.get(row["digest"])
        if said and said[1:] != (row["name"], row["size"], row["stored_at"]):
            yield f"材料清单中“{row['name']}”与{said.entry}的记载不符，登记后被改动"
        if only is not None and row["digest"] not in only:
            continue
        if documents is None:
            yield f"没有指定材料文件夹，无法核对材料“{row['name']}”"
            continue
        try:
            documents.check(row["digest"])
        except Unfit as wrong:
            yield f"材料“{row['name']}”：{wrong}"
