"""Reads a built page: its elements in order, its ids, links and resources."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = {"p", "ul", "ol", "table", "dl"}
VOID = {"meta", "link", "br", "img", "input", "hr"}


@dataclass
class Element:
    """A start tag and the text inside the element."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    holds_blocks: bool = False
    """Whether a paragraph, a list or a table lies inside, which then tells its own text."""


@dataclass
class Page(HTMLParser):
    """All elements of a page in document order; refuses tags that do not match."""

    elements: list[Element] = field(default_factory=list)
    _open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {k: v or "" for k, v in attrs})
        self.elements.append(element)
        if tag in BLOCKS:
            for around in self._open:
                around.holds_blocks = True
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop().tag == tag, f"</{tag}> closes something else"

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def of(self, tag: str) -> list[Element]:
        return [e for e in self.elements if e.tag == tag]

    def ids(self) -> list[str]:
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]


def read(html: str) -> Page:
    """Read a page to its end."""
    page = Page()
    page.feed(html)
    page.close()
    assert not page._open, f"left open: {[e.tag for e in page._open]}"
    return page
