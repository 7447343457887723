"""Groups are folded events: people's hands hold, machine runs move nothing of theirs, all can be undone."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opinions.batches import Received
from opinions.groups import Event, Grouping, Move, fold, undone
from opinions.moves import NotSo, Proposed, Run, events, grouping, hand_share, move, record_run
from opinions.register import Register
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, batch, letter
from tests.storage.life import ACTOR

METHOD = Run("1", {"share": 0.6}, "", {"letters": 10})


def run(*groups: Sequence[str], first: int = 1) -> list[Event]:
    """A run as events: groups g1, g2 ... with their leaders first."""
    made = [Event(first, Move.RUN, {"run": 1})]
    for n, members in enumerate(groups, 1):
        said = {"group": f"g{n}", "leader": members[0], "members": list(members)}
        made.append(Event(first + n, Move.NEW, said))
    return made


def shape(now: Grouping) -> dict[str, set[str]]:
    return {code: set(group.members) for code, group in now.groups.items()}


def test_a_run_places_what_no_person_has_placed() -> None:
    before = [
        *run("12", "34"),
        Event(9, Move.MERGE, {"into": "g1", "from": ["g2"]}),
    ]
    again = [
        Event(20, Move.RUN, {"run": 2}),
        Event(21, Move.NEW, {"group": "g1", "leader": "1", "members": ["1", "2"]}),
        Event(22, Move.NEW, {"group": "g2", "leader": "3", "members": ["3", "4", "5"]}),
        Event(23, Move.NEW, {"group": "g7", "leader": "8", "members": ["8", "9"]}),
    ]
    now = fold([*before, *again])
    assert shape(now) == {"g1": {"1", "2", "3", "4", "5"}, "g7": {"8", "9"}}
    assert now.groups["g1"].members == {"1": True, "2": True, "3": True, "4": True, "5": False}
    assert now.groups["g1"].came_of == ["g2"]


def test_a_new_run_without_a_person_forgets_the_old_one() -> None:
    now = fold([*run("12", "34"), *run("13", first=10)])
    assert shape(now) == {"g1": {"1", "3"}}


def test_what_a_person_took_out_stays_out() -> None:
    now = fold([*run("123"), Event(9, Move.LEAVE, {"points": ["3"]}), *run("123", first=10)])
    assert shape(now) == {"g1": {"1", "2"}}


def test_a_confirmation_is_of_the_members_that_were_seen() -> None:
    seen = fold(run("12")).groups["g1"].digest
    confirm = Event(9, Move.CONFIRM, {"group": "g1", "members": seen}, "甲")
    now = fold([*run("12"), confirm])
    assert now.groups["g1"].is_confirmed
    assert hand_share(now) == (2, 2)
    later = fold([*run("12"), confirm, *run("123", first=20)])
    assert not later.groups["g1"].is_confirmed
    assert later.groups["g1"].confirmed_by == "甲"


def test_the_group_goes_on_when_its_leader_leaves() -> None:
    now = fold([*run("123"), Event(9, Move.LEAVE, {"points": ["1"]})])
    assert (now.groups["g1"].leader, set(now.groups["g1"].members)) == ("2", {"2", "3"})


def test_undoing_an_undoing_does_it_again() -> None:
    merged = [*run("12", "34"), Event(9, Move.MERGE, {"into": "g1", "from": ["g2"]})]
    back = [*merged, Event(10, Move.UNDO, {"event": 9})]
    assert fold(back) == fold(run("12", "34"))
    assert fold([*back, Event(11, Move.UNDO, {"event": 10})]) == fold(merged)


# ------------------------------------------------------------------ any events at all


def naive(history: Sequence[Event]) -> dict[str, frozenset[str]]:
    """How points lie together, told again from nothing by another way: point -> group and held or not."""
    gone = undone(history)
    at: dict[str, str] = {}
    held = set[str]()
    for event in history:
        said = event.said
        if event.no in gone:
            continue
        lying = dict(at)

        def of(code: str, lying: dict[str, str] = lying) -> list[str]:
            return [p for p, g in lying.items() if g == code]

        match event.kind:
            case Move.RUN:
                at = {p: g for p, g in at.items() if p in held}
            case Move.NEW:
                free = [p for p in said["members"] if p not in at and p not in held]
                code = at.get(said["leader"]) or said["group"]
                if of(code) or len(free) > 1:
                    at |= dict.fromkeys(free, code)
            case Move.MERGE if of(said["into"]):
                for source in said["from"]:
                    if source != said["into"] and (moved := of(source, at)):
                        at |= dict.fromkeys(moved, said["into"])
                        held |= set(of(said["into"], at))
            case Move.SPLIT:
                out = [p for p in said["points"] if at.get(p) == said["group"]]
                if out and not of(said["new"]):
                    held |= set(of(said["group"]))
                    at |= dict.fromkeys(out, said["new"])
            case Move.JOIN if of(said["group"]):
                alone = set(of(said["group"])) <= set(said["points"]) - set(of(said["group"]))
                assert not alone
                at |= dict.fromkeys(said["points"], said["group"])
                held |= set(of(said["group"], at))
            case Move.LEAVE:
                out = [p for p in said["points"] if p in at]
                homes = {at[p] for p in out}
                for p in out:
                    del at[p]
                held |= set(out) | {p for p, g in at.items() if g in homes}
            case Move.LABEL | Move.CONFIRM:
                held |= set(of(said["group"]))
    return {code: frozenset(p for p, g in at.items() if g == code) for code in set(at.values())}


def any_event(no: int, luck: random.Random, points: list[str], codes: list[str]) -> list[Event]:
    some = luck.sample(points, luck.randint(1, 4))
    kind = luck.choice([m for m in Move if m is not Move.NEW])
    match kind:
        case Move.RUN:
            shuffled = luck.sample(points, len(points))
            made = [Event(no, Move.RUN, {"run": no})]
            while shuffled:
                size = luck.randint(2, 5)
                part, shuffled = shuffled[:size], shuffled[size:]
                said = {"group": luck.choice(codes), "leader": part[0], "members": part}
                made.append(Event(no + len(made), Move.NEW, said))
            return made
        case Move.MERGE:
            return [Event(no, kind, {"into": luck.choice(codes), "from": luck.sample(codes, 2)})]
        case Move.SPLIT:
            said = {"group": luck.choice(codes), "points": some, "new": luck.choice(codes)}
            return [Event(no, kind, said)]
        case Move.JOIN:
            return [Event(no, kind, {"group": luck.choice(codes), "points": some})]
        case Move.LEAVE:
            return [Event(no, kind, {"points": some})]
        case Move.LABEL:
            return [Event(no, kind, {"group": luck.choice(codes), "title": f"{no}"})]
        case Move.CONFIRM:
            return [Event(no, kind, {"group": luck.choice(codes), "members": "x"})]
        case _:
            return [Event(no, Move.UNDO, {"event": luck.randint(1, max(no - 1, 1))})]


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_groups_are_what_another_way_of_telling_makes_of_the_same_events(seed: int) -> None:
    luck = random.Random(seed)
    points, codes = [str(n) for n in range(1, 15)], [f"g{n}" for n in range(1, 9)]
    history = list[Event]()
    while len(history) < 60:
        history += any_event(len(history) + 1, luck, points, codes)
    now = fold(history)
    assert {c: frozenset(g.members) for c, g in now.groups.items()} == naive(history)
    for code, group in now.groups.items():
        assert group.leader in group.members
        assert all(now.place[p] == code for p in group.members)
    assert len(now.place) == sum(len(g.members) for g in now.groups.values())
    assert not now.single & now.place.keys()


@pytest.mark.parametrize("seed", [1, 2])
def test_ten_thousand_events_one_by_one_are_what_their_fold_is(seed: int) -> None:
    """CONSULTATION §10, 7: a projection kept up to date is the fold of all events, undoing and all."""
    luck = random.Random(seed)
    points, codes = [str(n) for n in range(1, 200)], [f"g{n}" for n in range(1, 60)]
    history, kept = list[Event](), Grouping()
    while len(history) < 10_000:
        new = any_event(len(history) + 1, luck, points, codes)
        if new[0].kind is Move.RUN and luck.random() < 0.9:
            continue  # or nothing but runs
        history += new
        if new[0].kind is Move.UNDO:
            if len(history) % 40 == 0:
                kept = fold(history)
            else:
                history.pop()
            continue
        for event in new:
            kept.apply(event)
    assert kept == fold(history)


# ------------------------------------------------------------------ on file


@pytest.fixture
def filled(ledger: Ledger, register: Register) -> Ledger:
    """Ten letters, of which the machine puts three and two together."""
    rows = [Received(n, letter(f"第{n}封来信")) for n in range(1, 11)]
    register.take_in(batch(), rows, actor=ACTOR, at=AT)
    groups = [Proposed("1", ["1", "2", "3"]), Proposed("4", ["4", "5"])]
    record_run(ledger.engine, ITEM, 1, METHOD, groups, AT)
    return ledger


def now(ledger: Ledger) -> dict[str, set[str]]:
    with ledger.engine.connect() as connection:
        return shape(grouping(connection, ITEM, 1))


def do(ledger: Ledger, kind: Move, **said: object) -> int:
    said = {"from": said.pop("sources"), **said} if "sources" in said else said
    return move(ledger.engine, ITEM, 1, kind, said, actor=ACTOR, at=AT)


def test_a_group_keeps_its_code_from_run_to_run(filled: Ledger) -> None:
    groups = [Proposed("6", ["6", "7"]), Proposed("4", ["4", "5", "8"]), Proposed("1", ["1", "2"])]
    record_run(filled.engine, ITEM, 1, METHOD, groups, AT)
    assert now(filled) == {"g3": {"6", "7"}, "g2": {"4", "5", "8"}, "g1": {"1", "2"}}
    assert filled.verify() == []


def test_people_merge_split_and_undo(filled: Ledger) -> None:
    merged = do(filled, Move.MERGE, into="g1", sources=["g2"])
    split = do(filled, Move.SPLIT, group="g1", points=["2", "5"])
    assert now(filled) == {"g1": {"1", "3", "4"}, "g3": {"2", "5"}}
    with pytest.raises(NotSo, match=f"第{split}号操作（拆出）.*请先撤销那一号"):
        do(filled, Move.UNDO, event=merged)
    do(filled, Move.UNDO, event=split)
    do(filled, Move.UNDO, event=merged)
    assert now(filled) == {"g1": {"1", "2", "3"}, "g2": {"4", "5"}}
    with filled.engine.connect() as connection:
        told = events(connection, ITEM, 1)
    assert [e.actor for e in told if e.kind is Move.MERGE] == [ACTOR.name]


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (Move.MERGE, {"into": "g1", "from": ["g9"]}, "没有编号为 g9 的组"),
        (Move.MERGE, {"into": "g1", "from": ["g1"]}, "两个不同的组"),
        (Move.SPLIT, {"group": "g1", "points": ["1", "2", "3"]}, "至少一条、至多2条"),
        (Move.SPLIT, {"group": "g1", "points": ["4"]}, "意见 4 不在组 g1 里"),
        (Move.JOIN, {"group": "g1", "points": ["99"]}, "没有编号为 99 的意见"),
        (Move.LEAVE, {"points": ["9"]}, "不在任何一组里"),
        (Move.LABEL, {"group": "g1", "title": " "}, "组名是空的"),
        (Move.UNDO, {"event": 1}, "没有可以撤销的第1号操作"),
        (Move.NEW, {}, "由归并程序办理"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence(
    filled: Ledger, kind: Move, said: dict[str, object], why: str
) -> None:
    with pytest.raises(NotSo, match=why):
        move(filled.engine, ITEM, 1, kind, said, actor=ACTOR, at=AT)
