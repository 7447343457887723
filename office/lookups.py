"""What became of letters, sealed to their receipts, for the pages of an item: of the statements that are out alone.

It is worked out of the register as it stood when the statement was computed, so that a page built again years
later says the same. Where a statement was written by hand there is nothing to tell.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection

from catalog.lookup import lookup_of
from catalog.opinion import Opinion, OpinionSource
from catalog.public.item import PublicDossier
from catalog.public.participation import PublicAdoption, PublicConsultation
from catalog.public.year import DisclosedYear
from catalog.timezone import SHANGHAI
from office.settings.installation import Office
from opinions.became import Letter, Stated, Told, letters_of, stated, told
from opinions.objections import Objection, objections
from opinions.receipts import FITS, Lookup, records
from pages.model.participation import clause_place, row_places
from pages.model.wording import day
from storage.serialize import instant, opinion_row, opinions_digest

Line = tuple[str, str, str]
"""A term, what is said of it, and where it leads, from the item's page on; empty where nowhere."""
SHORTER = (400, 200, 120, 80, 50, 30, 20)
"""Characters of a text, tried one after the other until an entry holds all of them."""
OWN = 60
"""Characters of his own words by which a writer knows which point is meant."""


def looked_up(connection: Connection, public: PublicDossier) -> PublicDossier:
    """The item with what became of letters to it."""
    entries = [
        entry
        for one in public.consultations
        if one.adoption
        for entry in _entries(connection, public, one, one.adoption)
    ]
    sealed = records(entries)
    return public.model_copy(update={"lookup": lookup_of(sealed), "sealed": sealed})


def looked_up_years(office: Office, years: Iterable[DisclosedYear]) -> Iterator[DisclosedYear]:
    """The years with what became of letters to their items."""
    with office.ledger().engine.connect() as connection:
        for year in years:
            items = tuple(
                looked_up(connection, item)
                if any(one.adoption for one in item.consultations)
                else item
                for item in year.items
            )
            yield year._replace(items=items)


def _entries(
    connection: Connection, public: PublicDossier, one: PublicConsultation, adoption: PublicAdoption
) -> Iterator[tuple[Lookup, bytes]]:
    at = _stated(connection, public.id, one, adoption)
    if at is None:
        return
    letters = letters_of(connection, public.id, one.round, at)
    if not letters:
        return
    became, places = told(connection, public.id, one.round, at), row_places(public, one)
    objected = {o.letter: o for o in objections(connection, public.id, one.round, at.heads)}
    clauses = {row.no: clause_place(public, one.round, row.clause) for row in adoption.opinions}
    own = {row.no for row in adoption.opinions if row.source is OpinionSource.PUBLIC}
    for no, letter in letters.items():
        points = []
        for point in became.get(no, ()):
            row = next((row for row in point.rows if row in own), 0)
            answer = _answer(point, places.get(row, ""), clauses.get(row, ""))
            points.append([*_head(point), *answer])
        if no in objected:  # first: it is what he asks about now
            points.insert(0, list(_objection(objected[no])))
        yield letter.lookup, fitted(_came(letter), points)


def _stated(
    connection: Connection, item: str, one: PublicConsultation, adoption: PublicAdoption
) -> Stated | None:
    """What the register kept of the statement that is out; None where it was written by hand."""
    known = stated(connection, item, one.round)
    rows = (opinion_row(Opinion(**row.model_dump())) for row in adoption.opinions)
    key = (opinions_digest(rows), instant(adoption.filed_at)) if known else ()
    return next((at for at in known if (at.digest, at.at) == key), None)


def _came(letter: Letter) -> Line:
    late = "（逾期，单独计数）" if letter.late else ""
    return "收到", f"{day(letter.received_at.astimezone(SHANGHAI).date())}{late}", ""


def _head(point: Told) -> Iterator[Line]:
    alike = f"（同类意见{point.alike}条，一并答复）" if point.alike > 1 else ""
    if point.said:
        yield "您的意见", f"“{_cut(point.said, OWN)}”{alike}", ""


def _objection(one: Objection) -> Iterator[Line]:
    yield "您的异议", f"“{_cut(one.text, OWN)}”", ""
    yield "异议的答复", one.answer, ""


def _answer(point: Told, row: str, clause: str) -> Iterator[Line]:
    """Outcome, reason, clause and change; the outcome leads to its row in the table of all opinions."""
    if point.answer is None:
        yield "处理结果", "没有作为意见采用", row
        yield "原因", point.reason, ""
        return
    yield "处理结果", point.answer.outcome.value, row
    if point.reason:
        yield "理由", point.reason, ""
    changed = "：".join(part for part in (point.answer.clause, point.answer.change) if part)
    if changed:
        yield "修改" if point.answer.change else "对应条款", changed, clause


def fitted(came: Line, points: Sequence[Sequence[Line]]) -> bytes:
    """The lines of an entry as JSON: shortened, and the last points left out, where they are too many for it."""
    for count in range(len(points), -1, -1):
        lines = [line for point in points[:count] for line in point]
        if left := len(points) - count:
            lines.append(("还有", f"{left}条意见，请见意见采纳情况", "index.html#caina"))
        for most in SHORTER:
            said = [came, *((term, _cut(text, most), href) for term, text, href in lines)]
            body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
            if len(body) <= FITS:
                return body
    raise AssertionError("a day is short")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
