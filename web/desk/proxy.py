"""The engine's interface behind the desk's address and sign-in (/engine/): everybody who is signed in may
read, who runs the system may write, and nobody answers a run there.

The interface lies at /v2 and asks /api of whatever address it was opened at; the desk has no page of its
own there. What is sent on carries the office's secret and nothing of the browser's: no cookie, no origin.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack, suppress
from urllib.parse import urlsplit

import httpx
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response, StreamingResponse
from starlette.websockets import WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.typing import Subprotocol

from catalog.duties.roles import No, Person
from catalog.duties.who import Action, may
from web.answers import refused
from web.desk.engine import Reach

FIRST = "/v2/runs"
READS = re.compile(
    r"/api/(flow_runs|task_runs|flows|deployments|logs|artifacts(/latest)?|events|work_pools(/[^/]+/queues)?"
    r"|work_queues|automations|saved_searches|concurrency_limits|v2/concurrency_limits)"
    r"/(filter|count|paginate|history|lateness|filter/next|count-by/[a-z]+|filter-minimal)"
    r"|/api/(ui/[a-z_/-]+|flow_runs/[0-9a-f-]+/graph(-v2)?|deployments/filter|events/filter)"
)
"""What asks by POST and changes nothing, as the interface does when a page is opened."""
CLOSED = re.compile(r"/api/(block_|variables)")
"""What may hold passwords, and is read by who runs the system alone."""
NEVER = re.compile(r"/api/flow_runs/[^/]+/(resume|input)")
"""What would answer a run past the one door, as nobody in particular."""
STARTS = re.compile(
    r"/api/(flow_runs(/(?!bulk_)[^/]*)?|deployments(/(?!bulk_)[^/]*(/(create_flow_run|schedules).*)?)?"
    r"|automations.*)"
)
"""What starts a run with whatever is written into it, or has one started: the name of a leader who decides
to publish before the review, or of an officer who files."""
STARTED = frozenset({"POST", "PUT", "PATCH"})
GONE = frozenset({
    "host", "cookie", "authorization", "origin", "referer", "connection", "keep-alive", "te", "trailer",
    "transfer-encoding", "upgrade", "proxy-authorization", "content-length", "forwarded",
})  # fmt: skip
KEPT_BACK = frozenset({
    "set-cookie", "connection", "keep-alive", "transfer-encoding", "server", "date",
    "content-security-policy",
})  # fmt: skip
CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; "
    "base-uri 'self'; form-action 'none'; frame-ancestors 'none'"
)
"""The interface is a page of the desk's own address: nothing that is written in a run may run there."""
MOST = 1024**2
"""Bytes of what is sent on."""
PATIENCE = httpx.Timeout(60, connect=5)
DOWN = "流程引擎没有运行，或者没有应答。登记、审查都照常办理，引擎恢复后自动接着办"
DOORS = "请在工作台办理：流程引擎里不填表，也不改办理的进度"
AT_DESK = "请在工作台的“流程”里启动：在流程引擎里启动的，填谁的姓名就算谁办的"


def no_to(person: Person, method: str, path: str) -> No | None:
    """Say why a person may not ask this of the engine; None where he may."""
    if "%" in path or any(
        part in {"", ".", ".."} for part in path[1:].removesuffix("/").split("/")
    ):
        return No("网址写得不对")  # the engine would be asked for another one than was judged
    if NEVER.match(path):
        return No(DOORS) if method not in {"GET", "HEAD"} else may(person, Action.ENGINE)
    reads = method in {"GET", "HEAD"} or (method == "POST" and READS.fullmatch(path))
    if not reads and method in STARTED and STARTS.fullmatch(path.removesuffix("/")):
        return No(AT_DESK)
    if reads and not CLOSED.match(path):
        return None
    return may(person, Action.ENGINE)


def onward_to(request: Request) -> Response:
    """The way from /engine/… to where the interface lies."""
    rest = request.path_params.get("rest", "")
    asked = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"/{rest}{asked}" if rest.startswith("v2") else FIRST, 303)


async def forwarded(request: Request, reach: Reach | None) -> Response:
    """The engine's own answer to a request. The caller has looked who asks."""
    if reach is None:
        return refused(request, 503, "流程引擎没有运行", DOWN)
    body = bytearray()
    async for piece in request.stream():  # no more of it is held than is sent on
        body += piece
        if len(body) > MOST:
            return refused(request, 413, "太大", "发给流程引擎的内容太大")
    client = httpx.AsyncClient(  # on this machine: certificates would be read for nothing
        timeout=PATIENCE, trust_env=False, follow_redirects=False, verify=False
    )
    asked = f"?{request.url.query}" if request.url.query else ""
    sent = client.build_request(
        request.method,
        f"{_root(reach)}{request.url.path}{asked}",
        headers=[*_own(request.headers.items()), *reach.headers.items()],
        content=bytes(body),
    )
    try:
        answer = await client.send(sent, stream=True)
    except httpx.HTTPError:
        await client.aclose()
        return refused(request, 503, "流程引擎没有应答", DOWN)
    made = StreamingResponse(_body(client, answer), answer.status_code)
    for name, value in answer.headers.multi_items():
        if name not in KEPT_BACK and not name.startswith("access-control-"):
            made.headers.append(name, value)
    made.headers["content-security-policy"] = CSP
    if request.url.path.startswith("/v2/assets/") and answer.status_code == 200:
        made.headers["cache-control"] = "private, max-age=86400"  # named by their content
    return made


def _root(reach: Reach) -> str:
    asked = urlsplit(reach.api)
    return f"{asked.scheme}://{asked.netloc}"


def _own(headers: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    return (
        (name, value)
        for name, value in headers
        if name.lower() not in GONE and not name.lower().startswith(("sec-", "x-", "prefect-"))
    )


async def _body(client: httpx.AsyncClient, answer: httpx.Response) -> AsyncIterator[bytes]:
    try:
        async for piece in answer.aiter_raw():
            yield piece
    finally:
        await answer.aclose()
        await client.aclose()


async def told(socket: WebSocket, reach: Reach | None) -> None:
    """Pass on what the engine tells as it happens (/api/events/out): the browser asks, and listens."""
    if reach is None:
        await socket.close(1013)
        return
    asked = urlsplit(reach.api)
    address = f"ws://{asked.netloc}{socket.url.path}"
    try:
        spoken = [
            Subprotocol(p.strip())
            for p in socket.headers.get("sec-websocket-protocol", "").split(",")
            if p
        ]
        with ExitStack() as at_last:
            async with connect(
                address, additional_headers=dict(reach.headers), subprotocols=spoken or None,
                max_size=MOST, proxy=None,
            ) as engine:  # fmt: skip
                at_last.callback(engine.transport.abort)  # where its closing is cut short
                await socket.accept(engine.subprotocol)
                async with asyncio.TaskGroup() as both:
                    there = both.create_task(_there(socket, engine))
                    back = both.create_task(_back(socket, engine))
                    there.add_done_callback(lambda _: back.cancel())
                    back.add_done_callback(lambda _: there.cancel())
    except (OSError, WebSocketException):
        pass  # the engine went away: the interface asks again by itself
    with suppress(RuntimeError):
        await socket.close()


async def _there(socket: WebSocket, engine: ClientConnection) -> None:
    with suppress(WebSocketDisconnect, ConnectionClosed):
        while True:
            await engine.send(await socket.receive_text())


async def _back(socket: WebSocket, engine: ClientConnection) -> None:
    with suppress(WebSocketDisconnect, ConnectionClosed):
        async for message in engine:
            await socket.send_text(message if isinstance(message, str) else message.decode())
