"""Where the words 第三条第二款 in an opinion lead: to the clause on the page of the text that it was about."""

import re
from collections.abc import Iterator, Mapping

from catalog.numerals import LAST_NUMERAL, numeral
from catalog.public.item import PublicDossier
from catalog.public.texts import PublicClause, PublicText
from pages.model.components import Cite

_N = "[零〇一二三四五六七八九十百千0-9]+"
CITED = re.compile(rf"(新增)?第({_N})条(之{_N})?(?:第({_N})款)?(?:第?[（(]?({_N})[）)]?项)?")
NUMBERS = {numeral(n): n for n in range(1, 100)} | {str(n): n for n in range(1, 100)}


def cited(public: PublicDossier, round_: int, words: str) -> tuple[Cite, ...]:
    """The words cut so that what names a clause links to it; nothing where no text is on a page of its own.

    新增第六条 is looked for in the text that came next: in the draft that the opinion was about it was not.
    """
    at = next((n for n, one in enumerate(public.texts) if one.round == round_), -1)
    if at < 0 or not words:
        return ()
    several = sum(1 for one in public.texts if one.round) > 1
    pieces, last = list[Cite](), 0
    for found in CITED.finditer(words):
        text = public.texts[at + 1 : at + 2] if found[1] else public.texts[at : at + 1]
        href = next((_href(one, found) for one in text), "")
        if href:
            pieces += _plain(words[last : found.start()])
            named = f"{title(public, text[0])}{found[0]}" if several else ""
            pieces.append(Cite(href=href, text=found[0], aloud=named))
            last = found.end()
    return (*pieces, *_plain(words[last:]))


def title(public: PublicDossier, text: PublicText) -> str:
    """What a text is called: 草案, with the round where there were several, or 决策."""
    if not text.round:
        return "决策"
    several = sum(1 for one in public.texts if one.round) > 1
    return f"第{numeral(text.round)}次征求意见稿" if several else "草案"


def _plain(words: str) -> Iterator[Cite]:
    if words:
        yield Cite(href="", text=words)


def _href(text: PublicText, found: re.Match[str]) -> str:
    """The address of the clause, 款 or 项 that is named, as deep as there is one; empty where there is none."""
    clause = _by_number(text).get(f"{_bare(found[2])}{found[3] or ''}")
    if clause is None:
        return ""
    paragraph, point = NUMBERS.get(found[4] or "一", 0), NUMBERS.get(found[5] or "", 0)
    anchor = clause.id
    if found[4] and 1 <= paragraph <= len(clause.points):
        anchor += f"k{paragraph}"
    if point and 1 <= paragraph <= len(clause.points) and point <= clause.points[paragraph - 1]:
        anchor = f"{clause.id}k{paragraph}x{point}"
    return f"{text.place}/index.html#{anchor}"


def _by_number(text: PublicText) -> Mapping[str, PublicClause]:
    """The clauses by their bare number (三 of 第三条 and of 三、); one that stands there twice by none."""
    found: dict[str, PublicClause | None] = {}
    for clause in text.clauses:
        number = re.sub(r"[第条、.．（）()\s]", "", clause.number)
        key = _bare(number)
        found[key] = None if key in found else clause
    return {number: clause for number, clause in found.items() if clause}


def _bare(number: str) -> str:
    """A number in Chinese whichever way it was written."""
    digits = number.isascii() and number.isdigit() and 0 < int(number[:5]) <= LAST_NUMERAL
    return numeral(int(number)) if digits else number
