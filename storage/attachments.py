"""The documents of a payload: files are taken into the store, digests are looked up there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from catalog.parse import ShapeError
from catalog.record import Original, Record
from storage.documents import MOST, DocumentStore, Stored, Unfit
from storage.files.legible import Unread, handed_in, shown, unseen

MOST_PAPERS = 1000
"""More papers than a record ever has; each is opened, which takes its time."""

_LISTS = ("documents", "材料")
_REDACTION, _ORIGINAL = ("redaction", "遮盖"), ("original", "原件")
_FILE = ("file", "文件")
_STORED = {"digest": "SHA-256", "name": "文件名", "size": "字节数", "pages": "页数"}


def attach(
    payload: Mapping[str, Any], store: DocumentStore | None, folder: Path | None
) -> dict[str, Any]:
    """Take in each document that names a `file`, and say in its place what the store holds.

    Raises ShapeError with every fault. What was taken in stays, even if the record is refused:
    a file that no entry names harms nobody.
    """
    taken, faults = dict(payload), []
    for key in _LISTS:
        if not isinstance(payload.get(key), list | tuple):
            continue
        if len(payload[key]) > MOST_PAPERS:
            raise ShapeError([f"材料有{len(payload[key])}项，最多{MOST_PAPERS}项"])
        taken[key] = []
        for n, document in enumerate(payload[key], 1):
            try:
                taken[key].append(_with_original(_attached(document, store, folder), store, folder))
            except (Unfit, Unread) as wrong:
                faults.append(f"材料第{n}项：{wrong}")
    if faults:
        raise ShapeError(faults)
    return taken


def missing(record: Record, store: DocumentStore | None) -> list[str]:
    """A sentence for each document of a record that is not in the store as stated."""
    faults = []
    for n, document in enumerate(record.documents, 1):
        size = store.size(document.digest) if store else None
        if size is None:
            said = f"材料库中没有校验值为 {document.digest[:12]}… 的文件，请连同文件一起登记"
            faults.append(f"材料第{n}项“{document.title}”：{said}")
        elif size != document.size:
            faults.append(f"材料第{n}项“{document.title}”：写明{document.size}字节，实际{size}字节")
        if document.redaction:
            faults += _original_missing(n, document.redaction.original, store)
    return faults


def _original_missing(n: int, original: Original, store: DocumentStore | None) -> list[str]:
    size = store.size(original.digest) if store else None
    if size == original.size:
        return []
    said = "请连同原件一起登记" if size is None else f"写明{original.size}字节，实际{size}字节"
    return [f"材料第{n}项的原件“{original.name}”与材料库不符：{said}"]


def _with_original(document: Any, store: DocumentStore | None, folder: Path | None) -> Any:
    """A redacted copy with its original taken in: what was covered stays on file."""
    key = next((k for k in _REDACTION if isinstance(document, Mapping) and k in document), None)
    if key is None or not isinstance(document[key], Mapping):
        return document
    redaction = dict(document[key])
    for name in (n for n in _ORIGINAL if n in redaction):
        taken = _attached(redaction[name], store, folder)
        if isinstance(taken, Mapping):
            taken = {k: v for k, v in taken.items() if k != "pages"}
        redaction[name] = taken
    return {**document, key: redaction}


def _attached(document: Any, store: DocumentStore | None, folder: Path | None) -> Any:
    if not isinstance(document, Mapping):
        return document
    named = next((document[key] for key in _FILE if key in document), None)
    if named is None:
        _check_name(document)
        return document
    if store is None:
        raise Unfit("没有设置材料库，不能登记文件")
    stored, pages = store.take(handed_in(folder, str(named), MOST))
    _agrees(document, stored)
    kept = {k: v for k, v in document.items() if k not in {*_FILE, *_STORED, *_STORED.values()}}
    return kept | stored._asdict() | {"pages": pages}


def _check_name(document: Mapping[str, Any]) -> None:
    """Raises Unfit for the name of a paper in the store that is not what it seems."""
    name = str(document.get("name", document.get(_STORED["name"], "")))
    if signs := unseen(name):
        raise Unfit(f"文件名“{shown(name)}”里有看不见的控制符（{'、'.join(signs[:5])}），请去掉")


def _agrees(document: Mapping[str, Any], stored: Stored) -> None:
    stated = document.get("digest", document.get(_STORED["digest"], stored.digest))
    if stated != stored.digest:
        raise Unfit(f"文件“{stored.name}”的校验值与写明的不符，请核对是否放错了文件")
