"""The engine's server behind a guard, with one cure for SQLite. `python -m flows.server PORT`; used
by `juece up`.

Out of the box the server opens transactions on SQLite as DEFERRED; one that reads before it writes
then fails at once with "database is locked" when another has committed in between, whatever the
busy timeout. IMMEDIATE waits its turn instead. The cure is applied to versions it was tried on.
"""

import logging
import os
import socket
import sys
from contextlib import suppress

import prefect
import uvicorn
from prefect.context import refresh_global_settings_context
from prefect.server.database import configurations
from sqlalchemy import Connection

from flows.guard import Guard, origins_of
from flows.secret import HEADERS, secret_of
from flows.supervisor import HELD, HOST, end_with_parent, shared
from office.settings.installation import Office

TRIED_ON = {"3.8.8"}


def cure() -> bool:
    """Let every transaction on SQLite begin IMMEDIATE; False on a version it was not tried on."""
    if prefect.__version__ not in TRIED_ON:
        return False

    def begin(self: configurations.AioSqliteConfiguration, conn: Connection) -> None:
        if configurations.SQLITE_BEGIN_MODE.get() is not None:
            conn.exec_driver_sql("BEGIN IMMEDIATE")

    configurations.AioSqliteConfiguration.begin_sqlite_stmt = begin  # type: ignore[method-assign]
    return True


def main(port: int, *, held: bool = False) -> None:
    """Apply the cure, then serve."""
    if not cure():
        said = "这一版流程引擎没有试过 SQLite 的改进，多人同时办理时可能要重试"
        logging.getLogger("juece").warning(said)
    serve(port, held=held)


def serve(port: int, *, held: bool = False) -> None:
    """Serve the API and the UI on this machine until told to stop; on a port held by our parent."""
    from prefect.server.api.server import create_app  # after the cure

    # The server is nobody's client, and shows its settings to every officer.
    os.environ.pop(HEADERS, None)
    refresh_global_settings_context()
    office = Office()
    config = uvicorn.Config(
        Guard(
            create_app(final=True),
            secret=secret_of(office.home),
            port=port,
            origins=origins_of(office.origins),
        ),
        host=HOST,
        port=port,
        log_level="warning",
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
    )
    server = uvicorn.Server(config)
    with suppress(KeyboardInterrupt):
        server.run([_shared(port)] if held else None)
    if not server.started:
        sys.exit(1)


def _shared(port: int) -> socket.socket:
    listening = shared()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    return listening


if __name__ == "__main__":
    end_with_parent()
    main(int(sys.argv[1]), held=HELD in sys.argv)
