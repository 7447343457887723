"""What makes a duty arise is asked, yes or no with a reason: what nobody asks, nobody finds."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pydantic import Field

from catalog.identification import EXCLUSIONS, Identification
from catalog.item import DecisionItem, Regime
from catalog.record import Frozen, Text


class Answer(Frozen):
    """Yes or no, and why: the law or the persons concerned, or why there are none."""

    yes: bool = Field(title="是否")
    reason: Text = Field(
        title="依据或者理由", description="是的，写明依据、哪些人；不是的，写明理由"
    )


class Questions(Frozen):
    """The questions of the start; None is not answered. Which the catalog answered are not asked again."""

    congress: Answer | None = Field(
        None,
        title="是否依法须由人大讨论决定或者报告",
        description="须由本级人大及其常委会讨论决定，或者出台前报告的，先办理（713-8）",
    )
    hearing: Answer | None = Field(
        None,
        title="是否依法须听证",
        description="法律、法规、规章规定应当听证的，须举行听证会（713-16第一款）",
    )
    groups: Answer | None = Field(
        None,
        title="是否涉及特定群体利益",
        description="涉及的，须与人民团体、社会组织、群众代表沟通协商（713-14第三款）；目录已写明的不填",
    )
    operators: Answer | None = Field(
        None,
        title="是否涉及经营者经济活动",
        description="涉及的，须作公平竞争审查（713-29第一项；783-2）；目录已写明的不填",
    )
    excluded: Answer | None = Field(
        None,
        title="是否属于排除情形",
        description="宏观调控、政府立法、突发事件应急处置决策不适用本程序（713-3第二款）；认定问卷已答的不填",
    )

    def over(self, item: DecisionItem) -> DecisionItem:
        """An item as these answers say it is: what was answered stands before what the catalog says."""
        said: dict[str, object] = {}
        if self.groups:
            said["specific_groups"] = self.groups.reason if self.groups.yes else ""
        if self.operators:
            said["affects_operators"] = self.operators.yes
        return item.model_copy(update=said) if said else item

    def answers(self, name: str, item: DecisionItem, listed: Identification | None) -> bool:
        """Say whether one of the questions is answered, here or by the catalog."""
        match name:
            case "groups":
                known = bool(item.specific_groups)
            case "operators":
                known = item.affects_operators
            case "excluded":
                known = all(getattr(listed, each, None) is not None for each in EXCLUSIONS)
            case _:
                known = False
        return known or getattr(self, name) is not None


class Hint(NamedTuple):
    """A duty that words in a title, or the kind of an act, make likely."""

    words: re.Pattern[str]
    question: str
    """The field of Questions that settles it."""
    duty: str


HINTS = (
    Hint(
        re.compile(r"个五年规划|五年规划|“[^”]*五”规划|五”[^，。]*规划|五年发展规划"),
        "congress",
        "五年规划可能须由本级人大讨论决定，或者在出台前报告",
    ),
    Hint(re.compile(r"预算|决算"), "congress", "预算、决算可能须由本级人大或者其常委会讨论决定"),
    Hint(
        re.compile(r"政府定价|政府指导价|收费标准|价格调整|票价|水价|气价|电价"),
        "hearing",
        "政府定价、政府指导价依照价格法可能须听证",
    ),
)


def hints(item: DecisionItem) -> Iterator[Hint]:
    """The duties that an item's name and kind make likely, each once."""
    for hint in HINTS:
        statutory = item.regime is Regime.STATUTORY and hint is not HINTS[1]
        if hint.words.search(item.name) or statutory:
            yield hint
