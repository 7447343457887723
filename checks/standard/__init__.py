"""The page standard as code: `check` reads a built site and says everything that is wrong with it.

A rule stands in the file of its group: labels (M), frame (F), elements (I), disclosure,
participation and outcome (D), access and letters (A), addresses (L), safety (S), paper (P), agreement and
machine (X).
What no program can tell from the files alone stands in `elsewhere`.
"""

from checks.standard import (
    access,
    addresses,
    agreement,
    disclosure,
    elements,
    frame,
    labels,
    letters,
    machine,
    outcome,
    paper,
    participation,
    safety,
)
from checks.standard.base import RULES
from checks.standard.check import Folder, StandardReport, check
from checks.standard.elsewhere import ELSEWHERE

_GROUPS = (
    labels,
    frame,
    elements,
    disclosure,
    participation,
    outcome,
    access,
    letters,
    addresses,
    safety,
    paper,
    agreement,
    machine,
)

__all__ = ["ELSEWHERE", "RULES", "Folder", "StandardReport", "check"]
