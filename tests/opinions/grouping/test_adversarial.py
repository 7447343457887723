"""Letters as nobody writes them, and as somebody will: nothing breaks, nothing takes long, nothing is lost."""

import math
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opinions.grouping import Comparison, Letter, Progress, Reading, group, work_list
from tests.opinions.grouping.corpus import corpus, draft
from tests.opinions.grouping.measures import sets_of

_SIGNS = "不应当提高降低支持反对65六十五第三条款，。！？、.,；\n 👍👎​ｆ①㈠﷽\ud800\x00\x01\x02\x03\U000f0000\U00100000补贴标准"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.text(_SIGNS, max_size=60),
            st.sampled_from(["", "t3", "t12k2"]),
            st.sampled_from(["", "", "甲"]),
        ),
        max_size=8,
    )
)
def test_any_letters_are_a_partition_and_placed_ones_stay(rows: list[tuple[str, str, str]]) -> None:
    letters = [Letter(str(n), *row) for n, row in enumerate(rows)]
    grouping = group(letters, ["第三条　补贴标准由区民政部门提高或者降低。"])
    named = [member.letter for one in grouping.groups for member in one.members]
    assert sorted(named + list(grouping.singles)) == sorted(letter.id for letter in letters)
    placed = [one for one in grouping.groups if one.placed]
    assert {one.placed for one in placed} == {letter.placed for letter in letters if letter.placed}
    for one in placed:
        names = {member.letter for member in one.members}
        assert names >= {letter.id for letter in letters if letter.placed == one.placed}
    assert group(letters[::-1], ["第三条　补贴标准由区民政部门提高或者降低。"]) == grouping


@settings(max_examples=60, deadline=None)
@given(st.text(_SIGNS, max_size=80), st.text(_SIGNS, max_size=80))
def test_any_two_letters_are_compared(one: str, other: str) -> None:
    told = Comparison(draft()).differences(one, other)
    assert len(told.changed) + len(told.added) + len(told.shared) <= len(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("建议把补贴标准提高到１２０元！！", "建议把补贴标准提高到120元。"),
        ("應當將補貼標準提高，對老人們開放。", "应当将补贴标准提高，对老人们开放。"),
        ("补贴从六十五周岁发起，街道要做好登记", "补贴从65周岁发起，街道要做好登记！😀😀"),
        ("补贴 每年\u200b发放\u3000两次就够了", "补贴每年发放2次就够了。"),
        ("金额1,280元，按户发给困难家庭", "金额1280元。按户发给困难家庭"),
        ("第十二条，补贴应当按月发到卡上", "建议第12条补贴应当按月发到卡上"),
    ],
)
def test_spelled_otherwise_it_is_the_same(one: str, other: str) -> None:
    assert len(group([Letter("1", one), Letter("2", other)], draft()).groups) == 1


def test_what_holds_no_words_is_grouped_only_with_itself() -> None:
    texts = ["。。。", "！！", "👍", "👎", "👎", "", draft()[0], draft()[1], draft()[0]]
    led = sets_of(group([Letter(str(n), text) for n, text in enumerate(texts)], draft()))
    assert led["3"] == led["4"]
    assert led["6"] == led["8"]
    assert len(set(led.values())) == len(texts) - 2


@pytest.mark.parametrize(
    "texts",
    [
        ["提高" * 10_000, "提高" * 9_999 + "降低"],
        ["。".join(f"第{n}件事情要办好" for n in range(2_000)) for _ in range(3)],
        ["九" * 20_000, "一二三" * 6_666, "第" * 20_000, "我是" * 10_000, "，" * 20_000],
        ["".join(draft()) * 2, "\n".join(draft()) + "不同意"],
        [f"{n}这里的路灯太暗了" for n in range(3_000)],
        [f"这里的路灯太暗了{chr(0x4E00 + n)}要换" for n in range(3_000)],
        [f"{a}。{b}" for a in ("同意", "反对") for b in (f"每月{n}元" for n in range(1_500))],
    ],
)
def test_nothing_grows_with_the_square(texts: list[str]) -> None:
    begun = process_time()
    group([Letter(str(n), text) for n, text in enumerate(texts)], draft())
    assert process_time() - begun < 5


def test_two_letters_of_20000_signs_are_compared_in_a_moment() -> None:
    one = "。".join(f"这是第{n}件要紧的事{chr(0x4E00 + n)}" for n in range(1_500))
    other = "。".join(f"那是第{n}桩不急的活{chr(0x5E00 + n)}" for n in range(1_500))
    begun = process_time()
    Comparison(draft()).differences(one, other)
    assert process_time() - begun < 2


def test_a_member_is_shown_beside_its_leader() -> None:
    quoted = draft()[5]
    leader = f"您好！{quoted}建议提高补贴标准。物价涨得快，家家都难。老人们盼着开门。"
    member = f"建议提高补贴标准。物价长得快，家家都难！另外食堂的灯坏了。{quoted}"
    told = Comparison(draft()).differences(leader, member)
    assert "建议提高补贴标准。" in told.shared
    assert told.changed == (("物价涨得快，家家都难。", "物价长得快，家家都难！"),)
    assert told.added == ("另外食堂的灯坏了。",)
    assert told.dropped == ("老人们盼着开门。",)


def test_two_letters_of_one_id_are_refused() -> None:
    with pytest.raises(ValueError, match="意见编号重复"):
        group([Letter("1", "甲"), Letter("1", "乙")], [])


def test_progress_tells_rate_and_remaining_time() -> None:
    told = list[Progress]()
    labelled = corpus(600, 21)
    group(labelled.letters, labelled.draft, told.append)
    assert [one.done for one in told if one.step == told[-1].step][-1] == 600
    assert all(one.rate >= 0 and (math.isnan(one.remaining) or one.remaining >= 0) for one in told)


def test_every_tenth_place_of_the_work_list_is_for_the_rarest() -> None:
    names = [f"{n:02d}" for n in range(30)]
    rare = [Reading(name, 1.0) for name in reversed(names)]
    told = list(work_list(names, rare))
    assert sorted(told) == names
    assert [told[place] for place in (9, 19)] == ["29", "28"]


def test_the_rarest_is_read_before_what_many_say() -> None:
    letters = [Letter(str(n), f"食堂{n}号窗口的价格要公道，门口要扫干净") for n in range(9)]
    letters.append(Letter("rare", "盲文菜单和轮椅坡道一样也没有考虑"))
    assert group(letters, []).readings[0].letter == "rare"
