"""HTML bytes -> elements in document order, indexed once so that a hundred rules may ask."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from lxml import etree

SILENT = frozenset({"script", "style", "template", "head", "noscript"})
"""Elements whose text nobody reads on the page."""


class Element:
    """A start tag, where it stands, and which pieces of text are inside it."""

    __slots__ = (
        "_name",
        "_text",
        "attributes",
        "first",
        "last",
        "no",
        "page",
        "parent",
        "stop",
        "tag",
    )

    def __init__(
        self, page: "Html", tag: str, attributes: Mapping[str, str], parent: "Element | None"
    ) -> None:
        self.page, self.tag, self.attributes, self.parent = page, tag, attributes, parent
        self._text: str | None = None
        self._name: str | None = None
        self.no = self.stop = len(page.elements)
        self.first = self.last = len(page.pieces)

    def get(self, name: str) -> str:
        """The attribute's value; empty where there is none."""
        return self.attributes.get(name) or ""

    def has(self, name: str) -> bool:
        """Say whether the attribute is there, also without a value."""
        return name in self.attributes

    @property
    def text(self) -> str:
        """The text inside, blanks folded."""
        if self._text is None:
            self._text = fold("".join(self.page.pieces[self.first : self.last]))
        return self._text

    @property
    def name(self) -> str:
        """What a screen reader says: the label, else the text with the words of its pictures."""
        if self._name is None:
            label = fold(self.get("aria-label"))
            self._name = label or fold(f"{self.text} {self._pictured}")
        return self._name

    @property
    def _pictured(self) -> str:
        return " ".join(e.get("alt") for e in self.inside("img"))

    def chain(self) -> Iterator["Element"]:
        """The element and those it stands in, innermost first."""
        here: Element | None = self
        while here is not None:
            yield here
            here = here.parent

    def within(self, other: "Element") -> bool:
        """Say whether the element stands in the other one."""
        return other.no <= self.no <= other.stop

    def up(self, tag: str) -> "Element | None":
        """The nearest element of a tag that this one stands in, or it itself."""
        return next((one for one in self.chain() if one.tag == tag), None)

    def where(self) -> str:
        """Name the element as a reader of the source finds it."""
        mark = self.get("id") or self.get("class")
        return f"<{self.tag}>" if not mark else f"<{self.tag} {mark}>"

    def inside(self, *tags: str) -> Iterator["Element"]:
        """Elements of some tags inside this one, by tag."""
        return (e for tag in tags for e in self.page.of(tag) if self.no < e.no <= self.stop)


class Html:
    """All elements of a page in document order; the target of an lxml parser.

    `having` lists the elements that have an attribute, by its name; `owners` names the element of
    each piece of text, and none where nobody reads it.
    """

    def __init__(self) -> None:
        self.elements: list[Element] = []
        self.pieces: list[str] = []
        self.owners: list[Element | None] = []
        self.comments: list[str] = []
        self.having: dict[str, list[Element]] = defaultdict(list)
        self._tags: dict[str, list[Element]] = defaultdict(list)
        self._here: Element | None = None
        self._silent = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take a start tag (called by the parser)."""
        element = Element(self, tag, attributes, self._here)
        self.elements.append(element)
        for name in attributes:
            self.having[name].append(element)
        self._tags[tag].append(element)
        self._here = element
        self._silent += tag in SILENT

    def end(self, _tag: str) -> None:
        """Take an end tag; the parser closes what it opened."""
        here = self._here
        if here is not None:
            here.last, here.stop = len(self.pieces), len(self.elements) - 1
            self._here = here.parent
            self._silent -= here.tag in SILENT

    def data(self, text: str) -> None:
        """Take a piece of text."""
        self.pieces.append(text)
        self.owners.append(None if self._silent else self._here)

    def comment(self, text: str) -> None:
        """Take a comment."""
        self.comments.append(text)

    def close(self) -> "Html":
        """End of the page."""
        return self

    def of(self, *tags: str) -> list[Element]:
        """All elements of some tags, in document order within each tag."""
        if len(tags) == 1:
            return self._tags.get(tags[0], [])
        return [e for tag in tags for e in self._tags.get(tag, [])]

    @cached_property
    def ids(self) -> frozenset[str]:
        """All ids of the page."""
        return frozenset(e.attributes["id"] for e in self.having.get("id", ()))

    def first(self, tag: str) -> Element | None:
        """The first element of a tag."""
        found = self._tags.get(tag)
        return found[0] if found else None


def parse(body: bytes) -> Html:
    """Read a page; what HTML forbids is mended as a browser would, the rules tell of it."""
    page = Html()
    parser = etree.HTMLParser(target=page, encoding="utf-8", huge_tree=True)
    parser.feed(body)
    parser.close()
    return page


def fold(text: str) -> str:
    """Fold blanks into single spaces."""
    return " ".join(text.split())
