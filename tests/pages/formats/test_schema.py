"""The published schemas hold for every item and every year, and for nothing else."""

import json
from posixpath import normpath, split
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from pages.formats import schema as schemas
from pages.formats.schema import SCHEMAS, schema
from tests.pages.formats.folders import item_folders, roots

BASE = "https://a.example/"


def validator(path: str) -> Draft202012Validator:
    return validator_of(schema(path, BASE).encode())


def validator_of(body: bytes) -> Draft202012Validator:
    shape = json.loads(body)
    Draft202012Validator.check_schema(shape)
    return Draft202012Validator(shape, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_item_and_every_year_is_valid_to_the_schema_that_it_names(
    site: dict[str, bytes],
) -> None:
    named = {
        path: normpath(f"{split(path)[0]}/{json.loads(body)['$schema']}")
        for path, body in site.items()
        if path.endswith(("/item.json", "/catalog.json"))
    }
    assert len(named) > 5
    shapes = {shape: validator_of(site[shape]) for shape in set(named.values())}
    for path, shape in named.items():
        shapes[shape].validate(json.loads(site[path]))


def test_a_schema_says_where_it_lies(site: dict[str, bytes]) -> None:
    for root in roots(site):
        for path in SCHEMAS:
            own = json.loads(site[f"{root}{path}"])
            assert own["$id"].endswith(f"/{path}")
            assert own["version"].startswith(f"{schemas.VERSION}-")


@pytest.mark.parametrize(
    "wrong",
    [
        {"no": "三"},
        {"updated_on": 20260101},
        {"chip": {"word": "征求意见中"}},
        {"somebody": "不在册的字段"},
        {"moments": [{"kind": "party"}]},
    ],
)
def test_what_has_another_shape_is_not_valid(site: dict[str, bytes], wrong: dict[str, Any]) -> None:
    twin = next(item_folders(site)).json("item.json")
    with pytest.raises(ValidationError):
        validator("schema/item.schema.json").validate(twin | wrong)


def test_what_is_left_out_is_not_valid(site: dict[str, bytes]) -> None:
    twin = next(item_folders(site)).json("item.json")
    del twin["sections"]
    with pytest.raises(ValidationError, match="sections"):
        validator("schema/item.schema.json").validate(twin)


def test_the_version_follows_the_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    item, catalog = (json.loads(schema(path, BASE))["version"] for path in SCHEMAS)
    assert item != catalog
    assert json.loads(schema("schema/item.schema.json", "https://b.example/"))["version"] == item
    shape = schemas._shape("schema/item.schema.json")
    monkeypatch.setattr(schemas, "_written", schemas._written.__wrapped__)  # keeps nothing
    monkeypatch.setattr(schemas, "_shape", lambda _path: shape | {"maxProperties": 99})
    assert json.loads(schema("schema/item.schema.json", BASE))["version"] != item
