"""The consultation and what became of it: numbers that add up, before any table."""

from collections import Counter
from collections.abc import Iterable, Iterator

from catalog.annual import Authority
from catalog.opinion import Heard, OpinionSource, Outcome, Way, WayKind
from catalog.public.item import PublicDossier
from catalog.public.participation import (
    PublicAdoption,
    PublicConsultation,
    PublicExtension,
    PublicHeardOtherwise,
    PublicHearing,
    PublicOpinion,
)
from pages.model.charts import COLOURS, shares
from pages.model.clauses import cited
from pages.model.components import Fact, Link
from pages.model.downloads import files, held
from pages.model.facts import address, elsewhere, fact, published
from pages.model.links import link, mails, phones
from pages.model.lookup import lookup_link
from pages.model.page import Adoption, OpinionRow, OpinionsPage, Round
from pages.model.sections import nothing_received
from pages.model.texts import form_for, reading
from pages.model.view import revised
from pages.model.wording import bare, day, deadline, listed
from pages.website import OPINIONS

ROWS = 200
"""Rows of the opinion table on the page itself; the whole table is always there as a CSV file."""

Asked = PublicConsultation | PublicHeardOtherwise
ARRIVED = {OpinionSource.PUBLIC: "公众来件", OpinionSource.UNIT: "单位来件"}
SUPPORT = Outcome.SUPPORT
ORDER = {outcome: n for n, outcome in enumerate(COLOURS)}


def rounds(public: PublicDossier) -> tuple[Round, ...]:
    """All rounds, the latest first."""
    return tuple(_round(public, one) for one in reversed(public.consultations))


def _round(public: PublicDossier, one: PublicConsultation) -> Round:
    authority = public.catalog.authority
    return Round(
        heading=_heading(public, one),
        open=_open(public, one),
        facts=(
            *fact("起止时间", f"{day(one.published_on)}至{deadline(one.closes_on)}"),
            *fact("期限", _length(one), _moved(one)),
            *fact("缩短期限的说明", one.shortened_because),
            *fact("延长期限", *map(_extended, one.extensions)),
            *fact("公告渠道", listed(m.value for m in one.media)),
            *fact("提出意见的方式", "" if _open(public, one) else _closed(one)),
            *address("公告原文", one.url, "征求意见公告", authority),
            *elsewhere(one.elsewhere, authority),
        ),
        ways=tuple(_ways(public, one)) if _open(public, one) else (),
        contents=one.contents,
        hearing=_hearing(one.hearing, authority) if one.hearing else (),
        files=(
            *files(public, "consultation.notice", one.round),
            *files(public, "consultation.extension", one.round),
            *files(public, "consultation.hearing_notice", one.round),
            *files(public, "consultation.hearing", one.round),
        ),
        held=(
            *held(public, "consultation.notice", one.round),
            *held(public, "consultation.extension", one.round),
            *held(public, "consultation.hearing_notice", one.round),
            *held(public, "consultation.hearing", one.round),
        ),
        reading=(*reading(public, one.round), *_looked_up(public, one)),
    )


def _looked_up(public: PublicDossier, one: PublicConsultation) -> Iterator[Link]:
    """The way to what became of letters, until the answers to them show it."""
    found = lookup_link(public)
    if found and one.adoption is None and _is_last(public, one):
        yield found


def _is_last(public: PublicDossier, one: Asked) -> bool:
    return bool(public.consultations) and one is public.consultations[-1]


def _open(public: PublicDossier, one: PublicConsultation) -> bool:
    return public.as_of <= one.closes_on and one.adoption_completed_on is None


def _closed(one: PublicConsultation) -> str:
    """The ways that there were; who writes to them now is not heard any more."""
    ways = listed(way.kind.value for way in one.ways)
    return f"{ways}（征求意见已结束）" if ways else ""


def _heading(public: PublicDossier, one: Asked) -> str:
    if len(answered(public)) < 2:
        return ""
    if isinstance(one, PublicConsultation):
        return f"第{one.round}次公开征求意见"
    return f"第{one.round}次听取意见（{one.mode.value}）"


def _length(one: PublicConsultation) -> str:
    return f"{one.days}日（公告当日不计入）"


def _moved(one: PublicConsultation) -> str:
    if one.closes_on == one.announced_closes_on:
        return ""
    return f"公告的截止日{day(one.announced_closes_on)}为休息日，顺延至{day(one.closes_on)}"


def _extended(one: PublicExtension) -> str:
    until = f"{day(one.published_on)}公告延长至{day(one.closes_on)}"
    return f"{until}，理由：{bare(one.reason)}"


def _ways(public: PublicDossier, one: PublicConsultation) -> Iterator[Fact]:
    """The office's own form first, then what the notice says."""
    if form := form_for(public, one.round):
        yield from fact("在线提交", link=Link(href=form, text="填写意见表单", external=True))
    for way in one.ways:
        yield from _way(way, public.catalog.authority)


def _way(way: Way, authority: Authority) -> tuple[Fact, ...]:
    found = tuple(one for one in [link(way.detail, way.detail, authority)] if one)
    if way.kind is WayKind.PHONE:
        found = phones(way.detail)
    elif way.kind is WayKind.EMAIL:
        found = mails(way.detail)
    if not found:
        return fact(way.kind.value, way.detail)
    return tuple(f for one in found for f in fact(way.kind.value, link=one))


def _hearing(hearing: PublicHearing, authority: Authority) -> tuple[Fact, ...]:
    sides, seats = map(_persons, (hearing.sides, hearing.seats))
    ends = hearing.signup_ends_on
    return (
        *fact("召开日期" if hearing.held else "计划召开日期", day(hearing.held_on)),
        *fact("公告日期", day(hearing.announced_on) if hearing.announced_on else ""),
        *fact("地点", hearing.place),
        *fact("报名方式", hearing.signup),
        *fact("报名截止日期", day(ends) if ends else ""),
        *fact("名额", seats),
        *fact("听证参加人", sides),
        *fact("听证情况", hearing.result),
        *address("听证公告原文", hearing.url, "听证公告", authority),
    )


def _persons(sides: tuple[tuple[str, int], ...]) -> str:
    return listed(f"{side}{number}名" for side, number in sides)


def adoptions(public: PublicDossier) -> tuple[Adoption, ...]:
    """What became of the opinions of every round that is published, the latest first."""
    return tuple(
        _adoption(public, one, one.adoption) for one in reversed(answered(public)) if one.adoption
    )


def answered(public: PublicDossier) -> tuple[Asked, ...]:
    """Every round in which the public was asked, oldest first, in whichever way (713-14(2))."""
    heard = public.heard_otherwise
    return (*public.consultations, heard) if heard else public.consultations


def _adoption(public: PublicDossier, one: Asked, adoption: PublicAdoption) -> Adoption:
    rows, content = parted(adoption)
    authority = public.catalog.authority
    more = f"意见较多，本页列出前{ROWS}行，共{len(rows) + len(content)}行，全部意见分页列出。"
    return Adoption(
        heading=_heading(public, one),
        round=one.round,
        zero=nothing_received(public, adoption),
        sum=_sum(adoption),
        shares=shares(adoption),
        facts=(
            *published(adoption.shown, adoption.published_on),
            *(f for source in OpinionSource for f in _received(adoption, source)),
            *fact("较集中意见未采纳的原因", adoption.main_reasons),
            *fact("专门听取意见", *map(_heard, adoption.heard)),
            *fact("对处理结果的异议", _objected(adoption)),
            *address("公布网址", adoption.url, "意见收集与采纳情况", authority),
        ),
        rows=tuple(_row(public, one, row) for row in rows[:ROWS]),
        content=tuple(_row(public, one, row) for row in content[:ROWS]),
        more=more if paged(adoption) else "",
        whole=_whole(public, one) if paged(adoption) else None,
        lookup=lookup_link(public) if _is_last(public, one) else None,
        csv=csv_name(one) if adoption.opinions else "",
        files=files(public, "consultation.adoption", one.round),
        held=held(public, "consultation.adoption", one.round),
    )


def _objected(adoption: PublicAdoption) -> str:
    if not adoption.objections:
        return ""
    return f"收到{adoption.objections}件，已答复{adoption.objections_answered}件"


def parted(adoption: PublicAdoption) -> tuple[list[PublicOpinion], list[PublicOpinion]]:
    """The opinions in the order of the page: what was asked to be changed, and what asked for no change."""
    rows = sorted((o for o in adoption.opinions if o.outcome is not SUPPORT), key=_asked_first)
    return rows, [o for o in adoption.opinions if o.outcome is SUPPORT]


def paged(adoption: PublicAdoption) -> bool:
    """Say whether the opinions are too many for the page of the item."""
    many = len(adoption.opinions) > ROWS  # counting first: nearly none has so many
    return many and any(len(some) > ROWS for some in parted(adoption))


def opinion_pages(public: PublicDossier) -> Iterator[OpinionsPage]:
    """All opinions of the rounds that have too many for the item's page, on pages of their own, oldest first."""
    number = 0
    for one in answered(public):
        if not one.adoption or not paged(one.adoption):
            continue
        rows = [row for some in parted(one.adoption) for row in some]
        last = number - (-len(rows) // ROWS)
        for at in range(0, len(rows), ROWS):
            number += 1
            near = {"上一页": number - 1 if at else 0, "下一页": number + 1 if number < last else 0}
            yield OpinionsPage(
                place=f"{OPINIONS}/{number}",
                heading=_heading(public, one),
                lead=f"第{at + 1}至{min(at + ROWS, len(rows))}行，共{len(rows)}行",
                round=one.round,
                rows=tuple(_row(public, one, row, "../../") for row in rows[at : at + ROWS]),
                beside=tuple(
                    Link(href=f"../{n}/index.html", text=text) for text, n in near.items() if n
                ),
            )


def _whole(public: PublicDossier, one: Asked) -> Link:
    """Where the list of all opinions of a round begins."""
    place = f"{OPINIONS}/{_pages_before(public, one) + 1}/index.html"
    return Link(href=place, text=f"{_heading(public, one)}全部意见")


def _pages_before(public: PublicDossier, one: Asked) -> int:
    before = [
        a for a in answered(public) if a.round < one.round and a.adoption and paged(a.adoption)
    ]
    return sum(-(-len(a.adoption.opinions) // ROWS) for a in before if a.adoption)


def row_places(public: PublicDossier, one: Asked) -> dict[int, str]:
    """Where each row of a round's opinions stands, from the item's folder on, by its number."""
    if one.adoption is None:
        return {}
    rows = [row for some in parted(one.adoption) for row in some]
    anchors = {row.no: f"index.html#yj-{one.round}-{row.no}" for row in rows}
    if not paged(one.adoption):
        return anchors
    first = _pages_before(public, one) + 1
    return {
        row.no: f"{OPINIONS}/{first + at // ROWS}/{anchors[row.no]}" for at, row in enumerate(rows)
    }


def clause_place(public: PublicDossier, round_: int, words: str) -> str:
    """Where the first clause that words name stands, from the item's folder on; empty where nowhere."""
    return next((piece.href for piece in cited(public, round_, words) if piece.href), "")


def _row(public: PublicDossier, one: Asked, row: PublicOpinion, up: str = "") -> OpinionRow:
    fields = {name: getattr(row, name) for name in PublicOpinion.model_fields}
    pieces = cited(public, one.round, row.clause)
    if up:
        pieces = tuple(revised(p, href=f"{up}{p.href}") if p.href else p for p in pieces)
    return OpinionRow.model_construct(**fields, cited=pieces)


def csv_name(one: Asked) -> str:
    """Name of the file with the whole opinion table of a round."""
    return f"opinions-{one.round}.csv"


def _asked_first(row: PublicOpinion) -> int:
    """What was not taken over is read before what was; within an outcome as filed."""
    return ORDER[row.outcome] if row.outcome else len(ORDER)


def _sum(adoption: PublicAdoption) -> str:
    """What arrived, and into how many points it was put together."""
    counts = adoption.counts
    points = counts.points if counts.points is not None else sum(counts.by_outcome().values())
    if not points:
        return ""
    arrived = [a for source, label in ARRIVED.items() for a in _arrived(adoption, source, label)]
    least = "（其中有同类意见条数不明）" if any(not o.points for o in adoption.opinions) else ""
    return f"{'，'.join([*arrived, f'归纳为意见{points}条{least}'])}。"


def _arrived(adoption: PublicAdoption, source: OpinionSource, label: str) -> Iterator[str]:
    arrived = [r.submissions for r in adoption.received if r.source is source]
    known = [number for number in arrived if number is not None]
    if known and len(known) == len(arrived):
        yield f"{label}{sum(known)}件"


def _outcomes(outcomes: dict[Outcome, int]) -> str:
    """What became of the points of one source; they add up."""
    if not outcomes:
        return ""
    parts = "、".join(f"{o.value}{n}条" for o, n in outcomes.items())
    return f"意见{sum(outcomes.values())}条：{parts}。"


def _pieces(submissions: int | None) -> str:
    """A number of submissions, or that nobody told it."""
    return "数不明" if submissions is None else f"{submissions}件"


def _received(adoption: PublicAdoption, source: OpinionSource) -> tuple[Fact, ...]:
    """What came from the public, or from the units asked: the two are never added up."""
    arrived = [r for r in adoption.received if r.source is source]
    by_channel = "、".join(f"{r.channel}{_pieces(r.submissions)}" for r in arrived)
    counts = [r.submissions for r in arrived]
    total = None if None in counts else sum(n for n in counts if n is not None)
    tally: Counter[Outcome] = Counter()
    apart = len({row.source for row in adoption.opinions}) > 1
    for row in adoption.opinions:
        if row.source is source and row.outcome:
            tally[row.outcome] += row.points or 1
    return fact(
        source.value,
        f"来件{_pieces(total)}：{by_channel}。" if arrived else "",
        _outcomes({o: tally[o] for o in Outcome if tally[o]}) if apart else "",
    )


def _heard(one: Heard) -> str:
    details: Iterable[str] = (day(one.heard_on) if one.heard_on else "", one.how)
    how = "，".join(part for part in details if part)
    return f"{one.audience.value}：{how}" if how else one.audience.value
