"""What all Office packages share: parsing, links, properties, and paragraphs of any part."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from catalog.findings import Severity
from checks.privacy.detectors.surnames import SURNAMES
from checks.privacy.extracted import Piece, Read, Trace
from checks.privacy.readers.markup import attributes

_PEOPLE = frozenset(("creator", "lastModifiedBy", "Manager", "initial-creator", "editor"))
_BLOCKS = frozenset(("p", "h", "number-style", "text-style"))
_NOTED = frozenset(("annotation", "tracked-changes"))
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[?!A-Za-z]|\xff\xfe<\0|\xfe\xff\0<")
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
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


_name = lru_cache(maxsize=4_096)(lambda tag: tag.rpartition("}")[2])


def attribute(element: Any, name: str) -> str:
    """An attribute whatever its namespace."""
    return next((v for k, v in attributes(element) if k.rpartition("}")[2] == name), "")


def is_xml(name: str, body: bytes) -> bool:
    """Whether a part is, or says it is, XML, whatever folder it lies in and whatever it is called."""
    return name.lower().endswith((".xml", ".rels", ".vml")) or bool(_MARKUP.match(body[:200]))


def types(parts: Mapping[str, bytes]) -> Callable[[str], str]:
    """What the package says its parts are: the name of a part -> its media type, or nothing."""
    top = root(parts.get("[Content_Types].xml", b""))
    every = list(top) if top is not None else []
    told = {
        attribute(e, "PartName").lstrip("/").lower(): attribute(e, "ContentType") for e in every
    }
    ends = {attribute(e, "Extension").lower(): attribute(e, "ContentType") for e in every}
    return lambda name: told.get(name.lower()) or ends.get(name.lower().rpartition(".")[2], "")


def other(name: str, top: Any) -> Iterator[Read]:
    """A part of no kind of its own: slides, OpenDocument, drawings, charts, comments on cells."""
    notes = [e for e in top.iter() if local(e) in {"comment", "threadedComment"}]
    if notes:
        yield Trace(name, "批注", f"{len(notes)}条批注", "删除全部批注后重新保存")
        for number, note in enumerate(notes, 1):
            yield Piece(f"批注第{number}条", joined(note))
        return
    if name.startswith("ppt/comments") or any(local(e) in _NOTED for e in top.iter()):
        yield Trace(name, "批注和修订", "有批注或者修订", "接受修订、删除批注后重新保存")
    yield from all_text(name, top)


def joined(element: Any) -> str:
    """The text in an element, cut into runs as it may be; how it is pronounced stands behind it."""
    if len(element) == 1 and local(element[0]) == "t" and not len(element[0]):
        return element[0].text or ""
    said, spoken = list[str](), list[str]()
    for text in element.iter("{*}t", "{*}text"):
        aside = next(text.iterancestors("{*}rPh"), None) is not None
        (spoken if aside else said).append(text.text or "")
    return " ".join(("".join(said), *spoken))


def all_text(name: str, top: Any) -> Iterator[Piece]:
    """Every paragraph and heading of a part, and whatever text stands outside them."""
    found = blocks(top, _BLOCKS, lambda _, element: element.text or "", lambda e: e.tail or "")
    for number, _, text in found:
        yield Piece(f"{name}第{number}段" if number else name, text)


def blocks(
    top: Any,
    names: Collection[str],
    said: Callable[[str, Any], str],
    after: Callable[[Any], str] | None = None,
    aside: Collection[str] = (),
    saying: Collection[str] = (),
) -> list[tuple[int, Any, str]]:
    """Each block of these names with its number and its own text: one within it speaks for itself.

    `said` is the text that an element of a name begins with, `after` the text that follows it.
    Text outside all of them comes with the number 0. What is in `aside` speaks for itself as well,
    under the number of the block that it stands in. Only the elements `saying` something are asked,
    where they are given.
    """
    found, open_ = list[tuple[int, Any, list[str]]](), list[tuple[int, Any, list[str]]]()
    count, known = 0, dict[Any, tuple[str, bool]]()
    asked = [f"{{*}}{name}" for name in (*names, *aside, *saying)] if saying else None
    for event, element in etree.iterwalk(top, ("start", "end", "comment", "pi"), asked):
        tag = element.tag
        if tag not in known:
            name = local(element)
            known[tag] = name, name in names or name in aside
        name, opens = known[tag]
        if event == "start":
            if opens:
                count += name in names
                open_.append((count, element, []))
                found.append(open_[-1])
            own = said(name, element)
            if own and open_:
                open_[-1][2].append(own)
            elif own and not own.isspace():
                found.append((0, element, [own]))
        else:
            if event == "end" and opens:
                open_.pop()
            if after and open_ and (own := after(element)):
                open_[-1][2].append(own)
    return [(number, element, "".join(held)) for number, element, held in found]


def links(top: Any) -> Iterator[Read]:
    """Where a package's links lead, out of it or within."""
    yield from (Piece("链接", attribute(link, "Target")) for link in top)


def properties(name: str, top: Any) -> Iterator[Read]:
    """Document properties: what a file says of itself."""
    for element in top.iter():
        said, what = (element.text or "").strip(), local(element)
        if not said or not what:
            continue
        owner = attribute(element.getparent(), "name") if element.getparent() is not None else ""
        yield Piece(f"文档属性·{owner or what}", said, owner or _titled(what), of_itself=True)
        yield from trace(owner or what, said, custom=name.endswith("custom.xml"))


def _titled(name: str) -> str:
    """A name that says what it holds: nobody but an office gives one in Chinese."""
    return "" if name.isascii() else name


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
