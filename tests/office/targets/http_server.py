"""cheroot on loopback, before moto's S3 or WsgiDAV."""

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from cheroot import wsgi
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from wsgidav.wsgidav_app import WsgiDAVApp

from tests.office.targets.traffic import Cut, Traffic

USER, PASSWORD = "fabu", "mima-4711"


class Gateway(wsgi.Gateway_10):
    """Counts requests, and cuts connections."""

    def respond(self) -> None:
        traffic: Traffic = self.req.server.traffic
        what = f"{self.req.method.decode()} {self.req.path.decode()}"
        self.mute = False
        try:
            self.mute = traffic.meet(what, int(self.req.inheaders.get(b"Content-Length", 0)))
            if traffic.full and self.req.method == b"PUT":
                self.req.simple_response("507 Insufficient Storage")
                self.req.close_connection = self.req.sent_headers = True
                return
            super().respond()
        except Cut:
            self.mute = True
        if self.mute:
            self.req.sent_headers = self.req.close_connection = True
            self.req.chunked_write = False
            self.req.conn.socket.shutdown(socket.SHUT_RDWR)

    def write(self, chunk: bytes) -> None:
        if not self.mute:
            self.req.server.traffic.fetched += len(chunk)
            super().write(chunk)


class Httpd(NamedTuple):
    """A running server."""

    url: str
    traffic: Traffic


@contextmanager
def httpd(app: Any) -> Iterator[Httpd]:
    """Run a server."""
    server = wsgi.Server(("127.0.0.1", 0), app, numthreads=10)
    server.gateway, server.traffic = Gateway, Traffic()
    server.error_log = lambda *_, **__: None  # cut connections are meant
    server.prepare()
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield Httpd(f"http://127.0.0.1:{server.bind_addr[1]}", server.traffic)
    finally:
        server.stop()
        thread.join()


def s3_app() -> Any:
    """A store in memory, that takes a body whole or not at all; moto alone keeps what had come."""
    store = DomainDispatcherApplication(create_backend_app)

    def whole(environ: dict[str, Any], answer: Any) -> Any:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length)
        if len(body) < length:
            answer("400 IncompleteBody", [("Content-Length", "0")])
            return []
        return store(environ | {"wsgi.input": io.BytesIO(body)}, answer)

    return whole


def webdav_app(root: Path) -> Any:
    """A folder, for one user."""
    return WsgiDAVApp(
        {
            "provider_mapping": {"/dav": str(root)},
            "simple_dc": {"user_mapping": {"*": {USER: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
            "dir_browser": {"enable": False},
        }
    )
