"""Rows into a chained table, and whether they still are what went in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Connection, Table, func, select, true

from catalog.chains import ChainEnd
from storage.register.tables import BATCH_ENDS, BATCHES, METADATA, SUBMISSIONS
from storage.serialize import GENESIS

Row = Mapping[Any, Any]
_AT_ONCE = 2000  # rows held in memory while verifying


def append(connection: Connection, table: Table, rows: Iterable[Sequence[object]]) -> range:
    """Put rows (the values of all columns between position and chain, in order) on file; their positions.

    Within `database.writing`. The chain of a row is the sha256 of the chain before it and of the JSON
    array of its values, position first, in UTF-8 without blanks.
    """
    last = connection.execute(_last(table)).first()
    first = last.position + 1 if last else 1
    chain, full = last.chain if last else GENESIS, list[tuple[object, ...]]()
    dumped, digest = orjson.dumps, sha256  # of a million rows: `chained`, written out
    for position, row in enumerate(rows, first):
        values = (position, *row)
        chain = digest(chain.encode() + dumped(values)).hexdigest()
        full.append((*values, chain))
    if full:
        insert(connection, table, full)
    return range(first, first + len(full))


def insert(connection: Connection, table: Table, rows: Sequence[tuple[object, ...]]) -> None:
    """Send whole rows by the shortest way that the database has."""
    names = ", ".join(table.columns.keys())
    if connection.dialect.name == "postgresql":
        raw: Any = connection.connection.driver_connection
        with raw.cursor().copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(table.columns))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({places})", list(rows))


def chained(before: str, values: Sequence[object]) -> str:
    """The chain value of a row: of the one before it and its values."""
    return sha256(before.encode() + orjson.dumps(values)).hexdigest()


def faults(connection: Connection, names: Iterable[str] | None = None) -> Iterator[str]:
    """Every row that was changed, or before which some are missing, as Chinese sentences."""
    for name in METADATA.tables if names is None else names:
        yield from _faults(connection, METADATA.tables[name])


def _faults(connection: Connection, table: Table) -> Iterator[str]:
    chain, last = GENESIS, 0
    query = select(table).order_by(table.c.position)
    streamed = connection.execution_options(yield_per=_AT_ONCE).execute(query)
    for row in streamed:
        position, *_, said = row
        if position != last + 1:
            yield f"意见登记册 {table.name} 第{last + 1}条至第{position - 1}条缺失"
        if said != chained(chain, tuple(row)[:-1]):
            yield f"意见登记册 {table.name} 第{position}条登记后被改动，或者之前有缺失"
        chain, last = said, position


def end_of(connection: Connection, table: Table) -> ChainEnd:
    """How far the chain of a table has come."""
    last = connection.execute(_last(table)).first()
    count = connection.scalar(select(func.count()).select_from(table)) or 0
    return ChainEnd(count=count, digest=last.chain if last else GENESIS)


def until(table: Table, heads: Mapping[str, int]) -> ColumnElement[bool]:
    """The rows of a table that were there when the chains had come so far; all rows where `heads` is empty."""
    return table.c.position <= heads.get(table.name, 0) if heads else true()


def letters_in(connection: Connection, item: str, round: int) -> int:
    """How many letters (件) of a round are there, those of lists that were cut off or given up left out."""
    query = (
        select(func.count())
        .select_from(SUBMISSIONS)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, BATCH_ENDS.c.kept >= 0)
    )
    return connection.scalar(query) or 0


def ends(connection: Connection) -> dict[str, ChainEnd]:
    """How far every chain of the register has come, to be kept elsewhere."""
    return {name: end_of(connection, table) for name, table in METADATA.tables.items()}


def missing(connection: Connection, kept: Mapping[str, ChainEnd], where: str) -> Iterator[str]:
    """What `where`, kept elsewhere, tells of and is no longer in the register, as Chinese sentences."""
    for name, end in kept.items():
        table = METADATA.tables[name]
        at_end = select(table.c.chain).where(table.c.position == end.count)
        if end.count and connection.scalar(at_end) != end.digest:
            yield f"意见登记册 {name} 的前{end.count}条与 {where} 记载的不符：有删去的，或者整个改写过"


def _last(table: Table) -> Any:
    return select(table.c.position, table.c.chain).order_by(table.c.position.desc()).limit(1)
