"""The append-only tables of the register. Each has `position` (1, 2, 3 ... no gaps) and `chain`, which covers
the row and all rows before it."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

from storage.tables import METADATA as LEDGER
from storage.tables import LongInteger

METADATA = MetaData(naming_convention=LEDGER.naming_convention)


def _chained(name: str, *columns: SchemaItem) -> Table:
    return Table(
        name,
        METADATA,
        Column("position", LongInteger, primary_key=True, autoincrement=False),
        *columns,
        Column("chain", Text, nullable=False),
        CheckConstraint("position > 0", name="position"),
    )


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _number(name: str) -> Column[int]:
    return Column(name, LongInteger, nullable=False)


BATCHES = _chained(
    "batches",
    *_texts("item"),
    _number("round"),
    *_texts("kind", "name", "digest", "actor", "at"),
    Index("ix_batches_item_round", "item", "round"),
)
"""What was handed in at once: a file, a letter typed in, a part of the spool; `digest` is of its content."""

BATCH_ENDS = _chained(
    "batch_ends",
    _number("batch"),
    _number("kept"),
    *_texts("faults", "at"),
    UniqueConstraint("batch"),
)
"""The last act of a batch: with it, all its letters are there at once; without, none. `kept` -1: given up."""

SUBMISSIONS = _chained(
    "submissions",
    _number("batch"),
    _number("line"),
    *_texts("code", "channel", "source", "audience", "received_at"),
    Column("late", Integer, nullable=False),
    *_texts("clause", "draft", "text", "consent", "proof"),
    Index("ix_submissions_batch", "batch"),
)
"""Letters (来件) as they came; item and round are their batch's, in which `line` grows."""

ATTACHMENTS = _chained(
    "submission_files",
    _number("submission"),
    *_texts("digest", "name"),
    _number("size"),
    Index("ix_submission_files_submission", "submission"),
)
"""Files that came with a letter; their bytes are in the document store."""

LAYERS = _chained(
    "layers",
    _number("submission"),
    *_texts("kind", "text", "reason", "actor", "at"),
    Index("ix_layers_submission", "submission"),
)
"""What a person laid over a letter: a transcript, a redaction, that it cannot be used. The last of a kind holds."""

POINTS = _chained(
    "points",
    _number("submission"),
    _number("first"),
    *_texts("parts", "reason", "actor", "at"),
    Index("ix_points_submission", "submission"),
)
"""A letter split into points (观点) by a person, numbered from `first` on; without a row the letter is the point."""

GROUP_RUNS = _chained(
    "group_runs",
    *_texts("item"),
    _number("round"),
    *_texts("version", "parameters", "draft", "counts", "at"),
)
"""Computations of a grouping, with what they were computed from."""

GROUP_EVENTS = _chained(
    "group_events",
    *_texts("item"),
    _number("round"),
    _number("run"),
    *_texts("kind", "payload", "actor", "at"),
    Index("ix_group_events_item_round", "item", "round"),
)
"""What became of the groups, by a run or (`run` 0) by a person; how they stand is found by folding them."""

ANSWERS = _chained(
    "answers",
    *_texts("item"),
    _number("round"),
    *_texts("subject", "outcome", "reason", "clause", "change", "actor", "at"),
    Index("ix_answers_item_round", "item", "round"),
)
"""What is answered to a group or to a single point; the last one holds."""

CONFIRMATIONS = _chained(
    "confirmations",
    *_texts("item"),
    _number("round"),
    *_texts("subject", "answer", "actor", "at"),
    Index("ix_confirmations_item_round", "item", "round"),
)
"""That a second person agreed to an answer, by the digest of what it says."""

STATEMENTS = _chained(
    "statements",
    *_texts("item"),
    _number("round"),
    *_texts("digest", "subjects", "heads", "at"),
)
"""Which group or point stands in which row of an opinion table, by the digest of the table."""

DRAWS = _chained(
    "draws",
    *_texts("item", "name", "kind", "payload", "actor", "at"),
    Index("ix_draws_item_name", "item", "name"),
)
"""The choice of public representatives: call, list, rule, result."""

RECEIPTS = _chained(
    "receipts",
    _number("submission"),
    *_texts("lookup", "key"),
    UniqueConstraint("submission"),
    UniqueConstraint("lookup"),
)
"""By what a letter sent on the web is looked up, and the key of its entry; never in an extract."""
