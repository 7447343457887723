"""Style sheets -> the few things that rules ask: declarations, variables, colours, print."""

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

import tinycss2
from tinycss2.color3 import RGBA, parse_color

LINEAR = 0.03928


class Declaration(NamedTuple):
    """One declaration of one selector; `media` is empty outside of any media query."""

    selector: str
    name: str
    value: str
    media: str = ""


@dataclass(frozen=True)
class Style:
    """A style sheet: its declarations in order, and the addresses that it loads."""

    size: int
    declarations: tuple[Declaration, ...]
    page: tuple[Declaration, ...]
    loads: tuple[str, ...]

    @cached_property
    def variables(self) -> dict[str, str]:
        """Custom properties of the root."""
        return {d.name: d.value for d in self.declarations if d.selector == ":root"}

    def within(self, media: str) -> list[Declaration]:
        """The declarations for one medium."""
        return [d for d in self.declarations if d.media == media]


@lru_cache(maxsize=8)
def style(body: bytes) -> Style:
    """Read a style sheet; every authority has the same, so the last ones read are kept."""
    rules, _ = tinycss2.parse_stylesheet_bytes(body, skip_comments=True, skip_whitespace=True)
    found = list(_declarations(rules, ""))
    paper = tuple(d for d in found if d.selector == "@page")
    return Style(
        len(body),
        tuple(d for d in found if d.selector != "@page"),
        paper,
        tuple(_loads(rules)),
    )


def _declarations(rules: list[Any], media: str) -> Iterator[Declaration]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _of_rule(tinycss2.serialize(rule.prelude).strip(), rule.content, media)
        elif rule.type == "at-rule" and rule.content is not None:
            prelude = tinycss2.serialize(rule.prelude).strip()
            if rule.lower_at_keyword == "page":
                yield from _of_rule("@page", rule.content, media)
            elif rule.lower_at_keyword in {"media", "supports", "layer"}:
                inner = tinycss2.parse_rule_list(rule.content, True, True)
                yield from _declarations(inner, prelude or media)


def _of_rule(selectors: str, content: list[Any], media: str) -> Iterator[Declaration]:
    for one in tinycss2.parse_declaration_list(content, True, True):
        if one.type == "declaration":
            value = tinycss2.serialize(one.value).strip()
            for selector in selectors.split(","):
                yield Declaration(selector.strip(), one.lower_name, value, media)


def _loads(nodes: list[Any]) -> Iterator[str]:
    for node in nodes:
        if node.type == "url":
            yield node.value
        if node.type == "function" and node.lower_name == "url":
            yield "".join(one.value for one in node.arguments if one.type == "string")
        if node.type == "at-rule" and node.lower_at_keyword == "import":
            yield from (one.value for one in node.prelude if one.type == "string")
        for part in ("prelude", "content", "arguments"):
            yield from _loads(getattr(node, part, None) or [])


def colour(value: str) -> RGBA | None:
    """A colour that is fully there, or None for anything else."""
    found = parse_color(value)
    return found if isinstance(found, RGBA) and found.alpha == 1 else None


def contrast(one: RGBA, other: RGBA) -> float:
    """The contrast ratio of two colours (WCAG 2.2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(of: RGBA) -> float:
    red, green, blue = map(_linear, (of.red, of.green, of.blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= LINEAR else float(((part + 0.055) / 1.055) ** 2.4)


def hue(of: RGBA) -> float | None:
    """The hue in degrees; None for black, white and the greys between them."""
    turn, lightness, saturation = colorsys.rgb_to_hls(of.red, of.green, of.blue)
    neutral = saturation < 0.15 or not 0.06 < lightness < 0.97
    return None if neutral else turn * 360
