"""The rows of the opinion table: the public and units apart, nothing shown that a writer keeps back, 条 by name."""

import os
import re
import signal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from catalog.opinion import Opinion, OpinionSource, Outcome
from catalog.record import Amendment, AmendmentKind
from catalog.submission import Consent, Contact
from opinions import statement
from opinions.answers import Answer, NotAnswered, answers
from opinions.groups import Move
from opinions.importers.words import clause_meant, clause_named
from opinions.moves import Proposed, move, record_run
from opinions.points import LayerKind, lay
from opinions.progress import standing
from opinions.register import Register
from opinions.statement import NotWhole, compute, file
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from storage.register.rows import append
from storage.register.tables import STATEMENTS
from storage.serialize import opinion_row
from tests import killing
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, letter
from tests.opinions.test_statement import (
    FILED_AT,
    METHOD,
    MORE,
    NO,
    answered,
    made,
    receive,
)
from tests.storage.life import ACTOR, ADOPTION

UNIT = {"source": OpinionSource.UNIT}


def grouped(ledger: Ledger, *ids: str) -> None:
    record_run(ledger.engine, ITEM, 1, METHOD, [Proposed(ids[0], ids)], AT)


def rows(ledger: Ledger) -> list[Opinion]:
    return [row.opinion for row in made(ledger).rows]


def test_units_and_the_public_are_never_added_up(ledger: Ledger) -> None:
    """Also where they say the same, and where what they sent cannot be used."""
    receive(ledger, letter("提高补贴", **UNIT), "提高补贴", "提高补贴", letter("？", **UNIT), "？")
    grouped(ledger, "1", "2", "3")
    for n in (4, 5):
        lay(ledger.engine, ITEM, n, LayerKind.UNUSABLE, "", reason="空白", actor=ACTOR, at=AT)
    answered(ledger, {"g1": NO})
    said = [(o.source, o.points, o.outcome) for o in rows(ledger)]
    assert sorted(said) == sorted([
        (OpinionSource.UNIT, 1, Outcome.NOT_ADOPTED),
        (OpinionSource.UNIT, 1, Outcome.OUT_OF_SCOPE),
        (OpinionSource.PUBLIC, 1, Outcome.OUT_OF_SCOPE),
        (OpinionSource.PUBLIC, 2, Outcome.NOT_ADOPTED),
    ])  # fmt: skip
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)


def test_a_group_that_nobody_agrees_to_show_is_no_more_shown_than_a_single_letter(
    ledger: Ledger,
) -> None:
    receive(ledger, *(letter(f"秘密{n}", consent=Consent.COUNT_ONLY) for n in range(3)))
    grouped(ledger, "1", "2")
    said = {"group": "g1", "title": "某企业的秘密"}
    move(ledger.engine, ITEM, 1, Move.LABEL, said, actor=ACTOR, at=AT)
    why = Answer(Outcome.NOT_ADOPTED, "您说的秘密已经核实，根据第三条不予采纳")
    answered(ledger, {"g1": why, "3": why})
    [row] = rows(ledger)
    assert row.points == 3
    assert "秘密" not in repr(made(ledger))


def test_a_row_says_the_clause_as_people_call_it(ledger: Ledger) -> None:
    """`t2k1x3` is an address, no name; what it is called is told by the draft that was consulted on."""
    receive(ledger, letter("提高补贴", clause="t2k1x3"))
    answered(ledger, {"1": NO})
    assert rows(ledger)[0].clause == "第二条第一款第三项"
    with ledger.engine.connect() as connection:
        said = compute(connection, ITEM, 1, numbers={"t2": "三", "t2k1": ""}).rows[0].opinion.clause
    assert said == "三第一款"
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    for row in ledger.load(ITEM, opinions=True).opinions[1]:
        assert not re.search(r"t\d", row.clause)


@pytest.mark.parametrize("said", ["第十二条", "第十二条第二款", "第十二条第二款第三项", ""])
def test_a_clause_has_the_name_by_which_it_was_found(said: str) -> None:
    assert clause_named(clause_meant(said), {}) == said


@pytest.mark.parametrize("anchor", ["t4k9999x9999", "t99999", "t4k0", "t0", "<b>", "t4k2x1"])
def test_an_anchor_that_somebody_made_up_names_nothing(anchor: str) -> None:
    """Whoever writes to the form writes what he likes behind ?tiao=t4."""
    assert clause_named(anchor, {"t4": "第四条", "t4k1": ""}) in {"", "第四条"}
    assert "None" not in clause_named(anchor, {})


def test_what_is_absorbed_says_which_clause_was_changed_and_how(ledger: Ledger) -> None:
    """PUB-42: like what is adopted, in words of the unit's own."""
    receive(ledger, "提高补贴")
    with pytest.raises(NotAnswered, match=r"修改条款：吸收采纳的.*\n.*修改内容：吸收采纳的"):
        answered(ledger, {"1": Answer(Outcome.ABSORBED)})
    answered(ledger, {"1": Answer(Outcome.ABSORBED, "", "第三条", "改为每餐4元")})
    assert rows(ledger)[0].reason == "修改为：改为每餐4元"
    filed = file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    assert not [f for f in filed.findings if f.rule == "PUB-42"]


@pytest.mark.parametrize("kind", [LayerKind.TRANSCRIPT, LayerKind.REDACTION])
def test_who_agreed_did_not_agree_to_what_was_laid_over_it_later(
    ledger: Ledger, kind: LayerKind
) -> None:
    receive(ledger, "提高补贴", "另一封")
    answered(ledger, {"1": NO, "2": NO})
    lay(ledger.engine, ITEM, 1, kind, "降低补贴", reason="看错了", actor=ACTOR, at=AT)
    with ledger.engine.connect() as connection:
        held = answers(connection, ITEM, 1)
    assert [bool(held[code].confirmed_by) for code in ("1", "2")] == [False, True]
    with pytest.raises(NotWhole, match="有1条答复没有经另一人确认（1）"):
        made(ledger)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_kill_leaves_no_statement_that_no_receipt_finds(
    ledger: Ledger, tmp_path: Path, when: str
) -> None:
    """What receipts are looked up by goes on file with the entry, or neither does."""
    receive(ledger, "提高补贴")
    answered(ledger, {"1": NO})
    ledger.engine.dispose()

    def dies(connection: Connection, *of: Any) -> None:
        if when == "after":
            append(connection, *of)
        os.kill(os.getpid(), signal.SIGKILL)

    def files() -> None:
        statement.append = dies  # type: ignore[assignment]  in a process of its own
        file(Ledger.open(tmp_path / "juece.db"), ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)

    entries = len(ledger.load(ITEM).entries)
    assert killing.run(files, tmp_path, killing.Kill(at=10**9)), "killed"
    assert len(ledger.load(ITEM).entries) == entries
    assert in_statements(ledger) == 0
    for _ in range(2):
        file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
        assert len(ledger.load(ITEM).entries) == entries + 1
        assert in_statements(ledger) == 1
    assert ledger.verify() == []


def test_a_statement_that_yesterdays_program_left_half_is_finished_when_it_is_given_again(
    ledger: Ledger,
) -> None:
    receive(ledger, "提高补贴")
    answered(ledger, {"1": NO})
    whole = made(ledger)
    rows = [opinion_row(row.opinion) for row in whole.rows]
    payload = {**statement.completed(whole, MORE), "opinions": rows}
    file_record(ledger, ITEM, ADOPTION, payload, actor=ACTOR, at=FILED_AT)
    assert in_statements(ledger) == 0
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    assert in_statements(ledger) == 1


def in_statements(ledger: Ledger) -> int:
    with ledger.engine.connect() as connection:
        return len(connection.execute(select(STATEMENTS)).all())


def test_a_letter_that_comes_after_the_statement_is_told(ledger: Ledger) -> None:
    register = Register(ledger.engine)
    receive(ledger, "提高补贴")
    answered(ledger, {"1": NO})
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    assert not any("又来了" in line for line in standing(register, ITEM, 1).lines)
    register.add(letter("逾期的一封", late=True), Contact(), actor=ACTOR, at=FILED_AT)
    assert any("登记以后又来了1件" in line for line in standing(register, ITEM, 1).lines)
    answered(ledger, {"2": NO})
    corrected = Amendment(kind=AmendmentKind.CORRECTION, reason="又收到一件")
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT, amends=corrected)
    assert not any("又来了" in line for line in standing(register, ITEM, 1).lines)


def test_no_statement_tells_of_fewer_letters_than_the_register_has(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither one written by hand, nor one that was computed a moment before another letter came."""
    register = Register(ledger.engine)
    by_hand = MORE | {"none_received": True}
    receive(ledger, "提高补贴")
    with pytest.raises(Refused, match="登记册里有1件来件，写了0件"):
        file_record(ledger, ITEM, ADOPTION, by_hand, actor=ACTOR, at=FILED_AT)
    answered(ledger, {"1": NO})

    def late(*said: object, **more: object) -> object:
        register.add(letter("又一封"), Contact(), actor=ACTOR, at=FILED_AT)
        return file_record(*said, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("opinions.statement.file_record", late)
        with pytest.raises(Refused, match="登记册里有2件来件，写了1件"):
            file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    answered(ledger, {"2": NO})
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
