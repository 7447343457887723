"""Letters that say the same are one group, and those that want the opposite never are."""

import random

from opinions.grouping import Grouping, Letter, group
from tests.opinions.grouping.corpus import corpus, draft
from tests.opinions.grouping.measures import figures, sets_of


def test_the_order_in_which_letters_are_handed_in_changes_nothing() -> None:
    labelled = corpus(1_500, 11)
    shuffled = list(labelled.letters)
    random.Random(5).shuffle(shuffled)
    assert group(shuffled, labelled.draft) == group(labelled.letters, labelled.draft)


def test_few_letters_are_wrongly_together_and_hardly_any_opposites() -> None:
    labelled = corpus(4_000, 12)
    found = figures(labelled, sets_of(group(labelled.letters, labelled.draft)))
    assert found.precision >= 0.98
    assert found.recall >= 0.85
    assert found.merged <= 0.003


def test_every_letter_is_in_one_group_or_single() -> None:
    labelled = corpus(800, 13)
    grouping = group(labelled.letters, labelled.draft)
    named = [member.letter for one in grouping.groups for member in one.members]
    assert sorted(named + list(grouping.singles)) == [letter.id for letter in labelled.letters]
    assert {reading.letter for reading in grouping.readings} == {
        *grouping.singles,
        *(one.leader for one in grouping.groups),
    }


def test_what_a_person_placed_stays_where_it_is() -> None:
    letters = [
        Letter("1", "建议提高补贴标准，物价涨得太快，大家都盼着这件事早点定下来。", placed="甲"),
        Letter("2", "建议提高补贴标准，物价涨得太快，大家都盼着这件事早点定下来。", placed="乙"),
        Letter("3", "建议提高补贴标准，物价涨得太快，大家都盼着这件事早点定下来！", placed="乙"),
        Letter("4", "希望提高补贴标准，物价涨得太快，大家都盼着这件事早点定下来。"),
        Letter("5", "完全是另一件事情，和大家说的都没有关系。", placed="甲"),
    ]
    led = sets_of(group(letters, []))
    assert led["1"] == led["5"]
    assert led["2"] == led["3"] == led["4"] != led["1"]


ASK = "建议助餐点的开放时间应当延长到晚上七点。老年人白天要去医院看病，晚饭没有着落。"
REASON = "物价涨得快，双井坊的座椅和电梯样样要钱。"


def test_a_reason_that_nobody_else_puts_so_keeps_nobody_out() -> None:
    """Who asks the same is one of them, whatever a slip made of a reason."""
    letters = [ASK + REASON] * 3 + [ASK + REASON.replace("电梯", "电图")]
    assert [len(one.members) for one in _group(letters).groups] == [4]


def test_a_reason_of_two_camps_that_ask_in_general_leaves_who_lacks_it_single() -> None:
    camps = ["请修改。评估的周期实在长得离谱。", "请修改。评估的周期实在短得离谱。"]
    found = _group([camps[0] + REASON] * 3 + [camps[1] + REASON] * 3 + ["请修改。" + REASON])
    assert sorted(len(one.members) for one in found.groups) == [3, 3]
    assert found.singles == ("6",)


def _group(texts: list[str]) -> Grouping:
    return group([Letter(str(n), text) for n, text in enumerate(texts)], draft())
