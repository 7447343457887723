"""The form of a step as the Prefect UI shows it: the record's fields, documents by file, 经办人.

A form is a JSON schema in the engine's dialect. What the law wants to know stands first, documents
and excuses last; nothing English is left in it, and nothing has a choice of types to make.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, get_type_hints

from prefect.utilities.callables import ParameterSchema
from pydantic import BaseModel, Field, create_model
from pydantic.fields import FieldInfo

from catalog.forms.blank import BY_SYSTEM, need
from catalog.record import Actor, Attribute, Covered, DocumentKind, Frozen, Ground, Record, Text
from catalog.stages import STEPS
from catalog.stages.consultation import AdoptionStatement

SOMETHING = {"pattern": r"\S"}
"""Of who files: the server itself turns a blank away."""
EXCUSE = "退回意见说“说明理由”的规则才在这里写；别的不填"
FILES = "先把文件放进收件夹（上面写明在哪里），再点 Add item，每个文件加一项"
TABLE = (
    "放进收件夹的表格文件名，如 意见表.xlsx（xlsx、xls、ods、csv）。每行一条意见，首行为栏名："
    "意见摘要、处理结果、理由等。不要在这里逐条填写"
)


class Covering(Frozen):
    """What was covered in a redacted copy; all of it empty where nothing was, so nothing is demanded
    here but by the one door."""

    original: str = Field(
        "", title="原件", description="没有遮盖的那一份，也放进收件夹，写文件名；留在材料库，不公开"
    )
    places: tuple[Covered, ...] = Field((), title="遮盖之处", description="遮盖了几处就加几项")
    covered_on: date | None = Field(None, title="遮盖日期")
    by: str = Field("", title="遮盖人", description="不公开")
    unit: str = Field("", title="遮盖单位", description="公开")
    review_on: date | None = Field(None, title="遮盖的下次复核日期")


class FileNamed(Frozen):
    """A document named by its file in the item's inbox folder; a form cannot upload."""

    title: Text = Field(title="标题", description="公开页面上显示的名称，例如 方案（征求意见稿）")
    kind: DocumentKind = Field(title="类别")
    file: Text = Field(title="文件名", description="连同扩展名，例如 草案.docx，与收件夹里的一致")
    attribute: Attribute = Field(Attribute.PROACTIVE, title="公开属性")
    ground: Ground | None = Field(None, title="不公开理由", description="主动公开的不填")
    review_on: str = Field("", title="下次复核日期", description="不公开的填写，例如 2027-06-30")
    redaction: Covering | None = Field(
        None,
        title="遮盖",
        description="没有遮盖的，这一组都不填。有个人隐私等内容、其余可以公开的：上面的文件名写遮盖后的"
        "副本，公开属性仍选主动公开，这里写原件和遮盖了哪几处",
    )


def form_for(step_id: str, typed: Mapping[str, Any]) -> dict[str, Any]:
    """Build the form of a step from its record, filled in with what was typed before."""
    record = STEPS[step_id].record
    own = {n: f for n, f in record.model_fields.items() if n not in Record.model_fields}
    fields: dict[str, tuple[Any, FieldInfo]] = {
        "filed_by": (Text, _field("经办人", "您的姓名；随材料留存，不公开", **SOMETHING)),
        "filed_by_unit": (Text, _field("经办处室", "", **SOMETHING)),
        **{n: (f.annotation, f) for n, f in own.items() if f.description != BY_SYSTEM},
    }
    if record is AdoptionStatement:
        fields["opinions"] = (str, _field("意见表", TABLE, default=""))
    reasons = record.model_fields["reasons"]
    fields["documents"] = (list[FileNamed], _field("材料", FILES, default=[]))
    fields["reasons"] = (
        reasons.annotation,
        _field(reasons.title or "", EXCUSE, default=reasons.default),
    )
    made: Any = fields
    model: type[BaseModel] = create_model(record.__name__, **made)
    form = drawn(model.model_json_schema()) | {"title": STEPS[step_id].title}
    for name, shown in form["properties"].items():
        if name in own and (needed := need(record, name).rstrip("，")):
            shown["description"] = "。".join(filter(None, (needed, shown.get("description"))))
    for name in form["properties"].keys() & _filled_in(typed).keys():
        form["properties"][name]["default"] = _filled_in(typed[name])
    return form


def drawn(schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as the UI is to draw it: definitions in their places, no null, no class names."""
    plain: dict[str, Any] = _plain(schema, schema.get("$defs", {}))
    return plain | {"type": "object"}


def titled(schema: ParameterSchema, flow: Callable[..., Any]) -> ParameterSchema:
    """Give the parameters of a flow the titles and help texts of their annotations.

    The engine takes the names of the parameters for titles and leaves out the rest.
    """
    for name, hint in get_type_hints(flow, include_extras=True).items():
        for said in getattr(hint, "__metadata__", ()):
            shown = _plain(schema.properties[name], {}) | {"title": said.title}
            schema.properties[name] = shown
            if said.description:
                shown["description"] = said.description
    return schema


def answered(answer: Mapping[str, Any]) -> tuple[dict[str, Any], Actor]:
    """Split what was typed into the payload for the one door and who filed it.

    A field that was left empty is one that was not filled in.
    """
    payload: dict[str, Any] = _filled_in(answer)
    actor = Actor(name=payload.pop("filed_by"), unit=payload.pop("filed_by_unit"))
    payload["documents"] = [_document(each) for each in payload.pop("documents", ())]
    return payload, actor


def _document(named: Mapping[str, Any]) -> dict[str, Any]:
    """A file of the form as the one door takes it, which checks it."""
    disclosure = {k: named[k] for k in ("attribute", "ground", "review_on") if k in named}
    document = {k: v for k, v in named.items() if k not in disclosure}
    if "original" in document.get("redaction", {}):
        redaction = document["redaction"]
        document["redaction"] = {**redaction, "original": {"file": redaction["original"]}}
    return document | ({"disclosure": disclosure} if disclosure else {})


def _field(title: str, description: str, *, default: Any = ..., **more: Any) -> FieldInfo:
    given: Any = Field(
        default, title=title, description=description or None, json_schema_extra=more or None
    )
    return given  # type: ignore[no-any-return]


def _plain(schema: Any, known: Mapping[str, Any]) -> Any:
    """See `drawn`; `known` are the definitions."""
    if isinstance(schema, list):
        return [_plain(each, known) for each in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        meant = known.get(schema["$ref"].rpartition("/")[2])
        if meant is not None:
            unnamed = {k: v for k, v in meant.items() if k not in {"title", "description"}}
            schema = unnamed | {k: v for k, v in schema.items() if k != "$ref"}
    kinds = [kind for kind in schema.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == 1:
        optional = {k: v for k, v in schema.items() if k != "anyOf"}
        return _yes_or_no(_left_out(_plain(kinds[0] | optional, known)))
    said = {k: _plain(v, known) for k, v in schema.items() if k not in {"$defs", "default"}}
    default = _filled_in(schema.get("default"))
    return _yes_or_no(said if default in (None, "", [], {}, ()) else said | {"default": default})


def _left_out(schema: dict[str, Any]) -> dict[str, Any]:
    """A group that may be left out has nothing chosen in it already: the interface would send that,
    and the server then demand the rest of a group that nobody touched."""
    if "properties" not in schema:
        return schema
    fields = {
        name: _yes_or_no({k: v for k, v in field.items() if k != "default"})
        for name, field in schema["properties"].items()
    }
    return schema | {"properties": fields}


def _yes_or_no(schema: dict[str, Any]) -> dict[str, Any]:
    """A yes or no that nobody has answered yet is a choice; a switch would look like a no."""
    if schema.get("type") != "boolean" or "default" in schema:
        return schema
    return schema | {"type": "string", "enum": ["是", "否"]}


def _filled_in(value: Any) -> Any:
    """A value without what is empty in it, however deep."""
    if isinstance(value, Mapping):
        kept = {k: _filled_in(v) for k, v in value.items()}
        return {k: v for k, v in kept.items() if v not in (None, "", [], {})}
    if isinstance(value, list | tuple):
        kept_list = [_filled_in(each) for each in value]
        return [each for each in kept_list if each not in (None, "", {})]
    return value.strip() if isinstance(value, str) else value
