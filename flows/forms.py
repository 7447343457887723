"""The form of a step as the Prefect UI shows it: the record's fields, documents by file, 经办人."""

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, get_type_hints

from prefect.input import RunInput
from prefect.utilities.callables import ParameterSchema
from pydantic import Field, create_model
from pydantic.fields import FieldInfo

from catalog.record import Actor, Attribute, DocumentKind, Frozen, Ground, Text
from catalog.stages import STEPS


class FileNamed(Frozen):
    """A document named by its file in the item's inbox folder; a form cannot upload."""

    title: Text = Field(title="标题")
    kind: DocumentKind = Field(title="类别")
    file: Text = Field(title="收件夹中的文件名")
    attribute: Attribute = Field(Attribute.PROACTIVE, title="公开属性")
    ground: Ground | None = Field(None, title="不公开理由")
    review_on: str = Field("", title="下次复核日期", description="不公开的填写，例如 2027-06-30")

    def payload(self) -> dict[str, Any]:
        """As the one door takes it."""
        disclosure: dict[str, Any] = {"attribute": self.attribute, "ground": self.ground}
        if self.review_on:
            disclosure["review_on"] = self.review_on
        return {
            "title": self.title,
            "kind": self.kind,
            "file": self.file,
            "disclosure": disclosure,
        }


class Form(RunInput):
    """A form; what may be left empty is simply not required, with no choice of types to make."""

    @classmethod
    def model_json_schema(cls, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The schema that the UI draws and the server checks an answer against."""
        drawn: dict[str, Any] = _without_null(super().model_json_schema(*args, **kwargs))
        return drawn


def form_for(step_id: str, typed: Mapping[str, Any]) -> type[Form]:
    """Build the form of a step from its record, filled in with what was typed before."""
    record = STEPS[step_id].record
    fields: dict[str, tuple[Any, FieldInfo]] = {
        "filed_by": (Text, FieldInfo(title="经办人")),
        "filed_by_unit": (Text, FieldInfo(title="经办处室")),
        **{name: (field.annotation, field) for name, field in record.model_fields.items()},
        "documents": (list[FileNamed], FieldInfo(default_factory=list, title="材料")),
    }
    for name in fields.keys() & typed.keys():
        annotation, field = fields[name][0], copy(fields[name][1])
        field.json_schema_extra = {"default": typed[name]}
        fields[name] = annotation, field
    made: Any = fields
    return create_model(f"{record.__name__}Form", __base__=Form, **made)


def titled(schema: ParameterSchema, flow: Callable[..., Any]) -> ParameterSchema:
    """Give the parameters of a flow the titles and help texts of their annotations.

    The engine takes the names of the parameters for titles and leaves out the rest.
    """
    for name, hint in get_type_hints(flow, include_extras=True).items():
        for said in getattr(hint, "__metadata__", ()):
            drawn = _without_null(schema.properties[name]) | {"title": said.title}
            schema.properties[name] = drawn
            if said.description:
                drawn["description"] = said.description
    return schema


def _without_null(schema: Any) -> Any:
    """A schema in which an optional field is one of its own kind."""
    if isinstance(schema, list):
        return [_without_null(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    plain = {key: _without_null(value) for key, value in schema.items()}
    kinds = [kind for kind in plain.get("anyOf", ()) if kind != {"type": "null"}]
    if "anyOf" in plain and len(kinds) == 1:
        plain = {**kinds[0], **{k: v for k, v in plain.items() if k != "anyOf"}}
        if plain.get("default", ...) is None:
            del plain["default"]
    return plain


def answered(answer: Mapping[str, Any]) -> tuple[dict[str, Any], Actor]:
    """Split what was typed into the payload for the one door and who filed it."""
    payload = dict(answer)
    actor = Actor(name=payload.pop("filed_by"), unit=payload.pop("filed_by_unit"))
    named = payload.pop("documents", None) or []
    payload["documents"] = [FileNamed.model_validate(d).payload() for d in named]
    return payload, actor
