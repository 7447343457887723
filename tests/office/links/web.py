"""A web on loopback: a real server on as many addresses as wanted, whose pages behave as named."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

HUGE = 64 * 1024 * 1024


class Request(NamedTuple):
    host: str
    method: str
    path: str


class Web:
    """What it was asked, and how many requests of one host, or of all, were open at once."""

    def __init__(self, hosts: tuple[str, ...], context: ssl.SSLContext | None, takes: float):
        self.hosts, self.context, self.takes = hosts, context, takes
        self.asked: list[Request] = []
        self.broken: set[str] = set()
        """Paths that now answer 404 whatever they are."""
        self.open: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.port, self.sent = 0, 0
        self.loop = asyncio.new_event_loop()
        self.over = asyncio.Event()

    def address(self, path: str, host: str = "") -> str:
        scheme = "https" if self.context else "http"
        return f"{scheme}://{host or self.hosts[0]}:{self.port}{path}"

    def paths(self, method: str = "") -> list[str]:
        return [r.path for r in self.asked if method in {"", r.method}]

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = writer.get_extra_info("sockname")[0]
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
                while not writer.is_closing():
                    head = (await reader.readuntil(b"\r\n\r\n")).decode()
                    method, path, _ = head.split("\r\n")[0].split(" ")
                    self.asked.append(Request(host, method, path))
                    await self.counted(host, writer, method, path, head.lower())
        finally:
            writer.close() if writer.is_closing() else writer.transport.abort()

    async def counted(self, host: str, writer, method: str, path: str, head: str) -> None:
        for who in (host, "all"):
            self.open[who] += 1
            self.most[who] = max(self.most[who], self.open[who])
        try:
            await asyncio.sleep(self.takes)
            await self.behave(writer, method, path, head)
            await writer.drain()
        finally:
            self.open.subtract([host, "all"])

    async def behave(self, writer, method: str, path: str, head: str) -> None:
        if path.startswith("http://"):  # as to a proxy
            path = "/" + path.split("/", 3)[3]
        name, _, rest = path.partition("?")[0].strip("/").partition("/")
        if path in self.broken:
            say(writer, 404)
        elif name.isdigit():
            say(writer, int(name), {"Retry-After": rest} if rest else {})
        elif (turn := turned(name, rest)) and not (name == "cookie" and "cookie: seen=1" in head):
            say(writer, *turn)
        else:
            await self.act(writer, method, path, name, rest)

    async def act(self, writer, method: str, path: str, name: str, rest: str) -> None:
        match name:
            case "no-head" if method == "HEAD":
                say(writer, int(rest))
            case "cuts-head" if method == "HEAD":
                writer.close()
            case "reset":
                writer.close()
            case "hangs":
                await self.over.wait()
            case "drips":
                await self.drip(writer)
            case "huge":
                await self.pour(writer, method)
            case "garbage":
                writer.write(b"\x00\xff nothing like HTTP\r\n\r\n")
                writer.close()
            case _:
                say(writer, 200, body=b"" if method == "HEAD" else f"page {path}".encode())

    async def drip(self, writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nX-Drip: ")
        while not self.over.is_set():
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.05)

    async def pour(self, writer, method: str) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nContent-Length: {HUGE}\r\n\r\n".encode())
        for _ in range(0 if method == "HEAD" else HUGE // 65536):
            writer.write(b"x" * 65536)
            self.sent += 65536
            await writer.drain()


def turned(name: str, rest: str) -> tuple[int, dict[str, str]] | None:
    """Where a page of that name leads on; /to-301-3 does so three times."""
    if name.startswith("to-"):
        _, status, left = name.split("-")
        on = f"/to-{status}-{int(left) - 1}" if int(left) > 1 else "/page"
        return int(status), {"Location": on}
    leads: dict[str, dict[str, str]] = {
        "loop": {"Location": "/pool"},
        "pool": {"Location": "/loop"},
        "endless": {"Location": f"/endless/{len(rest)}{rest}"},
        "cookie": {"Location": "/cookie", "Set-Cookie": "seen=1"},
        "inside": {"Location": "http://10.255.255.1/secret"},
        "script": {"Location": "javascript:alert(1)"},
        "nowhere": {},
    }
    return (302, leads[name]) if name in leads else None


def say(writer, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", "Content-Type: text/html"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    writer.write("\r\n".join([*lines, "", ""]).encode() + body)


@contextmanager
def web(
    hosts: tuple[str, ...] = ("127.0.0.1",),
    context: ssl.SSLContext | None = None,
    takes: float = 0,
) -> Iterator[Web]:
    """Serve until the block ends; every request takes at least so many seconds."""
    served = Web(hosts, context, takes)
    ready = threading.Event()

    async def serve() -> None:
        first = await asyncio.start_server(served.answer, hosts[0], 0, ssl=context)
        served.port = first.sockets[0].getsockname()[1]
        more = [await asyncio.start_server(served.answer, h, served.port) for h in hosts[1:]]
        ready.set()
        await served.over.wait()
        for server in (first, *more):
            server.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)
        await asyncio.sleep(0.01)  # transports close on the loop's next turns

    thread = threading.Thread(target=served.loop.run_until_complete, args=(serve(),))
    thread.start()
    ready.wait()
    try:
        yield served
    finally:
        served.loop.call_soon_threadsafe(served.over.set)
        thread.join()
        served.loop.close()
