"""Which clause became which: against a key that was written by hand, and whatever is weak left to a person."""

import random
import time

from catalog.clauses import Draft, Fate, FateKind
from opinions.clauses.align import compare
from opinions.clauses.build import build
from opinions.clauses.written import text
from tests.opinions.clauses.drafts import LAW

TOPICS = ("选址由街道公布并听取居民意见", "土壤应当检测合格后方可种植", "灌溉用水由物业服务企业计量",
          "花园围栏不得高于一米二", "居民委员会每月组织一次养护", "种植的品种应当适应本地气候",
          "修剪的枝叶应当统一收集堆肥", "夜间十点以后不得使用机械", "儿童活动区应当设置警示标志",
          "经费使用情况每季度公布一次", "志愿者参加养护的计入服务时长", "违反规定种植的由街道责令改正")  # fmt: skip


def law(*bodies: str) -> Draft:
    return build([f"第{'一二三四五六七八九十'[n] if n < 10 else '十' + '一二三四五六'[n - 10]}条　{body}。"
                  for n, body in enumerate(bodies)])  # fmt: skip


def one_each(before: Draft, after: Draft, fates: tuple[Fate, ...]) -> bool:
    """Say whether every clause of both versions has exactly one fate."""
    told = (
        [id_ for fate in fates for id_ in fate.before],
        [id_ for fate in fates for id_ in fate.after],
    )
    there = [c.id for c in before.clauses], [c.id for c in after.clauses]
    return all(sorted(one) == sorted(two) for one, two in zip(told, there, strict=True))


def kinds(fates: tuple[Fate, ...]) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(fate.kind.value, fate.before, fate.after) for fate in fates]


def test_every_kind_of_fate_is_told() -> None:
    t = TOPICS
    before = law(t[0], t[1], t[2], t[3], t[7], t[8])
    after = law(t[0], f"{t[1]}或者铺设", t[9], t[8], t[3], t[7])
    named, fates = compare(before, after)
    assert one_each(before, named, fates)
    assert kinds(fates) == [
        ("未改", ("t1",), ("t1",)),
        ("修改", ("t2",), ("t2",)),
        ("新增", (), ("t7",)),
        ("移动", ("t6",), ("t6",)),
        ("删去", ("t3",), ()),
        ("未改", ("t4",), ("t4",)),
        ("未改", ("t5",), ("t5",)),
    ]


def test_a_clause_made_two_is_left_to_a_person() -> None:
    t = TOPICS
    whole = f"{t[4]}，养护的记录应当保存三年；{t[5]}，并且经街道同意后方可引进"
    before = law(t[0], whole, t[9])
    after = law(t[0], f"{t[4]}，养护的记录应当保存三年", f"{t[5]}，并且经街道同意后方可引进", t[9])
    named, fates = compare(before, after)
    assert one_each(before, named, fates)
    [split] = [fate for fate in fates if fate.kind is FateKind.SPLIT]
    assert split.before == ("t2",)
    assert len(split.after) == 2
    assert split.confirm


def test_a_clause_keeps_its_id_though_its_number_changes() -> None:
    before = law(*TOPICS[:6])
    after = law(TOPICS[6], *TOPICS[:6])
    named, fates = compare(before, after)
    assert [c.id for c in named.clauses] == ["t7", "t1", "t2", "t3", "t4", "t5", "t6"]
    assert named.clauses[1].number == "第二条"
    assert not any(fate.confirm for fate in fates)


def test_a_new_clause_never_takes_an_id_that_another_had() -> None:
    second, _ = compare(law(*TOPICS[:4]), law(*TOPICS[:2]))
    third, _ = compare(second, law(*TOPICS[:2], TOPICS[9]), highest=4)
    assert [c.id for c in third.clauses] == ["t1", "t2", "t5"]


def test_what_is_weak_keeps_no_id_before_a_person_confirms() -> None:
    before = law("居民可以向街道提出设立社区花园的申请，街道应当在十个工作日内答复")
    after = law("街道收到申请后应当在五日内答复居民，不同意的说明理由")
    named, [fate] = compare(before, after)
    assert fate.kind is FateKind.CHANGED
    assert fate.confirm
    assert fate.score < 60
    assert named.clauses[0].id == "t2"


def test_two_clauses_made_one_are_left_to_a_person() -> None:
    t = TOPICS
    before = law(
        t[0],
        f"{t[1]}，检测的费用由区级财政负担，检测的结果应当公布",
        f"{t[4]}，养护的记录应当保存三年",
        t[9],
    )
    after = law(
        t[0],
        f"{t[1]}，检测的费用由区级财政负担，检测的结果应当公布；{t[4]}，养护的记录应当保存三年",
        t[9],
    )
    named, fates = compare(before, after)
    assert one_each(before, named, fates)
    [merged] = [fate for fate in fates if fate.kind is FateKind.MERGED]
    assert merged.before == ("t2", "t3")
    assert merged.confirm


def test_an_old_version_against_itself_is_unchanged() -> None:
    draft = build(LAW.splitlines())
    named, fates = compare(draft, build(LAW.splitlines()))
    assert named == draft
    assert {fate.kind for fate in fates} == {FateKind.SAME}


def test_the_fates_of_versions_made_at_random_are_right() -> None:
    """The key is how the version was made: pieces kept, changed by a word, taken out, put in."""
    by_chance = random.Random(7)
    wrong = right = 0
    for _ in range(40):
        bodies = [
            f"{by_chance.choice(TOPICS)}，{by_chance.choice(TOPICS)}，由第{n}街道负责落实"
            for n in range(12)
        ]
        key = dict[int, int]()
        made = list[str]()
        for n, body in enumerate(bodies):
            fate = by_chance.random()
            if fate < 0.1:
                continue
            if fate > 0.9:
                made.append(
                    f"本市鼓励{by_chance.choice(TOPICS)}，具体办法另行制定{by_chance.random()}"
                )
            key[n] = len(made)
            made.append(body.replace("应当", "必须") if fate > 0.6 else body)
        before, after = law(*bodies), law(*made)
        named, fates = compare(before, after)
        assert one_each(before, named, fates)
        places = {c.id: n for n, c in enumerate(named.clauses)}
        found = {
            int(f.before[0][1:]) - 1: places[f.after[0]] for f in fates if f.before and f.after
        }
        right += sum(found.get(n) == m for n, m in key.items())
        wrong += sum(found.get(n) != m for n, m in key.items())
    assert right / (right + wrong) >= 0.98, (right, wrong)


def test_ten_thousand_clauses_are_compared_in_seconds() -> None:
    by_chance = random.Random(3)
    bodies = [
        f"{by_chance.choice(TOPICS)}，编号{n}的地块由第{by_chance.randrange(10**6)}号负责"
        for n in range(10_000)
    ]
    said = [f"第{n}条 {body}。" for n, body in enumerate(bodies, 1)]
    changed = [f"第{n}条 {body}，并公布。" for n, body in enumerate(bodies, 1)]
    begun = time.process_time()
    _, fates = compare(build(said), build(changed))
    assert time.process_time() - begun < 20
    assert sum(fate.kind is FateKind.CHANGED for fate in fates) > 9_000


def test_text_of_a_clause_has_its_points() -> None:
    assert "（二）征得相邻居民同意，包括：" in text(build(LAW.splitlines()).clauses[2])
