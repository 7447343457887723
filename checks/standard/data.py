"""The data beside a page, read strictly: what has not its shape is told by X-02."""

import re
from functools import lru_cache

from pages.model.page import CatalogPage, ItemPage

SCHEMA = re.compile(rb'^\{\s*"\$schema": "[^"]*",')


@lru_cache(maxsize=2)
def read_item(body: bytes) -> ItemPage:
    """An item's data. Raises pydantic.ValidationError."""
    return ItemPage.model_validate_json(_bare(body), strict=True)


@lru_cache(maxsize=2)
def read_catalog(body: bytes) -> CatalogPage:
    """A year's data. Raises pydantic.ValidationError."""
    return CatalogPage.model_validate_json(_bare(body), strict=True)


def _bare(body: bytes) -> bytes:
    """The data without the name of its schema, which is no field of a page."""
    return SCHEMA.sub(b"{", body, count=1)
