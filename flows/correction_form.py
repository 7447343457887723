"""A form filled in with what is on file, for a correction; its papers need not be handed in again."""

from collections.abc import Mapping
from typing import Any

from catalog.record import Document, Original, Record
from flows.form_schema import form_for


def refilled(step_id: str, record: Record, typed: Mapping[str, Any]) -> dict[str, Any]:
    """The form of a step as the record on file would have filled it in; who files, from `typed`."""
    held = record.model_dump(mode="json")
    papers = {kept.digest: name for name, kept in on_file(record).items()}
    held["documents"] = [_named(document, papers) for document in record.documents]
    form = form_for(step_id, {**held, **typed})
    for field in form["properties"].values():
        if "default" in field:
            field["default"] = _as_drawn(field["default"], field)
    return form


def on_file(record: Record) -> dict[str, Document | Original]:
    """The papers of a record by the names that its form gives them: a file of the same name in the
    inbox is another one."""
    return {f"已登记的第{n}份：{kept.name}": kept for n, kept in enumerate(record.kept, 1)}


def with_papers(payload: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """A payload in which papers that are on file stand as the store knows them."""
    known = on_file(record)
    return {**payload, "documents": [_document(each, known) for each in payload["documents"]]}


def _named(document: Document, papers: Mapping[str, str]) -> dict[str, Any]:
    named: dict[str, Any] = document.model_dump(
        mode="json", include={"title", "kind"}
    ) | document.disclosure.model_dump(mode="json")
    named["file"] = papers[document.digest]
    if document.redaction:
        original = papers[document.redaction.original.digest]
        named["redaction"] = document.redaction.model_dump(mode="json") | {"original": original}
    return named


def _document(named: Mapping[str, Any], known: Mapping[str, Document | Original]) -> dict[str, Any]:
    document = _stored(named, known, {"digest", "name", "size", "pages"})
    redaction = document.get("redaction", {})
    if "original" in redaction:
        original = _stored(redaction["original"], known, {"digest", "name", "size"})
        document["redaction"] = {**redaction, "original": original}
    return document


def _stored(
    named: Mapping[str, Any], known: Mapping[str, Document | Original], of_store: set[str]
) -> dict[str, Any]:
    """What names a paper on file, with what the store knows of it instead of a file's name."""
    kept = known.get(named.get("file", ""))
    if kept is None:
        return dict(named)
    return {k: v for k, v in named.items() if k != "file"} | kept.model_dump(include=of_store)


def _as_drawn(value: Any, schema: Mapping[str, Any]) -> Any:
    """A value as its field shows it: a yes or no is a word where the field is a choice."""
    if isinstance(value, bool) and schema.get("enum") == ["是", "否"]:
        return "是" if value else "否"
    if isinstance(value, list):
        return [_as_drawn(each, schema["items"]) for each in value]
    if isinstance(value, Mapping):
        return {k: _as_drawn(v, schema["properties"][k]) for k, v in value.items()}
    return value
