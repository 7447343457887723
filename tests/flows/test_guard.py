"""Who is let through to the engine's server: by name, by origin, by secret or by cookie."""

import asyncio
import json
import os
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import proxy_bypass

import httpx
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket

import cli
from catalog.errors import Unstartable
from flows import entrance, secret
from flows.engine_settings import find_engine
from flows.guard import Guard, origins_of
from flows.secret import HEADER, HEADERS, bring, listeners, presented, secret_of
from flows.supervisor import Engine
from office.backup.create import LEFT_OUT
from tests.flows.engine import Key, free_port

PORT = 4200
LOCAL, PROXIED = f"127.0.0.1:{PORT}", "juece.example"
PROXY = frozenset({"https://juece.example", "https://juece.example:4443"})
SECRET = "s" * 43
BROUGHT = {HEADER: SECRET}
SAME, TYPED = {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}


async def answered(_: object) -> PlainTextResponse:
    """The engine: it lets every page of the web read what it says, as Prefect does."""
    return PlainTextResponse("told", headers={"access-control-allow-origin": "*"})


async def opened(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("told")
    await socket.close()


PATHS = [Route(f"/{path}", answered, methods=["GET", "POST", "DELETE"]) for path in ("", "api/x")]
ENGINE = Starlette(
    routes=[*PATHS, Route("/api/health", answered), WebSocketRoute("/api/ws", opened)]
)


@pytest.fixture
def guard() -> Guard:
    return Guard(ENGINE, secret=SECRET, port=PORT, origins=PROXY)


@pytest.fixture
def own(guard: Guard) -> str:
    """The name under which browsers open the interface."""
    return guard.entrance.host


def ask(
    guard: Guard, host: str, headers: dict[str, str], method: str = "GET", path: str = "/api/x"
) -> httpx.Response:
    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(guard)
        async with httpx.AsyncClient(transport=transport) as client:
            url, named = f"http://{LOCAL}{path}", {"host": host, **headers}
            return await client.request(method, url, headers=named)

    return asyncio.run(asked())


def exchanged(
    app: Guard, kind: str, path: str, *headers: Mapping[str, str]
) -> list[MutableMapping[str, Any]]:
    """What is said to one who comes without a client that would mind its manners."""
    said: list[MutableMapping[str, Any]] = []
    named = [(k.lower().encode(), v.encode()) for each in headers for k, v in each.items()]
    scope: Scope = {"type": kind, "path": path, "query_string": b"", "headers": named}
    scope |= {"method": "GET"} if kind == "http" else {"subprotocols": []}

    async def receive() -> MutableMapping[str, Any]:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    asyncio.run(app(scope, receive, send))
    return said


def opens(guard: Guard, host: str, headers: dict[str, str]) -> bool:
    """Whether a WebSocket comes up."""
    said = exchanged(guard, "websocket", "/api/ws", {"host": host, **headers})
    assert said[0]["type"] in {"websocket.accept", "websocket.close"}
    return bool(said[0]["type"] == "websocket.accept")


def signed_in(guard: Guard) -> dict[str, str]:
    """The cookie of a browser that opened a link."""
    _, _, query = guard.entrance.link().partition("?")
    came = ask(guard, guard.entrance.host, TYPED, path=f"{entrance.PATH}?{query}")
    assert came.status_code == 200
    return {"cookie": came.headers["set-cookie"].partition(";")[0]}


@pytest.mark.parametrize("host", [LOCAL, f"localhost:{PORT}", PROXIED, "juece.example:4443"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_who_brings_the_secret_is_let_through(guard: Guard, host: str, method: str) -> None:
    assert ask(guard, host, BROUGHT, method).text == "told"
    assert opens(guard, host, BROUGHT)


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS"])
@pytest.mark.parametrize(
    "path", ["/", "/api/x", "/enter", "/api/health/", "/API/health", "//api/health"]
)
def test_without_it_nothing_is_answered_but_a_sentence(
    guard: Guard, method: str, path: str
) -> None:
    for headers in ({}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {"authorization": SECRET}):
        refused = ask(guard, LOCAL, headers, method, path)
        assert refused.status_code == 401
        assert method == "HEAD" or "请在运行引擎的机器上运行 juece enter" in refused.text
        assert not opens(guard, LOCAL, headers)
    assert not opens(guard, LOCAL, {HEADER: "口令"})


def test_health_is_told_to_everybody_on_the_machine_and_to_no_page(guard: Guard) -> None:
    assert ask(guard, LOCAL, {}, path="/api/health").text == "told"
    assert ask(guard, LOCAL, {}, "POST", "/api/health").status_code == 401
    foreign = {"origin": "http://evil.example"}
    assert ask(guard, LOCAL, foreign, path="/api/health").status_code == 403


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        f"evil.example:{PORT}",
        "127.0.0.1",
        "127.0.0.1:4201",
        f"127.0.0.1.evil.example:{PORT}",
        f"evil.localhost:{PORT}",
        f"{LOCAL}.",
        f"x@{LOCAL}",
        "juece.example:80",
        "",
    ],
)
def test_under_another_name_nobody_is_answered(guard: Guard, host: str) -> None:
    for headers in ({}, BROUGHT, signed_in(guard) | SAME):
        assert ask(guard, host, headers).status_code == 421
        assert ask(guard, host, headers, path="/api/health").status_code == 421
        assert not opens(guard, host or "x", headers)


def test_two_names_are_none(guard: Guard) -> None:
    own, other = {"host": LOCAL}, {"host": "evil.example"}
    for hosts in ((own, other), (other, own), (own, own), ()):
        assert exchanged(guard, "http", "/api/x", BROUGHT, *hosts)[0]["status"] == 421
    assert exchanged(guard, "http", "/api/x", BROUGHT, own)[0]["status"] == 200


@pytest.mark.parametrize(
    "foreign",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": f"https://{LOCAL}"},
        {"origin": "http://127.0.0.1:4201"},
        {"origin": f"http://{PROXIED}"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_a_page_of_another_origin_is_refused_whatever_it_brings(
    guard: Guard, own: str, method: str, foreign: dict[str, str]
) -> None:
    for host, brings in ((LOCAL, BROUGHT), (own, signed_in(guard)), (PROXIED, BROUGHT)):
        refused = ask(guard, host, {**foreign, **brings}, method)
        assert refused.status_code == 403
        assert "来自别的网站" in refused.text
        assert not [name for name in refused.headers if name.startswith("access-control")]
        if "origin" in foreign:
            assert not opens(guard, host, {**foreign, **brings})


def test_a_proxy_s_own_page_is_let_through(guard: Guard) -> None:
    page = {"origin": "https://juece.example"} | SAME
    assert ask(guard, PROXIED, {**page, **BROUGHT}, "POST").text == "told"
    assert opens(guard, PROXIED, {"origin": "https://juece.example", **BROUGHT})
    assert ask(guard, LOCAL, {**page, **BROUGHT}, "POST").status_code == 403


def test_a_browser_comes_in_by_a_link_that_is_good_once(guard: Guard, own: str) -> None:
    link = guard.entrance.link()
    query = link.partition("?")[2]
    assert link.startswith(f"http://{own}/enter?code=")
    assert SECRET not in link
    came = ask(guard, own, {"sec-fetch-site": "cross-site"}, path=f"/enter?{query}")
    assert "HttpOnly" in came.headers["set-cookie"]
    assert "SameSite=strict" in came.headers["set-cookie"]
    assert "Path=/;" in came.headers["set-cookie"]
    assert "Domain" not in came.headers["set-cookie"]
    assert came.headers["cache-control"] == "no-store"
    again = ask(guard, own, TYPED, path=f"/enter?{query}")
    assert again.status_code == 403
    assert "请重新运行 juece enter" in again.text
    assert "set-cookie" not in again.headers


def test_a_cookie_opens_the_interface_and_nothing_else(guard: Guard, own: str) -> None:
    cookie, origin = signed_in(guard), {"origin": f"http://{own}"}
    assert ask(guard, own, {**cookie, **TYPED}).text == "told"
    assert ask(guard, own, {**cookie, **SAME}, "POST").text == "told"
    assert ask(guard, own, {**cookie, **origin}, "POST").text == "told"
    assert opens(guard, own, {**cookie, **origin})
    assert ask(guard, own, cookie, "POST").status_code == 401, "nobody vouches for the page"
    assert ask(guard, own, {**cookie, **TYPED}, "POST").status_code == 403
    assert not opens(guard, own, cookie), "a browser names the page that opens a WebSocket"
    assert ask(guard, LOCAL, {**cookie, **SAME}).status_code == 401, "not under a name all know"
    assert ask(guard, own, {**cookie, **SAME}, "POST", "/enter").status_code == 401


def test_a_cookie_that_is_not_ours_or_too_old_is_none(
    guard: Guard, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, _, value = signed_in(guard)["cookie"].partition("=")
    until, nonce, signed = value.split(".")
    longer = f"{int(until) + 1}.{nonce}.{signed}"
    for wrong in (longer, "", "..", f"x.{nonce}.{signed}", f"{until}.{nonce}."):
        assert ask(guard, own, {"cookie": f"{name}={wrong}", **SAME}).status_code == 401
    other = Guard(ENGINE, secret="t" * 43, port=PORT)
    assert ask(guard, own, {**signed_in(other), **SAME}).status_code == 401
    both = {"cookie": f"{name}=x; a=b; {name}={value}"}
    assert ask(guard, own, {**both, **SAME}).text == "told", "another cookie changes nothing"
    monkeypatch.setattr(entrance, "COOKIE_LASTS", -1)
    assert ask(guard, own, {**signed_in(guard), **SAME}).status_code == 401


def test_a_link_is_good_for_some_minutes(
    guard: Guard, own: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "LINK_LASTS", 0)
    query = guard.entrance.link().partition("?")[2]
    assert ask(guard, own, TYPED, path=f"/enter?{query}").status_code == 403
    assert ask(guard, own, TYPED, path="/enter").status_code == 403


def test_a_browser_stays_in_when_the_server_is_started_again(guard: Guard, own: str) -> None:
    cookie = signed_in(guard)
    anew = Guard(ENGINE, secret=SECRET, port=PORT)
    assert anew.entrance.host == own
    assert ask(anew, own, {**cookie, **SAME}).text == "told"


def test_nothing_that_is_answered_can_be_framed_read_or_embedded(guard: Guard) -> None:
    for headers in ({}, BROUGHT):
        told = ask(guard, LOCAL, headers, path="/").headers
        assert told["content-security-policy"] == "connect-src 'self'; frame-ancestors 'none'"
        assert told["x-frame-options"] == "DENY"
        assert told["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in told if name.startswith("access-control")]


def test_a_person_is_refused_on_a_page_and_a_program_in_json(guard: Guard) -> None:
    shown = ask(guard, LOCAL, {"accept": "text/html,*/*"}, path="/")
    assert shown.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="zh-CN">' in shown.text
    assert "没有登录" in ask(guard, LOCAL, {}).json()["detail"]


def test_what_starts_and_ends_with_the_server_is_the_engine_s_own() -> None:
    seen: list[str] = []

    async def engine(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append(scope["type"])

    exchanged(Guard(engine, secret=SECRET, port=PORT), "lifespan", "/")
    assert seen == ["lifespan"]


@pytest.mark.parametrize(
    "wrong", ["juece.example", "https://juece.example/api", "ftp://a", "https://"]
)
def test_the_address_of_a_proxy_is_an_origin(wrong: str) -> None:
    assert origins_of(" https://Juece.example/  https://juece.example:4443 ") == PROXY
    assert origins_of("") == frozenset()
    with pytest.raises(ValueError, match="JUECE_ORIGINS"):
        origins_of(wrong)


def test_the_secret_is_its_owner_s_alone_and_stays_the_same(tmp_path: Path) -> None:
    home = tmp_path / "new" / "office"
    before = os.umask(0)
    try:
        made = secret_of(home)
    finally:
        os.umask(before)
    kept = home / secret.FOLDER / secret.NAME
    assert len(made) >= 43
    assert secret_of(home) == made == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert secret_of(tmp_path / "other") != made
    assert secret.FOLDER in LEFT_OUT, "a backup does not carry it away"
    kept.parent.chmod(0o755)
    assert secret_of(home) == made
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_secret_that_others_can_read_is_used_no_more(tmp_path: Path) -> None:
    secret_of(tmp_path)
    (tmp_path / secret.FOLDER / secret.NAME).chmod(0o640)
    with pytest.raises(PermissionError, match="请删除它再启动，会另做一个"):
        secret_of(tmp_path)


def test_of_many_that_make_it_at_once_all_have_the_same(tmp_path: Path) -> None:
    said = "from pathlib import Path; import sys; from flows.secret import secret_of; "
    command = [sys.executable, "-c", said + "print(secret_of(Path(sys.argv[1])))", str(tmp_path)]

    def made(_: int) -> str:
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(made, range(16)))) == 1


def test_one_half_written_when_the_power_failed_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / secret.FOLDER).mkdir()
    (tmp_path / secret.FOLDER / f"{secret.NAME}.new").write_text("half")
    assert len(secret_of(tmp_path)) >= 43


@pytest.fixture
def nobodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment that names no engine."""
    for name in (
        "PREFECT_API_URL",
        "PREFECT_HOME",
        "PREFECT_LOGGING_LEVEL",
        "NO_PROXY",
        "no_proxy",
        HEADERS,
    ):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)


@pytest.mark.usefixtures("nobodys")
def test_an_engine_is_found_with_its_secret_and_no_other_machine_is_shown_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(HEADERS, '{"Authorization": "Basic eDp5"}')
    away = (
        "https://juece.example:4443/api",
        "https://localhost/api",
        "http://127.0.0.1.example/api",
    )
    for api in away:
        bring(tmp_path, api)
        assert os.environ[HEADERS] == '{"Authorization": "Basic eDp5"}'
    monkeypatch.setenv("PREFECT_API_URL", f"http://{LOCAL}/api")
    assert find_engine(tmp_path)
    both = {"Authorization": "Basic eDp5", HEADER: secret_of(tmp_path)}
    assert json.loads(os.environ[HEADERS]) == both
    assert proxy_bypass("127.0.0.1"), "a proxy for the web does not see it either"


@pytest.mark.usefixtures("nobodys")
def test_the_secret_leaves_the_environment_with_the_engine(tmp_path: Path) -> None:
    with presented(tmp_path, f"http://{LOCAL}/api"):
        assert json.loads(os.environ[HEADERS]) == {HEADER: secret_of(tmp_path)}
    assert HEADERS not in os.environ
    assert "PREFECT_API_URL" not in os.environ


def test_the_tests_present_it_as_programs_do(tmp_path: Path) -> None:
    sent = next(Key(tmp_path).auth_flow(httpx.Request("GET", f"http://{LOCAL}/")))
    assert sent.headers[HEADER] == secret_of(tmp_path)


STRANGER = 65534
"""The account `nobody`: a socket belongs to the account that made it, which root can choose."""


@contextmanager
def taken(port: int, *options: int, user: int) -> Iterator[socket.socket]:
    """A socket of another account that listens on a port."""
    os.seteuid(user)
    try:
        made = socket.socket()
    finally:
        os.seteuid(os.getuid())
    with made:
        for option in options:
            made.setsockopt(socket.SOL_SOCKET, option, 1)
        made.bind(("127.0.0.1", port))
        made.listen()
        yield made


def test_while_the_server_is_down_nobody_else_takes_its_port(tmp_path: Path) -> None:
    engine, again = (Engine(tmp_path, port, {}) for port in [free_port()] * 2)
    engine._hold_port()
    ways = [(os.geteuid(), (socket.SO_REUSEADDR,))]
    if os.geteuid() == 0:
        ways.append((STRANGER, (socket.SO_REUSEADDR, socket.SO_REUSEPORT)))
    try:
        for user, options in ways:
            with (
                pytest.raises(OSError, match="Address already in use"),
                taken(engine.port, *options, user=user),
            ):
                pass
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{engine.port}/")
        with pytest.raises(Unstartable, match="已被占用"):
            again.serve()
    finally:
        engine.stop()
    again._hold_port()
    again.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="只有 root 能以另一个用户的身份占用端口")
@pytest.mark.usefixtures("nobodys")
def test_the_secret_is_not_shown_to_another_account_that_took_the_port(tmp_path: Path) -> None:
    port = free_port()
    api = f"http://127.0.0.1:{port}/api"
    with taken(port, user=STRANGER):
        assert listeners(port) == {STRANGER}
        for shows in (bring, entrance.new_link):
            with pytest.raises(PermissionError, match="没有向它出示密钥"):
                shows(tmp_path, api)
    assert HEADERS not in os.environ
    bring(tmp_path, api)
    assert HEADERS in os.environ


@pytest.mark.usefixtures("nobodys")
def test_without_an_engine_on_this_machine_there_is_no_link(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["enter", "--home", str(tmp_path)]) == cli.SAID_NO
    assert "没有运行，请先运行 juece up" in capsys.readouterr().err
    (tmp_path / "engine-address").write_text("https://juece.example:4443/api", "utf-8")
    assert cli.run(["enter", "--home", str(tmp_path)]) == cli.SAID_NO
    assert "请用代理的网址打开" in capsys.readouterr().err


@pytest.mark.usefixtures("nobodys")
def test_an_engine_that_is_gone_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its address stays behind where the power failed."""
    (tmp_path / "engine-address").write_text(f"http://127.0.0.1:{free_port()}/api", "utf-8")
    assert cli.run(["enter", "--home", str(tmp_path)]) == cli.SAID_NO
    assert "没有运行，请先运行 juece up" in capsys.readouterr().err
