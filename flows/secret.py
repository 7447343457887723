"""The secret of an office's engine: who presents it may read and start runs, nobody else.

It is made at the first start, in a folder of the home that only its owner can open, and stays the
same. Imports no Prefect, so that it can come before the engine reads its settings.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

FOLDER, NAME = "secret", "engine"
HEADER = "X-Juece-Secret"
HEADERS = "PREFECT_CLIENT_CUSTOM_HEADERS"
"""What the engine's clients send with every request and every WebSocket, as JSON."""
HERE = {"127.0.0.1", "localhost"}
LISTENS = "0A"
"""The state of a socket that listens, in Linux's own table."""


def secret_of(home: Path) -> str:
    """The secret of the office in a folder, made if there is none.

    Raises PermissionError where another user of the machine can read it.
    """
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)
    kept = folder / NAME
    if not kept.exists():
        _make(kept)
    if kept.stat().st_mode & 0o077:
        raise PermissionError(
            f"引擎的密钥 {kept} 本机其他用户也读得到：请删除它再启动，会另做一个；"
            "它在共享盘上的，挂载时写明 file_mode=0600,dir_mode=0700"
        )
    return kept.read_text("ascii").strip()


def _make(kept: Path) -> None:
    """Write a new secret whole or not at all; of two processes that do so at once one is heard."""
    with (kept.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if kept.exists():
            return
        half = kept.with_suffix(".new")
        half.unlink(missing_ok=True)
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as made:
            made.write(secrets.token_urlsafe(32))
            made.flush()
            os.fsync(made.fileno())
        half.replace(kept)


def is_here(api: str) -> bool:
    """Say whether this is an engine on this machine itself: the secret is shown to nothing else."""
    asked = urlsplit(api)
    return asked.scheme == "http" and asked.hostname in HERE


def bring(home: Path, api: str) -> None:
    """Have this process, and those it starts, present the office's secret to its engine.

    An engine on another machine is reached over the proxy, which has passwords of its own and
    presents the secret itself. To be called before Prefect reads its settings.
    """
    if is_here(api):
        given = json.loads(os.environ.get(HEADERS) or "{}")
        for name in ("NO_PROXY", "no_proxy"):  # what goes to this machine passes through no other
            os.environ[name] = ",".join(filter(None, (os.environ.get(name), *sorted(HERE))))
        os.environ[HEADERS] = json.dumps({**given, HEADER: shown_to(home, api)})


def shown_to(home: Path, api: str) -> str:
    """The secret, to be shown to the engine at an address of this machine.

    Raises PermissionError where another account listens there: it may have taken the port while the
    engine was down. Where nobody listens yet, or the system does not say, nothing is known.
    """
    known, port = secret_of(home), urlsplit(api).port or 80
    owner = (home / FOLDER / NAME).stat().st_uid
    for others in sorted(listeners(port) - {owner, 0}):
        raise PermissionError(
            f"端口{port}被本机另一个用户（UID {others}）占用，不是本单位的流程引擎：没有向它出示密钥，请查清"
        )
    return known


def listeners(port: int) -> set[int]:
    """The accounts whose programs listen on a port of this machine, as Linux tells them."""
    found = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        rows = table.read_text("ascii").splitlines()[1:] if table.is_file() else []
        for row in rows:
            _, local, _, state, _, _, _, uid, *_ = row.split()
            if state == LISTENS and int(local.rpartition(":")[2], 16) == port:
                found.add(int(uid))
    return found


@contextmanager
def presented(home: Path, api: str) -> Iterator[None]:
    """Point this process at an engine for a time, with the secret of its office."""
    before = os.environ.get(HEADERS)
    os.environ["PREFECT_API_URL"] = api
    bring(home, api)
    try:
        yield
    finally:
        del os.environ["PREFECT_API_URL"]
        if before is None:
            os.environ.pop(HEADERS, None)
        else:
            os.environ[HEADERS] = before
