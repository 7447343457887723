"""What went wrong, in Chinese, and the exit code that says whose turn it is."""

import errno
import sys

from catalog.errors import BROKE, WRONG_USAGE, JueceError
from cli.console import complain, err

OF_THE_SYSTEM = {
    errno.EACCES: "没有权限，请让信息化人员开通",
    errno.EPERM: "没有权限，请让信息化人员开通",
    errno.EROFS: "在只读的磁盘上，请换一个文件夹",
    errno.ENOSPC: "磁盘已满，请清理后再执行一次",
    errno.EEXIST: "已经有了，请换一个名字",
    errno.EISDIR: "是文件夹，请写明文件名",
    errno.ENOTDIR: "不是文件夹，请核对",
}
"""What the system says in English, in an officer's words; the name of the file stands before it."""


def explain(error: Exception) -> int:
    """Say what stopped a command; only what nobody foresaw comes with its traceback."""
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
