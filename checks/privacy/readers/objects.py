"""What a PDF holds beside its pages: actions, files, texts that nobody sees, drawings of their own."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    StreamObject,
)

from checks.privacy.budget import Budget
from checks.privacy.extracted import Inner, Piece, Read, Trace
from checks.privacy.readers.glyphs import Glyphs

_ACTS = {
    "/JavaScript": "运行脚本",
    "/Launch": "启动程序",
    "/SubmitForm": "向外提交内容",
    "/ImportData": "导入数据",
    "/ResetForm": "清空表单",
    "/GoToR": "打开别的文件",
    "/GoToE": "打开内附文件",
    "/Rendition": "播放多媒体",
    "/Movie": "播放多媒体",
    "/Sound": "播放多媒体",
    "/Hide": "显示或者隐藏内容",
    "/RichMediaExecute": "运行多媒体",
    "/GoTo3DView": "运行多媒体",
}
"""Actions that do more than to move about in the document or to open a page of the web."""
_QUIET = frozenset(("/GoTo", "/GoToDp", "/Named", "/Thread", "/Trans", "/SetOCGState", "/URI"))
_WEB = frozenset(("http", "https", "mailto", "tel"))
_TEXTS = {
    "/Alt": "替代文字",
    "/ActualText": "替代文字",
    "/E": "替代文字",
    "/Title": "标题和书签",
    "/TU": "表单说明",
    "/T": "表单名称",
    "/V": "表单内容",
    "/DV": "表单默认值",
    "/Opt": "表单选项",
    "/CA": "按钮文字",
    "/AC": "按钮文字",
    "/P": "页码标签",
    "/Name": "图层名称",
    "/Contents": "批注",
    "/Desc": "说明",
    "/RC": "富文本",
}
_FORM = "重新导出为静态的PDF，例如“打印为PDF”"
_ATTACHED = "另行发布附件，或者删去"
_NAMES = ("/UF", "/F", "/Unix", "/DOS", "/Mac")


def read(document: Any, glyphs: Glyphs, budget: Budget) -> Iterator[Read | Inner]:
    """Go through all that the document refers to, each object once. Raises Spent."""
    files, schemes = set[int](), {""} | _WEB
    for one in _objects(document, budget):
        if "/JS" in one or one.get("/S") in _ACTS:
            yield _act(one)
        if one.get("/URI") and one.get("/S") == "/URI":
            yield from _address(str(_said(one.get("/URI"))), schemes)
        yield from _own_account(one)
        if id(one) not in glyphs.gone_through:  # an annotation is read with its page
            yield from _texts(one)
        if isinstance(_said(one.get("/EF")), DictionaryObject):
            yield from _file(one, files)
        if isinstance(one, StreamObject):
            yield from _stream(one, glyphs, files)
        signs = _said(one.get("/CharProcs"))
        for sign in signs.values() if isinstance(signs, DictionaryObject) else ():
            yield from _drawing(_said(sign), one.get("/Resources"), glyphs)


def _objects(document: Any, budget: Budget) -> Iterator[DictionaryObject]:
    """Every dictionary and stream, found without recursion: references may go round in a circle."""
    waiting, seen = [document.root_object], set[int]()
    held = list[Any]()  # so that no other object gets the id of one that was seen
    while waiting:
        budget.tick()
        one = _said(waiting.pop())
        if not isinstance(one, DictionaryObject | ArrayObject) or id(one) in seen:
            continue
        seen.add(id(one))
        held.append(one)
        if isinstance(one, DictionaryObject):
            yield one
            waiting += reversed([one.raw_get(key) for key in one])
        else:
            waiting += reversed(list(one))


def _act(one: DictionaryObject) -> Trace:
    kind = str(one.get("/S", "/JavaScript"))
    if kind == "/JavaScript" or "/JS" in one:
        return Trace("", "PDF脚本", "带有脚本", "重新导出不带脚本的PDF")
    return Trace("", "PDF动作", f"{_ACTS[kind]}（{kind[1:]}）", _FORM)


def _address(address: str, schemes: set[str]) -> Iterator[Read]:
    """An address that leads elsewhere than into the web; each scheme is told once."""
    try:
        scheme = urlsplit(address.strip()).scheme.lower()
    except ValueError:
        scheme = "?"
    if scheme not in schemes:
        schemes.add(scheme)
        yield Trace(
            "", "PDF动作", f"链接不是网页地址：{address[:60]}", "改成网页地址，或者删去链接"
        )


def _own_account(one: DictionaryObject) -> Iterator[Read]:
    """What a PDF does by itself, or on being touched."""
    if _said(one.get("/AA")):
        yield Trace("", "PDF动作", "打开、翻页或者点击时自动执行（AA）", _FORM)
    opened = _said(one.get("/OpenAction"))
    if isinstance(opened, DictionaryObject) and opened.get("/S") not in _QUIET:
        yield Trace("", "PDF动作", f"打开时自动执行（{str(opened.get('/S'))[1:]}）", _FORM)
    if "/XFA" in one:
        yield Trace("", "PDF动态表单", "带有动态表单（XFA），页面以外另有内容", _FORM)


def _texts(one: DictionaryObject) -> Iterator[Read]:
    for key, place in _TEXTS.items():
        yield from (Piece(f"·{place}", said) for said in strings(one.get(key)))


def strings(value: Any, deep: int = 2) -> Iterator[str]:
    """The text of a value: of a string, or of a list such as the choices of a field."""
    said = _said(value)
    if isinstance(said, ArrayObject) and deep:
        for one in said:
            yield from strings(one, deep - 1)
    elif isinstance(said, bytes):
        yield said.decode("utf-8", "replace")
    elif isinstance(said, str) and said.strip() and not isinstance(said, NameObject):
        yield said


def _file(one: DictionaryObject, files: set[int]) -> Iterator[Read | Inner]:
    """A file specification, whatever leads to it; its description has been read already."""
    name = next((str(_said(one[key])) for key in _NAMES if key in one), "没有名称的文件")
    yield Trace("", "PDF内附文件", name, _ATTACHED)
    for body in map(_said, _said(one["/EF"]).values()):
        if isinstance(body, StreamObject) and id(body) not in files:
            files.add(id(body))
            yield Inner(name, name, body.get_data())


def _stream(one: StreamObject, glyphs: Glyphs, files: set[int]) -> Iterator[Read | Inner]:
    kind = one.get("/Type")
    if kind == "/EmbeddedFile" and id(one) not in files:
        files.add(id(one))
        yield Trace("", "PDF内附文件", "没有名称的文件", _ATTACHED)
        yield Inner("没有名称的文件", "没有名称的文件", one.get_data())
    elif kind == "/Metadata":
        yield Piece("·XMP", one.get_data().decode("utf-8", "replace"), of_itself=True)
    elif one.get("/Subtype") == "/Image":
        told = glyphs.picture("", one, one._data)
        yield from (each._replace(place="·页面以外的图片") for each in told)
    elif one.get("/Subtype") == "/Form" or one.get("/PatternType") == 1:
        yield from _drawing(one, one.get("/Resources"), glyphs)


def _drawing(drawn: Any, resources: Any, glyphs: Glyphs) -> Iterator[Read]:
    """The text of a drawing that stands on no page, or that the page only fills something with."""
    if isinstance(drawn, StreamObject) and id(drawn) not in glyphs.gone_through:
        shown = glyphs.shown("页面以外的图文", drawn, resources)
        if shown.text.strip():
            yield Piece("·页面以外的图文", shown.text, lines=True)
        yield from (Piece("·替代文字", text) for text in shown.spoken)
        yield from (each._replace(place=f"·页面以外{each.place}") for each in shown.pictures)


def _said(value: Any) -> Any:
    return value.get_object() if isinstance(value, IndirectObject) else value
