"""A command that was mistyped: what is wrong, how it is typed, and where that stands."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import get_args

from cyclopts import (
    App,
    Argument,
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

from catalog.timezone import EARLIEST, LATEST
from cli.examples import EXAMPLES

PORTS = 65536
DATE = "日期应写成 2026-12-20 那样（年-月-日，月和日都写两位）"
KINDS = {date: DATE, datetime: DATE, int: "应写整数，例如 20", float: "应写数，例如 0.5"}


def usage_fault(wrong: CycloptsError, app: App) -> str:
    """Say which word of a command is wrong, what it should be, and where its help is."""
    words = _words(wrong.command_chain or (), app)
    example = EXAMPLES.get(" ".join(words))
    shown = [f"例如：{example}"] if example else []
    return "\n".join([f"用法不对：{_fault(wrong)}", *shown, _where(words)])


def help_of(typed: Iterable[str], app: App) -> str:
    """Say where the help of what was typed stands."""
    return _where(_words(typed, app))


def _where(words: list[str]) -> str:
    return f"写法用 {' '.join(['juece', *words, '--help'])} 查看"


def _words(typed: Iterable[str], app: App) -> list[str]:
    """The words of the command in what was typed."""
    words = list[str]()
    for word in typed:
        if word not in app or word.startswith("-"):
            break
        words.append(word)
        app = app[word]
    return words


def plausible(_kind: object, value: object) -> None:
    """Raise ValueError for a date that is a slip of the pen, as in a paper that is filed, and for
    what was typed or named in another encoding: it could be neither kept nor shown."""
    if isinstance(value, str | Path) and any("\ud800" <= sign <= "\udfff" for sign in str(value)):
        raise ValueError("里有不是 UTF-8 编码的字，请改正；是文件名的，改名后再执行")
    on = value.date() if isinstance(value, datetime) else value
    if isinstance(on, date) and not EARLIEST <= on <= LATEST:
        raise ValueError(f"日期应在{EARLIEST.year}年至{LATEST.year}年之间，不会是{on}")


def at_least_one(_kind: object, value: int) -> None:
    """Raise ValueError for a number below one."""
    if value < 1:
        raise ValueError(f"至少是1，不会是{value}")


def above_zero(_kind: object, value: float) -> None:
    """Raise ValueError for a number that is not above zero."""
    if not value > 0:
        raise ValueError(f"应大于0，不会是{value:g}")


def a_port(_kind: object, value: int | None) -> None:
    """Raise ValueError for what is no number of a port; one may be left to be chosen."""
    if value is not None and not 0 < value < PORTS:
        raise ValueError(f"应在1到{PORTS - 1}之间，不会是{value}")


def _fault(wrong: CycloptsError) -> str:
    match wrong:
        case UnknownCommandError():
            typed = " ".join(wrong.unused_tokens or [])
            return f"没有“{typed}”这个命令{_nearest(typed, wrong.app or ())}"
        case UnknownOptionError():
            typed = wrong.token.keyword or wrong.token.value
            names = (name for one in wrong.argument_collection for name in one.names)
            return f"没有“{typed}”这个选项{_nearest(typed, names)}"
        case MissingArgumentError() if wrong.argument:
            return _missing(wrong.argument, wrong)
        case UnusedCliTokensError():
            more = " ".join(wrong.unused_tokens or [])
            return f"多写了“{more}”；一段话里有空格的，用引号括起来"
        case RepeatArgumentError():
            return f"{wrong.token.keyword} 写了两次，只写一次"
        case ValidationError() if wrong.argument:
            return f"{_called(wrong.argument)}{wrong.exception_message}"
        case CoercionError() if wrong.argument and wrong.token:
            return _untyped(wrong.argument, wrong.token.value)
    return f"看不懂“{' '.join(wrong.root_input_tokens or [])}”"


def _missing(argument: Argument, wrong: MissingArgumentError) -> str:
    typed = wrong.root_input_tokens or []
    if not argument.required or wrong.keyword in typed:
        return f"{_called(argument)}后面没有写内容"
    every = (wrong.app.assemble_argument_collection() if wrong.app else None) or [argument]
    place = argument.index if argument.index is not None else len(every)
    open_ = (one for one in every if one.required and not set(one.names) & {*typed})
    lacks = [one for one in open_ if one.index is None or one.index >= place]
    told = "、".join(map(_called, lacks or [argument]))
    return f"缺少{'' if told.startswith('“') else ' '}{told}"


def _untyped(argument: Argument, value: str) -> str:
    kind = next((known for known in KINDS if known in _kinds(argument)), None)
    if kind is None:
        return f"{_called(argument)}后面不写“{value}”"
    if kind is not int and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{_called(argument)}写成了“{value}”，没有这一天"
    return f"{_called(argument)}写成了“{value}”，{KINDS[kind]}"


def _kinds(argument: Argument) -> tuple[object, ...]:
    return (argument.hint, *get_args(argument.hint))


def _called(argument: Argument) -> str:
    """An argument as an officer knows it: by what it is, and by its name where one is typed."""
    what = re.split("[，：；（]", argument.parameter.help or "")[0]
    return f"“{what}”" if argument.index is not None else f"{argument.name}（{what}）"


def _nearest(typed: str, names: Iterable[str]) -> str:
    near = get_close_matches(typed, [*names], n=1)
    return f"，是不是 {near[0]}？" if near else ""
