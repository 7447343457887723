"""The page of a whole text by its clauses, an anchor for each; and what an item's page links of it.

t12 the clause, t12k2 its second 款, t12k2x3 the third 项 of that, t12k2x3m1 the first 目: as in catalog/clauses.py.
"""

from collections.abc import Iterator, Mapping, Sequence

from catalog.clauses import Clause, Draft, Paragraph, Point
from catalog.public.item import PublicDossier
from catalog.public.participation import PublicConsultation
from catalog.public.texts import PublicComparison, PublicText
from pages.model.clauses import title
from pages.model.components import File, Link
from pages.model.downloads import files
from pages.model.view import revised, shown
from pages.model.wording import day
from pages.website import COMPARED


@shown
class PointView:
    """A 项, or what stands below it; `id` is empty where nobody can link to it."""

    id: str
    number: str
    text: str
    points: "tuple[PointView, ...]" = ()


@shown
class ParagraphView:
    """A 款 with its 项."""

    id: str
    text: str
    points: tuple[PointView, ...]


@shown
class Heading:
    """The name of a 章 or 节 at its level among the headings of the page."""

    id: str
    level: int
    text: str


@shown
class About:
    """The opinions that were about a clause, and how many more there are than these."""

    links: tuple[Link, ...] = ()
    more: int = 0


@shown
class ClauseView:
    """A 条 with the headings that begin right before it, and where one may speak of it, if anywhere."""

    id: str
    headings: tuple[Heading, ...]
    level: int
    number: str
    title: str
    paragraphs: tuple[ParagraphView, ...]
    ask: Link | None
    about: About


@shown
class TextView:
    """A whole text. Its file stays beside it; `doubts` are what its reader could not tell for sure."""

    place: str
    heading: str
    lead: str
    contents: tuple[Link, ...]
    preamble: tuple[str, ...]
    clauses: tuple[ClauseView, ...]
    closing: tuple[str, ...]
    file: File | None
    doubts: tuple[str, ...]
    beside: tuple[Link, ...]
    ask: Link | None


def texts(
    public: PublicDossier, about: Mapping[tuple[str, str], About] = {}
) -> tuple[TextView, ...]:
    """The pages of all texts, oldest first; `about` the opinions by place and clause, from the item's folder on."""
    return tuple(_text(public, one, one.draft, about) for one in public.texts if one.draft)


def reading(public: PublicDossier, round_: int) -> tuple[Link, ...]:
    """What can be read of a round's draft, or of the decision (0): the text, and it beside the one before."""
    own = [one for one in public.texts if one.round == round_]
    links = [
        Link(href=f"{one.place}/index.html", text=f"阅读{title(public, one)}全文") for one in own
    ]
    after = {one.place for one in own}
    links += [compared(public, one) for one in public.comparisons if one.after in after]
    return tuple(links)


def compared(public: PublicDossier, one: PublicComparison) -> Link:
    """The page on which two texts stand beside each other."""
    named = {text.place: title(public, text) for text in public.texts}
    text = f"{named[one.before]}与{named[one.after]}逐条对照"
    return Link(href=f"{comparison_place(one)}/index.html", text=text)


def comparison_place(one: PublicComparison) -> str:
    """The folder of its page within the item's: duizhao/1-2, duizhao/2-jueding."""
    return f"{COMPARED}/{_slug(one.before)}-{_slug(one.after)}"


def _slug(place: str) -> str:
    return place.rpartition("/")[2]


def up(place: str) -> str:
    """The way from a page in a folder of an item to the item's own."""
    return "../" * (place.count("/") + 1)


def _text(
    public: PublicDossier, text: PublicText, draft: Draft, about: Mapping[tuple[str, str], About]
) -> TextView:
    back, asking = up(text.place), form_for(public, text.round)
    own = {
        clause: revised(one, links=tuple(revised(to, href=f"{back}{to.href}") for to in one.links))
        for (place, clause), one in about.items()
        if place == text.place
    }
    file = next((one for one in files(public) if one.sha256 == text.digest), None)
    return TextView(
        place=text.place,
        heading=f"{title(public, text)}全文",
        lead=_lead(public, text),
        contents=tuple(_contents(draft.clauses)),
        preamble=(*((draft.title,) if draft.title else ()), *draft.preamble),
        clauses=tuple(_clauses(draft.clauses, asking, own)),
        closing=draft.closing,
        file=revised(file, path=f"{back}{file.path}") if file else None,
        doubts=draft.doubts,
        beside=tuple(
            revised(link, href=f"{back}{link.href}")
            for one in public.comparisons
            if text.place in {one.before, one.after}
            for link in [compared(public, one)]
        ),
        ask=Link(href=asking, text="对整件草案提意见", external=True) if asking else None,
    )


def form_for(public: PublicDossier, round_: int) -> str:
    """The office's form for a round of consultation while it is open; empty where there is none."""
    asked = public.consultations[-1] if public.consultations else None
    if not public.catalog.intake or asked is None or asked.round != round_:
        return ""
    if public.as_of > asked.closes_on or asked.adoption_completed_on:
        return ""
    return f"{public.catalog.intake}{public.catalog.year}/{public.no:02d}/"


def _lead(public: PublicDossier, text: PublicText) -> str:
    if not text.round:
        return f"{day(public.result.published_on)}公布" if public.result else ""
    one = next(one for one in public.consultations if one.round == text.round)
    return f"{day(one.published_on)}公布，{_until(public, one)}"


def _until(public: PublicDossier, one: PublicConsultation) -> str:
    if public.as_of <= one.closes_on and not one.adoption_completed_on:
        return f"征求意见至{day(one.closes_on)}24时"
    return f"征求意见已于{day(one.closes_on)}结束"


def _contents(clauses: Sequence[Clause]) -> Iterator[Link]:
    """A link for each 章; a short paper, or one without any, needs none."""
    seen = ""
    for clause in clauses:
        if clause.chapter and clause.chapter != seen:
            yield Link(href=f"#z-{clause.id}", text=clause.chapter.replace("\n", "　"))
        seen = clause.chapter


def _clauses(
    clauses: Sequence[Clause], asking: str, about: Mapping[str, About]
) -> Iterator[ClauseView]:
    chapter = section = ""
    for clause in clauses:
        if clause.chapter != chapter:
            section = ""
        headings = []
        if clause.chapter and clause.chapter != chapter:
            named = clause.chapter.replace("\n", "　")
            headings.append(Heading(id=f"z-{clause.id}", level=2, text=named))
        if clause.section and clause.section != section:
            level = 3 if clause.chapter else 2
            headings.append(Heading(id=f"j-{clause.id}", level=level, text=clause.section))
        chapter, section = clause.chapter, clause.section
        ask = f"{asking}?tiao={clause.id}"
        yield ClauseView(
            id=clause.id,
            headings=tuple(headings),
            level=2 + bool(chapter) + bool(section),
            number=clause.number,
            title=clause.title,
            paragraphs=tuple(
                _paragraph(f"{clause.id}k{n}", one) for n, one in enumerate(clause.paragraphs, 1)
            ),
            ask=Link(href=ask, text=f"对{clause.number.rstrip('、.．')}提意见", external=True)
            if asking
            else None,
            about=about.get(clause.id, About()),
        )


def _paragraph(id_: str, paragraph: Paragraph) -> ParagraphView:
    points = (_point(f"{id_}x{n}", one, "m") for n, one in enumerate(paragraph.points, 1))
    return ParagraphView(id=id_, text=paragraph.text, points=tuple(points))


def _point(id_: str, point: Point, below: str) -> PointView:
    inner = (
        _point(f"{id_}{below}{n}" if below else "", one, "")
        for n, one in enumerate(point.points, 1)
    )
    return PointView(id=id_, number=point.number, text=point.text, points=tuple(inner))
