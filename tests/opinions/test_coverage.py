"""Whom the law wants heard is told from the register, and the rules say the same of the statement."""

import json
from datetime import date
from pathlib import Path

import pytest

import cli
from catalog.opinion import Audience, OpinionSource
from catalog.rules.adoption import wanted
from catalog.rules.base import Case
from catalog.stages.consultation import Participation
from catalog.submission import Channel
from opinions.coverage import Covered, coverage, groups_heard
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.catalog.rules.test_consultation import ids, judged
from tests.opinions.conftest import letter
from tests.opinions.test_statement import receive
from tests.storage.life import ADOPTION

DAY = date(2026, 4, 20)
ASKED = ("人民团体", "社会组织", "群众代表", "企业", "行业协会商会")


def told(ledger: Ledger) -> dict[str, Covered]:
    with ledger.engine.connect() as connection:
        return {one.audience.value: one for one in coverage(connection, ledger.load(ITEM), 1, DAY)}


def test_who_was_heard_by_letters_and_who_was_not(ledger: Ledger) -> None:
    otherwise = [f.record for f in LAWFUL if isinstance(f.record, Participation)]
    reached = {a.value for one in otherwise for a in one.audiences}
    before = told(ledger)
    assert set(ASKED) <= before.keys()
    assert {name for name, one in before.items() if not one.ways} == set(ASKED) - reached
    asked = {"source": OpinionSource.UNIT, "channel": Channel.UNIT_LETTER}
    receive(
        ledger,
        letter("同意", audience=Audience.ENTERPRISE, **asked),
        letter("减负", audience=Audience.ENTERPRISE, **asked),
        letter("走访时说的", audience=Audience.GRASSROOTS, channel=Channel.VISIT),
        "无关的来信",
    )
    after = told(ledger)
    [way] = after["企业"].ways
    assert (way.how, way.letters, way.first) == ("单位来函", 2, date(2026, 3, 10))
    assert after["企业"].rule == "PUB-10"
    assert "优化营商环境条例" in after["企业"].article
    assert after["基层走访"].ways[0].letters == 1
    assert list(after)[: len(set(ASKED) - reached) - 1] == [n for n in after if not after[n].ways]
    rows = groups_heard(list(after.values()))
    assert {"audience": "企业", "how": "单位来函", "heard_on": "2026-03-10"} in rows


def test_the_rules_ask_for_the_same_as_the_report(ledger: Ledger) -> None:
    """Nobody is heard: each rule finds what the report says that it wants."""
    found = ids(judged(ADOPTION, groups_heard=(), given=None))
    case = Case(ledger.load(ITEM), ADOPTION, DAY)
    assert {one.rule for one in wanted(case)} <= found | {"PUB-11"}
    assert {"PUB-09", "PUB-10"} <= found


def test_by_the_command_line(
    lived: Path, ledger: Ledger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = str(tmp_path)
    assert cli.run(["opinions", "coverage", ITEM, "--home", home]) == 1
    assert "还没有听取" in capsys.readouterr().err.replace("\n", "")
    receive(ledger, *(letter("同意", audience=Audience(name)) for name in ASKED))
    assert cli.run(["opinions", "coverage", ITEM, "--json", "--home", home]) in {0, 1}
    said = json.loads(capsys.readouterr().out)
    assert {row["audience"] for row in said["专门听取意见情况"]} >= set(ASKED)
