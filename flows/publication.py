"""Build the edition of a day from the ledger and write it to the site folder."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow, runtime, task
from prefect.artifacts import create_link_artifact
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State
from prefect.states import Completed

from catalog.zone import local_day
from flows import waiting
from flows.pages import build_edition
from publish.write import write
from storage.office import Office, office_at


def _run_name() -> str:
    return f"公开页面 {runtime.flow_run.parameters['as_of'] or '今日'}"


@flow(name="publication", flow_run_name=_run_name, description="生成公开页面。")
def publication(home: str = "", as_of: date | None = None, out: str = "") -> State[Any]:
    """Build every page as of a day and write the edition; ends naming how many files are out."""
    office = office_at(home)
    day = as_of or local_day(waiting.now())
    folder = Path(out) if out else office.site
    files = build_and_write(office, day, folder)
    create_link_artifact(
        (folder / "index.html").absolute().as_uri(), link_text="公开页面", key="site"
    )
    return Completed(name=f"已生成{files}个文件（{day}）")


@task(name="生成页面", cache_policy=NO_CACHE)
def build_and_write(office: Office, day: date, folder: Path) -> int:
    """Build and write; returns the number of files."""
    edition = build_edition(office, day)
    write(edition, folder)
    return len(edition.files)
