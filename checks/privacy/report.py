"""What a scan says: findings that never repeat what was found, and what was let through."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from catalog.findings import Severity


class PrivacyFinding(NamedTuple):
    """One thing in one place of one file."""

    detector: str
    title: str
    severity: Severity
    path: str
    place: str
    excerpt: str
    """Masked: neither what was found nor any other finding beside it stands in it."""
    remedy: str


class Use(NamedTuple):
    """An allowance that let something through, and how often."""

    detector: str
    path: str
    place: str
    reason: str
    by: str
    until: str


@dataclass(frozen=True)
class PrivacyReport:
    """Findings in the order of the files; `idle` are allowances that let nothing through."""

    files: int
    findings: tuple[PrivacyFinding, ...]
    uses: tuple[Use, ...]
    idle: tuple[str, ...] = ()
    """Allowances that are used no more, or run out: what they are, for whoever keeps the list."""

    @property
    def blocking(self) -> tuple[PrivacyFinding, ...]:
        """The findings that publication has to wait for."""
        return tuple(f for f in self.findings if f.severity is not Severity.WARN)

    def summary(self) -> str:
        """Say it in one line."""
        counts = Counter(f.title for f in self.findings)
        named = "、".join(f"{title}{count}处" for title, count in counts.most_common())
        found = f"发现{len(self.findings)}处（{named}）" if named else "没有发现问题"
        return f"检查{self.files}个文件，{found}，其中阻断{len(self.blocking)}处，依允许清单放行{len(self.uses)}处"


def masked(text: str, shows: tuple[int, int]) -> str:
    """Cover all but so many characters at either end; short values are covered whole."""
    left, right = shows
    if len(text) <= left + right and left < len(text):
        left, right = 1, 0
    covered = "*" * max(0, len(text) - left - right)
    return text[:left] + covered + (text[-right:] if right else "")


def distinct(findings: Iterator[PrivacyFinding]) -> tuple[PrivacyFinding, ...]:
    """Each finding once, however many detectors' ways led to it."""
    return tuple(dict.fromkeys(findings))
