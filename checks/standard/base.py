"""How the page standard speaks: a rule is a few short pure functions, a finding is what they saw.

A rule reads a page, an item, a catalog, a file or an authority's site (its argument's annotation
says which) and yields what is wrong; its docstring is the rule in Chinese.
"""

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from catalog.findings import Finding, RuleBook, Severity

Check = Callable[[Any], "Iterable[Wrong]"]


KEEPS_BACK = ("M", "F", "L", "S", "X", "A-07")
"""The rules, or groups of them, about the site itself: it can only be wrong by the office's settings or
by the program. What an error in a matter's own words tells of is on file, and was told at the form: to
keep back its page, and every other with it, would hide that and mend nothing."""


def keeps_back(rule: str) -> bool:
    """Say whether an error by a rule keeps everything from going out."""
    return rule.startswith(KEEPS_BACK)


def word(rule: str, severity: Severity) -> str:
    """What a finding is called everywhere: 错误 keeps a site back, 请留意 is told at the review."""
    return "请留意" if severity is Severity.ERROR and not keeps_back(rule) else severity.value


class Wrong(NamedTuple):
    """Where in the file something is wrong, what, and what would satisfy the rule.

    `path` is for rules that look at more than one file; `mild` turns an error into a warning.
    """

    where: str
    what: str
    remedy: str
    path: str = ""
    mild: bool = False


@dataclass(frozen=True)
class Rule:
    """One rule. `official` ones hold for pages of the authority's own site only: a page that was
    compiled from somebody else's paper must not pass for one, and carries none of these marks.
    `framed` ones speak of what stands round a page, which a fragment leaves to its portal."""

    id: str
    severity: Severity
    source: str
    says: str
    official: bool
    framed: bool = False
    checks: dict[type, list[Check]] = field(default_factory=dict)

    def findings(self, scope: type, about: Any, path: str) -> Iterator[Finding]:
        """All findings on one thing."""
        for check in self.checks.get(scope, ()):
            for wrong in check(about):
                severity = Severity.WARN if wrong.mild else self.severity
                yield Finding(
                    rule=self.id,
                    severity=severity,
                    what=wrong.what,
                    remedy=wrong.remedy,
                    path=wrong.path or path,
                    where=wrong.where,
                )


RULES = RuleBook[Rule]()
"""Every rule by id."""

GROUPS = {
    "M": "网页标签",
    "F": "页面框架与页脚",
    "I": "信息公开要素",
    "D": "决策公开完整与一致",
    "A": "无障碍与适老化",
    "L": "链接与附件",
    "S": "安全与个人信息",
    "P": "打印、手机、轻重",
    "X": "机器读的数据",
}


def place(id: str) -> tuple[int, str]:
    """Where a rule stands in the standard: by group, then by number."""
    return list(GROUPS).index(id[0]), id


def rule(
    id: str, severity: Severity, source: str, *, official: bool = False, framed: bool = False
) -> Callable[[Check], Check]:
    """Enter a function as a rule; its docstring is printed in docs/checks.md."""

    def enter(check: Check) -> Check:
        RULES.enter(Rule(id, severity, source, inspect.getdoc(check) or "", official, framed))
        return also(id)(check)

    return enter


def framed_rules() -> tuple[str, ...]:
    """The rules that do not hold for fragments, in the order of the standard."""
    return tuple(sorted((id for id, one in RULES.items() if one.framed), key=place))


def also(id: str) -> Callable[[Check], Check]:
    """Let a rule look at one more kind of thing."""

    def enter(check: Check) -> Check:
        notes = inspect.get_annotations(check, eval_str=True)
        scope = next(note for name, note in notes.items() if name != "return")
        RULES[id].checks.setdefault(scope, []).append(check)
        return check

    return enter
