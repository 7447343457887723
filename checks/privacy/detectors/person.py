"""What a name looks like where it begins or ends: of Chinese, of other peoples, in Latin letters."""

import re
from typing import NamedTuple

from checks.privacy.detectors.everyday import everyday
from checks.privacy.detectors.people import AFTER, CITIZENS, OFFICES, SPEAKS
from checks.privacy.detectors.surnames import ANNOUNCED, COMPOUND, GIVEN, PARTS, SURNAMES

COMMON_HAN = r"\u4e00-\u9fff"
RARE_HAN = r"\u3400-\u4dbf\ue000-\uf8ff\U00020000-\U000323af\U000f0000-\U0010fffd"
"""Characters of names that few fonts hold, and those that an office made for itself."""
HAN = rf"[{COMMON_HAN}{RARE_HAN}]"
ONE_HAN = re.compile(HAN)
_RARE = re.compile(rf"[{RARE_HAN}]")
_GIVEN = {
    1: re.compile(rf"[ \t]{{0,4}}{HAN}"),
    2: re.compile(rf"[ \t]{{1,4}}{HAN}[ \t]{{0,4}}{HAN}|(?:\r?\n[ \t]{{0,8}})?{HAN}{HAN}"),
}
_BROKEN = re.compile(rf"{HAN}\r?\n[ \t]{{0,8}}({HAN})")
"""A given name whose second character stands on the next line."""
_STYLED = re.compile(
    r"\s?(?:某|老汉|老太|先生|女士|同志|老师|小姐|师傅|阿姨|大爷|大妈|大姐|大哥|大娘|大婶|老伯|伯伯|叔叔|奶奶|爷爷|婆婆|太太|夫人|氏|警官|法官|律师|医生|护士|教授|博士|委员|代表|主任|书记|经理"
    r"|老板|秘书|干事|社工|副|[处科局院所站镇乡村区县市部厅司股班队组校会]长|(?:[处科局总工老哥姐]|同学)(?![\u4e00-\u9fff]))"
)
_BODY = re.compile(
    r"(?:(?!反映|投诉|来电|来信|来访|表示|提出|认为|建议|举报|要求|申请|发现|家住|电话)[\u4e00-\u9fffA-Za-z0-9](?<![在与和向因等的称说对])){0,20}?"
    r"(?:公司|集团|酒店|委员会|居委会|村委会|办公室|事务所|合作社|基金会|协会|学会|中心|医院|学校|大学|街道|部门|单位|政府|法院|银行)"
)
_FOLLOWS = re.compile(rf"{AFTER}|[^\u4e00-\u9fff\ue000-\uf8ff㐀-䶿𠀀-𲎯]")
_SPEAKS = re.compile(SPEAKS)
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
_MILD = frozenset("以若如之")
"""Characters of given names after all, where nothing follows that reads on."""
_NO_END = frozenset("人员者户方会委部厅司队")
"""What ends a word for a group or an office, where nothing announced a name."""
_LEADS = frozenset("由与和及为对据向被给的让因到于诉经")
"""Words before a name that is told by what follows it."""
_END = rf"(?=$|[^{COMMON_HAN}{RARE_HAN}·.]|{AFTER}|先生|女士)"
_DOTTED = re.compile(
    rf"{HAN}(?:[ ]?{HAN}){{0,7}}?[ ]?[·.][ ]?{HAN}(?:[ ]?{HAN}){{0,9}}?"
    rf"(?:[ ]?[·.][ ]?{HAN}{{1,10}}?){{0,2}}{_END}"
)
_DOT = re.compile(rf"{HAN}(?:[ ]?·[ ]?|[.]){HAN}")
_STOP = re.compile(r"[.] ")
_PART = "|".join(PARTS)
_BUILT = re.compile(rf"(?={_PART}|{HAN}{{1,4}}(?:{_PART}))({HAN}{{2,8}})(?!{HAN})")
_BEGUN = re.compile(rf"(?=(?:{_PART})|{HAN}{{2}}(?:{_PART}))({HAN}{{3,8}}?){_END}")
"""The same without a colon: what follows must be known."""
_TITLE = re.compile(r"(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.?[ ]")
_LATIN = re.compile(
    r"[A-Z]{2,20}/[A-Z]{2,20}(?![A-Za-z])"
    r"|[A-Z][A-Za-z'\-]{1,20}(?:[ ·][A-Z][A-Za-z'\-.]{0,20}){1,4}(?![A-Za-z:])"
)
_FIRM = re.compile(
    r"\b(?:Ltd|Inc|Co|Corp|Company|Limited|Group|University|School|Bank|County|City|Bureau|Office"
    r"|Department|Committee|Government|Service|Server|System|Windows|Android|Center)\b"
)


class Name(NamedTuple):
    start: int
    end: int
    value: str


def one(text: str, start: int, *, announced: bool, latin: bool = False) -> Name | None:
    """The name that begins here; where no colon `announced` it, what follows must be known."""
    ahead = text[start : start + 48]
    if (announced or latin) and (title := _TITLE.match(ahead)):
        start, ahead = start + title.end(), ahead[title.end() :]
    if not ahead or not (announced or latin or ONE_HAN.match(ahead)):
        return None
    end = _dotted(ahead, announced) or (0 if announced else _begun(ahead))
    end = end or _chinese(ahead, announced)
    if not end and (announced or latin):
        end = _foreign(ahead) if announced else _latin(ahead)
    return Name(start, start + end, "".join(ahead[:end].split())) if end else None


def before(text: str, end: int, *, called: bool = False) -> Name | None:
    """The name in full that ends here, behind a word that is none of it or behind none.

    Where somebody is `called` by it, rarer surnames count as well.
    """
    for length in (4, 3, 2):
        start = end - length
        free = start == 0 or (start > 0 and not (ONE_HAN.match(text, start - 1)))
        if start >= 0 and (free or text[start - 1] in _LEADS):
            name = text[start:end]
            if whole(name, rare=called):
                return Name(start, end, name)
    return None


def whole(name: str, *, rare: bool = False) -> bool:
    """Whether these characters are a name that nothing needs to announce."""
    surname = _surname(name, rare)
    given = name[len(surname) :]
    if not surname or not 0 < len(given) < 3 or not all(map(ONE_HAN.match, name)):
        return False
    worded = everyday(name[:2]) or everyday(name[-2:]) or _NOBODY.fullmatch(name)
    ends = name[-1] in _NO_END or name[-1] in _PLACES or name[-1] in _NOT_LAST
    known = name in CITIZENS or name in OFFICES or _STYLED.match(name, len(surname))
    return not (worded or ends or known or (_NEVER - _MILD) & set(given))


def _dotted(ahead: str, announced: bool) -> int:
    dot = "·" in ahead[:12] or "." in ahead[:12]
    found = _DOTTED.match(ahead) if dot and (announced or _DOT.search(ahead[:12])) else None
    if not found or re.search("电话|姓名|地址|联系", found[0]):
        return 0
    prose = not announced and (_STOP.search(found[0]) or (_NEVER - _MILD) & set(found[0]))
    return 0 if prose else found.end()


def _begun(ahead: str) -> int:
    """Where a name put together of known parts ends, without a colon before it."""
    found = _BEGUN.match(ahead)
    return found.end() if found else 0


def _foreign(ahead: str) -> int:
    """Where a name of another people or in Latin letters ends."""
    found = _BUILT.match(ahead)
    return found.end() if found else _latin(ahead)


def _latin(ahead: str) -> int:
    found = _LATIN.match(ahead)
    return found.end() if found and not _FIRM.search(found[0]) else 0


def _chinese(ahead: str, announced: bool) -> int:
    """Where a name of surname and given name ends; 0 where none stands here."""
    surname = _surname(ahead, announced)
    if not surname or _STYLED.match(ahead, len(surname)):
        return 0
    if len(surname) == 2 and (end := _broken(ahead)):
        return end
    for given in (2, 1):
        found = _GIVEN[given].match(ahead, len(surname))
        if found and _is_name(ahead, found.end(), announced):
            return found.end()
    if announced and surname in ANNOUNCED and _of_four(ahead, surname):
        return 4
    return 0


def _broken(ahead: str) -> int:
    """Where a name of a compound surname ends that is broken across two lines; 0 where it is not."""
    found = _BROKEN.match(ahead, 2)
    goes_on = found and (found[1] in _NOT_LAST or found[1] in SURNAMES)
    return found.end() if found and not goes_on and _ends(ahead, found.end()) else 0


_FOUR = re.compile(rf"{HAN}{{4}}(?!{HAN})")


def _of_four(ahead: str, surname: str) -> bool:
    """Whether it is a name of both parents' surnames, or one with three more characters."""
    if not _FOUR.match(ahead) or everyday(ahead[:2]) or everyday(ahead[2:4]):
        return False
    given = sum(sign in GIVEN for sign in ahead[1:4])
    likely = ahead[1] in SURNAMES or (surname in SURNAMES and given > 1)
    return likely and ahead[3] not in _PLACES and ahead[3] not in _NO_END


def _surname(ahead: str, announced: bool) -> str:
    if ahead[:2] in COMPOUND:
        return ahead[:2]
    known = ahead[:1] in (ANNOUNCED if announced else SURNAMES)
    return ahead[:1] if known or _RARE.match(ahead) else ""


def _is_name(ahead: str, end: int, announced: bool) -> bool:
    name = "".join(ahead[:end].split())
    if _NOBODY.fullmatch(name) or everyday(name) or name[-1] in _PLACES or name in CITIZENS:
        return False
    if not _ends(ahead, end) and not (len(name) == 3 and _alike(ahead, end, name)):
        return False
    alone = end == len(ahead) or not ONE_HAN.match(ahead, end)
    if not alone and len(name) > 2 and len(name) < end:
        return False  # 宋 佳 联系电话: the last of three belongs to what follows
    if "\n" in ahead[:end] and (len(name) < 3 or everyday(name[1:]) or name[-1] in _NOT_LAST):
        return False
    if announced and alone:
        return True
    never = _NEVER - _MILD if alone or _SPEAKS.match(ahead, end) else _NEVER
    return not (
        name[-1] in _NOT_LAST
        or never & set(name[1:])
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
