"""Whether two names mean one body: 市民政局 and 示例市民政局, 甲（集团）有限公司 and 甲公司."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

FORM = re.compile(r"(?:(?:股份)?有限(?:责任)?公司|集团|公司)$")
BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]|\s")
PLACE = re.compile(r"((?:[\u4e00-\u9fff]{0,8}?(?:省|自治区|市|区|县|州|盟|旗|镇|乡|街道))*)(.+)")
ORGANS = ("局", "委", "委员会", "厅", "府", "署", "办")
INSTITUTION = re.compile(
    r"(?:公司|集团|大学|学院|[学医]?院|研究[院所]|中心|[协学商]会|事务所|局|委|处|厅|队|站|[馆社])$"
)


class Body(NamedTuple):
    """A name folded: where the body is, as far as the name says so, and what it is."""

    place: str
    name: str


@cache
def folded(name: str) -> Body:
    """A name without brackets, blanks and the form of a company, its place apart."""
    bare = BRACKETS.sub("", name)
    while (shorter := FORM.sub("", bare)) and shorter != bare:
        bare = shorter
    found = PLACE.fullmatch(bare)
    return Body(*found.groups()) if found else Body("", bare)


def same(one: str, other: str) -> bool:
    """Say whether two names mean one body; of two places the shorter ends the longer."""
    a, b = folded(one), folded(other)
    near = a.place.endswith(b.place) or b.place.endswith(a.place)
    return bool(one and other) and a.name == b.name and near


def belongs(who: str, unit: str) -> bool:
    """Say whether a body is a unit, or a part that its name begins with: 示例市民政局法规处."""
    a, b = folded(who), folded(unit)
    near = a.place.endswith(b.place) or b.place.endswith(a.place)
    part = a.name == b.name or (b.name.endswith(ORGANS) and a.name.startswith(b.name))
    return bool(who and unit) and near and part


def among(who: str, units: Iterable[str]) -> str:
    """The first of some units that a body is, or is a part of; empty where it is none."""
    return next((unit for unit in units if unit and belongs(who, unit)), "")


def is_institution(name: str) -> bool:
    """Say whether a name is that of a body and not of a person."""
    return bool(INSTITUTION.search(BRACKETS.sub("", name)))
