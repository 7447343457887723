"""juece steps, juece form, juece catalog form: what can be filed, and what a file must contain."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, WrongUsage, say, show_json, show_table
from cli.export import write_whole

if TYPE_CHECKING:
    from catalog.annual import Catalog


def steps(*, as_json: AsJson = False) -> None:
    """全部步骤：编号、名称、谁来办、依据。"""
    from catalog.forms.blank import step_rows

    rows = step_rows()
    if as_json:
        show_json(rows)
        return
    show_table(
        ("编号", "步骤", "阶段", "办理", "依据"),
        [
            (
                r["step"],
                r["title"] + ("（可选）" if r["optional"] else ""),
                r["stage"],
                r["role"],
                r["article"],
            )
            for r in rows
        ],
    )


def form(
    step: Annotated[str, Parameter(help="步骤，如 consultation.notice；用 juece steps 查看")],
    *,
    as_json: AsJson = False,
) -> None:
    """一份空白材料（YAML）：每一栏写什么、可以选什么、登记时核对哪些规则。"""
    from catalog.forms.asked import rules_on
    from catalog.forms.blank import blank
    from catalog.stages import STEPS
    from catalog.suggest import no_step

    if step not in STEPS:
        raise WrongUsage(no_step(step))
    if as_json:
        rules = [r.id for r in rules_on(step)]
        show_json({"step": step, "form": blank(step), "rules": rules})
    else:
        print(blank(step), end="")


def catalog_form(
    *,
    out: Annotated[Path, Parameter(help="写成的文件，以 .xlsx 结尾")] = Path("目录.xlsx"),
    source: Annotated[
        Path | None, Parameter(name="--from", help="填入已有的目录文件（YAML 或者电子表格）")
    ] = None,
) -> None:
    """一份年度目录的电子表格：空白的，或者填入已有的目录；填好后用 juece catalog import 导入。"""
    from storage.files.catalog_workbook import catalog_form

    if out.suffix.lower() != ".xlsx":
        raise WrongUsage(f"文件名应以 .xlsx 结尾，不会是 {out.name}")
    if out.is_file() and out.stat().st_size:  # it may be filled in by now
        raise WrongUsage(f"已经有 {out}，没有覆盖；请用 --out 换一个文件名")
    write_whole(out, catalog_form(_catalog(source) if source else None))
    say(f"已写成：{out}")


def _catalog(source: Path) -> "Catalog":
    """Read a catalog without any office: files that it names go nowhere."""
    from storage.catalog_file import read_catalog
    from storage.documents import DocumentStore

    with TemporaryDirectory() as folder:
        return read_catalog(source, DocumentStore(Path(folder)))
