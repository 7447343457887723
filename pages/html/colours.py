"""The colours of an office: a style sheet that holds colours and nothing else.

Pages that differ in it alone are agreed to at once, as a change of looks that changes no content. So it
must not be able to: a rule that hides, or writes something, is refused, and so is a colour that is not
there. Whether text can be read on its ground is asked of the whole sheet (page rule A-07).
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import tinycss2
from tinycss2.color3 import RGBA, parse_color

FILE = "static/colours.css"
OURS = Path(__file__).parents[2] / "templates" / FILE
SHOWN = 40  # signs of what is refused


class NotColours(ValueError):
    """The style sheet holds something else; str() says what, in Chinese."""


def whole(body: bytes) -> bytes:
    """A sheet of colours, written anew with those that it leaves out, as the program has them.

    A colour that is nowhere would leave white text without its ground, and a rule or a comment that is
    not closed would swallow the sheet that follows. Raises NotColours.
    """
    colours = {**_ours(), **read(body)}
    return (
        f":root {{ {' '.join(f'{name}: {value};' for name, value in colours.items())} }}\n".encode()
    )


def read(body: bytes) -> dict[str, str]:
    """The colours that a sheet sets, by name, the last of each. Raises NotColours."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotColours("不是UTF-8文字") from None
    found: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(text, True, True):
        for one in _declarations(rule):
            found[one.name] = _value(one)
    for name in found:
        _follow(name, {**_ours(), **found})
    return found


def _declarations(rule: Any) -> Iterator[Any]:
    """What a rule sets, where it is one for the root."""
    if rule.type != "qualified-rule" or tinycss2.serialize(rule.prelude).strip() != ":root":
        raise NotColours(f"只能有 :root {{ … }}，不能有：{_written(rule)}")
    for one in tinycss2.parse_declaration_list(rule.content, True, True):
        if one.type != "declaration" or one.important or one.name not in _names():
            names = "、".join(_names())
            raise NotColours(f"{_written(one)} 不是颜色，可以写的是：{names}")
        yield one


def _value(one: Any) -> str:
    """The value of a declaration: a colour that is fully there, or another one of the names."""
    said = [part for part in one.value if part.type not in {"whitespace", "comment"}]
    if len(said) == 1:
        colour = parse_color(said[0])
        if isinstance(colour, RGBA) and colour.alpha == 1:
            return str(tinycss2.serialize(said))
        if _named(said[0]) in _names():
            return f"var({_named(said[0])})"
    raise NotColours(f"{_written(one)} 要写一个不透明的颜色，例如 {one.name}: #0B4F9E")


def _named(part: Any) -> str:
    """The name in a `var(--name)`, else empty."""
    if part.type != "function" or part.lower_name != "var":
        return ""
    said = [one for one in part.arguments if one.type != "whitespace"]
    return said[0].value if len(said) == 1 and said[0].type == "ident" else ""


def _follow(name: str, colours: Mapping[str, str]) -> None:
    """Raises NotColours where a name leads back to itself."""
    seen = [name]
    while (value := colours[seen[-1]]).startswith("var("):
        seen.append(value[4:-1])
        if seen[-1] in seen[:-1]:
            raise NotColours(f"{'、'.join(seen[:-1])} 互相引用，没有颜色")


@cache
def _names() -> tuple[str, ...]:
    """The names that the program's own sheet sets."""
    [rule] = tinycss2.parse_stylesheet(OURS.read_text("utf-8"), True, True)
    return tuple(one.name for one in tinycss2.parse_declaration_list(rule.content, True, True))


@cache
def _ours() -> dict[str, str]:
    [rule] = tinycss2.parse_stylesheet(OURS.read_text("utf-8"), True, True)
    return {one.name: _value(one) for one in _declarations(rule)}


def _written(node: Any) -> str:
    """What a sheet says there, cut short; of what cannot be read, where it stands."""
    if node.type == "error":
        return f"第{node.source_line}行读不懂的写法"
    flat = " ".join(node.serialize().split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN]}…"
