"""An SFTP server of asyncssh on loopback, in a thread of its own."""

import asyncio
import errno
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, NamedTuple

import asyncssh

from tests.office.targets.traffic import Cut, Traffic

ASKED = (
    *("open", "close", "read", "write", "fsync", "lstat", "stat", "fstat", "scandir"),
    *("remove", "mkdir", "rmdir", "rename", "posix_rename", "readlink", "symlink", "link"),
)
USER, PASSWORD = "fabu", "mima-4711"


class Server(asyncssh.SSHServer):
    """One user with a password."""

    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == (USER, PASSWORD)


class Files(asyncssh.SFTPServer):
    """The files of this machine, with what is told to go wrong."""

    def __init__(self, traffic: Traffic, links: bool, chan: Any) -> None:
        super().__init__(chan)
        self.traffic, self.links = traffic, links


def _counted(name: str) -> Any:
    real = getattr(asyncssh.SFTPServer, name)

    def counted(self: Files, *args: Any) -> Any:
        size = len(args[2]) if name == "write" else 0
        try:
            cut = self.traffic.meet(name, size)
        except Cut:
            return self.channel.get_connection().abort()
        if name == "write" and self.traffic.full:
            raise OSError(errno.ENOSPC, "No space left on device")
        if name in ("symlink", "link") and not self.links:
            raise asyncssh.SFTPOpUnsupported(name)
        answer = real(self, *args)
        if name == "read":
            self.traffic.fetched += len(answer)
        if cut:
            self.channel.get_connection().abort()
        return answer

    return counted


for _name in ASKED:
    setattr(Files, _name, _counted(_name))


class Sshd(NamedTuple):
    """A running server."""

    port: int
    traffic: Traffic
    key: asyncssh.SSHKey

    def known_hosts(self) -> str:
        """The line that makes it known."""
        return f"[127.0.0.1]:{self.port} {self.key.export_public_key().decode()}"


@contextmanager
def sshd(*, links: bool = True) -> Iterator[Sshd]:
    """Run a server."""
    loop, traffic = asyncio.new_event_loop(), Traffic()
    key = asyncssh.generate_private_key("ssh-ed25519")
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Server,
            server_host_keys=[key],
            sftp_factory=partial(Files, traffic, links),
        )

    async def stop(acceptor: asyncssh.SSHAcceptor) -> None:
        acceptor.close()
        await acceptor.wait_closed()

    acceptor = asyncio.run_coroutine_threadsafe(listen(), loop).result()
    try:
        yield Sshd(acceptor.get_port(), traffic, key)
    finally:
        asyncio.run_coroutine_threadsafe(stop(acceptor), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
