"""Serving the desk on this machine, in a thread of the process that starts it."""

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from catalog.errors import Unstartable
from office.delivery import following
from web.app import application
from web.desk import notices
from web.desk.office import Desk

log = logging.getLogger("juece.desk")

HOST = "127.0.0.1"
STARTUP, SHUTDOWN = 60, 10
"""Seconds given to it to come up, and to what is being answered to come to its end."""


@contextmanager
def serving(desk: Desk, port: int) -> Iterator[str]:
    """The desk at an address of this machine. Raises Unstartable."""
    desk.ledger  # noqa: B018  opened, and brought up, before the first person waits for it
    config = uvicorn.Config(
        application(desk, port),
        host=HOST,
        port=port,
        log_level="error",
        server_header=False,
        proxy_headers=False,
        ws="websockets-sansio",
        lifespan="off",
        timeout_graceful_shutdown=SHUTDOWN,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    end = time.monotonic() + STARTUP
    while not server.started:
        if not thread.is_alive() or time.monotonic() > end:
            raise Unstartable(f"工作台没有启动：端口{port}可能已被占用，请换一个（--desk）")
        time.sleep(0.05)
    over = threading.Event()
    telling = threading.Thread(target=_tell, args=(desk, over), daemon=True)
    telling.start()
    try:
        yield f"http://{HOST}:{port}/"
    finally:
        over.set()
        server.should_exit = True
        thread.join(SHUTDOWN + 5)


def _run(server: uvicorn.Server) -> None:
    """Run it; that the port is taken ends this thread and nothing else."""
    try:
        server.run()
    except SystemExit:
        return


def _tell(desk: Desk, over: threading.Event) -> None:
    """Tell people by e-mail what waits for them, and followers what is new, until the desk ends; what went wrong once is logged and
    tried again, for nobody is to lose the desk by it."""
    while not over.wait(notices.EVERY):
        try:
            notices.tell(desk)
        except Exception:
            log.exception("消息没有发出")
        try:
            following.tell(desk.office)
        except Exception:
            log.exception("订阅邮件没有发出")
