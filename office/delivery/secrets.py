"""Passwords: read when they are used, from where the settings say; never kept, never shown."""

import os
import stat
from pathlib import Path

from office.settings.delivery import Secret


class NoSecret(ValueError):
    """A password that cannot be had; str() says why, without it."""


def read_secret(secret: Secret, home: Path) -> str:
    """The password. Raises NoSecret where it is missing, or others on the machine can read it."""
    if secret.environment:
        value = os.environ.get(secret.environment, "")
        if not value:
            raise NoSecret(f"没有设置环境变量 {secret.environment}")
        return value
    path = home / secret.file
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise NoSecret(f"{path} 别的用户也能读，请改为只有本程序的用户可读（chmod 600）")
        value = path.read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as wrong:
        raise NoSecret(f"{path} 读不出来（{type(wrong).__name__}）") from None
    if not value:
        raise NoSecret(f"{path} 是空的")
    return value
