"""Words in which the whole meaning of a sentence may hang: stance, number, clause. They are made into signs of their own.

In the text that sentences are compared in, each such word is one sign of a private plane (a number one sign
a digit), so that no likeness of the rest can ever outweigh a difference in them. The lists are ours; a word
that is missing here is still held apart by `opinions.grouping.alike`, which asks for known words.
"""

import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from opinions.grouping.fold import Codes


# Longer words first where one holds another: the expression takes the first that fits.
def _words(text: str) -> list[str]:
    return text.split()


_STANCE = _words("""
不应当 不应该 不应 应当 应该 不同意 同意 不赞成 赞成 不赞同 赞同 不支持 支持 反对 拥护 认可 不认可
抵制 抗议 不得 不能 不可以 可以 不可 不宜 不必 不需要 需要 必须 无需 无须 不允许 允许 不准 准许 禁止
严禁 强制 自愿 鼓励 限制 提高 降低 提升 增加 减少 增设 撤销 扩大 缩小 延长 缩短 提前 推迟 延后 加快
放慢 减缓 加强 削弱 加大 减小 加重 减轻 放宽 收紧 从严 从宽 从重 从轻 严格 宽松 上调 下调 调高 调低
保留 删除 删去 删掉 取消 废止 恢复 新增 新建 拆除 保护 开放 关闭 开通 停办 停止 继续 公开 保密 免费
收费 有偿 无偿 全额 全部 部分 统一 分别 集中 分散 优先 合并 拆分 统筹 不低于 不高于 不少于 不超过
高于 低于 大于 小于 多于 少于 超过 不足 最高 最低 最多 最少 至少 至多 以上 以下 以内 以外 之前 之后
事前 事后 先行 一次性 分期 定期 随时 按月 按季 按年 按日 每月 每年 每周 每季度 每日 每天 每半年 线上
线下 网上 现场 书面 口头 电子 纸质 工作日 自然日 上午 下午 白天 夜间 周末 平时 单向 双向 东侧 西侧
南侧 北侧 左侧 右侧 合理 不合理 满意 不满意 喜欢 讨厌 必要 不必要 没必要 有必要 有利 不利 太高 太低
太多 太少 太长 太短 过高 过低 过长 过短 👎 否 不 未 无 非 没 别 勿 免 禁 莫
""")
_KINDS = _words("""
城镇 农村 本市 外地 市级 区级 县级 省级 乡镇 街道 公办 民办 政府 个人 企业 市场 高 低 大 小 多 少
长 短 早 晚 快 慢 前 后 上 下 内 外 有 增 减 升 降 先 男 女 新 旧 宽 严 紧 松
""")
_WORDS = {word: chr(0xF0000 + n) for n, word in enumerate(dict.fromkeys(_STANCE))} | {
    word: chr(0xF4000 + n) for n, word in enumerate(_KINDS)
}


def _keys(words: list[str]) -> tuple[NDArray[np.uint64], Codes]:
    """Words of one length packed into numbers, sorted, and the sign of each."""
    packed = sorted(
        (sum(ord(c) << 21 * n for n, c in enumerate(word[::-1])), word) for word in words
    )
    signs = [ord(_WORDS[word]) for _, word in packed]
    return np.array([key for key, _ in packed], np.uint64), np.array(signs, np.uint32)


_FOR = _words("""
支持 赞成 赞同 同意 拥护 认可 满意 喜欢 合理 必要 有必要
""")
_AGAINST = _words("""
反对 不同意 不赞成 不赞同 不支持 不认可 抵制 抗议 否 👎 不满意 讨厌 不合理 没必要 不必要 取消 删除
删去 删掉 废止
""")
FAVOUR = re.compile(f"[{''.join(_WORDS[word] for word in _FOR)}]")
AGAINST = re.compile(f"[{''.join(_WORDS[word] for word in _AGAINST)}]")
ATTITUDE = re.compile(f"[{FAVOUR.pattern[1:-1]}{AGAINST.pattern[1:-1]}]")

NO = re.compile(
    f"[{''.join(sign for word, sign in _WORDS.items() if word[0] in '不未无非没别勿免禁否莫👎' or word == '严禁')}]"
)
"""The signs of the words that turn what they stand before."""
UNBENDING = re.compile(f"{NO.pattern}|[\U000f8000-\U0010fffd]")
"""Those, and any sign of a number, a clause or a quoted part: no slip of the hand is seen in them."""

_NUMERALS = "0-9零〇一二三四五六七八九十百千万亿两"
_UNITS = (
    "个工作日|个自然日|工作日|周岁|个月|小时|分钟|万元|亿元|平方米|公里|个百分点|"
    "年|月|日|天|周|岁|元|%|倍|次|户|人|米|成|折|度|级|类|档|代|组|所|处|间|层|名|家|件|项|分之"
)
# Each expression begins with a set of characters, or with words alone: the engine then skips to the next of them.
_NUMBER = re.compile(
    rf"[第{_NUMERALS}](?:"
    rf"(?<=第)(?P<article>[{_NUMERALS}]{{1,9}})条"
    rf"(?:第?(?P<paragraph>[{_NUMERALS}]{{1,6}})款)?(?:第?(?P<item>[{_NUMERALS}]{{1,6}})项)?"
    # What has a numeral in it and counts nothing.
    r"|(?P<idiom>(?<=一)(?:些|定|律|样|直|般|起|下|旦|方面|并|线|老一小)|(?<=[进单唯]一)步?"
    r"|(?<=十)分|(?<=万)一|(?<=千)万|(?<=百)姓)"
    rf"|(?<!第)(?P<rest>[{_NUMERALS}.\-]{{0,18}})(?P<unit>{_UNITS})?)"
)
_NUMERAL = re.compile(f"[{_NUMERALS}]")
_LONGEST_WORD = 3
_KEYS = {
    size: _keys([word for word in _WORDS if len(word) == size])
    for size in range(1, _LONGEST_WORD + 1)
}
_BEGINS = np.zeros(0x110000, dtype=bool)
_BEGINS[[ord(word[0]) for word in _WORDS]] = True
_STANCES = re.compile("|".join(sorted(map(re.escape, _WORDS), key=lambda w: (-len(w), w))))

_MARK, QUOTE = 0xFA000, 0x100000
PARTS = 0xFFFD
"""The most parts of a draft that have a sign of their own."""

HEAVY = re.compile("[\U000f0000-\U0010fffd]")
"""Any sign that stands for a word of weight, a number, a clause or a quoted part of the draft."""
STRONG = "\U000f0000-\U000f3fff\U000fa000-\U0010fffd"
"""The signs, as a class of an expression, of stance proper, clauses and quoted parts: no mere opening holds them."""
_TELLING = re.compile("[\U000f0000-\U000f9fff]+")
TOKEN = re.compile(
    "\U000fa000[^\U000fa001]*\U000fa001|[\U000f8000-\U000f9fff]+|[\U000f0000-\U0010fffd]"
)
NUMBER = re.compile("[\U000f8000-\U000f9fff]")
QUOTES = re.compile("[\U00100000-\U0010fffd]+")
MENTIONS = re.compile("\U000fa000[^\U000fa001]*\U000fa001")

_SPOKEN = {sign: word for word, sign in _WORDS.items()}
_DIGITS = {
    c: chr(0xF8000 + n)
    for n, c in enumerate(dict.fromkeys("0123456789.-kx" + _UNITS.replace("|", "")))
}
_SPOKEN |= {sign: c for c, sign in _DIGITS.items()}
_VALUES = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def marked(codes: Codes) -> Codes:
    """A block with each word of stance as one sign; of two that overlap the first, of two that begin together the longer."""
    at = np.flatnonzero(_BEGINS[codes])
    padded = np.append(codes, np.zeros(_LONGEST_WORD, codes.dtype)).astype(np.uint64)
    key, sizes, signs = padded[at], np.zeros(len(at), np.int64), np.zeros(len(at), codes.dtype)
    for size in range(1, _LONGEST_WORD + 1):
        if size > 1:
            key = key << np.uint64(21) | padded[at + size - 1]
        words, their_signs = _KEYS[size]
        found = np.minimum(np.searchsorted(words, key), len(words) - 1)
        hit = words[found] == key
        sizes[hit], signs[hit] = size, their_signs[found[hit]]
    at, sizes, signs = at[sizes > 0], sizes[sizes > 0], signs[sizes > 0]
    free = at >= np.append(0, np.maximum.accumulate(at + sizes)[:-1]) if len(at) else sizes > 0
    at, sizes, signs = at[free], sizes[free], signs[free]
    out = codes.copy()
    for size in range(2, _LONGEST_WORD + 1):
        out[at[sizes >= size] + size - 1] = 0
    out[at] = signs
    left: Codes = out[out != 0]
    return left


def signs(source: str) -> str:
    """The source of an expression, to be asked of a marked text."""
    return _STANCES.sub(lambda word: _WORDS[word[0]], source)


def numbered(text: str) -> str:
    """A marked sentence with its numbers and mentions of clauses as signs; idioms with a numeral stay as they are."""
    return _NUMBER.sub(_numbered, text) if _NUMERAL.search(text) else text


def skeleton(sentence: str) -> str:
    """A masked sentence without its stance and numbers: two that have one skeleton differ in nothing else."""
    return _TELLING.sub("", sentence)


def spoken(sentence: str) -> str:
    """A masked sentence with its words of stance and numbers readable again; quoted parts are left out."""
    return "".join(_SPOKEN.get(sign, "" if HEAVY.match(sign) else sign) for sign in sentence)


def clause_number(clause: str) -> str:
    """The clause that a letter is addressed to, as a mention of it in the text is written: t12k2 is 12k2."""
    return re.sub(r"^t", "", clause)


def _numbered(match: re.Match[str]) -> str:
    if match["article"]:
        place = plain(match["article"])
        place += "k" + plain(match["paragraph"]) if match["paragraph"] else ""
        place += "x" + plain(match["item"]) if match["item"] else ""
        return chr(_MARK) + "".join(_DIGITS[c] for c in place) + chr(_MARK + 1)
    if match["idiom"] is not None:
        return match[0]
    unit = match["unit"] or ""
    number = match[0].removesuffix(unit)
    value = re.sub(rf"[{_NUMERALS}]+", lambda run: plain(run[0]), number)
    return "".join(_DIGITS[c] for c in value + unit)


def mentioned(sentence: str) -> list[str]:
    """The clauses that a masked sentence names, in order: 12, 12k2."""
    return ["".join(_SPOKEN[c] for c in found[1:-1]) for found in MENTIONS.findall(sentence)]


@lru_cache(4096)
def plain(numeral: str) -> str:
    """A numeral in plain digits: 六十五 and 65 are one; what is no numeral of either kind stays as it is."""
    if numeral.isdecimal() and numeral.isascii():
        return numeral.lstrip("0") or "0"
    total, section, digit = 0, 0, 0
    for run in re.findall(r"[0-9]+|.", numeral):
        if run in _SCALES:
            scale = _SCALES[run]
            if scale >= 10_000:
                total, section = (total + section + digit or 1) * scale, 0
            else:
                section += (digit or (0 if section else 1)) * scale
            digit = 0
        elif run.isascii():
            digit = int(run)
        else:
            digit = digit * 10 + _VALUES[run]
    return str(total + section + digit)
