"""What went wrong, in Chinese, and the exit code that says whose turn it is."""

import errno
import sqlite3
import sys

from cli.console import BROKE, SAID_NO, WRONG_USAGE, SaidNo, complain, err

OF_THE_SYSTEM = {
    errno.EACCES: "没有权限，请让信息化人员开通",
    errno.EPERM: "没有权限，请让信息化人员开通",
    errno.EROFS: "在只读的磁盘上，请换一个文件夹",
    errno.ENOSPC: "磁盘已满，请清理后再执行一次",
    errno.EDQUOT: "磁盘配额已满，请清理后再执行一次",
    errno.EFBIG: "超过了系统允许的文件大小，请信息化人员调整",
    errno.EIO: "磁盘读写出错，请信息化人员检查",
    errno.ENAMETOOLONG: "名字太长，请改短",
    errno.ELOOP: "是绕圈的链接，请换一个",
    errno.EINVAL: "名字不对，请核对",
    errno.ENXIO: "是管道或者设备，请换成文件",
    errno.EMFILE: "打开的文件太多，请信息化人员调高限额",
    errno.ESTALE: "在网络盘上刚被换掉，请再执行一次",
    errno.EEXIST: "已经有了，请换一个名字",
    errno.EISDIR: "是文件夹，请写明文件名",
    errno.ENOTDIR: "不是文件夹，请核对",
}
"""What the system says in English, in an officer's words; the name of the file stands before it."""


def explain(error: Exception) -> int:
    """Say what stopped a command; only what nobody foresaw comes with its traceback."""
    from catalog.clock import CalendarMissing
    from catalog.parse import ShapeError
    from office.editions.proof.key import Unfit
    from office.editions.proof.lay import Overtaken, Unlike
    from office.editions.proof.source import Unreachable
    from office.targets.errors import TargetFault
    from pages.build.disk import NotASite
    from pages.build.listing import Unreadable
    from pages.html.theme import Foreign
    from storage.database import Unusable
    from storage.filing import Refused

    if code := _of_the_disk(error):
        return complain(f"出错了：{OF_THE_SYSTEM[code]}", BROKE)
    match error:
        case Refused() if error.faults and not error.findings:
            return complain(str(error), WRONG_USAGE)
        case SaidNo() | Refused() | CalendarMissing() | NotASite():
            return complain(str(error), SAID_NO)
        case BrokenPipeError():
            sys.stderr.close()  # nobody is reading; the interpreter must not complain of it
            return BROKE
        case ShapeError():
            return complain("\n".join(error.faults), WRONG_USAGE)
        case FileNotFoundError():
            return complain(f"没有这个文件：{error.filename}", WRONG_USAGE)
        case Foreign() | Unfit():
            return complain(str(error), WRONG_USAGE)
        case TargetFault():
            hint = "；可以再执行一次，会接着送" if error.again else ""
            return complain(f"没有送到：{error}{hint}", BROKE)
        case OSError() if error.errno in OF_THE_SYSTEM:
            where = f"{error.filename} " if error.filename else ""
            return complain(f"出错了：{where}{OF_THE_SYSTEM[error.errno]}", BROKE)
        case Unreadable():
            return complain(f"出错了：站点的{error}；用 juece verify 核对", BROKE)
        case Unusable() | OSError() | Unreachable() | Unlike() | Overtaken():
            return complain(f"出错了：{error}", BROKE)
    err.print_exception()
    return complain("出错了，以上信息请交给信息化人员", BROKE)


def _of_the_disk(error: Exception) -> int:
    """What the system would say of the disk that a database could not write to, or zero."""
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return 0
    if getattr(error.orig, "sqlstate", "") == "53100":  # PostgreSQL: disk_full
        return errno.ENOSPC
    of_sqlite = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return {
        sqlite3.SQLITE_FULL: errno.ENOSPC,
        sqlite3.SQLITE_IOERR: errno.EIO,
        sqlite3.SQLITE_READONLY: errno.EROFS,
    }.get(of_sqlite, 0)
