"""The form of a step as the Prefect UI shows it: the record's fields, documents by file, 经办人."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from prefect.input import RunInput
from pydantic import Field, create_model

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


@cache
def form_for(step_id: str) -> type[RunInput]:
    """Build the form of a step from its record."""
    record = STEPS[step_id].record
    fields: dict[str, Any] = {
        "filed_by": (Text, Field(title="经办人")),
        "filed_by_unit": (Text, Field(title="经办处室")),
    }
    for name, field in record.model_fields.items():
        fields[name] = (field.annotation, field)
    fields["documents"] = (list[FileNamed], Field(default_factory=list, title="材料"))
    return create_model(f"{record.__name__}Form", __base__=RunInput, **fields)


def answered(answer: Mapping[str, Any]) -> tuple[dict[str, Any], Actor]:
    """Split what was typed into the payload for the one door and who filed it."""
    payload = dict(answer)
    actor = Actor(name=payload.pop("filed_by"), unit=payload.pop("filed_by_unit"))
    named = payload.pop("documents", None) or []
    payload["documents"] = [FileNamed.model_validate(d).payload() for d in named]
    return payload, actor
