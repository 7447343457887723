"""A PostgreSQL cluster of one's own, on a socket in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg


class Cluster:
    """A running cluster; `create` makes an empty database and returns its URL."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._created = 0

    def create(self) -> str:
        """Make an empty database."""
        self._created += 1
        name = f"test{self._created}"
        with self._administer() as connection:
            connection.execute(f"CREATE DATABASE {name}")  # type: ignore[arg-type]
        return f"postgresql://postgres@/{name}?host={self._folder}"

    def _administer(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"host={self._folder} user=postgres", autocommit=True)

    def wait(self) -> None:
        """Return once it answers."""
        for _ in range(200):
            try:
                self._administer().close()
            except psycopg.OperationalError:
                time.sleep(0.05)
            else:
                return
        raise RuntimeError("PostgreSQL does not answer")


def binaries() -> Path | None:
    """Where initdb and postgres are, the newest version first."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return debian[-1].parent if debian else None


def why_not() -> str:
    """Why no cluster can be started here, or empty."""
    if binaries() is None:
        return "PostgreSQL (initdb) is not installed"
    if os.geteuid() == 0 and not _has_user("postgres"):
        return "root cannot run PostgreSQL, and there is no user postgres"
    return ""


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Start a cluster (as user postgres when root), and stop it by its process."""
    bin = binaries()
    assert bin
    user = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="juece-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    try:
        make = ["initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        subprocess.run(
            [bin / make[0], "-D", data, *make[1:]],
            user=user, cwd=folder, check=True, capture_output=True,
        )  # fmt: skip
        quick = ["-c", "fsync=off", "-c", "listen_addresses=", "-c", "max_connections=50"]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [bin / "postgres", "-D", data, "-k", folder, *quick],
                user=user, cwd=folder, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            running = Cluster(folder)
            running.wait()
            yield running
        finally:
            server.send_signal(signal.SIGQUIT)  # at once: nothing is kept
            server.wait(20)
    finally:
        shutil.rmtree(folder)


def _has_user(name: str) -> bool:
    return any(entry.pw_name == name for entry in pwd.getpwall())
