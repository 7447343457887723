"""Answers (答复): what becomes of a group or of a single point, with reason, clause and change; and that a
second person agreed to it, bound to the digest of what it says and of whom it answers."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, Engine, select

from catalog.errors import Refusal
from catalog.names import alike, bare
from catalog.opinion import NEEDS_REASON, Outcome
from catalog.record import Actor
from opinions.groups import Grouping, members_digest
from opinions.moves import grouping
from opinions.points import Point, read
from storage import database
from storage.register.rows import append, until
from storage.register.tables import ANSWERS, CONFIRMATIONS
from storage.serialize import canonical, instant

STOCK = (
    "予以考虑",
    "已有规定",
    "意见不合理",
    "按规定执行",
    "依法办理",
    "不予采纳",
    "另行研究",
    "统筹考虑",
)
"""Phrases that answer nobody when they are all that is said."""
CHANGES = frozenset({Outcome.ADOPTED, Outcome.ABSORBED, Outcome.PARTLY_ADOPTED})
"""Outcomes that changed the draft: as the opinion wished, or (吸收采纳, PUB-42) in words of the unit's own."""
SHORT = 12
"""Signs under which a reason says too little."""
SAME_REASON = 3
"""Over more subjects than so many one reason is looked at again."""
_GROUNDED = re.compile(
    r"第.{1,8}条|《|[0-9０-９]|[一二三四五六七八九十百千万亿]+(元|人|年|月|日|个|项|次)|因为|由于|根据|按照|已在|已由"
)


class NotAnswered(Refusal):
    """An answer or its confirmation cannot stand; str() says so in Chinese."""


class Answer(NamedTuple):
    """What is answered: `clause` and `change` say where the draft was changed, and how."""

    outcome: Outcome
    reason: str = ""
    clause: str = ""
    change: str = ""


class Given(NamedTuple):
    """An answer on file, and by whom it is confirmed (empty: by nobody yet)."""

    answer: Answer
    author: Actor
    digest: str
    confirmed_by: str


class Subject(NamedTuple):
    """What is answered at once: a group (`g3`) or a single point (`12`), with the points it stands for."""

    code: str
    lead: Point
    points: tuple[Point, ...]
    title: str


class Flag(NamedTuple):
    """Something about an answer that a person should look at again."""

    subject: str
    said: str


def subjects(connection: Connection, item: str, round: int) -> dict[str, Subject]:
    """Everything that is to be answered in a round: groups, the largest first, then single points."""
    points, now = read(connection, item, round).points, grouping(connection, item, round)
    return subjects_of(points, now)


def subjects_of(points: Mapping[str, Point], now: Grouping) -> dict[str, Subject]:
    """See `subjects`: every point is in exactly one."""
    found, taken = dict[str, Subject](), set[str]()
    for group in sorted(now.groups.values(), key=lambda g: (-len(g.members), g.code)):
        members = tuple(points[p] for p in group.members if p in points)
        if members:
            lead = points.get(group.leader, members[0])
            found[group.code] = Subject(group.code, lead, members, group.title)
            taken.update(p.id for p in members)
    for id, point in points.items():
        if id not in taken:
            found[id] = Subject(id, point, (point,), "")
    return found


def answer(
    engine: Engine, item: str, round: int, given: Mapping[str, Answer], *,
    actor: Actor, at: datetime, stands: Mapping[str, str] | None = None,
) -> int:  # fmt: skip
    """Put answers on file, by the code of what they answer; how many were new. Raises NotAnswered.

    One that says what is on file already adds nothing, and what was confirmed stays so. `stands` are the
    digests of the answers that were looked at; where another one is on file by now, nothing is taken.
    """
    who = canonical(actor.model_dump(mode="json"))
    with database.writing(engine) as connection:
        there, held = subjects(connection, item, round), _last(connection, item, round)
        wrong = [
            f"{code}：{said}" for code, one in given.items() for said in faults(code, one, there)
        ]
        if stands is not None:
            now = answers_to(connection, item, round, there)
            wrong += [
                f"{code}：{now[code].author.name}刚刚改了答复，请重新看过"
                for code in given
                if code in now and now[code].digest != stands.get(code)
            ]
        if wrong:
            raise NotAnswered("\n".join(wrong))
        new = {code: one for code, one in given.items() if code not in held or held[code][0] != one}
        rows = (
            (item, round, code, one.outcome.value, *one[1:], who, instant(at))
            for code, one in new.items()
        )
        append(connection, ANSWERS, rows)
    return len(new)


def faults(code: str, one: Answer, there: Mapping[str, Subject]) -> Iterator[str]:
    """What keeps an answer from standing, as Chinese sentences; each starts with the column it is about."""
    if code not in there:
        yield "编号：没有这个编号，可能已经归并或者拆开，请重新导出后再填"
    if one.outcome is Outcome.DUPLICATE:
        yield f"处理结果：相同的意见用归并来办，“{Outcome.DUPLICATE.value}”不用填写"
    if one.outcome in NEEDS_REASON and not one.reason.strip():
        yield f"理由：{one.outcome.value}的，应当写明理由"
    if one.outcome in CHANGES:
        if not one.clause.strip():
            yield f"修改条款：{one.outcome.value}的，应当写明修改了哪一条，例如 第三条"
        if not one.change.strip():
            yield f"修改内容：{one.outcome.value}的，应当写明草案改了什么"
    elif one.change.strip():
        yield f"修改内容：处理结果是“{one.outcome.value}”，却写了修改内容，请核对"


def confirm(
    engine: Engine, item: str, round: int, chosen: Mapping[str, str], *,
    actor: Actor, at: datetime,
) -> int:  # fmt: skip
    """Agree to answers, by their code and digest; how many were new. Raises NotAnswered.

    Whoever wrote an answer does not confirm it; one that was changed since is not the one agreed to.
    """
    who = canonical(actor.model_dump(mode="json"))
    with database.writing(engine) as connection:
        held, wrong, new = answers(connection, item, round), list[str](), list[str]()
        for code, digest in chosen.items():
            one = held.get(code)
            if one is None:
                wrong.append(f"{code}：还没有答复，不能确认")
            elif one.digest != digest:
                wrong.append(f"{code}：答复或者所答的意见在您看过以后变了，请重新看过再确认")
            elif bare(one.author.name) == bare(actor.name):
                wrong.append(f"{code}：答复是{one.author.name}写的，应当由另一人确认")
            elif not one.confirmed_by:
                new.append(code)
        if wrong:
            raise NotAnswered("\n".join(wrong))
        rows = ((item, round, code, chosen[code], who, instant(at)) for code in new)
        append(connection, CONFIRMATIONS, rows)
    return len(new)


def answers(connection: Connection, item: str, round: int) -> dict[str, Given]:
    """The answers that hold, by what they answer."""
    there = subjects(connection, item, round)
    return answers_to(connection, item, round, there)


def answers_to(
    connection: Connection, item: str, round: int, there: Mapping[str, Subject],
    heads: Mapping[str, int] = {},
) -> dict[str, Given]:  # fmt: skip
    """See `answers`, of subjects that are known; `heads` see storage.register.rows.until."""
    confirmed = _confirmed(connection, item, round)
    found = dict[str, Given]()
    for code, (one, author) in _last(connection, item, round, heads).items():
        if code in there:
            digest = digest_of(there[code], one, author)
            found[code] = Given(one, author, digest, confirmed.get((code, digest), ""))
    return found


def unconfirmed(connection: Connection, item: str, round: int) -> list[Actor]:
    """Who wrote the answers that nobody has confirmed yet, one for each."""
    if not _last(
        connection, item, round
    ):  # the letters, which may be many, are not read for nothing
        return []
    held = answers(connection, item, round).values()
    return [one.author for one in held if not one.confirmed_by]


def digest_of(subject: Subject, one: Answer, author: Actor) -> str:
    """What a confirmation is bound to: the answer, who wrote it, which points it answers, and what these say
    where a transcript or a redaction was laid over them."""
    members = members_digest(p.id for p in subject.points)
    said = [subject.code, one.outcome.value, one.reason, one.clause, one.change, members]
    said.append(bare(author.name))
    if laid := sorted([p.id, p.text, p.public] for p in subject.points if _is_laid_over(p)):
        said.append(canonical(laid))
    return sha256(canonical(said).encode()).hexdigest()


def _is_laid_over(point: Point) -> bool:
    """Whether it reads otherwise than the letter, or the part, that its id stands for."""
    whole = "-" not in point.id
    return point.public != point.text or (whole and point.text != point.submission.text)


def flags(there: Mapping[str, Subject], given: Mapping[str, Given]) -> Iterator[Flag]:
    """Reasons that say too little, or the same to many (713-18: 研究论证)."""
    same: dict[str, list[str]] = defaultdict(list)
    for code, one in given.items():
        reason = alike(one.answer.reason)
        if one.answer.outcome in NEEDS_REASON and code in there:
            same[reason].append(code)
            rest = reason
            for phrase in STOCK:
                rest = rest.replace(phrase, "")
            if len(rest) < len(reason) and len(rest) < SHORT:
                yield Flag(code, f"理由“{one.answer.reason}”只是套话，请写明具体情况")
            elif len(reason) < SHORT:
                yield Flag(code, f"理由只有{len(reason)}个字，请写明具体情况")
            elif not _GROUNDED.search(reason):
                yield Flag(code, "理由没有写明依据、条款或者事实，请核对")
    for codes in same.values():
        if len(codes) > SAME_REASON:
            yield Flag(
                codes[0],
                f"{len(codes)}条不同的意见用了同一条理由（{'、'.join(codes[:5])}等），请逐条核对",
            )


def _last(
    connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}
) -> dict[str, tuple[Answer, Actor]]:
    query = select(ANSWERS).where(ANSWERS.c.item == item, ANSWERS.c.round == round)
    query = query.where(until(ANSWERS, heads))
    return {
        row.subject: (
            Answer(Outcome(row.outcome), row.reason, row.clause, row.change),
            Actor.model_validate_json(row.actor),
        )
        for row in connection.execute(query.order_by(ANSWERS.c.position))
    }


def _confirmed(connection: Connection, item: str, round: int) -> dict[tuple[str, str], str]:
    query = select(CONFIRMATIONS).where(
        CONFIRMATIONS.c.item == item, CONFIRMATIONS.c.round == round
    )
    return {
        (row.subject, row.answer): Actor.model_validate_json(row.actor).name
        for row in connection.execute(query.order_by(CONFIRMATIONS.c.position))
    }
