"""The engine behind the desk: read by who is signed in, written by who runs the system, from here alone."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from tests.catalog.rules.lawful import ITEM
from tests.flows.engine import free_port
from tests.web.people import ORIGIN, PASSWORD, PEOPLE, House, Visitor
from tests.web.test_reviews import csrf
from web.desk.engine import Engine, Reach
from web.desk.proxy import MOST

SOCKET = "wss://desk.test/api/events/out"
SECRET = {"X-Juece-Secret": "geheim"}
READ = [
    ("GET", "/v2/runs"), ("GET", "/api/flow_runs/0b1c"), ("GET", "/ui-settings"),
    ("POST", "/api/flow_runs/filter"), ("POST", "/api/flow_runs/count"), ("POST", "/api/task_runs/history"),
    ("POST", "/api/ui/flow_runs/count-task-runs"), ("POST", "/api/events/filter"), ("GET", "/api/admin/version"),
    ("POST", "/api/deployments/paginate"), ("POST", "/api/artifacts/latest/filter"),
]  # fmt: skip
WRITTEN = [
    ("POST", "/api/flow_runs/0b1c/set_state"), ("DELETE", "/api/flow_runs/0b1c"),
    ("DELETE", "/api/automations/1"),
    ("POST", "/api/deployments/0b1c/pause_deployment"), ("POST", "/api/flow_runs/filter/../0b1c/set_state"),
    ("POST", "/api/block_documents/filter"), ("GET", "/api/variables/name/x"), ("POST", "/api/variables/filter"),
    ("DELETE", "/api/artifacts/filter"),
    ("POST", "/api/admin/database/clear"), ("GET", "/api/block_types/slug/x"), ("POST", "/api/events"),
    ("POST", "/api/flow_runs/bulk_delete"),
]  # fmt: skip
CROOKED = [
    ("GET", "/api/flows/%2e%2e/admin/settings"), ("GET", "/api/flows/..%2fadmin/settings"),
    ("POST", "/api/flow_runs/filter%2f..%2f0b1c%2fset_state"), ("GET", "/api//admin/settings"),
]  # fmt: skip
STARTED = [
    ("POST", "/api/deployments/0b1c/create_flow_run"), ("POST", "/api/deployments/0b1c/create_flow_run/bulk"),
    ("POST", "/api/flow_runs/"), ("POST", "/api/flow_runs"), ("PATCH", "/api/flow_runs/0b1c"),
    ("PATCH", "/api/deployments/0b1c"), ("POST", "/api/deployments/0b1c/schedules"),
    ("POST", "/api/automations/"), ("PUT", "/api/automations/1"),
    ("POST", "/api/deployments/get_scheduled_flow_runs"),  # it calls a deployment ready
]  # fmt: skip
"""A run that is started there is whatever is written into it: 发布 takes the name of a leader."""
NEVER = [
    *CROOKED, *STARTED, ("POST", "/api/flow_runs/0b1c/resume"), ("POST", "/api/flow_runs/0b1c/input"),
]  # fmt: skip


class Stub:
    """Something that answers as an engine does, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.bodies: list[Any] = []

    async def answer(self, request: Request) -> Response:
        self.asked.append((request.method, request.url.path, dict(request.headers)))
        body = await request.body()
        if request.url.path == "/api/deployments/filter":
            return JSONResponse([{"id": "d1"}])
        if request.url.path.endswith("create_flow_run"):
            self.bodies.append(body)
            return JSONResponse({"id": "r1"})
        if request.url.path == "/api/flow_runs/filter":
            self.bodies += [body] if b'"tags"' in body else []
            run = {"id": "r1", "name": "公开页面 今日", "tags": ["stage:consultation"]}
            run |= {"state": {"name": "已公开第1号"}, "expected_start_time": "2026-11-30T01:00:00Z"}
            return JSONResponse([run])
        headers = {"set-cookie": "theirs=1", "access-control-allow-origin": "*"}
        return Response(f"{request.method} {request.url.path}", headers=headers)

    async def socket(self, socket: WebSocket) -> None:
        self.asked.append(("WS", socket.url.path, dict(socket.headers)))
        await socket.accept("prefect")
        try:
            while True:
                await socket.send_text(f"told: {await socket.receive_text()}")
        except WebSocketDisconnect:
            return


@contextmanager
def running(stub: Stub) -> Iterator[str]:
    """A stub on a port of its own."""
    every = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
    routes = [
        WebSocketRoute("/api/events/out", stub.socket),
        Route("/{p:path}", stub.answer, methods=every),
    ]
    port = free_port()
    config = uvicorn.Config(Starlette(routes=routes), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/api"
    server.should_exit = True
    thread.join()


@pytest.fixture
def stub(house: House) -> Iterator[Stub]:
    """An engine beside the house."""
    made = Stub()
    with running(made) as api:
        house.desk.engine.find = lambda: Reach(api, SECRET)
        yield made
    house.desk.engine.find = Engine().find


def ask(visitor: Visitor, method: str, path: str, **headers: str) -> Any:
    own = {"origin": ORIGIN, "sec-fetch-site": "same-origin"} | headers
    return visitor.http.request(
        method, path, headers={n: v for n, v in own.items() if v}, content=b"{}"
    )


def refused_socket(visitor: Visitor, origin: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        visitor.http.websocket_connect(SOCKET, headers={"origin": origin}) as socket,
    ):
        socket.receive_text()


def test_everybody_who_is_signed_in_reads_and_the_engine_sees_nothing_of_the_browser(
    house: House, stub: Stub
) -> None:
    for account in PEOPLE:
        visitor = house.visit(account)
        for method, path in READ:
            answer = ask(
                visitor, method, path, **{"x-juece-secret": "made-up", "x-forwarded-for": "1"}
            )
            assert answer.status_code == 200, (account, path)
            assert "set-cookie" not in answer.headers
            assert "access-control-allow-origin" not in answer.headers
            assert "script-src 'self'" in answer.headers["content-security-policy"]
    sent = [headers for _, _, headers in stub.asked]
    assert {headers["x-juece-secret"] for headers in sent} == {"geheim"}
    gone = {"cookie", "origin", "referer", "x-forwarded-for", "sec-fetch-site"}
    assert not any(gone & headers.keys() for headers in sent)


@pytest.mark.parametrize(("method", "path"), WRITTEN)
def test_who_runs_the_system_alone_writes(house: House, stub: Stub, method: str, path: str) -> None:
    for account in ("unit", "legal", "office", "leader", "auditor", "security", "reviewer"):
        assert ask(house.visit(account), method, path).status_code == 403, account
    assert stub.asked == []
    assert ask(house.visit("system"), method, path).status_code == 200


@pytest.mark.parametrize(("method", "path"), NEVER)
def test_nobody_answers_a_run_past_the_one_door(
    house: House, stub: Stub, method: str, path: str
) -> None:
    for account in PEOPLE:
        assert ask(house.visit(account), method, path).status_code == 403
    assert stub.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/./variables/name/x", "/api/flow_runs/./0b1c/resume", "/api/flow_runs/0b1c/./resume",
        "/api/flow_runs/x/../0b1c/resume", "/api/flows/.", "/api/flows/..", "/v2/./../api/variables/name/x",
        "/api/flow_runs//0b1c/resume", "/api/.\n./variables/name/x", "/api/.\t/variables/name/x",
    ],
)  # fmt: skip
def test_what_the_engine_is_asked_is_what_was_judged(house: House, stub: Stub, path: str) -> None:
    """Sent as it stands: browsers and httpx leave dots out before anybody sees them."""
    cookies = house.visit("system").http.cookies
    held = "; ".join(f"{name}={value}" for name, value in cookies.items())
    heads = {"host": "desk.test", "origin": ORIGIN, "sec-fetch-site": "same-origin", "cookie": held}
    for method in ("GET", "POST"):
        assert answered(house, method, path, heads) in {403, 404, 405}, method
    assert stub.asked == []


def answered(
    house: House, method: str, path: str, heads: dict[str, str], receive: Any = None
) -> int:
    """The status of an answer to a path that no client has tidied."""
    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": b"",
        "headers": [(n.encode(), v.encode()) for n, v in heads.items()], "scheme": "https",
        "server": ("desk.test", 443), "client": ("127.0.0.1", 1), "http_version": "1.1",
    }  # fmt: skip
    sent = list[Any]()

    async def once() -> Any:
        return {"type": "http.request", "body": b"{}", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    anyio.run(house.app, scope, receive or once, send)
    return int(sent[0]["status"])


def test_of_a_body_that_is_too_large_no_more_is_held_than_is_sent_on(
    house: House, stub: Stub
) -> None:
    cookies = house.visit("unit").http.cookies
    held = "; ".join(f"{name}={value}" for name, value in cookies.items())
    heads = {"host": "desk.test", "origin": ORIGIN, "cookie": held}
    heads["content-type"] = "multipart/form-data; boundary=x"
    taken = list[int]()

    async def receive() -> Any:
        taken.append(MOST)
        return {"type": "http.request", "body": b" " * MOST, "more_body": len(taken) < 99}

    assert answered(house, "POST", "/api/flow_runs/filter", heads, receive) == 413
    assert len(taken) == 2
    assert stub.asked == []


@pytest.mark.parametrize("origin", ["https://evil.example", "https://desk.test:444", "null", ""])
def test_a_page_of_another_origin_reaches_nothing_in_the_name_of_who_is_signed_in(
    house: House, stub: Stub, origin: str
) -> None:
    visitor = house.visit("system")
    for method, path in (*WRITTEN[:6], *READ[3:7]):
        site = "cross-site" if origin else ""
        if method != "GET":
            assert (
                ask(visitor, method, path, origin=origin, **{"sec-fetch-site": site}).status_code
                == 403
            )
    rebound = visitor.http.get("/api/flow_runs/0b1c", headers={"host": "evil.example"})
    assert rebound.status_code == 421
    with (
        pytest.raises(WebSocketDisconnect),
        visitor.http.websocket_connect(SOCKET, headers={"origin": origin}) as socket,
    ):
        socket.receive_text()
    assert stub.asked == []


def test_nobody_reads_who_is_not_signed_in_or_whose_session_is_over(
    house: House, stub: Stub
) -> None:
    stranger, gone, idle = house.visit(), house.visit("system"), house.visit("legal")
    gone.send("/tuichu", {"csrf": csrf(gone.get("/wode")), "do": "zheli"})
    house.wait(minutes=31)
    for visitor in (stranger, gone, idle):
        assert ask(visitor, "GET", "/api/flow_runs/0b1c").status_code == 401
        assert visitor.get("/engine/").path.startswith("/denglu") or visitor.status == 401
        with (
            pytest.raises(WebSocketDisconnect),
            visitor.http.websocket_connect("/api/events/out", headers={"origin": ORIGIN}) as socket,
        ):
            socket.receive_text()
    assert stub.asked == []


def test_what_the_engine_tells_is_passed_on_as_it_happens(house: House, stub: Stub) -> None:
    visitor = house.visit("unit")
    with visitor.http.websocket_connect(
        SOCKET, headers={"origin": ORIGIN}, subprotocols=["prefect"]
    ) as socket:
        socket.send_text("你好")
        assert socket.receive_text() == "told: 你好"
        assert socket.accepted_subprotocol == "prefect"
    [(_, path, headers)] = stub.asked
    assert (path, headers["x-juece-secret"]) == ("/api/events/out", "geheim")
    assert "cookie" not in headers


@pytest.mark.parametrize("how", ["signed out", "idle"])
def test_who_is_signed_out_hears_no_more_and_listening_keeps_nobody_signed_in(
    house: House, stub: Stub, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr("web.desk.asking.LOOK_AGAIN", 0.05)
    house = House(house.desk, house.folder)
    visitor = house.visit("unit")
    token = csrf(visitor.get("/wode"))
    with visitor.http.websocket_connect(
        SOCKET, headers={"origin": ORIGIN}, subprotocols=["prefect"]
    ) as socket:
        for _ in range(4):
            house.wait(minutes=7)
            socket.send_text("你好")
            assert socket.receive_text() == "told: 你好"
            assert ask(visitor, "GET", "/api/flow_runs/0b1c").status_code == 200
        if how == "idle":
            house.wait(minutes=3)
        else:
            visitor.send("/tuichu", {"csrf": token, "do": "zheli"})
        with pytest.raises(WebSocketDisconnect):
            socket.receive_text()


def test_the_ways_from_engine_lead_to_where_the_interface_lies(house: House, stub: Stub) -> None:
    visitor = house.visit("unit")
    assert visitor.get("/engine/").path == "/v2/runs"
    assert visitor.get("/engine/v2/runs?tags=item:x").path == "/v2/runs?tags=item:x"
    assert visitor.get("/engine//evil.example/").path == "/v2/runs"
    assert visitor.get("/engine/api/flow_runs/1").path == "/v2/runs"


def test_deployments_are_started_by_whose_they_are_and_runs_are_linked(
    house: House, stub: Stub
) -> None:
    visitor = house.visit("legal").get("/liucheng")
    assert "公开页面 今日" in visitor.page
    assert 'href="/engine/v2/runs/flow-run/r1"' in visitor.page
    visitor.send("/liucheng", {"csrf": csrf(visitor), "do": "qidong", "item": ITEM})
    assert "已经启动“启动事项”" in visitor.text()
    assert ITEM.encode() in stub.bodies[0]
    visitor.send("/liucheng", {"csrf": csrf(visitor), "do": "qidong", "item": "nothing-2026-01"})
    assert "请选一个目录里的事项" in visitor.text()
    unit = house.visit("unit").get("/liucheng")
    assert 'value="xuncha"' not in unit.page
    for do in ("qidong", "fabu", "xuncha", "lianjie", "tuisong"):
        unit.send("/liucheng", {"csrf": csrf(unit.get("/liucheng")), "do": do, "item": ITEM})
        assert unit.status == 403
    assert len(stub.bodies) == 1
    office = house.visit("office").get("/shencha")
    office.send("/gongkai", {"csrf": csrf(office), "do": "fabu"})
    assert "已经启动“发布”" in office.text(), "the engine publishes where there is one"
    assert len(stub.bodies) == 2


@pytest.mark.parametrize("do", ["fabu", "tuisong"])
def test_what_makes_something_public_asks_for_the_password_wherever_it_is_started(
    house: House, stub: Stub, do: str
) -> None:
    office = house.visit("office").get("/liucheng")
    office.confirms = False
    office.send("/liucheng", {"csrf": csrf(office), "do": do})
    assert "请再输一次口令" in office.page
    assert stub.bodies == []
    office.press("", {"mima": PASSWORD})
    assert "已经启动" in office.text()
    assert len(stub.bodies) == 1


def test_an_item_links_each_stage_to_its_run(house: House, stub: Stub) -> None:
    visitor = house.visit("unit").get(f"/shixiang/{ITEM}")
    assert f'href="/shixiang/{ITEM}/liucheng"' in visitor.page
    visitor.get(f"/shixiang/{ITEM}/liucheng")
    assert f'href="/engine/v2/runs?tags=item:{ITEM}"' in visitor.page
    assert "公开征求意见已公开第1号" in visitor.text()
    assert f'"item:{ITEM}"'.encode() in stub.bodies[-1]
    assert house.visit("other").get(f"/shixiang/{ITEM}/liucheng").status == 403


def test_without_an_engine_the_desk_says_so_and_does_all_else(house: House) -> None:
    visitor = house.visit("legal").get("/liucheng")
    assert "流程引擎没有运行" in visitor.text()
    assert 'name="do" value="xuncha"' not in visitor.page, "no button that cannot do anything"
    assert 'href="/shencha">公开审查</a>可以直接发布' in visitor.page
    visitor.send("/liucheng", {"csrf": csrf(visitor), "do": "xuncha"})
    assert (visitor.status, "没有启动" in visitor.text()) == (503, True)
    house.desk.engine.find = lambda: Reach(f"http://127.0.0.1:{free_port()}/api", SECRET)
    assert ask(visitor, "GET", "/v2/runs").status_code == 503
    assert visitor.get("/").status == 200
    house.desk.engine.find = Engine().find
