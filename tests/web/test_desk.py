"""待办, an item, a form, the check and the door, as officers of every post use them."""

import errno
import io
import unicodedata
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from PIL import Image

from catalog.duties.who import may_file
from catalog.record import AmendmentKind, Identity
from catalog.stages import STEPS
from catalog.stages.entry import OF_THE_YEAR
from checks.privacy.scan import scan
from office.editions import draft
from office.editions.looked import LookedAt
from storage.files.catalog_workbook import catalog_form
from storage.files.legible import Handed
from storage.files.opinion_table import opinions_in
from storage.filing import file_record
from storage.people.drafts import Paper
from tests.catalog.rules.lawful import ITEM, RECORDS
from tests.storage.life import ACTOR, ten_o_clock, the
from tests.storage.test_cleaned import word
from tests.web.people import PEOPLE, ROOM, House, Visitor, set_clock, step_path, typed_of
from web.desk import todo

EXAMPLE = Path(__file__).parents[2] / "catalog" / "examples" / "demo-2026.yaml"
NOTICE = "consultation.notice"
TYPED = typed_of(RECORDS[NOTICE].record)
FILES = [
    ("up-papers", (f"{d.title}.txt", d.title.encode(), "text/plain"))
    for d in RECORDS[NOTICE].record.documents
]
KINDS = {
    f"documents-{n}-kind": d.kind.value for n, d in enumerate(RECORDS[NOTICE].record.documents)
}


def csrf(visitor: Visitor) -> str:
    return visitor.page.split('name="csrf" value="')[1].split('"')[0]


def filled(visitor: Visitor, **changed: Any) -> Visitor:
    """The form of the notice, filled in as the law wants it and checked."""
    visitor.get(step_path(NOTICE))
    for name in [n for n in TYPED if n.endswith("-_")]:
        visitor.press(f"jia:{name.split('-')[0]}")
    visitor.press("shangchuan", dict(TYPED), FILES)
    return visitor.press("hedui", KINDS | changed)


def file_notice(visitor: Visitor) -> Visitor:
    return filled(visitor).press("dengji")


# ------------------------------------------------------------------ to do


def test_the_unit_sees_its_task_and_others_see_whose_it_is(house: House) -> None:
    mine = house.visit("unit").get("/")
    assert "现在要办（3）" in mine.page
    assert f'href="{step_path(NOTICE)}"' in mine.page
    legal = house.visit("legal").get("/?kan=quanbu")
    assert "别人在办（3）" in legal.page
    assert "养老服务处" in legal.page
    assert house.visit("other").get("/").text().endswith("现在没有等着办的事项。")


def test_what_is_late_comes_first_and_says_by_how_much_and_why(house: House) -> None:
    set_clock(house.desk.office.home, ten_o_clock(date(2026, 12, 20)))
    visitor = house.visit("unit").get("/")
    assert "已过" in visitor.page
    assert "怎么算的" in visitor.page
    assert 'class="overdue"' in visitor.page


def test_a_paper_filed_elsewhere_is_on_the_board_at_once(house: House) -> None:
    visitor = house.visit("unit").get("/")
    file_notice(house.visit("unit2"))
    assert "等期限（1）" in visitor.get("/").page
    assert f'href="{step_path("consultation.adoption")}"' not in visitor.page


def test_a_long_list_is_turned_page_by_page_and_stays_light(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand things to do: each stands on one page of its block, and no page is above 40 KB."""
    found = house.desk.people.accounts.find("unit")
    assert found
    [one, *_] = todo.tasks(house.desk, found.person)
    many = [one._replace(item=f"demo-2026-{n}", mine=n % 2 == 0) for n in range(1, 1001)]
    monkeypatch.setattr(todo, "tasks", lambda *_: many)
    unit = house.visit("unit").get("/?kan=quanbu")
    assert "1000" in unit.text()
    assert len(unit.page.encode()) <= 40_000
    seen: list[str] = []
    for block in ("xianzai", "bieren"):
        unit.get(f"/?kan=quanbu&kuai={block}")
        while True:
            assert len(unit.page.encode()) <= 40_000
            seen += html.fromstring(unit.page).xpath("//td[@data-title='事项']/p/text()")
            further = html.fromstring(unit.page).xpath("//a[text()='下一页']/@href")
            if not further:
                break
            unit.get(further[0])
    assert sorted(seen) == sorted(task.item for task in many)
    for odd in ("0", "99999999", "-1", "二", "٣"):
        assert unit.get(f"/?kan=quanbu&kuai=xianzai&ye={odd}").status == 200
    assert "现在要办" in unit.get("/?kan=quanbu&kuai=qixian").text(), (
        "of what is empty, all is shown"
    )


def test_monday_morning_the_head_of_the_legal_office_sees_it_all_on_one_page(
    tmp_path: Path, closed: House
) -> None:
    """What is late and whose turn it is, what waits for her consent, what goes public next week."""
    office = closed.copied(tmp_path / "office")
    unit = office.visit("unit").get(ROOM)
    for number in ("1", "2"):
        unit.get(f"{ROOM}/{number}")
        said = {"outcome": "未采纳", "reason": "第三条已写明由各街道按人手排定开放时间"}
        unit.send(f"{ROOM}/{number}", {"csrf": csrf(unit), "do": "dafu"} | said)
    legal = office.visit("legal")
    set_clock(office.desk.office.home, ten_o_clock(date(2026, 5, 4)))  # a Monday
    legal.get("/?kan=quanbu")
    assert "2条意见的答复等另一人确认" in legal.text()
    assert f'href="{ROOM}?kan=queren"' in legal.page
    soon = " ".join(html.fromstring(legal.page.split('id="jinqi"')[1]).text_content().split())
    assert "至下周日2026年5月17日" in soon
    assert "2026年5月14日以前" in soon
    assert "养老服务处登记" in soon
    set_clock(office.desk.office.home, ten_o_clock(date(2026, 5, 18)))
    legal.get("/?kan=quanbu")
    [row] = [
        r
        for r in html.fromstring(legal.page).xpath("//tr[@class='overdue']")
        if "意见采纳情况" in r.text_content()
    ]
    assert "养老服务处" in row.text_content()
    assert "意见采纳情况" not in legal.page.partition('id="jinqi"')[2], "late, and not to come"
    assert "答复等另一人确认" not in office.visit("unit").get("/").page, "not his to agree to"


# ------------------------------------------------------------------ form, check, door


def test_a_notice_is_filed_with_its_papers_by_who_signed_in(house: House) -> None:
    visitor = filled(house.visit("unit"))
    assert visitor.path == f"{step_path(NOTICE)}/hedui"
    assert "登记人：甲同志（养老服务处），登录核验" in visitor.text()
    visitor.press("dengji")
    entry = house.desk.ledger.load(ITEM).entries[-1]
    assert visitor.path == f"/shixiang/{ITEM}?hao={entry.seq}"
    assert (entry.step, entry.actor.name, entry.actor.identity) == (
        NOTICE,
        "甲同志",
        Identity.SIGNED_IN,
    )
    wanted = RECORDS[NOTICE].record
    assert entry.record.model_copy(update={"documents": ()}) == wanted.model_copy(
        update={"documents": ()}
    )
    assert [(d.kind, d.title) for d in entry.record.documents] == [
        (d.kind, d.title) for d in wanted.documents
    ]
    assert house.desk.ledger.verify() == []
    assert house.desk.people.drafts.every() == {}
    assert house.desk.people.uploads.of(Paper(ITEM, NOTICE)) == []


def test_the_check_tells_beside_the_field_and_leaves_no_refusal(house: House) -> None:
    visitor = filled(house.visit("unit"), closes_on="2026年3月15日", url="一个网址")
    assert visitor.path == f"{step_path(NOTICE)}?he=1"
    assert "还不能登记" in visitor.text("cuo")
    said = visitor.beside("closes_on")
    assert "请改正" in said
    assert "暂行条例" in said
    assert "PUB-" in said
    assert 'value="2026-03-15"' in visitor.page
    assert "一个网址" in visitor.page
    assert house.desk.ledger.refusals(ITEM) == []


def test_a_rule_that_takes_a_reason_brings_its_box_and_the_reason_goes_on_file(
    house: House,
) -> None:
    visitor = filled(
        house.visit("unit"), closes_on="2026-03-25", stated_days="15", shortening_stated="是"
    )
    boxes = [
        n for n in visitor.page.split('name="') if n.startswith("reasons-") and "-text" in n[:20]
    ]
    assert boxes, visitor.text("cuo")
    box = boxes[0].split('"')[0]
    assert "不照" in visitor.text()
    visitor.press("hedui", {box: "情况紧急，已在公告中说明"})
    assert visitor.path.endswith("/hedui"), visitor.text("cuo")
    visitor.press("dengji")
    [reason] = house.desk.ledger.load(ITEM).entries[-1].record.reasons
    assert (reason.text, reason.by) == ("情况紧急，已在公告中说明", "甲同志")
    assert reason.on == house.desk.today


def test_shape_faults_stand_beside_their_fields_all_at_once(house: House) -> None:
    visitor = filled(
        house.visit("unit"), closes_on="不知道", stated_days="二十", **{"documents-0-kind": ""}
    )
    assert "不是有效的日期" in visitor.beside("closes_on")
    assert "应为整数" in visitor.beside("stated_days")
    assert "缺少这一栏" in visitor.beside("documents-0-kind")
    assert "不知道" in visitor.page


def test_a_refusal_at_the_door_is_logged_once_and_nothing_typed_is_lost(house: House) -> None:
    visitor = filled(house.visit("unit"))
    drafts, paper = house.desk.people.drafts, Paper(ITEM, NOTICE)
    last = drafts.last(paper)
    assert last
    kept = drafts.keep(
        paper, {"contents": ("只剩这些",)}, last.version, "unit", "甲同志", house.desk.clock()
    )
    version = kept.draft.version
    token = visitor.page.split('name="csrf" value="')[1].split('"')[0]
    visitor.send(
        f"{step_path(NOTICE)}/hedui", {"csrf": token, "version": str(version), "do": "dengji"}
    )
    assert visitor.path == f"{step_path(NOTICE)}?he=1"
    assert "只剩这些" in visitor.page
    assert len(house.desk.ledger.refusals(ITEM)) == 1


def test_every_button_keeps_what_was_typed(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    for button in ("cun", "jia:ways", "shan:ways-0", "shangchuan", "xuan", "hedui", "nonsense"):
        visitor.press(button, {"contents": f"按了{button}"})
        assert f"按了{button}" in visitor.get(step_path(NOTICE)).page


@pytest.mark.parametrize("digits", ["²", "9" * 5_000, "٣", "-1", "1_0", "00"])
def test_a_number_that_is_none_breaks_no_form_and_no_draft_for_the_next(
    house: House, digits: str
) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    token = csrf(visitor)
    odd = {f"documents-{digits}-title": "甲", f"ways-{digits}-_": "1", "contents": "留着"}
    for do in ("cun", "jia:documents", "jia:ways", "hedui"):
        visitor.send(step_path(NOTICE), odd | {"csrf": token, "version": digits, "do": do})
        assert visitor.status == 200, do
    assert "留着" in house.visit("unit2").get(step_path(NOTICE)).page
    assert visitor.get(step_path(NOTICE) + "?he=1").status == 200
    leader = house.visit("leader").get("/shencha")
    back = {"csrf": csrf(leader), "do": "tuihui", "number": digits, "reason": "错"}
    assert leader.send("/gongkai", back).status in {400, 409}
    assert leader.get(f"/shencha/{ITEM}/duizhao?ye=x&cong={digits}").status == 404


def test_a_form_lists_the_papers_that_its_step_needs_and_what_is_there(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    listed = visitor.text("cailiao")
    assert "决策草案：还没有，必须有；主动公开 规则 PUB-02" in listed
    assert "草案解读：还没有，应当有" in listed
    visitor.press("shangchuan", {"_leibie": "决策草案"}, [FILES[0]])
    assert "决策草案：表里已有" in visitor.text("cailiao")
    blank = visitor.http.get("/kongbai/yijianbiao")
    assert opinions_in(Handed("空白意见表.xlsx", blank.content)) == ()


def test_an_opinion_of_the_lawyers_is_never_preset_public(tmp_path: Path) -> None:
    house = House.at(tmp_path / "office", "legality_review.opinion")
    path = step_path("legality_review.opinion")
    visitor = house.visit("legal").get(path)
    kind = "法律顾问或公职律师意见"
    assert f"{kind}：还没有，必须有；不予公开" in visitor.text("cailiao")
    one, two = (("up-papers", (f"{n}.txt", n.encode(), "text/plain")) for n in ("甲", "乙"))
    visitor.press("shangchuan", {"_leibie": kind}, [one])
    visitor.press("shangchuan", {}, [two])
    visitor.press("cun", {"documents-1-kind": kind})
    pairs = house.desk.people.drafts.last(Paper(ITEM, "legality_review.opinion"))
    assert pairs
    for row in ("documents-0", "documents-1"):
        assert pairs.pairs[f"{row}-kind"] == (kind,)
        assert pairs.pairs[f"{row}-disclosure-attribute"] == ("不予公开",)
        assert pairs.pairs[f"{row}-disclosure-ground"] == ("行政管理过程性信息",)
    visitor.press("cun", {"documents-1-kind": "决策草案"})
    pairs = house.desk.people.drafts.last(Paper(ITEM, "legality_review.opinion"))
    assert pairs
    said = [
        pairs.pairs[f"documents-1-disclosure-{of}"] for of in ("attribute", "ground", "review_on")
    ]
    assert said == [("",)] * 3, "the kind was a slip: a draft goes out"
    visitor.press("cun", {"documents-0-disclosure-attribute": "依申请公开"})
    pairs = house.desk.people.drafts.last(Paper(ITEM, "legality_review.opinion"))
    assert pairs
    assert pairs.pairs["documents-0-disclosure-attribute"] == ("依申请公开",), "said by a person"


def test_two_people_in_one_form_keep_both_and_are_told_where_they_differ(house: House) -> None:
    one, two = (house.visit(name).get(step_path(NOTICE)) for name in ("unit", "unit2"))
    one.press("cun", {"contents": "甲写的内容", "url": "甲的网址"})
    two.press("cun", {"contents": "乙写的内容"})
    assert "甲的网址" in two.page
    assert "甲写的内容" in two.beside("contents")
    assert "乙写的内容" in two.get(step_path(NOTICE)).page


def test_two_windows_of_one_person_lose_nothing_either(house: House) -> None:
    one, two = (house.visit("unit").get(step_path(NOTICE)) for _ in range(2))
    one.press("cun", {"contents": "第一个窗口", "url": "网址"})
    two.press("cun", {"contents": "第二个窗口"})
    assert "第一个窗口" in two.beside("contents")
    assert "网址" in two.page


def test_shape_and_law_are_told_in_one_round(house: House) -> None:
    visitor = filled(house.visit("unit"), stated_days="二十", closes_on="2026-3-15")
    assert "应为整数" in visitor.beside("stated_days")
    assert "请改正" in visitor.beside("closes_on")
    visitor.press("hedui", {"closes_on": "不知道", "stated_days": "30"})
    assert visitor.beside("closes_on").count("请改正") == 1


def test_of_two_who_file_the_first_is_heard_and_the_other_is_told_who(house: House) -> None:
    two = filled(house.visit("unit"))
    ledger, at = house.desk.ledger, house.desk.office.now()
    payload, _ = the(NOTICE, house.folder)
    file_record(ledger, ITEM, NOTICE, payload, actor=ACTOR, at=at, folder=house.folder)
    two.press("dengji")
    assert two.status == 409
    assert "经办人甲（养老服务处）已于" in two.text()
    assert house.desk.people.drafts.last(Paper(ITEM, NOTICE))


# ------------------------------------------------------------------ papers


def zipped(**parts: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


HOSTILE = {
    "空的.pdf": b"",
    "程序.exe": b"MZ",
    "改名.pdf": b"PK\x03\x04",
    "加密.docx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "坏的.docx": b"PK\x03\x04" + b"x" * 500,
    "坏的.pdf": b"%PDF-1.7\n" + b"x" * 100,
    "图.png": b"\x89PNG\r\n\x1a\n" + b"x" * 60,
    "不是.docx": zipped(a=b"1"),
    "\u202etxt.fdp": b"a",
    "网页": b"<script>",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_turned_away_in_words_and_the_rest_is_kept(
    house: House, name: str
) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    files = [("up-papers", (name, HOSTILE[name])), ("up-papers", ("好的.txt", "草案".encode()))]
    visitor.press("shangchuan", {"contents": "留着"}, files)
    assert visitor.status == 200
    assert "没有收下" in visitor.text("cailiao")
    assert "好的.txt" in visitor.text("cailiao")
    assert "留着" in visitor.page
    assert len(house.desk.people.uploads.of(Paper(ITEM, NOTICE))) == 1


def test_a_name_with_a_way_out_of_the_folder_is_a_name(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    visitor.press("shangchuan", {}, [("up-papers", ("../../../etc/好.txt", "草案".encode()))])
    [kept] = house.desk.people.uploads.of(Paper(ITEM, NOTICE))
    assert kept.name == "好.txt"


def test_a_name_as_a_mac_spells_it_is_the_name_that_everybody_else_types(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    name = "Señor 方案.txt"
    taken_apart = unicodedata.normalize("NFD", name)
    visitor.press("shangchuan", {}, [("up-papers", (taken_apart, "草案".encode()))])
    [kept] = house.desk.people.uploads.of(Paper(ITEM, NOTICE))
    assert kept.name == name != taken_apart


def test_a_full_disk_keeps_the_file_out_and_what_was_typed(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("storage.documents.os.fsync", full)
        visitor.press("shangchuan", {"contents": "留着"}, [("up-papers", ("好.txt", b"a"))])
    assert visitor.status == 200
    assert "文件“好.txt”没有存下" in visitor.text("cailiao")
    assert "留着" in visitor.page
    assert house.desk.people.uploads.of(Paper(ITEM, NOTICE)) == []
    assert not [*house.desk.people.uploads.store.folder.rglob("laid-*")]


def test_an_identity_number_in_a_file_is_told_beside_it_before_filing(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    body = "联系人身份证号：11010519491231002X".encode()
    visitor.press("shangchuan", {}, [("up-papers", ("名单.txt", body))])
    said = visitor.text("cailiao")
    assert "公开前要处理" in said
    assert "身份证" in said
    assert "11010519491231002X" not in said


def test_an_author_s_name_in_the_properties_is_taken_out_by_a_tick_or_told(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    handed = [("up-papers", ("甲.docx", word()))]
    visitor.press("shangchuan", {}, handed)
    assert "已去掉文件属性里的作者" in visitor.text()
    assert "文档属性" not in visitor.text()
    visitor.press("shangchuan", {"_qingli": []}, handed)
    assert "文档属性" in visitor.text(), "who does not want it changed is told what stands in it"
    kept = house.desk.people.uploads.of(Paper(ITEM, NOTICE))
    read = [house.desk.people.uploads.store.read(one.digest) for one in kept]
    assert [body == handed[0][1][1] for body in read].count(True) == 1


def test_a_scan_is_accepted_once_somebody_says_that_he_looked_at_each_page(house: House) -> None:
    def page(shade: int) -> bytes:
        out = io.BytesIO()
        Image.new("L", (1200, 1700), shade).save(out, "PNG")
        return out.getvalue()

    visitor = house.visit("unit").get(step_path(NOTICE))
    visitor.press("shangchuan", {}, [("up-papers", ("扫描件.png", page(255)))])
    assert "未能检查" in visitor.text()
    assert "允许清单" not in visitor.text(), "nobody at the desk is sent to a file"
    [kept] = house.desk.people.uploads.of(Paper(ITEM, NOTICE))
    visitor.press(f"kanguo:u-{kept.id}", {"documents-0-kind": "其他"})
    assert "养老服务处 甲同志已逐页看过" in visitor.text()
    assert "未能检查" not in visitor.text()
    [looked] = house.desk.ledger.acts.of(LookedAt)
    assert (looked.act.file, looked.actor.identity) == (kept.digest, Identity.SIGNED_IN)
    files = {"甲/扫描件.png": page(255), "甲/另一份.png": page(254)}
    left = [
        f for f in scan(files, draft.allowed(house.desk.office)).findings if f.detector == "unread"
    ]
    assert [f.path for f in left] == ["甲/另一份.png"], (
        "of one that differs in a byte nothing was said"
    )
    visitor.press("kanguo:u-0123")
    visitor.press("shangchuan", {}, [("up-papers", ("名单.txt", "电话：13800138000".encode()))])
    read = next(
        x for x in house.desk.people.uploads.of(Paper(ITEM, NOTICE)) if x.name == "名单.txt"
    )
    assert f"kanguo:u-{read.id}" not in visitor.page
    visitor.press(f"kanguo:u-{read.id}")
    assert len(house.desk.ledger.acts.of(LookedAt)) == 1, (
        "a program read it: nobody says so instead"
    )
    assert house.desk.ledger.verify() == []


def test_the_character_that_no_database_takes_is_left_out(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    visitor.press("cun", {"contents": "甲\0乙", "documents-0-\0title": "丙\0"})
    assert visitor.status == 200
    [kept] = house.desk.people.drafts.every().values()
    assert kept.pairs["contents"] == ("甲乙",)
    assert kept.pairs["documents-0-title"] == ("丙",)
    assert "\0" not in "".join(kept.pairs)


def test_a_paper_is_dropped_with_its_row_and_not_filed(house: House) -> None:
    visitor = filled(house.visit("unit")).get(step_path(NOTICE))
    visitor.press("shan:documents-0")
    assert "documents-0-file" not in visitor.page
    assert visitor.press("hedui").path.endswith("?he=1")


def test_a_paper_on_file_is_chosen_and_not_handed_in_again(house: House) -> None:
    file_notice(house.visit("unit"))
    visitor = house.visit("unit").get(step_path("expert_review.review"))
    draft = next(d for d in house.desk.ledger.load(ITEM).entries[-1].record.documents)
    option = (
        visitor.page.split(f"：{draft.title}</option>")[0].rpartition('value="')[2].split('"')[0]
    )
    visitor.press("xuan", {"which": option})
    assert draft.name in visitor.text("cailiao")
    assert visitor.press("xuan", {"which": "f-99-9"}).page.count("没有选哪一份") == 1


def test_a_browser_names_no_file_of_another_item_by_its_digest(house: House) -> None:
    visitor = filled(house.visit("unit")).get(step_path(NOTICE))
    visitor.press("hedui", {"documents-0-file": "0" * 64})
    assert "文件已经不在了" in visitor.text()


# ------------------------------------------------------------------ amending


def test_a_correction_begins_with_what_is_on_file_and_shows_old_beside_new(house: House) -> None:
    file_notice(house.visit("unit"))
    path = step_path(NOTICE, "gengzheng")
    visitor = house.visit("unit").get(path)
    assert RECORDS[NOTICE].record.closes_on.isoformat() in visitor.page
    assert "没有填写" in visitor.press("hedui", {"contents": "改了的内容"}).beside("because")
    visitor.press("hedui", {"because": "内容写漏了", "contents": "改了的内容"})
    assert visitor.path == f"{path}/hedui", visitor.text("cuo")
    assert "改了的内容" in visitor.page
    visitor.press("dengji")
    entry = house.desk.ledger.load(ITEM).entries[-1]
    assert entry.amends
    assert (entry.amends.kind, entry.amends.reason) == (AmendmentKind.CORRECTION, "内容写漏了")
    assert len(entry.record.documents) == len(RECORDS[NOTICE].record.documents)
    assert house.desk.ledger.verify() == []


def test_an_extension_and_an_exemption_are_offered_and_filed(house: House) -> None:
    file_notice(house.visit("unit"))
    item = house.visit("unit").get(f"/shixiang/{ITEM}")
    assert f'href="{step_path("consultation.extension")}"' in item.page
    visitor = house.visit("unit").get(step_path("consultation.extension"))
    typed = {"closes_on": "2026-5-20", "published_on": "2026-3-10", "reason": "来信较多，延长期限"}
    visitor.press("hedui", typed)
    assert visitor.path.endswith("/hedui"), visitor.text("cuo")
    visitor.press("dengji")
    assert house.desk.ledger.load(ITEM).entries[-1].step == "consultation.extension"


def test_a_further_round_begins_with_its_reason(house: House) -> None:
    file_notice(house.visit("unit"))
    visitor = house.visit("unit").get(step_path(NOTICE, "zaici"))
    assert "再次办理的理由" in visitor.page


# ------------------------------------------------------------------ duties


@pytest.mark.parametrize("account", PEOPLE)
def test_everybody_reaches_what_the_table_gives_him_and_nothing_by_guessing(
    house: House, account: str
) -> None:
    visitor = house.visit(account)
    person = house.desk.people.accounts.find(account)
    assert person
    dossier = house.desk.ledger.load(ITEM)
    token = visitor.get("/wode").page.split('name="csrf" value="')[1].split('"')[0]
    for step in (s for s in STEPS if s not in OF_THE_YEAR):
        for how in ("", "gengzheng", "zaici"):
            path = step_path(step, how)
            allowed = may_file(person.person, dossier, step) is None
            seen = visitor.get(path)
            assert (seen.status in {200, 409}) == allowed, (path, seen.status)
            if not allowed:
                assert "不能办理" in seen.page
                for address, do in ((path, "cun"), (f"{path}/hedui", "dengji")):
                    assert (
                        visitor.send(address, {"csrf": token, "do": do, "version": "0"}).status
                        == 403
                    )
    assert house.desk.people.drafts.every() == {}


@pytest.mark.parametrize("account", ["system", "security", "nobody", "other"])
def test_who_has_no_part_in_an_item_does_not_see_it(house: House, account: str) -> None:
    visitor = house.visit(account)
    assert visitor.get(f"/shixiang/{ITEM}").status == 403
    digest = "0" * 64
    assert visitor.get(f"/shixiang/{ITEM}/wenjian/{digest}").status == 403
    assert ITEM not in visitor.get("/shixiang").page


def test_a_paper_on_file_is_saved_and_never_opened_here(house: House) -> None:
    file_notice(house.visit("unit"))
    digest = house.desk.ledger.load(ITEM).entries[-1].record.documents[0].digest
    answer = house.visit("leader").http.get(f"/shixiang/{ITEM}/wenjian/{digest}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["content-type"] == "application/octet-stream"


def test_accounts_are_made_and_ended_by_one_and_posts_granted_by_another(house: House) -> None:
    system = house.visit("system").get("/yonghu")
    system.press("xin", {"account": "xinren", "name": "新同志", "unit": "办公室"})
    link = system.page.split("<code>")[1].split("</code>")[0]
    visitor = house.visit().get(link)
    visitor.send(link, {"password": "新同志的很长的口令9", "again": "新同志的很长的口令9"})
    assert house.visit().sign_in("xinren", "新同志的很长的口令9").status == 200
    assert (
        "已经有了"
        in system.get("/yonghu")
        .press("xin", {"account": "xinren", "name": "甲", "unit": "乙"})
        .page
    )
    security = house.visit("security").get("/gangwei")
    token = security.page.split('name="csrf" value="')[1].split('"')[0]
    security.send("/gangwei", {"csrf": token, "account": "xinren", "posts": ["办公室"]})
    granted = house.desk.people.accounts.find("xinren")
    assert granted
    assert granted.posts == {"办公室"}
    assert (
        "三员分立"
        in security.send(
            "/gangwei", {"csrf": token, "account": "xinren", "posts": ["系统管理员", "审计员"]}
        ).page
    )
    assert (
        "不能给自己"
        in security.send(
            "/gangwei", {"csrf": token, "account": "security", "posts": ["法规处"]}
        ).page
    )
    for typed in ("SECURITY", "ｓｅｃｕｒｉｔｙ", "sec urity", "secu-rity"):
        sent = {"csrf": token, "account": typed, "posts": ["领导"]}
        assert "不能给自己" in security.send("/gangwei", sent).page, typed
    for typed in ("SYSTEM", "ｓｙｓｔｅｍ"):
        sent = {"csrf": csrf(system.get("/yonghu")), "do": f"tingding:{typed}"}
        assert "不能停用自己" in system.send("/yonghu", sent).page, typed
    sent = {"csrf": csrf(system.get("/yonghu")), "do": "tingding:nobody-here"}
    assert "没有“nobody-here”这个账号" in system.send("/yonghu", sent).page
    system.get("/yonghu").press("ting:xinren")
    assert "停用 xinren？" in system.page
    assert house.visit().sign_in("xinren", "新同志的很长的口令9").status == 200
    system.press("tingding:xinren")
    assert house.visit().sign_in("xinren", "新同志的很长的口令9").status == 403
    log = house.visit("auditor").get("/rizhi").page
    for words in ("开设", "岗位改为办公室", "停用"):
        assert words in log
    for account in ("unit", "legal", "leader", "auditor", "security"):
        assert house.visit(account).get("/yonghu").status == 403
    for account in ("unit", "legal", "system", "security"):
        assert house.visit(account).get("/rizhi").status == 403


def test_who_leaves_leaves_his_tasks_and_what_he_began_to_who_stays(house: House) -> None:
    gone = house.visit("unit").get(step_path(NOTICE))
    gone.press("cun", {"contents": "离开以前写的"})
    system = house.visit("system").get("/yonghu").press("ting:unit")
    system.press("tingding:unit")
    assert "离开以前写的" not in gone.get(step_path(NOTICE)).page
    stays = house.visit("unit2")
    assert step_path(NOTICE) in stays.get("/").page
    assert "离开以前写的" in stays.get(step_path(NOTICE)).page
    file_notice(stays)
    filed = house.desk.ledger.load(ITEM).entry_of(NOTICE)
    assert filed
    assert filed.actor.name == PEOPLE["unit2"][0]


def test_markup_that_somebody_typed_is_words(house: House) -> None:
    visitor = house.visit("unit").get(step_path(NOTICE))
    visitor.press(
        "cun", {"contents": "</textarea><script>alert(1)</script>", "url": '"><img src=x>'}
    )
    assert "<script>" not in visitor.page
    assert "<img" not in visitor.page
    assert "&lt;script&gt;" in visitor.page


def test_a_desk_page_is_small(house: House) -> None:
    visitor = filled(house.visit("unit"))
    for path in ("/", f"/shixiang/{ITEM}", step_path(NOTICE), f"{step_path(NOTICE)}/hedui"):
        assert len(visitor.get(path).page.encode()) < 60_000, path


def test_what_may_be_filed_beside_is_listed(house: House) -> None:
    item = house.visit("unit").get(f"/shixiang/{ITEM}")
    assert "补充登记" in item.page
    assert "更正：决定启动" in item.page


# ------------------------------------------------------------------ the catalog


def test_a_catalog_is_looked_at_and_then_imported_by_who_keeps_it(house: House) -> None:
    visitor = house.visit("legal").get("/mulu")
    body = EXAMPLE.read_bytes()
    visitor.press("kan", {}, [("mulu", ("目录.yaml", body))])
    assert "还没有导入" in visitor.page
    assert "demo-2026-01" in visitor.page
    before = house.desk.ledger.items()
    assert all(not item.startswith("demo") for item in before)
    button = visitor.page.split('value="dao:')[1].split('"')[0]
    visitor.press(f"dao:{button}")
    assert visitor.path == "/shixiang"
    assert "demo-2026-01" in visitor.page
    entry = house.desk.ledger.load("demo-2026-01").entries[0]
    assert (entry.actor.name, entry.actor.identity) == ("戊同志", Identity.SIGNED_IN)
    assert catalog_form()[:2] == house.visit("office").http.get("/mulu/kongbai").content[:2]
    assert house.visit("unit").get("/mulu").status == 403


@pytest.mark.parametrize(
    "name",
    ["😀" * 80 + ".yaml", "中" * 200 + ".YAML", "..yaml", ".yaml", "..", "对应表.yaml", "甲/.."],
)
def test_a_catalog_may_have_any_name(house: House, name: str) -> None:
    visitor = house.visit("legal").get("/mulu")
    visitor.press("kan", {}, [("mulu", (name, EXAMPLE.read_bytes()))])
    assert "还没有导入" in visitor.page
    button = visitor.page.split('value="dao:')[1].split('"')[0]
    visitor.press(f"dao:{button}")
    assert "demo-2026-01" in house.desk.ledger.items()


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("目录.docx", b"PK", "目录.docx"),
        ("目录.xlsx", b"PK\x03\x04x", "目录.xlsx"),
        ("目录.yaml", "目录: {}".encode(), "缺少"),
        ("\u202e.xlsx", b"PK", "看不见"),
        ("../../目录.yaml", b"a: [", "目录"),
    ],
)
def test_a_bad_catalog_is_told_with_every_fault_and_imports_nothing(
    house: House, name: str, body: bytes, said: str
) -> None:
    before = house.desk.ledger.head()
    visitor = house.visit("legal").get("/mulu").press("kan", {}, [("mulu", (name, body))])
    assert visitor.status == 422
    assert said in visitor.text()
    assert "没有导入" in visitor.page
    assert house.desk.ledger.head() == before
    assert house.visit("legal").get("/mulu").press("dao:0123").status == 404


# ------------------------------------------------------------------ preview


def test_the_page_is_seen_before_filing_with_what_is_new_marked_and_nothing_on_file(
    house: House,
) -> None:
    visitor = filled(house.visit("unit"))
    before = house.desk.ledger.head()
    visitor.get(step_path(NOTICE)).press("yulan")
    assert visitor.path == f"{step_path(NOTICE)}/yulan"
    assert "尚未登记，未经审查" in visitor.text()
    assert f'src="{step_path(NOTICE)}/yulan/wangye#bian-1"' in visitor.page
    frame = visitor.http.get(f"{step_path(NOTICE)}/yulan/wangye")
    assert 'id="bian-1"' in frame.text, "it opens at what is new"
    assert "正在公开征求意见" in frame.text
    assert 'class="juece-mark"' in frame.text
    assert "sandbox" in frame.headers["content-security-policy"]
    [sheet] = [p for p in frame.text.split('href="') if p.startswith("/wangye/static/item")]
    looks = visitor.http.get(sheet.split('"')[0])
    assert (looks.status_code, looks.headers["content-type"].split(";")[0]) == (200, "text/css")
    assert house.desk.ledger.head() == before
    assert house.desk.ledger.refusals(ITEM) == []
    assert house.visit("other").get(f"{step_path(NOTICE)}/yulan/wangye").status == 403


def test_who_sees_an_item_sees_its_page_as_what_is_on_file_makes_it(house: House) -> None:
    path = f"/shixiang/{ITEM}/yulan"
    for account in ("unit", "unit2", "legal"):
        visitor = house.visit(account).get(f"/shixiang/{ITEM}")
        assert f'href="{path}"' in visitor.page
        assert "按在卷材料生成" in visitor.get(path).page
        page = visitor.get(f"{path}/wangye")
        assert page.status == 200
        assert RECORDS["entry.inclusion"].record.item.name in page.page
    assert house.visit("other").get(f"{path}/wangye").status == 403


def test_what_cannot_be_read_is_told_in_place_of_a_preview(house: House) -> None:
    visitor = filled(house.visit("unit"), closes_on="不知道")
    visitor.press("yulan")
    assert "不是有效的日期" in visitor.text()
    assert visitor.http.get(f"{step_path(NOTICE)}/yulan/wangye").status_code == 409


@pytest.mark.parametrize(
    "step", ["consultation.notice", "expert_review.review", "risk_assessment.report"]
)
def test_what_the_law_refuses_can_be_looked_at_all_the_same(house: House, step: str) -> None:
    visitor = house.visit("unit").get(step_path(step))
    drafts = house.desk.people.drafts
    pairs = {n: tuple(v) for n, v in typed_of(RECORDS[step].record).items()}
    late = {n: tuple(v.replace("2026", "2019") for v in vs) for n, vs in pairs.items()}
    drafts.keep(Paper(ITEM, step), late, 0, "unit", "甲同志", house.desk.clock())
    answer = visitor.http.get(f"{step_path(step)}/yulan/wangye")
    assert answer.status_code in {200, 409}, answer.text[:500]
