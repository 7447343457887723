"""A point of the second reading: its article, a right case and a wrong one, and what is said of it."""

from typing import NamedTuple

from tests.law.reading.case import Case


class Point(NamedTuple):
    """One point; `otherwise` says where the text was read otherwise than the point was first put."""

    name: str
    articles: str
    """References for law.cite."""
    right: Case
    wrong: Case
    otherwise: str = ""
    more: tuple[Case, ...] = ()
    """Further cases, right ones and wrong ones."""

    @property
    def cases(self) -> tuple[Case, ...]:
        """All of its cases."""
        return (self.right, self.wrong, *self.more)


class Chapter(NamedTuple):
    """Points that belong together."""

    title: str
    points: tuple[Point, ...]
