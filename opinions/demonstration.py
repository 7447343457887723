"""The demonstration's consultation: some three hundred letters, every one made up, the same each time.

Two campaigns want the opposite of each other; some quote the draft, some write the same in their own words, one
letter cannot be used, a few agree to be counted only. Part of it is answered, so that a newcomer sees every
state.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256

from catalog.opinion import Audience, OpinionSource, Outcome
from catalog.record import Actor
from catalog.submission import Channel, Consent, Contact, Submission
from opinions.answers import Answer, answer, answers, confirm, subjects
from opinions.batches import Batch, Kind, Received
from opinions.drafts import consulted, texts
from opinions.groups import Move
from opinions.moves import grouping, move
from opinions.points import LayerKind, lay
from opinions.register import Register, Window, window
from opinions.regroup import regroup
from storage.ledger import Ledger

ITEM = "demo-2026-05"
NAME = "演示来件（全部虚构）.csv"
TYPING = Actor(name="高演示丁", unit="社会组织管理处", identity="演示剧本")
AGREEING = Actor(name="徐演示己", unit="法规处", identity="演示剧本")

FOR, AGAINST = "建议把评估等级的有效期延长到七年", "建议把评估等级的有效期缩短到三年"
BECAUSE = {
    FOR: (
        "现在五年一评，准备材料要占用大半年时间", "小机构人手少，频繁评估影响正常服务",
        "评估费用每次都要从服务经费里挤", "只要年度报告按时交，延长有效期不会放松监管",
    ),
    AGAINST: (
        "五年里负责人可能换了两任，等级早就名不副实", "三年一评才能及时发现财务问题",
        "捐赠人需要看到最近的评估结果", "有效期太长，后来成立的机构没有公平竞争的机会",
    ),
}  # fmt: skip
OPENINGS = (
    "",
    "",
    "您好！",
    "我是一名社工。",
    "作为社会组织的从业人员，我认为：",
    "看了征求意见稿，谈一点看法。",
    "支持修订。",
)
SINGLE = (
    ("工作绩效占四成偏低，建议提高到五成", "t6"), ("工作绩效占四成偏高，建议降低到三成", "t6"),
    ("年度报告已经报送的，评估时确实不应再要一遍", "t5"), ("建议写明哪些材料可以不再报送，列一个清单", "t5"),
    ("第八条的“严重违法行为”应当写明标准，免得各区尺度不一", "t8"), ("降低等级之前应当让机构申辩", "t8"),
    ("评估等级和政府购买服务挂钩，要照顾新成立的小机构", "t9"), ("等级不应当和税收优惠挂钩", "t9"),
    ("社会评价怎么打分没有写，建议公开问卷", "t6"), ("建议评估专家里有服务对象代表", ""),
    ("希望评估可以网上办，不用跑腿", ""), ("评估结果请在网站上公布全部得分", ""),
    ("社区里的小协会没有专职会计，财务部分能不能简化", "t6"), ("基础条件里的办公面积要求对志愿团体太高", "t6"),
    ("没有意见，赞成", ""), ("建议设置一年过渡期", ""),
)  # fmt: skip
ENDINGS = ("", "。", "，谢谢！", "，请予考虑。", "，供参考。")


def fill(ledger: Ledger, now: datetime) -> int:
    """Put the letters, their groups and some answers on file, once; how many letters are new."""
    register, open_ = Register(ledger.engine), window(ledger.load(ITEM))
    if register.batches(ITEM, open_.round):
        return 0
    at = open_.closes_at - timedelta(days=10) if open_.closes_at else now
    at = min(at, now)
    letters = list(_letters(open_, at))
    said = "".join(one.letter.text for one in letters)
    batch = Batch(ITEM, open_.round, Kind.FILE, NAME, sha256(said.encode()).hexdigest())
    made = register.take_in(batch, letters, actor=TYPING, at=at)
    _work(ledger, open_.round, at)
    return made.kept


def _letters(open_: Window, until: datetime) -> Iterator[Received]:
    luck = random.Random(2026)
    for line, (text, clause, rest) in enumerate(_texts(luck), 1):
        at = until - timedelta(minutes=luck.randint(60, 40_000))
        letter = Submission.model_validate(
            {
                "item": ITEM, "round": open_.round, "received_at": at, "late": open_.late(at),
                "channel": luck.choice([Channel.WEB] * 6 + [Channel.EMAIL, Channel.LETTER, Channel.PHONE]),
                "clause": clause, "text": text,
                "consent": luck.choice([Consent.YES, Consent.ANONYMOUS, Consent.ANONYMOUS, Consent.ANONYMOUS]),
            } | rest
        )  # fmt: skip
        name = (
            Contact(name=f"虚构写信人{line}", contact=f"1380000{line:04}")
            if line % 3
            else Contact()
        )
        yield Received(line, letter, name)


def _texts(luck: random.Random) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Texts in a mixed order, each with its clause and what else is said of the letter."""
    found: list[tuple[str, str, dict[str, object]]] = []
    for wish, count in ((FOR, 92), (AGAINST, 74)):
        for _ in range(count):
            reasons = list(BECAUSE[wish])
            if luck.random() < 0.4:
                reasons.remove(luck.choice(reasons))
            text = luck.choice(OPENINGS) + "。".join([wish, *reasons]) + luck.choice(ENDINGS)
            found.append((text, "t4", {}))
    for n in range(118):
        text, clause = SINGLE[n % len(SINGLE)]
        found.append((luck.choice(OPENINGS) + text + luck.choice(ENDINGS), clause, {}))
    quote = "第四条 评估等级分为五级，有效期五年。"
    found += [(f"{quote}五级分得太细，建议改为三级，第{n}次提出", "t4", {}) for n in range(1, 4)]
    unit: dict[str, object] = {
        "source": OpinionSource.UNIT,
        "channel": Channel.UNIT_LETTER,
        "audience": Audience.UNITS,
    }
    found += [
        (f"示例市{name}（虚构）：无修改意见。", "", unit)
        for name in ("财政局", "税务局", "审计局", "人力资源和社会保障局")
    ]
    hidden: dict[str, object] = {"consent": Consent.COUNT_ONLY}
    found += [
        (f"我所在的机构去年评估时被要求重复提交材料（第{n}件）", "t5", hidden) for n in range(1, 6)
    ]
    found.append(("啊啊啊啊", "", {}))
    luck.shuffle(found)
    yield from found


def _work(ledger: Ledger, round: int, at: datetime) -> None:
    """What the office has done so far: grouped, named and confirmed some groups, answered the largest."""
    from opinions.grouping import group

    engine = ledger.engine
    empty = next(x.no for x in Register(engine).letters(ITEM, round) if x.letter.text == "啊啊啊啊")
    lay(engine, ITEM, empty, LayerKind.UNUSABLE, "", reason="没有内容", actor=TYPING, at=at)
    regroup(engine, ITEM, round, texts(consulted(ledger, ITEM)), group, at)
    with engine.connect() as connection:
        there = subjects(connection, ITEM, round)
        groups = grouping(connection, ITEM, round).groups
    named = {FOR: "有效期延长到七年", AGAINST: "有效期缩短到三年"}
    for wish, title in named.items():
        codes = [c for c in there if c in groups and wish in there[c].lead.text]
        for code in codes[:1]:
            if codes[1:]:  # what the machine left apart, a person puts together
                merged = {"into": code, "from": codes[1:]}
                move(engine, ITEM, round, Move.MERGE, merged, actor=TYPING, at=at)
            said = {"group": code, "title": title}
            move(engine, ITEM, round, Move.LABEL, said, actor=TYPING, at=at)
            move(engine, ITEM, round, Move.CONFIRM, said, actor=TYPING, at=at)
            answer(engine, ITEM, round, {code: ANSWERS[wish]}, actor=TYPING, at=at)
    with engine.connect() as connection:
        held = answers(connection, ITEM, round)
    digests = {code: one.digest for code, one in list(held.items())[:1]}
    confirm(engine, ITEM, round, digests, actor=AGREEING, at=at)


ANSWERS = {
    FOR: Answer(
        Outcome.NOT_ADOPTED,
        "评估结果用于政府购买服务，有效期七年会使结果与实际脱节；第五条已经减去重复报送的材料，负担主要由此减轻（演示数据）",
    ),
    AGAINST: Answer(
        Outcome.PARTLY_ADOPTED, "有效期不变，增加第三年的中期核查（演示数据）", "第四条", "增加一款：有效期内第三年进行中期核查",
    ),
}  # fmt: skip
