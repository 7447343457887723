"""PublicCatalog and its items -> CatalogPage: the year at a glance, with sums that add up."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from catalog.item import planned_label
from catalog.public.item import PublicCall, PublicCatalog, PublicDossier, PublicEvent
from catalog.states import Status
from pages.model.banner import chip
from pages.model.components import Change, Count, Disclosed, Fact, Opening, Row
from pages.model.facts import adjustment_kind, compiled, contact, fact, new_plan
from pages.model.page import CatalogPage
from pages.model.plan_chart import plan_chart
from pages.model.redactions import covered_of_year
from pages.model.sections import standings
from pages.model.states import State
from pages.model.wording import day, deadline, listed
from pages.website import item_folder

MUST, MAY = "必备", "视情"
LABELS = {
    "jieguo": "决策结果",
    "caina": "意见采纳",
    "liexi": "代表列席",
    "yijian": "征求意见",
    "zhuanjia": "专家论证",
    "fengxian": "风险评估",
    "pinggu": "效果评估",
}
"""What is reached from the catalog: what item 11 of 要点2024 wants, its mandatory three first."""

MANY = 15
"""Items from which on the rows of one status can be listed alone."""

SILENT = {State.E1, State.E2, State.E3, State.E7, State.E9}
MANDATORY = 3
RECENT = 5
LISTED = "列入年度目录"
OF_THE_CATALOG = re.compile(r"#entry\.(inclusion|adjustment)\.")


def catalog_page(
    catalog: PublicCatalog, items: Sequence[PublicDossier], as_of: date
) -> CatalogPage:
    """Work out the page of a year; a function of its arguments alone."""
    ordered = sorted(items, key=lambda item: item.no)
    updates = tuple(_updates(catalog, ordered))
    return CatalogPage(
        id=f"{catalog.authority.id}-{catalog.year}",
        year=catalog.year,
        title=catalog.title,
        authority=catalog.authority,
        notice=catalog.notice,
        source=compiled(catalog),
        as_of=as_of,
        first_filed_at=catalog.first_filed_at,
        first_published_at=catalog.first_shown_at,
        updated_on=updates[0].on if updates else None,
        lead=lead(ordered),
        facts=_facts(catalog, updates, ordered),
        open=openings(ordered),
        filtered=len(ordered) >= MANY and len({item.status for item in ordered}) > 1,
        counts=_counts(ordered),
        rows=tuple(_row(item) for item in ordered),
        chart=None if catalog.compiled_from else plan_chart(catalog.year, ordered, as_of),
        changes=tuple(sorted(_changes(ordered), key=lambda c: c.on, reverse=True)),
        covered=tuple(covered_of_year(ordered)),
        updates=updates,
    )


def lead(items: Sequence[PublicDossier]) -> str:
    """Say how many items there are, in numbers that add up."""
    if items and items[0].catalog.compiled_from:
        return f"由公开材料整理列出{len(items)}项，材料没有载明各项的办理进展和公开情况。"
    asking = len(openings(items))
    return f"共{len(items)}项{f'，其中{asking}项正在征求意见' if asking else ''}。"


def openings(items: Sequence[PublicDossier], under: str = "") -> tuple[Opening, ...]:
    """The consultations that are open, the first to close first; `under` is where the year lies."""
    asking = [item for item in items if item.status is Status.CONSULTING and item.consultations]
    asking.sort(key=lambda item: item.consultations[-1].closes_on)
    return tuple(
        Opening(
            name=item.name,
            href=f"{under}{item_folder(item.no)}/index.html#yijian",
            until=f"{deadline(item.consultations[-1].closes_on)}截止",
        )
        for item in asking
    )


def _made_of(items: Sequence[PublicDossier]) -> str:
    """How many items there were at first and how many came and went; the numbers add up."""
    if not items or items[0].catalog.compiled_from:
        return ""
    added = sum(item.added_on is not None for item in items)
    gone = sum(item.status is Status.WITHDRAWN for item in items)
    text = f"首次列入{len(items) - added}项，年内新增{added}项；其中已调出{gone}项"
    others = sum(item.status in {Status.CARRIED, Status.MERGED, Status.SPLIT} for item in items)
    return f"{text}，结转、合并、拆分{others}项" if others else text


def _facts(
    catalog: PublicCatalog, updates: Sequence[PublicEvent], items: Sequence[PublicDossier]
) -> tuple[Fact, ...]:
    own = catalog.compiled_from is None
    latest = day(updates[0].on) if updates and own else ""
    return (
        *fact("目录事项", _made_of(items)),
        *fact("编制依据", catalog.basis),
        *fact("审定", catalog.approved_by),
        *fact("文件编号", catalog.doc_no),
        *fact(catalog.index_label, catalog.index_no),
        *fact("公布日期", day(catalog.published_on) if catalog.published_on else ""),
        *fact("征集决策事项建议", *map(_call, catalog.calls)),
        *fact("最近更新", latest),
        *fact("发布机构", catalog.authority.name if own else ""),
        *fact("整理自", compiled(catalog)),
        *contact(catalog.authority),
    )


def _call(call: PublicCall) -> str:
    """When the public was asked for matters to decide, how, and what became of what it sent."""
    until = f"至{day(call.closes_on)}" if call.closes_on else "起"
    ways = listed([*(f"{w.kind.value}（{w.detail}）" for w in call.ways), *map(str, call.media)])
    came = f"收到建议{call.received}件" if call.received is not None else ""
    taken = f"列入目录{call.taken_up}件" if call.taken_up is not None else ""
    parts = (f"{day(call.published_on)}{until}", ways, came, taken, call.result, call.url)
    return "；".join(part for part in parts if part)


def _counts(items: Sequence[PublicDossier]) -> tuple[Count, ...]:
    """Items by status in the order of the lifecycle; the numbers add up to all items."""
    tally = Counter(item.status for item in items)
    counts, before = list[Count](), 0
    for status in (s for s in Status if tally[s]):
        share = 100 / len(items)
        counts.append(
            Count(
                chip=chip(status),
                status=anchor(status),
                number=tally[status],
                start=round(before * share, 2),
                width=round(tally[status] * share, 2),
            )
        )
        before += tally[status]
    return tuple(counts)


def anchor(status: Status) -> str:
    """The id under which the rows of a status alone are shown."""
    return f"zt-{status.name.lower().replace('_', '-')}"


def _row(item: PublicDossier) -> Row:
    folder, by_id = item_folder(item.no), standings(item, LABELS)
    disclosed = []
    unstated = item.status is Status.UNSTATED
    for nth, (id_, label) in enumerate(() if unstated else LABELS.items()):
        section = by_id[id_]
        tier = MUST if nth < MANDATORY else MAY
        href = "" if section.state in SILENT else f"{folder}/index.html#{id_}"
        disclosed.append(Disclosed(tier=tier, label=label, word=section.word, href=href))
    return Row(
        no=item.no,
        name=item.name,
        href=f"{folder}/index.html",
        unit=listed(unit.name for unit in item.units),
        procedures="未载明" if item.catalog.compiled_from else _procedures(item),
        planned=planned_label(item.planned) or "未载明",
        chip=chip(item.status),
        status=anchor(item.status),
        updated_on=item.events[0].on,
        disclosed=tuple(disclosed),
    )


def _procedures(item: PublicDossier) -> str:
    """Procedures that are due; the last two are due for every item (713-25, 30)."""
    due = [made.title for made in item.determinations if made.due]
    hearing = ["听证"] if item.hearing_planned else []
    return listed([*due, *hearing, "合法性审查", "集体讨论决定"])


def _changes(items: Sequence[PublicDossier]) -> Iterator[Change]:
    for item in items:
        if item.added_on:
            why = item.added_because or "理由未载明"
            yield Change(on=item.added_on, name=item.name, kind="新增", reason=why)
        for one in item.adjustments:
            to = new_plan(one)
            reason = f"{to}。{one.reason}" if to else one.reason
            yield Change(
                on=one.adjusted_on, name=item.name, kind=adjustment_kind(one), reason=reason
            )


def _updates(catalog: PublicCatalog, items: Sequence[PublicDossier]) -> Iterator[PublicEvent]:
    """The catalog's own history in full, and the latest of what happened to its items.

    An item that was added, moved or taken out changed the catalog itself: that is never left out.
    """
    of_items = [
        event.model_copy(update={"what": f"{item.name}：{event.what}", "reason": ""})
        for item in items
        for event in item.events
        if not (event.what.startswith(LISTED) or event.what.endswith("整理列出"))
    ]
    newest = sorted(of_items, key=lambda event: event.on, reverse=True)
    told = [e for n, e in enumerate(newest) if n < RECENT or OF_THE_CATALOG.search(e.id)]
    yield from sorted((*told, *catalog.events), key=lambda event: event.on, reverse=True)
