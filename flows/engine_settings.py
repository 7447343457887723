"""The settings of the engine on this machine; imports no Prefect, so that they can come first."""

import os
from collections.abc import Mapping
from http.client import HTTPException
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

from flows.secret import bring, is_here
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
PATIENCE = 5.0
"""Seconds within which one that answers late is taken for one that is busy."""


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
    if "PREFECT_API_URL" not in given:
        api = api_of(home)
        if not api:
            return False
        os.environ["PREFECT_API_URL"] = api
    bring(home, os.environ["PREFECT_API_URL"])
    os.environ.setdefault("PREFECT_HOME", str((home / "prefect").absolute()))
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "ERROR")
    return True


def api_of(home: Path) -> str:
    """Where the engine of an office is reached, or empty: a killed one leaves its address behind."""
    address = home / ADDRESS
    api = address.read_text("utf-8").strip() if address.is_file() else ""
    return api if api and (answers(api) or not is_here(api)) else ""


def answers(api: str) -> bool:
    """Say whether an engine answers on this machine. One that is busy is there all the same."""
    try:
        with build_opener(ProxyHandler({})).open(
            f"{api.rstrip('/')}/health", timeout=PATIENCE
        ) as told:
            return bool(told.read(5) == b"true")
    except (OSError, HTTPException) as why:
        return isinstance(getattr(why, "reason", why), TimeoutError)
