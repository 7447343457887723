"""PublicDossier -> ItemPage: everything a template may use, worked out."""

from collections.abc import Collection, Iterable

from catalog.ids import item_id
from catalog.public.item import PublicCatalog, PublicDossier
from pages.model import execution, participation, passport, reports
from pages.model.answers import answers
from pages.model.banner import banner, chip
from pages.model.components import Fact, Link
from pages.model.downloads import exchanged, files, held
from pages.model.facts import compiled, fact, item_facts, labels, new_plan, unstated
from pages.model.key_dates import decided, moments
from pages.model.page import Explanation, ItemPage
from pages.model.sections import SHOWN_AT, sections
from pages.model.timeline import timeline
from pages.model.wording import bare, day, item_named


def item_page(public: PublicDossier) -> ItemPage:
    """Work out the page of one item; a function of its argument alone."""
    told, silent = sections(public)
    by_id = {section.id: section for section in told}
    by_id |= {section.id: section for one in silent for section in one.sections}
    duties = passport.rows(public)
    return ItemPage(
        id=public.id,
        no=public.no,
        year=public.catalog.year,
        name=public.name,
        authority=public.catalog.authority,
        notice=public.catalog.notice,
        source=compiled(public.catalog),
        over=f"{_catalog(public.catalog)} · 第{public.no}项",
        as_of=public.as_of,
        first_published_at=public.first_filed_at,
        updated_on=public.events[0].on,
        chip=chip(public.status),
        units=tuple(unit.name for unit in public.units),
        banner=banner(public),
        answers=answers(public),
        facts=item_facts(public),
        labels=labels(public),
        timeline=timeline(public, by_id),
        sections=told,
        silent=silent,
        explanation=_explanation(public, {section.id for section in told}),
        rounds=participation.rounds(public),
        adoptions=participation.adoptions(public),
        meetings=reports.meetings(public),
        expert_review=reports.expert_review(public),
        risk_assessment=reports.risk_assessment(public),
        result=reports.result(public),
        execution=execution.execution(public),
        evaluation=reports.evaluation(public),
        procedures=tuple(
            f for d in public.determinations for f in _procedure(d.title, d.due, d.reason)
        ),
        duties=passport.summed(public),
        under=passport.under(public),
        passport=duties,
        passport_note=passport.note(public),
        files=files(public),
        exchanged=exchanged(public),
        updates=public.events,
        moments=moments(public, duties),
        decided=decided(public),
    )


def _catalog(catalog: PublicCatalog) -> str:
    return catalog.title if catalog.compiled_from else f"{catalog.year}年度重大行政决策事项"


def _explanation(public: PublicDossier, shown: Collection[str]) -> Explanation:
    """What the item is about; its papers are those that no section which has contents shows."""
    source = public.catalog.compiled_from
    elsewhere = {step for step, section in SHOWN_AT.items() if section in shown}
    steps = [*(one.step for one in public.documents), *(one.step for one in public.withheld)]
    left = [step for step in dict.fromkeys(steps) if step not in elsewhere]
    return Explanation(
        paragraphs=(
            *fact("拟解决的主要问题", public.problem),
            *fact("主要内容", public.summary or f"{unstated(public.catalog)}。"),
            *fact("涉及的群体", public.specific_groups),
            *fact("目录调整", *_adjustments(public)),
            *_linked("接续办理", [i for one in public.adjustments for i in one.continued_as]),
            *_linked("承接自", public.continues),
        ),
        source=f"摘自《{source.title}》{public.paragraph}" if source and public.paragraph else "",
        files=tuple(file for step in left for file in files(public, step)),
        held=tuple(one for step in left for one in held(public, step)),
    )


def _linked(term: str, ids: Iterable[str]) -> tuple[Fact, ...]:
    """Items that go on in the place of another, or before it, each with a link where it is of this site."""
    linked = ((item_id(id_), item_named(id_)) for id_ in ids)
    return tuple(
        f
        for at, name in linked
        if at
        for f in fact(term, link=Link(href=f"../../{at.year}/{at.written}/index.html", text=name))
    )


def _procedure(title: str, due: bool, reason: str) -> tuple[Fact, ...]:
    return fact(title, f"{'应当履行' if due else '不适用'}。{bare(reason)}。")


def _adjustments(public: PublicDossier) -> list[str]:
    said = []
    for change in public.adjustments:
        kind = f"{day(change.adjusted_on)}{change.change.value}"
        why = f"理由：{bare(change.reason)}。"
        said.append("，".join(filter(None, (kind, new_plan(change), why))))
    return said
