"""What no program can read and a person has looked at page by page: a scan, a picture of a paper."""

from typing import ClassVar

from pydantic import Field

from catalog.record import Sha256, Text
from catalog.timezone import LATEST
from checks.privacy.allowed import UNREAD, Allowance
from storage.acts import Act, Acts, Done

WHY = "逐页看过，没有不能公开的内容"


class LookedAt(Act):
    """Somebody says that he has looked at every page of a file and found nothing that may not be public.

    Its subject is the digest of the file: of one that differs in a byte nothing is said.
    """

    KIND: ClassVar[str] = "looked-at"

    file: Sha256 = Field(title="校验值")
    name: Text = Field(title="文件名")


def looked_at(acts: Acts) -> dict[str, Done[LookedAt]]:
    """Who looked at which file last, by its digest."""
    return {done.act.file: done for done in acts.of(LookedAt)}


def allowances(acts: Acts) -> tuple[Allowance, ...]:
    """What the scanners need not read any more: these very files, and of them only that they were not read."""
    return tuple(
        Allowance(
            detector=UNREAD, value=f"sha256:{digest}", reason=WHY, until=LATEST,
            by=f"{done.actor.unit} {done.actor.name}",
        )
        for digest, done in looked_at(acts).items()
    )  # fmt: skip
