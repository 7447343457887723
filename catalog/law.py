"""Law as dated data: what a rule may cite, and the numbers in force on a day."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

import yaml
from pydantic import BaseModel, Field, model_validator

from catalog.errors import Refusal
from catalog.numerals import numeral

Status = Literal["full", "excerpt", "derived", "local", "unverified"]
PRINTABLE: frozenset[Status] = frozenset({"full", "excerpt"})
REFERENCE = re.compile(
    r"(?P<key>[^-;\s]+)"
    r"(?:-(?P<article>[1-9]\d*)(?:\((?P<paragraph>[1-9]\d*)\))?(?:\.(?P<item>[1-9]\d*))?)?"
)


class NotInForce(Refusal, LookupError):
    """No value of a parameter is in force on the day asked for."""


class Source(BaseModel, frozen=True, extra="forbid"):
    """One instrument or ground that a rule may cite.

    `applies` says how it binds a department; `articles_seen` is the last article that was read
    and may be cited: 0 for the title only, None for no limit. An unstated date is None. `scope` is
    the kind of act that it governs, `addressee` the one authority that it binds; neither: any.
    """

    title: str
    number: str | None = None
    in_force_from: date | None = None
    in_force_to: date | None = None
    status: Status
    applies: Literal["direct", "by_reference", "by_analogy"] | None = None
    scope: Literal["decision", "normative"] | None = None
    addressee: str = ""
    articles_seen: int | None = Field(default=None, ge=0)
    division: Literal["条", "项"] = "条"
    is_document: bool = True
    remark: str | None = None

    @model_validator(mode="after")
    def _limits_what_was_not_read(self) -> Self:
        if self.status != "full" and self.articles_seen is None:
            raise ValueError(f"articles_seen is needed for a source that is {self.status}")
        return self

    def cited(self) -> str:
        """Give the title as it stands in a citation."""
        return f"《{self.title}》" if self.is_document else self.title


class Parameter(BaseModel, frozen=True, extra="forbid"):
    """A number that law sets, from `since` to `until` (included; None while it lasts).

    `source` is a reference for cite().
    """

    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")
    value: int
    unit: Literal["day", "working_day", "count", "year"]
    source: str
    status: Status


class Transition(BaseModel, frozen=True, extra="forbid"):
    """A transitional clause: for what began before a day, whose law it is (新法另有过渡规定的).

    By "start" an item started before goes by the law of its start to its end; by "step" even a period
    that runs goes by the law of the day of the step that is taken.
    """

    source: str
    of: tuple[str, ...]
    """Sources and parameters that it is about."""
    before: date
    by: Literal["start", "step"]


class Law(BaseModel, frozen=True, extra="forbid"):
    """All of law.yaml."""

    sources: dict[str, Source]
    parameters: dict[str, tuple[Parameter, ...]]
    transitions: tuple[Transition, ...] = ()

    @model_validator(mode="after")
    def _knows_what_a_clause_is_about(self) -> Self:
        for clause in self.transitions:
            for key in clause.of:
                if key not in self.sources and key not in self.parameters:
                    raise ValueError(f"transition {clause.source} is about {key}, which is unknown")
        return self

    @model_validator(mode="after")
    def _has_periods_in_order(self) -> Self:
        for name, periods in self.parameters.items():
            for period, following in pairwise(periods):
                if period.until is None or period.until >= following.since:
                    raise ValueError(f"periods of {name} overlap at {following.since}")
        return self


# Every command reads it, and libyaml in an eighth of the time.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LAW = Law.model_validate(
    yaml.load((Path(__file__).parent / "law.yaml").read_text(encoding="utf-8"), Loader=_LOADER)
)
SOURCES: Mapping[str, Source] = MappingProxyType(_LAW.sources)
PARAMETERS: Mapping[str, tuple[Parameter, ...]] = MappingProxyType(_LAW.parameters)
TRANSITIONS: tuple[Transition, ...] = _LAW.transitions


def cite(ref: str, *, public: bool = False, by_reference: bool = False) -> str:
    """Write references in Chinese: "713-26(2)" is 第二十六条第二款, "713-29.3" its 第（三）项.

    Several references are separated by ";". With `public`, a source that may not be printed
    gives "". With `by_reference`, for a department, what binds it by reference is cited as 参照
    (713-42). KeyError for an unknown source, ValueError for a malformed reference or an article
    that was not read.
    """
    parts = (part.strip() for part in ref.split(";"))
    texts = (_cite_one(part, public=public, by_reference=by_reference) for part in parts)
    return "、".join(text for text in texts if text)


def parameter(name: str, on: date) -> Parameter:
    """Find the value in force on the day; KeyError for an unknown name, NotInForce for no value."""
    for period in PARAMETERS[name]:
        if period.since <= on and (period.until is None or on <= period.until):
            return period
    raise NotInForce(f"{on}没有生效的期限标准 {name}（依据：{cite(PARAMETERS[name][0].source)}）")


def day_of(key: str, step: date, *, began: date | None = None, started: date | None = None) -> date:
    """The day whose law binds a step, in a source or a parameter.

    A step goes by the law of the day on which it is taken (713-44, 783-18); a period that `began`
    before runs to its end under the law it began under; a transitional clause wins over both. Of an
    item not started, `started` is None.
    """
    for clause in TRANSITIONS:
        if key in clause.of:
            if clause.by == "start" and started and started < clause.before:
                return started
            if clause.by == "step" and (began or step) < clause.before:
                return step
    return began or step


def _cite_one(ref: str, *, public: bool, by_reference: bool) -> str:
    match = REFERENCE.fullmatch(ref)
    if match is None:
        raise ValueError(f"引用格式有误：{ref!r}（应如 713-26(2) 或 713-29.3）")
    source = SOURCES[match["key"]]
    place = _place(source, match)
    if public and source.status not in PRINTABLE:
        return ""
    manner = "参照" if by_reference and source.applies == "by_reference" else ""
    return manner + source.cited() + place


def _place(source: Source, match: re.Match[str]) -> str:
    """Write the article, paragraph and item; refuse an article that was not read."""
    if match["article"] is None:
        return ""
    article = int(match["article"])
    if source.articles_seen is not None and article > source.articles_seen:
        seen = source.articles_seen
        why = f"只核对到第{numeral(seen)}{source.division}" if seen else "未核对条文"
        raise ValueError(f"不能引用 {match[0]}：{source.cited()}{why}")
    text = f"第{numeral(article)}{source.division}"
    if match["paragraph"]:
        text += f"第{numeral(int(match['paragraph']))}款"
    return text + (f"第（{numeral(int(match['item']))}）项" if match["item"] else "")
