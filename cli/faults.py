"""What went wrong, in Chinese, and the exit code that says whose turn it is."""

import sys

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    UnknownCommandError,
    UnknownOptionError,
)

from cli.screen import BROKE, SAID_NO, WRONG_USAGE, SaidNo, WrongUsage, complain, err


def explain(error: Exception) -> int:
    """Say what stopped a command; only what nobody foresaw comes with its traceback."""
    from catalog.clock import CalendarMissing
    from catalog.parse import ShapeError
    from publish.look import Foreign
    from publish.sealing.key import Unfit
    from publish.sealing.lay import Overtaken, Unlike
    from publish.sealing.place import Unreachable
    from publish.targets.faults import TargetFault
    from storage.database import Unusable
    from storage.filing import Refused

    match error:
        case Refused() if error.faults and not error.findings:
            return complain(str(error), WRONG_USAGE)
        case SaidNo() | Refused() | CalendarMissing():
            return complain(str(error), SAID_NO)
        case BrokenPipeError():
            sys.stderr.close()  # nobody is reading; the interpreter must not complain of it
            return BROKE
        case ShapeError():
            return complain("\n".join(error.faults), WRONG_USAGE)
        case FileNotFoundError():
            return complain(f"没有这个文件：{error.filename}", WRONG_USAGE)
        case WrongUsage() | Foreign() | Unfit():
            return complain(str(error), WRONG_USAGE)
        case TargetFault():
            hint = "；可以再执行一次，会接着送" if error.again else ""
            return complain(f"没有送到：{error}{hint}", BROKE)
        case Unusable() | OSError() | Unreachable() | Unlike() | Overtaken():
            return complain(f"出错了：{error}", BROKE)
    err.print_exception()
    return complain("出错了，以上信息请交给信息化人员", BROKE)


def usage_fault(wrong: CycloptsError) -> str:
    """Say which word of the command is wrong."""
    name = wrong.argument.name if wrong.argument else ""
    match wrong:
        case UnknownCommandError():
            return f"没有“{' '.join(wrong.unused_tokens or [])}”这个命令"
        case UnknownOptionError():
            return f"没有“{wrong.token.keyword or wrong.token.value}”这个选项"
        case CoercionError() if wrong.token:
            return f"{name} 的值“{wrong.token.value}”不对"
        case MissingArgumentError():
            return f"缺少 {name}"
    return str(wrong)
