"""考核: the units of a year beside each other, every number a link to what it counts; and as a spreadsheet."""

import io
import re
from collections.abc import Iterator
from typing import NamedTuple

import xlsxwriter
from starlette.responses import Response

from catalog.duties.who import Action, may, may_see, units_of
from catalog.names import bare
from catalog.scores import Fact, Measure, facts
from catalog.timezone import EARLIEST, LATEST, local_day
from office.editions.verdict import Reviewed, Verdict
from web.desk.asking import Asked, unless

ON_THE_SPOT = "当场更正"
"""What the door turned away and was put right: shown apart, counted for nobody."""
AS_OF_TODAY = {Measure.LED, Measure.OVERDUE, Measure.HINTS}
"""Measures that tell how things stand, of whatever year."""

_PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


class Line(NamedTuple):
    """A unit with its numbers, in the order of the measures."""

    unit: str
    counts: tuple[tuple[Measure, int], ...]
    spot: int


def scores(asked: Asked) -> Response:
    """The sheet; `chushi` and `xiang` open one number."""
    unless(may(asked.person, Action.SCORES))
    year, found = _year(asked), list(_facts(asked))
    unit, said = asked.query.get("chushi", ""), asked.query.get("xiang", "")
    opened = [f for f in found if f.unit == unit and f.measure.value == said]
    return asked.page(
        "scores.html",
        "考核",
        year=year,
        measures=[*Measure],
        lines=_lines(asked, found),
        unit=unit,
        said=said,
        opened=sorted(opened, key=lambda fact: (fact.on, fact.item, fact.entry)),
        spot_title=ON_THE_SPOT,
    )


def sheet(asked: Asked) -> Response:
    """The same as a spreadsheet, with every entry that was counted on a second page."""
    unless(may(asked.person, Action.SCORES))
    found, out = list(_facts(asked)), io.BytesIO()
    with xlsxwriter.Workbook(out, _PLAIN) as book:
        page, rows = book.add_worksheet("考核"), book.add_worksheet("明细")
        page.write_row(0, 0, ["处室", *Measure, f"{ON_THE_SPOT}（不计入）"])
        for r, line in enumerate(_lines(asked, found), 1):
            page.write_row(r, 0, [line.unit, *(n for _, n in line.counts), line.spot])
        rows.write_row(0, 0, ["处室", "项", "事项", "第几号", "日期", "内容"])
        for r, fact in enumerate(found, 1):
            told = [
                fact.unit,
                fact.measure.value,
                fact.item,
                fact.entry or "",
                fact.on.isoformat(),
                fact.said,
            ]
            for c, cell in enumerate(told):
                (rows.write_number if isinstance(cell, int) else rows.write_string)(r, c, cell)
    return asked.file(out.getvalue(), f"考核-{_year(asked)}.xlsx")


def _year(asked: Asked) -> int:
    said = asked.query.get("nian", "")
    known = re.fullmatch("[0-9]{4}", said) and EARLIEST.year <= int(said) <= LATEST.year
    return int(said) if known else asked.desk.today.year


def _facts(asked: Asked) -> Iterator[Fact]:
    """Of the items that one may see, of one's own unit where one sees no other."""
    person, today, year = asked.person, asked.desk.today, _year(asked)
    own = None if may(person, Action.SCORES_OF_ALL) is None else bare(person.unit)
    sent_back = _sent_back(asked)
    for state in asked.desk.board.states(today):
        if may_see(person, state.dossier):
            continue
        loaded = asked.desk.ledger.load(state.dossier.id, opinions=True)
        for fact in (*facts(loaded, today), *sent_back.get(loaded.id, ())):
            if own in (None, bare(fact.unit)) and (
                fact.measure in AS_OF_TODAY or fact.on.year == year
            ):
                yield fact


def _sent_back(asked: Asked) -> dict[str, list[Fact]]:
    """What reviewers sent back before it was made public, by item."""
    found: dict[str, list[Fact]] = {}
    ledger = asked.desk.ledger
    for done in ledger.acts.of(Reviewed):
        if done.act.verdict is Verdict.RETURNED:
            day, item = local_day(done.at), done.subject
            for unit in units_of(ledger.load(item)):
                fact = Fact(
                    Measure.SENT_BACK, unit, item, 0, day, f"{done.actor.name}：{done.act.note}"
                )
                found.setdefault(item, []).append(fact)
    return found


def _lines(asked: Asked, found: list[Fact]) -> list[Line]:
    spot = _spot(asked)
    units = sorted({fact.unit for fact in found})
    return [
        Line(
            unit,
            tuple((m, sum(f.unit == unit and f.measure is m for f in found)) for m in Measure),
            spot.get(unit, 0),
        )
        for unit in units
    ]


def _spot(asked: Asked) -> dict[str, int]:
    """How often the door turned something away in the year, by the unit of who filed."""
    found: dict[str, int] = {}
    for state in asked.desk.board.states(asked.desk.today):
        if may_see(asked.person, state.dossier) is None:
            for one in asked.desk.ledger.refusals(state.dossier.id):
                if local_day(one.at).year == _year(asked):
                    found[one.actor.unit] = found.get(one.actor.unit, 0) + 1
    return found
