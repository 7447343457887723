"""The office of a command that asks for what is on file: where nothing is, it says what to do first."""

from typing import TYPE_CHECKING

from cli.console import SaidNo

if TYPE_CHECKING:
    from office.settings.installation import Office

FIRST = "请先导入年度目录：juece catalog import 目录.yaml --by 经办人；登记在别处的，用 --home 写明数据目录"

ALL = "全部用 juece status 查看"


def office_with_ledger(home: str) -> "Office":
    """The office, if it has a ledger; asking makes none. Raises SaidNo."""
    from office.settings.installation import office_at

    office = office_at(home)
    if not office.founded:
        raise SaidNo(f"{office.home} 里还没有登记过任何材料。{FIRST}")
    return office


def office_to_verify(home: str) -> "Office":
    """The office, if its ledger holds anything: one that was emptied is no whole one. Raises SaidNo."""
    from office.settings.installation import office_at
    from storage.database import is_empty

    office = office_at(home)
    if office.founded and not is_empty(office.database):
        return office
    if (office.site / "edition.json").exists():
        raise SaidNo(
            f"{office.home} 里的台账是空的或者不在了，公开的版本（{office.site / 'edition.json'}）却还在："
            "台账被清空或者删去了，请从完好的备份恢复"
        )
    if office.founded:
        raise SaidNo(f"{office.home} 里的台账是空的：登记过材料的，是被清空了，请从完好的备份恢复")
    return office_with_ledger(home)


def office_with_catalog(home: str) -> "Office":
    """The office, if a catalog is on file: without one there is no item and no page. Raises SaidNo."""
    office = office_with_ledger(home)
    if not office.ledger().catalogs():
        raise SaidNo(f"{office.home} 里还没有年度目录。{FIRST}")
    return office


def item_on_file(office: "Office", item: str, *others: str) -> str:
    """The id of an item that is on file, or one of `others`. Raises SaidNo, naming what there is."""
    from catalog.suggest import no_item

    known = office.ledger().items()
    if item not in {*known, *others}:
        raise SaidNo(f"{no_item(item, known)}；{ALL}")
    return item
