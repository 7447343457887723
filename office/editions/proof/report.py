"""What verifying a site found."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from office.editions.proof.seal import Seal
from pages.model.wording import day


class Kind(StrEnum):
    """What is wrong with a file, or with the word that vouches for it."""

    MISSING = "缺少"
    ALTERED = "改动"
    ADDED = "多出"
    UNVOUCHED = "无从采信"


class Fault(NamedTuple):
    """One thing that is not as it was sealed."""

    kind: Kind
    path: str
    what: str

    def __str__(self) -> str:
        path = (
            self.path if self.path.isprintable() else ascii(self.path)
        )  # names that steer a screen
        return f"{self.kind} {path}：{self.what}"


@dataclass(frozen=True)
class VerifyReport:
    """All of it. `notes` say what was looked up beside the files, and what that proves."""

    seal: Seal | None
    files: int
    faults: Sequence[Fault]
    notes: Sequence[str]
    everything_seen: bool

    @property
    def whole(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.faults

    @property
    def edition(self) -> str:
        """Which edition it says it is."""
        if self.seal is None:
            return "封存记录读不出"
        return f"第{self.seal.number}号，页面截至{day(self.seal.as_of)}"

    def __str__(self) -> str:
        if self.whole:
            added = "、多出" if self.everything_seen else "（网上看不出有没有多出的文件）"
            return f"完整：{self.edition}，{self.files}个文件与封存时相同，没有缺少、改动{added}"
        counts = Counter(fault.kind for fault in self.faults)
        told = "，".join(f"{kind}{counts[kind]}处" for kind in Kind if counts[kind])
        return f"不完整：{told}（{self.edition}，清单上{self.files}个文件）"
