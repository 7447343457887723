"""A-15: the size of letters and the room between lines, as the style sheet declares them."""

import re
from collections.abc import Iterator

from catalog.findings import Severity
from checks.standard.base import Wrong, rule
from checks.standard.css import Declaration, style
from checks.standard.site import File

LARGE, AIRY, ROOT = 18, 1.5, 16
"""Pixels of a letter, lines by its size, and pixels of 1rem as browsers come."""
TEXT = {"body", ".juece", "main", "p", "li", "dd", "td"}
"""Where running text stands; .juece is the element of a fragment."""
SIZE = re.compile(r"(?<![\w.])(\d*\.?\d+)(px|rem|em|%|pt)(?![\w%])")
LINE = re.compile(r"/\s*(\d*\.?\d+)(?![\w.%])")
IN_PIXELS = {"px": 1.0, "rem": ROOT, "em": LARGE, "%": LARGE / 100, "pt": 4 / 3}
"""An em and a percentage are of the page's own letters."""


@rule("A-15", Severity.WARN, "适老化")
def large_and_airy(file: File) -> Iterator[Wrong]:
    """正文不小于18像素，行距不小于1.5倍，段落之间留出间距。"""
    if file.suffix != ".css" or file.attached:
        return
    found = [d for d in style(file.body).declarations if "print" not in d.media]
    for one in (d for d in found if d.selector in TEXT):
        yield from _small(one)
        if one.selector == "p" and one.name == "margin" and not re.search("[1-9]", one.value):
            yield Wrong("p", "段落之间没有间距", "上下各留出0.75rem")
    whole = [d for d in found if d.selector in {"body", ".juece"}]
    if whole and not any(d.name in {"font", "font-size"} for d in whole):
        yield Wrong(whole[0].selector, "没有设字号，浏览器只用16像素", "写 font-size: 1.125rem")


def _small(one: Declaration) -> Iterator[Wrong]:
    size = SIZE.search(one.value) if one.name in {"font", "font-size"} else None
    least = LARGE if one.selector in {"body", ".juece", "main", "p"} else ROOT
    if size and float(size[1]) * IN_PIXELS[size[2]] < least:
        yield Wrong(one.selector, f"字号 {size[0]}，小于{least}像素", f"用{least}像素或者更大")
    line = LINE.search(one.value) if one.name == "font" else None
    high = line[1] if line else one.value if one.name == "line-height" else ""
    if re.fullmatch(r"\d*\.?\d+", high) and float(high) < AIRY:
        yield Wrong(one.selector, f"行距 {high} 倍，小于1.5倍", "用1.5倍或者更大")
