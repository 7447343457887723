"""Subscribers of flesh and blood: a mail server and a web server on this machine, over TLS."""

import os
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any, NamedTuple, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"
USER, PASSWORD = "tuisong", "example-pass-7f3a9c"


def certified(folder: Path) -> Path:
    """A certificate for this machine, its own authority, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now, here = datetime.now(UTC), x509.IPAddress(ip_address(HERE))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here, x509.DNSName("localhost")]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(pem, form, serialization.NoEncryption())
    (folder / "ca.pem").write_bytes(made.public_bytes(pem))
    (folder / "server.pem").write_bytes(secret + made.public_bytes(pem))
    return folder / "server.pem"


def secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


class Posted(NamedTuple):
    """One request, as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Web:
    """A web server that gives the answers it was told, then 200; an int of seconds below 0 stalls."""

    answers: list[int] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    got: list[Posted] = field(default_factory=list)
    kills: int = 0
    """A process that is killed once the request has come in whole."""
    port: int = 0

    @property
    def url(self) -> str:
        return f"https://{HERE}:{self.port}/tui"


@contextmanager
def web(certificate: Path) -> Iterator[Web]:
    """Serve until the end of the block."""
    told = Web()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            sent = {name.lower(): value for name, value in self.headers.items()}
            told.got.append(Posted(self.path, sent, body))
            if told.kills:
                os.kill(told.kills, signal.SIGKILL)
                return
            status = told.answers.pop(0) if told.answers else 200
            if status < 0:
                time.sleep(-status)
                return
            self.send_response(status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None:
            """The tests look at what came in instead."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A client that was killed, or ran out of patience, is what some tests are about."""

    server = Server((HERE, 0), Handler)
    server.socket = secured(certificate).wrap_socket(server.socket, server_side=True)
    told.port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Post:
    """A mail server that gives the answers it was told, then takes the message."""

    answers: list[str] = field(default_factory=list)
    got: list[EmailMessage] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    logins: list[str] = field(default_factory=list)
    port: int = 0

    async def handle_RCPT(  # noqa: N802  aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _: list[str]
    ) -> str:
        if address in self.refused:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802  aiosmtpd's own name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        answer = self.answers.pop(0) if self.answers else ""
        if answer:
            return answer
        content = cast(bytes, envelope.content)
        parsed = message_from_bytes(content, policy=policy.default)
        self.got.append(cast(EmailMessage, parsed))
        return f"250 2.0.0 Ok: queued as {len(self.got):06d}"

    def knows(self, *login: Any) -> AuthResult:
        given = cast(LoginPassword, login[-1])
        self.logins.append(given.login.decode())
        known = (given.login.decode(), given.password.decode()) == (USER, PASSWORD)
        return AuthResult(success=known, handled=False)


@contextmanager
def post(certificate: Path, security: str = "STARTTLS") -> Iterator[Post]:
    """Serve until the end of the block; with STARTTLS nobody gets a word in without it and a login."""
    told, tls = Post(port=free()), secured(certificate)
    ways: dict[str, dict[str, Any]] = {
        "STARTTLS": {
            "tls_context": tls, "require_starttls": True,
            "auth_required": True, "authenticator": told.knows,
        },
        "TLS": {"ssl_context": tls},
        "不加密": {},
    }  # fmt: skip
    controller = Controller(told, HERE, told.port, **ways[security])
    controller.start()
    try:
        yield told
    finally:
        controller.stop()


@contextmanager
def mute() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.create_server((HERE, 0)) as server:
        yield int(server.getsockname()[1])


def free() -> int:
    """A port that nobody has."""
    with socket.socket() as found:
        found.bind((HERE, 0))
        return int(found.getsockname()[1])
