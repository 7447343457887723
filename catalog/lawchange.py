"""What a changed law.yaml would do to open items. It writes nothing.

A step goes by the law of the day on which it is taken, a period that runs by the law it began under:
what comes into force later binds the steps still to come. What is on file keeps what was judged; only
a change that reaches back to its day can touch it, and then it is named.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from catalog import law, lifecycle
from catalog.dossier import Dossier
from catalog.ids import act_of
from catalog.law import Law, NotInForce, Parameter, Source, Transition
from catalog.parse import ShapeError
from catalog.plainyaml import NotPlain, Typed, parse_yaml
from catalog.progress import open_findings
from catalog.record import Frozen
from catalog.rules import GATES, RULES
from catalog.stages import STEPS
from catalog.stages.entry import Inclusion, Start

UNITS = {"day": "日", "working_day": "个工作日", "count": "", "year": "年"}


class Shift(Frozen):
    """One parameter, source or transitional clause that would read differently."""

    key: str
    article: str
    before: str
    after: str


class Effect(Frozen):
    """What a change means for one open item: `shifts` are what binds its next steps otherwise, from
    `law_day` on; `fails` are filed records that would newly fail."""

    item: str
    name: str
    law_day: date
    says: str
    shifts: tuple[Shift, ...]
    fails: tuple[str, ...]


def read_law(content: bytes, name: str) -> Law:
    """Read another law.yaml. Raises ShapeError where it is none, or lacks what the rules cite."""
    try:
        other = Law.model_validate(parse_yaml(content, Typed))
    except ValidationError as wrong:
        faults = [f"{'.'.join(map(str, e['loc']))}：{e['msg']}" for e in wrong.errors()]
        raise ShapeError([f"{name}：{fault}" for fault in faults]) from wrong
    except NotPlain as wrong:
        raise ShapeError([f"{name}{wrong.place}：{wrong.said}"]) from wrong
    sources = [r.source for r in RULES.values()] + [g.source for g in GATES.values()]
    cited = {key for refs in (*sources, *(s.source for s in STEPS.values())) for key in _keys(refs)}
    lacking = sorted(cited - other.sources.keys()) + sorted(
        law.PARAMETERS.keys() - other.parameters
    )
    if lacking:
        raise ShapeError([f"{name}：缺少规则引用的“{key}”" for key in lacking])
    return other


def shifts(other: Law) -> tuple[Shift, ...]:
    """Every parameter, source and transitional clause that the other file words otherwise."""
    found = []
    for key in sorted(law.PARAMETERS.keys() | other.parameters):
        ours, theirs = (_periods(of.get(key, ())) for of in (law.PARAMETERS, other.parameters))
        found.append(Shift(key=key, article=_cited(key), before=ours, after=theirs))
    for key in sorted(law.SOURCES.keys() | other.sources):
        before, after = (_source(of.get(key)) for of in (law.SOURCES, other.sources))
        found.append(Shift(key=key, article=_titled(key, other), before=before, after=after))
    found += _clauses(law.TRANSITIONS, other)
    return tuple(s for s in found if s.before != s.after)


def _clauses(ours: tuple[Transition, ...], other: Law) -> Iterator[Shift]:
    """The transitional clauses that one of the two files has and the other has not."""
    for clause in dict.fromkeys((*ours, *other.transitions)):
        before, after = (
            _clause(clause) if clause in of else "没有" for of in (ours, other.transitions)
        )
        yield Shift(
            key="、".join(clause.of), article=law.cite(clause.source), before=before, after=after
        )


def _clause(clause: Transition) -> str:
    begun, by = ("启动的事项", "启动时") if clause.by == "start" else ("开始的期限", "办理步骤当日")
    return f"{clause.before}以前{begun}，按{by}的规定（过渡规定）"


def effect(dossier: Dossier, other: Law | None, today: date) -> Effect:
    """What the other law would change for an open item; None sets the law of its start against
    today's."""
    inclusion, start = dossier.latest(Inclusion), dossier.latest(Start)
    started = start.started_on if start else None
    before = dict(_values(today if other else started or today, started))
    known = {_failure(e.seq, f) for e, f in open_findings(dossier) if f.blocks}
    with under(other):
        after = dict(_values(today, started))
        found = {_failure(e.seq, f) for e, f in open_findings(dossier) if f.blocks}
    differs = tuple(
        Shift(key=k, article=_cited(k), before=before.get(k, "没有"), after=after.get(k, "没有"))
        for k in sorted(before.keys() | after)
        if before.get(k) != after.get(k)
    )
    fails = tuple(sorted(found - known))
    return Effect(
        item=dossier.id,
        name=inclusion.item.name if inclusion else "",
        law_day=today,
        says="；".join(_says(dossier, started, today, bool(differs), bool(fails))),
        shifts=differs,
        fails=fails,
    )


def _says(
    dossier: Dossier, started: date | None, today: date, differs: bool, fails: bool
) -> Iterator[str]:
    yield f"{started}启动" if started else "尚未启动"
    yield "以后各步骤按办理当日的规定" + ("，与下列变化有关" if differs else "，不受影响")
    running = [
        f"“{awaited.step.wait.name}”（至{awaited.period.end}）"
        for awaited in lifecycle.awaiting(dossier, today)
        if awaited.step.wait and awaited.period and awaited.period.end >= today
    ]
    if running:
        yield f"已经开始的期限{'、'.join(running)}按开始时的规定走完"
    if fails:
        yield "修改改动了已经办理的步骤当时的规定，请核对生效日期"


@contextmanager
def under(other: Law | None) -> Iterator[None]:
    """Read the law from the other file inside, None: as it is; the command line has one thread."""
    ours = law.SOURCES, law.PARAMETERS, law.TRANSITIONS
    if other:
        law.SOURCES = MappingProxyType(other.sources)
        law.PARAMETERS = MappingProxyType(other.parameters)
        law.TRANSITIONS = other.transitions
    try:
        yield
    finally:
        law.SOURCES, law.PARAMETERS, law.TRANSITIONS = ours


def _values(day: date, started: date | None) -> Iterator[tuple[str, str]]:
    """Parameters and sources that bind a step of a day."""
    for key in law.PARAMETERS:
        try:
            yield key, _length(law.parameter(key, law.day_of(key, day, started=started)))
        except NotInForce:
            continue
    for key, source in law.SOURCES.items():
        on = law.day_of(key, day, started=started)
        begun = source.in_force_from is None or source.in_force_from <= on
        if begun and (source.in_force_to is None or on <= source.in_force_to):
            yield key, source.cited()


def _failure(seq: int, finding: Any) -> str:
    return f"第{seq}号：{finding}"


def _length(one: Parameter) -> str:
    return f"{one.value}{UNITS[one.unit]}"


def _periods(periods: tuple[Parameter, ...]) -> str:
    told = (f"{p.since}至{p.until or '今'}：{_length(p)}" for p in periods)
    return "；".join(told) or "没有"


def _source(source: Source | None) -> str:
    if source is None:
        return "没有"
    since, until = source.in_force_from or "未载明", source.in_force_to or "今"
    seen = "不限" if source.articles_seen is None else source.articles_seen
    return f"{source.cited()}（{since}至{until}，{source.status}，可引至第{seen}条）"


def _cited(key: str) -> str:
    periods: Mapping[str, tuple[Parameter, ...]] = law.PARAMETERS
    if key in periods:
        return law.cite(periods[key][-1].source)
    return law.SOURCES[key].cited() if key in law.SOURCES else ""


def _titled(key: str, other: Law) -> str:
    return (law.SOURCES.get(key) or other.sources[key]).cited()


def _keys(refs: str) -> Iterator[str]:
    return (act_of(ref) for ref in refs.split(";") if ref.strip())
