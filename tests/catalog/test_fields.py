"""Every field of every record is described, and whoever writes a form from the descriptions writes it."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, get_args

import pytest
import yaml

from catalog.annual import Authority, CatalogRecord
from catalog.forms.blank import blank
from catalog.forms.columns import columns
from catalog.forms.fields import BY_SYSTEM, STORED, Field, Kind, differing, fields_of, form_of, own
from catalog.forms.hints import hint, options
from catalog.item import DecisionItem, Determination, Unit
from catalog.opinion import Opinion
from catalog.parse import label
from catalog.record import Covered, Document, Frozen, Original, Record
from catalog.stages import STEPS
from catalog.stages.consultation import AdoptionStatement, Counts, Notice
from catalog.stages.entry import Proposal

ROOTS = (*dict.fromkeys(step.record for step in STEPS.values()), DecisionItem, Opinion)


def records_in(annotation: object) -> Iterator[type[Frozen]]:
    if isinstance(annotation, type) and issubclass(annotation, Frozen):
        yield annotation
    for part in get_args(annotation):
        yield from records_in(part)


def every_record() -> list[type[Frozen]]:
    """Every record that is filed, and every one inside it, as pydantic knows them."""
    found: dict[type[Frozen], None] = {}
    open_ = [*ROOTS]
    while open_:
        model = open_.pop()
        if model not in found:
            found[model] = None
            open_ += [m for f in model.model_fields.values() for m in records_in(f.annotation)]
    return [*found]


def leaves(fields: tuple[Field, ...]) -> Iterator[Field]:
    """Every field in which something is written, however deep."""
    for field in fields:
        yield from leaves(field.fields) if field.kind is Kind.GROUP else [field]


@pytest.mark.parametrize("model", every_record(), ids=lambda model: model.__name__)
def test_every_field_of_every_record_is_described_as_pydantic_reads_it(model: type[Frozen]) -> None:
    for name, info in model.model_fields.items():
        field = fields_of(model)[name]
        assert (field.title, field.required) == (info.title, info.is_required())
        assert field.help == (info.description or "")
        assert field.many == ("tuple[" in str(info.annotation))
        assert {field.holds} == {*records_in(info.annotation)} or field.holds is None
        assert (field.kind is Kind.GROUP) == (field.holds is not None)
        word = {Kind.YES_NO: "bool", Kind.NUMBER: "int", Kind.DAY: "date"}.get(field.kind)
        assert word is None or word in str(info.annotation)
        if field.kind is Kind.TEXT:
            assert "str" in str(info.annotation), "no other type is taken for a text"
    assert fields_of(model).keys() == model.model_fields.keys()


def written(value: Any) -> Iterator[str]:
    """Every title in a form of YAML."""
    for part in value if isinstance(value, list) else [value]:
        if isinstance(part, dict):
            yield from part
            for inner in part.values():
                yield from written(inner)


@pytest.mark.parametrize("step", STEPS)
def test_every_writer_writes_every_field_of_a_step(step: str) -> None:
    record = STEPS[step].record
    lines = [line.removeprefix("# ") for line in blank(step).splitlines() if line[:2] != "##"]
    titles = [*written(yaml.safe_load("\n".join(lines)))]
    fields = form_of(record)
    assert fields
    assert {field.title for field in leaves(fields)} <= {*titles}
    by_system = {f.name for f in fields_of(record).values() if f.help == BY_SYSTEM}
    assert {field.name for field in fields} == record.model_fields.keys() - by_system


@pytest.mark.parametrize("model", [CatalogRecord, DecisionItem])
def test_the_spreadsheet_has_a_column_and_a_hint_for_every_field(model: type[Frozen]) -> None:
    places = {column.place: column for column in columns(model)}

    def place_of(fields: tuple[Field, ...], at: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for field in fields:
            inner = field.kind is Kind.GROUP and field.holds is not Unit
            yield from place_of(field.fields, (*at, field.name)) if inner else [(*at, field.name)]

    assert {*places} == {*place_of(own(model), ())}
    for column in columns(model):
        assert hint(column)
        assert column.field.kind is not Kind.CHOICE or options(column) == column.field.options


@pytest.mark.parametrize("model", every_record(), ids=lambda model: model.__name__)
def test_a_message_calls_every_field_by_its_title(model: type[Frozen]) -> None:
    for name, field in fields_of(model).items():
        assert label(model, (name,)) == field.title
        for inner in fields_of(field.holds).values() if field.holds else ():
            place = (name, 1, inner.name) if field.many else (name, inner.name)
            row = "第2项" if field.many else ""
            assert label(model, place) == f"{field.title}{row}·{inner.title}"


def test_a_description_says_what_stands_in_the_record() -> None:
    item = fields_of(DecisionItem)
    assert item["no"].limits == (("minimum", 1), ("maximum", 9999))
    assert item["planned"].kind is Kind.PLANNED
    assert item["joint_with"].limits == (("minLength", 1),), "of each of its names"
    assert (item["units"].holds, item["units"].many) == (Unit, True)
    assert item["hearing"].options == ("是", "否")
    assert isinstance(item["regime"].default, Enum)
    assert fields_of(Covered)["page"].kind is Kind.NUMBER
    assert fields_of(Determination)["due"].default is None
    assert fields_of(AdoptionStatement)["counts"].default == Counts()
    assert ("pattern", "^[a-z][a-z0-9]{1,15}$") in fields_of(Authority)["id"].limits


def test_a_paper_is_named_by_its_file_and_what_the_store_says_is_not_asked() -> None:
    for model in (Document, Original):
        fields = form_of(model)
        assert fields[-1].kind is Kind.FILE
        assert not STORED & {field.name for field in fields}


def test_what_any_record_may_bring_stands_last_and_a_field_of_the_same_name_where_it_is() -> None:
    assert [field.name for field in form_of(Notice)][-2:] == ["documents", "reasons"]
    assert [field.name for field in form_of(Proposal)] == [*Proposal.model_fields]
    assert {*Record.model_fields} == {"form_no", "documents", "reasons"}


def test_what_differs_between_two_records_is_told_by_title() -> None:
    one, other = Unit(name="甲"), Unit(name="乙")
    assert [*differing(one, other)] == ["单位名称"]
    assert not [*differing(one, one)]
