"""Names without a word for somebody before them: called, signed, in the name of a file."""

import re
from collections.abc import Iterator

from checks.privacy.detectors.people import CITIZENS, SPEAKS
from checks.privacy.detectors.person import HAN, Name, before, one, whole
from checks.privacy.match import Hit

_CALLED = re.compile(
    r"(?P<lay>先生|女士|小姐|阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|老伯|师傅|老人|夫妇|夫妻|一家|本人|名下"
    r"|等[0-9一二三四五六七八九十百]{1,4}[人户名])|同志|老师|[,(/ ]{1,3}(?:性别:?)?[男女](?=$|[,;.)/ \t])"
)
"""What stands behind a name in full, in the address of a letter or a line of a list."""
_WORDED = re.compile(
    r"[:|\t男女据班]|先生|小姐|阿姨|大爷|大妈|大姐|大哥|奶奶|爷爷|老伯|师傅|老人|夫妇|夫妻|一家|本人|名下|同志|老师|关于|敬礼"
    r"|等[0-9一二三四五六七八九十百]{1,4}[人户名]"
    rf"|{HAN}\s{{1,24}}(?:日期:?\s*)?(?:19|20|[一二])"
)
_SPEAKS = re.compile(SPEAKS)
_TOLD_BY = re.compile(
    rf"据(?P<a>{HAN}{{2,4}}?)(?:讲|称|说|反映|陈述|交代|回忆|介绍)"
    rf"|关于(?P<b>{HAN}{{2,4}}?)(?:同志)?(?:申请|反映|投诉|举报|要求|不服|信访|请求|来信|与)"
)
_QUARREL = re.compile(
    r"纠纷|一案|离婚|口角|互殴|相撞|争执|系(?:夫妻|父子|父女|母子|母女|兄弟|姐妹|邻居|同事)"
)
_BOTH = re.compile(r"[与和诉]")
_DATE = re.compile(
    r"(?:(?:19|20)\d\d|[一二][〇○零0九][〇○零一二三四五六七八九0-9]{2})\s?[年./\-]\s?[\d一二三四五六七八九十]{1,3}\s?[月./\-]"
    r"[^\n]{0,5}(?:\n|$)"
)
_SIGNED = re.compile(
    rf"(?:\A|[\n.。!;\"”])[ \t]*({HAN}(?:[ \t]?{HAN}){{1,3}})\s{{1,24}}(?:日期:?\s*)?\Z"
)
_RESPECTS = re.compile(rf"敬礼[!.]?\s{{1,40}}({HAN}(?:[ \t]?{HAN}){{1,3}})[ \t]*(?:\r?\n|$)")
_CLASS = re.compile(rf"班[ \t]{{1,2}}(?={HAN}{{2,4}}(?:[ \t\r\n]|$))")
_FILE = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|xlsx?|jpe?g|png|zip|rar|txt)(?![A-Za-z0-9])", re.IGNORECASE
)
_OF_FILE = re.compile(rf"(?<=[_\-/ ])({HAN}{{2,4}})(?=[_\-. ])")
_CASE = re.compile(r"信访|投诉|举报|申请|答复|调查|询问|笔录|身份证|病历|低保|救助|户口|证明")
_COLON = re.compile(r"(?<=[A-Za-z]):[ ]?(?=\S)")
_ENGLISH = re.compile(
    r"(?<![A-Za-z])(?:(?P<lay>applicant|patient|complainant|claimant|petitioner|plaintiff|tenant|student"
    r"|guardian|from)|full name|contact|contact person|signature|signed by|name)(?:['’]s)?(?: name)?\Z",
    re.IGNORECASE,
)
HINTS = (_WORDED, _QUARREL, _FILE)
"""What a text has one of in which a name without a cue is found."""


def uncued(text: str) -> Iterator[Hit]:
    """All of them; surely a citizen's where what stands beside them says so."""
    yield from _called(text)
    for told in _TOLD_BY.finditer(text):
        group = "a" if told["a"] else "b"
        if whole(told[group]):
            yield Hit(told.start(group), told.end(group), told[group], True)
    yield from _quarrels(text)
    yield from _signed(text)
    for row in _CLASS.finditer(text):
        yield from (Hit(*name, True) for name in _in_a_row(text, row.end()))
    for file in _FILE.finditer(text):
        yield from _of_file(text, file.start())
    for colon in _COLON.finditer(text):
        label = _ENGLISH.search(text[max(0, colon.start() - 24) : colon.start()])
        name = one(text, colon.end(), announced=True) if label else None
        if label and name:
            yield Hit(*name, bool(label["lay"]))


def _called(text: str) -> Iterator[Hit]:
    for called in _CALLED.finditer(text):
        end = called.start()
        end -= text[end - 1 : end] == " "
        name = before(text, end, called=called[0] in {"先生", "女士"})
        if name and (len(name.value) > 2 or called["lay"] in {"先生", "女士", "本人", "名下"}):
            yield Hit(*name, bool(called["lay"] or _SPEAKS.match(text, called.end())))


def _quarrels(text: str) -> Iterator[Hit]:
    """Two who quarrel, or are of one family: 甲与乙因相邻采光发生纠纷."""
    for quarrel in _QUARREL.finditer(text):
        for sign in _BOTH.finditer(text, max(0, quarrel.start() - 24), quarrel.start()):
            first = before(text, sign.start())
            second = one(text, sign.end(), announced=False) if first else None
            if first and second:
                yield Hit(*first, True)
                yield Hit(*second, True)


def _signed(text: str) -> Iterator[Hit]:
    """The name alone on a line that the date follows, or the closing words of a letter go before."""
    found = [*_RESPECTS.finditer(text)] if "敬礼" in text else []
    for date in _DATE.finditer(text):
        start = max(0, date.start() - 48)
        if signed := _SIGNED.search(text[start : date.start()]):
            yield from _signature(start + signed.start(1), signed[1])
    for signed in found:
        yield from _signature(signed.start(1), signed[1])


def _signature(start: int, written: str) -> Iterator[Hit]:
    name = "".join(written.split())
    if len(name) > 2 and whole(name, rare=True):
        yield Hit(start, start + len(written), name, True)


def _in_a_row(text: str, start: int) -> Iterator[Name]:
    """Names between blanks, as in a list of pupils."""
    while name := one(text, start, announced=True):
        yield name
        blank = re.compile(r"[ \t]{1,4}").match(text, name.end)
        if not blank:
            return
        start = blank.end()


def _of_file(text: str, end: int) -> Iterator[Hit]:
    start = max(0, end - 80)
    path = text[start : end + 1]
    if _CASE.search(path):
        for part in _OF_FILE.finditer(path):
            if len(part[1]) > 2 and part[1] not in CITIZENS and whole(part[1]):
                yield Hit(start + part.start(1), start + part.end(1), part[1], True)
