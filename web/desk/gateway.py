"""The sign-in of an office's own (a gateway, a UKey, a directory): nginx says who it is, and proves that it
is nginx by a secret that no browser has."""

import hmac
import os
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import HTTPConnection

from office.settings.desk import read_desk
from storage.modes import own_folder

USER, PROXY = "X-Juece-User", "X-Juece-Proxy"
FOLDER, NAME = "secret", "proxy"
NOT_BY_PROXY = "这个请求自称是单位登录转来的，但是没有出示代理的密钥：请从工作台的网址进来"


class NotTheProxy(Exception):
    """Somebody says who he is in the name of the proxy, and is not it."""


@dataclass(frozen=True)
class Gateway:
    """What is believed of a proxy; nothing where the secret is empty."""

    secret: str

    @classmethod
    def of(cls, home: Path) -> "Gateway":
        """That of an office, with its secret made at the first start, where desk.yaml asks for it. Raises
        ShapeError for a faulty desk.yaml, ValueError where others can read the secret."""
        return cls(_secret(home / FOLDER) if read_desk(home).proxy_sign_in else "")

    def told(self, request: HTTPConnection) -> str:
        """Who the proxy says this is; empty where it says nothing, or is not asked. Raises NotTheProxy.

        What is no UTF-8 is told with signs that no account has.
        """
        named = [name for name in request.headers.getlist(USER) if name.strip(" \t")]
        if not self.secret or not named:
            return ""
        shown = request.headers.getlist(PROXY)
        right = len(shown) == 1 and hmac.compare_digest(shown[0].encode(), self.secret.encode())
        if not right or len(named) > 1:
            raise NotTheProxy
        return named[0].strip(" \t").encode("latin-1").decode(errors="replace")


def _secret(folder: Path) -> str:
    own_folder(folder)
    kept = folder / NAME
    if not kept.exists():
        new = folder / f"{NAME}.{secrets.token_hex(4)}"
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_urlsafe(32))
        with suppress(FileExistsError):  # of two processes at once one is heard
            os.link(new, kept)
        new.unlink()
    if kept.stat().st_mode & 0o077:
        raise ValueError(f"代理的密钥 {kept} 本机其他用户也读得到：请删除它再启动，会另做一个")
    return kept.read_text("ascii").strip()
