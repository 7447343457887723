"""What all Office packages share: parsing, links, properties, and paragraphs of any part."""

from collections.abc import Callable, Container, Iterator
from typing import Any

from lxml import etree

from catalog.rules import Severity
from checks.privacy.detectors.surnames import SURNAMES
from checks.privacy.extracted import Piece, Read, Trace, Unread

_PEOPLE = frozenset(("creator", "lastModifiedBy", "Manager", "initial-creator", "editor"))
_TOLD = frozenset(("Company", "description", "keywords", "category", "HyperlinkBase"))


def root(body: bytes) -> Any:
    """Parse a part, or None where it is no XML or brings entities; nothing outside it is loaded."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False)
    try:
        top = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if top.getroottree().docinfo.internalDTD is not None else top


def local(element: Any) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: Any, name: str) -> str:
    """An attribute whatever its namespace."""
    return next((v for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def is_xml(name: str) -> bool:
    """Whether a part holds what people wrote, whatever folder it lies in."""
    return name.lower().endswith(".xml") and not name.startswith(
        ("docProps/", "customXml/", "[Content", "META-INF/")
    )


def paragraphs(parts: dict[str, bytes]) -> Iterator[Read]:
    """Paragraphs of every XML part: slides, OpenDocument."""
    for name, body in parts.items():
        if not is_xml(name) or name == "meta.xml":
            continue
        top = root(body)
        if top is None:
            yield Unread(name, "内容写法有错", "请用办公软件重新保存")
            continue
        if "comment" in name or any(
            local(e) in {"annotation", "tracked-changes"} for e in top.iter()
        ):
            yield Trace(name, "批注和修订", "有批注或者修订", "接受修订、删除批注后重新保存")
        yield from all_text(name, top)


def all_text(name: str, top: Any) -> Iterator[Piece]:
    """Every paragraph and heading of a part, and whatever text stands outside them."""
    found = blocks(top, {"p", "h"}, lambda element: element.text or "", lambda e: e.tail or "")
    for number, _, text in found:
        yield Piece(f"{name}第{number}段" if number else name, text)


def blocks(
    top: Any,
    names: Container[str],
    said: Callable[[Any], str],
    after: Callable[[Any], str] = lambda _: "",
) -> list[tuple[int, Any, str]]:
    """Each block of these names with its number and its own text: one within it speaks for itself.

    `said` is the text that an element begins with, `after` the text that follows it.
    Text outside all of them comes with the number 0.
    """
    found, open_ = list[tuple[int, Any, list[str]]](), list[tuple[int, Any, list[str]]]()
    count = 0
    for event, element in etree.iterwalk(top, ("start", "end", "comment", "pi")):
        block = event != "comment" and local(element) in names
        if event == "start" and block:
            count += 1
            open_.append((count, element, []))
            found.append(open_[-1])
        if event == "start" and (own := said(element)):
            if open_:
                open_[-1][2].append(own)
            elif not own.isspace():
                found.append((0, element, [own]))
        elif event != "start":
            if event == "end" and block:
                open_.pop()
            if open_:
                open_[-1][2].append(after(element))
    return [(number, element, "".join(held)) for number, element, held in found]


def properties(parts: dict[str, bytes]) -> Iterator[Read]:
    """Document properties and links that lead out."""
    for name, body in parts.items():
        if name.startswith(("docProps/", "customXml/")) or name == "meta.xml":
            yield from _properties(name, body)
        elif name.lower().endswith(".rels"):
            top = root(body)
            for link in top if top is not None else ():
                if attribute(link, "TargetMode") == "External":
                    yield Piece("链接", attribute(link, "Target"))


def _properties(name: str, body: bytes) -> Iterator[Read]:
    top = root(body)
    if top is None:
        if name.lower().endswith(".xml"):
            yield Unread(name, "属性写法有错", "请用办公软件重新保存")
        return
    for element in top.iter():
        said, what = (element.text or "").strip(), local(element)
        if not said:
            continue
        owner = attribute(element.getparent(), "name") if element.getparent() is not None else ""
        yield Piece(f"文档属性·{owner or what}", said, owner, of_itself=True)
        yield from trace(owner or what, said, custom=name.endswith("custom.xml"))


def trace(what: str, said: str, *, custom: bool = False) -> Iterator[Trace]:
    """A property that names a person blocks; one that names a unit or a program is told."""
    if what in _PEOPLE or what in _TOLD or custom:
        person = what in _PEOPLE and 2 <= len(said) <= 4 and said[0] in SURNAMES
        severity = Severity.BLOCK if person else Severity.WARN
        shown = said[0] + "*" * (len(said) - 1) if person else said[:60]
        yield Trace(
            f"文档属性·{what}",
            "文档属性",
            f"{what}：{shown}",
            "用“检查文档”删除文档属性和个人信息",
            severity,
        )
