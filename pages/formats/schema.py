"""JSON Schema of item.json and catalog.json, made of the models that they are written from."""

import hashlib
import json
from functools import cache

from pages.model.page import CatalogPage, ItemPage

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "2"
"""Raised when what was promised is taken away or comes to mean something else. What is merely added
changes the digest behind it."""

SCHEMAS: dict[str, type[ItemPage] | type[CatalogPage]] = {
    "schema/item.schema.json": ItemPage,
    "schema/catalog.schema.json": CatalogPage,
}


def schema(path: str, base: str) -> str:
    """Write the schema that lies at this path of a site."""
    version, shape = _written(path)
    about = {"$schema": DRAFT, "$id": f"{base}{path}", "version": version}
    return f"{json.dumps(about, ensure_ascii=False, indent=1)[:-2]},{shape[1:]}\n"


def referring(data: str, path: str, up: str) -> str:
    """JSON of a page with a reference to its schema, relative so that it holds wherever it lies."""
    return f'{{\n "$schema": "{up}{path}",{data.removeprefix("{")}'


@cache
def _written(path: str) -> tuple[str, str]:
    """The version of a schema, and the schema as far as it is the same on every site."""
    shape = _shape(path)
    digest = hashlib.sha256(json.dumps(shape, sort_keys=True).encode()).hexdigest()
    return f"{VERSION}-{digest[:8]}", json.dumps(shape, ensure_ascii=False, indent=1)


def _shape(path: str) -> dict[str, object]:
    """The shape of the data; the reference to the schema is part of it."""
    shape: dict[str, object] = SCHEMAS[path].model_json_schema(mode="serialization")
    properties = shape["properties"]
    assert isinstance(properties, dict), "a page is an object"
    return shape | {"properties": {"$schema": {"type": "string"}} | properties}
