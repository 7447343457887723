"""Groups on file: what a run of the machine proposes and what people do, each an event; and how they stand."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, func, select

from catalog.errors import Refusal
from catalog.record import Actor
from opinions.groups import BY_MACHINE, Event, Group, Grouping, Move, fold, undone
from opinions.points import read
from storage import database
from storage.register.rows import append, until
from storage.register.tables import GROUP_EVENTS, GROUP_RUNS, STATEMENTS
from storage.serialize import canonical, instant

MACHINE = Actor(name="归并程序", unit="系统")
"""Under whose name a run stands."""


class NotSo(Refusal):
    """A move that does not fit how the groups stand; str() says so in Chinese."""


class Proposed(NamedTuple):
    """One group as a run proposes it, its leader among its members."""

    leader: str
    members: Sequence[str]


class Run(NamedTuple):
    """What a run was made with: version and parameters of the method, digest of the draft taken out."""

    version: str
    parameters: Mapping[str, Any]
    draft: str
    counts: Mapping[str, int]


def record_run(
    engine: Engine, item: str, round: int, run: Run, groups: Iterable[Proposed], at: datetime
) -> int:
    """Put a run and the groups that it proposes on file; its number.

    A group whose leader led one before keeps its code. What people have placed stays.
    """
    with database.writing(engine) as connection:
        _still_open(connection, item, round)
        before = events(connection, item, round)
        led = {g.leader: g.code for g in fold(before).groups.values()}
        # A group with a leader that had a code in an earlier run keeps it, though a person merged it.
        led = {e.said["leader"]: e.said["group"] for e in before if e.kind is Move.NEW} | led
        said = canonical(dict(run.parameters)), run.draft, canonical(dict(run.counts)), instant(at)
        [number] = append(connection, GROUP_RUNS, [(item, round, run.version, *said)])
        free, used = _next_code(before), set[str]()
        made: list[tuple[Move, Mapping[str, Any]]] = [(Move.RUN, {"run": number})]
        for group in groups:
            code = led.get(group.leader, "")
            if not code or code in used:
                code, free = f"g{free}", free + 1
            used.add(code)
            made.append(
                (Move.NEW, {"group": code, "leader": group.leader, "members": list(group.members)})
            )
        _append(connection, item, round, number, made, MACHINE, at)
    return number


def move(
    engine: Engine, item: str, round: int, kind: Move, said: Mapping[str, Any], *,
    actor: Actor, at: datetime,
) -> int:  # fmt: skip
    """What a person does with groups; the number of the event. Raises NotSo where it does not fit.

    `said`: MERGE into, from; SPLIT group, points; JOIN group, points; LEAVE points; LABEL group, title;
    CONFIRM group; UNDO event.
    """
    if kind in BY_MACHINE:
        raise NotSo("这一步由归并程序办理")
    with database.writing(engine) as connection:
        _still_open(connection, item, round)
        before = events(connection, item, round)
        there = read(connection, item, round).points if kind is Move.JOIN else {}
        full = _checked(before, kind, dict(said), there)
        [number] = _append(connection, item, round, 0, [(kind, full)], actor, at)
    return number


def grouping(
    connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}
) -> Grouping:
    """How the groups of a round stand; `heads` see storage.register.rows.until."""
    return fold(events(connection, item, round, heads))


def events(
    connection: Connection, item: str, round: int, heads: Mapping[str, int] = {}
) -> list[Event]:
    """Every event of a round, in order."""
    query = select(GROUP_EVENTS).where(GROUP_EVENTS.c.item == item, GROUP_EVENTS.c.round == round)
    query = query.where(until(GROUP_EVENTS, heads))
    return [
        Event(
            row.position,
            Move(row.kind),
            json.loads(row.payload),
            Actor.model_validate_json(row.actor).name,
        )
        for row in connection.execute(query.order_by(GROUP_EVENTS.c.position))
    ]


def hand_share(grouping: Grouping) -> tuple[int, int]:
    """Grouped points, and how many of them stand in groups that a person has confirmed."""
    groups = grouping.groups.values()
    confirmed = sum(len(g.members) for g in groups if g.is_confirmed)
    return len(grouping.place), confirmed


def _append(
    connection: Connection, item: str, round: int, run: int,
    made: Iterable[tuple[Move, Mapping[str, Any]]], actor: Actor, at: datetime,
) -> range:  # fmt: skip
    who, when = canonical(actor.model_dump(mode="json")), instant(at)
    rows = ((item, round, run, kind.value, canonical(said), who, when) for kind, said in made)
    return append(connection, GROUP_EVENTS, rows)


def _still_open(connection: Connection, item: str, round: int) -> None:
    """Raises NotSo once the adoption statement of the round is on file: groups are as it says."""
    filed = select(func.count()).select_from(STATEMENTS)
    if connection.scalar(filed.where(STATEMENTS.c.item == item, STATEMENTS.c.round == round)):
        raise NotSo(
            f"{item} 的意见采纳情况已经登记，归并不能再改；确有错误的，再次征求意见或者更正答复"
        )


def _next_code(before: Sequence[Event]) -> int:
    taken = (e.said.get("new") or e.said.get("group") or "" for e in before)
    return 1 + max((int(code[1:]) for code in taken if code), default=0)


def _checked(
    before: Sequence[Event], kind: Move, said: dict[str, Any], points: Mapping[str, object]
) -> dict[str, Any]:
    """What a person said, with what is filled in for him. Raises NotSo."""
    now = fold(before)
    match kind:
        case Move.MERGE:
            for code in (said["into"], *said["from"]):
                _group(now, code)
            if said["into"] in said["from"] or not said["from"]:
                raise NotSo("合并要写明两个不同的组")
        case Move.SPLIT | Move.JOIN | Move.LABEL | Move.CONFIRM:
            group = _group(now, said["group"])
            if kind is Move.SPLIT:
                _members(group, said["points"])
                said["new"] = f"g{_next_code(before)}"
            elif kind is Move.JOIN:
                _known(points, said["points"])
            elif kind is Move.CONFIRM:
                said["members"] = group.digest
            elif not str(said["title"]).strip():
                raise NotSo("组名是空的，请写明这一组在说什么")
        case Move.LEAVE:
            if not said["points"] or any(p not in now.place for p in said["points"]):
                raise NotSo("移出的意见不在任何一组里，请核对编号")
        case Move.UNDO:
            _undoable(before, said["event"])
    return said


def _group(now: Grouping, code: str) -> Group:
    if code not in now.groups:
        raise NotSo(f"没有编号为 {code} 的组，可能已经合并或者拆开，请刷新后再办")
    return now.groups[code]


def _members(group: Group, points: Sequence[str]) -> None:
    if missing := [p for p in points if p not in group.members]:
        raise NotSo(f"意见 {missing[0]} 不在组 {group.code} 里，请核对编号")
    if not points or len(points) >= len(group.members):
        raise NotSo(f"从组 {group.code} 拆出的，至少一条、至多{len(group.members) - 1}条")


def _known(there: Mapping[str, object], points: Sequence[str]) -> None:
    if missing := [p for p in points if p not in there]:
        raise NotSo(f"没有编号为 {missing[0]} 的意见，请核对编号")
    if not points:
        raise NotSo("请写明归入哪几条意见")


def _undoable(before: Sequence[Event], no: int) -> None:
    """Raises NotSo for what is not there, was the machine's, or that something later was built on."""
    chosen = next((e for e in before if e.no == no), None)
    if chosen is None or chosen.kind in BY_MACHINE:
        raise NotSo(f"没有可以撤销的第{no}号操作，请核对编号")
    gone = undone(before)
    if no in gone:
        raise NotSo(f"第{no}号操作已经撤销过了")
    touched = _touched(chosen)
    by_people = (e for e in before if e.no > no and e.kind not in BY_MACHINE | {Move.UNDO})
    for later in by_people:
        shared = touched & _touched(later)
        if shared and later.no not in gone:
            said = f"第{later.no}号操作（{later.kind.value}）是在它之后对 {min(shared)} 办的"
            raise NotSo(f"{said}，请先撤销那一号")


def _touched(event: Event) -> set[str]:
    """The groups and points that an event is about."""
    said = event.said
    groups = {
        said.get("group", ""),
        said.get("into", ""),
        said.get("new", ""),
        *said.get("from", ()),
    }
    return (groups | set(said.get("points", ()))) - {""}
