"""Names of people in full after a cue; without a model for names, people must look as well."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from checks.privacy.detectors.everyday import everyday
from checks.privacy.detectors.people import ANYBODY, CITIZENS, OFFICES
from checks.privacy.detectors.surnames import (
    ANNOUNCED,
    COMPOUND,
    GIVEN,
    PARTS,
    SURNAMES,
    simplified,
)
from checks.privacy.match import Detector, Hit

_CUES = (*CITIZENS, *OFFICES, *ANYBODY)
_SEARCH = AhoCorasick(list(_CUES), matchkind=MatchKind.LeftmostLongest)
_COMMON_HAN = r"\u4e00-\u9fff"
_RARE_HAN = r"\u3400-\u4dbf\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd"
"""Characters of names that few fonts hold, and those that an office made for itself."""
_HAN = rf"[{_COMMON_HAN}{_RARE_HAN}]"
_BLANK = re.compile(r"\s")
_ONE_HAN = re.compile(_HAN)
_RARE = re.compile(rf"[{_RARE_HAN}]")
_BRACKET = r"[(\[【〔<《]"
_AFTER = re.compile(
    r"(?:\s{0,4}(?:姓\s{0,4}名|名\s{0,4}字|名称|签\s?名|签\s?字|盖章|代表|本人|[甲乙丙](?=[:\s(])|[一二三四A-D](?=[:\s])|\d{1,2}(?=[:\s]))(?:\s?/\s?(?:名\s?称|签\s?[名字]|盖\s?章))?)?[*_`\"]{0,3}"
    r"(?:\s{0,2}[(\[【〔<《][^()\[\]【】〔〕<>《》\n]{0,12}[)\]】〕>》]){0,2}(?:姓名|签名|签字)?[*_`\"]{0,3}"
    r"(?P<gap>\s{0,6}[:=|\t][\s|]{0,6}|\s?(?:是|为|系|叫|名叫|名为|即)\s?|[\s\"“「‘'*`—\->]{1,6}|)[*_`\"“「‘']{0,3}"
)
_ANNOUNCED = re.compile(r"[:=|\t是为系叫即]")
_INSIDE = re.compile(rf"\s?{_BRACKET}\s?(?:姓名\s?:?\s?)?")
_GIVEN = {
    1: re.compile(rf"[ \t]{{0,4}}{_HAN}"),
    2: re.compile(rf"[ \t]{{1,4}}{_HAN}[ \t]{{0,4}}{_HAN}|{_HAN}{_HAN}"),
}
_STYLED = re.compile(
    r"\s?(?:某|先生|女士|同志|老师|小姐|师傅|阿姨|大爷|大妈|大姐|大哥|老伯|伯伯|叔叔|奶奶|爷爷|婆婆|太太|夫人|氏|警官|法官|律师|医生|护士|教授|博士|委员|代表|主任|书记|经理"
    r"|老板|秘书|干事|社工|副|[处科局院所站镇乡村区县市部厅司股班队组校会]长|(?:[处科局总工老哥姐]|同学)(?![\u4e00-\u9fff]))"
)
_BODY = re.compile(
    r"(?:(?!反映|投诉|来电|来信|来访|表示|提出|认为|建议|举报|要求|申请|发现|家住|电话)[\u4e00-\u9fffA-Za-z0-9](?<![在与和向因等的称说对])){0,20}?"
    r"(?:公司|集团|酒店|委员会|居委会|村委会|办公室|事务所|合作社|基金会|协会|学会|中心|医院|学校|大学|街道|部门|单位|政府|法院|银行)"
)
_FOLLOWS = re.compile(
    r"电话|手机|联系|性别|身份|住址|地址|户籍|男|女|年龄|现年|今年|出生|生于|反映|反应|投诉|举报|来电|来信|来访|致电|拨打|表示|提出|提交|提供|认为|建议|希望|要求|请求|申请|咨询"
    r"|询问|求助|留言|发言|发现|称|说|诉|和|与|及|等|于|在|向|对|因|的|是|系|为|已|被|将|从|到|就|家|住|现|持|名下|证言|作证|证实|陈述|签|同意|不服|代表|本人|先生|女士|同志"
    r"|老师|夫妇|夫妻|父|母|之|丈夫|妻子|儿子|女儿|一家|一户|所|未|拒|死亡|去世|受伤|患有|自|经|名|两|二人|等人|不满|[^\u4e00-\u9fff\ue000-\uf8ff㐀-䶿𠀀-𲎯]"
)
_NOT_LAST = frozenset("在于向对因的说称和与及等是为系已未不被将现来反投提住男女诉致就从到签持认要")
"""What hardly ends a name: the sentence goes on with it."""
_NEVER = frozenset(
    "的等应当须需或各其该每均无与及和单部们此这那并且若如则就都也还又很并所以由被把让使给"
)
"""What hardly stands in a given name where no colon announced one."""
_PLACES = frozenset("村镇乡县市区局处科厂店街社院办站队馆")
_PLACE_AHEAD = re.compile(r".?[区村路街镇苑园里弄县市乡院校厂站河江山湖社店]|员|们")
_NOBODY = re.compile(
    r".[甲乙丙丁戊己庚辛壬癸]|张三|李四|王五|赵六|钱七|孙八|.*某.*|..[甲乙]|[年月日]+"
)
"""Names that laws and forms give to nobody."""
_DOTTED = re.compile(
    rf"{_HAN}(?:[ ]?{_HAN}){{0,7}}?[ ]?[·.][ ]?{_HAN}(?:[ ]?{_HAN}){{0,9}}?(?:[ ]?[·.][ ]?{_HAN}{{1,10}}?){{0,2}}(?=$|[^{_COMMON_HAN}{_RARE_HAN}·.]|反映|投诉|来电|来信|来访|提出|认为|表示|举报|称|说|等|和|与|于|在|的|男|女|申请|先生|女士)"
)
_BUILT = re.compile(
    rf"(?={'|'.join(PARTS)}|{_HAN}{{1,4}}(?:{'|'.join(PARTS)}))({_HAN}{{2,8}})(?!{_HAN})"
)
_LATIN = re.compile(r"[A-Z][A-Za-z'\-]{1,20}(?:[ ·][A-Z][A-Za-z'\-.]{0,20}){1,3}(?![A-Za-z:])")
_NEXT = re.compile(r"\s{0,2}(?:[、,;/&]|和|与|及|暨)\s{0,2}|[ \t]{1,6}")
_GENDER = re.compile(rf"(?<!{_HAN})(?={_HAN}{{2,4}}[ ]?[,、(][ ]?(?:性别:?)?[男女][,、) ;])")
_LATIN_HEADING = re.compile(r"(?:^|[._ ])[a-z_]*(?:name|person|contact|applicant)$", re.IGNORECASE)
_COLUMN = re.compile(r"[^|\t,\n]+")


class _Name(NamedTuple):
    start: int
    end: int
    value: str


def _find(text: str, heading: str) -> Iterator[Hit]:
    for start, end, _, sure in _told(simplified(text), heading):
        yield Hit(start, end, "".join(text[start:end].split()), sure)


def _told(text: str, heading: str) -> Iterator[Hit]:
    for end, cue in _cues(text):
        sure = cue in CITIZENS
        yield from (Hit(*name, sure) for name in _after(text, end, cue))
    if "\n" in text and ("|" in text or "\t" in text):
        yield from _rows(text)
    column = _of_heading(simplified(heading)) if heading else ""
    if column:
        yield from (Hit(*name, column in CITIZENS) for name in _cell(text, 0, len(text)))
    for found in _GENDER.finditer(text):
        name = _one(text, found.end(), announced=False)
        if name and re.match(r"[ ]?[,、(]", text[name.end :]):
            yield Hit(*name, False)


def _cues(text: str) -> Iterator[tuple[int, str]]:
    """Where each cue ends; blanks between its characters do not matter."""
    tight = "".join(text.split())
    blanks = [] if len(tight) == len(text) else [m.start() for m in _BLANK.finditer(text)]
    before = [blank - n for n, blank in enumerate(blanks)]  # how many signs stand before each
    for which, _, end in _SEARCH.find_matches_as_indexes(tight):
        yield end + bisect_left(before, end), _CUES[which]


@lru_cache(maxsize=1_000)
def _of_heading(heading: str) -> str:
    """The cue in the heading of a column; that of a citizen where there are several."""
    found = [cue for _, cue in _cues(heading[:80])]
    if not found and _LATIN_HEADING.search(heading.strip()):
        return "姓名"
    return next((cue for cue in found if cue in CITIZENS), found[0] if found else "")


def _after(text: str, end: int, cue: str) -> Iterator[_Name]:
    """The names that a cue speaks of."""
    said = _AFTER.match(text, end)
    if said is None:
        return
    announced = bool(_ANNOUNCED.search(said["gap"]))
    first = _one(text, said.end(), announced=announced)
    if not first and (inside := _INSIDE.match(text, end)):
        first = _one(text, inside.end(), announced=True)
        if first and not re.match(r"\s?[)\]】〕>》,、/(]", text[first.end :]):
            first = None
    if first and not announced and cue in ANYBODY and len(first.value) < 3:
        return
    yield from _and_others(text, first, announced=announced)


def _and_others(text: str, first: _Name | None, *, announced: bool) -> Iterator[_Name]:
    """A name and those that are told together with it."""
    while first:
        yield first
        told = _NEXT.match(text, first.end)
        listed = announced and told is not None and "、" in told[0]
        first = _one(text, told.end(), announced=listed) if told else None
        if first and told and not told[0].strip() and _ONE_HAN.match(text, first.end):
            first = None


def _one(text: str, start: int, *, announced: bool) -> _Name | None:
    """The name that begins here; where no colon `announced` it, what follows must be known."""
    ahead = text[start : start + 40]
    if not ahead or not (_ONE_HAN.match(ahead) or announced):
        return None
    end = _dotted(ahead) if announced or "·" in ahead[:10] else 0
    end = end or _chinese(ahead, announced) or (_foreign(ahead) if announced else 0)
    return _Name(start, start + end, "".join(ahead[:end].split())) if end else None


def _dotted(ahead: str) -> int:
    found = _DOTTED.match(ahead) if "·" in ahead[:10] or "." in ahead[:10] else None
    return found.end() if found and not re.search("电话|姓名|地址|联系", found[0]) else 0


def _foreign(ahead: str) -> int:
    """Where a name of another people or in Latin letters ends."""
    found = _BUILT.match(ahead) or _LATIN.match(ahead)
    return found.end() if found else 0


def _chinese(ahead: str, announced: bool) -> int:
    """Where a name of surname and given name ends; 0 where none stands here."""
    surname = _surname(ahead, announced)
    if not surname or _STYLED.match(ahead, len(surname)):
        return 0
    for given in (2, 1):
        found = _GIVEN[given].match(ahead, len(surname))
        if found and _is_name(ahead, found.end(), announced):
            return found.end()
    if announced and surname in ANNOUNCED and ahead[1:2] in SURNAMES:
        found = re.compile(rf"{_HAN}{{4}}(?!{_HAN})").match(ahead)  # of both parents
        return found.end() if found and not everyday(ahead[:2]) and ahead[3] not in _PLACES else 0
    return 0


def _surname(ahead: str, announced: bool) -> str:
    if ahead[:2] in COMPOUND:
        return ahead[:2]
    known = ahead[:1] in (ANNOUNCED if announced else SURNAMES)
    return ahead[:1] if known or _RARE.match(ahead) else ""


def _is_name(ahead: str, end: int, announced: bool) -> bool:
    name = "".join(ahead[:end].split())
    if _NOBODY.fullmatch(name) or everyday(name) or name[-1] in _PLACES:
        return False
    if not _ends(ahead, end) and not (len(name) == 3 and _alike(ahead, end, name)):
        return False
    alone = end == len(ahead) or not _ONE_HAN.match(ahead, end)
    if not alone and len(name) > 2 and len(name) < end:
        return False  # 宋 佳 联系电话: the last of three belongs to what follows
    if announced and alone:
        return True
    return not (
        name[-1] in _NOT_LAST
        or _NEVER & set(name[1:])
        or (len(name) > 2 and everyday(name[:2]))
        or _BODY.match(ahead, 1)
    )


def _ends(ahead: str, end: int) -> bool:
    """Whether what follows is no part of a name."""
    return end == len(ahead) or bool(_FOLLOWS.match(ahead, end))


def _alike(ahead: str, end: int, name: str) -> bool:
    """Whether it is so much like a name that it may end before any word but that of a place."""
    given = name[1] in GIVEN and name[2] in GIVEN and not everyday(name[1:])
    return given and not _PLACE_AHEAD.match(ahead, end)


def _rows(text: str) -> Iterator[Hit]:
    """The cells of a table in a text, below the names of their columns."""
    heads, start = dict[int, str](), 0
    for line in text.split("\n"):
        cells = list(_COLUMN.finditer(line))
        found = {n: _of_heading(cell[0]) for n, cell in enumerate(cells) if len(cell[0]) < 16}
        if any(found.values()):
            heads = {n: cue for n, cue in found.items() if cue}
        elif len(cells) < 2:
            heads = {}
        else:
            for n, cue in heads.items():
                if n < len(cells):
                    told = _cell(text, start + cells[n].start(), start + cells[n].end())
                    yield from (Hit(*name, cue in CITIZENS) for name in told)
        start += len(line) + 1


def _cell(text: str, start: int, end: int) -> Iterator[_Name]:
    """The names that fill a cell."""
    cell = text[start:end]
    blank = len(cell) - len(cell.lstrip())
    names = (
        list(_and_others(cell, _one(cell, blank, announced=True), announced=True))
        if cell.strip()
        else []
    )
    if names and re.fullmatch(r"\s*(?:\(.*\))?\s*", cell[names[-1].end :]):
        yield from (_Name(n.start + start, n.end + start, n.value) for n in names)


NAME = Detector(
    id="name",
    title="未隐去的姓名",
    remedy="只留姓氏，如“张**”“李女士”；依法应当公开的姓名列入允许清单",
    find=_find,
    shows=(1, 0),
)
