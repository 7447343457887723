"""Build the edition of a day from the ledger and write it to the site folder."""

import json
from datetime import date
from typing import Annotated, Any

from prefect import flow, runtime, task
from prefect.artifacts import create_link_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from catalog.parse import ShapeError
from catalog.zone import local_day
from flows.pages import build_edition, setting_of
from flows.stage import RETURNED
from publish.edition import MANIFEST
from publish.look import Foreign
from publish.write import write
from storage.office import Office


def _run_name() -> str:
    return f"公开页面 {runtime.flow_run.parameters['as_of'] or '今日'}"


@flow(name="publication", flow_run_name=_run_name, description="生成公开页面。")
def publication(
    as_of: Annotated[
        date | None, Field(title="截至哪一天", description="不填为今天；页面如有未变化则不重新生成")
    ] = None,
) -> State[Any]:
    """Build every page as of a day and write the edition, unless what is out is still true.

    Settings that are wrong stop the pages and nothing else: what is filed stays filed.
    """
    office = Office()
    day = as_of or local_day(office.now())
    if as_of is None and not publication_due(office, day):
        return Completed(name=f"页面无变化（{day}）")
    if faults := setting_faults(office):
        return Failed(name=RETURNED, message=faults)
    return Completed(name=f"已生成{publish(office, day)}个文件（{day}）")


def setting_faults(office: Office) -> str:
    """What an office has to put right about its website or its looks before pages can be built."""
    ledger = office.ledger()
    try:
        setting_of(office, [ledger.load(catalog) for catalog in ledger.catalogs()])
    except (ShapeError, Foreign) as wrong:
        return str(wrong)
    return ""


def publication_due(office: Office, today: date) -> bool:
    """Say whether what is out is no longer true: something was filed, or a date has come."""
    ledger = office.ledger()
    manifest = office.site / MANIFEST
    if not manifest.is_file():
        return bool(ledger.catalogs())
    out = json.loads(manifest.read_text("utf-8"))
    if out["ledger"]["digest"] != ledger.head(on=today).digest:
        return True
    as_of = date.fromisoformat(out["as_of"])
    changes = (ledger.load(item).fresh_until(as_of) for item in ledger.items())
    return any(change and change <= today for change in changes)


@task(name="生成页面", cache_policy=NO_CACHE)
def publish(office: Office, day: date) -> int:
    """Build and write; returns the number of files."""
    edition = build_edition(office, day)
    write(edition, office.site)
    create_link_artifact(
        (office.site / "index.html").absolute().as_uri(),
        link_text="公开页面",
        key="site",
        description="全部公开页面",
    )
    return len(edition.files)
