"""What seven offices published as their catalogs, judged: each oddity is found, and nothing made up.

The items are judged as listed on the day of the paper; what it does not say stays unknown.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.item import DecisionItem
from catalog.parse import parse
from catalog.record import Record
from catalog.rules import judge
from catalog.stages.entry import Adjustment, Inclusion, Start
from catalog.states import Change
from tests.catalog.rules.lawful import blocking, file, ids

SHELF = Path(__file__).parent / "catalogs"


def paper(name: str) -> dict[str, Any]:
    """A catalog file."""
    loaded = yaml.safe_load((SHELF / f"{name}.yaml").read_text("utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def catalog(name: str) -> CatalogRecord:
    """The catalog, without its items."""
    return parse(CatalogRecord, paper(name)["目录"])


def items(name: str) -> dict[int, DecisionItem]:
    """Its items by number."""
    return {item.no: item for item in (parse(DecisionItem, row) for row in paper(name)["事项"])}


def empty(name: str, no: int) -> Dossier:
    """The dossier of an item before anything is on file."""
    record = catalog(name)
    return Dossier(f"{record.authority.id}-{record.year}-{no:02d}", catalog=record)


def of_the_catalog(name: str) -> list[Finding]:
    """What the law finds in the catalog itself."""
    record = catalog(name)
    dossier = Dossier(f"{record.authority.id}-{record.year}")
    return judge(dossier, "entry.catalog", record, paper(name)["filed_on"])


def of_an_item(name: str, no: int, **listing: object) -> list[Finding]:
    """What the law finds in one line of it."""
    record = Inclusion.model_validate({"item": items(name)[no], **listing})
    return judge(empty(name, no), "entry.inclusion", record, paper(name)["filed_on"])


# The words 重大公共措施 and 重大建设项目 are not the law's (CAT-18); item 2 uses the law's own.
# A health centre (3) and a company (5) are no organs (CAT-19). On 11 October no lawful timetable
# reaches a plan for the third quarter (CAT-25). Of no catalog were index, summary and date kept
# (CAT-32); 711-12 in its present wording is younger than that of 2017, whose number stands in
# square brackets instead of 〔〕 (DIS-28).
EXPECTED: dict[str, tuple[set[str], dict[int, set[str]]]] = {
    "c1-maqiao-2024": (
        {"CAT-32"},
        {
            1: {"CAT-18"},
            2: set(),
            3: {"CAT-18", "CAT-19"},
            4: {"CAT-18", "CAT-25"},
            5: {"CAT-18", "CAT-19"},
            6: {"CAT-18"},
            7: {"CAT-18"},
            8: {"CAT-18"},
        },
    ),
    "c4-siping-2024": ({"CAT-32"}, {1: set(), 2: set()}),
    "c5-huangshi-2025": ({"CAT-32"}, {1: {"CAT-07"}}),
    "c6-huadu-2022": ({"CAT-32"}, {1: {"CAT-07"}, 2: {"CAT-07", "CAT-29"}}),
    "c7-panyu-2017": ({"DIS-28"}, {1: {"CAT-07"}}),
    "c8-zhaohua-2022": ({"CAT-23", "CAT-32"}, {1: set()}),
    "c9-lengshuitan-2021": ({"CAT-13", "CAT-32"}, {}),
}


def test_every_catalog_on_the_shelf_is_judged() -> None:
    assert {path.stem for path in SHELF.glob("*.yaml")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_the_oddities_of_a_catalog_are_exactly_these(name: str) -> None:
    of_it, of_items = EXPECTED[name]
    assert ids(of_the_catalog(name)) == of_it
    assert {no: ids(of_an_item(name, no)) for no in items(name)} == of_items


@pytest.mark.parametrize("name", EXPECTED)
def test_an_oddity_of_a_catalog_keeps_nothing_off_the_file(name: str) -> None:
    assert blocking(of_the_catalog(name)) == set()
    assert all(blocking(of_an_item(name, no)) == set() for no in items(name))


def kept(no: int) -> set[str]:
    """What is found in “保留”, the adjustment of 11 October, of an item of 马桥镇."""
    name, on = "c1-maqiao-2024", paper("c1-maqiao-2024")["filed_on"]
    listed = file(empty(name, no), "entry.inclusion", Inclusion(item=items(name)[no]), on)
    record: Record = Adjustment(change=Change.KEPT, adjusted_on=on, reason="调整情况：保留")
    return ids(judge(listed, "entry.adjustment", record, on))


@pytest.mark.parametrize(("no", "found"), [(4, {"CAT-09", "CAT-11"}), (5, {"CAT-09"})])
def test_an_item_kept_when_its_time_was_past_is_overdue(no: int, found: set[str]) -> None:
    assert kept(no) == found


@pytest.mark.parametrize("no", [6, 7, 8])
def test_an_item_added_in_october_without_a_reason_or_an_approval_is_held_up(no: int) -> None:
    on = paper("c1-maqiao-2024")["filed_on"]
    assert blocking(of_an_item("c1-maqiao-2024", no, added_on=on)) == {"CAT-09"}


def test_a_township_follows_the_order_by_reference() -> None:
    (finding,) = (f for f in of_an_item("c1-maqiao-2024", 1) if f.rule == "CAT-18")
    assert finding.article == "参照《重大行政决策程序暂行条例》第三条第一款"
    assert "可能是“重大公共政策和措施”" in finding.remedy


def test_what_is_not_known_of_a_catalog_keeps_its_items_from_starting() -> None:
    """Nobody saw the Party committee's consent, nor bases, determinations, answers or who asked."""
    name, on = "c4-siping-2024", paper("c4-siping-2024")["filed_on"]
    listed = file(empty(name, 2), "entry.inclusion", Inclusion(item=items(name)[2]), on)
    found = judge(listed, "entry.start", Start(started_on=on), on)
    assert blocking(found) == {
        "CAT-02",
        "CAT-12",
        "CAT-30",
        "CAT-33",
        "CAT-34",
        "CAT-35",
        "CAT-36",
        "DRF-03",
        "DRF-10",
        "DRF-15",
        "DRF-16",
    }


def test_of_a_catalog_of_2017_the_order_says_nothing() -> None:
    on = paper("c7-panyu-2017")["filed_on"]
    listed = file(
        empty("c7-panyu-2017", 1),
        "entry.inclusion",
        Inclusion(item=items("c7-panyu-2017")[1]),
        on,
    )
    assert judge(listed, "entry.start", Start(started_on=on), on) == []
