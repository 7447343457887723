"""Where somebody lives: an address behind a word for a home, or of a single flat."""

import re
from collections.abc import Iterator
from itertools import chain

from checks.privacy.detectors.columns import cells
from checks.privacy.detectors.contact import PRIVATE
from checks.privacy.match import Detector, Hit, cues, places

_NUMBER = (
    r"(?:\d{1,5}(?:[\-/]\d{1,4})?[A-Za-z甲乙丙丁]?|[一二三四五六七八九十百〇零壹贰叁肆伍陆柒捌玖拾佰]{1,6}"
    r"|[A-Za-z甲乙丙丁东西南北中](?=\s?(?:座|栋|幢|单元|区|号楼|室|房|户|门)))"
)
_KIND = r"(?:村民小组|小组|号楼|号院|号房|支弄|弄|号|幢|栋|座|楼|单元|室|房|户|门|层|排|组|队|社|院|屯|区|期|巷)"
_LINK = r"(?:[ \t,·]{0,2}|[ \t]?\r?\n[ \t]{0,4})"
_NUMBERS = re.compile(
    rf"{_NUMBER}\s{{0,2}}{_KIND}(?:{_LINK}(?:内|后|附|之|第|的|[甲乙丙丁东西南北]楼?)?{_NUMBER}\s{{0,2}}{_KIND}){{0,8}}"
    r"(?:[ \t\-]{0,2}\d{1,4}(?:-\d{1,4})?[A-Z]?(?![\d.%年月日时元人户万亿个件㎡m平]))?"
)
"""House, stairs and flat, from the largest to the smallest."""
_OVER = re.compile(rf"({_KIND})[ \t]?\r?\n[ \t]{{0,4}}[^\n]{{0,12}}?({_KIND})")
"""What ends a line within such numbers, and what the next line begins with."""
_LARGE_FIRST = (
    "村民小组 小组 组 队 社 屯 区 期",
    "巷 弄",
    "支弄",
    "号 号院 院",
    "号楼 幢 栋 座 楼 排",
    "单元",
    "层",
    "室 房 号房 户 门",
)
_SIZES = {kind: size for size, kinds in enumerate(_LARGE_FIRST) for kind in kinds.split()}
_DOOR = re.compile(r"号|室|弄|幢|栋|座|单元|门|户|排|村民小组|自然村")
_FLAT = re.compile(r"室|单元\D{0,2}\d|[幢栋座门号]\s?-?\d{3,4}$|户")
_HOUSING = re.compile(
    r"小区|花园|新村|公寓|家园|[苑弄庭]|单元|幢|栋|坊|里(?=\s?\d)|园(?=\s?\d)|宿舍|家属院"
)
_HYPHENS = re.compile(r"(?<![\d\-])\d{1,3}#?(?:-\d{1,4}){1,3}(?![\d\-])")
"""The same in figures alone, behind the name of a housing estate."""
_HAMLET = re.compile(r"(?<![的在有个])自然村(?=[,。;\s]|$)(?:[,、]?\s?门牌(?:号码?)?\s?\d{1,5})?")
"""Where few live, so that no number is needed behind a word for a home."""
REACH = 60
"""Characters before its numbers in which an address begins."""

_HOME = re.compile(
    r"(?:家\s?庭\s?|现\s?|户\s?籍\s?|身份证\s?|经常\s?|常\s?|暂\s?|实际\s?|原\s?|本人\s?)?(?:居\s?住\s?地\s?址|居\s?住\s?地|住\s?址|居\s?住\s?处)"
    r"|家\s?庭\s?地\s?址|身份证(?:上的?)?地址|户\s?籍\s?(?:所\s?在\s?地|地\s?址|地)|户\s?口\s?(?:所\s?在\s?地|地\s?址|地)?(?=[:在为是\s])"
    r"|现居(?:住)?[于在]?|家住|家在|家居|常住[于在地]?|暂住[于在地]?|租住[于在]?|寄住[于在]?|同住[于在]?|居住[于在]|住所地?|(?:收货|收件|送达|居家隔离)(?:地址|地点)|(?:房屋|住房|房产|住宅)(?:位于|坐落[于在]?)|原籍|老家(?:在|是)?"
    r"|家庭所在地|门牌(?:号码?|地址)?|租房地址|宅基地(?:位于|坐落)|(?<![居入常暂租寄同安])住[在于]?(?![宅房户建院宿保址所进])|(?:通[信讯]|联系|邮寄)\s?地址\(家|家(?=[:])"
)
_NEUTRAL = re.compile(r"(?:通[信讯]|联系|邮寄|联络)?\s?地\s?址")
"""A home's only where it is said whose."""
_LEGAL = re.compile(r"公司|企业|单位|法人|机构|[局院校厂店社]|中心|委员会|政府|协会|银行")
_GAP = re.compile(r"(?:[^\S\n]?\([^()\n]{0,10}\)|[^()\n]{0,6}\))?[\s:=|为是在于\"“「—、\-]{0,6}")
_PLACE = re.compile(r"[\u3400-\u9fffA-Za-z0-9\s()·〇\-]*")
_EMPTY_LINE = re.compile(r"\n[ \t\r]*\n")
_OFFICE = re.compile(
    r"办公|经营|注册|营业|商户|登记地|来信|请寄|寄送|寄至|寄往|邮寄|窗口|地点|召开|举办|受理|接待|会址|现场|项目|工程|改造|征收范围|公示"
)
_PUBLIC = re.compile(
    r"政府|市民中心|行政中心|服务中心|(?<!居民)(?<!村民)(?<![居村])委员会|大厅|大楼|大厦|广场|写字楼|产业园|科技园|法院|检察院|派出所|公安|[财税政法建]局|办公|窗口|会议室|报告厅|图书馆|市场|商务|商业|公司|事务所|信箱"
)
_LEAD = re.compile(r".*(?:名下房产|房产|称其家|其家|我家|家住|位于|坐落于?|的|称|系|在|住)")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SOMEBODY = re.compile(r"某某[^\s]{0,4}[路街巷村]|某[路街巷]")
"""A place of nobody's, in an example."""
_KEY = re.compile(
    r"^(?:jt|hj|hk|xj|xz|sqr|cz)?(?:zz|dz|zd|zzdz|jzd)$|home_?addr|residen|domicile", re.IGNORECASE
)
"""What forms call a home in their data: jtzz, hjdz, homeAddress."""
_KEYS = re.compile(r"zz|dz|zd|home_?addr|residen|domicile", re.IGNORECASE)
_SIGNS = frozenset("住址籍户")
"""Without any of these a heading is none of homes."""
_HEADING = cues(
    *(
        "住址",
        "家庭地址",
        "居住地",
        "户籍地",
        "户籍所在地",
        "户口",
        "现住",
        "住所",
        "收货地址",
        "送达地址",
    )
)


def _find(text: str, heading: str) -> Iterator[Hit]:
    headed = bool(heading) and _of_home(heading)
    yield from _addresses(text, headed)
    if not headed and "\n" in text and ("|" in text or "\t" in text):
        for start, end, _ in cells(text, _above_homes):
            for hit in _addresses(text[start:end], True):
                yield hit._replace(start=start + hit.start, end=start + hit.end)


def _of_home(heading: str) -> bool:
    home = _HEADING.search(heading) or _KEY.search(heading.strip())
    return bool(home) and not _OFFICE.search(heading)


def _above_homes(cell: str) -> str:
    """The heading of a column of homes, else nothing."""
    return "" if _SIGNS.isdisjoint(cell) or not _of_home(cell) else cell


def _addresses(text: str, headed: bool) -> Iterator[Hit]:
    done = 0
    for found in chain(_NUMBERS.finditer(text), _HYPHENS.finditer(text), _HAMLET.finditer(text)):
        numbers = _of_one_house(found[0])
        begins, ends = found.start(), found.start() + len(numbers)
        first = max(0, begins - REACH)
        before = text[max(first, done if done <= begins else 0) : begins]
        start, sure = _begun(before, numbers, headed and len(before) == begins)
        at = begins - len(before) + start
        about = text[at : ends + 8]
        if start >= 0 and not _PUBLIC.search(about) and not _SOMEBODY.search(about):
            yield Hit(at, ends, "".join(text[at:ends].split()), sure)
            done = ends


def _of_one_house(numbers: str) -> str:
    """The numbers up to where a line goes on with nothing smaller: that is something else, or another's."""
    for over in _OVER.finditer(numbers):
        if _SIZES[over[2]] <= _SIZES[over[1]]:
            return numbers[: over.end(1)]
    return numbers


def _begun(before: str, numbers: str, headed: bool) -> tuple[int, bool]:
    """Where an address begins that ends in these numbers, and whether it is surely a home; else -1."""
    spelt = bool(_DOOR.search(numbers))
    if not spelt and not _HOUSING.search(before[-12:] + numbers):
        return -1, False
    home = _home(before, headed)
    if home is not None:
        return home, True
    flat = _flat(before, numbers) if spelt else None
    return (-1 if flat is None else flat), False


def _home(before: str, headed: bool) -> int | None:
    """Where the address begins behind the last word for a home; None without one."""
    for found in reversed([*_HOME.finditer(before)]):
        start = _begins(before, found.end())
        legal = "住所" in found[0] and _LEGAL.search(before[: found.start()])
        if start is not None and not legal:
            return start
    for found in reversed([*_NEUTRAL.finditer(before)]):
        whose = PRIVATE.search(before, 0, found.start())
        start = _begins(before, found.end())
        if whose and start is not None and not _OFFICE.search(before[: found.end()]):
            return start
    return _begins(before, 0) if headed else None


def _begins(before: str, end: int) -> int | None:
    """Where the place begins; None where the sentence ends before its numbers."""
    gap = _GAP.match(before, end)
    start = gap.end() if gap else end
    place = before[start:]
    one = _PLACE.fullmatch(place) and not _EMPTY_LINE.search(place)
    return start if one and len(_HAN.findall(place)) > 1 else None


def _flat(before: str, numbers: str) -> int | None:
    """Where the address of a single flat begins that is nobody's office."""
    if not _FLAT.search(numbers) or _OFFICE.search(before):
        return None
    if _NEUTRAL.search(before) and "单元" not in numbers:
        return None
    place = re.search(r"[\u3400-\u9fffA-Za-z0-9]*\Z", before[-24:])
    told = place[0] if place else ""
    lead = _LEAD.match(told)
    told = told[lead.end() :] if lead else told
    housing = _HOUSING.search(told + numbers) and len(_HAN.findall(told)) > 1
    return len(before) - len(told) if housing else None


ADDRESS = Detector(
    id="address",
    title="家庭住址",
    remedy="删去，或者只写到街道、乡镇；单位地址误报的列入允许清单",
    find=_find,
    hints=places(_DOOR, _HOUSING),
    heads=places(_HEADING, _KEYS),
    shows=(2, 0),
)
