"""From letters to the statement: answered by two people, a true partition, filed through the one door."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from catalog.clauses import Draft
from catalog.opinion import Audience, Opinion, OpinionSource, Outcome
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.submission import Channel, Consent
from opinions import statement
from opinions.answers import (
    Answer,
    NotAnswered,
    Subject,
    answer,
    answers,
    answers_to,
    confirm,
    flags,
    subjects,
)
from opinions.batches import Received
from opinions.clauses.build import build
from opinions.groups import Move
from opinions.moves import NotSo, Proposed, Run, move, record_run
from opinions.points import LayerKind, NoSuchLetter, Part, lay, read, split
from opinions.register import Register
from opinions.sheet import (
    CHANGE,
    CLAUSE,
    CODE,
    MARK,
    OUTCOME,
    REASON,
    WIDTHS,
    Answering,
    export,
    filled_in,
    took,
)
from opinions.statement import NotWhole, compute, file, subjects_in_rows, unequal
from opinions.statement_table import Whole
from storage.files.legible import Handed
from storage.filing import Refused
from storage.ledger import Ledger
from storage.serialize import opinion_line, opinion_row
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT, FILED_AT, MORE, NO, WHY, YES, batch, copied, letter
from tests.storage.life import ACTOR

OTHER = Actor(name="复核人乙", unit="法规处")
METHOD = Run("1", {}, "", {})


def receive(ledger: Ledger, *rows: object) -> None:
    letters = [
        Received(n, one if not isinstance(one, str) else letter(one))  # type: ignore[arg-type]
        for n, one in enumerate(rows, 1)
    ]
    Register(ledger.engine).take_in(batch(), letters, actor=ACTOR, at=AT)


def answered(ledger: Ledger, given: Mapping[str, Answer], *, confirmed: bool = True) -> None:
    answer(ledger.engine, ITEM, 1, given, actor=ACTOR, at=AT)
    if confirmed:
        with ledger.engine.connect() as connection:
            held = answers(connection, ITEM, 1)
        chosen = {code: held[code].digest for code in given}
        confirm(ledger.engine, ITEM, 1, chosen, actor=OTHER, at=AT)


def made(ledger: Ledger) -> statement.Statement:
    with ledger.engine.connect() as connection:
        return compute(connection, ITEM, 1)


@pytest.fixture
def several(ledger: Ledger) -> Ledger:
    """Six letters: three together, one split in two, one only to be counted, one that cannot be used."""
    receive(
        ledger,
        "提高补贴", "请提高补贴", letter("提高补贴吧", late=True), "同意。另外建议增加助餐点",
        letter("我有意见但不公开", consent=Consent.COUNT_ONLY), "！！！",
    )  # fmt: skip
    record_run(ledger.engine, ITEM, 1, METHOD, [Proposed("1", ["1", "2", "3"])], AT)
    split(
        ledger.engine,
        ITEM,
        4,
        [Part("同意"), Part("建议增加助餐点", "t5")],
        reason="两件事",
        actor=ACTOR,
        at=AT,
    )
    lay(ledger.engine, ITEM, 6, LayerKind.UNUSABLE, "", reason="没有内容", actor=ACTOR, at=AT)
    return ledger


ALL = {"g1": NO, "4-1": Answer(Outcome.SUPPORT), "4-2": YES, "5": NO}


def test_the_statement_is_a_partition_of_what_came(several: Ledger) -> None:
    answered(several, ALL)
    said = made(several)
    assert (said.letters, said.points) == (6, 6)
    assert said.payload["received"] == [
        {"source": "社会公众", "channel": "信函", "submissions": 5},
        {"source": "社会公众", "channel": "信函（逾期）", "submissions": 1},
    ]
    assert {k: v for k, v in said.payload["counts"].items() if v} == {
        "points": 7, "adopted": 1, "not_adopted": 4, "support": 1, "out_of_scope": 1,
    }  # fmt: skip
    assert [(r.opinion.points, r.opinion.outcome, r.subjects) for r in said.rows] == [
        (3, Outcome.NOT_ADOPTED, ("g1",)),
        (1, Outcome.SUPPORT, ("4-1",)),
        (1, Outcome.ADOPTED, ("4-2",)),
        (1, Outcome.NOT_ADOPTED, ("5",)),
        (1, Outcome.OUT_OF_SCOPE, ("来件6",)),
    ]
    assert said.payload["main_reasons"] == f"提高补贴（3条）：{WHY}"
    assert said.payload["draft_changes"] == "第三条：补贴标准由每餐3元提高到4元（采纳意见1条）"


def test_what_a_writer_does_not_agree_to_is_not_shown(several: Ledger) -> None:
    answered(several, ALL)
    assert "我有意见但不公开" not in repr(made(several))
    assert all(row.opinion.person == row.opinion.contact == "" for row in made(several).rows)


def test_it_goes_through_the_one_door_and_is_the_same_when_filed_again(several: Ledger) -> None:
    answered(several, ALL)
    filed = file(several, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    assert file(several, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT).entry == filed.entry
    kept = several.load(ITEM, opinions=True).opinions[1]
    assert [o.points for o in kept] == [3, 1, 1, 1, 1]
    with several.engine.connect() as connection:
        assert subjects_in_rows(connection, ITEM, 1)[0] == ("g1",)
    assert several.verify() == []
    with pytest.raises(NotSo, match="已经登记，归并不能再改"):
        move(several.engine, ITEM, 1, Move.LEAVE, {"points": ["2"]}, actor=ACTOR, at=AT)
    register = Register(several.engine)
    assert register.erase(ITEM, why="期限已满", actor=ACTOR, at=AT) == 0


def test_what_the_law_refuses_is_refused_here_too(several: Ledger) -> None:
    answered(several, ALL)
    with pytest.raises(Refused, match="早于本事项上一次登记的时间"):
        file(several, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT.replace(month=3))
    with pytest.raises(NotWhole, match="counts由登记册算出"):
        file(several, ITEM, 1, {"counts": {}}, actor=ACTOR, at=FILED_AT)


def test_nothing_is_filed_before_everything_is_answered_and_agreed_to(several: Ledger) -> None:
    with pytest.raises(NotWhole, match="还有4条没有答复（g1、4-1、4-2、5）"):
        made(several)
    answered(several, ALL, confirmed=False)
    with pytest.raises(NotWhole, match="有4条答复没有经另一人确认"):
        made(several)


def test_a_list_that_was_cut_off_holds_the_statement_up(ledger: Ledger) -> None:
    from opinions.batches import (
        _opened,
        _put,
        _row,
    )  # the first half of an import, as kill -9 leaves it
    from storage import database

    rows = [Received(1, letter("一"))]
    with database.writing(ledger.engine) as connection:
        number, _ = _opened(connection, batch(), ACTOR, AT)
        _put(connection, number, rows, [_row(number, rows[0])], ACTOR, AT)
    with pytest.raises(NotWhole, match=r"“来信\.xlsx”的导入没有完成"):
        made(ledger)


def draft(*said: str) -> Draft:
    return build(
        [
            "示例办法（征求意见稿）",
            *(f"第{n}条　{text}" for n, text in zip("一二三四", said, strict=False)),
        ]
    )


BEFORE = draft("为了做好助餐服务，制定本办法。", "补贴对象为老年人。", "补贴标准为每餐3元。")


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (draft("为了做好助餐服务，制定本办法。", "补贴对象为老年人。", "补贴标准为每餐4元。"), ""),
        (BEFORE, "第三条”，修改稿的这一条没有实质修改"),
        (
            draft(
                "为了做好助餐服务，制定本办法。", "补贴对象为全体居民。", "补贴标准，为每餐3元。"
            ),
            "没有实质修改",
        ),
        (draft("为了做好助餐服务，制定本办法。", "补贴对象为老年人。"), ""),
    ],
    ids=["changed", "not changed", "another clause, and a comma", "deleted"],
)
def test_what_is_said_to_be_changed_is_changed(several: Ledger, after: Draft, why: str) -> None:
    """CONSULTATION §6: 采纳 names a clause whose text differs, signs and numbers aside."""
    answered(several, ALL)
    drafts = statement.Drafts(BEFORE, after)
    with several.engine.connect() as connection:
        if why:
            with pytest.raises(NotWhole, match=why):
                compute(connection, ITEM, 1, drafts)
        else:
            assert compute(connection, ITEM, 1, drafts) == compute(connection, ITEM, 1)


# ------------------------------------------------------------------ golden states


def test_no_opinion_at_all_is_said_and_filed(ledger: Ledger) -> None:
    said = made(ledger)
    assert (said.payload["none_received"], said.payload["counts"]["points"], said.rows) == (
        True,
        0,
        [],
    )
    filed = file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)
    assert not any(f.blocks for f in filed.findings)
    assert ledger.verify() == []


def test_units_alone_are_told_from_the_public(ledger: Ledger) -> None:
    unit = {
        "source": OpinionSource.UNIT,
        "channel": Channel.UNIT_LETTER,
        "audience": Audience.UNITS,
    }
    receive(ledger, letter("无修改意见", **unit))
    answered(ledger, {"1": Answer(Outcome.SUPPORT)})
    said = made(ledger)
    assert said.payload["received"] == [
        {"source": "征求意见单位", "channel": "单位来函", "submissions": 1}
    ]
    assert said.payload["groups_heard"] == [
        {"audience": "机关、单位", "how": "单位来函", "heard_on": "2026-03-10"}
    ]
    assert said.rows[0].opinion.source is OpinionSource.UNIT


def test_all_withheld_are_counted_and_not_shown(ledger: Ledger) -> None:
    receive(ledger, *(letter(f"秘密{n}", consent=Consent.COUNT_ONLY) for n in range(3)))
    answered(ledger, {str(n): NO for n in (1, 2, 3)})
    [row] = made(ledger).rows
    assert (row.opinion.points, row.subjects) == (3, ("1", "2", "3"))
    assert "秘密" not in repr(row)
    file(ledger, ITEM, 1, MORE, actor=ACTOR, at=FILED_AT)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_came_adds_up_and_any_row_less_does_not(
    data: st.DataObject, lived: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """CONSULTATION §10, 13."""
    ledger = copied(lived, tmp_path_factory.mktemp("any"))
    count = data.draw(st.integers(0, 9))
    kinds = st.tuples(
        st.sampled_from(list(Consent)), st.booleans(), st.sampled_from(list(OpinionSource))
    )
    receive(ledger, *(
        letter(f"第{n}封，说了两件事", consent=c, late=late, source=source)
        for n, (c, late, source) in enumerate(data.draw(st.lists(kinds, min_size=count, max_size=count)))
    ))  # fmt: skip
    ids = [str(n) for n in range(1, count + 1)]
    if count > 2:
        record_run(
            ledger.engine,
            ITEM,
            1,
            METHOD,
            [Proposed(ids[0], ids[: data.draw(st.integers(2, count))])],
            AT,
        )
        cut = data.draw(st.sampled_from(ids))
        split(
            ledger.engine,
            ITEM,
            int(cut),
            [Part("说了"), Part("两件事")],
            reason="",
            actor=ACTOR,
            at=AT,
        )
        out = data.draw(st.sampled_from(ids))
        lay(
            ledger.engine, ITEM, int(out), LayerKind.UNUSABLE, "", reason="空白", actor=ACTOR, at=AT
        )
    with ledger.engine.connect() as connection:
        there = subjects(connection, ITEM, 1)
    outcome = st.sampled_from([NO, YES, Answer(Outcome.SUPPORT), Answer(Outcome.OUT_OF_SCOPE)])
    answered(ledger, {code: data.draw(outcome) for code in there})
    said = made(ledger)
    assert sum(r.opinion.points for r in said.rows) == said.payload["counts"]["points"]
    for n in range(len(said.rows)):
        less = said._replace(rows=said.rows[:n] + said.rows[n + 1 :])
        assert list(unequal(less, whole(ledger)))
        double = said._replace(rows=[*said.rows, said.rows[n]])
        assert list(unequal(double, whole(ledger)))
    ledger.close()


def whole(ledger: Ledger) -> Whole:
    register = Register(ledger.engine)
    with ledger.engine.connect() as connection:
        there = subjects(connection, ITEM, 1)
        given = answers_to(connection, ITEM, 1, there)
        return Whole(register.counts(ITEM, 1), read(connection, ITEM, 1), there, given)


# ------------------------------------------------------------------ answers


def test_nobody_agrees_to_his_own_answer_or_to_one_that_has_changed(several: Ledger) -> None:
    answered(several, {"g1": NO}, confirmed=False)
    with several.engine.connect() as connection:
        digest = answers(connection, ITEM, 1)["g1"].digest
    with pytest.raises(NotAnswered, match="应当由另一人确认"):
        confirm(
            several.engine,
            ITEM,
            1,
            {"g1": digest},
            actor=Actor(name="经办人 甲", unit="别处"),
            at=AT,
        )
    move(several.engine, ITEM, 1, Move.LEAVE, {"points": ["3"]}, actor=ACTOR, at=AT)
    with pytest.raises(NotAnswered, match="变了，请重新看过再确认"):
        confirm(several.engine, ITEM, 1, {"g1": digest}, actor=OTHER, at=AT)


def test_an_answer_that_changes_is_to_be_agreed_to_again(several: Ledger) -> None:
    answered(several, ALL)
    answer(several.engine, ITEM, 1, {"g1": NO._replace(reason=WHY + "。")}, actor=ACTOR, at=AT)
    with pytest.raises(NotWhole, match="有1条答复没有经另一人确认（g1）"):
        made(several)
    answer(several.engine, ITEM, 1, {"g1": NO}, actor=OTHER, at=AT)
    with pytest.raises(NotWhole, match="没有经另一人确认"):  # the second person wrote it now
        made(several)


@pytest.mark.parametrize(
    ("code", "wrong", "why"),
    [
        ("g9", NO, "没有这个编号"),
        ("g1", Answer(Outcome.NOT_ADOPTED), "应当写明理由"),
        ("g1", Answer(Outcome.ADOPTED), "修改了哪一条"),
        ("g1", YES._replace(change=""), "草案改了什么"),
        ("g1", NO._replace(change="改了"), "却写了修改内容"),
        ("g1", Answer(Outcome.DUPLICATE), "用归并来办"),
    ],
)
def test_an_answer_that_cannot_stand_is_refused(
    several: Ledger, code: str, wrong: Answer, why: str
) -> None:
    with pytest.raises(NotAnswered, match=why):
        answer(several.engine, ITEM, 1, {code: wrong}, actor=ACTOR, at=AT)


def test_reasons_that_answer_nobody_are_flagged(ledger: Ledger) -> None:
    receive(ledger, *(f"第{n}封" for n in range(8)))
    given = {str(n): NO for n in range(1, 5)}
    given |= {"5": NO._replace(reason="已有规定，予以考虑"), "6": NO._replace(reason="不行")}
    given |= {"7": NO._replace(reason="您的想法很好但是目前还不具备实施的条件")}
    answered(ledger, given)
    with ledger.engine.connect() as connection:
        there = subjects(connection, ITEM, 1)
        said = {f.subject: f.said for f in flags(there, answers(connection, ITEM, 1))}
    assert "4条不同的意见用了同一条理由" in said["1"]
    assert "只是套话" in said["5"]
    assert "只有2个字" in said["6"]
    assert "没有写明依据" in said["7"]


def test_a_part_is_in_the_letters_own_words(several: Ledger) -> None:
    with pytest.raises(NoSuchLetter, match="不是来件里的原话"):
        split(several.engine, ITEM, 1, [Part("降低补贴")], reason="", actor=ACTOR, at=AT)
    with pytest.raises(NoSuchLetter, match="没有编号为 77 的来件"):
        split(several.engine, ITEM, 77, [Part("降低补贴")], reason="", actor=ACTOR, at=AT)
    again = split(several.engine, ITEM, 4, [Part("同意。另外")], reason="", actor=ACTOR, at=AT)
    assert again == ["4-3"]  # 4-1 and 4-2 mean what they meant


# ------------------------------------------------------------------ by spreadsheet


def refilled(path: Path, edit: Mapping[tuple[str, str], str]) -> None:
    """Fill cells in, by code and title, as a clerk does, and save."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    titles = [str(t) for t in rows[0]]
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                sheet.write(r, c, edit.get((str(row[0]), titles[c]), cell) if r else cell)


def test_three_hundred_groups_go_out_by_spreadsheet_and_come_back(
    ledger: Ledger, tmp_path: Path
) -> None:
    """CONSULTATION §10, 18: five seconds of the machine, faults by cell, the same again adds nothing."""
    receive(ledger, *(f"第{n}组的来信{m}" for n in range(300) for m in range(2)))
    groups = [Proposed(str(2 * n + 1), [str(2 * n + 1), str(2 * n + 2)]) for n in range(300)]
    record_run(ledger.engine, ITEM, 1, METHOD, groups, AT)
    begun = time.process_time()
    path = tmp_path / "答复.xlsx"
    there, of = known(ledger), standing(ledger)
    assert export(path, of) == 300
    fill: dict[tuple[str, str], str] = {}
    for code in there:
        fill |= {(code, OUTCOME): "未采纳", (code, REASON): WHY + code}
    fill |= {("g7", OUTCOME): "不采纳", ("g9", REASON): ""}
    refilled(path, fill)
    back = filled_in(Handed(path.name, path.read_bytes()), of)
    assert len(back.answers) == 298
    places = {fault.partition("：")[0] for fault in back.faults}
    row = {code: n for n, code in enumerate(there, 2)}
    assert places == {
        f"答复.xlsx第{row['g7']}行G列“处理结果”",
        f"答复.xlsx第{row['g9']}行H列“理由”",
    }
    refilled(
        path,
        {
            ("g7", OUTCOME): "部分采纳",
            ("g7", CLAUSE): "第三条",
            ("g7", CHANGE): "改了",
            ("g9", REASON): WHY,
        },
    )
    back = filled_in(Handed(path.name, path.read_bytes()), of)
    assert back.faults == []
    assert answer(ledger.engine, ITEM, 1, back.answers, actor=ACTOR, at=AT) == 300
    assert answer(ledger.engine, ITEM, 1, back.answers, actor=ACTOR, at=AT) == 0
    answered(ledger, back.answers)
    said = made(ledger)
    assert time.process_time() - begun < 5
    assert said.payload["counts"]["partly_adopted"] == 2


def test_what_a_clerk_types_into_a_cell_comes_back_as_typed(ledger: Ledger, tmp_path: Path) -> None:
    texts = ["=1+1", "00123", "1-2", "😀 好", "一\n二", "@甲", '=HYPERLINK("http://x")']
    receive(ledger, *texts)
    path, there = tmp_path / "答复.xlsx", known(ledger)
    given = {
        code: Answer(Outcome.OUT_OF_SCOPE, text) for code, text in zip(there, texts, strict=True)
    }
    answered(ledger, given)
    export(path, standing(ledger))
    handed = Handed(path.name, path.read_bytes())
    assert filled_in(handed, standing(ledger)) == ({}, [], [], len(texts)), "as it was written"
    unmarked(path)
    back = filled_in(Handed(path.name, path.read_bytes()), standing(ledger))
    assert (back.answers, back.faults) == (given, [])
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[list(WIDTHS).index("意见")] for row in rows[1:]] == texts
    assert rows[0][0] == CODE


def test_a_sheet_written_earlier_overwrites_nothing_that_was_answered_since(
    ledger: Ledger, tmp_path: Path
) -> None:
    receive(ledger, "甲的来信", "乙的来信", "丙的来信", "丁的来信")
    first, second, third, fourth = known(ledger)
    mine, theirs = Answer(Outcome.NOT_ADOPTED, WHY), Answer(Outcome.OUT_OF_SCOPE, "不属于这一次")
    answered(ledger, dict.fromkeys((first, second, third), mine))
    path = tmp_path / "答复.xlsx"
    export(path, standing(ledger))
    answered(ledger, {first: theirs, second: theirs})
    refilled(path, {(second, REASON): WHY + "改", (third, REASON): WHY + "改"})
    refilled(path, {(fourth, OUTCOME): "未采纳", (fourth, REASON): WHY})
    of = standing(ledger)
    back = filled_in(Handed(path.name, path.read_bytes()), of)
    assert back.answers == {third: mine._replace(reason=WHY + "改"), fourth: mine}
    assert back.unedited == 1, "the first, which somebody else answered anew"
    [told] = back.overtaken
    assert f"第3行（编号{second}）导出以后改过，现在是：{theirs.outcome.value}，答复人" in told
    answer(ledger.engine, ITEM, 1, back.answers, actor=ACTOR, at=AT, stands=of.stands)
    assert took(2, back)[:2] == [
        "已登记2条答复，没有变化的1条",
        "有1行没有导入：导出以后别人改过；要改的，重新导出再填",
    ]
    assert standing(ledger).given[first].answer == theirs
    with pytest.raises(NotAnswered, match=f"{third}：.*刚刚改了答复"):
        answer(ledger.engine, ITEM, 1, {third: theirs}, actor=ACTOR, at=AT, stands=of.stands)


def test_an_answer_copied_with_its_code_to_another_row_is_an_answer(
    ledger: Ledger, tmp_path: Path
) -> None:
    receive(ledger, "甲的来信", "乙的来信")
    first, second = known(ledger)
    mine = Answer(Outcome.NOT_ADOPTED, WHY)
    answered(ledger, {first: mine})
    of, path = standing(ledger), tmp_path / "答复.xlsx"
    export(path, of)
    refilled(
        path, {(second, OUTCOME): "未采纳", (second, REASON): WHY, (second, MARK): of.mark(first)}
    )
    back = filled_in(Handed(path.name, path.read_bytes()), of)
    assert (back.answers, back.unedited) == ({second: mine}, 1)


def test_a_sheet_of_another_round_or_with_a_spoilt_code_is_refused(
    ledger: Ledger, tmp_path: Path
) -> None:
    receive(ledger, "甲的来信", "乙的来信")
    of, path = standing(ledger), tmp_path / "答复.xlsx"
    export(path, of)
    fill = {(code, title): said for code in of.there for title, said in (
        (OUTCOME, "未采纳"), (REASON, WHY))}  # fmt: skip
    refilled(path, fill)
    handed = Handed(path.name, path.read_bytes())
    for other in (of._replace(round=2), of._replace(item="demo-2026-77")):
        said = filled_in(handed, other)
        assert (said.answers, len(said.faults)) == ({}, 2)
        assert (
            f"核对码”：这是{of.item}第1轮的答复表，不是{other.item}第{other.round}轮的"
            in said.faults[0]
        )
    refilled(path, {(code, MARK): "x" for code in of.there})
    assert "认不出来" in filled_in(Handed(path.name, path.read_bytes()), of).faults[0]


def test_a_sheet_of_an_earlier_program_overwrites_what_is_not_confirmed_yet(
    ledger: Ledger, tmp_path: Path
) -> None:
    receive(ledger, "甲的来信", "乙的来信")
    first, second = known(ledger)
    given = dict.fromkeys((first, second), Answer(Outcome.NOT_ADOPTED, WHY))
    answered(ledger, given, confirmed=False)
    path = tmp_path / "答复.xlsx"
    export(path, standing(ledger))
    unmarked(path)
    refilled(path, {(first, REASON): WHY + "改", (second, REASON): WHY + "改"})
    digests = {first: standing(ledger).given[first].digest}
    confirm(ledger.engine, ITEM, 1, digests, actor=OTHER, at=AT)
    back = filled_in(Handed(path.name, path.read_bytes()), standing(ledger))
    assert list(back.answers) == [second]
    assert f"没有核对码，已由{OTHER.name}确认" in back.overtaken[0]


def test_the_name_of_a_sheet_hides_no_signs(ledger: Ledger) -> None:
    with pytest.raises(ShapeError, match="看不见的控制符"):
        filled_in(Handed("答复\u202exlsx.xlsx", b""), standing(ledger))


def unmarked(path: Path) -> None:
    """A sheet as earlier programs wrote it, without check codes."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    column = list(WIDTHS).index(MARK)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if c != column:
                    sheet.write(r, c, cell) if isinstance(cell, float) else sheet.write_string(
                        r, c, cell
                    )


def standing(ledger: Ledger) -> Answering:
    """The round as it stands."""
    with ledger.engine.connect() as connection:
        return Answering(ITEM, 1, subjects(connection, ITEM, 1), answers(connection, ITEM, 1))


def known(ledger: Ledger) -> dict[str, Subject]:
    with ledger.engine.connect() as connection:
        return subjects(connection, ITEM, 1)


# ------------------------------------------------------------------ tables on file


def test_a_field_that_opinions_gain_changes_no_digest_on_file() -> None:
    """CONSULTATION §10, 15: of a later field only what is not its default is digested."""

    class Later(Opinion):
        group: str = ""

    old = Opinion(no=1, summary="提高补贴", outcome=Outcome.SUPPORT)
    later = Later(**old.model_dump())
    assert opinion_line(opinion_row(later), Later) == opinion_line(opinion_row(old))
    other = later.model_copy(update={"group": "g1"})
    assert opinion_line(opinion_row(other), Later) != opinion_line(opinion_row(later), Later)
