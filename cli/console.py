"""What every command shares: the two screens, tables that fit them, and how a command says no."""

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from rich.console import Console
from rich.table import Table
from rich.text import Text

from catalog.errors import BadInput, Refusal

NARROW = 22
"""Columns of the screen that a column of a table needs; with fewer the rows are stacked."""

out = Console(soft_wrap=True, highlight=False, markup=False)
err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

Home = Annotated[str, Parameter(help="数据目录；不写时用环境变量 JUECE_HOME，或者 juece-data")]
AsJson = Annotated[bool, Parameter(name="--json", help="以 JSON 输出", negative="")]


class SaidNo(Refusal):
    """The law or a check said no; the message is for the user."""


class WrongUsage(BadInput):
    """The words of the command do not fit together; the message is for the user."""


def show_json(value: object) -> None:
    """Print a value for machines."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def show_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", *, stacked: bool = False
) -> None:
    """Print rows as a table, or one under another where the screen is narrow; nothing is cut."""
    if stacked or out.width < NARROW * len(columns):
        _stack(columns, rows, title)
        return
    table = Table(title=title or None, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    out.print(table)


def _stack(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str) -> None:
    told = Text()
    if title:
        told.append(f"{title}\n", style="bold")
    for row in rows:
        told.append("\n").append("  ".join(row[:2]) + "\n", style="bold")
        for column, cell in zip(columns[2:], row[2:], strict=True):
            told.append("".join(f"  {column}：{line}\n" for line in cell.splitlines()))
    out.print(told, end="")


def say(line: str, style: str = "") -> None:
    """Print a line as it is: square brackets are no markup."""
    out.print(line, style=style or None)


def complain(message: str, code: int) -> int:
    """Print what went wrong and hand on the exit code."""
    err.print(message, style="red")
    return code


def called() -> str:
    """How this command was called, so that the next one can be called the same way."""
    typed = Path(sys.argv[0])
    return "python -m cli" if typed.name == "__main__.py" else str(typed)
