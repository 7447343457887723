"""Vehicle plates (GA 36-2018), petrol and new energy."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit

_PLATE = re.compile(
    r"([京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼])\s?([A-Z])\s?[·•.\-]?\s?"
    r"((?=(?:[A-Z]{0,2}\d){2})[A-HJ-NP-Z0-9]{4,6}[学警挂港澳领]?)(?![A-Za-z0-9])"
)
_EMBASSY = re.compile(r"(?<![A-Za-z0-9])使\s?(\d{3}\s?\d{3})(?!\d)|(?<!\d)(\d{6})\s?使(?!用|馆)")


def _find(text: str, heading: str) -> Iterator[Hit]:
    for found in _PLATE.finditer(text):
        length = len(found[3].rstrip("学警挂港澳领"))
        if length >= 5 or found[3][-1] in "学警挂港澳领":
            yield Hit(found.start(), found.end(), "".join(found.groups()), True)
    for found in _EMBASSY.finditer(text):
        yield Hit(found.start(), found.end(), found[0].replace(" ", ""), False)


PLATE = Detector(
    id="plate",
    title="车牌号",
    remedy="删去，或者后三位以星号代替",
    find=_find,
    shows=(2, 0),
)
