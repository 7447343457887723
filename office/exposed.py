"""What an opinion table would show of a person, looked for before it is filed: the ledger cannot erase (PIPL-47).

The finished pages are scanned too (checks.privacy), but then the table is on file for good.
"""

from collections.abc import Iterator, Mapping

from catalog.submission import Consent, Contact
from checks.privacy.detect import look
from checks.privacy.normalise import fold
from opinions.points import Point
from opinions.statement import Statement

LIKELY = frozenset({"mobile"})
"""What is told though it is not sure: a citizen's number with blanks in it and no word before it."""
SHORTEST = 5
"""Characters of a contact that is looked for: of fewer, any text may hold it."""


def exposed(
    made: Statement, points: Mapping[str, Point], contacts: Mapping[int, Contact]
) -> Iterator[str]:
    """What of a statement says how to reach a writer, or who he is, as Chinese sentences without it.

    `points` are those of the register by their ids, `contacts` those of its letters by their numbers.
    """
    for row in made.rows:
        opinion = row.opinion
        where = f"意见表第{opinion.no}行（{row.subjects[0]}）"
        for title, said in (("意见", opinion.summary), ("理由", opinion.reason)):
            hits = look(fold(said), "")
            found = {d.title for d, hit in hits if hit.sure or d.id in LIKELY}
            if title == "意见":
                there = (points[id_] for id_ in row.points if id_ in points)
                found |= {what for point in there for what in _own(point, said, contacts)}
            if found:
                what = "、".join(sorted(found))
                remedy = "用 mark --as 遮盖 遮住再登记" if title == "意见" else "改了答复再登记"
                yield f"{where}的“{title}”里有{what}，登记以后删不掉：{remedy}"


def _own(point: Point, said: str, contacts: Mapping[int, Contact]) -> Iterator[str]:
    """What a row says of one of its own writers."""
    who = contacts.get(point.letter)
    if who is None:
        return
    if len(who.contact) >= SHORTEST and fold(who.contact) in fold(said):
        yield "来件人的联系方式"
    signed = said.rstrip(" 。．.\n").endswith(who.name) or f"我叫{who.name}" in said
    if len(who.name) > 1 and signed and point.submission.consent is not Consent.YES:
        yield "来件人的称呼"
