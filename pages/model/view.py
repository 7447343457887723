"""What the objects of a page have in common."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, dataclass_transform

from pydantic import ConfigDict

from catalog.record import Frozen

Part = TypeVar("Part")


class Page(Frozen):
    """A whole page; its texts come from records, which were stripped when they were filed."""

    model_config = ConfigDict(str_strip_whitespace=False)

    first_filed_at: datetime | None = None
    """None in data that was written before it was told apart from the next."""
    first_published_at: datetime | None
    """Since when the edition was out that first showed it; None as long as the page cannot know."""

    @property
    def dated_at(self) -> datetime | None:
        """What the labels give: when it was first public or, as long as nobody knows, when it was filed."""
        return self.first_published_at or self.first_filed_at


@dataclass_transform(kw_only_default=True, frozen_default=True)
def shown(part: type[Part]) -> type[Part]:
    """Make a part of a page: hundreds on each, so not checked as the page is that holds them.

    Frozen to the type checker alone, which is also what checks it; a page read back from JSON
    checks its parts as pydantic does.
    """
    part.__pydantic_config__ = ConfigDict(extra="forbid")  # type: ignore[attr-defined]
    return dataclass(kw_only=True, slots=True, unsafe_hash=True)(part)


def revised(part: Part, **told: Any) -> Part:
    """The same part, telling something else."""
    return replace(part, **told)  # type: ignore[type-var]
