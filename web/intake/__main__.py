"""The intake as a process of its own: python -m web.intake HOME PORT."""

import logging
import os
import signal
import sys
import threading
import time
from pathlib import Path

import uvicorn

from catalog.errors import JueceError
from web.intake.app import application
from web.intake.place import Place

HOST = "127.0.0.1"
SHUTDOWN = 10
"""Seconds for what is being answered to come to its end."""
QUEUE = 2048
"""Connections that may wait while the loop is busy."""

log = logging.getLogger("juece.intake")


def run(home: Path, port: int) -> None:
    """Serve until told to stop. Raises NoKey, SpoolFault, NotReady; SystemExit where the port is taken.

    There is no access log: who wrote when is nobody's business here, and a proxy may say where it stands
    (only one on this machine is believed about the address that it speaks for).
    """
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # a line for every odd byte
    place = Place(home)
    if place.asked.consultations == () and place.wrong:
        log.warning("%s", place.wrong)
    config = uvicorn.Config(
        application(place),
        host=HOST,
        port=port,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=HOST,
        ws="none",
        lifespan="off",
        backlog=QUEUE,
        timeout_graceful_shutdown=SHUTDOWN,
    )
    try:
        uvicorn.Server(config).run()
    finally:
        place.spool.close()


def _end_with_parent() -> None:
    """Stop when the process that started this one is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s")
    _end_with_parent()
    try:
        run(Path(sys.argv[1]), int(sys.argv[2]))
    except JueceError as why:
        sys.exit(why.told)
