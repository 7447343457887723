"""An engine of this process's own, for rehearsals; imports no Prefect, so that it can come first."""

import os
from pathlib import Path

SETTINGS = {
    "PREFECT_LOGGING_LEVEL": "ERROR",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    # A busy machine takes its time; the engine's own patience ends after 20 seconds.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
    "PREFECT_SERVER_UI_V2_ENABLED": "true",  # the first interface drops Chinese in the run graph
    "DO_NOT_TRACK": "1",
}


def settle_engine(folder: Path) -> None:
    """Keep the engine's own data in a folder; to be called before Prefect is imported.

    What the environment already says stays, but for the address of a server: a rehearsal must not
    be seen on the office's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(folder.absolute())
    os.environ.pop("PREFECT_API_URL", None)
    for name, value in SETTINGS.items():
        os.environ.setdefault(name, value)
