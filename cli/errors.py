"""What went wrong, in Chinese, and the exit code that says whose turn it is."""

import errno
import sqlite3
import sys

from catalog.errors import BROKE, WRONG_USAGE, JueceError
from cli.console import complain, err

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
    if code := _of_the_disk(error):
        return complain(f"出错了：{OF_THE_SYSTEM[code]}", BROKE)
    match error:
        case JueceError():
            return complain(error.told, error.exit)
        case BrokenPipeError():
            sys.stderr.close()  # nobody is reading; the interpreter must not complain of it
            return BROKE
        case FileNotFoundError():
            return complain(f"没有这个文件：{error.filename}", WRONG_USAGE)
        case OSError() if error.errno in OF_THE_SYSTEM:
            where = f"{error.filename} " if error.filename else ""
            return complain(f"出错了：{where}{OF_THE_SYSTEM[error.errno]}", BROKE)
        case OSError():
            return complain(f"出错了：{error}", BROKE)
    err.print_exception()
    return complain("出错了，以上信息请交给信息化人员", BROKE)


def _of_the_disk(error: Exception) -> int:
    """What the system would say of the disk that a database could not write to, or zero."""
    if "sqlalchemy" not in sys.modules:  # whoever says no without a database need not load it
        return 0
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
