"""Letters that say the same, by their sentences with the draft taken out; opposites kept apart (docs/adr/0014).

    group(letters, draft, on_progress=None) -> Grouping        one run over all letters
    Comparison(draft).differences(leader, member)              what to highlight
    work_list(by_clause, rarest)                               in which order a person reads

`letters` are `Letter`s, `draft` the texts of the consulted draft's clauses in order. Pure: no database; no
clock but to tell how fast a run is.
"""

from opinions.grouping.compared import Comparison
from opinions.grouping.reading_order import work_list
from opinions.grouping.result import (
    Differences,
    Group,
    Grouping,
    Letter,
    Member,
    OnProgress,
    Opposite,
    Progress,
    Reading,
    Suggestion,
)
from opinions.grouping.run import PARAMETERS, VERSION, group

__all__ = [
    "PARAMETERS",
    "VERSION",
    "Comparison",
    "Differences",
    "Group",
    "Grouping",
    "Letter",
    "Member",
    "OnProgress",
    "Opposite",
    "Progress",
    "Reading",
    "Suggestion",
    "group",
    "work_list",
]
