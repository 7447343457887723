"""A planned time as offices write it -> as a record keeps it: 2025年7-9月 -> 2025-07/2025-09.

A catalog's own year is taken where it names none. What is not certain is never guessed: whether 6月前
includes June, nobody can say.
"""

import re
from unicodedata import normalize

RANGE = "/"
"""Between the two ends of a planned time that runs over several: 2025-Q4/2026-Q2."""

KEPT = re.compile(r"^(\d{4})(?:-(?:Q([1-4])|H([12])|(\d{2})(?:-(\d{2}))?))?$")
"""One end as a record keeps it: year, half, quarter, month or day."""

HOW = (
    "计划时间应写成 2026年、2026年上半年、2026年第二季度、2026年6月、2026年6月底前 或者 2026年6月30日，"
    "跨期的写成 2025年第四季度至2026年第二季度；没有定时间的请留空"
)

_TO = r"(?:至|到|、|[-—–―~]+)"
_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_IN_WORDS = re.compile(r"(十[一二]?|[一二三四五六七八九])月")
_MIDNIGHT = re.compile(r"(?<=[\d日])(?:T|\s+)0{1,2}:00(?::00(?:\.0+)?)?$")
_SHARED = re.compile(
    rf"((?:\d{{4}}年|次年|明年)?)(\d{{1,2}}|第?[一二三四]){_TO}(\d{{1,2}}月份?|[一二三四]季度)(.*)"
)
_FIGURED = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_POINT = re.compile(
    r"(?:(?P<year>\d{4})年?|(?P<next>次年|明年|翌年)|当年|本年|今年)?"
    r"(?:第?(?P<quarter>[1-4一二三四])季度"
    r"|(?P<half>[上下])半年"
    r"|(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>\d{1,2})[日号])?"
    r"|(?P<whole>年度|全年|年|度|内)?)"
    r"(?P<end>[底末]前?|前|内)?(?:完成|出台|印发)?"
)


class NoYear(ValueError):
    """It names no year, and there is none to take."""


def without_midnight(text: str) -> str:
    """A day without the hour that spreadsheets write behind it: 2026-02-12 00:00:00 -> 2026-02-12."""
    return _MIDNIGHT.sub("", normalize("NFKC", text).strip())


def planned_in(text: str, year: int | None = None) -> str:
    """A planned time as it is kept, in the year of a catalog; "" where it is not understood.

    Raises NoYear, and ValueError where it can be understood in two ways.
    """
    said = "".join(without_midnight(text).split())
    said = _IN_WORDS.sub(lambda month: f"{_MONTHS.index(month[1]) + 1}月", said)
    if all(KEPT.match(end) for end in said.split(RANGE, 1)):
        return said
    found = list[str]()
    for end in _ends(said):
        one = _point(end, year)
        if not one:
            return ""
        found.append(one)
        year = int(one[:4])
    return RANGE.join(found)


def _ends(said: str) -> list[str]:
    """The one or two ends: 2025年7-9月 shares its year and 月."""
    if match := _SHARED.fullmatch(said):
        unit = "季度" if "季度" in match[3] else "月"
        first = match[1] + match[2] + unit
        return [first, match[3] + match[4]]
    if _FIGURED.fullmatch(said):
        return [said]
    if match := re.fullmatch(r"(\d{4}(?:\.\d{1,2})?)[-—–~]+(\d{4}(?:\.\d{1,2})?)", said):
        return [match[1], match[2]]
    return re.split(r"至|到|[—–―~]+|(?<=[月度年份日号底])-+|/(?=\d{4})", said, maxsplit=1)


def _point(said: str, year: int | None) -> str:
    """One end as it is kept; empty where it is none."""
    if KEPT.match(said):
        return said
    if match := _FIGURED.fullmatch(said):
        return "-".join([match[1], *(f"{int(part):02}" for part in match.groups()[1:] if part)])
    match = _POINT.fullmatch(said)
    if not match or not said or said in {"底", "末", "前", "内", "度"}:
        return ""
    part = match.groupdict()
    if part["end"] == "前" and not part["day"]:
        raise ValueError(
            f"“{said}”看不出包不包括“{said[:-1]}”，请写成“{said[:-1]}底前”或者写明哪一天"
        )
    if part["year"] is None and year is None:
        raise NoYear(f"“{said}”没有写明哪一年，请写成“2026年{said}”")
    at = int(part["year"] or (year or 0) + bool(part["next"]))
    if part["quarter"]:
        return f"{at}-Q{'一二三四'.find(part['quarter']) + 1 or int(part['quarter'])}"
    if part["half"]:
        return f"{at}-H{'上下'.index(part['half']) + 1}"
    if part["month"]:
        day = f"-{int(part['day']):02}" if part["day"] else ""
        return f"{at}-{int(part['month']):02}{day}"
    return str(at)
