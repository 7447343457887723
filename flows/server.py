"""The engine's server with one cure for SQLite. `python -m flows.server PORT`; used by `juece up`.

Out of the box the server opens transactions on SQLite as DEFERRED; one that reads before it writes
then fails at once with "database is locked" when another has committed in between, whatever the
busy timeout. IMMEDIATE waits its turn instead. The cure is applied to versions it was tried on.
"""

import logging
import sys

import prefect
import uvicorn
from prefect.server.database import configurations
from sqlalchemy import Connection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from flows.supervisor import end_with_parent

TRIED_ON = {"3.8.8"}
POLICY = (b"content-security-policy", b"connect-src 'self'")


def cure() -> bool:
    """Let every transaction on SQLite begin IMMEDIATE; False on a version it was not tried on."""
    if prefect.__version__ not in TRIED_ON:
        return False

    def begin(self: configurations.AioSqliteConfiguration, conn: Connection) -> None:
        if configurations.SQLITE_BEGIN_MODE.get() is not None:
            conn.exec_driver_sql("BEGIN IMMEDIATE")

    configurations.AioSqliteConfiguration.begin_sqlite_stmt = begin  # type: ignore[method-assign]
    return True


def main(port: int) -> None:
    """Apply the cure, then serve."""
    if not cure():
        said = "这一版流程引擎没有试过 SQLite 的改进，多人同时办理时可能要重试"
        logging.getLogger("juece").warning(said)
    serve(port)


def serve(port: int) -> None:
    """Serve the API and the UI on this machine until told to stop."""
    from prefect.server.api.server import create_app  # after the cure

    uvicorn.run(
        no_calls_outside(create_app(final=True)),
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_keep_alive=5,
        timeout_graceful_shutdown=10,
    )


def no_calls_outside(app: ASGIApp) -> ASGIApp:
    """Have browsers refuse the calls to an analytics host that the UI makes whatever it is told."""

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), POLICY]
            await send(message)

        await app(scope, receive, sent)

    return served


if __name__ == "__main__":
    end_with_parent()
    main(int(sys.argv[1]))
