"""Secrecy markings and notices that a paper was not meant for the public."""

import re
from collections.abc import Iterator

from checks.privacy.match import Detector, Hit, beginning, places

_LEVEL = r"(?:绝\s{0,4}密|机\s{0,4}密|秘\s{0,4}密)"
_TERM = r"(?:\s{0,3}(?:\d\s?\d?|[一二三四五六七八九十]{1,3})\s?(?:年|个?月|天)|\s{0,3}长期|\s{0,3}启[用封]前|\s{0,3}至\s?\d{4}\s?年(?:\s?\d{1,2}\s?月)?(?:\s?\d{1,2}\s?日)?)?"
_MARKED = re.compile(
    rf"{_LEVEL}\s{{0,3}}[★☆✮⭐*✩]{_TERM}|内\s{{0,3}}部\s{{0,3}}[★☆]|{_LEVEL}\s{{0,3}}[·•]?\s{{0,3}}启[用封]前"
    rf"|(?:密级|秘密等级|涉密等级|定密)\s{{0,3}}[:：]\s{{0,3}}(?:{_LEVEL}|内部)|保密期限\s{{0,3}}[:：]\s{{0,3}}\S"
    r"|\b(?:TOP\s{1,3}SECRET|STRICTLY\s{1,3}CONFIDENTIAL|CLASSIFIED)\b"
)
_NOT_OUT = re.compile(
    r"(?:仅供|限)\s?(?:内部|机关内部|系统内部|单位内部)\s?(?:使用|参考|传阅|交流|掌握)|内部\s?(?:资料|文件|材料|刊物|参考)\s{0,3}[,，、!！]?\s{0,3}"
    r"(?:注意\s?(?:保管|保存|保密)|请勿外传|严禁外传|不得外传|妥善保管|[★☆])|(?:请勿|不得|严禁|禁止|切勿)\s?(?:外传|扩散|翻印|上网)"
    r"|(?:此件|本件|本文)\s?(?:不\s?予?\s?公开|依申请公开|不得公开|内部使用)|(?:公开(?:属性|方式|类别|形式))\s{0,3}[:：]\s{0,3}(?:不\s?予?\s?公开|依申请公开)"
    r"|(?:阅后|用后)\s?(?:即焚|收回|销毁|退回)|会后收回|(?:属于?|系)\s?工作秘密|[\[(【]\s{0,3}不\s?予?\s?公开\s{0,3}[\])】]"
)
_ALONE = re.compile(
    rf"^[ \t\[(【《]{{0,12}}(?:{_LEVEL}(?:\s{{1,4}}(?:特急|加急|急件|\d{{1,2}}年))?"
    rf"|内\s{{0,4}}部\s{{0,4}}(?:资\s{{0,4}}料|文\s{{0,4}}件|材\s{{0,4}}料|使\s{{0,4}}用|参\s{{0,4}}考)"
    r"|注意\s{0,4}保管|工作秘密|涉密文件|CONFIDENTIAL|讨论稿,?不得外传)[ \t\])】》!！。.]{0,12}\r?$",
    re.MULTILINE | re.IGNORECASE,
)
_BARE = re.compile(r"^[ \t]{0,12}不\s{0,4}予?\s{0,4}公\s{0,4}开[ \t]{0,12}\r?$", re.MULTILINE)
"""At the head of somebody's paper it is a marking."""
_STATE = re.compile(r"^(?:状态|state)$", re.IGNORECASE)
"""The column, and the key, in which our own pages say of something that they do not show it."""
_SUSPECT = re.compile(
    r"[(【\[]\s?内部\s?[)】\]]|供领导参[阅考]|限[^\s,，。;；]{0,6}内部(?:使用|传阅)|"
    r"请勿传播|勿对外|注意保管|涉密文件|涉密资料|内部资料|内部文件|内部传阅|内部掌握|\bCONFIDENTIAL\b",
    re.IGNORECASE,
)
_HINT = beginning(
    "密内不得请公外扩翻上即收销退保领传对SsCcſ",
    r"密|内\s{0,4}部|[不得请]\s{0,4}予?\s{0,4}公\s{0,4}开|公开(?:属性|方式|类别|形式)|外传|扩散|翻印|上网|即焚|收回|销毁|退回"
    r"|保管|领导参|传播|对外|SECRET|CONFIDENTIAL|CLASSIFIED",
)
"""What each of these has at least one of; most texts have none."""
_PATTERNS = ((_MARKED, True), (_NOT_OUT, True), (_ALONE, True), (_BARE, False), (_SUSPECT, False))


def _find(text: str, heading: str) -> Iterator[Hit]:
    if not _HINT.search(text):
        return
    told = _STATE.match(heading)
    for pattern, sure in _PATTERNS:
        for found in pattern.finditer(text):
            said = "".join(found[0].split())
            if not (told and pattern is _BARE and said == "不予公开"):
                yield Hit(found.start(), found.end(), said, sure)


SECRECY = Detector(
    id="secrecy",
    title="密级和内部标志",
    remedy="停止发布，请保密机构核对；确已解密或者可以公开的，换用没有标志的文本",
    find=_find,
    hints=places(_HINT),
    shows=(40, 0),
)
