"""Work off the runs of an office: `python -m flows.worker`. Any number may work for one engine.

Told to stop it takes up nothing new, lets what is at work come to its end (seconds) and then ends;
the engine's own way would cancel it.
"""

import asyncio
import logging
import os
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import anyio
import httpx
from prefect.context import refresh_global_settings_context
from prefect.events.clients import get_events_subscriber
from prefect.events.filters import EventFilter, EventNameFilter
from prefect.runner import Runner

from flows import reconcile
from flows.deployments import deployments
from flows.follow import OFTEN, Follower, begun
from flows.secret import bring
from flows.supervisor import end_with_parent
from flows.warm import ForkServer
from office.settings.installation import Office

POLL = 2
"""Seconds between two looks for runs to take up, beside those at which the engine tells of one."""
AT_ONCE = 0.2
"""Seconds at least between two of which it told."""
WATCH = 5
"""Seconds between two looks for runs that broke."""
LIMIT = 4
"""Runs at work at the same time, for a second each: forked, the four take some 200 MB together."""
ALONE = timedelta(seconds=20)
"""Where nobody else works, a run without a process of ours is lost after this time."""

log = logging.getLogger("juece")


class Worker(Runner):
    """A runner that ends in peace and looks after broken runs."""

    def __init__(self, *, alone: bool) -> None:
        super().__init__(name="juece", query_seconds=POLL, limit=LIMIT, pause_on_shutdown=False)
        self.orphaned = ALONE if alone else reconcile.ORPHANED
        self.due = asyncio.Event()

    def handle_sigterm(self, *args: Any, **kwargs: Any) -> None:
        """Take up nothing new; what is at work is waited for when the runner closes."""
        assert self._loop
        self._loop.call_soon_threadsafe(self._end_in_peace)

    def _end_in_peace(self) -> None:
        self._scheduled_run_poller.stopping = True
        self.stopping = True
        self._loops_task_group.cancel_scope.cancel()

    async def watch(self, office: Office) -> None:
        """Again and again take up what broke; an engine out of reach is tried again later."""
        while not self.stopping:
            await anyio.sleep(WATCH)
            await self._look(partial(reconcile.take_up, office))

    async def follow(self, follower: Follower) -> None:
        """Again and again see what was filed, in whatever process."""
        while not self.stopping:
            await anyio.sleep(OFTEN)
            await self._look(follower.look)

    async def listen(self) -> None:
        """Be told by the engine of every run that is to begin; what is missed is found by polling."""
        named = EventFilter(event=EventNameFilter(prefix=["prefect.flow-run."]))
        while not self.stopping:
            with suppress(Exception):  # an engine out of reach, or one that does not tell
                async with get_events_subscriber(filter=named) as told:
                    async for event in told:
                        if event.payload.get("validated_state", {}).get("type") == "SCHEDULED":
                            self.due.set()
            await anyio.sleep(WATCH)

    async def take_up_at_once(self) -> None:
        """Look for runs as soon as one is to begin; of many at the same time, once."""
        while not self.stopping:
            await self.due.wait()
            self.due.clear()
            if self.started:
                with suppress(httpx.HTTPError):  # out of reach: the next look by the clock says so
                    await self._scheduled_run_poller._get_and_submit_flow_runs()
            await anyio.sleep(AT_ONCE)

    async def _look(self, look: Callable[[timedelta, Collection[UUID]], object]) -> None:
        if not self.started:
            return
        at_work = set(self._scheduled_run_poller._submitting_flow_run_ids)
        try:
            await anyio.to_thread.run_sync(look, self.orphaned, at_work)
        except Exception:
            log.exception("恢复中断的办理时出错，稍后再试")


async def work(*, alone: bool) -> None:
    """Register every deployment and automation, then work until told to stop."""
    office, every = Office(), await anyio.to_thread.run_sync(deployments)
    fork_server = ForkServer({one.name: one.entrypoint or "" for one in every})
    fork_server.install()
    worker = Worker(alone=alone)
    for deployment in every:
        await worker.aadd_deployment(deployment)
    follower = await anyio.to_thread.run_sync(begun, office)
    async with anyio.create_task_group() as group:
        group.start_soon(worker.watch, office)
        group.start_soon(worker.follow, follower)
        group.start_soon(worker.listen)
        group.start_soon(worker.take_up_at_once)
        await worker.start()
        group.cancel_scope.cancel()
    fork_server.end()


if __name__ == "__main__":
    alone = "--alone" in sys.argv
    if alone:
        end_with_parent()
    bring(Office().home, os.environ["PREFECT_API_URL"])
    refresh_global_settings_context()
    asyncio.run(work(alone=alone))
