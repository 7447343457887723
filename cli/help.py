"""What --help says, in Chinese: the marks that cyclopts writes in English are written here."""

import re
from typing import Any

from cyclopts.help import DefaultFormatter, DescriptionRenderer, HelpEntry, InlineText
from cyclopts.help.specs import (
    ColumnSpec,
    DefaultStyled,
    get_default_parameter_columns,
)
from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

WORDS = {
    "COMMAND": "命令",
    "[OPTIONS]": "[选项]",
    "[ARGS]": "[参数]",
    "STR": "文字",
    "INT": "整数",
    "FLOAT": "数",
    "PATH": "路径",
    "DATE": "日期",
    "DATETIME": "日期",
    "BATCH": "编号",
    "CODES": "编号",
    "DAYS": "天数",
    "FILE": "文件",
    "FILES": "文件",
    "FOLDER": "文件夹",
    "ACCOUNT": "用户名",
    "ITEM": "事项编号",
    "LETTER": "来件编号",
    "MATTER": "编号",
    "NAME": "名称",
    "PARTS": "观点",
    "PAYLOAD": "材料",
    "PREFIX": "编号开头",
    "RECEIPT": "回执编号",
    "SITE": "站点",
    "SOURCE": "备份",
    "START": "起算日",
    "STEP": "步骤",
    "TEXT": "意见原文",
}
"""What cyclopts writes in the place of a value, and of an argument that is typed without its name."""
_WORD = re.compile(r"(?<!\S)(?:\[[A-Z]+\]|[A-Z]+)(?=\.\.\.|(?!\S))")


class _Description(DescriptionRenderer):
    """What an option is for, whether it must be written, and what holds where it is not."""

    def __call__(self, entry: HelpEntry) -> RenderableType:
        said = entry.description
        told = said if isinstance(said, InlineText) else InlineText(Text(str(said or "")))
        if entry.choices:
            told.append(Text(f"[可选：{'、'.join(entry.choices)}]", "cyclopts.choices"))
        if entry.default not in {None, '""', "False"}:
            told.append(Text(f"[默认：{entry.default}]", "cyclopts.default"))
        if entry.required:
            told.append(Text("[必填]", "cyclopts.required"))
        return told


_DESCRIPTION = ColumnSpec(renderer=_Description(), justify="left", overflow="fold")


class InChinese(DefaultFormatter):
    """The help of cyclopts with its own words in Chinese."""

    def __call__(self, console: Console, options: ConsoleOptions, panel: Any) -> None:
        """Print the table of the commands or of the options."""
        if panel.format != "parameter":
            super().__call__(console, options, panel)
            return
        entries = [
            e.copy(metavar=_in_chinese(e.metavar), positional_label=_in_chinese(e.positional_label))
            for e in panel.entries
        ]
        DefaultFormatter(column_specs=_columns)(console, options, panel.copy(entries=entries))

    def render_usage(self, console: Console, options: ConsoleOptions, usage: Any) -> None:
        """Print the line of usage."""
        line = _in_chinese(str(usage).removeprefix("Usage: "))
        console.print(DefaultStyled(Text(f"用法：{line}", style="cyclopts.usage")))


def _columns(
    console: Console, options: ConsoleOptions, entries: list[HelpEntry]
) -> tuple[ColumnSpec, ...]:
    return (*get_default_parameter_columns(console, options, entries)[:-1], _DESCRIPTION)


def _in_chinese(line: str | None) -> str | None:
    return line and _WORD.sub(lambda word: WORDS.get(word[0], word[0]), line)
