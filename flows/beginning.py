"""What an officer starts by hand: an item, a year's catalog."""

from pathlib import Path
from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from catalog.clock import CalendarMissing
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.unknown import no_item
from flows import desk
from flows.stage import RETURNED
from storage.filing import Refused
from storage.importing import import_catalog
from storage.office import Office


def _start_name() -> str:
    return f"启动 {runtime.flow_run.parameters['item']}"


@flow(name="start", flow_run_name=_start_name, description="启动一个事项的办理。")
def start(
    item: Annotated[str, Field(title="事项编号", description="目录中的编号，例如 demo-2026-03")],
) -> State[Any]:
    """Start the lifecycle of an item that is in a catalog; where one is under way, say so."""
    office = Office()
    if item not in office.ledger().items():
        return Failed(name=RETURNED, message=unknown(office, item))
    if desk.begin(office, item):
        return Completed(name="已启动")
    return Completed(name="已在办理", message=f"{item} 正在办理，没有重复启动。")


def unknown(office: Office, item: str) -> str:
    """Say that an item is in no catalog, and which are."""
    return f"{no_item(item, office.ledger().items())}。"


def _import_name() -> str:
    return f"导入目录 {runtime.flow_run.parameters['file']}"


@flow(name="catalog-import", flow_run_name=_import_name, description="导入年度目录并启动各事项。")
def catalog_import(
    file: Annotated[
        str,
        Field(
            title="目录文件",
            description="放在收件夹（inbox）里的文件名，例如 目录.xlsx（电子表格 xlsx、xls、ods，或者 yaml）",
        ),
    ],
    filed_by: Annotated[str, Field(title="经办人", min_length=1)],
    filed_by_unit: Annotated[str, Field(title="经办处室", min_length=1)] = "法规处",
) -> State[Any]:
    """Put a catalog of the inbox folder on file, all of it or nothing, and start its items."""
    office = Office()
    path = office.inbox() / Path(file).name
    if not path.is_file():
        return Failed(name=RETURNED, message=f"收件夹 {office.inbox()} 里没有文件“{path.name}”。")
    actor = Actor(name=filed_by, unit=filed_by_unit)
    try:
        filed = import_catalog(office.ledger(), path, actor=actor, at=office.now())
    except (Refused, ShapeError, CalendarMissing) as wrong:
        said = "\n".join(wrong.faults) if isinstance(wrong, ShapeError) else str(wrong)
        return Failed(name=RETURNED, message=said)
    items = [each.entry.item for each in filed if each.entry.step == "entry.inclusion"]
    for item in items:
        desk.begin(office, item)
    return Completed(name=f"已导入{len(items)}项")
