"""An adjustment of the catalog, in the words of every page that tells of it."""

from catalog.item import planned_label
from catalog.public.item import PublicAdjustment
from catalog.stages.entry import Change


def kind(one: PublicAdjustment) -> str:
    """What became of the item, where its own page is not the place."""
    return "调出目录" if one.change is Change.WITHDRAWN else one.change.value


def moved(one: PublicAdjustment) -> str:
    """To when the decision is planned now; empty where the plan was not moved."""
    planned = planned_label(one.planned)
    return f"计划决策时间改为{planned}" if planned else ""
