"""Letters that differ in one word of stance or one number: never one group, and shown side by side."""

import random

import pytest

from opinions.grouping import Letter, group
from tests.opinions.grouping.corpus import HUMAN, PEOPLE, PLACES, _Writer
from tests.opinions.grouping.measures import sets_of

_HAND_MADE = (
    ("{p}的助餐点应当多开一小时", "{p}的助餐点应当少开一小时"),
    ("{p}的补贴从六十周岁起发放", "{p}的补贴从六十五周岁起发放"),
    ("我反对在{p}收取停车费", "我支持在{p}收取停车费"),
    ("{p}的名单不应当公布到楼道", "{p}的名单应当公布到楼道"),
    ("{p}送餐的距离以三公里以内为准", "{p}送餐的距离以三公里以外为准"),
    ("{p}的申请每年办理一次", "{p}的申请每月办理一次"),
    ("{p}食堂承包给企业无偿使用场地", "{p}食堂承包给企业有偿使用场地"),
    ("允许{q}不参加评议，允许商户参加评议", "允许{q}参加评议，允许商户不参加评议"),
    ("{q}的费用先由街道垫付，后由区里结算", "{q}的费用后由街道垫付，先由区里结算"),
    ("{p}食堂对居民开放，对游客关闭", "{p}食堂对居民关闭，对游客开放"),
    ("{q}用餐要收费", "{q}用餐不要收费"),
    ("{p}的价格每餐15.5元", "{p}的价格每餐155元"),
    ("{p}配送时间为3-5天", "{p}配送时间为35天"),
    ("{p}的食堂白天热闹最好", "{p}的食堂白天冷清最好"),
    ("{p}的做法值得表扬", "{p}的做法值得批评"),
    ("{p}由市民政局管", "{p}由区民政局管"),
    ("{p}的饭菜要辣", "{p}的饭菜要甜"),
    ("先修{p}再修路", "先修路再修{p}"),
    ("补贴发给{p}的房东", "补贴发给{p}的房客"),
    ("建议由{p}管{q}的事", "建议由{q}管{p}的事"),
)


def _pairs(many: int) -> list[tuple[str, str]]:
    writer = _Writer(random.Random(3), HUMAN)
    pairs = []
    for n in range(many):
        one, other = writer.turned(n % 56)
        rest = "。".join(["", *writer.reasons(0, 3)]) + "。"
        pairs.append((one + rest, other + rest))
    return pairs


def _labelled(pairs: list[tuple[str, str]]) -> list[Letter]:
    return [
        Letter(f"{n}-{side}", text)
        for n, pair in enumerate(pairs)
        for side, text in zip("ab", pair, strict=True)
    ]


def test_of_2000_pairs_none_is_one_group_and_95_of_100_are_shown() -> None:
    pairs = list(dict.fromkeys(_pairs(2_000)))
    grouping = group(_labelled(pairs), [])
    led = sets_of(grouping)
    together = [n for n in range(len(pairs)) if led[f"{n}-a"] == led[f"{n}-b"]]
    assert not together, pairs[together[0]]
    shown = {frozenset((one.one, one.other)) for one in grouping.opposites}
    seen = sum(frozenset((led[f"{n}-a"], led[f"{n}-b"])) in shown for n in range(len(pairs)))
    assert seen >= 0.95 * len(pairs)


@pytest.mark.parametrize(("one", "other"), _HAND_MADE)
def test_a_hand_made_pair_is_never_one_group(one: str, other: str) -> None:
    reasons = "。物价涨得快，大家手里的钱都不多。邻居们商量了好几回，托我写这封信。"
    for p, q in zip(PLACES[:2], PEOPLE[:2], strict=True):
        letters = [
            *(Letter(f"a{n}", one.format(p=p, q=q) + reasons) for n in range(5)),
            *(Letter(f"b{n}", other.format(p=p, q=q) + reasons) for n in range(3)),
            Letter("bare", reasons[1:]),
        ]
        led = sets_of(group(letters, []))
        assert led["a0"] == led["a4"] != led["b0"] == led["b2"]
        assert led["bare"] == "bare"  # it says neither; it must not join them


def test_no_chain_of_small_changes_joins_the_ends() -> None:
    """Each letter differs from the next by one sentence; the first and the last have none in common."""
    writer = _Writer(random.Random(8), HUMAN)
    sentences = [writer.filled("{place}的{people}说{thing}{fault}，要{deed}") for _ in range(40)]
    letters = [Letter(f"{n:02d}", "。".join(sentences[n : n + 5]) + "。") for n in range(36)]
    grouping = group(letters, [])
    for one in grouping.groups:
        places = [int(member.letter) for member in one.members]
        assert max(places) - min(places) <= 4


def test_what_wants_two_clauses_the_other_way_round_is_not_one() -> None:
    one = Letter("1", "第三条应当保留原来的写法，不要再改。第五条应当删去，没有用处。")
    other = Letter("2", "第五条应当保留原来的写法，不要再改。第三条应当删去，没有用处。")
    assert not group([one, other], []).groups


def test_a_change_of_the_draft_and_its_reverse_are_not_one() -> None:
    draft = ["助餐点的设置由街道办事处统一规划安排。", "助餐点的补贴由区民政部门按季度发放到户。"]
    one = Letter("1", f"将“{draft[0]}”改为“{draft[1]}”")
    other = Letter("2", f"将“{draft[1]}”改为“{draft[0]}”")
    assert not group([one, other], draft).groups


def test_the_same_wish_for_two_clauses_is_two() -> None:
    letters = [
        Letter("1", "删去这一条", "t3"),
        Letter("2", "删去这一条", "t5"),
        Letter("3", "删去这一条！", "t5"),
    ]
    led = sets_of(group(letters, []))
    assert led["2"] == led["3"] != led["1"]
