"""The facts box of an item, and how facts are written anywhere."""

from datetime import date

from catalog.annual import Authority
from catalog.item import Part, planned_label
from catalog.public.item import PublicAdjustment, PublicCatalog, PublicDossier
from catalog.public.reports import PublicEdition
from catalog.record import Elsewhere
from catalog.states import Change
from pages.model.components import Fact, Link
from pages.model.links import link, phone
from pages.model.states import validity
from pages.model.wording import day, listed

DISCLOSED = "主动公开"


def fact(term: str, *values: str | None, link: Link | None = None) -> tuple[Fact, ...]:
    """One fact as a tuple to be spread, or nothing where there is nothing to say."""
    known = tuple(filter(None, values))
    return (Fact(term=term, values=known, link=link),) if known or link else ()


def address(term: str, url: str, text: str, authority: Authority) -> tuple[Fact, ...]:
    """An address as a link where it is one of a government site, else as text."""
    if not url:
        return ()
    found = link(url, text, authority)
    return fact(term, link=found) if found else fact(term, url)


def item_facts(public: PublicDossier) -> tuple[Fact, ...]:
    """Who is in charge, when it is planned, whom to ask."""
    return (
        *fact("承办单位", *_units(public)),
        *fact("计划决策时间", planned_label(public.planned) or unstated(public.catalog)),
        *fact("整理自", compiled(public.catalog)),
        *contact(public.catalog.authority),
    )


def labels(public: PublicDossier) -> tuple[Fact, ...]:
    """The labels of government information (信息要素), as far as no other part says them."""
    result, catalog = public.result, public.catalog
    own = catalog.compiled_from is None
    return (
        *fact(catalog.index_label, result.index_no if result else ""),
        *fact("有效性", validity(public)),
        *fact("主题分类", catalog.topic),
        *fact("公开类别", DISCLOSED if own else ""),
        *fact("发布机构", catalog.authority.name if own else ""),
        *fact("决策事项类别", public.category.value if public.category else ""),
        *fact("列入目录", _included(public) if own else ""),
        *fact("法律政策依据", *public.bases),
        *fact("首次发布", _first_published(public) if own else ""),
        *fact("最近更新", day(public.events[0].on) if own else ""),
        *fact("整理日期", "" if own else day(public.included_on)),
    )


def elsewhere(places: tuple[Elsewhere, ...], authority: Authority) -> tuple[Fact, ...]:
    """Where else the same thing was published, each with its own day."""
    told = ((one, f"{one.place}（{day(one.published_on)}）") for one in places)
    label = "在其他网站发布"
    return tuple(
        each
        for one, said in told
        for each in (address(label, one.url, said, authority) or fact(label, said))
    )


def compiled(catalog: PublicCatalog) -> str:
    """Name the document that a catalog was compiled from; empty for an authority's own catalog."""
    source = catalog.compiled_from
    number = f"（{source.doc_no}）" if source and source.doc_no else ""
    return f"《{source.title}》{number}" if source else ""


def unstated(catalog: PublicCatalog) -> str:
    """Say that the catalog, or the document that a list was compiled from, does not say."""
    return "来源未载明" if catalog.compiled_from else "目录未载明"


def owner(catalog: PublicCatalog) -> str:
    """Whose page it is; a compiled one says that it is not the authority's own."""
    name = catalog.authority.name
    return f"{name}（资料整理）" if catalog.compiled_from else name


def contact(authority: Authority) -> tuple[Fact, ...]:
    """The office to ask; its telephone is a link where it is a plain number."""
    number = phone(authority.phone)
    values = (authority.contact_unit, "" if number else authority.phone)
    return fact("联系", *values, link=number)


def published(shown: PublicEdition | None, said_on: date | None) -> tuple[Fact, ...]:
    """Since when something is on this website, by the edition that first showed it; and what the office
    says of its publication, which may have been elsewhere."""
    return (
        *fact("在本网站公开", f"{day(shown.on)}（第{shown.number}号）" if shown else ""),
        *fact("填报的公布日期", day(said_on) if said_on else ""),
    )


def _units(public: PublicDossier) -> list[str]:
    """Lead unit first; parts are told only where several units share the work."""
    units = sorted(public.units, key=lambda unit: unit.part is not Part.LEAD)
    before = dict(public.former)
    said = [f"{unit.name}{_once(before.get(unit.name, ()))}" for unit in units]
    if len({unit.part for unit in units}) == 1:
        return [listed(said)]
    return [f"{name}（{unit.part.value}）" for name, unit in zip(said, units, strict=True)]


def _once(names: tuple[str, ...]) -> str:
    """What a unit was called before, or the units in whose place it goes on."""
    return f"（原{listed(names)}）" if names else ""


def _included(public: PublicDossier) -> str:
    catalog = public.catalog
    now = f"，现为第{public.renumbered}项" if public.renumbered else ""
    if public.added_on:
        return f"{catalog.year}年度第{public.no}项（{day(public.added_on)}新增）{now}"
    published = f"（{day(catalog.published_on)}公布）" if catalog.published_on else ""
    return f"{catalog.year}年度第{public.no}项{published}{now}"


def _first_published(public: PublicDossier) -> str:
    """The day of the edition that first showed the page; empty while that is not known."""
    listed = [one for one in public.events if "#entry.inclusion." in one.id and one.edition]
    return f"{day(listed[-1].on)}（第{listed[-1].edition}号）" if listed else ""


def adjustment_kind(one: PublicAdjustment) -> str:
    """What became of the item, where its own page is not the place."""
    return "调出目录" if one.change is Change.WITHDRAWN else one.change.value


def new_plan(one: PublicAdjustment) -> str:
    """To when the decision is planned now; empty where the plan was not moved."""
    planned = planned_label(one.planned)
    return f"计划决策时间改为{planned}" if planned else ""
