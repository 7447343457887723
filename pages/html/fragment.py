"""A page as a fragment: nothing in it clashes with the portal that it is put into.

The same templates are rendered, and every class and id then gets a prefix; the style sheet is
confined to the fragment's own element. What is rewritten is our own output, in which a quotation
mark of a text is always escaped, so an attribute cannot be mistaken for one.
"""

import re
from collections.abc import Callable, Iterator

PREFIX, ROOT = "jc-", ".juece"
NAMES = re.compile(r' (class|id|for|aria-labelledby|aria-describedby)="([^"]*)"')
ANCHORS = re.compile(r' href="((?![a-z]+:|//)[^"#]*)#([^"]+)"')
NAMED = re.compile(r"([.#])(?=[a-z])")
OWN = re.compile(rf"\{ROOT}(?=\s*[{{,])(?=[^{{]*{{([^}}]*))")
VARIABLE = re.compile(r"(?:^|[;\s])--[\w-]+\s*:")
SIGN = b'<div class="juece"'
"""What a fragment begins with, and no page of its own does."""

OF_A_PAGE = {"html", "html > body", "main", "main:focus"}
"""Selectors of what a fragment has not."""


def embedded(html: str) -> str:
    """The same markup, its classes, ids and anchors prefixed."""
    return _renamed(html, lambda name: f"{PREFIX}{name}")


def is_fragment(body: bytes) -> bool:
    """Say whether a page is a fragment."""
    return body.startswith(SIGN)


def detached(html: str) -> str:
    """A fragment's markup with the names that the whole page has: what `embedded` did, undone.

    Names with and without the prefix change places: one that the prefix was left out of does not
    come to mean the fragment's own by being read.
    """
    return _renamed(html, _traded)


def detached_sheet(css: str) -> str:
    """The style sheet for fragments as that of a whole page; a block of variables is its root's."""
    css = OWN.sub(lambda m: ":root" if VARIABLE.search(m[1]) else "body", css)
    css = css.replace(f"{ROOT} ", "")
    return re.sub(rf"([.#]){PREFIX}", r"\1", css)


def _renamed(html: str, name: Callable[[str], str]) -> str:
    """Every name anew but that of the fragment's own element."""
    own = ROOT.removeprefix(".")

    def all_of(names: str) -> str:
        return " ".join(one if one == own else name(one) for one in names.split())

    html = NAMES.sub(lambda m: f' {m[1]}="{all_of(m[2])}"', html)
    return ANCHORS.sub(lambda m: f' href="{m[1]}#{name(m[2])}"', html)


def _traded(name: str) -> str:
    return name.removeprefix(PREFIX) if name.startswith(PREFIX) else f"{PREFIX}{name}"


def confined(css: str) -> str:
    """The style sheet for fragments: each rule holds inside the fragment only."""
    return "".join(_rules(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def _rules(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith("@page"):
            continue  # the paper is the portal's
        if head.startswith("@"):
            yield f"{head}{{{''.join(_rules(body))}}}\n"
            continue
        selectors = [_confined(one) for one in _parts(head) if one not in OF_A_PAGE]
        if selectors:
            yield f"{', '.join(selectors)} {{{body}}}\n"


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Head and body of each block at this depth."""
    depth = start = opened = 0
    for at, letter in enumerate(css):
        if letter == "{":
            opened = opened if depth else at
            depth += 1
        elif letter == "}":
            depth -= 1
            if not depth:
                yield css[start:opened].strip(), css[opened + 1 : at]
                start = at + 1


def _parts(selectors: str) -> Iterator[str]:
    """Split a list of selectors; a comma inside brackets parts nothing."""
    for part in re.split(r",(?![^(]*\))", selectors):
        yield " ".join(part.split())


def _confined(selector: str) -> str:
    if selector in {":root", "body"}:
        return ROOT
    return f"{ROOT} " + NAMED.sub(rf"\1{PREFIX}", selector)
