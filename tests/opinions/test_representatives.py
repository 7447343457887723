"""The draw of representatives: nobody can steer it, anybody can repeat it."""

import random
import subprocess
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest

from catalog.timezone import SHANGHAI
from opinions.representatives import (
    Call,
    Candidate,
    NotDrawn,
    Result,
    Seats,
    check,
    choice,
    drawn,
    list_text,
    put_call,
    put_list,
    put_result,
    script,
)
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.storage.life import ACTOR

CALL = Call(
    topic="老年助餐补贴标准", meets_on=date(2026, 5, 13),
    seats=(Seats(group="老年人", number=2), Seats(group="助餐点经营者", number=1)),
    signup_ends_on=date(2026, 4, 30), rule="按编号的HMAC-SHA256从小到大", public_draw="双色球第2026049期",
    drawn_on=date(2026, 5, 5),
)  # fmt: skip
NUMBERS = "03 08 15 22 27 31 09"
PEOPLE = [Candidate("老年人", f"L{n:03}") for n in range(5)] + [Candidate("助餐点经营者", "Z001")]
NAME = "第12次会议"


def on(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 10, tzinfo=SHANGHAI)


def by_shell(
    result: Result, candidates: Sequence[Candidate], folder: Path
) -> list[tuple[str, str]]:
    """Class and code in the order that the published shell finds."""
    (folder / "名单.txt").write_text(list_text(candidates), "utf-8")
    ran = subprocess.run(
        ["sh", "-c", script(result)], cwd=folder, capture_output=True, text=True, check=True
    )
    rows = [line.split("\t") for line in ran.stdout.splitlines()]
    return [(group, code) for group, _, code in rows]


@pytest.mark.parametrize("seed", [*range(4), *(pytest.param(n, marks=pytest.mark.soak) for n in range(4, 100))])  # fmt: skip
def test_python_and_the_shell_and_the_published_data_draw_alike(seed: int, tmp_path: Path) -> None:
    """CONSULTATION §10, 16."""
    luck = random.Random(seed)
    groups = ["老年人", "家属", "O'Neill"][: luck.randint(1, 3)]
    call = CALL.model_copy(
        update={
            "seats": tuple(Seats(group=g, number=luck.randint(1, 3)) for g in groups),
            "rule": f"办法'{seed}",
        }
    )
    people = [
        Candidate(luck.choice(groups), f"C{n}-{luck.randint(0, 99)}")
        for n in range(luck.randint(1, 9))
    ]
    made = drawn(call, people, " ".join(str(luck.randint(1, 33)) for _ in range(7)))
    assert drawn(call, luck.sample(people, len(people)), made.numbers) == made
    order = [(g, c) for g in sorted(made.chosen) for c in made.chosen[g] + made.alternates[g]]
    shell = by_shell(made, people, tmp_path)
    assert [(g, c) for g in sorted(made.chosen) for s, c in shell if s == g] == order
    check(call, list_text(people), made)
    check(call, list_text(people), Result(**made._asdict()))


def test_a_list_changed_by_one_code_is_not_the_one_drawn() -> None:
    made = drawn(CALL, PEOPLE, NUMBERS)
    other = [*PEOPLE[:-1], Candidate("助餐点经营者", "Z002")]
    with pytest.raises(NotDrawn, match="名单被改动过"):
        check(CALL, list_text(other), made)
    steered = made._replace(chosen=made.chosen | {"老年人": ["L000", "L001"]})
    with pytest.raises(NotDrawn, match="结果不同"):
        check(CALL, list_text(PEOPLE), steered)


def test_everybody_has_the_same_chance() -> None:
    often = dict.fromkeys((c.code for c in PEOPLE[:5]), 0)
    for n in range(4000):
        for code in drawn(CALL, PEOPLE, str(n)).chosen["老年人"]:
            often[code] += 1
    assert all(abs(count - 1600) < 5 * 31 for count in often.values())  # five standard deviations


def test_a_choice_goes_from_call_to_list_to_result(ledger: Ledger) -> None:
    engine = ledger.engine
    put_call(engine, ITEM, NAME, CALL, actor=ACTOR, at=on(4, 16))
    with pytest.raises(NotDrawn, match="报名截止（2026-04-30）以后"):
        put_list(engine, ITEM, NAME, PEOPLE, actor=ACTOR, at=on(4, 30))
    put_list(engine, ITEM, NAME, PEOPLE, actor=ACTOR, at=on(5, 1))
    for late in (on(5, 2), on(5, 6)):
        with pytest.raises(NotDrawn, match="不能再改"):
            put_list(engine, ITEM, NAME, PEOPLE[:-1], actor=ACTOR, at=late)
    with pytest.raises(NotDrawn, match="2026-05-05 才公布"):
        put_result(engine, ITEM, NAME, NUMBERS, actor=ACTOR, at=on(5, 4))
    for other in ("", "3 08 15", "03,08,15", "03 08 15 红", "０３ ０８", "第1期 03 08"):
        with pytest.raises(NotDrawn, match="写法不同，抽出来的就不同"):
            put_result(engine, ITEM, NAME, other, actor=ACTOR, at=on(5, 6))
    made = put_result(engine, ITEM, NAME, NUMBERS, actor=ACTOR, at=on(5, 6))
    assert {g: len(c) for g, c in made.chosen.items()} == {"老年人": 2, "助餐点经营者": 1}
    with pytest.raises(NotDrawn, match="不能再抽"):
        put_result(engine, ITEM, NAME, "1 2 3", actor=ACTOR, at=on(5, 6))
    with engine.connect() as connection:
        there = choice(connection, ITEM, NAME)
    assert there is not None
    assert there.result == made
    assert ledger.verify() == []


@pytest.mark.parametrize(
    ("people", "why"),
    [
        ([], "名单是空的"),
        ([PEOPLE[0], PEOPLE[0]], "编号L000重复"),
        ([Candidate("学生", "X1")], "类别“学生”公告里没有"),
        ([Candidate("老年人", "张三")], "应为20位以内"),
        ([Candidate("老年人", "13912345678")], "不能是手机号码"),
        ([Candidate("老年人", "11010119900307775X")], "不能是手机号码、身份证号"),
    ],
)
def test_a_list_that_cannot_be_drawn_from_is_refused(
    ledger: Ledger, people: list[Candidate], why: str
) -> None:
    put_call(ledger.engine, ITEM, NAME, CALL, actor=ACTOR, at=on(4, 16))
    with pytest.raises(NotDrawn, match=why):
        put_list(ledger.engine, ITEM, NAME, people, actor=ACTOR, at=on(5, 1))


def test_a_draw_that_is_over_before_the_list_is_public_is_no_seed(ledger: Ledger) -> None:
    early = CALL.model_copy(update={"drawn_on": date(2026, 4, 20)})
    with pytest.raises(NotDrawn, match="依次在后"):
        put_call(ledger.engine, ITEM, NAME, early, actor=ACTOR, at=on(4, 16))
