"""The office's list of what may stand in public, with reason, name and day of expiry."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from typing import Self

from pydantic import Field, model_validator

from catalog.parse import parse
from catalog.record import Frozen, Text
from checks.privacy.detectors import DETECTORS
from checks.privacy.normalise import fold

TRACE, UNREAD, PRIVATE, COVERED = "trace", "unread", "private", "covered"
KNOWN = (*(detector.id for detector in DETECTORS), TRACE, UNREAD, PRIVATE, COVERED)
"""What an allowance may name."""
_SIGNS = re.compile(r"[\s\-()._·/]")


class Allowance(Frozen):
    """An exact value, or everything of one detector in files of one path pattern."""

    detector: str = Field(default="", title="检查项")
    value: str = Field(default="", title="内容")
    """A number as it is written anywhere, a name, an address, or @ and a mail domain."""
    path: str = Field(default="", title="路径")
    reason: Text = Field(title="理由")
    by: Text = Field(title="批准人")
    until: date = Field(title="有效期至")

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.detector and self.detector not in KNOWN:
            raise ValueError(f"没有这个检查项：{self.detector}；可用：{'、'.join(KNOWN)}")
        if not self.value and not (self.path and self.detector):
            raise ValueError("请写“内容”；只写“路径”的，要同时写“检查项”")
        return self

    @property
    def says(self) -> str:
        """Name it without its value."""
        return "·".join(part for part in (self.detector, self.path, self.reason) if part)

    def lets(self, detector: str, path: str, value: str) -> bool:
        """Whether it speaks of this finding."""
        if self.detector and self.detector != detector:
            return False
        if self.path and not fnmatchcase(path, self.path):
            return False
        return not self.value or _same(self.value, value)


class AllowedFile(Frozen):
    """The file as it is written."""

    allowed: tuple[Allowance, ...] = Field(title="允许")


@dataclass(frozen=True)
class Allowed:
    """The allowances of a day; those that ran out are kept to be named."""

    on: date
    every: tuple[Allowance, ...] = ()
    looked: tuple[Allowance, ...] = ()
    """What a person said of a single file in the office's own log: none of them is ever named as idle."""

    @classmethod
    def of(cls, payload: object, on: date) -> Self:
        """Read what the file holds. Raises ShapeError with every fault."""
        return cls(on, parse(AllowedFile, payload).allowed)

    def lets(self, detector: str, path: str, value: str) -> Allowance | None:
        """The allowance that lets a finding through, if it has not run out."""
        return next(
            (a for a in (*self.valid(), *self.looked) if a.lets(detector, path, value)), None
        )

    def valid(self) -> Iterable[Allowance]:
        """What holds on the day, its last day included."""
        return (a for a in self.every if a.until >= self.on)

    def ran_out(self) -> tuple[Allowance, ...]:
        """What no longer lets anything through."""
        return tuple(a for a in self.every if a.until < self.on)


def _same(written: str, found: str) -> bool:
    written, found = fold(written).strip().lower(), found.lower()
    if written.startswith("@"):
        return found.endswith((written, "." + written[1:]))
    return _SIGNS.sub("", written) == _SIGNS.sub("", found)
