"""Letters that say the same, by their sentences with the draft taken out; opposites kept apart (docs/adr/0012).

    group(letters, draft, on_progress=None) -> Grouping
    differences(leader, member, draft) -> Differences

`letters` are `Letter`s, `draft` the texts of the consulted draft's clauses in order. Pure: no database.
"""

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
]
