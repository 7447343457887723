"""Many items to build pages of: the sample items of every status, given to many authorities."""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from catalog.annual import Authority, CatalogRecord
from catalog.dossier import Dossier
from catalog.record import Entry
from catalog.stages.entry import Inclusion
from pages.build.site import Year
from tests.pages.dossiers import CATALOG, catalog_dossier, samples

PER_YEAR, YEARS = 20, 10
"""A bureau decides about twenty items a year; ten years of an authority make 200 items."""
LAST = 2026


class Template(NamedTuple):
    """A sample dossier, to be given other names."""

    entries: tuple[Entry, ...]
    dossier: Dossier


@cache
def _templates() -> list[Dossier]:
    return list(samples().values())


def years(count: int) -> Iterator[Year]:
    """So many items, authority by authority and year by year, made as they are asked for."""
    for first in range(0, count, PER_YEAR):
        nth = first // PER_YEAR
        yield year_of(nth // YEARS, LAST - YEARS + 1 + nth % YEARS, min(PER_YEAR, count - first))


def year_of(authority: int, year: int, count: int = PER_YEAR) -> Year:
    """One year of the n-th authority."""
    catalog = _catalog(authority, year)
    dossiers = [_item(catalog, no) for no in range(1, count + 1)]
    return Year(catalog_dossier(catalog), dossiers)


@cache
def _catalog(authority: int, year: int) -> CatalogRecord:
    name = f"示例第{authority + 1:03d}局"
    of = Authority(
        id=f"sl{_letters(authority)}", name=name, meeting="局长办公会议", contact_unit="办公室",
        phone="021-00000000",
    )  # fmt: skip
    title = f"{year}年度{name}重大行政决策事项目录"
    notice = "演示数据：本站内容为性能测试，不是任何机关的真实决策信息。"
    return CATALOG.model_copy(
        update={"authority": of, "year": year, "title": title, "notice": notice}
    )


def _letters(number: int) -> str:
    return "".join(chr(ord("a") + number // 26**place % 26) for place in (2, 1, 0))


def _item(catalog: CatalogRecord, no: int) -> Dossier:
    """The n-th item of a year: one of the samples, its number, name and id its own."""
    sample = _templates()[(no + catalog.year) % len(_templates())]
    id_ = f"{catalog.authority.id}-{catalog.year}-{no:02d}"
    first, *rest = (e.model_copy(update={"item": id_}) for e in sample.entries)
    assert isinstance(first.record, Inclusion)
    name = f"{first.record.item.name}（{catalog.authority.name}{catalog.year}年第{no}项）"
    item = first.record.item.model_copy(update={"no": no, "name": name})
    record = first.record.model_copy(update={"item": item})
    entries = (first.model_copy(update={"record": record}), *rest)
    return Dossier(id_, entries, catalog, sample.opinions)
