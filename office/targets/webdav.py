"""A WebDAV server: each file arrives under another name and is then moved over the old one."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote

from office.targets.backend import TEMPORARY
from office.targets.credentials import Credentials
from office.targets.errors import Missing, PermanentError, TransientError
from office.targets.optional import needs


class WebDav:
    """The files under an address."""

    def __init__(
        self, url: str, credentials: Credentials, *, ca: str = "", timeout: float = 60
    ) -> None:
        self._http, self._dav = needs("httpx", "WebDAV"), needs("webdav4.client", "WebDAV")
        given, self._timeout = credentials, timeout
        self._client: Any = self._dav.Client(
            url,
            auth=(given.user, given.secret(given.password)) if given.user else None,
            retry=False,
            timeout=timeout,
            headers={"Cache-Control": "no-cache"},
            verify=ssl.create_default_context(cafile=ca or None),
        )
        self._folders: set[str] = {""}
        self._making = threading.Lock()

    def read(self, path: str) -> bytes:
        """See Place."""
        with self._told(path):
            body: bytes = self._client.request("GET", quote(path)).content
            return body

    def put(self, path: str, body: bytes) -> None:
        """See Place."""
        new = path + TEMPORARY
        with self._told(path):
            try:
                self._client.request("PUT", quote(new), content=body)
            except (self._dav.HTTPError, self._dav.ResourceNotFound) as wrong:
                if _status(wrong) not in (404, 409):
                    raise
                self._above(path)
                self._client.request("PUT", quote(new), content=body)
            self._client.move(quote(new), quote(path), overwrite=True)

    def copy(self, path: str, to: str) -> None:
        """See Place."""
        new = to + TEMPORARY
        with self._told(path):
            try:
                self._client.copy(quote(path), quote(new), depth=0, overwrite=True)
            except (self._dav.ResourceConflict, self._dav.HTTPError) as wrong:
                if _status(wrong) not in (404, 409):
                    raise
                self._above(to)
                self._client.copy(quote(path), quote(new), depth=0, overwrite=True)
            self._client.move(quote(new), quote(to), overwrite=True)

    def delete(self, path: str) -> None:
        """See Place."""
        with suppress(Missing), self._told(path):
            self._client.remove(quote(path))

    def drop(self, folder: str) -> None:
        """See Place. A DELETE takes all along, so it is looked first whether there is anything."""
        with suppress(Missing), self._told(folder):
            if not self._client.ls(quote(folder), detail=False):
                self._client.remove(f"{quote(folder)}/")
                self._folders.discard(folder)

    def list(self, folder: str) -> dict[str, int]:
        """See Place."""
        found, folders, skip = dict[str, int](), [folder], len(folder) + 1 if folder else 0
        with suppress(Missing), self._told(folder):
            while folders:
                for entry in self._client.ls(quote(folders.pop()), detail=True):
                    path = entry["name"].strip("/")
                    if entry["type"] == "directory":
                        folders.append(path)
                    else:
                        found[path[skip:]] = entry["content_length"] or 0
        return found

    def settle(self) -> None:
        """See Place; the protocol has nothing to ask for it."""

    def close(self) -> None:
        """See Place."""
        self._client.http.close()

    def _above(self, path: str) -> None:
        """Make the folders of a path."""
        folder, *_ = path.rpartition("/")
        with self._making:
            self._make(folder)

    def _make(self, folder: str) -> None:
        if folder in self._folders:
            return
        self._make(folder.rpartition("/")[0])
        with suppress(self._dav.ResourceAlreadyExists):
            self._client.mkdir(quote(folder))
        self._folders.add(folder)

    @contextmanager
    def _told(self, path: str) -> Iterator[None]:
        try:
            yield
        except self._dav.ResourceNotFound as wrong:
            raise Missing(path) from wrong
        except self._dav.ClientError as wrong:
            raise _refused(path, wrong) from wrong
        except self._http.TimeoutException as wrong:
            raise TransientError(f"服务器在{self._timeout:g}秒内没有回答（{path}）") from wrong
        except self._http.ConnectError as wrong:
            if "CERTIFICATE" in str(wrong).upper():
                raise PermanentError(
                    "服务器的证书不受信任；用本单位证书的，请在设置里写根证书文件"
                ) from wrong
            raise TransientError(f"连不上服务器（{path}）") from wrong
        except self._http.TransportError as wrong:
            raise TransientError(f"和服务器的连接断了（{path}）") from wrong


def _status(wrong: BaseException) -> int:
    """The status of an answer, however deep the client wrapped it."""
    told: BaseException | None = wrong
    while told is not None:
        if status := getattr(told, "status_code", 0):
            return int(status)
        told = told.__cause__
    return {"ResourceNotFound": 404, "ResourceConflict": 409}.get(type(wrong).__name__, 0)


def _refused(path: str, wrong: Exception) -> Exception:
    status = 507 if type(wrong).__name__ == "InsufficientStorage" else _status(wrong)
    if status in (401, 407):
        return PermanentError("服务器不接受用户名或者密码，请核对凭据文件")
    if status in (403, 405):
        return PermanentError(f"没有权限写{path}，或者服务器没有开 WebDAV（{status}）")
    if status in (413, 507):
        return PermanentError(f"服务器空间已满或者不收这么大的文件，{path}没有写成（{status}）")
    if status in (408, 423, 425, 429) or status >= 500 or not status:
        return TransientError(f"服务器没有办成（{path}：{status or wrong}）")
    return PermanentError(f"服务器不接受（{path}：{status}）")
