"""Leave the work to the workers of a process pool: `python -m flows.work_pool NAME`.

For an office that has such workers already (`prefect worker start --pool NAME`). This process
registers the deployments of flows/deployments.py with the pool and looks after broken runs; it
works off none itself, holds nothing, and may be ended at any time. Such a worker ends at once what
is at work when it is told to stop, which is then taken up again; flows.worker lets it come to its end.
"""

import logging
import os
import sys
import time
from contextlib import suppress

from prefect import get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.context import refresh_global_settings_context
from prefect.exceptions import ObjectAlreadyExists

from flows import reconcile
from flows.deployments import deployments
from flows.follow import OFTEN, Follower, begun
from flows.secret import bring
from office.settings.installation import Office

WATCH = 15
"""Seconds between two looks for runs that broke."""

log = logging.getLogger("juece")


def register(office: Office, pool: str) -> Follower:
    """Make the pool if there is none, and give it every deployment; take up what broke before.

    What is returned sees what is filed from now on.
    """
    with get_client(sync_client=True) as client, suppress(ObjectAlreadyExists):
        client.create_work_pool(WorkPoolCreate(name=pool, type="process"))
    for deployment in deployments():
        deployment.work_pool_name = pool
        deployment.apply()
    return begun(office)


def watch(office: Office, follower: Follower) -> None:
    """Again and again see what was filed and take up what broke; an engine out of reach is tried
    again later."""
    looked = 0.0
    while True:
        try:
            follower.look()
            if time.monotonic() > looked + WATCH:
                reconcile.take_up(office, reconcile.ORPHANED, ())
                looked = time.monotonic()
        except Exception:
            log.exception("恢复中断的办理时出错，稍后再试")
        time.sleep(OFTEN)


if __name__ == "__main__":
    bring(Office().home, os.environ["PREFECT_API_URL"])
    refresh_global_settings_context()
    watch(Office(), register(Office(), sys.argv[1]))
