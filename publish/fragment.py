"""A page as a fragment: nothing in it clashes with the portal that it is put into.

The same templates are rendered, and every class and id then gets a prefix; the style sheet is
confined to the fragment's own element. What is rewritten is our own output, in which a quotation
mark of a text is always escaped, so an attribute cannot be mistaken for one.
"""

import re
from collections.abc import Iterator

PREFIX, ROOT = "jc-", ".juece"
NAMES = re.compile(r' (class|id|for|aria-labelledby|aria-describedby)="([^"]*)"')
ANCHORS = re.compile(r' href="((?![a-z]+:|//)[^"#]*)#([^"]+)"')
NAMED = re.compile(r"([.#])(?=[a-z])")
OF_A_PAGE = {"html", "html > body", "main", "main:focus"}
"""Selectors of what a fragment has not."""


def embedded(html: str) -> str:
    """The same markup, its classes, ids and anchors prefixed."""
    html = NAMES.sub(lambda m: f' {m[1]}="{_prefixed(m[2])}"', html)
    return ANCHORS.sub(lambda m: f' href="{m[1]}#{PREFIX}{m[2]}"', html)


def _prefixed(names: str) -> str:
    """Every name but that of the fragment's own element."""
    own = ROOT.removeprefix(".")
    return " ".join(name if name == own else f"{PREFIX}{name}" for name in names.split())


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
