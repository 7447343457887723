"""The page of a year: rows, sums, and no link where there is nothing yet."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from catalog.annual import PublicSource
from catalog.public import PublicDossier, disclose, disclose_catalog
from catalog.stages.entry import ProposalCall
from catalog.states import Status
from pages.build.outputs import static
from pages.html.layout import catalog_frame
from pages.html.render import render_catalog
from pages.html.theme import TEMPLATES
from pages.model.catalog_page import anchor, catalog_page
from pages.model.page import CatalogPage
from pages.model.wording import day
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, CATALOG, Filing, catalog_dossier
from tests.pages.reading import read


def page_of(*items: PublicDossier) -> CatalogPage:
    return catalog_page(disclose_catalog(catalog_dossier(), AS_OF), items, AS_OF)


def test_the_numbers_by_status_add_up_to_the_rows(public: dict[str, PublicDossier]) -> None:
    page = page_of(*public.values())
    assert sum(count.number for count in page.counts) == len(page.rows) == len(public)
    assert page.lead == "共14项，其中1项正在征求意见。"
    assert "首次列入14项，年内新增0项；其中已调出1项" in page.facts[0].values


def test_an_item_added_in_the_year_is_counted_and_recorded(
    public: dict[str, PublicDossier],
) -> None:
    late = dossiers.filing(20, "年内增补的事项").dossier
    first = late.entries[0]
    record = first.record.model_copy(
        update={"added_on": date(2026, 4, 3), "reason": "落实新任务", "approved_by": "不公开"}
    )
    late = dossiers.Dossier(late.id, (first.model_copy(update={"record": record}),), late.catalog)
    page = page_of(public["drafting"], disclose(late, AS_OF))
    assert page.facts[0].values == ("首次列入1项，年内新增1项；其中已调出0项",)
    change = page.changes[0]
    assert (change.on, change.kind, change.reason) == (date(2026, 4, 3), "新增", "落实新任务")


def test_what_changed_the_catalog_itself_stays_in_its_history(
    public: dict[str, PublicDossier], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pages.model.catalog_page.RECENT", 1)
    page = page_of(*public.values())
    told = [event.what for event in page.updates]
    assert [what for what in told if "目录调整：" in what] == [
        f"{item.name}：{event.what}"
        for item in (public["postponed"], public["withdrawn"])
        for event in item.events
        if "目录调整：" in event.what
    ]
    assert [f.values for f in page.facts if f.term == "最近更新"] == [(day(page.updates[0].on),)]


def test_what_is_not_published_is_plain_text_with_its_state(
    public: dict[str, PublicDossier],
) -> None:
    page = page_of(*public.values())
    linked = {row.no: {d.label for d in row.disclosed if d.href} for row in page.rows}
    assert linked[1] == set()
    assert linked[5] == {"征求意见", "意见采纳", "专家论证", "风险评估"}
    everything = {
        "征求意见",
        "意见采纳",
        "代表列席",
        "决策结果",
        "专家论证",
        "风险评估",
        "效果评估",
    }
    assert linked[9] == everything
    assert all(d.word for row in page.rows for d in row.disclosed)


def test_a_call_for_matters_to_decide_is_told_with_what_came_of_it() -> None:
    year = catalog_dossier()
    call = ProposalCall(
        published_on=date(2025, 11, 3), closes_on=date(2025, 11, 30), received=12, taken_up=2
    )
    more = {"step": "entry.call", "seq": 2, "record": call}
    told = year.with_entry(year.entries[0].model_copy(update=more))
    page = catalog_page(disclose_catalog(told, AS_OF), (), AS_OF)
    (fact,) = (fact for fact in page.facts if fact.term == "征集决策事项建议")
    assert fact.values == ("2025年11月3日至2025年11月30日；收到建议12件；列入目录2件",)


def test_adjustments_are_dated_with_their_reason(public: dict[str, PublicDossier]) -> None:
    changes = page_of(*public.values()).changes
    assert [(c.on, c.kind) for c in changes] == [
        (date(2026, 6, 10), "延期"),
        (date(2026, 5, 6), "调出目录"),
    ]
    assert changes[0].reason == "计划决策时间改为2026年第四季度。需要与国土空间规划衔接"


def test_procedures_due_are_named(public: dict[str, PublicDossier]) -> None:
    rows = {row.no: row.procedures for row in page_of(*public.values()).rows}
    assert rows[14] == "合法性审查、集体讨论决定"
    assert rows[1] == "公开征求意见、专家论证、风险评估、合法性审查、集体讨论决定"


def test_a_compiled_catalog_says_once_that_it_was_compiled() -> None:
    source = PublicSource(title="某年工作要点")
    catalog = CATALOG.model_copy(update={"compiled_from": source, "published_on": None})
    items = [disclose(Filing(catalog, dossiers.item(n, "某文件")).dossier, AS_OF) for n in (1, 2)]
    page = catalog_page(disclose_catalog(catalog_dossier(catalog), AS_OF), items, AS_OF)
    assert [event.what for event in page.updates] == ["由《某年工作要点》整理列出"]


def test_an_item_added_in_the_year_is_in_the_history_of_the_catalog() -> None:
    first = dossiers.filing(20, "年内增补的事项").dossier
    record = first.entries[0].record.model_copy(
        update={"added_on": date(2026, 4, 3), "reason": "落实新任务"}
    )
    entry = first.entries[0].model_copy(update={"record": record})
    page = page_of(disclose(dossiers.Dossier(first.id, (entry,), first.catalog), AS_OF))
    assert "年内增补的事项：新增列入年度目录" in [event.what for event in page.updates]


def test_the_bar_of_the_year_is_filled_exactly_by_its_parts(
    public: dict[str, PublicDossier],
) -> None:
    counts = page_of(*public.values()).counts
    ends = [count.start + count.width for count in counts]
    for end, following in pairwise((*ends[:-1], ends[-1])):
        assert end < following
    for end, count in zip(ends, counts[1:], strict=False):
        assert abs(end - count.start) < 0.05
    assert abs(ends[-1] - 100) < 0.05


def test_every_status_can_be_listed_alone_without_a_script() -> None:
    css = (TEMPLATES / "static" / "juece.css").read_text("utf-8")
    for status in Status:
        id_ = anchor(status)
        assert f"#{id_}:target ~ .items tbody tr:not(.{id_})" in css


def test_where_items_are_many_each_number_leads_to_the_rows_that_it_counts(
    public: dict[str, PublicDossier],
) -> None:
    catalog = disclose_catalog(catalog_dossier(), AS_OF)
    few = catalog_page(catalog, list(public.values()), AS_OF)
    assert not few.filtered
    more = disclose(dossiers.filing(30, "又一事项").dossier, AS_OF)
    page = catalog_page(catalog, [*public.values(), more], AS_OF)
    assert page.filtered
    body = render_catalog(page, catalog_frame(page, static().assets))
    told = read(body)
    rows = [e.attributes["class"] for e in told.of("tr") if "class" in e.attributes]
    numbers = {
        a.attributes["href"][1:]: int(re.search(r"\d+", a.text).group())  # type: ignore[union-attr]
        for a in told.of("a")
        if a.attributes["href"].startswith("#zt-")
    }
    assert Counter(rows) == numbers
    assert set(numbers) <= set(told.ids())
    assert "#zt-" not in render_catalog(few, catalog_frame(few, static().assets))


def test_open_consultations_stand_first_on_the_catalog_and_on_both_homes(
    html: dict[str, str], public: dict[str, PublicDossier]
) -> None:
    item = public["consulting"]
    for path, under in (
        ("index.html", "shmzj/zwgk/zdjc/2026/"),
        ("shmzj/index.html", "zwgk/zdjc/2026/"),
        ("shmzj/zwgk/zdjc/2026/index.html", ""),
    ):
        page = read(html[path])
        href = f"{under}{item.no:02d}/index.html#yijian"
        (link,) = (a for a in page.of("a") if a.attributes["href"] == href and "截止" in a.text)
        assert "2026年7月8日24时（北京时间）截止" in link.text
        assert item.name in link.text
