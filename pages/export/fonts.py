"""The two typefaces of a PDF, and what to write where they have no glyph."""

import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import typst
from fontTools.ttLib import TTFont

FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")


class NoFont(Exception):
    """A typeface is not on this machine; the message is for the user."""


class Faces(NamedTuple):
    """The typefaces found, and the code points that both of them can show."""

    found: typst.Fonts
    shown: frozenset[int]


@cache
def faces(folder: Path | None = None) -> Faces:
    """Find the typefaces on this machine and in a folder. Raises NoFont.

    Only these two are ever used: a page must not look different, or have other bytes, because of
    what else lies on a machine.
    """
    places = [folder] if folder else []
    found = typst.Fonts(include_embedded_fonts=False, font_paths=places)
    files = {
        (info.family, info.weight): (info.path, info.index)
        for info in found.fonts()
        if info.path and info.style == "normal"
    }
    missing = [
        f"{family}（{'常规' if weight == 400 else '粗体'}）"
        for family in FAMILIES
        for weight in (400, 700)
        if (family, weight) not in files
    ]
    if missing:
        raise NoFont(_advice(missing))
    return Faces(found, frozenset.intersection(*(_shown(*files[f, 400]) for f in FAMILIES)))


def _advice(missing: Iterable[str]) -> str:
    return (
        f"这台电脑没有生成 PDF 要用的字体：{'、'.join(missing)}。"
        "请安装思源字体（Noto CJK；Debian、Ubuntu 的软件包名为 fonts-noto-cjk），"
        "或者把字体文件放进一个文件夹，用 --fonts 指明。导出 Word 文档（--docx）不需要它们"
    )


def _shown(path: str, index: int) -> frozenset[int]:
    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


def showable(text: str, shown: frozenset[int]) -> str:
    """Write a character without a glyph as its code, 〔U+1F44D〕; leave out what is invisible.

    An empty box would hide which character it was, and a tagged PDF may not hold one.
    """
    return "".join(c if ord(c) in shown or c == "\n" else _code(c) for c in text)


def _code(character: str) -> str:
    match unicodedata.category(character):
        case "Cf" | "Mn" | "Me":
            return ""
        case "Cc" | "Zl" | "Zp" | "Zs":
            return " "
    return f"〔U+{ord(character):04X}〕"
