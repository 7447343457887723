"""A server reached by SFTP, whose host key must be known."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from stat import S_ISDIR, S_ISLNK
from typing import TYPE_CHECKING, TypeVar

from office.targets.backend import TEMPORARY, Kind, Unlinkable
from office.targets.credentials import Credentials
from office.targets.errors import Missing, PermanentError, TargetFault, TransientError
from office.targets.optional import needs

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SSHClientConnection

Answer = TypeVar("Answer")
MANY = 20


class Sftp:
    """Files under a folder of a server; one connection, made when it is needed and made again."""

    trades = False

    def __init__(
        self,
        host: str,
        port: int,
        root: str,
        credentials: Credentials,
        *,
        known_hosts: str = "",
        timeout: float = 60,
    ) -> None:
        self._asyncssh = needs("asyncssh", "SFTP")
        self._host, self._port, self._root = host, port, root
        self._credentials, self._known_hosts, self._timeout = credentials, known_hosts, timeout
        self._connection: SSHClientConnection | None = None
        self._client: SFTPClient | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._connecting = asyncio.Lock()
        self._made: set[str] = set()

    def read(self, path: str) -> bytes:
        """See Place."""

        async def read(sftp: "SFTPClient") -> bytes:
            async with sftp.open(self._at(path), "rb") as file:
                return await file.read()

        return self._do(path, read)

    def put(self, path: str, body: bytes) -> None:
        """See Place."""

        async def put(sftp: "SFTPClient") -> None:
            new = f"{self._at(path)}{TEMPORARY}"
            async with await self._fresh(sftp, new) as file:
                await file.write(body)
                with suppress(self._asyncssh.SFTPOpUnsupported):
                    await file.fsync()
            await sftp.posix_rename(new, self._at(path))

        self._do(path, put)

    def copy(self, path: str, to: str) -> None:
        """See Place. A second name for the same bytes, where the server can."""
        try:
            self._do(path, lambda sftp: self._link(sftp, self._at(path), self._at(to)))
        except Unlinkable:
            self.put(to, self.read(path))

    def delete(self, path: str) -> None:
        """See Place."""
        with suppress(Missing):
            self._do(path, lambda sftp: sftp.remove(self._at(path)))

    def drop(self, folder: str) -> None:
        """See Place."""

        async def drop(sftp: "SFTPClient") -> None:
            with suppress(self._asyncssh.SFTPFailure):  # it is not empty
                await sftp.rmdir(self._at(folder))
                self._made.discard(self._at(folder))

        with suppress(Missing):
            self._do(folder, drop)

    def list(self, folder: str) -> dict[str, int]:
        """See Place."""

        async def walk(sftp: "SFTPClient") -> dict[str, int]:
            found, folders = dict[str, int](), [""]
            while folders:
                below = folders.pop()
                async for entry in sftp.scandir(f"{self._at(folder)}/{below}"):
                    name, mode = str(entry.filename), entry.attrs.permissions or 0
                    if name in (".", ".."):
                        continue
                    if S_ISDIR(mode):
                        folders.append(f"{below}{name}/")
                    else:
                        found[below + name] = entry.attrs.size or 0
            return found

        try:
            return self._do(folder, walk)
        except Missing:
            return {}

    def kind(self, path: str) -> Kind:
        """See Linking."""

        async def kind(sftp: "SFTPClient") -> Kind:
            mode = (await sftp.lstat(self._at(path))).permissions or 0
            if S_ISLNK(mode):
                return "link"
            if not S_ISDIR(mode):
                raise PermanentError(f"{path}是一个文件，不是文件夹；请换一个位置")
            entries = [entry async for entry in sftp.scandir(self._at(path))]
            return "folder" if len(entries) > 2 else "empty"  # . and .. are among them

        try:
            return self._do(path, kind)
        except Missing:
            return ""

    def leads(self, path: str) -> str:
        """See Linking."""
        return self._do(path, lambda sftp: sftp.readlink(self._at(path)))

    def point(self, path: str, to: str) -> None:
        """See Linking."""

        async def point(sftp: "SFTPClient") -> None:
            new = f"{self._at(path)}{TEMPORARY}"
            await self._above(sftp, new)
            with suppress(self._asyncssh.SFTPNoSuchFile):
                await sftp.remove(new)
            try:
                await sftp.symlink(to, new)
            except (self._asyncssh.SFTPOpUnsupported, self._asyncssh.SFTPFailure) as wrong:
                raise Unlinkable(path) from wrong
            with suppress(self._asyncssh.SFTPError):  # only an empty folder goes
                await sftp.rmdir(self._at(path))
            await sftp.posix_rename(new, self._at(path))

        self._do(path, point)

    def trade(self, path: str, to: str, aside: str) -> None:
        """See Linking; SFTP has nothing of the kind."""
        raise PermanentError(f"{path}是文件夹，SFTP 不能一步换成链接（{to}、{aside}）")

    def settle(self) -> None:
        """See Place; each file was settled by itself."""

    def close(self) -> None:
        """See Place."""
        if not self._thread.is_alive():
            self._loop.close()
            return
        asyncio.run_coroutine_threadsafe(self._disconnect(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}".rstrip("/")

    async def _fresh(self, sftp: "SFTPClient", new: str):  # type: ignore[no-untyped-def]
        """A new file; what a broken push left by its name is taken away, never written into."""
        try:
            return await sftp.open(new, "xb")
        except self._asyncssh.SFTPNoSuchFile:
            await self._above(sftp, new)
        except (self._asyncssh.SFTPFailure, self._asyncssh.SFTPFileAlreadyExists):
            await sftp.remove(new)
        return await sftp.open(new, "xb")

    async def _above(self, sftp: "SFTPClient", path: str) -> None:
        """Make the folder of a path, and those above it that are not there yet."""
        folder = path.rpartition("/")[0]
        if not folder or folder in self._made:
            return
        try:
            await sftp.mkdir(folder)
        except self._asyncssh.SFTPNoSuchFile:
            await self._above(sftp, folder)
            with suppress(self._asyncssh.SFTPFailure):  # another lane was faster
                await sftp.mkdir(folder)
        except (self._asyncssh.SFTPFailure, self._asyncssh.SFTPFileAlreadyExists):
            pass  # it is there
        self._made.add(folder)

    async def _link(self, sftp: "SFTPClient", path: str, to: str) -> None:
        try:
            await self._link_once(sftp, path, to)
            return
        except self._asyncssh.SFTPOpUnsupported as wrong:
            raise Unlinkable(path) from wrong
        except (self._asyncssh.SFTPFailure, self._asyncssh.SFTPFileAlreadyExists):
            pass  # something has that name already
        new = f"{to}{TEMPORARY}"
        with suppress(self._asyncssh.SFTPNoSuchFile):
            await sftp.remove(new)
        await sftp.link(path, new)
        await sftp.posix_rename(new, to)
        with suppress(self._asyncssh.SFTPNoSuchFile):
            await sftp.remove(new)  # a rename between two names of one file does nothing

    async def _link_once(self, sftp: "SFTPClient", path: str, to: str) -> None:
        try:
            await sftp.link(path, to)
        except self._asyncssh.SFTPNoSuchFile:
            await self._above(sftp, to)
            await sftp.link(path, to)

    def _do(self, path: str, work: Callable[["SFTPClient"], Awaitable[Answer]]) -> Answer:
        """Do something over the connection, within the time that is allowed for it."""
        if not self._thread.is_alive():
            self._thread.start()

        async def told() -> Answer:
            try:
                sftp = await self._connected()
                return await asyncio.wait_for(work(sftp), self._timeout)
            except Exception as wrong:
                raise await self._fault(path, wrong) from wrong

        return asyncio.run_coroutine_threadsafe(told(), self._loop).result()

    async def _connected(self) -> "SFTPClient":
        async with self._connecting:
            if self._client is None or self._connection is None or self._connection.is_closed():
                given = self._credentials
                self._connection = await self._asyncssh.connect(
                    self._host,
                    self._port,
                    config=None,
                    known_hosts=self._known_hosts or (),
                    username=given.user or (),
                    password=given.secret(given.password) or None,
                    client_keys=[given.key] if given.key else (),
                    passphrase=given.secret(given.passphrase) or None,
                    connect_timeout=self._timeout,
                    login_timeout=self._timeout,
                    keepalive_interval=self._timeout,
                )
                self._client = await self._connection.start_sftp_client()
            return self._client

    async def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            with suppress(OSError, self._asyncssh.Error):
                await self._connection.wait_closed()

    async def _fault(self, path: str, wrong: Exception) -> Exception:
        """The same fault, in words and by whether trying again can help."""
        ssh, where = self._asyncssh, f"{self._host}:{self._port}"
        match wrong:
            case TargetFault() | Unlinkable():
                return wrong
            case ssh.SFTPNoSuchFile() | ssh.SFTPNoSuchPath():
                return Missing(path)
            case ssh.HostKeyNotVerifiable():
                return PermanentError(await self._unknown_host())
            case ssh.PermissionDenied():
                return PermanentError(f"{where}不接受用户名、密码或者密钥，请核对凭据文件")
            case ssh.SFTPPermissionDenied():
                return PermanentError(
                    f"{where}上没有权限写{path}；请给这个用户开通，上一级文件夹也要能写"
                )
            case ssh.SFTPOpUnsupported():
                return PermanentError(f"{where}不支持需要的操作（{wrong}），这样的服务器不能用")
            case ssh.SFTPError() if _is_full(wrong):
                return PermanentError(f"{where}的磁盘已满，{path}没有写成；请腾出空间再推送")
            case ssh.SFTPError() | ssh.Error():
                lost = "连接断了" if isinstance(wrong, ssh.ConnectionLost) else f"{wrong}"
                return TransientError(f"{where}上的{path}：{lost}")
            case TimeoutError():
                return TransientError(f"{where}在{self._timeout:g}秒内没有回答（{path}）")
            case OSError():
                return TransientError(f"连不上{where}：{wrong.strerror or wrong}")
        return wrong

    async def _unknown_host(self) -> str:
        key = await self._asyncssh.get_server_host_key(self._host, self._port, config=None)
        print_ = key.get_fingerprint("sha256") if key else "（取不到）"
        file = self._known_hosts or "~/.ssh/known_hosts"
        return (
            f"{self._host}:{self._port}的主机密钥不在{file}里，或者和里面的不一样，没有连接。"
            f"它出示的指纹是 {print_}；请向服务器管理员核对，确实是它，再改{file}；"
            "不是，就可能有人冒充这台服务器"
        )


def _is_full(wrong: Exception) -> bool:
    told = str(wrong).lower()
    return any(words in told for words in ("no space", "quota", "disk full"))
