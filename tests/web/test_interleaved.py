"""Two people in one form, two hundred times at random: what is overwritten was shown to who overwrote it."""

import random
from pathlib import Path

import pytest

from storage.people.drafts import Drafts, Pairs, Paper
from tests.catalog.rules.lawful import day
from tests.storage.life import ten_o_clock
from tests.web.people import House

FIELDS = ("contents", "url", "closes_on")
AT = ten_o_clock(day(3, 10))


class Person:
    """A browser with the form: what it was given, and what was typed over it."""

    def __init__(self, name: str, drafts: Drafts, paper: Paper) -> None:
        self.name, self.drafts, self.paper = name, drafts, paper
        self.base, self.form = 0, dict[str, tuple[str, ...]]()
        self.seen = set[str]()
        """Every value that stood in the form, or was shown beside a field."""

    def type(self, field: str, value: str) -> None:
        """Type into a field."""
        self.form[field] = (value,)
        self.seen.add(value)

    def save(self) -> None:
        """暂存: the page that comes back has what both typed, and says where they differ."""
        kept = self.drafts.keep(self.paper, self.form, self.base, self.name, self.name, AT)
        self.base, self.form = kept.draft.version, dict(kept.draft.pairs)
        for shown in (kept.draft.pairs, kept.theirs):
            self.seen |= {value for values in shown.values() for value in values}


def standing(drafts: Drafts, paper: Paper) -> Pairs:
    last = drafts.last(paper)
    return last.pairs if last else {}


@pytest.fixture(scope="module")
def drafts(begun: House, tmp_path_factory: pytest.TempPathFactory) -> Drafts:
    return begun.copied(Path(tmp_path_factory.mktemp("two")) / "office").desk.people.drafts


@pytest.mark.parametrize(
    "fifty", [0, *(pytest.param(n, marks=pytest.mark.soak) for n in (1, 2, 3))]
)
def test_nothing_is_overwritten_that_was_not_shown(drafts: Drafts, fifty: int) -> None:
    for seed in range(fifty * 50, fifty * 50 + 50):
        drawn, paper = random.Random(seed), Paper(f"demo-2026-{seed + 1}", "consultation.notice")
        people, n = [Person(name, drafts, paper) for name in "甲乙"], 0
        for _ in range(12):
            person = drawn.choice(people)
            if drawn.random() < 0.6:
                n += 1
                person.type(drawn.choice(FIELDS), f"{person.name}{n}")
                continue
            before = standing(drafts, paper)
            person.save()
            after = standing(drafts, paper)
            for field, values in before.items():
                assert after.get(field) == values or {*values} <= person.seen, (seed, field)
            assert dict(after) == person.form
