"""What thirteen offices published of their decisions, judged: nothing unknown is taken as done.

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

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.opinion import Opinion
from catalog.parse import parse
from catalog.record import Record
from catalog.rules import judge
from catalog.stages import STEPS
from catalog.stages.consultation import closing_day
from catalog.stages.entry import Inclusion
from catalog.states import StageState, Status
from catalog.status import status
from tests.catalog.rules.lawful import RECORDS, blocking, file, ids

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
# explanation nor ways to answer were kept (PUB-02), nor a draft interpretation (PUB-24), nor that
# anybody looked through what was published before it went out (DIS-09).
NOTICE = {"DRF-01", "PUB-02", "PUB-07", "PUB-24"}
UNEVIDENCED: dict[str, dict[str, set[str]]] = {
    "putuo-2024-rubbish": {
        # 32 days (31 without the first): long enough. The channels are not known.
        "consultation.notice": NOTICE | {"DIS-09"},
        # Nothing received from public or units, and said so; published 16 days after the end.
        "consultation.adoption": {"DRF-01", "DIS-09"},
    },
    "minhang-2023-landslides": {
        # 31 days (30 without the first); the end, a Saturday, moves to Monday 13 November.
        "consultation.notice": NOTICE | {"DIS-09"},
        # Published on the first lawful day. Two opinions were adopted; their texts are not known.
        "consultation.adoption": {"DRF-01", "DIS-09", "PUB-41"},
    },
    "chongming-2021-plan": {
        # Aspects, declarations and conclusion are not known, nor whether the experts differed.
        # An oral review at a meeting needs no signature. Two experts are few, and even. It came before
        # the notice, and nobody knows on which draft (DRF-05).
        "expert_review.review": {
            "DRF-01",
            "DRF-05",
            "EXP-02",
            "EXP-05",
            "EXP-06",
            "EXP-07",
            "EXP-08",
        },
        # 30 days only with the first day counted; the website is the one channel known.
        "consultation.notice": NOTICE | {"DIS-09", "PUB-05"},
        # One opinion, adopted, with its row; published 51 days after the end.
        "consultation.adoption": {"DRF-01", "DIS-09", "PUB-26"},
    },
    "jinzhai-2022-corner": {
        # 32 days (31 without the first).
        "consultation.notice": NOTICE | {"DIS-09"},
        # 3 = 2 + 1 adds up; the table was published but its rows were not kept, nor why not.
        "consultation.adoption": {"DRF-01", "PUB-18", "PUB-41"},
    },
    "shanghai-2023-soil": {
        # No day of the notice is known.
        "consultation.notice": NOTICE | {"PUB-06"},
        # 62 points, 55 adopted: nothing is said of 7, and no rows were kept.
        "consultation.adoption": {"DRF-01", "PUB-19", "PUB-41"},
    },
    "minhang-2024-jindu": {
        # “In January 2024” is no day.
        "consultation.notice": NOTICE | {"PUB-06"},
        # Nothing received, and said so.
        "consultation.adoption": {"DRF-01", "DIS-09"},
    },
    # 30 days only with the first day counted.
    "minhang-2024-elders": {"consultation.notice": NOTICE | {"DIS-09", "PUB-05"}},
    "putuo-2023-pollution": {"consultation.notice": NOTICE | {"DIS-09", "PUB-05"}},
    # 33 days (32 without the first).
    "minhang-2023-park": {"consultation.notice": NOTICE | {"DIS-09"}},
    # 31 days (exactly 30 without the first).
    "putuo-2025-openness": {"consultation.notice": NOTICE | {"DIS-09"}},
    "xiangyin-2022-roads": {
        # 7 days, and nobody said why.
        "consultation.notice": NOTICE | {"DIS-09", "PUB-03"},
        # 16 submissions; two points adopted, without a row for any.
        "consultation.adoption": {"DRF-01", "PUB-41"},
    },
    "moyu-2025-catalog": {
        # A call for matters to be listed: 713-15 asks nothing of it, and it is no consultation.
        "consultation.notice": {"DRF-01", "DIS-09", "PUB-07", "PUB-30"},
        # 24 points, and for none of them by number what became of it.
        "consultation.adoption": {"DRF-01", "PUB-17", "PUB-19"},
    },
    # 32 days (31 without the first).
    "huzhou-2021-plan": {"consultation.notice": NOTICE | {"DIS-09"}},
}
for found in UNEVIDENCED.values():
    found["entry.inclusion"] = {"FIL-01"}
WARNINGS = {"PUB-05", "PUB-07", "PUB-24", "PUB-26", "EXP-02", "EXP-06", "EXP-07"}


def missing(name: str) -> set[str]:
    """What stands between a case and a legality review: nobody said that these do not apply."""
    known_of = UNEVIDENCED[name]
    gates = {"expert_review.review": "EXP-01", "consultation.adoption": "PUB-01"}
    return {"DRF-01", "RSK-01"} | {gate for step, gate in gates.items() if step not in known_of}


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
        assert not lifecycle.reachable(dossier, stage)
        assert lifecycle.stage_state(dossier, stage, long_after) is StageState.NOT_YET
    assert [a.step_id for a in lifecycle.awaiting(dossier, long_after)] == ["entry.start"]


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
    assert refused >= missing(name) | order
    gates = {"DRF-01", "PUB-01", "EXP-01", "RSK-01", "LEG-01", "DEC-16"}
    assert refused & gates == missing(name) | order


@CASES
def test_the_public_is_told_no_more_than_is_known(name: str) -> None:
    assert status(dossier_of(name), date(2026, 5, 13)) is Status.STUDYING


@CASES
def test_a_case_names_its_source_and_nobody(name: str) -> None:
    text = (HERE / f"{name}.yaml").read_text("utf-8")
    assert re.match(r"https?://[a-z.]+\.gov\.cn/|.+公开的页面，网址没有抄录$", case(name)["source"])
    assert not re.search(r"[\w.]+@[\w.]+|1[3-9]\d{9}", text)
    for one in known(name):
        assert all(not row.person and not row.contact for row in one.opinions)


@pytest.mark.parametrize(
    ("name", "last"),
    [
        ("minhang-2023-landslides", date(2023, 11, 13)),  # a Saturday
        ("minhang-2023-park", date(2023, 3, 20)),  # a Sunday
        ("putuo-2025-openness", date(2025, 12, 19)),
        ("chongming-2021-plan", date(2021, 7, 19)),  # a Saturday
        ("shanghai-2023-soil", None),
    ],
)
def test_a_last_day_on_a_day_off_moves_on_and_never_back(name: str, last: date | None) -> None:
    assert closing_day(dossier_of(name)) == last


def test_the_seven_days_of_an_unlisted_normative_document_are_another_rule() -> None:
    """Whether the roads of 湘阴 were listed is not known; had it not been, 713 would not speak."""
    one = next(k for k in known("xiangyin-2022-roads") if k.step == "consultation.notice")
    listing = parse(
        Inclusion,
        {"item": {"no": 1, "name": "农村公路管理办法", "regime": "行政规范性文件"}},
    )
    unlisted = file(Dossier("xyx-2022-01"), "entry.inclusion", listing, one.on)
    found = one._replace(dossier=unlisted).findings()
    assert {"PUB-28", "PUB-03"} & ids(found) == {"PUB-28"}
    assert "只有4个工作日" in next(f.what for f in found if f.rule == "PUB-28")
