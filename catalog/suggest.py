"""A name that was typed and that nothing bears: what there is, the likeliest meant first."""

from collections.abc import Sequence
from difflib import get_close_matches

from catalog.ids import catalog_id, catalog_of, item_id
from catalog.stages import STEPS

SHOWN = 8
"""Ids that a message names; the others it counts."""


def no_item(item: str, known: Sequence[str]) -> str:
    """Say that no item has an id, and which ids there are."""
    said = f"没有编号为“{item}”的事项"
    if item in _years(known):
        said += "，这是年度目录的编号"
    elif catalog_id(item):
        said = f"没有编号为“{item}”的年度目录"
    elif not item_id(item):
        said += "，编号应写成 机关代号-年度-序号"
    return f"{said}。{listed(item, known)}"


def listed(item: str, known: Sequence[str]) -> str:
    """Name the items there are: the one most alike, then those of the same year, then the others."""
    if not known:
        return "还没有列入目录的事项，请先导入年度目录"
    year = {item, catalog_of(item)}
    near = get_close_matches(item.lower(), known, n=1) if item not in _years(known) else []
    of_year = [each for each in known if catalog_of(each) in year]
    found = list(dict.fromkeys([*near, *sorted(of_year), *sorted(known)]))
    more = f"等{len(found)}项" if len(found) > SHOWN else ""
    return f"目录中有：{'、'.join(found[:SHOWN])}{more}"


def _years(known: Sequence[str]) -> set[str]:
    return {catalog_of(each) for each in known}


def no_step(step: str) -> str:
    """Say that no step has an id, which is likeliest meant, and where all of them are listed."""
    called = {one.title: step_id for step_id, one in STEPS.items()}
    near = [called[title] for title in get_close_matches(step, called)]
    near += [step_id for title, step_id in called.items() if step and step in title]
    near += [step_id for step_id in STEPS if step_id.startswith(f"{step}.")]
    near += get_close_matches(step.lower(), STEPS) if not near else []
    alike = "、".join(f"{each}（{STEPS[each].title}）" for each in dict.fromkeys(near))
    meant = f"最接近的有：{alike}；" if alike else ""
    return f"没有“{step}”这一步，要写步骤的编号。{meant}全部编号用 juece steps 查看"
