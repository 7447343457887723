"""The form of a step in a browser: drawn from its record, filled in with what is on file, and read back.

What the law wants to know stands first, papers and excuses last. A form cannot upload: papers are
named by their files in the item's inbox, or by the name that they have on file.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from catalog.forms.asked import needed
from catalog.forms.fields import Field, fields_of, own
from catalog.forms.schema import SOMETHING, filled_in, schema
from catalog.record import Actor, Disclosure, Document, Original, Record, Redaction
from catalog.stages import STEPS
from catalog.stages.consultation import AdoptionStatement

EXCUSE = "退回意见说“说明理由”的规则才在这里写；别的不填"
FILES = "先把文件放进收件夹（上面写明在哪里），再点 Add item，每个文件加一项"
TABLE = (
    "放进收件夹的表格文件名，如 意见表.xlsx（xlsx、xls、ods、csv）。每行一条意见，首行为栏名："
    "意见摘要、处理结果、理由等。不要在这里逐条填写"
)
REDACTION = (
    "没有遮盖的，这一组都不填。有个人隐私等内容、其余可以公开的：上面的文件名写遮盖后的副本，"
    "公开属性仍选主动公开，这里写原件和遮盖了哪几处"
)

WHO = (
    Field(
        "filed_by", "经办人", help="您的姓名；随材料留存，不公开", required=True, limits=SOMETHING
    ),
    Field("filed_by_unit", "经办处室", required=True, limits=SOMETHING),
)


def _covering() -> Iterator[Field]:
    """What was covered in a redacted copy; all of it empty where nothing was, so nothing is demanded
    here but by the one door."""
    said = {n: replace(f, required=False, limits=()) for n, f in fields_of(Redaction).items()}
    original = "没有遮盖的那一份，也放进收件夹，写文件名；留在材料库，不公开"
    yield Field("original", said["original"].title, help=original)
    yield replace(said["places"], help="遮盖了几处就加几项")
    yield from (said["covered_on"], said["by"], said["unit"])
    yield replace(said["review_on"], title="遮盖的下次复核日期")


def _file_named() -> Iterator[Field]:
    """A document named by its file in the item's inbox folder; its disclosure lies flat."""
    said, disclosure = fields_of(Document), fields_of(Disclosure)
    yield replace(said["title"], help="公开页面上显示的名称，例如 方案（征求意见稿）")
    yield said["kind"]
    named = "连同扩展名，例如 草案.docx，与收件夹里的一致"
    yield replace(said["name"], name="file", help=named)
    yield disclosure["attribute"]
    yield replace(disclosure["ground"], help="主动公开的不填")
    review_on = disclosure["review_on"].title
    yield Field("review_on", review_on, help="不公开的填写，例如 2027-06-30")
    yield replace(said["redaction"], help=REDACTION, fields=tuple(_covering()))


def form_for(
    step_id: str, typed: Mapping[str, Any], before: Sequence[Field] = ()
) -> dict[str, Any]:
    """Build the form of a step from its record, filled in with what was typed before.

    `before` are fields that stand above it. What only some answers ask for is shown once one of
    them was typed.
    """
    of_record = (field for field in _fields(STEPS[step_id].record) if field.is_open(typed))
    fields = [*before, *of_record]
    return schema(fields, typed) | {"title": STEPS[step_id].title}


def _fields(record: type[Record]) -> Iterator[Field]:
    yield from WHO
    for field in own(record):
        yield replace(field, help="。".join(filter(None, (needed(field), field.help))))
    if record is AdoptionStatement:
        yield Field("opinions", "意见表", help=TABLE)
    papers = fields_of(record)
    yield replace(papers["documents"], fields=tuple(_file_named()), help=FILES)
    yield replace(papers["reasons"], help=EXCUSE)


def refilled(
    step_id: str, record: Record, typed: Mapping[str, Any], before: Sequence[Field] = ()
) -> dict[str, Any]:
    """The form of a step as the record on file would have filled it in; who files, from `typed`."""
    held = record.model_dump(mode="json")
    papers = {kept.digest: name for name, kept in on_file(record).items()}
    held["documents"] = [_named(document, papers) for document in record.documents]
    return form_for(step_id, {**held, **typed}, before)


def on_file(record: Record) -> dict[str, Document | Original]:
    """The papers of a record by the names that its form gives them: a file of the same name in the
    inbox is another one."""
    return {f"已登记的第{n}份：{kept.name}": kept for n, kept in enumerate(record.kept, 1)}


def with_papers(payload: Mapping[str, Any], record: Record) -> dict[str, Any]:
    """A payload in which papers that are on file stand as the store knows them."""
    known = on_file(record)
    return {**payload, "documents": [_document(each, known) for each in payload["documents"]]}


def answered(answer: Mapping[str, Any]) -> tuple[dict[str, Any], Actor]:
    """Split what was typed into the payload for the one door and who filed it.

    A field that was left empty is one that was not filled in.
    """
    payload: dict[str, Any] = filled_in(answer)
    actor = Actor(name=payload.pop("filed_by"), unit=payload.pop("filed_by_unit"))
    payload["documents"] = [_by_file(each) for each in payload.pop("documents", ())]
    return payload, actor


def _by_file(named: Mapping[str, Any]) -> dict[str, Any]:
    """A file of the form as the one door takes it, which checks it."""
    disclosure = {k: named[k] for k in ("attribute", "ground", "review_on") if k in named}
    document = {k: v for k, v in named.items() if k not in disclosure}
    if "original" in document.get("redaction", {}):
        redaction = document["redaction"]
        document["redaction"] = {**redaction, "original": {"file": redaction["original"]}}
    return document | ({"disclosure": disclosure} if disclosure else {})


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
