"""The settings of the engine on this machine; imports no Prefect, so that they can come first."""

import os
from collections.abc import Mapping
from pathlib import Path

from flows.secret import bring
from storage.modes import own_folder

SETTINGS = {
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A busy machine takes its time; the engine's own patience ends after 20 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "true",  # the first interface drops Chinese in the run graph
    "DO_NOT_TRACK": "1",
}
ADDRESS = "engine-address"
"""The file in the home folder that says where the engine of an office is reached."""


def settle_engine(home: Path) -> None:
    """Keep the engine's own data in an office's home; to be called before Prefect is imported.

    The office is the one in this folder alone. What the environment already says stays, but for
    the address of a server: a rehearsal must not be seen on the office's own.
    """
    own_folder(home)
    own_folder(home / "prefect")
    os.environ |= {"JUECE_HOME": str(home), "PREFECT_HOME": str((home / "prefect").absolute())}
    for name in ("JUECE_STORE", "PREFECT_API_URL"):
        os.environ.pop(name, None)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)


def environment(home: Path, port: int, *, store: str, database: str) -> dict[str, str]:
    """The environment of an office's own processes, the engine's server among them.

    The ledger is `store`, or SQLite in the home folder, whatever the environment says; so is the
    engine's own `database`, unless the environment names one.
    """
    api = f"http://127.0.0.1:{port}/api"
    wanted = {
        "JUECE_HOME": str(home.absolute()),
        "JUECE_STORE": store,
        "PREFECT_HOME": str((home / "prefect").absolute()),
        "PREFECT_API_URL": api,
        "PREFECT_SERVER_UI_API_URL": "/api",  # of whatever address the UI was opened at
    }
    if database:
        wanted["PREFECT_API_DATABASE_CONNECTION_URL"] = database
    return {**SETTINGS, **os.environ, **wanted}


def find_engine(home: Path, given: Mapping[str, str] = os.environ) -> bool:
    """Point this process at the engine of an office, with its secret; False where none is known."""
    address = home / ADDRESS
    if "PREFECT_API_URL" not in given:
        if not address.is_file():
            return False
        os.environ["PREFECT_API_URL"] = address.read_text("utf-8").strip()
    bring(home, os.environ["PREFECT_API_URL"])
    os.environ.setdefault("PREFECT_HOME", str((home / "prefect").absolute()))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    return True
