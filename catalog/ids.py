"""Ids of items, of annual catalogs and of steps: taken apart here and nowhere else.

On file and in addresses they are text: `shmzj-2024-03`, `shmzj-2024`, `consultation.notice`.
"""

import re
from functools import lru_cache
from typing import NamedTuple

_ITEM = re.compile(r"([a-z][a-z0-9]{1,15})-(\d{4})-(\d{2,4})")

_CATALOG = re.compile(r"[a-z][a-z0-9]{1,15}-\d{4}")


class ItemId(NamedTuple):
    """The id of an item, for life: whose it is, of which year, and its number there as written."""

    authority: str
    year: int
    written: str

    @property
    def no(self) -> int:
        """The number in the catalog."""
        return int(self.written)

    @property
    def catalog(self) -> str:
        """The id of the catalog that lists it."""
        return f"{self.authority}-{self.year}"

    def __str__(self) -> str:
        return f"{self.catalog}-{self.written}"


def catalog_id(text: str) -> bool:
    """Say whether a text is the id of a year's catalog: shmzj-2024."""
    return _CATALOG.fullmatch(text) is not None


@lru_cache(10_000)
def item_id(text: str) -> ItemId | None:
    """The id that a text is, or None: it is a catalog's, or no id at all."""
    found = _ITEM.fullmatch(text)
    return ItemId(found[1], int(found[2]), found[3]) if found else None


def catalog_of(id_: str) -> str:
    """The id of the catalog of an item; that of a catalog itself stays."""
    item = item_id(id_)
    return item.catalog if item else id_


def authority_of(id_: str) -> str:
    """Whose an item or a catalog is."""
    return id_.partition("-")[0]


def year_of(catalog: str) -> str:
    """The year in the id of a catalog or an item as written, or empty."""
    return catalog_of(catalog).partition("-")[2]


def in_order(id_: str) -> tuple[str, ...]:
    """A key that sorts ids by authority, year and number."""
    return tuple(part.zfill(5) if part.isdigit() else part for part in id_.split("-"))


@lru_cache(1_000)
def stage_of(step_id: str) -> str:
    """The slug of the stage of a step: what stands before the dot."""
    return step_id.partition(".")[0]


@lru_cache(1_000)
def act_of(ref: str) -> str:
    """The key of the act that a reference cites: 713 of `713-26(2)`."""
    return ref.strip().partition("-")[0]
