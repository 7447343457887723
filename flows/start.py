"""What an officer starts by hand: an item, a year's catalog."""

from pathlib import Path
from typing import Annotated, Any

from prefect import flow, runtime
from prefect.client.schemas.objects import State
from prefect.states import Completed
from pydantic import Field

from catalog.clock import CalendarMissing
from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.suggest import no_item
from flows import reconcile, suspend, withheld
from flows.state_names import Ending
from office.settings.installation import Office
from storage.catalog_import import import_catalog
from storage.files.legible import Missing, Unread, shown
from storage.filing import Refused

START, IMPORT = "启动事项", "导入目录"


def _start_name() -> str:
    return f"启动 {runtime.flow_run.parameters['item']}"


@flow(name="start", flow_run_name=_start_name, description="启动一个事项的办理。")
def start(
    item: Annotated[str, Field(title="事项编号", description="目录中的编号，例如 demo-2026-03")],
) -> State[Any]:
    """Start the lifecycle of an item that is in a catalog; where one is under way, say so."""
    office = Office()
    if item not in office.ledger().items():
        known = office.ledger().items()
        then = "请核对编号" if known else "导入以后"
        return suspend.not_taken(f"{no_item(item, known)}。{then}，再启动一次“{START}”。")
    if reconcile.begin(office, item):
        return Completed(name=Ending.STARTED)
    return Completed(name=Ending.UNDER_WAY, message=f"{item} 正在办理，没有重复启动。")


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
    actor = Actor(name=filed_by, unit=filed_by_unit)
    try:
        filed = import_catalog(office.ledger(), path, actor=actor, at=office.now, bound=True)
    except Missing:
        said = f"收件夹 {office.inbox()} 里没有文件“{shown(path.name)}”"
        return suspend.not_taken(f"{said}。请把文件放进去或者改正文件名，再启动一次“{IMPORT}”。")
    except Unread as wrong:  # of the file itself, and nothing that stands in it
        said = f"{wrong}\n一条也没有写入。"
        return suspend.not_taken(f"{said}请改好目录文件，再启动一次“{IMPORT}”。")
    except (Refused, ShapeError, CalendarMissing) as wrong:
        # Who reads here may not read what it says of an item that is not disclosed.
        said = "内容在工作台的“目录”里看，或者用 juece catalog import 查看。一条也没有写入。"
        then = f"请改好目录文件，再启动一次“{IMPORT}”。"
        return suspend.not_taken(f"{withheld.codes(str(wrong))}。{said}{then}")
    items = [each.entry.item for each in filed if each.entry.step == "entry.inclusion"]
    for item in items:
        reconcile.begin(office, item)
    return Completed(name=Ending.IMPORTED.format(len(items)))
