"""Who comes in at the desk, and who does not."""

from datetime import timedelta

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.testclient import TestClient

from storage.people.accounts import FAILURES, LOCKED
from storage.people.sessions import IDLE
from tests.web.people import ORIGIN, PASSWORD, House, set_clock, step_path
from web.desk.acts import SignIn
from web.desk.asking import cookie_of, told_by_starlette
from web.desk.office import Desk
from web.guard import LARGE, SMALL, Guard, hosts

COOKIE = cookie_of(8080)
NOTICE = step_path("consultation.notice")


def test_nobody_sees_anything_without_signing_in(house: House) -> None:
    for path in ("/", "/shixiang", NOTICE, "/yonghu", "/rizhi", "/wode"):
        visitor = house.visit().get(path)
        assert "登录" in visitor.page
        assert visitor.path.startswith("/denglu?hui=")


def test_who_signs_in_goes_on_to_where_he_wanted_and_never_to_another_site(house: House) -> None:
    visitor = house.visit()
    for back, to in (
        (NOTICE, NOTICE),
        ("https://evil.test/", "/"),
        ("//evil.test", "/"),
        ("/\\evil.test", "/"),
    ):
        sent = visitor.http.post(
            "/denglu",
            data={"name": "unit", "password": PASSWORD, "hui": back},
            headers={"origin": ORIGIN},
        )
        assert sent.headers["location"] == to


def test_the_cookie_is_for_this_host_alone_and_for_no_script(house: House) -> None:
    sent = house.visit().http.post(
        "/denglu",
        data={"name": "unit", "password": PASSWORD, "hui": "/"},
        headers={"origin": ORIGIN},
    )
    cookie = sent.headers["set-cookie"]
    assert cookie.startswith("__Host-juece-8080=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "httponly", "secure", "path=/", "samesite=lax",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "password"), [("unit", "不对"), ("nobody-here", PASSWORD), ("", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_answered_alike(
    house: House, name: str, password: str
) -> None:
    visitor = house.visit().sign_in(name, password)
    assert visitor.status == 403
    assert "用户名或者口令不对" in visitor.page
    assert COOKIE not in visitor.http.cookies


def test_the_fifth_wrong_password_locks_and_the_log_tells(house: House) -> None:
    for _ in range(FAILURES):
        house.visit().sign_in("unit", "不对的口令")
    assert house.visit().sign_in("unit").status == 403
    house.wait(seconds=LOCKED.total_seconds() + 1)
    assert house.visit().sign_in("unit").status == 200
    log = house.visit("auditor").get("/rizhi")
    assert log.page.count("登录没有成功") == FAILURES + 1


def test_a_session_number_that_was_planted_is_not_taken_over(house: House) -> None:
    visitor = house.visit()
    visitor.http.cookies.set(COOKIE, "planted-by-somebody-else", domain="desk.test")
    visitor.sign_in("unit")
    thief = house.visit()
    thief.http.cookies.set(COOKIE, "planted-by-somebody-else", domain="desk.test")
    assert "登录" in thief.get("/").page


@pytest.mark.parametrize("do", ["zheli", "quanbu"])
def test_a_stolen_cookie_of_an_ended_session_is_worth_nothing(house: House, do: str) -> None:
    visitor, thief = house.visit("unit"), house.visit()
    for cookie in visitor.http.cookies.jar:
        thief.http.cookies.jar.set_cookie(cookie)
    assert "待办" in thief.get("/").text()
    token = csrf(visitor.get("/").page)
    visitor.send("/tuichu", {"csrf": token, "do": do})
    assert thief.get("/").path.startswith("/denglu")
    assert thief.send(NOTICE, {"csrf": token, "do": "cun", "contents": "贼写的"}).path.startswith(
        "/denglu"
    )
    assert house.desk.people.drafts.every() == {}


def csrf(page: str) -> str:
    return page.split('name="csrf" value="')[1].split('"')[0]


def test_signed_out_everywhere_is_everywhere(house: House) -> None:
    here, there = house.visit("unit"), house.visit("unit")
    here.send("/tuichu", {"csrf": csrf(here.get("/").page), "do": "quanbu"})
    assert there.get("/").path.startswith("/denglu")


def test_a_new_password_signs_out_everywhere_and_the_old_one_is_asked_for(house: House) -> None:
    here, there = house.visit("unit"), house.visit("unit")
    token, new = csrf(here.get("/").page), "另一个很长的口令-2027"
    wrong = here.send("/wode", {"csrf": token, "old": "不对", "password": new, "again": new})
    assert "原来的口令不对" in wrong.text()
    here.send("/wode", {"csrf": token, "old": PASSWORD, "password": new, "again": new})
    assert there.get("/").path.startswith("/denglu")
    assert house.visit().sign_in("unit", new).status == 200


def test_what_was_typed_when_the_session_ran_out_is_kept_for_its_account(house: House) -> None:
    visitor = house.visit("unit").get(NOTICE)
    house.wait(seconds=2 * IDLE.total_seconds())
    visitor.press("cun", {"contents": "写了半小时的内容"})
    assert "已经暂存" in visitor.page
    assert visitor.sign_in("unit").get(NOTICE).form.count("写了半小时的内容") == 1


# ----------------------------------------------------------------- the guard


def test_a_form_of_another_site_is_not_read(house: House) -> None:
    visitor = house.visit("unit").get(NOTICE)
    token = csrf(visitor.page)
    for headers in (
        {"origin": "https://evil.test"},
        {"origin": "null"},
        {"origin": "", "sec-fetch-site": ""},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://desk.test:8443"},
        {"origin": "http://desk.test"},
    ):
        sent = visitor.send(NOTICE, {"csrf": token, "do": "cun", "contents": "外来"}, **headers)
        assert sent.status == 403, headers
    assert house.desk.people.drafts.every() == {}


def test_a_form_needs_the_token_of_its_own_session(house: House) -> None:
    visitor, other = house.visit("unit"), house.visit("unit2")
    for token in ("", "x", csrf(other.get("/").page)):
        assert visitor.send(NOTICE, {"csrf": token, "do": "cun", "contents": "外来"}).status == 403
    assert house.desk.people.drafts.every() == {}


@pytest.mark.parametrize(
    "host", ["evil.test", "127.0.0.1", "desk.test:9", "desk.test.evil.test", ""]
)
def test_another_host_is_not_answered(house: House, host: str) -> None:
    visitor = house.visit("unit")
    assert visitor.http.get("/", headers={"host": host}).status_code == 421


def test_only_https_names_a_proxy() -> None:
    assert "desk.test" in hosts(8080, "https://desk.test")
    for origins in ("http://desk.test", "desk.test", "https://desk.test/juece"):
        with pytest.raises(ValueError, match="JUECE_DESK_ORIGINS"):
            hosts(8080, origins)


def test_a_header_that_names_a_user_has_no_effect(house: House) -> None:
    answer = house.visit().http.get("/", headers={"X-Juece-User": "unit", "Remote-User": "unit"})
    assert answer.status_code == 303
    seen = house.visit("other").http.get("/", headers={"X-Juece-User": "legal"})
    assert "丁同志" in seen.text


@pytest.mark.parametrize("path", ["/", "/denglu", "/nothing", NOTICE])
def test_every_page_is_closed(house: House, path: str) -> None:
    answer = house.visit("unit").http.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    own = (
        '<script src="/desk.js" defer></script>' if path == NOTICE else ""
    )  # it saves what is typed
    assert ("script-src 'self'" in policy, answer.text.count("<script")) == (bool(own), bool(own))
    assert own in answer.text
    assert "unsafe" not in policy


def test_a_page_about_a_fault_of_ours_is_closed_too() -> None:
    def broken(_request: Request) -> Response:
        raise RuntimeError("a fault")

    handlers = {Exception: told_by_starlette}
    inner = Starlette(routes=[Route("/", broken)], exception_handlers=handlers)
    client = TestClient(
        Guard(inner, known=hosts(8080, ORIGIN)), ORIGIN, raise_server_exceptions=False
    )
    answer = client.get("/")
    assert answer.status_code == 500
    assert "程序出了故障" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/shixiang/../../etc/passwd", "/shixiang/%2e%2e/x", f"/shixiang/{'a' * 9000}", "/shixiang/%00",
        "/shixiang/demo-2026-01/x.y", "/shixiang/%F0%9F%92%A3/entry.start", "/denglu/" + "x" * 5000,
        "/shixiang/slmzj-2026-03/entry.catalog", "/shixiang/slmzj-2026-03/consultation.notice/nothing",
        "/shixiang/slmzj-2026-03/wenjian/../../juece.db", "/shixiang/slmzj-2026-03/wenjian/" + "0" * 64,
    ],
)  # fmt: skip
def test_a_made_up_path_is_a_page_that_says_so(house: House, path: str) -> None:
    answer = house.visit("unit").http.get(path)
    assert answer.status_code in {403, 404}
    assert "<h1>" in answer.text


def test_bombs_are_turned_away_in_words(house: House) -> None:
    visitor = house.visit("unit").get(NOTICE)
    token = csrf(visitor.page)
    fields = {f"f{n}": "x" for n in range(7_000)} | {"csrf": token}
    assert "最多6000栏" in visitor.send(NOTICE, fields, {"up-papers": ("a.txt", b"a")}).page
    assert visitor.send(NOTICE, {"csrf": token, "contents": "长" * SMALL}).status == 413
    given = {"origin": ORIGIN, "content-type": "multipart/form-data; boundary=x"}
    length = visitor.http.post(
        NOTICE, content=b"x", headers=given | {"content-length": str(LARGE + 1)}
    )
    assert length.status_code == 413

    def endless():  # type: ignore[no-untyped-def]
        for _ in range(5):
            yield b"x" * (SMALL // 4)

    plain = {"origin": ORIGIN, "content-type": "application/x-www-form-urlencoded"}
    assert visitor.http.post(NOTICE, content=endless(), headers=plain).status_code == 413
    assert house.desk.people.drafts.every() == {}


def test_a_first_password_is_set_by_a_link_that_is_good_once(house: House) -> None:
    link = house.desk.people.accounts.make("new", "寅同志", "办公室", house.desk.clock())
    visitor = house.visit().get(f"/denglu/{link}")
    assert "寅同志" in visitor.text() or "寅同志" in visitor.page
    assert "不一样" in visitor.send(visitor.path, {"password": PASSWORD, "again": "x"}).page
    visitor.send(f"/denglu/{link}", {"password": PASSWORD, "again": PASSWORD})
    assert house.visit().sign_in("new").status == 200
    assert "已经用过" in house.visit().get(f"/denglu/{link}").page


def test_the_session_is_not_the_drills(house: House) -> None:
    """The office's clock may be put forward by a month; nobody is signed out by that."""
    visitor = house.visit("unit")
    set_clock(house.desk.office.home, house.desk.office.now() + timedelta(days=30))
    assert "待办" in visitor.get("/").text()


# ------------------------------------------------------------------ the sign-in of an office's own


@pytest.fixture
def behind(house: House) -> tuple[House, dict[str, str]]:
    """The desk of an office that signs in by its proxy, and what the proxy proves itself by."""
    (house.desk.office.home / "desk.yaml").write_text("proxy_sign_in: true\n", "utf-8")
    made = House(Desk(house.desk.office, house.desk.clock), house.folder)
    secret = (house.desk.office.home / "secret" / "proxy").read_text("ascii")
    return made, {"X-Juece-Proxy": secret}


def test_whom_the_proxy_names_is_signed_in_and_it_is_on_record(
    behind: tuple[House, dict[str, str]],
) -> None:
    house, proof = behind
    visitor = house.visit()
    visitor.http.headers.update(proof | {"X-Juece-User": "UNIT"})
    visitor.get(NOTICE)
    assert (visitor.status, visitor.path) == (200, NOTICE)
    assert "甲同志" in visitor.page
    assert [came.act.account for came in house.desk.ledger.acts.of(SignIn)] == ["unit"]
    visitor.get("/wode")
    assert len(house.desk.ledger.acts.of(SignIn)) == 1, "once a session, not once a page"


def test_nobody_is_believed_without_the_secret(behind: tuple[House, dict[str, str]]) -> None:
    house, proof = behind
    for shown in ({}, {"X-Juece-Proxy": ""}, {"X-Juece-Proxy": proof["X-Juece-Proxy"][:-1]}):
        visitor = house.visit()
        visitor.http.headers.update(shown | {"X-Juece-User": "legal"})
        assert visitor.get("/").status == 403
        assert "没有出示代理的密钥" in visitor.page
    twice = [*proof.items(), ("X-Juece-User", "unit"), ("X-Juece-User", "legal")]
    assert house.visit().http.get("/denglu", headers=twice).status_code == 403
    local = house.visit("unit")
    assert local.get("/").status == 200, "who comes by himself gives his own password"
    local.http.headers["X-Juece-User"] = "legal"
    assert local.get("/").status == 403


def test_another_person_at_the_proxy_has_nothing_of_the_first_one_s_session(
    behind: tuple[House, dict[str, str]],
) -> None:
    house, proof = behind
    visitor = house.visit()
    visitor.http.headers.update(proof | {"X-Juece-User": "unit"})
    assert "甲同志" in visitor.get("/").page
    visitor.http.headers["X-Juece-User"] = "legal"
    assert "戊同志" in visitor.get("/").page
    for name in ("no-such", "unit<b>", "x" * 3000):
        visitor.http.headers["X-Juece-User"] = name
        assert visitor.get("/").status == 403
        assert "请系统管理员开设" in visitor.page
    account = house.desk.people.accounts.find("unit")
    assert account
    house.desk.people.accounts.end(account.id, house.desk.clock())
    visitor.http.headers["X-Juece-User"] = "unit"
    assert visitor.get("/").status == 403


@pytest.mark.parametrize(
    "name",
    [
        "le-gal",
        "le gal",
        "legal.",
        "ｌｅｇａｌ",
        "le\u00adgal",
        "legal\u3000",
        "le\u0301gal",
        "ſystem",
        "sys_tem",
    ],
)
def test_another_name_at_the_proxy_is_another_person(
    behind: tuple[House, dict[str, str]], name: str
) -> None:
    """A password's account is found however its name is typed; what a proxy asserts is found as it is."""
    house, proof = behind
    given = [*proof.items(), (b"X-Juece-User", name.encode())]
    assert house.visit().http.get("/denglu", headers=given).status_code == 403
    assert not house.desk.ledger.acts.of(SignIn)
    visitor = house.visit()
    visitor.http.headers.update(proof | {"X-Juece-User": "legal"})
    visitor.get("/")
    assert visitor.status == 200
    answer = visitor.http.get("/", headers=given)
    assert "戊同志" not in answer.text, "nor has he the session of the other"


def test_the_proxy_may_name_a_person_in_chinese(behind: tuple[House, dict[str, str]]) -> None:
    house, proof = behind
    house.desk.people.accounts.make("张三", "张三", "办公室", house.desk.clock())
    for named, status in (("张三".encode(), 303), ("张三".encode("gbk"), 403), (b"\xa0", 403)):
        given = [*proof.items(), (b"X-Juece-User", named)]
        answer = house.visit().http.get("/denglu", headers=given)
        assert answer.status_code == status
        assert status == 303 or "请系统管理员开设" in answer.text
