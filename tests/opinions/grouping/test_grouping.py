"""Letters that say the same are one group, and those that want the opposite never are."""

import random

from opinions.grouping import Letter, group
from tests.opinions.grouping.corpus import corpus
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
