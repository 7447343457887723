"""What four offices published of their decisions, judged: nothing unknown is taken as done.

A door that obeys the law would refuse these records; here they are put on file as they were
published, each is judged against those before it, and the findings are the duties not evidenced.
The flags of an item (特定群体, 经营者, 社会公众普遍关心) are unknown as well; unset, they find nothing.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from catalog.dossier import Dossier
from catalog.opinion import Opinion
from catalog.parse import parse
from catalog.record import Record
from catalog.rules import Finding, judge
from catalog.stages import STEPS
from catalog.states import StageState, Status
from catalog.status import status
from tests.rules.lawful import RECORDS, blocking, file, ids

HERE = Path(__file__).parent


class Known(NamedTuple):
    """One record as published, before it is filed."""

    step: str
    record: Record
    on: date
    opinions: tuple[Opinion, ...]
    dossier: Dossier

    def findings(self) -> list[Finding]:
        """What the law finds in it."""
        return judge(self.dossier, self.step, self.record, self.on, opinions=self.opinions)


def case(name: str) -> dict[str, Any]:
    """A case file."""
    loaded = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def known(name: str) -> Iterator[Known]:
    """The records of a case, each with the dossier before it."""
    content = case(name)
    dossier = Dossier(content["id"])
    for filed in content["known"]:
        record = parse(STEPS[filed["step"]].record, filed["payload"])
        opinions = tuple(parse(Opinion, row) for row in filed.get("opinions", ()))
        yield Known(filed["step"], record, filed["filed_on"], opinions, dossier)
        dossier = file(dossier, filed["step"], record, filed["filed_on"])


def dossier_of(name: str) -> Dossier:
    """All that is known of a case."""
    *_, last = known(name)
    return file(last.dossier, last.step, last.record, last.on)


# Everywhere: the catalog is unknown (FIL-01), so is the start (DRF-01); of the notice neither draft,
# explanation nor ways to answer were kept (PUB-02), nor a draft interpretation (PUB-24).
UNEVIDENCED = {
    "putuo-2024-rubbish": {
        "entry.inclusion": {"FIL-01"},
        # 32 days (31 without the first): long enough. The channels are not known.
        "consultation.notice": {"DRF-01", "PUB-02", "PUB-07", "PUB-24"},
        # Nothing received from public or units, and said so; published 16 days after the end.
        "consultation.adoption": {"DRF-01"},
    },
    "minhang-2023-landslides": {
        "entry.inclusion": {"FIL-01"},
        # 31 days (30 without the first); the end, a Saturday, moves to Monday 13 November.
        "consultation.notice": {"DRF-01", "PUB-02", "PUB-07", "PUB-24"},
        # Published on the first lawful day. Two opinions were adopted; their texts are not known.
        "consultation.adoption": {"DRF-01", "PUB-19"},
    },
    "chongming-2021-plan": {
        "entry.inclusion": {"FIL-01"},
        # Aspects, declarations and conclusion are not known, nor whether the experts differed.
        # An oral review at a meeting needs no signature.
        "expert_review.review": {"DRF-01", "EXP-02", "EXP-05", "EXP-06", "EXP-08"},
        # 30 days only with the first day counted; the website is the one channel known.
        "consultation.notice": {"DRF-01", "PUB-02", "PUB-05", "PUB-07", "PUB-24"},
        # One opinion, adopted, with its row; published 51 days after the end.
        "consultation.adoption": {"DRF-01", "PUB-26"},
    },
    "jinzhai-2022-corner": {
        "entry.inclusion": {"FIL-01"},
        # 32 days (31 without the first).
        "consultation.notice": {"DRF-01", "PUB-02", "PUB-07", "PUB-24"},
        # 3 = 2 + 1 adds up; the table was published but its rows were not kept.
        "consultation.adoption": {"DRF-01", "PUB-19"},
    },
}
WARNINGS = {"PUB-05", "PUB-07", "PUB-24", "PUB-26", "EXP-02", "EXP-06"}
MISSING = {
    "putuo-2024-rubbish": {"DRF-01", "EXP-01", "RSK-01"},
    "minhang-2023-landslides": {"DRF-01", "EXP-01", "RSK-01"},
    "chongming-2021-plan": {"DRF-01", "RSK-01"},
    "jinzhai-2022-corner": {"DRF-01", "EXP-01", "RSK-01"},
}
"""What stands between the case and a legality review: nobody said that these do not apply."""

CASES = pytest.mark.parametrize("name", UNEVIDENCED)


def test_every_case_on_the_shelf_is_judged() -> None:
    assert {path.stem for path in HERE.glob("*.yaml")} == set(UNEVIDENCED)


@CASES
def test_the_duties_not_evidenced_are_exactly_these(name: str) -> None:
    assert {one.step: ids(one.findings()) for one in known(name)} == UNEVIDENCED[name]


@CASES
def test_what_is_not_evidenced_refuses_the_record_unless_the_rule_only_warns(name: str) -> None:
    for one in known(name):
        assert blocking(one.findings()) == UNEVIDENCED[name][one.step] - WARNINGS


@CASES
def test_neither_review_nor_decision_nor_publication_is_reachable(name: str) -> None:
    dossier, long_after = dossier_of(name), date(2026, 5, 13)
    for stage in ("legality_review", "decision", "disclosure", "evaluation"):
        assert not dossier.reachable(stage)
        assert dossier.stage_state(stage, long_after) is StageState.NOT_YET
    assert [a.step_id for a in dossier.awaiting(long_after)] == ["entry.start"]


@CASES
@pytest.mark.parametrize(
    ("step", "order"),
    [
        ("legality_review.submission", set()),
        ("decision.package", {"LEG-01"}),
        ("disclosure.publication", {"LEG-01", "DEC-16"}),
    ],
)
def test_a_later_record_is_refused_for_every_stage_before_it(
    name: str, step: str, order: set[str]
) -> None:
    filed = RECORDS[step]
    refused = blocking(judge(dossier_of(name), step, filed.record, filed.on))
    assert refused >= MISSING[name] | order
    gates = {"DRF-01", "PUB-01", "EXP-01", "RSK-01", "LEG-01", "DEC-16"}
    assert refused & gates == MISSING[name] | order


@CASES
def test_the_public_is_told_no_more_than_is_known(name: str) -> None:
    assert status(dossier_of(name), date(2026, 5, 13)) is Status.STUDYING


@CASES
def test_a_case_names_its_source_and_nobody(name: str) -> None:
    text = (HERE / f"{name}.yaml").read_text("utf-8")
    assert re.match(
        r"https://[a-z.]+\.gov\.cn/", case(name)["source"].replace("//shpt", "//www.shpt")
    )
    assert not re.search(r"[\w.]+@[\w.]+|1[3-9]\d{9}", text)
    for one in known(name):
        assert all(not row.person and not row.contact for row in one.opinions)
