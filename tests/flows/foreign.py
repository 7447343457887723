"""A server of an attacker's on this machine, and what its pages try in an officer's browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar

SOCKETS = ("events/in", "events/out", "logs/out")

SENT = """async ([url, given]) => {
    const blob = given.blob ? {body: new Blob([given.blob])} : {};
    try {
        const answer = await fetch(url, {credentials: 'include', ...given, ...blob});
        return answer.type == 'opaque' ? 'opaque' : `${answer.status} ${await answer.text()}`;
    } catch (refused) { return 'refused'; }
}"""
"""Ask for something; says what came back, if the page may know it."""
FORM = """([url, text]) => {
    const form = document.createElement('form');
    Object.assign(form, {method: 'post', action: url, enctype: 'text/plain'});
    const field = document.createElement('input');
    Object.assign(field, {name: text, value: '}'});
    form.append(field);
    document.body.append(form);
    form.submit();
}"""
"""Hand in a form, which needs no leave of anybody."""
OPENED = """([url, protocols]) => new Promise(done => {
    const socket = new WebSocket(url, protocols);
    socket.onopen = () => { socket.close(); done('opened'); };
    socket.onerror = () => done('refused');
})"""
FRAMED = """url => new Promise(done => {
    const frame = document.createElement('iframe');
    frame.onload = () => done();
    frame.src = url;
    document.body.append(frame);
})"""


class Page(BaseHTTPRequestHandler):
    """A page of the attacker's; it keeps the cookies that browsers send it."""

    cookies: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.cookies += self.headers.get_all("cookie", [])
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>evil</title>")

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def foreign() -> Iterator[int]:
    """The port of a server of the attacker's on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as serving:
        thread = Thread(target=serving.serve_forever)
        thread.start()
        yield serving.server_port
        serving.shutdown()
        thread.join()
