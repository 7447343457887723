"""How whatever judges speaks, the law and the page standard alike: a rule with a number, and findings.

A finding says how grave it is, what is wrong, on what that rests and what would satisfy it. Whoever
shows one takes `str()` for a line of text, or its parts where they stand apart.
"""

from enum import StrEnum
from typing import Annotated, Protocol, TypeVar

from pydantic import BeforeValidator, Field

from catalog.record import Frozen, Reason


def _writable(said: object) -> object:
    """What is quoted from a file or named like one may hold half a character: ? in its place."""
    return said.encode(errors="replace").decode() if isinstance(said, str) else said


Quoted = Annotated[str, BeforeValidator(_writable)]


class Severity(StrEnum):
    """What a finding does: the door knows the first two, a built page the third, both the last."""

    BLOCK = "阻断"
    REASON = "说明理由方可继续"
    ERROR = "错误"
    WARN = "提示"


class Finding(Frozen):
    """One rule's finding on one record, or at one place of one file.

    `path` and `where` are of a file and never on file with a refusal.
    """

    rule: str
    severity: Severity
    article: str = ""
    what: Quoted
    remedy: str
    reason: Reason | None = None
    path: Quoted = Field("", exclude=True)
    where: Quoted = Field("", exclude=True)

    @property
    def blocks(self) -> bool:
        """Say whether the record is refused: a recorded reason lifts only 说明理由 rules."""
        return self.severity is Severity.BLOCK or (
            self.severity is Severity.REASON and self.reason is None
        )

    @property
    def way_out(self) -> str:
        """What would satisfy the rule, or the reason that was given for going on without."""
        return f"已说明理由：{self.reason.text}" if self.reason else self.remedy

    def __str__(self) -> str:
        basis = f"（{self.article}）" if self.article else ""
        place = f"{self.where}：" if self.where else ""
        return f"[{self.rule}] {place}{self.what}{basis}。{self.way_out}"


class Numbered(Protocol):
    """A rule of any book."""

    @property
    def id(self) -> str:
        """By which findings name it."""
        ...


R = TypeVar("R", bound=Numbered)


class RuleBook(dict[str, R]):
    """Rules by number."""

    def enter(self, rule: R) -> None:
        """Enter a rule. Raises ValueError where its number is taken."""
        if rule.id in self:
            raise ValueError(f"rule {rule.id} is defined twice")
        self[rule.id] = rule
