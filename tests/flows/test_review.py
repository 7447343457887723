"""What goes out is what was reviewed; nobody reviews what they wrote; whatever changed is asked anew."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from catalog.parse import ShapeError
from catalog.record import Actor
from office import build
from office.editions import draft, publish, withdrawal
from office.editions.changes import proposal
from office.editions.history import EditionHistory, Withdrawn
from office.editions.proof.record import SUBJECT
from office.editions.proof.seal import Matter, read
from office.editions.proof.source import Folder
from office.editions.proof.trust import Asked
from office.editions.proof.verify import verify
from office.editions.publish import Urgent
from office.editions.review import Proposed, compared, each, proposed, review
from office.editions.seal import rebuild, seal_site
from office.editions.verdict import Reviewed, Verdict
from office.editions.withdrawal import withdraw
from office.settings.installation import Office
from office.settings.site_context import setting_of
from pages.build import cache as kept
from pages.build import manifest
from pages.build.manifest import files_in
from pages.build.outputs import static
from pages.html import theme
from pages.html.engine import environment
from pages.html.theme import TEMPLATES, source
from storage.filing import file_record
from tests.flows import year
from tests.office.editions.sites import files

REVIEWER = Actor(name="示例审查人", unit="示例保密审查岗")
DECIDER = Actor(name="示例值班人", unit="示例应急办")
NOW = year.at(1, 20)
MATTERS = ["demo-2026", "demo-2026-01", "website"]
SAME = "经办过这一事项的材料，经办人和审查人不能是同一人，请换人审查"


BOTH = pytest.mark.parametrize(
    "office", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An office with a small year on file, on SQLite where a test does not ask for both."""
    on_postgres = getattr(request, "param", "") == "postgresql"
    store = request.getfixturevalue("cluster").create() if on_postgres else ""
    made = Office(home=tmp_path / "office", store=store)
    made.home.mkdir()
    year.found(made)
    with patch.object(Office, "now", lambda _self: NOW):
        yield made
    made.ledger().close()


def drafted(office: Office, at: datetime = NOW) -> list[Proposed]:
    draft.refresh(office, at.date())
    return proposed(office)


def agree(office: Office, one: Proposed, reviewer: Actor = REVIEWER) -> str:
    said = Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED)
    return "\n".join(review(office, {one.id: said}, reviewer))


def agree_to_all(office: Office) -> None:
    for one in drafted(office):
        assert agree(office, one) == ""


def put_out(office: Office, urgent: Urgent | None = None) -> None:
    assert publish.publish(office, NOW.date(), urgent).new


def go_out(office: Office) -> None:
    """Agree to everything, and publish it."""
    agree_to_all(office)
    put_out(office)


def give_notice(office: Office) -> None:
    """The one notice of the year, whose follow-up is late in April."""
    start(office)
    folder = office.home / "inbox"
    folder.mkdir()
    for name in ("草案.txt", "说明.txt"):
        (folder / name).write_text(f"演示文件 {name}", encoding="utf-8")
    notice = {**year.NOTICE, "published_on": "2026-01-17"}
    file_record(
        office.ledger(), year.ITEM, "consultation.notice", notice,
        actor=year.CLERK, at=year.at(1, 17), folder=folder,
    )  # fmt: skip


def start(office: Office) -> None:
    begun = year.start(year.at(1, 16))
    file_record(
        office.ledger(), begun.item, begun.step, begun.payload, actor=begun.actor, at=begun.at
    )


def out(office: Office) -> bytes:
    return (office.site / "edition.json").read_bytes()


# ------------------------------------------------------------------ what waits


def test_everything_waits_until_each_matter_was_agreed_to(office: Office) -> None:
    waiting = drafted(office)
    assert [one.id for one in waiting] == MATTERS
    assert [one.state for one in waiting] == ["待审查"] * 3
    assert waiting[1].reasons == ("2026年1月12日列入年度目录",)
    agree(office, waiting[1])
    assert [one.id for one in proposed(office) if one.agreed] == ["demo-2026-01"]
    assert not publish.publish(office, NOW.date()).new
    assert not office.site.exists()


def test_what_is_out_waits_no_longer_and_a_quiet_day_proposes_nothing(office: Office) -> None:
    go_out(office)
    assert proposed(office) == []
    assert drafted(office, year.at(1, 25)) == []
    assert (office.site / "demo/index.html").is_file()


def test_only_what_changed_is_proposed_with_its_reason_and_its_words(office: Office) -> None:
    go_out(office)
    start(office)
    waiting = drafted(office)
    assert [one.id for one in waiting] == MATTERS
    item = waiting[1]
    [reason] = item.reasons
    assert reason.startswith("2026年1月16日")
    assert "启动" in reason
    assert not item.matter.gone
    [page] = [one for one in compared(office, item.matter) if one.path.endswith("/01/index.html")]
    assert any(line.startswith("+") and "启动" in line for line in page.lines)


# ------------------------------------------------------------------ who may review, and what


def test_who_filed_it_cannot_review_it(office: Office) -> None:
    item = drafted(office)[1]
    assert agree(office, item, year.CLERK) == f"demo-2026-01：演示经办人{SAME}"
    for name in ("演示经办人 ", "演示 经办人", "演示\u200b经办人", "演示\u3000经办人"):
        assert SAME in agree(office, item, Actor(name=name, unit="别的处室")), name
    for one in drafted(office):
        assert SAME in agree(office, one, year.CLERK), one.id
    assert all(one.review is None for one in proposed(office))


def test_what_changes_after_the_review_loses_it(office: Office) -> None:
    agree_to_all(office)
    start(office)
    assert [one.state for one in drafted(office)] == ["待审查"] * 3


def test_a_review_of_what_is_no_longer_proposed_is_refused(office: Office) -> None:
    old = drafted(office)[1]
    start(office)
    drafted(office)
    assert "在审查期间有变化" in agree(office, old)
    none = Reviewed(digest="0" * 64, verdict=Verdict.AGREED)
    [said] = review(office, {"demo-2026-09": none}, REVIEWER)
    assert said.startswith("没有“demo-2026-09”这一事项的待审查内容。待审查的有：demo")


def test_what_is_sent_back_needs_a_reason_and_does_not_go_out(office: Office) -> None:
    item = drafted(office)[1]
    back = Reviewed(digest=item.matter.digest, verdict=Verdict.RETURNED)
    assert review(office, {item.id: back}, REVIEWER) == [f"{item.id}：退回的要写明理由"]
    noted = back.model_copy(update={"note": "附件有误"})
    assert review(office, {item.id: noted}, REVIEWER) == []
    item = proposed(office)[1]
    assert (item.state, item.agreed) == ("退回：附件有误", False)
    agree(office, item)
    assert proposed(office)[1].agreed, "the last word counts"


def test_what_was_agreed_to_once_does_not_come_back_by_it(office: Office) -> None:
    go_out(office)
    before = {one.id: one.digest for one in proposal({}, files_in(office.draft))}
    start(office)
    go_out(office)
    history = EditionHistory(office.ledger())
    assert not any(history.review(id_, digest) for id_, digest in before.items())


def test_nothing_goes_back_to_an_earlier_day(office: Office) -> None:
    go_out(office)
    with pytest.raises(ShapeError, match="现在公开的页面截至2026-01-20，不能退到2026-01-15"):
        publish.publish(office, year.at(1, 15).date())


# ------------------------------------------------------------------ urgent


@BOTH
def test_an_urgent_publication_is_named_and_reviewed_afterwards(office: Office) -> None:
    put_out(office, Urgent(DECIDER, "台风预警"))
    record = (office.site / "editions.html").read_text("utf-8")
    assert "紧急公开" in record
    assert "台风预警" in record
    assert DECIDER.name not in record, "the public is told of units"
    left = proposed(office)
    assert [(one.id, one.matter.differs, one.state) for one in left] == [
        (id_, False, "待审查") for id_ in MATTERS
    ]
    for one in left:
        for somebody in (year.CLERK, DECIDER):
            assert SAME in agree(office, one, somebody), (one.id, somebody.name)
        assert agree(office, one) == ""
    assert proposed(office) == []


def test_the_reason_of_an_urgent_publication_is_scanned_like_a_page(office: Office) -> None:
    done = publish.publish(office, NOW.date(), Urgent(DECIDER, "请电13800138000"))
    assert not done.new
    assert "editions.html" in done.wrong
    assert not office.site.exists()


# ------------------------------------------------------------------ another program or look


def restyle(office: Office, path: str, was: str, now: str) -> None:
    """Change one thing of the looks, as an upgrade does."""
    theirs = (TEMPLATES / path).read_text("utf-8")
    assert was in theirs
    file = office.home / "look" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(theirs.replace(was, now), encoding="utf-8")
    as_a_new_process()


def as_a_new_process() -> None:
    """Such a one knows nothing of the old one's looks."""
    for known in (source, static, environment, kept._program):
        known.cache_clear()


def another_colour(office: Office, colour: str = "#0b4a8f") -> None:
    restyle(office, "static/colours.css", "--blue: #0B4F9E", f"--blue: {colour}")


def another_item(office: Office) -> None:
    second = {"item": {**year.INCLUSION["item"], "no": 2, "name": "另一事项"}}
    ledger, at = office.ledger(), year.at(1, 12)
    file_record(ledger, "demo-2026-02", "entry.inclusion", second, actor=DECIDER, at=at)


def test_pages_that_only_look_otherwise_are_agreed_to_at_once(office: Office) -> None:
    another_item(office)
    go_out(office)
    another_colour(office)
    together, website = drafted(office)
    assert (together.id, website.id) == ("program", "website")
    assert together.gathered == ("demo-2026", "demo-2026-01", "demo-2026-02")
    assert together.title == "版式更新（不改变公开内容）"
    folder = "demo/zwgk/zdjc/2026/"
    items = [f"{folder}{no}/{page}index.html" for no in ("01", "02") for page in ("chengxu/", "")]
    pages = (f"{folder}index.html", *items)
    assert together.matter.changed == pages
    told = compared(office, together.matter)
    assert {one.path for one in told} == set(pages)
    assert not any(one.lines for one in told), "nothing that a reader sees"
    assert agree(office, together) == ""
    assert agree(office, website) == ""
    put_out(office)
    seal = read(out(office))
    assert [(one.id, one.changed) for one in seal.matters][:1] == [("program", 5)]
    assert "都与公开的逐字节一样" in (office.site / "editions.html").read_text()
    assert verify(Folder(office.site)).whole
    assert proposed(office) == []


def test_what_says_something_else_stays_a_matter_of_its_own(office: Office) -> None:
    another_item(office)
    go_out(office)
    another_colour(office)
    start(office)
    assert [one.id for one in drafted(office)] == ["program", *MATTERS]
    assert proposed(office)[0].gathered == ("demo-2026-02",)
    restyle(office, "components/footer.html", "以来状态无变化", "以来没有变化")
    assert [one.id for one in drafted(office)] == [
        "demo-2026",
        year.ITEM,
        "demo-2026-02",
        "website",
    ]


def test_who_filed_for_any_of_them_cannot_agree_to_all_but_others_can_to_each(
    office: Office,
) -> None:
    another_item(office)
    go_out(office)
    another_colour(office)
    together = drafted(office)[0]
    for somebody in (year.CLERK, DECIDER):
        assert SAME in agree(office, together, somebody)
    alone = {one.id: one for one in each(office)}
    assert SAME in agree(office, alone["demo-2026-02"], DECIDER)
    assert agree(office, alone[year.ITEM], DECIDER) == "", "he filed nothing for this one"
    left = proposed(office)
    assert [one.id for one in left] == ["program", year.ITEM, "website"]
    assert left[0].gathered == ("demo-2026", "demo-2026-02")
    assert "在审查期间有变化" in agree(office, together)
    agree_to_all(office)
    put_out(office)


def test_what_changes_after_the_joint_review_loses_it(office: Office) -> None:
    go_out(office)
    another_colour(office)
    agree_to_all(office)
    another_colour(office, "#0a4a8e")
    assert [one.state for one in drafted(office)] == ["待审查", "待审查"]
    assert not publish.publish(office, NOW.date()).new


def test_one_of_them_that_is_sent_back_keeps_the_edition_back(office: Office) -> None:
    go_out(office)
    another_colour(office)
    agree_to_all(office)
    one = next(one for one in each(office) if one.id == year.ITEM)
    back = Reviewed(digest=one.matter.digest, verdict=Verdict.RETURNED, note="看不清")
    assert review(office, {year.ITEM: back}, REVIEWER) == []
    assert [one.id for one in proposed(office) if not one.agreed] == ["program", year.ITEM]
    assert not publish.publish(office, NOW.date()).new


def test_what_was_agreed_to_before_they_went_out_together_holds_no_longer(office: Office) -> None:
    go_out(office)
    start(office)
    before = {one.id: one.matter.digest for one in drafted(office)}
    agree_to_all(office)
    history = EditionHistory(office.ledger())
    assert all(history.review(id_, digest) for id_, digest in before.items())
    together = Matter(id="program", title="程序更新", changed=2)
    seal_site(
        office, office.draft, setting_of(office, []), [together], actor=REVIEWER, at=office.now()
    )
    history = EditionHistory(office.ledger())
    assert not any(history.review(id_, digest) for id_, digest in before.items())


def test_the_unit_of_a_reviewer_is_scanned_like_a_page(office: Office) -> None:
    of_unit = Actor(name="演示审查人", unit="办公室，电话13800138000")
    for one in drafted(office):
        assert agree(office, one, of_unit) == ""
    done = publish.publish(office, NOW.date())
    assert not done.new
    assert "editions.html" in done.wrong


def test_who_filed_for_an_item_cannot_review_what_the_year_tells_of_it(office: Office) -> None:
    go_out(office)
    start(office)
    [year_page] = [one for one in drafted(office) if one.id == "demo-2026"]
    [item] = [one for one in proposed(office) if one.id == year.ITEM]
    assert item.authors <= year_page.authors
    go_out(office)
    another_item(office)
    [year_page] = [one for one in drafted(office) if one.id == "demo-2026"]
    assert SAME in agree(office, year_page, DECIDER)


def test_what_goes_out_urgently_in_new_looks_is_owed_matter_by_matter(office: Office) -> None:
    go_out(office)
    another_colour(office)
    put_out(office, Urgent(DECIDER, "台风预警"))
    assert [(one.id, one.state) for one in proposed(office)] == [(id_, "待审查") for id_ in MATTERS]
    another_colour(office, "#0a4a8e")
    assert [one.id for one in drafted(office)] == MATTERS, "none of them was ever reviewed as it is"


def test_a_review_made_afterwards_is_not_lost_when_others_go_out_together(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_out(office)
    start(office)
    put_out(office, Urgent(DECIDER, "台风预警"))
    agree_to_all(office)
    assert proposed(office) == []
    for gap, ids in (("1px", ["demo-2026", "website"]), ("2px", ["program", "website"])):
        newer = shutil.copytree(TEMPLATES, tmp_path / f"newer-{gap}")
        sheet, lists = newer / "static" / "juece.css", "/* lists { */"
        assert lists in sheet.read_text("utf-8")
        of_lists = f"{lists} .years {{ gap: {gap} }}"
        sheet.write_text(sheet.read_text("utf-8").replace(lists, of_lists, 1), "utf-8")
        for module in (theme, kept):
            monkeypatch.setattr(module, "TEMPLATES", newer)
        as_a_new_process()
        assert [one.id for one in drafted(office)] == ids, (
            "no page of an item has the sheet of lists"
        )
        agree_to_all(office)
        put_out(office)
    assert proposed(office) == []
    monkeypatch.undo()
    as_a_new_process()


def test_colours_in_which_text_cannot_be_read_go_out_in_no_edition(office: Office) -> None:
    go_out(office)
    for colour in ("#FFFFFF", "#0a4a8e"):
        another_colour(office, colour)
        agree_to_all(office)
        done = publish.publish(office, NOW.date())
        assert done.new == (colour != "#FFFFFF")
        assert ("对比度" in done.wrong) == (colour == "#FFFFFF")


# ------------------------------------------------------------------ taken back


def test_an_edition_is_taken_back_in_one_step_and_stays_back(office: Office) -> None:
    go_out(office)
    first = out(office)
    start(office)
    go_out(office)
    assert out(office) != first
    assert withdraw(office, "附件有误", REVIEWER).sent == []
    assert out(office) == first
    assert verify(Folder(office.site)).whole

    night = publish.publish(office, NOW.date())
    assert (night.open, night.new) == (3, False), "what was agreed to before is so no longer"
    assert [one.state for one in proposed(office)] == ["待审查"] * 3
    assert SAME in agree(office, proposed(office)[1], year.CLERK)
    assert out(office) == first
    go_out(office)
    seal = json.loads(out(office))
    assert (seal["number"], seal["previous"]["number"]) == (3, 2)
    withdraw(office, "再退", REVIEWER)
    assert out(office) == first, "the second was taken back before"
    with pytest.raises(ShapeError, match=r"第1号没有更早的一号可以退回：.*更正.*紧急公开"):
        withdraw(office, "三退", REVIEWER)


def test_where_nothing_ever_went_out_nothing_is_taken_back(office: Office) -> None:
    with pytest.raises(ShapeError, match="还没有公开过"):
        withdraw(office, "附件有误", REVIEWER)
    assert not office.ledger().acts.of(Withdrawn)


def test_a_withdrawal_that_is_killed_half_way_is_not_undone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_out(office)
    first = out(office)
    start(office)
    go_out(office)

    def killed(_target: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(withdrawal, "rollback", killed)
        with pytest.raises(KeyboardInterrupt):
            withdraw(office, "附件有误", REVIEWER)
    assert not publish.publish(office, NOW.date()).new
    assert out(office) == first


def test_the_next_edition_tells_of_one_that_was_taken_back_and_why(office: Office) -> None:
    go_out(office)
    first = out(office)
    start(office)
    go_out(office)
    kept = out(office)
    withdraw(office, "附件\n有误。", REVIEWER)
    assert out(office) == first, "the old edition, byte for byte, cannot tell of what came after it"
    [fault] = verify(Folder(office.site), Asked(kept=kept)).faults
    assert "是第1号，比您保存的第2号还旧：可能是机关撤回了后来的各号" in fault.what

    go_out(office)
    told = "2026年1月20日10:00由示例保密审查岗撤回，重新公开第1号，理由：附件 有误"
    page = (office.site / "editions.html").read_text("utf-8")
    assert f"<b>已撤回</b>：{told}。" in page
    assert (
        page.index("第3号</b>")
        < page.index("第2号</b>")
        < page.index(told)
        < page.index("第1号</b>")
    )
    assert "第2号已撤回，以下变动是与第1号相比。" in page
    assert REVIEWER.name not in page, "the public is told of units"
    report = verify(Folder(office.site), Asked(kept=kept))
    assert report.whole
    assert {
        f"第2号已撤回：{told}",
        "与您保存的第2号是同一条记录连下来的",
        "您保存的那一号后来撤回了，它是当时公开过的原样，不是伪造的",
    } <= set(report.notes)


def test_a_reviewer_is_told_what_of_the_matters_was_taken_back_and_why(office: Office) -> None:
    go_out(office)
    start(office)
    assert {one.withdrawn for one in drafted(office)} == {()}
    for reason in ("附件有误", "再退"):
        go_out(office)
        withdraw(office, reason, REVIEWER)
    by = "2026年1月20日10:00由示例保密审查岗撤回，重新公开第1号"
    told = (f"第2号已撤回：{by}，理由：附件有误", f"第3号已撤回：{by}，理由：再退")
    waiting = drafted(office)
    assert {one.id: one.withdrawn for one in waiting} == dict.fromkeys(MATTERS, told)
    go_out(office)
    waiting = drafted(office, year.at(4, 20))
    assert {one.withdrawn for one in waiting} <= {()}
    assert EditionHistory(office.ledger()).taken_back == {}


@BOTH
def test_what_was_taken_back_is_told_once_and_each_edition_is_still_built_as_it_was(
    office: Office,
) -> None:
    go_out(office)
    start(office)
    sites = []
    for reason in ("附件有误", "再退"):
        go_out(office)
        sites.append(files(office.site.resolve()))
        withdraw(office, reason, REVIEWER)
    go_out(office)
    sites.append(files(office.site.resolve()))
    second, third, fourth = [read(site["edition.json"]) for site in sites]
    assert second.withdrawn == ()
    assert [(one.number, one.standing, one.reason) for one in third.withdrawn] == [
        (2, 1, "附件有误")
    ]
    assert [(one.number, one.standing, one.reason) for one in fourth.withdrawn] == [(3, 1, "再退")]
    page = sites[-1]["editions.html"].decode()
    assert page.count("<b>已撤回</b>") == 2
    assert "第3号已撤回，以下变动是与第1号相比。" in page
    for number, site in enumerate(sites, 2):
        rebuild(office, number, office.home / "again")
        assert files(office.home / "again") == site, number


def test_of_one_taken_back_it_is_told_though_nothing_else_differs(office: Office) -> None:
    go_out(office)
    first = files(office.site.resolve())
    colours = office.home / "look" / "static" / "colours.css"
    colours.parent.mkdir(parents=True)
    colours.write_text(":root { --blue: #003; }")
    go_out(office)
    withdraw(office, "颜色看不清", REVIEWER)
    shutil.rmtree(office.home / "look")
    put_out(office)
    seal = read(out(office))
    assert (seal.number, seal.matters, len(seal.withdrawn)) == (3, (), 1)
    now = files(office.site.resolve())
    assert {path for path in first if first[path] != now[path]} == {"edition.json", "editions.html"}
    assert not publish.publish(office, NOW.date()).new, "it is told once"


def test_a_reason_given_when_reasons_were_not_published_stays_inside(office: Office) -> None:
    go_out(office)
    start(office)
    go_out(office)
    before = Withdrawn.model_validate({"number": 2, "reason": "内部情况"})
    office.ledger().acts.append(before, SUBJECT, REVIEWER, NOW)
    publish.switch_own_copy(office)
    go_out(office)
    page = (office.site / "editions.html").read_text("utf-8")
    assert "重新公开第1号，当时登记的理由没有公开" in page
    assert "内部情况" not in page


def test_a_reason_that_must_not_be_published_takes_nothing_back(office: Office) -> None:
    go_out(office)
    start(office)
    go_out(office)
    second = out(office)
    with pytest.raises(ShapeError, match="没有退回。理由和处室会公布，请改写：") as said:
        withdraw(office, "张某电话13800138000打错", REVIEWER)
    assert "13800138000" not in str(said.value)
    of_unit = Actor(name="演示审查人", unit="办公室，电话13800138000")
    with pytest.raises(ShapeError, match="没有退回。理由和处室会公布，请改写："):
        withdraw(office, "附件有误", of_unit)
    assert out(office) == second
    assert not office.ledger().acts.of(Withdrawn)


# ------------------------------------------------------------------ what was lost or damaged


def test_a_lost_copy_of_what_is_out_is_made_again(office: Office) -> None:
    go_out(office)
    before = out(office)
    office.site.unlink()
    publish.switch_own_copy(office)
    assert out(office) == before
    start(office)
    drafted(office)
    office.site.unlink()
    publish.switch_own_copy(office)
    assert out(office) == before, "though the draft has moved on"
    assert not (office.home / "again").exists()


def test_what_is_out_is_made_whole_again(office: Office) -> None:
    go_out(office)
    next(office.site.resolve().rglob("01/index.html")).unlink()
    assert not publish.publish(office, NOW.date()).new
    assert verify(Folder(office.site)).whole


def test_a_damaged_draft_is_made_again(office: Office) -> None:
    go_out(office)
    start(office)
    agree_to_all(office)
    next(office.draft.rglob("01/index.html")).write_text("<p>")
    next(office.draft.rglob("01/item.json")).unlink()
    put_out(office)
    assert verify(Folder(office.site)).whole


def test_after_an_upgrade_a_lost_site_is_proposed_anew(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_out(office)
    office.site.unlink()
    shutil.rmtree(office.draft)
    for module in (manifest, kept):
        monkeypatch.setattr(module, "version", lambda _name: "99")
    kept._program.cache_clear()
    done = publish.publish(office, NOW.date())
    assert (done.open, done.new) == (3, False)
    go_out(office)
    assert verify(Folder(office.site)).whole
    kept._program.cache_clear()


@BOTH
def test_what_is_filed_while_pages_are_built_waits_for_the_next_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_out(office)
    start(office)
    changed = build._changed
    second = {"item": {**year.INCLUSION["item"], "no": 2, "name": "另一事项"}}

    def meanwhile(*given: Any) -> Any:
        found = changed(*given)
        file_record(
            office.ledger(), "demo-2026-02", "entry.inclusion", second, actor=DECIDER, at=NOW
        )
        return found

    with monkeypatch.context() as patched:
        patched.setattr(build, "_changed", meanwhile)
        draft.refresh(office, NOW.date())
    for one in proposed(office):
        agree(office, one)
    with monkeypatch.context() as patched:
        patched.setattr(draft, "refresh_pages", lambda *_: 0)
        put_out(office)
    rebuild(office, 2, office.home / "again")
    waiting = {one.id: one for one in drafted(office)}
    assert SAME in agree(office, waiting["demo-2026-02"], DECIDER)


# ------------------------------------------------------------------ what keeps it back


def test_a_file_that_nobody_made_does_not_go_out(office: Office) -> None:
    agree_to_all(office)
    stray = office.draft / "demo" / "Thumbs.txt"
    stray.write_text("13800138000")
    put_out(office)
    assert not stray.exists()
    assert not (office.site / "demo" / "Thumbs.txt").exists()
    assert verify(Folder(office.site)).whole


def test_what_carries_private_data_does_not_go_out(office: Office) -> None:
    waiting = drafted(office)
    assert draft.examined(office, [one.matter for one in waiting]).blocking == ()
    page = next(office.home.glob("draft/**/01/index.html"))
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>手机13800138000</p></main>"))
    said = str(draft.examined(office, [one.matter for one in waiting]))
    assert "demo/zwgk/zdjc/2026/01/index.html" in said
    assert "13800138000" not in said


def test_a_delay_is_told_to_the_reviewer_and_goes_out(office: Office) -> None:
    give_notice(office)
    waiting = drafted(office, year.at(4, 20))
    seen = draft.examined(office, [one.matter for one in waiting])
    assert seen.blocking == ()
    [said] = seen.remarks[year.ITEM]
    assert "尚未公布采纳情况（网页规范 D-17）" in said


def test_a_site_whose_frame_is_broken_does_not_go_out(office: Office) -> None:
    footer = office.home / "look" / "components" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer><p>{{ frame.as_of }}以来状态无变化。</p></footer>", encoding="utf-8")
    seen = draft.examined(office, [one.matter for one in drafted(office)])
    assert any("（网页规范 F-" in said for said in seen.blocking)
    assert len(str(seen).splitlines()) == min(len(seen.blocking), draft.SHOWN + 1)
