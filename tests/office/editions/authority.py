"""A time-stamping authority on loopback: `openssl ts` behind a small HTTP server."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

from office.editions.proof.timestamp import QUERY, REPLY, Stamper, certificates

SETTINGS = """
[tsa]
default_tsa = own
[own]
serial = {folder}/serial
crypto_device = builtin
signer_cert = {folder}/own.crt
signer_key = {folder}/own.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
"""
PURPOSE = "extendedKeyUsage = critical,timeStamping\nkeyUsage = critical,digitalSignature\n"


class Authority(NamedTuple):
    """A running authority, and the file of its certificates."""

    url: str
    certificates: Path

    @property
    def stamper(self) -> Stamper:
        return Stamper(self.url, certificates(self.certificates))


def openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def establish(folder: Path, name: str = "stamps") -> None:
    """A root and a certificate for time stamps, signed by it."""
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    root, own = folder / "root", folder / "own"
    openssl("req", "-x509", *new, "-keyout", f"{root}.key", "-out", f"{root}.crt",
            "-subj", f"/CN={name} root", "-days", "30")  # fmt: skip
    openssl("req", *new, "-keyout", f"{own}.key", "-out", f"{own}.csr", "-subj", f"/CN={name}")
    (folder / "purpose").write_text(PURPOSE)
    openssl("x509", "-req", "-in", f"{own}.csr", "-CA", f"{root}.crt", "-CAkey", f"{root}.key",
            "-CAcreateserial", "-out", f"{own}.crt", "-days", "30",
            "-extfile", folder / "purpose")  # fmt: skip
    (folder / "serial").write_text("01\n")
    (folder / "ts.cnf").write_text(SETTINGS.format(folder=folder))


@contextmanager
def authority(folder: Path, name: str = "stamps") -> Iterator[Authority]:
    """An authority that answers as long as the block lasts."""
    establish(folder, name)

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == QUERY
            (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            openssl("ts", "-reply", "-config", folder / "ts.cnf", "-queryfile", folder / "query",
                    "-out", folder / "reply")  # fmt: skip
            body = (folder / "reply").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", REPLY)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Keep quiet."""

    with serving(Desk) as url:
        yield Authority(url, folder / "root.crt")


@contextmanager
def serving(desk: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """A server on loopback; gives its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), desk) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
