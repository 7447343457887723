"""PublicDossier -> ItemPage: everything a template may use, worked out."""

from collections.abc import Iterable

from catalog.ids import item_id
from catalog.public.item import PublicCatalog, PublicDossier, WithheldDocument
from catalog.public.reports import Release
from catalog.record import Attribute
from pages.model import execution, participation, passport, reports, states
from pages.model.banner import banner, chip
from pages.model.components import Fact, Link, Withheld
from pages.model.downloads import files
from pages.model.facts import compiled, fact, item_facts, labels, new_plan, unstated
from pages.model.key_dates import decided, moments
from pages.model.page import Explanation, ItemPage
from pages.model.redactions import covered
from pages.model.sections import lead, sections
from pages.model.timeline import timeline
from pages.model.wording import bare, bracketed, day, item_named


def item_page(public: PublicDossier) -> ItemPage:
    """Work out the page of one item; a function of its argument alone."""
    every, first = sections(public), lead(public)
    by_id = {section.id: section for section in every}
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
        facts=item_facts(public),
        labels=labels(public),
        lead=by_id.get(first),
        timeline=timeline(public, by_id),
        sections=tuple(section for section in every if section.id != first),
        explanation=_explanation(public),
        rounds=participation.rounds(public),
        adoptions=participation.adoptions(public),
        meetings=reports.meetings(public),
        expert_review=reports.expert_review(public),
        risk_assessment=reports.risk_assessment(public),
        result=reports.result(public),
        execution=execution.execution(public),
        evaluation=reports.evaluation(public),
        passport=duties,
        passport_note=passport.note(public),
        withheld=_withheld(public),
        covered=tuple(covered(public)),
        files=files(public),
        updates=public.events,
        moments=moments(public, duties),
        decided=decided(public),
    )


def _catalog(catalog: PublicCatalog) -> str:
    return catalog.title if catalog.compiled_from else f"{catalog.year}年度重大行政决策事项"


def _explanation(public: PublicDossier) -> Explanation:
    source = public.catalog.compiled_from
    return Explanation(
        paragraphs=(
            *fact("拟解决的主要问题", public.problem),
            *fact("主要内容", public.summary or f"{unstated(public.catalog)}。"),
            *fact("涉及的群体", public.specific_groups),
            *fact("目录调整", *_adjustments(public)),
            *_linked("接续办理", [i for one in public.adjustments for i in one.continued_as]),
            *_linked("承接自", public.continues),
        ),
        procedures=tuple(
            f for d in public.determinations for f in _procedure(d.title, d.due, d.reason)
        ),
        source=f"摘自《{source.title}》{public.paragraph}" if source and public.paragraph else "",
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


def _withheld(public: PublicDossier) -> tuple[Withheld, ...]:
    """Everything that is not disclosed or does not apply, in one place, with its ground."""
    rows = [
        Withheld(
            what=stage.title,
            state="不适用",
            reason=f"{bare(stage.exempt_reason)}{bracketed(stage.exempt_article)}",
            review="",
        )
        for stage in public.stages
        if stage.exempt_reason
    ]
    blocks = (
        ("专家论证信息", public.expert_release),
        ("风险评估信息", public.risk_release),
        ("效果评估信息", public.evaluation_release),
    )
    held = [_row(what, r) for what, r in blocks if r and r.attribute is not Attribute.PROACTIVE]
    return (*rows, *held, *(_row(document.kind.value, document) for document in public.withheld))


def _row(what: str, one: Release | WithheldDocument) -> Withheld:
    return Withheld(
        what=what,
        state=one.attribute.value,
        reason=states.kept_back(one),
        review=_review(one),
    )


def _review(one: Release | WithheldDocument) -> str:
    """When it is looked at again (711-18); what is given on request keeps nothing back."""
    if one.review_on:
        return day(one.review_on)
    return "不适用" if one.attribute is Attribute.ON_REQUEST else "未载明"
