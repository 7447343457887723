"""What goes out is what was reviewed; nobody reviews what they wrote; whatever changed is asked anew."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

import pytest

from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.review import Reviewed, Verdict
from flows import draft, editions
from flows.editions import Urgent
from flows.proposals import Proposed, compared, proposed, review
from publish.sealing.place import Folder
from publish.sealing.verify import verify
from storage.filing import file_record
from storage.office import Office
from tests.flows import year

REVIEWER = Actor(name="示例审查人", unit="示例保密审查岗")
NOW = year.at(1, 20)
MATTERS = ["demo-2026", "demo-2026-01", "website"]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(home=tmp_path / "office")
    made.home.mkdir()
    year.found(made)
    with patch.object(Office, "now", lambda _self: NOW):
        yield made
    made.ledger().close()


def drafted(office: Office, at: datetime = NOW) -> list[Proposed]:
    draft.refresh(office, at.date())
    return proposed(office)


def agree(office: Office, one: Proposed, reviewer: Actor = REVIEWER) -> None:
    said = Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED)
    review(office, one.id, said, reviewer)


def go_out(office: Office) -> None:
    """Agree to everything, and publish it."""
    for one in drafted(office):
        agree(office, one)
    editions.put_on_file(office, proposed(office))
    editions.bring_out(office)


def start(office: Office) -> None:
    begun = year.start(year.at(1, 16))
    file_record(
        office.ledger(), begun.item, begun.step, begun.payload, actor=begun.actor, at=begun.at
    )


def test_everything_waits_until_each_matter_was_agreed_to(office: Office) -> None:
    waiting = drafted(office)
    assert [one.id for one in waiting] == MATTERS
    assert [one.state for one in waiting] == ["待审查"] * 3
    assert waiting[1].reasons == ("2026年1月12日列入年度目录，首次发布本页",)
    agree(office, waiting[1])
    assert [one.id for one in proposed(office) if one.agreed] == ["demo-2026-01"]
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
    [page] = [one for one in compared(office, item.matter) if one.path.endswith("index.html")]
    assert any(line.startswith("+") and "启动" in line for line in page.lines)


def test_who_filed_it_cannot_review_it(office: Office) -> None:
    item = drafted(office)[1]
    with pytest.raises(
        ShapeError, match="演示经办人经办过这一事项的材料，经办人和审查人不能是同一人"
    ):
        agree(office, item, year.CLERK)
    with pytest.raises(ShapeError, match="不能是同一人"):
        agree(office, item, Actor(name="演示经办人 ", unit="别的处室"))
    assert proposed(office)[1].review is None


def test_what_changes_after_the_review_loses_it(office: Office) -> None:
    for one in drafted(office):
        agree(office, one)
    start(office)
    waiting = drafted(office)
    assert [one.state for one in waiting] == ["待审查"] * 3
    assert all(one.agreed for one in drafted(office, year.at(1, 15))), "it was agreed to as it was"


def test_a_review_of_what_is_no_longer_proposed_is_refused(office: Office) -> None:
    old = drafted(office)[1]
    start(office)
    drafted(office)
    with pytest.raises(ShapeError, match="在审查期间有变化"):
        agree(office, old)
    with pytest.raises(
        ShapeError, match=r"没有“demo-2026-09”这一事项的待审查内容。待审查的有：demo"
    ):
        review(office, "demo-2026-09", Reviewed(digest="0" * 64, verdict=Verdict.AGREED), REVIEWER)


def test_what_is_sent_back_needs_a_reason_and_does_not_go_out(office: Office) -> None:
    item = drafted(office)[1]
    back = Reviewed(digest=item.matter.digest, verdict=Verdict.RETURNED)
    with pytest.raises(ShapeError, match="退回的要写明理由"):
        review(office, item.id, back, REVIEWER)
    review(office, item.id, back.model_copy(update={"note": "附件有误"}), REVIEWER)
    item = proposed(office)[1]
    assert (item.state, item.agreed) == ("退回：附件有误", False)
    agree(office, item)
    assert proposed(office)[1].agreed, "the last word counts"


def test_an_urgent_publication_is_named_and_reviewed_afterwards(office: Office) -> None:
    waiting = drafted(office)
    editions.put_on_file(office, waiting, Urgent(year.CLERK, "台风预警"))
    editions.bring_out(office)
    record = (office.site / "editions.html").read_text("utf-8")
    assert "紧急公开" in record
    assert "台风预警" in record
    assert year.CLERK.name not in record, "the public is told of units"
    left = proposed(office)
    assert [(one.id, one.matter.differs, one.state) for one in left] == [
        (id_, False, "待审查") for id_ in MATTERS
    ]
    for one in left:
        agree(office, one)
    assert proposed(office) == []


def test_a_lost_copy_of_what_is_out_is_made_again(office: Office) -> None:
    go_out(office)
    before = (office.site / "edition.json").read_bytes()
    office.site.unlink()
    editions.bring_out(office)
    assert (office.site / "edition.json").read_bytes() == before
    start(office)
    drafted(office)
    office.site.unlink()
    editions.bring_out(office)
    assert (office.site / "edition.json").read_bytes() == before, "though the draft has moved on"
    assert not (office.home / "again").exists()


def test_what_carries_private_data_does_not_go_out(office: Office) -> None:
    waiting = drafted(office)
    assert draft.examined(office, [one.matter for one in waiting]).blocking == ()
    page = next(office.home.glob("draft/**/01/index.html"))
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>手机13800138000</p></main>"))
    said = str(draft.examined(office, [one.matter for one in waiting]))
    assert "demo/zwgk/zdjc/2026/01/index.html" in said
    assert "13800138000" not in said


def test_a_delay_is_told_to_the_reviewer_and_goes_out(office: Office) -> None:
    start(office)
    folder = office.home / "inbox"
    folder.mkdir()
    for name in ("草案.txt", "说明.txt"):
        (folder / name).write_text(f"演示文件 {name}", encoding="utf-8")
    notice = {k: v for k, v in year.NOTICE_FORM.items() if k != "published_on"}
    file_record(
        office.ledger(), year.ITEM, "consultation.notice", {**notice, "published_on": "2026-01-17"},
        actor=year.CLERK, at=year.at(1, 17), folder=folder,
    )  # fmt: skip
    waiting = drafted(office, year.at(4, 20))
    seen = draft.examined(office, [one.matter for one in waiting])
    assert seen.blocking == ()
    [said] = seen.remarks[year.ITEM]
    assert "尚未公布采纳情况（网页规范 D-17）" in said


def test_a_site_whose_frame_is_broken_does_not_go_out(office: Office) -> None:
    footer = office.home / "look" / "components" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer><p>页面状态更新至{{ frame.as_of }}。</p></footer>", encoding="utf-8")
    seen = draft.examined(office, [one.matter for one in drafted(office)])
    assert any("（网页规范 F-" in said for said in seen.blocking)
    assert len(str(seen).splitlines()) == min(len(seen.blocking), draft.SHOWN + 1)


def test_an_edition_is_taken_back_in_one_step_and_stays_back(office: Office) -> None:
    go_out(office)
    first = (office.site / "edition.json").read_bytes()
    start(office)
    go_out(office)
    assert (office.site / "edition.json").read_bytes() != first
    assert editions.take_back(office, "附件有误", REVIEWER) == []
    assert (office.site / "edition.json").read_bytes() == first
    assert verify(Folder(office.site)).whole

    night = editions.publish(office, NOW.date())
    assert (night.open, night.new) == (3, False), "what was agreed to before is so no longer"
    assert [one.state for one in proposed(office)] == ["退回：第2号已退回：附件有误"] * 3
    assert (office.site / "edition.json").read_bytes() == first
    go_out(office)
    seal = json.loads((office.site / "edition.json").read_bytes())
    assert (seal["number"], seal["previous"]["number"]) == (3, 2)
    editions.take_back(office, "再退", REVIEWER)
    assert (office.site / "edition.json").read_bytes() == first, "the second was taken back before"
    with pytest.raises(ShapeError, match="没有更早的一号可以退回"):
        editions.take_back(office, "再退", REVIEWER)
