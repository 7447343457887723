"""意见办理: where a consultation stands, what is to be answered, and what waits for a second person."""

from collections import defaultdict
from contextlib import suppress
from datetime import date, datetime, time
from typing import NamedTuple

from starlette.responses import Response

from catalog.duties.handling import Handling
from catalog.errors import Refusal
from catalog.forms.cells import date_read
from catalog.opinion import OpinionSource
from catalog.parse import ShapeError
from catalog.submission import Channel, Consent, Contact, Submission
from catalog.timezone import SHANGHAI
from opinions.answers import Given, Subject, confirm
from opinions.grouping import group as compute
from opinions.importers.files import Same
from opinions.importers.words import clause_meant
from opinions.objections import Objection, objections
from opinions.points import Point
from opinions.progress import standing
from opinions.regroup import regroup
from web.answers import onward
from web.desk.asking import Asked
from web.desk.opinions import lists
from web.desk.opinions.round import Round
from web.desk.sheet import actor_of

PAGE = 40
"""Rows of one page."""
CUT = 160
"""Signs of an opinion that a row shows; the whole is on its own page."""
VIEWS = {
    "dafu": "还没有答复的",
    "queren": "等另一人确认的",
    "wancheng": "已确认的",
    "quanbu": "全部",
}
SHOWN = 10
"""Pairs of opposites, and suggestions, that are told after a run."""


class Row(NamedTuple):
    """What is answered at once, and how far it is."""

    subject: Subject
    given: Given | None
    clause: str
    flags: tuple[str, ...]

    @property
    def said(self) -> str:
        """The title of a group, or the words of its leader, cut."""
        return cut(self.subject.title or self.subject.lead.text)

    @property
    def state(self) -> str:
        """How far it is, in words."""
        if self.given is None:
            return "没有答复"
        if not self.given.confirmed_by:
            return f"{self.given.author.name}答复，等另一人确认"
        return f"{self.given.author.name}答复，{self.given.confirmed_by}确认"


def cut(text: str) -> str:
    """A text on one line, not endless."""
    line = " ".join(text.split())
    return f"{line[:CUT]}…" if len(line) > CUT else line


def room(asked: Asked) -> Response:
    """The page of a consultation."""
    return _page(Round.of(asked))


def act(asked: Asked) -> Response:
    """What one of its buttons does."""
    now, (do, _, rest) = Round.of(asked), asked.said("do").partition(":")
    doings = {"guibing": _regroup, "queren": _confirm, "luru": _take_in, **lists.DOINGS}
    try:
        said = doings[do](now, rest) if do in doings else ""
    except (Refusal, ShapeError, ValueError) as why:
        return _page(now, wrong=_plain(why))
    if said:
        return _page(Round.of(asked), done=said)
    return onward(now.home)


def _page(now: Round, done: str = "", wrong: tuple[str, ...] = ()) -> Response:
    asked = now.asked
    chosen = asked.query.get("kan") or asked.said("kan")
    view = chosen if chosen in VIEWS else "dafu"
    every = [_row(now, subject) for subject in now.in_order()]
    found = {key: [row for row in every if _is_in(key, row)] for key in VIEWS}
    turned = asked.turned(found[view], PAGE)
    return asked.page(
        "opinions/room.html",
        "意见办理",
        422 if wrong else 200,
        now=now,
        standing=standing(now.register, now.item, now.no),
        views=[(key, title, len(found[key])) for key, title in VIEWS.items()],
        view=view,
        **turned._asdict(),
        why_not={what.name: now.why_not(what) for what in Handling},
        channels=list(Channel),
        sources=list(OpinionSource),
        objected=_objected(now),
        unfinished=[b for b in now.register.batches(now.item, now.no) if b.kept is None],
        sames=list(Same),
        consents=list(Consent),
        typed=defaultdict(str, ((n, v[-1]) for n, v in asked.pairs.items()) if wrong else ()),
        done=done,
        wrong=wrong,
    )


def _objected(now: Round) -> list[Objection]:
    with now.register.engine.connect() as connection:
        return objections(connection, now.item, now.no)


def _row(now: Round, subject: Subject) -> Row:
    flags = tuple(flag.said for flag in now.flags.get(subject.code, ()))
    return Row(subject, now.given.get(subject.code), now.clause(subject.lead.clause), flags)


def _is_in(view: str, row: Row) -> bool:
    if view == "quanbu":
        return True
    if row.given is None:
        return view == "dafu"
    return view == ("wancheng" if row.given.confirmed_by else "queren")


def _regroup(now: Round, _rest: str) -> str:
    now.unless(Handling.TAKE_IN)
    desk = now.asked.desk
    made = regroup(now.register.engine, now.item, now.no, now.draft, compute, desk.office.now())
    points = now.read.points
    told = [f"{made.letters}条意见归成{made.groups}组"]
    told += [
        f"立场相反，没有归在一起：{_named(points, pair.one)}／{_named(points, pair.other)}"
        for pair in made.opposites[:SHOWN]
    ]
    told += [
        f"也许该归入“{_named(points, one.leader)}”那一组：{one.letter}号（相同{one.share:.0%}）"
        for one in made.suggestions[:SHOWN]
    ]
    return "\n".join(told)


def _named(points: dict[str, Point], id_: str) -> str:
    return f"{id_}号“{cut(points[id_].text)[:40]}”" if id_ in points else f"{id_}号"


def _confirm(now: Round, _rest: str) -> str:
    """Agree to the answers that were ticked, each as it was shown."""
    now.unless(Handling.AGREE)
    ticked = [one.partition(":") for one in now.asked.pairs.get("which", ())]
    if not ticked:
        raise Refusal("没有选哪几条")
    chosen = {code: digest for code, _, digest in ticked}
    actor, at = actor_of(now.asked.person), now.asked.desk.office.now()
    new = confirm(now.register.engine, now.item, now.no, chosen, actor=actor, at=at)
    return f"已确认{new}条答复"


def _take_in(now: Round, _rest: str) -> str:
    """Enter a letter, a call, a word said in a meeting."""
    now.unless(Handling.TAKE_IN)
    said, at = now.asked.said, now.asked.desk.office.now()
    received = _day(said("received"), at)
    letter = Submission(
        item=now.item, round=now.no, channel=Channel(said("channel")),
        source=OpinionSource(said("source")), received_at=received, late=now.window.late(received),
        clause=clause_meant(said("clause"), now.ids), text=said("text"), consent=Consent(said("consent")),
    )  # fmt: skip
    who = Contact(name=said("name"), contact=said("contact"))
    number = now.register.add(letter, who, actor=actor_of(now.asked.person), at=at)
    return f"已登记：来件{number}{'（逾期，单独计数）' if letter.late else ''}"


def _day(said: str, now: datetime) -> datetime:
    """The day on which a letter came; now, where none is said. Raises Refusal."""
    if not said:
        return now
    with suppress(ValueError):
        day = datetime.combine(date.fromisoformat(date_read(said)), time(), SHANGHAI)
        if day <= now:
            return day
        raise Refusal(f"收到的日期“{said}”还没有到，请核对")
    raise Refusal(f"收到的日期“{said}”认不出来，请写成 2026年3月2日")


def _plain(why: Exception) -> tuple[str, ...]:
    """What is wrong, a sentence each."""
    if isinstance(why, ShapeError):
        return tuple(why.faults)
    if isinstance(why, Refusal):
        return tuple(str(why).splitlines())
    if hasattr(why, "error_count"):  # of pydantic
        return ("意见原文不能为空，也不能超过20000字；称呼不超过100字，联系方式不超过200字",)
    said = str(why)
    return (said if "：" in said else "渠道、来源、公开意愿请从所列的里面选",)
