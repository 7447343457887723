"""The catalogs and the scenarios that come with the project are read, lawful, and leak nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from catalog import clock, lifecycle
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.item import Part
from catalog.public import disclose
from catalog.record import Attribute
from catalog.stages.consultation import Extension, Hearing
from catalog.stages.decision import Meeting
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import Conclusion, LegalityOpinion
from catalog.stages.risk_assessment import Level, RiskAssessment
from catalog.states import Status
from catalog.status import status
from catalog.timezone import local_day
from flows.scenario import Scenario, read_scenario
from storage.catalog_import import import_catalog, read_catalog
from storage.filing import Refused
from storage.ledger import Ledger

EDITIONS = Path(__file__).parents[2] / "catalog" / "examples"
SCENARIOS = sorted(EDITIONS.glob("*.scenario.yaml"))
YEARS = {path.name.partition(".")[0]: read_scenario(path) for path in SCENARIOS}
DEMO = YEARS["demo-2026"]

STATUSES = {  # by item: at the middle of the year, and at the scenario's own as_of
    "demo-2026-01": (Status.IN_FORCE, Status.EVALUATED),
    "demo-2026-02": (Status.IN_FORCE, Status.IN_FORCE),
    "demo-2026-03": (Status.POSTPONED, Status.BEFORE_MEETING),
    "demo-2026-04": (Status.NOT_STARTED, Status.BEFORE_PUBLICATION),
    "demo-2026-05": (Status.NOT_STARTED, Status.CONSULTING),
    "demo-2026-06": (Status.NOT_STARTED, Status.STUDYING),
    "demo-2026-07": (Status.NOT_STARTED, Status.PUBLISHED),
    "demo-2026-08": (Status.WITHDRAWN, Status.WITHDRAWN),
    "demo-2026-09": (None, Status.NOT_STARTED),  # added in November
}
REASONED = {("demo-2026-07", "PUB-03"), ("demo-2026-07", "DIS-26")}
WARNED = {
    ("demo-2026-02", "DIS-02"),
    ("demo-2026-03", "DIS-11"),
    ("demo-2026-03", "EXP-07"),
    ("demo-2026-07", "DIS-02"),
    ("demo-2026-09", "CAT-08"),
}


class Year(NamedTuple):
    """A scenario taken through the door: the dossiers, what was refused, what was remarked."""

    scenario: Scenario
    dossiers: dict[str, Dossier]
    refusals: dict[str, list[str]]
    findings: list[tuple[str, Finding]]


def rehearsed(folder: Path, name: str) -> Year:
    ledger = Ledger.open(folder / f"{name}.db")
    year = YEARS[name]
    filed = import_catalog(
        ledger, EDITIONS / year.catalog, actor=year.imported_by, at=year.imported_at
    )
    findings = [(f.entry.item, finding) for f in filed for finding in f.findings]
    refusals: dict[str, list[str]] = {}
    for answer in year.filings:
        try:
            done = answer.put_on_file(ledger, EDITIONS)
            findings += [(answer.item, finding) for finding in done.findings]
        except Refused as refused:
            said = sorted(f.rule for f in refused.findings if f.blocks)
            refusals[f"{answer.item} {answer.step} {answer.at:%m-%d %H:%M}"] = refused.faults + said
    dossiers = {item: ledger.load(item, opinions=True) for item in ledger.items(name)}
    ledger.close()
    return Year(year, dossiers, refusals, findings)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Year:
    return rehearsed(tmp_path_factory.mktemp("demo"), "demo-2026")


# ------------------------------------------------------------------ what a real bureau said


def test_the_compiled_catalog_says_that_it_is_compiled() -> None:
    catalog = read_catalog(EDITIONS / "shmzj-2024.yaml").catalog
    assert catalog.compiled_from is not None
    assert catalog.compiled_from.doc_no == "沪民便函〔2024〕73号"
    assert "整理" in catalog.title
    assert "不是上海市民政局公布的" in catalog.notice
    assert catalog.consented_on is catalog.published_on is None
    unsaid = {"phone", "contact_unit", "site_name", "site_domain", "site_id_code", "meeting"}
    assert not unsaid & catalog.authority.model_fields_set


def test_the_compiled_catalog_says_of_an_item_what_its_source_says_and_no_more() -> None:
    items = read_catalog(EDITIONS / "shmzj-2024.yaml").items
    assert len(items) >= 15
    for item in items:
        assert item.model_fields_set == {"no", "name", "units", "paragraph"}, item.name
        assert item.units
        assert {unit.part for unit in item.units} == {Part.NAMED}
        assert item.paragraph.startswith("第")
        quoted = item.paragraph.partition("：“")[2].partition("”；")[0].removesuffix("”")
        assert 0 < len(quoted) <= 40, item.paragraph


def test_the_compiled_catalog_is_imported_and_nothing_is_known_beyond_it(tmp_path: Path) -> None:
    year = rehearsed(tmp_path, "shmzj-2024")
    assert {f.rule for _, f in year.findings} == {"CAT-07"}
    assert {len(d.entries) for i, d in year.dossiers.items() if i != "shmzj-2024"} == {1}


# ------------------------------------------------------------------ the demonstration


def test_every_page_of_the_demonstration_says_that_it_is_one() -> None:
    assert read_catalog(EDITIONS / DEMO.catalog).catalog.notice.startswith("演示数据：")


def test_filings_are_in_the_order_of_time_and_on_working_days() -> None:
    instants = [DEMO.imported_at, *(a.at for a in DEMO.filings)]
    assert instants == sorted(instants)
    assert all(clock.is_working_day(local_day(at)) for at in instants)
    assert local_day(instants[-1]) <= DEMO.as_of


def test_every_file_of_the_demonstration_is_filed_and_every_filed_one_is_there() -> None:
    papers = [paper for answer in DEMO.filings for paper in answer.payload.get("材料", ())]
    originals = {paper["遮盖"]["原件"]["文件"] for paper in papers if "遮盖" in paper}
    named = {paper["文件"] for paper in papers} | originals
    named |= {a.payload["意见表"] for a in DEMO.filings if isinstance(a.payload.get("意见表"), str)}
    there = {p.relative_to(EDITIONS).as_posix() for p in EDITIONS.glob("demo-2026/**/*.*")}
    assert named == there


def test_what_is_meant_to_be_refused_is_refused_by_its_rules_and_nothing_else_is(
    demo: Year,
) -> None:
    expected = {
        f"{a.item} {a.step} {a.at:%m-%d %H:%M}": sorted(a.refused_by)
        for a in DEMO.filings
        if a.refused_by
    }
    assert demo.refusals == expected
    assert len(expected) == 3


def test_only_what_is_meant_to_be_remarked_is_remarked(demo: Year) -> None:
    assert {(i, f.rule) for i, f in demo.findings if f.reason} == REASONED
    assert {(i, f.rule) for i, f in demo.findings if not f.reason} == WARNED


@pytest.mark.parametrize("item", STATUSES)
def test_each_item_stands_where_the_demonstration_wants_it(demo: Year, item: str) -> None:
    summer, autumn = STATUSES[item]
    dossier, midyear = demo.dossiers[item], date(2026, 6, 30)
    assert status(dossier, DEMO.as_of) is autumn
    if summer:
        assert status(dossier.on(midyear), midyear) is summer


def test_an_item_is_high_risk_first_and_controllable_after_its_draft_was_adjusted(
    demo: Year,
) -> None:
    first, second = demo.dossiers["demo-2026-03"].every(RiskAssessment)
    assert (first.level, first.controllable) == (Level.HIGH, False)
    assert second.controllable
    assert second.draft_adjusted
    assert second.disclosure.attribute is Attribute.SUMMARY


def test_an_item_is_heard_twice_and_its_expert_review_is_withheld(demo: Year) -> None:
    dossier = demo.dossiers["demo-2026-03"]
    assert dossier.round_of("consultation") == 2
    assert len(list(dossier.every(Hearing))) == 1
    assert [r.disclosure.attribute for r in dossier.every(ExpertReview)] == [Attribute.WITHHELD]


def test_an_item_is_returned_by_the_legality_review_and_passes_the_second_time(demo: Year) -> None:
    opinions = demo.dossiers["demo-2026-04"].every(LegalityOpinion)
    assert [o.conclusion for o in opinions] == [Conclusion.RETURNED, Conclusion.LAWFUL]


def test_consultations_end_with_no_opinions_with_many_and_with_a_later_day(demo: Year) -> None:
    assert not demo.dossiers["demo-2026-04"].opinions.get(1)
    rows = demo.dossiers["demo-2026-02"].opinions[1]
    assert len(rows) == 18
    assert {o.source.value for o in rows} == {"社会公众", "征求意见单位"}
    assert len({o.outcome for o in rows}) == 6
    assert demo.dossiers["demo-2026-05"].latest(Extension)


def test_an_item_is_exempt_from_expert_review_for_a_reason(demo: Year) -> None:
    exempted = lifecycle.exempted(demo.dossiers["demo-2026-06"], "expert_review")
    assert exempted
    assert exempted.reason


# ------------------------------------------------------------------ what must stay inside


def private(dossier: Dossier) -> Iterator[str]:
    """Every value on file about a person who has not agreed to be named, and what is minuted."""
    for opinion in (o for rows in dossier.opinions.values() for o in rows):
        yield from (opinion.person, opinion.contact)
    for hearing in dossier.every(Hearing):
        yield from (p.name for p in hearing.participants)
    for review in dossier.every(ExpertReview):
        yield from (e.name for e in review.experts if not e.consent)
    for meeting in dossier.every(Meeting):
        yield from (r.name for r in meeting.attendance.representatives if not r.consent)
        yield from (d.opinion for d in meeting.dissents)
    for opinion in dossier.every(LegalityOpinion):
        yield from (r.comment for r in opinion.responses)
    yield from (entry.actor.name for entry in dossier.entries)


@pytest.mark.parametrize("item", STATUSES)
def test_nothing_private_reaches_the_public_side(demo: Year, item: str) -> None:
    dossier = demo.dossiers[item]
    public = disclose(dossier, DEMO.as_of).model_dump_json()
    leaked = [value for value in private(dossier) if value and value in public]
    assert leaked == []


def test_the_demonstration_has_something_private_to_keep(demo: Year) -> None:
    kept = [value for d in demo.dossiers.values() for value in private(d) if value]
    assert len(set(kept)) > 60


def test_no_published_file_names_a_person_of_the_opinion_tables(demo: Year) -> None:
    people = {
        value
        for dossier in demo.dossiers.values()
        for rows in dossier.opinions.values()
        for opinion in rows
        for value in (opinion.person, opinion.contact)
        if value
    }
    files = "".join(p.read_text("utf-8") for p in EDITIONS.glob("demo-2026/**/*.txt"))
    assert [value for value in people if value in files] == []
