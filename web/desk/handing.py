"""Files that are handed in with a form: opened and looked through while one waits, told beside them."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from io import BytesIO
from pathlib import Path, PurePath
from typing import NamedTuple

from catalog.errors import JueceError
from catalog.parse import ShapeError
from catalog.record import INTERNAL_KINDS, Document, DocumentKind
from catalog.wanted import preset
from checks.privacy.allowed import Allowed
from checks.privacy.scan import scan
from storage.documents import Unfit
from storage.files.cleaned import MOST, OFFICE, cleaned
from storage.files.legible import shown, unseen
from storage.files.opinion_table import opinions_in
from web.desk.asking import Sent, log
from web.desk.sheet import TABLE, Sheet
from web.forms.names import ROW, Pairs, inside, rows

DOCUMENTS = "documents"
KIND = "_leibie"
"""Which kind the files are that are being handed in."""
CLEAN = "_qingli"
"""The tick that has properties taken out of what is handed in."""
CLEANED = "已去掉文件属性里的作者、单位等，正文没有动；收下的是去掉以后的文件"
NOT_KEPT = (
    "没有存下：服务器的磁盘满了，或者写不进去，请告知信息化人员。填写的内容已经暂存，恢复后再传"
)
MOST_TOLD = 12
"""Findings of the scanners that are told of one file."""


class Taken(NamedTuple):
    """What a form holds once files were taken, and a sentence for each that was not."""

    pairs: dict[str, tuple[str, ...]]
    wrong: list[str]


def take(sheet: Sheet, pairs: Pairs, files: Iterable[tuple[str, Sent]]) -> Taken:
    """Take files in: papers get a row each, a table of opinions its place."""
    taken, asked = Taken(dict(pairs), []), sheet.asked
    uploads, account, now = asked.desk.people.uploads, asked.person.account, asked.now
    for control, sent in files:
        named = sent._replace(name=_plain(sent.name))
        try:
            if signs := unseen(named.name):
                raise Unfit(
                    f"文件“{shown(named.name)}”的文件名里有看不见的控制符（{'、'.join(signs[:5])}），请改名后再交"
                )
            if control == "up-table" and sheet.takes_table:
                table = named.read()
                opinions_in(table)
                kept = uploads.take_table(sheet.paper, table, account, now)
                taken.pairs[TABLE.name] = (f"u-{kept.id}",)
            elif control == "up-papers":
                named, clean = _cleaned(named) if asked.said(CLEAN) else (named, "")
                looked = partial(_looked, clean)
                kept = uploads.take_stream(sheet.paper, *named, looked, account, now)
                _add(taken.pairs, f"u-{kept.id}", _title(named.name), asked.said(KIND))
        except (Unfit, ShapeError) as wrong:
            taken.wrong.extend(str(wrong).split("；")[:MOST_TOLD])
        except OSError as why:  # such as a full disk: what was typed beside it is kept all the same
            if isinstance(why, JueceError):
                raise
            log.exception("%s", named.name)
            taken.wrong.append(f"文件“{named.name}”{NOT_KEPT}")
    _preset(sheet, taken.pairs)
    return taken


def _cleaned(sent: Sent) -> tuple[Sent, str]:
    """The paper of an office program without its properties, and a sentence where it had some."""
    if PurePath(sent.name).suffix.lower() not in OFFICE:
        return sent, ""
    content = sent.file.read(MOST + 1)
    sent.file.seek(0)
    made = cleaned(sent.name, content) if len(content) <= MOST else content
    return (Sent(sent.name, BytesIO(made)), CLEANED) if made is not content else (sent, "")


def _looked(said: str, name: str, place: Path) -> list[str]:
    return [*([said] if said else []), *told(name, place)]


def choose(sheet: Sheet, pairs: Pairs, called: str) -> Taken:
    """A paper that is on file already gets a row: it is not handed in a second time."""
    taken = Taken(dict(pairs), [])
    kept = on_file(sheet).get(called)
    if kept is None:
        taken.wrong.append("没有选哪一份在卷的材料")
        return taken
    _add(taken.pairs, called, kept.title, kept.kind.value)
    _preset(sheet, taken.pairs)
    return taken


def on_file(sheet: Sheet) -> Mapping[str, Document]:
    """The papers on file with the item by what the form calls them, each once, the newest first."""
    found: dict[str, tuple[str, Document]] = {}
    for entry in sheet.dossier.entries:
        for n, document in enumerate(entry.record.documents):
            found[document.digest] = (f"f-{entry.seq}-{n}", document)
    return dict(reversed(found.values()))


def told(name: str, place: Path) -> list[str]:
    """What the scanners say of a file, a sentence each; its own texts alone are looked through."""
    report = scan({name: place}, Allowed(_FOREVER))
    said = [
        f"{f.title}：{f.place}{f'“{f.excerpt}”' if f.excerpt else ''}。{f.remedy.partition('；人工看过的')[0]}"
        for f in report.findings[:MOST_TOLD]
    ]
    more = len(report.findings) - len(said)
    return said + ([f"另有{more}处"] if more else [])


_FOREVER = date.max


def _add(pairs: dict[str, tuple[str, ...]], called: str, title: str, kind: str = "") -> str:
    """A row for a paper; one that is there and has no file yet takes it, unless it is of another kind."""
    numbers = rows(pairs, DOCUMENTS)
    empty = (n for n in numbers if not _said(pairs, inside(inside(DOCUMENTS, n), "file")))
    fits = (n for n in empty if _said(pairs, inside(inside(DOCUMENTS, n), "kind")) in {"", kind})
    number = next(fits if kind else empty, max(numbers, default=-1) + 1)
    name = inside(DOCUMENTS, number)
    pairs[inside(name, ROW)] = ("1",)
    pairs[inside(name, "file")] = (called,)
    if kind:
        pairs[inside(name, "kind")] = (kind,)
    if not _said(pairs, inside(name, "title")):
        pairs[inside(name, "title")] = (title,)
    return name


def _preset(sheet: Sheet, pairs: dict[str, tuple[str, ...]]) -> None:
    """How papers that stay inside are disclosed, where nobody has said it yet; once the kind is put right to one
    that goes out, what was said for the wrong one is taken back."""
    said = preset(DocumentKind.MINUTES, sheet.asked.desk.today)
    inner = [said.attribute.value, str(said.ground or ""), str(said.review_on or "")]
    for row in rows(pairs, DOCUMENTS):
        name = inside(DOCUMENTS, row)
        kind, place = _said(pairs, inside(name, "kind")), inside(name, "disclosure")
        controls = [inside(place, of) for of in ("attribute", "ground", "review_on")]
        typed = [_said(pairs, control) for control in controls]
        if kind in {*INTERNAL_KINDS} and not typed[0]:
            pairs |= {control: (one,) for control, one in zip(controls, inner, strict=True)}
        elif kind not in {*INTERNAL_KINDS} and typed[:2] == inner[:2]:
            pairs |= dict.fromkeys(controls, ("",))


def _said(pairs: Pairs, name: str) -> str:
    return pairs.get(name, ("",))[-1]


def _title(name: str) -> str:
    return Path(name).stem[:200]


def _plain(name: str) -> str:
    """The name of a file without the folders that some browsers send along."""
    return name.replace("\\", "/").rpartition("/")[2] or "文件"
