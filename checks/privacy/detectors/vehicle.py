"""Vehicle plates (GA 36-2018), petrol and new energy."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, cues, places

_SEP = r"[ \t]{0,2}[·.\-_:/]?[ \t]{0,2}"
_BEGINS = (
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼滬遼魯蘇贛陝閩貴寧瓊])"
    rf"[)\]】]?{_SEP}([A-Za-z])"
)
_PLATE = re.compile(
    rf"{_BEGINS}{_SEP}"
    r"((?=(?:[A-Za-z]?[ \-.]?){0,3}(?:\d[ \-.]?[A-Za-z]{0,3}[ \-.]?){2})[A-HJ-NP-Za-hj-np-z0-9](?:[ \-.]?[A-HJ-NP-Za-hj-np-z0-9]){3,5}\s?[学警挂港澳领试超]?)(?![A-Za-z0-9])"
)
_EMBASSY = re.compile(r"(?<![A-Za-z0-9])使\s?(\d{3}\s?\d{3})(?!\d)|(?<!\d)(\d{6})\s?使(?!用|馆)")
_EMBASSY_HINT = re.compile(r"使(?:(?<=\d.)|(?<=\d\s.)|(?=\s?\d))")
_SPECIAL = "学警挂港澳领试超"
_NO_PLATE = cues("地块", "宗地", "地号", "图斑", "规划", "编号", "文号", "用地", "标段", "号线")
_LAND_AFTER = re.compile(
    r"\s?(?:号?地块|号?宗地|号?图斑|号?用地|标段|级|类|平方米|平米|㎡|m2|亩|元|年)"
)
_SIMPLIFIED = str.maketrans("滬遼魯蘇贛陝閩貴寧瓊", "沪辽鲁苏赣陕闽贵宁琼")
_CAR = cues("车", "牌", "驾驶", "停放", "违停")


def _find(text: str, heading: str) -> Iterator[Hit]:
    for found in _PLATE.finditer(text):
        serial = re.sub(r"[ \-.\t]", "", found[3]).upper()
        length = len(serial.rstrip(_SPECIAL))
        if length >= 5 or serial[-1] in _SPECIAL:
            before = text[max(0, found.start() - 12) : found.start()]
            land = _LAND_AFTER.match(text, found.end()) or _NO_PLATE.search(before)
            if not land or _CAR.search(before):
                plate = found[1].translate(_SIMPLIFIED) + found[2].upper() + serial
                yield Hit(found.start(), found.end(), plate, True)
    for found in _EMBASSY.finditer(text) if _EMBASSY_HINT.search(text) else ():
        yield Hit(found.start(), found.end(), found[0].replace(" ", ""), False)


PLATE = Detector(
    id="plate",
    title="车牌号",
    remedy="删去，或者后三位以星号代替",
    find=_find,
    hints=places(re.compile(_BEGINS), _EMBASSY_HINT),
    shows=(2, 0),
    digits=2,
)
