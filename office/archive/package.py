"""The archive package of an item: where storage and publish meet once more; knows no engine."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from catalog.errors import Refusal
from catalog.ids import catalog_of, item_id
from catalog.opinion import Opinion
from office.archive import check_bag
from office.archive.bagit import write_bag
from office.archive.checklist import INTERNAL, Checklist, checklist, fit
from office.archive.page import (
    NotAsBuilt,
    Shown,
    checklist_page,
    checklist_table,
    notes,
    opinion_sheet,
    shown,
)
from office.settings.installation import Office
from storage.extract import Extract
from storage.ledger import Ledger
from storage.serialize import (
    GENESIS,
    Row,
    digest_of_all,
    opinion_line,
    refusal_digest,
    refusal_text,
)
from storage.unfinished import work_folder

Payload = dict[str, bytes | Path]


class NotArchivable(Refusal):
    """The volume cannot be closed, and nothing was written; str() says why, in Chinese."""


class Made(NamedTuple):
    """A package that was written."""

    folder: Path
    papers: int
    files: int


def archive_item(
    office: Office, item: str, day: date, to: Path, *, unfinished: bool = False
) -> Made:
    """Write the package of an item as of a day into a folder. Raises NotArchivable, OSError.

    Whole or not at all, and never over an earlier one. The same ledger, day and edition give the
    same bytes.
    """
    ledger = office.ledger()
    listed = _checked(ledger, item, day, unfinished)
    extract = ledger.extract(item, day)
    try:
        page = shown(office.site, item, day.isoformat())
    except NotAsBuilt as wrong:
        raise NotArchivable(str(wrong)) from wrong
    payload = _payload(office, listed, extract, page)
    folder = to / f"{item}-{day:%Y%m%d}"
    _write(folder, payload, _info(listed, extract, page), listed)
    return Made(folder, sum(bool(p.path) for p in listed.papers), len(payload))


def _checked(ledger: Ledger, item: str, day: date, unfinished: bool) -> Checklist:
    """The checklist of an item that may be archived."""
    dossier = ledger.load(item, on=day)
    if not item_id(item) or not dossier.entries:
        raise NotArchivable(f"截至{day}没有编号为“{item}”的事项")
    listed = checklist(dossier, ledger.load(catalog_of(item), on=day), day)
    if listed.lacks and not unfinished:
        lacks = "\n".join(listed.lacks)
        raise NotArchivable(
            f"{item} 还不能成卷：\n{lacks}\n要先导出已有的材料，请加 --unfinished（注明“未成卷”）"
        )
    wrong = ledger.verify(only={p.digest for p in listed.papers if p.document})
    if wrong:
        raise NotArchivable("台账或者材料不完整，不能归档：\n" + "\n".join(wrong))
    return listed


def _payload(office: Office, listed: Checklist, extract: Extract, page: Shown | None) -> Payload:
    payload: Payload = {
        "说明.txt": notes(listed, page),
        "归档目录.csv": checklist_table(listed),
        "归档目录.html": checklist_page(listed),
        "核对/核对.py": Path(check_bag.__file__).read_bytes(),
        "核对/登记.jsonl": "".join(f"{text}\n" for text in extract.texts()).encode(),
        "核对/台账链.csv": "".join(_chain(extract)).encode(),
    }
    rows = {row["digest"]: row for row in extract.entries}
    texts = dict(zip(rows, extract.texts(), strict=True))
    before = {link.position + 1: link.chain for link in extract.chain}
    for paper in listed.papers:
        if paper.entry:
            row = rows[paper.digest]
            payload[paper.path] = _entry(row, texts[paper.digest], before)
        elif paper.document:
            payload[paper.path] = office.documents.path(paper.digest)
    payload.update(_opinions(extract))
    payload.update(_refusals(extract))
    payload.update(_register(extract))
    if page:
        payload.update((f"公开页面/{path}", file) for path, file in page.files.items())
    return payload


def _chain(extract: Extract) -> Iterator[str]:
    yield "position,digest,chain\n"
    yield from (f"{link.position},{link.digest},{link.chain}\n" for link in extract.chain)


def _entry(row: Row, text: str, before: Mapping[int, str]) -> bytes:
    return _json(
        {
            "位置": row["position"],
            "序号": row["seq"],
            "校验值": row["digest"],
            "前一条链值": before.get(row["position"], GENESIS),
            "链值": row["chain"],
            "登记": json.loads(text),
        }
    )


def _opinions(extract: Extract) -> Iterator[tuple[str, bytes]]:
    for seq, rows in extract.opinions.items():
        name = f"意见/{seq:03d}号登记-意见表"
        named = [{field: row[field] for field in Opinion.model_fields} for row in rows]
        yield f"{name}.jsonl", b"".join(map(opinion_line, rows))
        yield f"{name}.csv", opinion_sheet([Opinion.model_validate(row) for row in named])


def _register(extract: Extract) -> Iterator[tuple[str, bytes]]:
    """The register of opinions, a line a row: letters as they came, without who wrote them."""
    for name, rows in extract.register.items():
        lines = (json.dumps(dict(row), ensure_ascii=False) + "\n" for row in rows)
        yield f"意见登记册/{name}.jsonl", "".join(lines).encode()


def _refusals(extract: Extract) -> Iterator[tuple[str, bytes]]:
    for n, row in enumerate(extract.refusals, 1):
        said: dict[str, Any] = {
            "事项": row["item"],
            "步骤": row["step"],
            "时间": row["at"],
            "经办": json.loads(row["actor"]),
            "理由": json.loads(row["findings"]),
            "内容": json.loads(row["payload"]),
            "原文": refusal_text(row),
            "校验值": refusal_digest(row),
            "前一条链值": extract.refused_before[row["id"]],
            "链值": row["chain"],
        }
        yield f"退回/{n:03d}-{fit(row['step'])}.json", _json(said)


def _info(listed: Checklist, extract: Extract, page: Shown | None) -> list[tuple[str, str]]:
    last = extract.chain[-1]
    info = [
        ("Source-Organization", listed.authority),
        ("External-Identifier", listed.item),
        ("External-Description", f"{listed.name} 重大行政决策全过程档案"),
        ("Internal-Sender-Description", INTERNAL),
        ("Bagging-Date", listed.as_of.isoformat()),
        ("Bag-Software-Agent", f"juece {version('juece')}"),
        ("Juece-Complete", "no" if listed.lacks else "yes"),
        ("Juece-Retention", listed.retention),
        ("Juece-Ledger-Entries", str(last.position)),
        ("Juece-Ledger-Chain", last.chain),
        ("Juece-Ledger-Digest", digest_of_all(link.digest for link in extract.chain)),
    ]
    if listed.transfer_on:
        info.append(("Juece-Transfer-Date", listed.transfer_on.isoformat()))
    return info + ([("Juece-Edition", page.as_of)] if page else [])


def _write(folder: Path, payload: Payload, info: list[tuple[str, str]], listed: Checklist) -> None:
    """Write a package, whole or not at all; what a killed call left beside it is taken away."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with work_folder(folder.parent, "archive") as work:
        if folder.exists():
            raise NotArchivable(f"{folder} 已经有了，不会覆盖以前的档案包")
        new = work / folder.name
        new.mkdir(mode=0o700)
        found = write_bag(new, payload, info)
        for paper in listed.papers:
            if paper.document and found[paper.path].by_algorithm["sha256"] != paper.digest:
                raise NotArchivable(f"材料“{paper.title}”在导出时变了，不能归档")
        new.rename(folder)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
