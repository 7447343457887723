"""A made-up consultation with labels: a draft of 56 clauses that exists nowhere, and as many letters on it as asked for.

Deterministic by its seed. What two letters have the same label for is their meaning: one clause and one set
of points. As in real consultations many quote the draft, campaigns have counter-campaigns that differ in one
word or one number, and hands slip.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from opinions.grouping import Letter


def _words(text: str) -> list[str]:
    return text.split()


_MATTERS = _words("""
助餐点设置 用餐补贴 送餐上门 食材采购 厨房改造 价目公示 志愿服务 场地租金 厨师培训 预约平台 投诉处理
资金拨付 服务评价 停餐预案
""")
_ASPECTS = ("标准", "时限", "职责", "监督")
_CLAUSES = {
    "标准": "{m}的具体标准由市民政部门会同市财政部门拟订，报市人民政府批准后施行。{m}标准每{a}年评估一次，"
    "评估结果作为调整的依据。制定和调整{m}标准，应当听取社区老年人和经营单位的意见。",
    "时限": "申请办理{m}事项的，应当向所在地的街道办事处提交申请表。街道办事处应当自收到{m}申请之日起{b}日内完成核实，"
    "并将结果书面告知申请人。逾期未答复{m}申请的，申请人可以向区民政部门反映。",
    "职责": "区民政部门负责本辖区{m}工作的组织实施，街道办事处承担{m}的日常管理。市场监管、卫生健康等部门按照各自职责做好{m}"
    "的相关工作。居民委员会协助做好{m}的宣传和登记，每年不少于{a}次。",
    "监督": "市民政部门应当会同有关部门对{m}情况开展检查，每年抽查的比例不低于百分之{b}。检查{m}时发现问题的，责令限期改正并记入信用档案。"
    "任何单位和个人发现{m}中的违法行为，有权向民政部门举报。",
}
PEOPLE = _words("""
独居老人 失能老人 高龄老人 残疾居民 孤寡老人 退休职工 困难家庭 外来务工人员 双职工家庭 空巢夫妻 重病患者
带孙辈的老人 环卫工人 大病初愈的邻居
""")
PLACES = _words("""
东华新村 临河小区 石桥头 北塘里弄 文庙后街 锦绣花园 老码头 南园三村 望江苑 铁路宿舍 纺织厂家属院 桃溪路
柳荫公寓 青石巷 白鹭洲 双井坊 安平里 枫林苑 和顺街 槐树大院 梅园坊 金桂苑 永兴里 长乐坊 曙光新村
建材厂宿舍 海棠湾 竹园小区 红星里 渔港路
""")
THINGS = _words("""
餐桌 保温箱 电梯 扶手 坡道 公告栏 取餐窗口 洗手池 轮椅通道 菜单牌 刷卡机 排风扇 停车棚 热水器 消毒柜
叫号屏 遮雨棚 座椅 路灯 配送车
""")
FAULTS = _words("""
总是坏了没人修 摆得满地都是 排队排到马路边 挤得转不过身 一到雨天就积水 字印得看不清楚 常常被杂物堵住
噪声吵得人睡不着 油烟味散不出去 被人占着聊天打牌 临近中午就停用 没有人会操作 钥匙找不到 颜色旧得发黑
坏了以后贴张纸就算完事
""")
DEEDS = _words("""
安排专人巡查 装上监控 贴出维修电话 请专业公司打理 登记造册 轮流值守 设立意见箱 定做警示标识 改用节能型号
购买保险 换成防滑材料 配上放大镜 按楼栋分批使用 做好交接记录 张贴盲文说明 组织演练 拍照留底 由居民小组打分
""")
_REASONS = (
    "{place}的{people}走到最近的助餐点要花{n}分钟",
    "去年冬天{place}就有{people}因为吃不上热饭住进了医院",
    "我问过{place}的{people}，十个里有{n}个这样想",
    "隔壁{place2}的{thing}{fault}，大家看在眼里",
    "{place}的{people}手里的钱要掰成几份花，饭钱占了大头",
    "{place}的{thing}修了{n}天还没有修好",
    "{place2}那边{people}和{people2}加起来有{n}位，谁家都会老",
    "物价涨得快，{place}的{thing}和{thing2}样样要钱",
    "{place2}的{people}试过{deed}，都说方便",
    "子女在外地工作，{place}的{people}连一日三餐都没人照看",
    "看了{place}的{thing}和{place2}的{thing2}，心里有数才来写这封信",
    "账算下来，{place}的{people}每天只要{n}份饭就能维持",
)
_WISHES = (
    "{m}应当为{people}{deed}",
    "在{place}办理{m}时应当先{deed}",
    "{m}要考虑{place}的{thing}{fault}",
    "把{place}的{thing}纳入{m}并且{deed}",
    "{m}这件事由{people}推选代表来{deed}",
    "{m}每{n}天{deed}",
)
# What may be turned: the two words, and the sentence around them.
_TURNED = (
    ("提高", "降低", "{m}的补助标准应当{w}到每人每月{n}元"),
    ("延长", "缩短", "{m}的办理期限应当{w}，现在的安排不切实际"),
    ("支持", "反对", "我们{w}把{m}交给专业公司运营的做法"),
    ("同意", "不同意", "{w}在{place}先行试点{m}的安排"),
    ("增加", "减少", "应当{w}{place}一带{m}的名额"),
    ("公开", "不公开", "{m}的评分结果应当{w}到每一个{thing}的使用人"),
    ("保留", "取消", "请{w}{people}办理{m}时的优待"),
    ("应当", "不应当", "{people}办理{m}{w}提交收入证明"),
    ("允许", "禁止", "{w}{people}代替家人办理{m}"),
    ("放宽", "收紧", "{m}对{people}的条件应当{w}"),
    ("免费", "收费", "{m}对{people}{w}提供"),
    ("提前", "推迟", "{m}的开始时间应当{w}一些，{people}才赶得上"),
)
_NUMBERED = (
    "{m}的起始年龄应当定为{n}周岁",
    "{m}的补贴按照每餐{n}元发给{people}",
    "{place}的{m}应当在{n}日以内办结",
    "{m}的自付比例定为百分之{n}比较合适",
)
_HELLOS = (
    "尊敬的领导：您好！",
    "您好，我是{place}的一名居民。",
    "我叫老{k}，家住{place}，今年{n}岁。",
    "各位领导好！作为一名普通市民，",
    "我是{people}的家属，",
    "市民政局负责同志：你们好！",
)
_BYES = ("谢谢！", "请予以考虑。", "望采纳。", "此致敬礼", "以上意见供参考。", "{place}居民")
_OWN = (
    "我家{people}也在等这件事",
    "本人在{place}住了{n}年",
    "前两天{place}的{thing}又{fault}",
    "邻居{people}托我一起写上",
    "我在{place2}的亲戚也这么说",
)
_SLIPS = (
    "的是在有人这中为国我以到他会作来分生对于学下级地个用同行面说种过命度革而多子后自"
    "社加小机也经力线本电高量长党得实家定深法表着水理化争现所二起政三好十战无农使性前"
    "等反体合斗路图把结第里正新开论之物从当两些还天资事队批"
)


class Labelled(NamedTuple):
    """Letters in the order they came; for each its meaning, its part of the corpus, and its opposite's meaning or ''."""

    draft: tuple[str, ...]
    letters: list[Letter]
    meaning: list[str]
    part: list[str]
    opposite: list[str]


def draft() -> tuple[str, ...]:
    """The made-up 海滨市社区助餐服务办法（草案）, 56 clauses."""
    return tuple(
        _CLAUSES[aspect].format(m=matter, a=n % 4 + 2, b=n % 7 * 5 + 10)
        for n, matter in enumerate(_MATTERS)
        for aspect in _ASPECTS
    )


@dataclass
class _Writer:
    random: random.Random
    typing: tuple[float, float]

    def filled(self, pattern: str, **given: str) -> str:
        pick = self.random.choice
        slots = {
            "place": pick(PLACES),
            "place2": pick(PLACES),
            "people": pick(PEOPLE),
            "people2": pick(PEOPLE),
            "thing": pick(THINGS),
            "thing2": pick(THINGS),
            "fault": pick(FAULTS),
            "deed": pick(DEEDS),
            "n": str(self.random.randint(3, 98)),
            "k": "李王赵钱孙周吴郑"[self.random.randrange(8)],
        }
        return pattern.format(**{**slots, **given})

    def reasons(self, least: int, most: int) -> list[str]:
        many = self.random.randint(least, most)
        return [self.filled(one) for one in self.random.sample(_REASONS, many)]

    def wish(self, clause: int) -> str:
        return self.filled(self.random.choice(_WISHES), m=_MATTERS[clause // 4])

    def turned(self, clause: int) -> tuple[str, str]:
        """A sentence and its opposite: one word or one number apart."""
        if self.random.random() < 0.3:
            pattern = self.random.choice(_NUMBERED)
            one, other = self.random.sample(range(3, 99), 2)
            half = self.filled(pattern, m=_MATTERS[clause // 4], n="{n}")
            return half.format(n=one), half.format(n=other)
        first, second, pattern = self.random.choice(_TURNED)
        half = self.filled(pattern, m=_MATTERS[clause // 4], w="{w}")
        return half.format(w=first), half.format(w=second)

    def letter(self, clause: int, sentences: list[str], hello: float = 0.5) -> str:
        """The sentences with a greeting and thanks of its own, and the clause named at the ask."""
        begin = self.filled(self.random.choice(_HELLOS)) if self.random.random() < hello else ""
        end = self.filled(self.random.choice(_BYES)) if self.random.random() < 0.3 else ""
        first = f"第{numeral(clause + 1)}条，" if self.random.random() < 0.5 else ""
        ask = self.random.choice(("建议", "希望", "", "", "我认为"))
        return begin + first + ask + "。".join(sentences) + "。" + end

    def slipped(self, text: str) -> str:
        """The text with errors of the hand: a character wrong, missing, doubled, or two swapped."""
        rate = self.random.uniform(*self.typing)
        chars = list(text)
        for at in range(len(chars)):
            if self.random.random() < rate and "\u4e00" <= chars[at][:1] <= "\u9fff":
                how = self.random.random()
                if how < 0.6:
                    chars[at] = self.random.choice(_SLIPS)
                elif how < 0.75:
                    chars[at] = ""
                elif how < 0.9:
                    chars[at] *= 2
                elif at + 1 < len(chars):
                    chars[at], chars[at + 1] = chars[at + 1], chars[at]
        return "".join(chars)

    def spaced(self, text: str) -> str:
        """The text with other marks, widths and spaces, as programs and phones make them."""
        swaps = {"，": ",", "。": self.random.choice(("！", ".", "。\n", ";")), "：": ":"}
        wide = self.random.random() < 0.3
        out = []
        for c in text:
            if c in swaps and self.random.random() < 0.5:
                out.append(swaps[c])
            elif wide and c.isascii() and c.isdigit():
                out.append(chr(ord(c) + 0xFEE0))
            else:
                out.append(c)
            if self.random.random() < 0.01:
                out.append(self.random.choice((" ", "　", "\u200b")))
        return "".join(out)


def numeral(n: int) -> str:
    """A clause's number as drafts write it, to 99."""
    ones = "零一二三四五六七八九"
    tens = ("" if n < 20 else ones[n // 10]) + "十" if n > 9 else ""
    return tens + (ones[n % 10] if n % 10 else "")


HUMAN, HARSH = (0.002, 0.008), (0.005, 0.04)


def corpus(size: int, seed: int, typing: tuple[float, float] = HUMAN) -> Labelled:
    """So many letters, shuffled: 37 % single, 13 % quoting, 14 % copies, 25 % of campaigns, 7 % small clusters, 4 % opposite pairs."""
    writer = _Writer(random.Random(f"{seed}-{size}"), typing)
    rows = list[tuple[str, str, str, str]]()
    for part, share, write in (
        ("single", 0.37, _singles),
        ("quoted", 0.13, _quoting),
        ("copied", 0.14, _copied),
        ("campaign", 0.25, _campaigns),
        ("cluster", 0.07, _clusters),
        ("opposite", 0.04, _opposites),
    ):
        rows += [(*row, part) for row in write(writer, round(size * share))]
    writer.random.shuffle(rows)
    letters = [Letter(f"{n:07d}", text) for n, (text, _, _, _) in enumerate(rows)]
    return Labelled(
        draft(), letters, [r[1] for r in rows], [r[3] for r in rows], [r[2] for r in rows]
    )


Rows = Iterator[tuple[str, str, str]]
"""Text, meaning, meaning of its opposite or ''."""


def _meaning(clause: int, *points: str) -> str:
    return f"{clause}|{'|'.join(points)}"


def _singles(writer: _Writer, many: int) -> Rows:
    for _ in range(many):
        clause = writer.random.randrange(56)
        said = [writer.wish(clause), *writer.reasons(1, 4)]
        yield writer.slipped(writer.letter(clause, said)), _meaning(clause, *sorted(said)), ""


def _quoting(writer: _Writer, many: int) -> Rows:
    clauses = draft()
    for _ in range(many):
        clause = writer.random.randrange(56)
        wish = writer.wish(clause)
        quote = writer.slipped(clauses[clause])
        shape = writer.random.choice(
            ("“{q}”这一条，建议{w}。", "{q}{w}。", "原文：{q}\n修改意见：{w}。")
        )
        text = shape.format(q=quote, w=writer.slipped(wish))
        yield text, _meaning(clause, wish), ""


def _copied(writer: _Writer, many: int) -> Rows:
    left = many
    while left > 0:
        clause = writer.random.randrange(56)
        said = [writer.wish(clause), *writer.reasons(1, 3)]
        text = writer.letter(clause, said)
        for _ in range(min(left, writer.random.randint(2, 9))):
            left -= 1
            yield writer.spaced(text), _meaning(clause, *sorted(said)), ""


def _campaigns(writer: _Writer, many: int) -> Rows:
    weights = list(accumulate(1 / n for n in range(1, 21)))
    campaigns = []
    for n in range(20):
        clause = writer.random.randrange(56)
        pro, contra = writer.turned(clause)
        campaigns.append((clause, pro, contra if n % 2 == 0 else "", writer.reasons(3, 5)))
    for _ in range(many):
        n = writer.random.choices(range(20), cum_weights=weights)[0]
        clause, pro, contra, reasons = campaigns[n]
        turned = contra and writer.random.random() < 0.4
        said = [s for s in reasons if writer.random.random() > 0.15] or reasons[:1]
        if writer.random.random() > 0.03:
            said.insert(0, contra if turned else pro)
        if writer.random.random() < 0.25:
            said.insert(
                writer.random.randrange(len(said) + 1), writer.filled(writer.random.choice(_OWN))
            )
        meaning = _meaning(clause, f"campaign {n}", contra if turned else pro)
        other = _meaning(clause, f"campaign {n}", pro if turned else contra) if contra else ""
        yield writer.spaced(writer.slipped(writer.letter(clause, said, 0.7))), meaning, other


def _clusters(writer: _Writer, many: int) -> Rows:
    left = many
    while left > 0:
        clause = writer.random.randrange(56)
        said = [writer.wish(clause), *writer.reasons(2, 3)]
        for _ in range(min(left, writer.random.randint(3, 8))):
            left -= 1
            mine = list(said)
            if writer.random.random() < 0.3:
                mine.append(writer.filled(writer.random.choice(_OWN)))
            yield writer.slipped(writer.letter(clause, mine)), _meaning(clause, *sorted(said)), ""


def _opposites(writer: _Writer, many: int) -> Rows:
    for _ in range(many // 2):
        clause = writer.random.randrange(56)
        pro, contra = writer.turned(clause)
        reasons = writer.reasons(0, 2)
        named = f"第{numeral(clause + 1)}条，" if writer.random.random() < 0.5 else ""
        one, other = (_meaning(clause, half, *sorted(reasons)) for half in (pro, contra))
        rest = "。".join(["", *reasons]) + "。"
        yield writer.spaced(f"{named}{pro}{rest}"), one, other
        yield writer.spaced(f"{named}{contra}{rest}"), other, one
