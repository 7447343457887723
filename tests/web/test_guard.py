"""Who comes to the desk under another name, from another page, or with a head that is none."""

import asyncio
from typing import Any

import pytest
from starlette.responses import PlainTextResponse
from starlette.types import Message

from web.guard import Guard, hosts

OWN = "http://127.0.0.1:4201"
DESK = Guard(PlainTextResponse("in"), known=hosts(4201, "https://desk.example"))


def answered(method: str = "POST", kind: str = "http", **heads: str) -> int:
    """The status that a request with these heads gets; 0 for a WebSocket that is closed."""
    told = {"host": "127.0.0.1:4201", **heads}
    scope: dict[str, Any] = {
        "type": kind,
        "method": method,
        "path": "/",
        "headers": [(k.replace("_", "-").encode(), v.encode("latin-1")) for k, v in told.items()],
    }
    sent = list[Message]()

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(DESK(scope, receive, send))
    return int(sent[0].get("status", 0))


def test_the_desk_s_own_pages_are_let_in() -> None:
    assert answered(origin=OWN) == 200
    assert answered(host="desk.example", origin="https://desk.example") == 200
    assert answered("GET") == 200


@pytest.mark.parametrize(
    "heads",
    [
        {},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:4200"},
        {"origin": "http://localhost:4201"},
        {"origin": "https://127.0.0.1:4201"},
        {"origin": OWN, "sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"sec_fetch_site": "none"},
        {"host": "desk.example", "origin": "http://desk.example"},
        {"host": "desk.example", "origin": OWN},
    ],
)
@pytest.mark.parametrize("method", ["POST", "PUT", "OPTIONS", "TRACE"])
def test_another_page_is_turned_away(heads: dict[str, str], method: str) -> None:
    assert answered(method, **heads) == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example:4201", "127.0.0.1.:4201", "a@127.0.0.1:4201", "127.0.0.1", "[::1]:4201", "2130706433:4201", ""],
)  # fmt: skip
def test_under_another_name_nobody_is_answered(host: str) -> None:
    assert answered("GET", host=host) == 421


@pytest.mark.parametrize(
    "length", ["²", "-1", "1e3", "9" * 5_000, "", "0x10", "+5", "999999999999"]
)
def test_a_length_that_is_none_or_too_large_is_told(length: str) -> None:
    assert answered(origin=OWN, content_length=length) == 413


def test_a_websocket_of_an_own_page_alone_is_let_in() -> None:
    assert answered(kind="websocket", origin=OWN) == 200
    assert answered(kind="websocket") == 0
    assert answered(kind="websocket", origin="http://127.0.0.1:4200") == 0
    assert answered(kind="websocket", origin="https://elsewhere.example") == 0
    assert answered(kind="websocket", origin=OWN, host="elsewhere.example") == 0
    assert answered(kind="websocket", origin=OWN, sec_fetch_site="cross-site") == 0
