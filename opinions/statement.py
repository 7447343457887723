"""The adoption statement (意见采纳情况) computed from the register, and filed through the one door.

It is a partition: every letter that came is counted once by source and channel, every point stands in one row
of the opinion table, and the points of the rows add up to those of the register. Where they do not, nothing
is filed.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from catalog.clauses import Draft
from catalog.errors import Refusal
from catalog.forms.fields import titles
from catalog.record import Actor, Amendment, Entry
from catalog.stages.consultation import AdoptionStatement
from catalog.timezone import Clock
from opinions.answers import answers_to, subjects_of
from opinions.clauses.align import compare
from opinions.drafts import changed, consulted, ids_by_number, numbers_by_id
from opinions.importers.words import article
from opinions.moves import grouping
from opinions.objections import objections
from opinions.points import read
from opinions.register import counts, letters
from opinions.statement_table import RowOf, Whole, payload_of, rows_of
from storage.filing import Filed, file_record
from storage.ledger import Ledger
from storage.register.rows import append, ends
from storage.register.tables import BATCH_ENDS, BATCHES, STATEMENTS, SUBMISSIONS
from storage.serialize import canonical, instant, opinion_row, opinions_digest

STEP = "consultation.adoption"
NAMED = 10
"""Codes that a refusal names."""
_ARTICLE, _ID = re.compile(r"第[一二三四五六七八九十百千零0-9]+条"), re.compile(r"t\d+")


class NotWhole(Refusal):
    """The register does not add up to a statement; str() is one sentence in Chinese for each reason."""


class Statement(NamedTuple):
    """The payload, without what a person adds (date, address, review), and the rows of its table."""

    payload: dict[str, Any]
    rows: list[RowOf]
    letters: int
    points: int


class Drafts(NamedTuple):
    """The draft that was consulted on, and the one that came of it."""

    consulted: Draft
    revised: Draft


def compute(
    connection: Connection,
    item: str,
    round: int,
    drafts: Drafts | None = None,
    numbers: Mapping[str, str] = {},
) -> Statement:
    """The statement of a round as the register stands. Raises NotWhole.

    With both drafts it is also found out whether what was adopted was changed. `numbers` see Whole.
    """
    there = read(connection, item, round)
    subjects = subjects_of(there.points, grouping(connection, item, round))
    given = answers_to(connection, item, round, subjects)
    objected = objections(connection, item, round)
    whole = Whole(counts(connection, item, round), there, subjects, given, numbers, objected)
    wrong = [*_unfinished(connection, item, round), *_unanswered(whole)]
    wrong += list(_unchanged(whole, drafts)) if drafts else []
    if wrong:
        raise NotWhole(f"{item} 还不能形成意见采纳情况：" + "；".join(wrong))
    rows = list(rows_of(whole))
    made = Statement(payload_of(whole, rows), rows, there.letters, len(there.points))
    if wrong := list(unequal(made, whole)):
        raise NotWhole(f"{item} 的意见采纳情况对不上：" + "；".join(wrong))
    return made


def unequal(made: Statement, whole: Whole) -> Iterator[str]:
    """In what a statement is no partition of what came, as Chinese sentences."""
    received = sum(one["submissions"] for one in made.payload["received"])
    came = sum(count.letters for count in whole.counts)
    if not received == came == made.letters:
        yield f"来件{came}件，采纳情况写了{received}件"
    placed = Counter(code for row in made.rows for code in row.points)
    every = set(whole.read.points) | {f"来件{n}" for n in whole.read.unusable}
    if twice := [code for code, n in placed.items() if n > 1]:
        yield f"{'、'.join(twice[:NAMED])}在意见表里列了两次"
    if gone := sorted(every - placed.keys()):
        yield f"{'、'.join(gone[:NAMED])}没有列入意见表"
    if more := sorted(placed.keys() - every):
        yield f"意见表里的{'、'.join(more[:NAMED])}不在登记册里"
    want = len(whole.read.points) + len(whole.read.unusable)
    have = sum(row.opinion.points for row in made.rows)
    for row in made.rows:
        if row.opinion.points != len(row.points):
            yield f"意见表第{row.opinion.no}行写{row.opinion.points}条，所列{len(row.points)}条"
    stated = made.payload["counts"]
    if not want == have == stated["points"] == sum(stated.values()) - stated["points"]:
        yield f"意见应为{want}条，意见表合计{have}条，写明{stated['points']}条"
    answered = {p.letter for s in whole.subjects.values() for p in s.points}
    if len(answered) + len(whole.read.unusable) != came:
        yield f"来件{came}件，其中{came - len(answered) - len(whole.read.unusable)}件没有归到任何一条意见"


def file(
    ledger: Ledger,
    item: str,
    round: int,
    more: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime | Clock,
    amends: Amendment | None = None,
    drafts: Drafts | None = None,
    entries: int | None = None,
) -> Filed:
    """Compute the statement and file it with what a person adds. Raises NotWhole, storage.filing.Refused, and
    Overtaken where the stage has other than `entries` entries."""
    numbers = numbers_by_id(consulted(ledger, item))
    with ledger.engine.connect() as connection:
        made = compute(connection, item, round, drafts, numbers)
        kept = {name: end.model_dump() for name, end in ends(connection).items()}
    rows = [opinion_row(row.opinion) for row in made.rows]
    payload = {**completed(made, more), "opinions": rows}
    said = canonical([list(row.subjects) for row in made.rows])

    def keep(connection: Connection, entry: Entry) -> None:
        """By what receipts are looked up: with the entry, or neither is there."""
        of, at = (item, round, opinions_digest(rows)), instant(entry.at)
        names = "item", "round", "digest", "at"
        same = [STATEMENTS.c[name] == value for name, value in zip(names, (*of, at), strict=True)]
        if not connection.scalar(select(func.count()).select_from(STATEMENTS).where(*same)):
            append(connection, STATEMENTS, [(*of, said, canonical(kept), at)])

    return file_record(
        ledger, item, STEP, payload,
        actor=actor, at=at, amends=amends, entries=entries, also=keep,
    )  # fmt: skip


COMPUTED = frozenset({"received", "counts", "none_received"})
"""What a person cannot say otherwise; the main reasons and the changes he may say better."""


def completed(made: Statement, more: Mapping[str, Any]) -> dict[str, Any]:
    """The payload with what a person adds, by field or title. Raises NotWhole for what is computed."""
    payload = made.payload
    names = titles(AdoptionStatement)
    said = {names.get(key, key): value for key, value in more.items()}
    if clash := [key for key in more if names.get(key, key) in COMPUTED]:
        raise NotWhole(f"{'、'.join(clash)}由登记册算出，不能另写")
    heard = said.get("groups_heard", ())
    if isinstance(heard, list | tuple):
        said["groups_heard"] = [*payload["groups_heard"], *heard]
    return {**payload, **said}


def subjects_in_rows(connection: Connection, item: str, round: int) -> list[tuple[str, ...]]:
    """Of the last statement on file: the codes of the groups and points that stand in each row."""
    query = select(STATEMENTS.c.subjects).where(
        STATEMENTS.c.item == item, STATEMENTS.c.round == round
    )
    said = connection.scalar(query.order_by(STATEMENTS.c.position.desc()).limit(1))
    return [tuple(codes) for codes in json.loads(said or "[]")]


def since_statement(connection: Connection, item: str, round: int) -> int:
    """How many letters came after the last statement of a round was computed; 0 where none is on file."""
    mine = STATEMENTS.c.item == item, STATEMENTS.c.round == round
    last = select(STATEMENTS.c.heads).where(*mine).order_by(STATEMENTS.c.position.desc()).limit(1)
    heads = connection.scalar(last)
    upto = json.loads(heads)[SUBMISSIONS.name]["count"] if heads else None
    return 0 if upto is None else sum(one.no > upto for one in letters(connection, item, round))


def _unfinished(connection: Connection, item: str, round: int) -> Iterator[str]:
    query = (
        select(BATCHES.c.name)
        .join(SUBMISSIONS, SUBMISSIONS.c.batch == BATCHES.c.position)
        .join(BATCH_ENDS, BATCH_ENDS.c.batch == BATCHES.c.position, isouter=True)
        .where(BATCHES.c.item == item, BATCHES.c.round == round, BATCH_ENDS.c.kept.is_(None))
        .distinct()
    )
    for (name,) in connection.execute(query):
        yield f"“{name}”的导入没有完成，请把同一份文件再导入一次"


def _unanswered(whole: Whole) -> Iterator[str]:
    waiting = [f"来件{one.letter}" for one in whole.objections if not one.answer]
    if waiting:
        yield f"有{len(waiting)}件异议没有答复（{_listed(waiting)}）"
    open_ = [code for code in whole.subjects if code not in whole.answers]
    if open_:
        yield f"还有{len(open_)}条没有答复（{_listed(open_)}）"
    alone = [code for code, one in whole.answers.items() if not one.confirmed_by]
    if alone:
        yield f"有{len(alone)}条答复没有经另一人确认（{_listed(alone)}）"


def _unchanged(whole: Whole, drafts: Drafts) -> Iterator[str]:
    """Answers that say a clause was changed which, signs and numbers aside, reads as it did."""
    old, new = drafts
    ids, later = ids_by_number(old), ids_by_number(compare(old, new)[0])
    there = changed(old, new)
    for code, given in whole.answers.items():
        if given.answer.change:
            named = _clauses(given.answer.clause, ids) | _clauses(given.answer.clause, later)
            if not named & there:
                yield f"{code}采纳了意见，写明修改了“{given.answer.clause}”，修改稿的这一条没有实质修改"


def _clauses(said: str, ids: Mapping[int, str]) -> set[str]:
    """The ids of the clauses that an answer names, one or several."""
    numbers = (article(number) for number in _ARTICLE.findall(said))
    return {ids[n] for n in numbers if n is not None and n in ids} | set(_ID.findall(said))


def _listed(codes: list[str]) -> str:
    return "、".join(codes[:NAMED]) + ("等" if len(codes) > NAMED else "")
