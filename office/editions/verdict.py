"""The review before anything is made public: 先审查、后公开, 一事一审 (政府信息公开条例 article 17)."""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from catalog.names import bare
from catalog.record import Actor, Sha256
from storage.acts import Act


class Verdict(StrEnum):
    """What a reviewer says of one matter."""

    AGREED = "同意公开"
    RETURNED = "退回"


class Reviewed(Act):
    """One matter was reviewed; `digest` is of all that it would be, and of nothing else.

    Its subject is the matter: an item, a catalog, or the website.
    """

    KIND: ClassVar[str] = "review"

    digest: Sha256 = Field(title="校验值")
    verdict: Verdict = Field(title="审查意见")
    note: str = Field("", title="说明")


def objections(review: Reviewed, reviewer: Actor, authors: Iterable[Actor]) -> Iterator[str]:
    """Why a review cannot be taken; none where it can."""
    if review.verdict is Verdict.RETURNED and not review.note.strip():
        yield "退回的要写明理由"
    # A name alone, for the same person may write the unit in two ways.
    if bare(reviewer.name) in {bare(author.name) for author in authors}:
        yield f"{reviewer.name}经办过这一事项的材料，经办人和审查人不能是同一人，请换人审查"
