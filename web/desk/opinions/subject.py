"""One group of opinions, or a single one: what each says, how it differs from the first, and the answer."""

from collections.abc import Callable
from typing import Any, NamedTuple

from starlette.responses import Response

from catalog.duties.handling import Handling
from catalog.errors import Refusal
from catalog.opinion import Outcome
from opinions.answers import Answer, Subject, answer
from opinions.grouping import Comparison, Differences
from opinions.groups import Event, Move
from opinions.importers.words import clause_meant
from opinions.moves import move
from opinions.points import LayerKind, Part, Point, lay, split
from opinions.sheet import CHOICES
from web.answers import onward
from web.desk.asking import Asked, Stop
from web.desk.opinions.room import cut
from web.desk.opinions.round import Round
from web.desk.sheet import actor_of

PAGE = 30
"""Members on one page."""
OTHERS = 200
"""Groups that are offered to be merged with."""


class Member(NamedTuple):
    """A point of a group, and in what it differs from the leader; None for the leader itself."""

    point: Point
    clause: str
    differs: Differences | None


class Typed(NamedTuple):
    """An answer as it stands in the form, whether or not it can stand."""

    outcome: str = ""
    reason: str = ""
    clause: str = ""
    change: str = ""


class Done(NamedTuple):
    """Something that a person did and may take back."""

    event: Event
    said: str


def subject(asked: Asked) -> Response:
    """The page of one."""
    now = Round.of(asked)
    return _page(now, _of(now))


def act(asked: Asked) -> Response:
    """What one of its buttons does; on to where the answered group or point is found then."""
    now = Round.of(asked)
    do, _, rest = asked.said("do").partition(":")
    one = _of(now)
    try:
        if do not in _DOINGS:
            return onward(f"{now.home}/{one.code}")
        then = _DOINGS[do](now, one, rest)
    except (Refusal, ValueError) as why:
        return _page(now, one, tuple(str(why).splitlines()))
    later = Round.of(asked)
    return onward(f"{now.home}/{then}", hao="1") if then in later.subjects else onward(now.home)


def _of(now: Round) -> Subject:
    """The one that an address names. Raises Stop: it may be merged or split meanwhile."""
    code = now.asked.parts["code"]
    if code in now.subjects:
        return now.subjects[code]
    there = now.groups.place.get(code)
    where = f"，它现在在 {there} 组里" if there else ""
    raise Stop(
        404,
        "没有这一条",
        f"没有编号为 {code} 的组或者意见，可能已经归并或者拆开{where}，请从“意见办理”里选",
    )


def _page(now: Round, one: Subject, wrong: tuple[str, ...] = ()) -> Response:
    asked, code = now.asked, one.code
    turned = asked.turned(one.points, PAGE)
    compared = Comparison(now.draft) if len(one.points) > 1 else None
    group = now.groups.groups.get(code)
    given = now.given.get(code)
    typed = Typed(*given.answer) if given else Typed()
    if wrong and asked.said("do") == "dafu":
        typed = Typed(*(asked.said(name) for name in Typed._fields))
    others = [s for s in now.subjects.values() if s.code in now.groups.groups and s.code != code]
    return asked.page(
        "opinions/subject.html",
        one.title or f"意见{code}",
        422 if wrong else 200,
        now=now,
        one=one,
        group=group,
        members=[_member(now, one, point, compared) for point in turned.rows],
        given=given,
        typed=typed,
        choices=[(o, o == typed.outcome) for o in CHOICES],
        flags=now.flags.get(code, ()),
        done=[Done(event, _told(event)) for event in now.undoable(code)],
        others=[
            (s.code, f"{s.code} {cut(s.title or s.lead.text)[:40]}（{len(s.points)}条）")
            for s in others[:OTHERS]
        ],
        why_not={what.name: now.why_not(what) for what in Handling},
        kinds=list(LayerKind),
        page=turned.page,
        pages=turned.pages,
        kept="hao" in asked.query,
        wrong=wrong,
    )


def _member(now: Round, one: Subject, point: Point, compared: Comparison | None) -> Member:
    differs = None
    if compared and point is not one.lead:
        differs = compared.differences(one.lead.text, point.text)
    return Member(point, now.clause(point.clause), differs)


def _told(event: Event) -> str:
    said = event.said
    what = "、".join(said.get("from", ()) or said.get("points", ())) or said.get("title", "")
    return f"{event.kind.value}{f'（{what}）' if what else ''}"


# ------------------------------------------------------------------ what the buttons do


def _read(asked: Asked) -> Answer:
    """The answer that was typed. Raises Refusal."""
    if asked.said("outcome") not in CHOICES:
        raise Refusal(f"处理结果：请选一种：{'、'.join(CHOICES)}")
    outcome = Outcome(asked.said("outcome"))
    return Answer(outcome, asked.said("reason"), asked.said("clause"), asked.said("change"))


def _answer(now: Round, one: Subject, _rest: str) -> str:
    now.unless(Handling.ANSWER)
    given = {one.code: _read(now.asked)}
    answer(
        now.register.engine, now.item, now.no, given, actor=actor_of(now.asked.person), at=_at(now)
    )
    return one.code


def _moved(now: Round, kind: Move, said: dict[str, Any]) -> None:
    now.unless(Handling.TAKE_IN)
    actor = actor_of(now.asked.person)
    move(now.register.engine, now.item, now.no, kind, said, actor=actor, at=_at(now))


def _merge(now: Round, one: Subject, _rest: str) -> str:
    other = now.asked.said("other")
    if not other:
        raise Refusal("没有选是哪一组")
    if one.code in now.groups.groups:
        _moved(now, Move.MERGE, {"into": one.code, "from": [other] if other else []})
        return one.code
    _moved(now, Move.JOIN, {"group": other, "points": [one.code]})
    return other


def _ticked(now: Round) -> list[str]:
    return [*now.asked.pairs.get("which", ())]


def _split(now: Round, one: Subject, _rest: str) -> str:
    _moved(now, Move.SPLIT, {"group": one.code, "points": _ticked(now)})
    return one.code


def _leave(now: Round, one: Subject, _rest: str) -> str:
    _moved(now, Move.LEAVE, {"points": _ticked(now)})
    return one.code


def _name(now: Round, one: Subject, _rest: str) -> str:
    _moved(now, Move.LABEL, {"group": one.code, "title": now.asked.said("title")})
    return one.code


def _right(now: Round, one: Subject, _rest: str) -> str:
    _moved(now, Move.CONFIRM, {"group": one.code})
    return one.code


def _undo(now: Round, one: Subject, rest: str) -> str:
    _moved(now, Move.UNDO, {"event": int(rest) if rest.isdecimal() and len(rest) < 16 else 0})
    return one.code


def _lay(now: Round, one: Subject, rest: str) -> str:
    """A transcript, a redaction, or that a letter cannot be used: beside the letter, which stays as it is."""
    now.unless(Handling.TAKE_IN)
    said, letter = now.asked.said, _letter(one, rest)
    lay(
        now.register.engine, now.item, letter, LayerKind(said(f"kind-{rest}")), said(f"text-{rest}"),
        reason=said(f"why-{rest}"), actor=actor_of(now.asked.person), at=_at(now),
    )  # fmt: skip
    return one.code


def _cut(now: Round, one: Subject, rest: str) -> str:
    """A letter that says several things becomes several points: a line each, in its own words."""
    now.unless(Handling.TAKE_IN)
    letter = _letter(one, rest)
    lines = [line.strip() for line in now.asked.said(f"parts-{rest}").splitlines() if line.strip()]
    parts = [_part(now, line) for line in lines]
    actor = actor_of(now.asked.person)
    split(now.register.engine, now.item, letter, parts, reason="", actor=actor, at=_at(now))
    return one.code


def _part(now: Round, line: str) -> Part:
    said, sign, clause = line.rpartition("=第")
    return Part(said, clause_meant(f"第{clause}", now.ids)) if sign else Part(line)


def _letter(one: Subject, rest: str) -> int:
    """The number of the letter of a point that is here. Raises Refusal."""
    found = next((point.letter for point in one.points if point.id == rest), None)
    if found is None:
        raise Refusal(f"这一组里没有意见{rest}，请刷新后再办")
    return found


def _at(now: Round) -> Any:
    return now.asked.desk.office.now()


_DOINGS: dict[str, Callable[[Round, Subject, str], str]] = {
    "dafu": _answer,
    "hebing": _merge,
    "chaichu": _split,
    "yichu": _leave,
    "mingming": _name,
    "guidui": _right,
    "chexiao": _undo,
    "bianzhu": _lay,
    "chaifen": _cut,
}
