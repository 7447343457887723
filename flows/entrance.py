"""How a browser of the office comes in: a link that is good once, then a cookie for a working day.

The interface is opened under a name of its own, `<random>.localhost`, which browsers take for this
machine. A cookie knows no port: under 127.0.0.1 it would also be sent to what another user of the
machine serves on another port; under a name that nobody else knows it is not.
"""

import hashlib
import hmac
import json
import secrets
import time
from html import escape
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

from starlette.responses import HTMLResponse, Response

from flows.secret import HEADER, shown_to

PATH = "/enter"
LINK_LASTS, COOKIE_LASTS = 10 * 60, 12 * 60 * 60
"""Seconds for which a link may be opened, and for which a browser stays signed in."""
MOST = 100
"""Links that nobody has opened yet; the oldest give way."""
IN, USED = (
    "已登录，正在打开流程界面 …",
    "这个链接已经用过，或者过期了：请重新运行 juece enter，用新的链接打开",
)

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8">{head}
<meta name="viewport" content="width=device-width, initial-scale=1"><title>决策：流程界面</title>
<style>body {{ font: 1.125rem/1.8 sans-serif; max-width: 36em; margin: 4em auto; padding: 0 1em }}</style>
</head><body><h1>决策：流程界面</h1><p>{said}</p></body></html>
"""


class Entrance:
    """The links that were given out and the browsers that came in by one."""

    def __init__(self, secret: str, port: int) -> None:
        self._key = secret.encode()
        self.host = f"j{self._sign('name')[:20]}.localhost:{port}"
        self.cookie = f"juece-{port}"
        self._open_until: dict[str, float] = {}

    def link(self) -> str:
        """A new link, good once and for ten minutes."""
        now = time.monotonic()
        waiting = [(c, until) for c, until in self._open_until.items() if until > now]
        self._open_until = dict(waiting[1 - MOST :])
        code = secrets.token_urlsafe(16)
        self._open_until[code] = now + LINK_LASTS
        return f"http://{self.host}{PATH}?code={code}"

    def redeem(self, code: str) -> Response:
        """Let a browser in by the code of a link, or say that it is good no more."""
        if self._open_until.pop(code, 0.0) <= time.monotonic():
            return page(USED, 403)
        # The page goes on by itself: after a redirect from another site's link the browser would
        # still take itself for that site's and keep the cookie back.
        answer = page(IN, 200, '<meta http-equiv="refresh" content="0; url=/">')
        answer.set_cookie(
            self.cookie, self._session(), max_age=COOKIE_LASTS, httponly=True, samesite="strict"
        )
        return answer

    def knows(self, cookie: str) -> bool:
        """Say whether a Cookie header holds a session of this server that is still good."""
        pairs = (pair.strip().partition("=") for pair in cookie.split(";"))
        return any(name == self.cookie and self._is_good(value) for name, _, value in pairs)

    def _session(self) -> str:
        said = f"{int(time.time()) + COOKIE_LASTS}.{secrets.token_hex(8)}"
        return f"{said}.{self._sign(f'session {self.cookie} {said}')}"

    def _is_good(self, session: str) -> bool:
        said, _, signed = session.rpartition(".")
        if not same(signed, self._sign(f"session {self.cookie} {said}")):
            return False
        return int(said.partition(".")[0]) > time.time()

    def _sign(self, what: str) -> str:
        return hmac.new(self._key, what.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two secrets in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def page(said: str, status: int, head: str = "") -> Response:
    """A page of one sentence."""
    shown = PAGE.format(head=head, said=escape(said))
    return HTMLResponse(shown, status, headers={"cache-control": "no-store"})


def new_link(home: Path, api: str) -> str:
    """Ask the engine of an office on this machine for a link to its interface. Raises OSError."""
    url = api.rstrip("/").removesuffix("/api") + PATH
    request = Request(url, method="POST", headers={HEADER: shown_to(home, api)})
    try:
        with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
            return str(json.load(answer)["link"])
    except HTTPError as said:
        raise ConnectionError(
            f"{api} 的流程引擎不认 {home} 的密钥（{said.code}）：它是别的数据目录的，或者密钥换过以后没有重新启动"
        ) from said
    except URLError as why:
        raise ConnectionError(f"{api} 的流程引擎没有应答（{why.reason}）：请重新启动它") from why
