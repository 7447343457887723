"""The automatic numbers of a Word document, worked out from numbering.xml as Word and WPS show them.

What they write before a paragraph (第一条、（一）) stands nowhere in its text; the libraries lose it.
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from catalog.numerals import LAST_NUMERAL, numeral

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS, HIGHEST = 9, 32_767
"""Levels of a list, and the highest number that Word counts to."""

_DIGITS, _STEMS, _BRANCHES = (
    "〇一二三四五六七八九",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
)
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
          (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _chinese(n: int) -> str:
    return numeral(n) if 1 <= n <= LAST_NUMERAL else str(n)


def _roman(n: int) -> str:
    said = ""
    for value, letters in _ROMAN:
        said += letters * (n // value)
        n %= value
    return said


def _letters(n: int) -> str:
    """A, B, … Z, AA, BB: Word repeats the letter."""
    return chr(ord("a") + (n - 1) % 26) * min((n - 1) // 26 + 1, 30) if n else ""


def _among(signs: str) -> Callable[[int], str]:
    return lambda n: signs[n - 1] if 1 <= n <= len(signs) else str(n)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: str(n).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "decimalEnclosedCircleChinese": _among("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": _among("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _among("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": lambda n: "".join(_DIGITS[int(d)] for d in str(n)),
    "ideographTraditional": _among(_STEMS),
    "ideographZodiac": _among(_BRANCHES),
    "lowerLetter": _letters,
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda _: "",
}  # fmt: skip
FORMATS["decimalFullWidth2"] = FORMATS["decimalFullWidth"]
FORMATS["decimalEnclosedCircle"] = FORMATS["decimalEnclosedCircleChinese"]
FORMATS["taiwaneseCounting"] = FORMATS["chineseCounting"]


class Level(NamedTuple):
    """One level of a list; `restart` is the level (from 1) after which it begins anew, 0 never."""

    start: int
    form: str
    text: str
    restart: int | None
    legal: bool
    gap: str
    style: str


PLAIN = Level(1, "decimal", "", None, False, "", "")


class Numbering:
    """The lists of one document and how far each has counted. `doubts` in Chinese, each once."""

    def __init__(self, lists: Any, styles: Any) -> None:
        self.doubts: dict[str, None] = {}
        self._abstract: dict[str, tuple[dict[int, Level], str]] = {}
        self._of: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counted: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        self._styles = {_at(s, "styleId"): s for s in _all(styles, "style")}
        self._plain = next((i for i, s in self._styles.items()
                            if _at(s, "default") in {"1", "true", "on"}
                            and _at(s, "type") == "paragraph"), "")  # fmt: skip
        for one in _all(lists, "abstractNum"):
            levels = {_number(_at(lvl, "ilvl")): _level(lvl) for lvl in _all(one, "lvl")}
            self._abstract[_at(one, "abstractNumId")] = levels, _val(one, "numStyleLink")
        for one in _all(lists, "num"):
            own, starts = dict[int, Level](), dict[int, int]()
            for override in _all(one, "lvlOverride"):
                at = _number(_at(override, "ilvl"))
                own |= [(at, _level(lvl)) for lvl in _all(override, "lvl")]
                if _val(override, "startOverride"):
                    starts[at] = _number(_val(override, "startOverride"))
            self._of[_at(one, "numId")] = _val(one, "abstractNumId"), own, starts

    def number(self, paragraph: Any) -> str:
        """What stands before a paragraph, and that it was counted; empty where nothing does."""
        list_, at = self._place(paragraph)
        if list_ not in self._of:
            return ""
        abstract, own, starts = self._of[list_]
        levels = self._levels(abstract) | own
        level = levels.get(at, PLAIN)
        counted = self._counted.setdefault(abstract, [None] * LEVELS)
        self._step(list_, at, counted, levels, starts)
        if level.form == "bullet":
            return ""
        said = level.text
        for n in range(LEVELS):
            if f"%{n + 1}" in said:
                upper = levels.get(n, PLAIN)
                value = counted[n] if counted[n] is not None else upper.start
                form = "decimal" if level.legal and n != at else upper.form
                said = said.replace(f"%{n + 1}", self._said(form, value or 0))
        return said + level.gap if said else ""

    def is_contents(self, paragraph: Any) -> bool:
        """Say whether a paragraph is a line of the table of contents."""
        style = self._styles.get(_style_of(paragraph))
        return style is not None and _val(style, "name").lower().startswith("toc ")

    def _step(
        self, list_: str, at: int, counted: list[int | None], levels: dict[int, Level],
        starts: dict[int, int],
    ) -> None:  # fmt: skip
        before = counted[at]
        if at in starts and (list_, at) not in self._begun:
            before = None
        self._begun.add((list_, at))
        first = starts.get(at, levels.get(at, PLAIN).start)
        counted[at] = first if before is None else before + 1
        for deeper in range(at + 1, LEVELS):
            restart = levels.get(deeper, PLAIN).restart
            if restart is None or at < restart:
                counted[deeper] = None

    def _said(self, form: str, n: int) -> str:
        if form not in FORMATS:
            self._doubt(f"自动编号的格式“{form[:40]}”不认识，按阿拉伯数字读出，请核对编号")
            return str(n)
        if not 0 <= n <= HIGHEST:
            self._doubt(f"自动编号排到了{n}，请核对编号")
            return str(n)
        return FORMATS[form](n)

    def _doubt(self, said: str) -> None:
        self.doubts[said] = None

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list that a paragraph belongs to, and its level; by its style where it says nothing."""
        own = _find(_find(paragraph, "pPr"), "numPr")
        list_, at = _val(own, "numId"), _val(own, "ilvl")
        if not list_:
            list_, styled = self._styled(_style_of(paragraph) or self._plain)
            at = at or str(styled)
        return list_, min(max(_number(at), 0), LEVELS - 1)

    def _styled(self, style: str) -> tuple[str, int]:
        """The list of a style, its own or inherited, and the level that is linked to the style."""
        for name, one in self._chain(style):
            numbered = _find(_find(one, "pPr"), "numPr")
            if list_ := _val(numbered, "numId"):
                levels = self._levels(self._of[list_][0]) if list_ in self._of else {}
                linked = next((at for at, lvl in levels.items() if lvl.style in {style, name}), -1)
                return list_, linked if linked >= 0 else _number(_val(numbered, "ilvl"))
        return "", 0

    def _chain(self, style: str) -> Iterator[tuple[str, Any]]:
        """A style and those that it is based on; one that goes round is told."""
        seen = set[str]()
        while style in self._styles:
            if style in seen:
                self._doubt("样式互相引用，绕成了圈，自动编号可能读得不对，请核对编号")
                return
            seen.add(style)
            yield style, self._styles[style]
            style = _val(self._styles[style], "basedOn")

    def _levels(self, abstract: str, seen: frozenset[str] = frozenset()) -> dict[int, Level]:
        """The levels of a list, of the one that it leads to where it has none of its own."""
        levels, link = self._abstract.get(abstract, ({}, ""))
        if not link:
            return levels
        style = self._styles.get(link)
        list_ = _val(_find(_find(style, "pPr"), "numPr"), "numId")
        if abstract in seen or list_ not in self._of:
            self._doubt("自动编号的列表互相引用，绕成了圈或者断了，请核对编号")
            return levels
        return self._levels(self._of[list_][0], seen | {abstract})


def _level(lvl: Any) -> Level:
    form = _find(lvl, "numFmt")
    if form is None:  # Word writes newer formats into a choice of two
        form = next(iter(lvl.iter(f"{W}numFmt")), None)
    restart = _val(lvl, "lvlRestart")
    gap = {"nothing": "", "space": " "}.get(_val(lvl, "suff"), "　")
    return Level(
        start=_number(_val(lvl, "start") or "1"),
        form="decimal" if form is None else _at(form, "val"),
        text=_val(lvl, "lvlText"),
        restart=_number(restart) if restart else None,
        legal=_find(lvl, "isLgl") is not None,
        gap=gap,
        style=_val(lvl, "pStyle"),
    )


def _style_of(paragraph: Any) -> str:
    return _val(_find(paragraph, "pPr"), "pStyle")


def _all(element: Any, name: str) -> list[Any]:
    return [] if element is None else element.findall(f"{W}{name}")


def _find(element: Any, name: str) -> Any:
    return None if element is None else element.find(f"{W}{name}")


def _at(element: Any, name: str) -> str:
    return element.get(f"{W}{name}") or ""


def _val(element: Any, name: str) -> str:
    found = _find(element, name)
    return "" if found is None else _at(found, "val")


def _number(said: str) -> int:
    return (
        int(said)
        if said.lstrip("-").isascii() and said.lstrip("-").isdigit() and len(said) < 10
        else 0
    )
