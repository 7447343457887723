"""公开审查 and publication at the desk: what is agreed to is what was looked at, by somebody else."""

import shutil
from typing import Any

import pytest
from starlette.testclient import TestClient

from catalog.duties.roles import Post
from catalog.duties.who import Action, may
from catalog.record import Actor, Identity
from office.editions import publish as editions
from office.editions.changes import WEBSITE
from office.editions.looked import LookedAt
from office.editions.review import RIDES, proposed
from office.editions.verdict import Reviewed, Verdict
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, RECORDS
from tests.storage.life import ACTOR, steps
from tests.web.people import ORIGIN, PASSWORD, PEOPLE, PORT, House, Visitor
from web.app import application
from web.desk.office import Desk

MATTER = f"/shencha/{ITEM}"


def agree_to_all(house: House, visitor: Visitor) -> None:
    for one in proposed(house.desk.office):
        visitor.get(f"/shencha/{one.id}")
        verdict(visitor, "tongyi")


def verdict(visitor: Visitor, do: str, **typed: str) -> Visitor:
    return visitor.press(do, typed)


@pytest.fixture
def published(house: House) -> House:
    """What is on file is out, and the notice was filed since."""
    return publish_and_file(house)


def publish_and_file(house: House) -> House:
    """Publish what is on file, then file the notice."""
    visitor = house.visit("reviewer").get("/shencha")
    agree_to_all(house, visitor)
    done = house.visit("office").get("/shencha")
    done.send("/gongkai", {"csrf": csrf(done), "do": "fabu"})
    assert "现在公开的是第1号" in done.page, done.text()
    for item, step, payload, at in steps(house.folder):
        if step == "consultation.notice":
            file_record(
                house.desk.ledger, item, step, payload, actor=ACTOR, at=at, folder=house.folder
            )
    return house


def csrf(visitor: Visitor) -> str:
    return visitor.page.split('name="csrf" value="')[1].split('"')[0]


def test_what_waits_is_listed_agreed_to_and_published_by_those_whose_it_is(house: House) -> None:
    reviewer = house.visit("reviewer").get("/shencha")
    assert f"{len(proposed(house.desk.office))}事等待审查" in reviewer.page
    assert 'value="fabu"' not in reviewer.page
    reviewer.get(MATTER)
    assert f"{ACTOR.unit} {ACTOR.name}" in reviewer.text(), "who filed it is named"
    agree_to_all(house, reviewer)
    acts = house.desk.ledger.acts.of(Reviewed)
    assert {(a.actor.name, a.actor.identity) for a in acts} == {("寅同志", Identity.SIGNED_IN)}
    assert "都已同意，可以发布" in reviewer.get("/shencha").page
    office = house.visit("office").get("/shencha")
    office.send("/gongkai", {"csrf": csrf(office), "do": "fabu"})
    assert "已经公开，现在公开的是第1号" in office.text()
    out = editions.standing(house.desk.office)
    assert out
    assert editions.is_shown(house.desk.office.site, out.seal)


def test_every_difference_is_marked_in_both_pages_and_listed(published: House) -> None:
    reviewer = published.visit("reviewer").get("/shencha").get(MATTER)
    assert "与公开的对照" in reviewer.text()
    notice = published.desk.ledger.load(ITEM).entry_of("consultation.notice")
    assert notice
    for paper in notice.record.documents:
        assert f"{paper.kind.value}：{paper.title}（{paper.name}）" in reviewer.text("main")
    page = next(p for p in proposed_of(published).matter.changed if p.endswith("index.html"))
    reviewer.get(f"{MATTER}/duizhao?ye={page}")
    assert "处不同" in reviewer.text()
    assert (
        "frame-src 'self'" in answer_of(reviewer, reviewer.path).headers["content-security-policy"]
    )
    new = answer_of(reviewer, f"/yemian/xin-biao/{page}").text
    old = answer_of(reviewer, f"/yemian/jiu-biao/{page}").text
    listed = reviewer.page.count('target="')
    assert listed > 1
    for number in range(1, listed + 1):
        assert f'id="bian-{number}"' in new + old
    title = RECORDS["consultation.notice"].record.documents[0].title
    assert title in new
    assert title in reviewer.text()
    plain = answer_of(reviewer, f"/yemian/xin/{page}")
    assert plain.content == (published.desk.office.draft / page).read_bytes()


def test_what_programs_alone_read_rides_along_and_nobody_signs_for_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    agree_to_all(house, house.visit("reviewer").get("/shencha"))
    office = house.visit("office").get("/shencha")
    publish = {"csrf": csrf(office), "do": "fabu"}
    office.send("/gongkai", publish)
    monkeypatch.setattr(
        "pages.formats.formats.robots", lambda _base: "User-agent: *\nDisallow: /x\n"
    )
    shutil.rmtree(house.desk.office.draft)
    office.get("/shencha")
    assert "没有要审查的改动" in office.text()
    assert "slmzj/robots.txt" in office.text()
    assert "没有要公开的改动；现在公开的是第1号" in office.send("/gongkai", publish).text()
    for item, step, payload, at in steps(house.folder):
        if step == "consultation.notice":
            file_record(
                house.desk.ledger, item, step, payload, actor=ACTOR, at=at, folder=house.folder
            )
    office.send("/gongkai", publish)
    assert "没有审查同意" in office.text(), "what a reader sees is signed for as ever"
    agree_to_all(house, house.visit("reviewer").get("/shencha"))
    office.send("/gongkai", publish)
    assert "现在公开的是第2号" in office.text()
    assert "Disallow: /x" in (house.desk.office.site / "slmzj" / "robots.txt").read_text()


@pytest.mark.parametrize("urgent", [False, True])
def test_an_edition_tells_of_what_rode_along_and_nobody_owes_a_review_of_it(
    published: House, monkeypatch: pytest.MonkeyPatch, urgent: bool
) -> None:
    monkeypatch.setattr(
        "office.editions.review.only_machine_made", lambda one, *_: one.id == WEBSITE
    )
    office, reason = published.desk.office, {"do": "jinji", "reason": "台风红色预警"}
    if not urgent:
        reason = {"do": "fabu"}
        reviewer = published.visit("reviewer").get("/shencha")
        for one in proposed(office):
            if not one.rides:
                verdict(reviewer.get(f"/shencha/{one.id}"), "tongyi")
    visitor = published.visit("leader" if urgent else "office").get("/shencha")
    assert "现在公开的是第2号" in visitor.send("/gongkai", reason | {"csrf": csrf(visitor)}).text()
    out = editions.standing(office)
    assert out
    [website] = [one for one in out.seal.matters if one.id == WEBSITE]
    assert (website.approved, website.emergency, website.reasons) == (None, None, (RIDES,))
    assert WEBSITE not in {one.id for one in proposed(office)}
    assert bool(proposed(office)) is urgent, "each other one is owed its review"
    assert RIDES in (office.site / "editions.html").read_text()


def proposed_of(house: House) -> Any:
    return next(one for one in proposed(house.desk.office) if one.id == ITEM)


def answer_of(visitor: Visitor, path: str) -> Any:
    return visitor.http.get(path)


def test_pages_of_the_draft_run_nothing_and_only_the_draft_and_the_site_are_read(
    published: House,
) -> None:
    reviewer = published.visit("reviewer").get("/shencha")
    page = proposed_of(published).matter.changed[0]
    policy = answer_of(reviewer, f"/yemian/xin/{page}").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy
    for path in (
        "xin/../juece.db", "xin/%2e%2e/juece.db", "xin//etc/passwd", "xin/..%2fjuece.db", "cao/index.html",
        "jiu/%2e%2e/%2e%2e/etc/passwd", "xin/nothing.html", "-biao/index.html", "xin/a%00b",
    ):  # fmt: skip
        assert reviewer.get(f"/yemian/{path}").status == 404, path
    assert published.visit("other").get(f"/yemian/xin/{page}").status == 403
    assert published.visit().get(f"/yemian/xin/{page}").path.startswith("/denglu")


@pytest.mark.parametrize("account", PEOPLE)
def test_each_post_does_of_publication_what_is_its_own(house: House, account: str) -> None:
    house.visit("reviewer").get("/shencha")
    posts = PEOPLE[account][2]
    person = house.desk.people.accounts.find(account)
    assert person
    able = {a: may(person.person, a) is None for a in Action}
    visitor = house.visit(account)
    assert (visitor.get("/shencha").status == 200) is able[Action.READ_DRAFT]
    token = csrf(visitor.get("/wode"))
    one = proposed_of(house)
    said = {"csrf": token, "digest": one.matter.digest, "do": "tongyi"}
    visitor.send(MATTER, said)
    assert (Post.REVIEWER in posts) is bool(house.desk.ledger.acts.of(Reviewed))
    for do, action in (
        ("jinji", Action.URGENT),
        ("fabu", Action.PUBLISH),
        ("tuihui", Action.TAKE_BACK),
    ):
        asked = {"csrf": token, "do": do, "reason": "", "number": "9"}
        visitor.send("/gongkai", asked)
        assert (visitor.status == 403) is not able[action], (do, visitor.text())
    assert editions.standing(house.desk.office) is None


def test_who_filed_anything_of_a_matter_does_not_review_it_under_any_account(house: House) -> None:
    accounts, now = house.desk.people.accounts, house.desk.clock()
    wide = "".join(f"{sign}　" for sign in ACTOR.name)
    accounts.redeem(accounts.make("twin", wide, "局保密办", now), PASSWORD, now)
    accounts.grant("twin", [Post.REVIEWER])
    visitor = house.visit("twin").get("/shencha").get(MATTER)
    assert "您经办过这一事项的材料" in visitor.text("main")
    assert 'value="tongyi"' not in visitor.page
    said = {"csrf": csrf(visitor), "digest": proposed_of(house).matter.digest, "do": "tongyi"}
    visitor.send(MATTER, said)
    assert visitor.status == 409
    assert "经办人和审查人不能是同一人" in visitor.text()
    assert house.desk.ledger.acts.of(Reviewed) == []


def test_who_said_that_a_scan_may_be_public_does_not_review_it(published: House) -> None:
    ledger, looker = published.desk.ledger, Actor(name="看件人", unit="局保密办")
    paper = next(d for e in ledger.load(ITEM).entries for d in e.record.documents)
    for digest in (paper.digest, "0" * 64):
        who = looker if digest == paper.digest else Actor(name="别的看件人", unit="局保密办")
        ledger.acts.append(
            LookedAt(file=digest, name=paper.name), digest, who, published.desk.clock()
        )
    published.visit("reviewer").get("/shencha")
    names = {who.name for who in proposed_of(published).authors}
    assert looker.name in names
    assert "别的看件人" not in names, "he looked at a file of something else"


def test_what_changed_while_it_was_looked_at_is_shown_anew_and_not_agreed_to(house: House) -> None:
    visitor = house.visit("reviewer").get("/shencha").get(MATTER)
    for item, step, payload, at in steps(house.folder):
        if step == "consultation.notice":
            file_record(
                house.desk.ledger, item, step, payload, actor=ACTOR, at=at, folder=house.folder
            )
    house.visit("legal").get("/shencha")
    verdict(visitor, "tongyi")
    assert visitor.status == 409
    assert "内容又有变化" in visitor.text()
    assert house.desk.ledger.acts.of(Reviewed) == []
    verdict(visitor, "tongyi")
    assert len(house.desk.ledger.acts.of(Reviewed)) == 1


def test_to_do_tells_who_reviews_and_who_publishes_what_is_theirs(house: House) -> None:
    office, news = house.visit("office"), "有新的登记"
    assert "公开审查退回" not in office.get("/").text()
    assert news in house.visit("reviewer").get("/").text()
    office.get("/shencha")
    count = len(proposed(house.desk.office))
    reviewer = house.visit("reviewer").get("/")
    assert f"{count}事等待公开审查" in reviewer.text()
    assert news not in reviewer.text()
    for account in ("unit", "leader", "auditor", "office", "system"):
        assert "事等待公开审查" not in house.visit(account).get("/").text(), account
    verdict(reviewer.get(MATTER), "tuihui", note="附件有误")
    assert f"{count - 1}事等待公开审查" in reviewer.get("/").text()
    assert "公开审查退回了1事" in office.get("/").text()
    agree_to_all(house, reviewer)
    assert "等待公开审查" not in reviewer.get("/").text()
    assert f"{count}事都已审查同意，可以发布" in office.get("/").text()
    office.get("/shencha")
    office.send("/gongkai", {"csrf": csrf(office), "do": "fabu"})
    assert "可以发布" not in office.get("/").text()


def test_a_matter_is_sent_back_with_a_reason_and_not_without(house: House) -> None:
    visitor = house.visit("reviewer").get("/shencha").get(MATTER)
    verdict(visitor, "tuihui")
    assert "退回的要写明理由" in visitor.text()
    verdict(visitor, "tuihui", note="附件有误")
    [done] = house.desk.ledger.acts.of(Reviewed)
    assert (done.act.verdict, done.act.note) == (Verdict.RETURNED, "附件有误")
    assert "退回：附件有误" in visitor.get("/shencha").text()
    office = house.visit("office").get("/shencha")
    office.send("/gongkai", {"csrf": csrf(office), "do": "fabu"})
    assert "没有公开" in office.text()
    assert editions.standing(house.desk.office) is None


def test_a_review_given_elsewhere_is_seen_at_once(house: House) -> None:
    visitor = house.visit("office").get("/shencha")
    assert "待审查" in visitor.text()
    from office.editions.review import review
    from tests.flows.test_review import REVIEWER

    for one in proposed(house.desk.office):
        said = Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED)
        assert review(house.desk.office, {one.id: said}, REVIEWER) == []
    assert "都已同意，可以发布" in visitor.get("/shencha").text()


def test_a_leader_publishes_before_the_review_and_it_is_owed(house: House) -> None:
    leader = house.visit("leader").get("/shencha")
    ask = {"csrf": csrf(leader), "do": "jinji", "reason": "台风红色预警"}
    leader.send("/gongkai", ask)
    assert "已经公开，现在公开的是第1号" in leader.text()
    out = editions.standing(house.desk.office)
    assert out
    assert {m.emergency.by for m in out.seal.matters if m.emergency} == {"局领导"}
    assert "紧急公开后补审" in leader.get("/shencha").text()
    visitor = house.visit("reviewer").get("/shencha").get(MATTER)
    verdict(visitor, "tongyi")
    assert [a.subject for a in house.desk.ledger.acts.of(Reviewed)] == [ITEM]


def test_an_edition_is_taken_back_once_by_its_number(published: House) -> None:
    reviewer = published.visit("reviewer").get("/shencha")
    agree_to_all(published, reviewer)
    office = published.visit("office").get("/shencha")
    office.send("/gongkai", {"csrf": csrf(office), "do": "fabu"})
    assert "第2号" in office.text()
    office.get("/shencha")
    back = {"csrf": csrf(office), "do": "tuihui", "number": "2", "reason": "附件放错了"}
    office.send("/gongkai", back)
    assert "第2号已经退回" in office.text()
    out = editions.standing(published.desk.office)
    assert out
    assert out.seal.number == 1
    office.send("/gongkai", back)
    standing = editions.standing(published.desk.office)
    assert standing
    assert standing.seal.number == 1, "pressed twice it takes nothing more back"


def test_the_password_is_asked_again_and_what_was_sent_waits(house: House) -> None:
    visitor = house.visit("reviewer").get("/shencha").get(MATTER)
    visitor.confirms = False
    verdict(visitor, "tuihui", note="附件有误")
    assert "请再输一次口令" in visitor.page
    assert house.desk.ledger.acts.of(Reviewed) == []
    visitor.press("", {"mima": "不对的口令-2026"})
    assert "口令不对" in visitor.page
    assert house.desk.ledger.acts.of(Reviewed) == []
    visitor.press("", {"mima": PASSWORD})
    assert [a.act.note for a in house.desk.ledger.acts.of(Reviewed)] == ["附件有误"]
    verdict(visitor.get(MATTER), "tongyi")
    assert len(house.desk.ledger.acts.of(Reviewed)) == 2, "good for five minutes"
    house.wait(minutes=-6)
    verdict(visitor.get(MATTER), "tuihui", note="时钟拨回")
    assert "请再输一次口令" in visitor.page
    house.wait(minutes=12)
    verdict(visitor.get(MATTER), "tuihui", note="再看看")
    assert "请再输一次口令" in visitor.page


def test_a_password_given_again_is_good_at_every_process_of_the_desk(house: House) -> None:
    first = house.visit("reviewer").get("/shencha").get(MATTER)
    verdict(first, "tuihui", note="附件有误")
    desk = Desk(house.desk.office, house.desk.clock)
    other = Visitor(
        House(desk, house.folder),
        TestClient(application(desk, PORT), base_url=ORIGIN, follow_redirects=False),
    )
    other.http.cookies = first.http.cookies
    other.confirms = False
    verdict(other.get(MATTER), "tongyi")
    assert len(house.desk.ledger.acts.of(Reviewed)) == 2, other.text()


def test_somebody_elses_session_does_not_profit_from_a_password_given_again(house: House) -> None:
    first = house.visit("security").get("/gangwei")
    first.send("/gangwei", {"csrf": csrf(first), "account": "nobody", "posts": "承办处室"})
    second = house.visit("security").get("/gangwei")
    second.confirms = False
    second.send("/gangwei", {"csrf": csrf(second), "account": "nobody", "posts": "法规处"})
    assert "请再输一次口令" in second.page
    account = house.desk.people.accounts.find("nobody")
    assert account
    assert account.posts == {Post.UNIT}


def test_pages_are_small(published: House) -> None:
    reviewer = published.visit("reviewer")
    for path in ("/shencha", MATTER):
        assert len(reviewer.get(path).page.encode()) < 40_000
    page = next(p for p in proposed_of(published).matter.changed if p.endswith("index.html"))
    assert len(reviewer.get(f"{MATTER}/duizhao?ye={page}").page.encode()) < 40_000


def test_whoever_will_not_give_the_password_finds_the_way_back(house: House) -> None:
    visitor = house.visit("office").get("/shencha")
    visitor.confirms = False
    visitor.send("/gongkai", {"csrf": csrf(visitor), "do": "fabu"})
    back = visitor.page.split('">不办了')[0].rpartition('href="')[2]
    assert visitor.get(back).status == 200
    assert editions.standing(house.desk.office) is None
