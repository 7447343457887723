"""意见办理: letters come in, are grouped, answered and agreed to, and the statement is counted and filed."""

import io
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from lxml import html
from python_calamine import CalamineWorkbook

from catalog.duties.roles import Post
from catalog.ids import catalog_of
from catalog.opinion import Outcome
from catalog.record import Actor, Identity
from office.editions.changes import WEBSITE
from office.editions.review import proposed, review
from office.editions.verdict import Reviewed, Verdict
from opinions.batches import Kind, Received
from opinions.objections import Objected, take
from opinions.points import read
from opinions.receipts import derive, new_receipt, objecting
from opinions.register import Register
from storage import database
from storage.register.rows import append
from storage.register.tables import BATCHES
from storage.serialize import canonical, instant
from tests.catalog.rules.lawful import ITEM, RECORDS
from tests.opinions.conftest import AT, batch, letter
from tests.storage.life import ACTOR, ADOPTION
from tests.web.people import ROOM, House, Visitor, step_path, take_in, typed_of

COMPUTED = ("received", "counts", "none_received", "opinions")


@pytest.fixture
def office(closed: House, tmp_path: Path) -> House:
    return closed.copied(tmp_path / "office")


def csrf(visitor: Visitor) -> str:
    return visitor.page.split('name="csrf" value="')[1].split('"')[0]


def codes(visitor: Visitor, view: str = "dafu") -> list[str]:
    """What a view of the room lists, by its code."""
    visitor.get(f"{ROOM}?kan={view}")
    links = html.fromstring(visitor.page).xpath("//ol//a/@href")
    return [str(link).rpartition("/")[2] for link in links]


def do(visitor: Visitor, code: str, button: str, **typed: str | list[str]) -> Visitor:
    visitor.get(f"{ROOM}/{code}")
    return visitor.send(f"{ROOM}/{code}", {"csrf": csrf(visitor), "do": button} | typed)


def answered(visitor: Visitor, code: str, **changed: str) -> Visitor:
    said = {"outcome": "未采纳", "reason": "第三条已写明由各街道按人手排定开放时间"}
    return do(visitor, code, "dafu", **(said | changed))


def agreed(visitor: Visitor) -> Visitor:
    visitor.get(f"{ROOM}?kan=queren")
    ticks = [str(t) for t in html.fromstring(visitor.page).xpath("//input[@name='which']/@value")]
    return visitor.send(
        ROOM, {"csrf": csrf(visitor), "do": "queren", "kan": "queren", "which": ticks}
    )


def grouped(house: House) -> Visitor:
    visitor = house.visit("unit").get(ROOM)
    return visitor.send(ROOM, {"csrf": csrf(visitor), "do": "guibing"})


def test_letters_are_grouped_answered_agreed_to_and_filed_as_one_statement(office: House) -> None:
    unit = grouped(office)
    assert "3条意见归成1组" in unit.text()
    group, single = sorted(codes(unit), key=lambda code: not code.startswith("g"))
    answered(unit, group)
    answered(unit, single, outcome="采纳", reason="", clause="第三条", change="写明可以送餐上门")
    assert codes(unit) == []
    legal = agreed(office.visit("legal"))
    assert "已确认2条答复" in legal.text()

    path = step_path(ADOPTION)
    typed = {
        n: v
        for n, v in typed_of(RECORDS[ADOPTION].record).items()
        if n.split("-")[0] not in COMPUTED
    }
    unit.get(path)
    assert 'name="counts-points"' not in unit.page, "nobody types what is counted"
    unit.press("cun", typed)
    unit.press("hedui")
    assert unit.path == f"{path}/hedui", unit.text()
    assert "社会公众，电话：3件" in unit.text()
    assert "意见3条，意见表2行：采纳1条，未采纳2条" in unit.text()
    unit.press("dengji")
    entry = office.desk.ledger.load(ITEM, opinions=True).entries[-1]
    assert (entry.step, entry.actor.identity) == (ADOPTION, Identity.SIGNED_IN)
    rows = office.desk.ledger.load(ITEM, opinions=True).opinions[1]
    assert [(row.points, row.outcome) for row in rows] == [
        (2, Outcome.NOT_ADOPTED),
        (1, Outcome.ADOPTED),
    ]
    assert office.desk.ledger.verify() == []
    later = do(unit, group, "mingming", title="开放时间")
    assert "已经登记，归并不能再改" in later.text(), "the round is closed"


def test_whoever_answered_or_agreed_does_not_review_what_goes_out(office: House) -> None:
    """The statement is filed by one, and says what another wrote and a third agreed to."""
    office.desk.people.accounts.grant("unit2", (Post.UNIT, Post.REVIEWER))
    unit, writer = grouped(office), office.visit("unit2")
    for code in codes(writer):
        answered(writer, code)
    assert "已确认2条答复" in agreed(office.visit("legal")).text()
    typed = typed_of(RECORDS[ADOPTION].record).items()
    unit.get(step_path(ADOPTION))
    unit.press("cun", {n: v for n, v in typed if n.split("-")[0] not in COMPUTED})
    unit.press("hedui").press("dengji")
    assert office.desk.ledger.load(ITEM).entries[-1].actor.name == "甲同志"
    writer.get("/shencha").get(f"/shencha/{ITEM}")
    assert "您经办过这一事项的材料" in writer.text("main")
    waiting = {one.id: one for one in proposed(office.desk.office)}
    for id_ in (ITEM, catalog_of(ITEM), WEBSITE):
        assert {"甲同志", "乙同志", "戊同志"} <= {who.name for who in waiting[id_].authors}
    reviewed = Reviewed(verdict=Verdict.AGREED, digest=waiting[ITEM].matter.digest)
    [wrong] = review(office.desk.office, {ITEM: reviewed}, Actor(name="乙同志", unit="养老服务处"))
    assert "经办人和审查人不能是同一人" in wrong


def test_what_keeps_the_statement_from_being_whole_is_told_at_its_form(office: House) -> None:
    unit = grouped(office)
    unit.get(step_path(ADOPTION)).press("hedui")
    assert "还有2条没有答复" in unit.text("cuo")
    for code in codes(unit):
        answered(unit, code)
    unit.get(step_path(ADOPTION)).press("hedui")
    assert "有2条答复没有经另一人确认" in unit.text("cuo")
    assert office.desk.ledger.refusals(ITEM) == []


def test_an_answer_that_cannot_stand_is_told_and_stays_in_its_form(office: House) -> None:
    unit = office.visit("unit").get(ROOM)
    code = codes(unit)[0]
    for changed, said in (
        ({"outcome": ""}, "请选一种"),
        ({"reason": ""}, "应当写明理由"),
        ({"outcome": "采纳", "clause": "第三条"}, "应当写明草案改了什么"),
    ):
        wrong = answered(unit, code, **changed)
        assert wrong.status == 422
        assert said in wrong.text("cuo")
        assert all(word in wrong.page for word in changed.values())
    assert len(codes(unit)) == 3


def test_nobody_agrees_to_his_own_answer_nor_to_one_that_he_did_not_see(office: House) -> None:
    unit = grouped(office)
    code = codes(unit)[0]
    answered(unit, code)
    office.desk.people.accounts.grant("unit", [Post.UNIT, Post.HEAD])
    own = agreed(office.visit("unit"))
    assert "没有选哪几条" in own.text(), "his own is not offered"
    head = office.visit("head").get(f"{ROOM}?kan=queren")
    [tick] = html.fromstring(head.page).xpath("//input[@name='which']/@value")
    sent = {"csrf": csrf(own), "do": "queren", "which": str(tick)}
    assert "应当由另一人确认" in own.send(ROOM, sent).text(), "nor taken from him"
    answered(unit, code, reason="第三条已写明由各街道按人手排定，并且每年公布")
    late = head.send(ROOM, sent | {"csrf": csrf(head)})
    assert late.status == 422
    assert "在您看过以后变了" in late.text()
    assert "已确认1条" in agreed(head).text()


def test_a_move_is_taken_back_and_a_single_letter_is_joined_and_split(office: House) -> None:
    unit = grouped(office)
    group, single = sorted(codes(unit), key=lambda code: not code.startswith("g"))
    do(unit, single, "hebing", other=group)
    assert codes(unit) == [group]
    unit.get(f"{ROOM}/{group}")
    assert "归入（" in unit.text()
    event = unit.page.split('value="chexiao:')[1].split('"')[0]
    do(unit, group, f"chexiao:{event}")
    assert sorted(codes(unit)) == sorted([group, single])
    do(
        unit,
        single,
        f"chaifen:{single}",
        **{f"parts-{single}": "希望每个社区都能有一个送餐上门的志愿者\n行动不便的老人下不了楼"},
    )
    assert {f"{single}-1", f"{single}-2"} <= set(codes(unit))
    wrong = do(
        unit, f"{single}-1", f"chaifen:{single}-1", **{f"parts-{single}-1": "来件里没有的话"}
    )
    assert "不是来件里的原话" in wrong.text("cuo")


def test_what_would_show_a_writer_is_told_before_it_is_on_file_for_good(office: House) -> None:
    unit = office.visit("unit").get(ROOM)
    take_in(unit, "请把短信发到13912345678，谢谢")
    for code in codes(unit):
        answered(unit, code)
    agreed(office.visit("head"))
    unit.get(step_path(ADOPTION)).press("hedui")
    assert "登记以后删不掉" in unit.text("cuo")
    assert "13912345678" not in unit.text("cuo")


@pytest.mark.parametrize(
    ("account", "may"),
    [
        ("unit2", "dafu luru"),
        ("head", "queren"),
        ("legal", "queren"),
        ("other", ""),
        ("office", ""),
        ("auditor", ""),
    ],
)
def test_each_post_does_with_opinions_what_is_its_own(
    office: House, account: str, may: str
) -> None:
    grouped(office)
    visitor = office.visit(account).get(ROOM)
    if account == "other":
        assert visitor.status == 403
        return
    code = codes(visitor)[0]
    tried = {
        "dafu": answered(visitor, code).status,
        "luru": take_in(visitor.get(ROOM), "另一件").status,
    }
    tried["queren"] = visitor.send(
        ROOM, {"csrf": csrf(visitor), "do": "queren", "which": "g1:0"}
    ).status
    for button, status in tried.items():
        assert (status == 403) is (button not in may.split()), (button, status)


def test_who_wrote_is_on_no_page(office: House) -> None:
    unit = office.visit("unit")
    for path in (ROOM, f"{ROOM}?kan=quanbu", f"{ROOM}/{codes(unit)[0]}"):
        unit.get(path)
        assert unit.status == 200
        assert "示例来电人" not in unit.page
        assert "13800000000" not in unit.page
        assert len(unit.page.encode()) < 40_000


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"text": ""}, "意见原文不能为空"),
        ({"received": "某一天"}, "认不出来"),
        ({"received": "2027-3-1"}, "还没有到"),
        ({"clause": "最后那条"}, "认不出“最后那条”是哪一条"),
        ({"channel": "飞鸽"}, "请从所列的里面选"),
    ],
)
def test_a_letter_badly_typed_is_told_and_nothing_typed_is_lost(
    office: House, typed: dict[str, str], said: str
) -> None:
    visitor = take_in(office.visit("unit").get(ROOM), typed.pop("text", "一件意见"), **typed)
    assert visitor.status == 422
    assert said in visitor.text("cuo")
    register = Register(office.desk.ledger.engine)
    with register.engine.connect() as connection:
        assert read(connection, ITEM, 1).letters == 3
    assert all(value in visitor.page for value in typed.values() if value != "飞鸽")


def pressed(visitor: Visitor, button: str, files: list[Any] | None = None, **typed: str) -> Visitor:
    visitor.get(ROOM)
    return visitor.send(ROOM, {"csrf": csrf(visitor), "do": button} | typed, files)


def xlsx(rows: list[list[Any]]) -> bytes:
    made = io.BytesIO()
    with xlsxwriter.Workbook(made) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, row)
    return made.getvalue()


def test_a_list_of_letters_is_taken_in_at_the_desk_and_what_is_bad_is_told(office: House) -> None:
    unit = office.visit("unit")
    rows = [
        ["意见原文", "针对条款"],
        ["早上早点开门", ""],
        ["菜价太高", "最后那条"],
        ["", "第一条"],
    ]
    files = [("laijian", ("来信.xlsx", xlsx(rows), "application/octet-stream"))]
    more = {"qudao": "信函", "laiyuan": "社会公众", "shoudao": "2026年3月10日"}
    pressed(unit, "daoru", files, **more)
    assert "来信.xlsx：已登记1件" in unit.text(), unit.text()
    assert "第3行" in unit.text()
    assert len(codes(unit)) == 4
    assert "没有变化，这份文件已经导入过" in pressed(unit, "daoru", files, **more).text()
    wrong = pressed(unit, "daoru", files, **(more | {"shoudao": "某天"}))
    assert (wrong.status, "认不出来" in wrong.text("cuo")) == (422, True)
    assert "信函" in wrong.page.split('id="qudao"')[1].split("selected")[1][:10]
    for name, content, said in (
        ("来信.docx", b"PK", "应为 xlsx"), ("来‮信.xlsx", b"PK", "看不见的控制符"), ("坏.xlsx", b"PK", "坏"),
        ("长" * 90 + ".xlsx", xlsx(rows), "文件名太长"),
    ):  # fmt: skip
        bad = pressed(unit, "daoru", [("laijian", (name, content, "text/plain"))], **more)
        assert (bad.status, said in bad.text("cuo")) == (422, True), bad.text("cuo")
    assert "没有选文件" in pressed(unit, "daoru").text("cuo")
    assert office.visit("head").get(ROOM).send(ROOM, {}).status == 403


def test_a_heading_of_the_offices_own_is_read_as_a_person_says(office: House) -> None:
    unit = office.visit("unit")
    rows = [["市民说的话", "所属街镇"], ["早上早点开门", "甲镇"], ["晚上晚点关门", "乙镇"]]
    files = [("laijian", ("来信.xlsx", xlsx(rows), "application/octet-stream"))]
    more = {"qudao": "信函", "laiyuan": "社会公众", "shoudao": "2026年3月10日"}
    asked = pressed(unit, "daoru", files, **more)
    assert "写明那一栏怎样读，例如 市民说的话=意见原文" in asked.text("cuo")
    asked = pressed(unit, "daoru", files, **more, lanming="市民说的话=意见原文")
    assert "不认识的栏 “所属街镇”，请逐个写明怎样读" in asked.text("cuo")
    assert "市民说的话=意见原文</textarea>" in asked.page, "what was typed is still there"
    asked = pressed(unit, "daoru", files, **more, lanming="市民说的话＝意见原文\n所属街镇")
    assert "“所属街镇”应写成 栏名=怎样读" in asked.text("cuo")
    pressed(unit, "daoru", files, **more, lanming="市民说的话＝意见原文\n\n所属街镇=不导入\n")
    assert "来信.xlsx：已登记2件" in unit.text()


def test_answers_go_out_by_spreadsheet_and_come_back(office: House) -> None:
    unit = grouped(office)
    answer = unit.http.get(f"{ROOM}/dafubiao")
    assert answer.status_code == 200
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    )
    assert len(rows) == 3
    said = rows[0].index("处理结果"), rows[0].index("理由")
    for row in rows[1:]:
        row[said[0]], row[said[1]] = "未采纳", "第三条已写明由各街道按人手排定开放时间"
    file = ("答复表.xlsx", xlsx(rows), "application/octet-stream")
    pressed(unit, "daorudafu", [("dafubiao", file)])
    assert "已登记2条答复，没有变化的0条" in unit.text()
    assert codes(unit) == []
    rows[1][said[1]] = ""
    wrong = pressed(unit, "daorudafu", [("dafubiao", ("答复表.xlsx", xlsx(rows), "text/plain"))])
    assert "一条也没有导入" in wrong.text("cuo")
    legal = office.visit("legal")
    assert pressed(legal, "daorudafu", [("dafubiao", file)]).status == 403


def test_who_wrote_is_erased_at_his_wish_and_the_letter_stays(office: House) -> None:
    unit = office.visit("unit")
    assert "采纳情况还没有登记" in pressed(unit, "shanchu", weishenme="保存期限已满").text("cuo")
    assert "请写明删除联系方式的理由" in pressed(unit, "shanchu", jian="1").text("cuo")
    nobody = pressed(unit, "shanchu", weishenme="本人要求", jian="424242")
    assert "没有来件424242" in nobody.text("cuo")
    assert "删除联系方式" not in office.visit("auditor").get("/rizhi").text()
    assert (
        "已删除1件来件的联系方式" in pressed(unit, "shanchu", weishenme="本人要求", jian="1").text()
    )
    seen = "".join(office.visit("auditor").get("/rizhi").text().split())
    assert f"删除联系方式{ITEM}：来件1，1件，本人要求" in seen
    register = Register(office.desk.ledger.engine)
    assert register.held_contacts(ITEM) == (2, 1)
    assert len(codes(unit)) == 3
    assert pressed(office.visit("legal"), "shanchu", weishenme="想删").status == 403


def test_an_objection_is_answered_once_and_by_somebody_else(office: House) -> None:
    engine, receipt = office.desk.ledger.engine, new_receipt()
    by, own = derive(receipt, ITEM), objecting(receipt, ITEM)
    ids = by.id.hex(), (by.key + by.nonce_key).hex()
    row = Received(1, letter("楼上的声音太大"), receipt=ids)
    Register(engine).take_in(batch(), [row], actor=ACTOR, at=AT)
    unit = office.visit("unit")
    assert "4" in codes(unit)
    answered(unit, "4")
    with database.writing(engine) as connection:
        came = [Objected(own.id.hex(), by, "没有答到点上", AT)]
        assert take(connection, came, ACTOR)[0] == 1
    unit.get(ROOM)
    assert "没有答到点上" in unit.text()
    assert "应当由另一人答复" in pressed(unit, "yiyi:4", **{"yiyi-4": "维持"}).text("cuo")
    assert "维持" in unit.page, "what was typed is kept"
    other = office.visit("unit2")
    assert "是空的" in pressed(other, "yiyi:4").text("cuo")
    assert "已答复来件4的异议" in pressed(other, "yiyi:4", **{"yiyi-4": "维持，另见第四条"}).text()
    again = pressed(office.visit("legal"), "yiyi:4", **{"yiyi-4": "改"})
    assert "只答复一次" in again.text("cuo")
    assert pressed(office.visit("office"), "yiyi:4", **{"yiyi-4": "改"}).status == 403


def test_a_list_that_was_cut_off_is_given_up_at_the_desk(office: House) -> None:
    engine = office.desk.ledger.engine
    actor = canonical(ACTOR.model_dump(mode="json"))
    with database.writing(engine) as connection:
        row = ITEM, 1, Kind.FILE.value, "断了.xlsx", "0" * 64, actor, instant(AT)
        [number] = append(connection, BATCHES, [row])
    unit = office.visit("unit").get(ROOM)
    assert f'value="zuofei:{number}"' in unit.page
    assert f"第{number}批已经作废" in pressed(unit, f"zuofei:{number}").text()
    assert f'value="zuofei:{number}"' not in unit.get(ROOM).page
    assert "没有编号为" in pressed(unit, f"zuofei:{number}").text("cuo")
    seen = office.visit("auditor").get("/rizhi").text()
    assert f"作废没有导入完的登记表{ITEM}：第{number}批" in "".join(seen.split())
