"""What lies in a home is for its user alone; only the published pages are for everybody."""

import logging
import stat
from collections.abc import Iterator
from pathlib import Path

log = logging.getLogger(__name__)

SERVED = ("site", "site.releases")
"""What a home holds for everybody."""
LEDGER = "juece.db"
OTHERS, _OF_OTHERS = 0o077, 0o007
_READ_OR_WRITE = 0o066
_PASS_THROUGH = 0o011


def own_folder(folder: Path) -> None:
    """Make a folder that only its user can enter; one that is there stays as it is. Raises OSError."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)


def own_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its user alone. Raises OSError."""
    if not folder.is_dir():
        own_folders(folder.parent)
        own_folder(folder)


def close_to_others(home: Path) -> None:
    """Take from others what they may do in a home, whatever an earlier program left open; say so.

    Where a site lies in it, whoever could enter may still pass through to that: a web server reads
    it there. A home that others can only pass through stays so, somebody meant it. An inbox with
    the setgid bit stays open to its group. A file that somebody put into a closed home keeps its
    mode: whoever reads a password in it must see that others could. What cannot be changed is told,
    no reason to stop.
    """
    was = stat.S_IMODE(home.stat().st_mode)
    faults = [*_take(home, _too_much(home, was))]
    for path in _private(home) if was & _READ_OR_WRITE else _made_here(home):
        faults += _take(path, _OF_OTHERS if path.name == "inbox" and _shared(path) else OTHERS)
    if was & OTHERS and faults:
        log.warning("%s 里有别的用户也能读的，而且改不了：%s", home.absolute(), "；".join(faults))
    elif was & _READ_OR_WRITE:
        log.warning(
            "数据目录 %s 原来别的用户也能进，已改为只有本用户能读；其中放过口令的，口令请更换；"
            "网站服务器直接读其中 site/ 的，要能穿过这个目录（chmod 711）",
            home.absolute(),
        )


def _too_much(home: Path, mode: int) -> int:
    """What of the mode of a home others are not to have."""
    if not mode & _READ_OR_WRITE:
        return 0
    return OTHERS ^ _PASS_THROUGH if (home / SERVED[0]).exists() else OTHERS


def _private(home: Path) -> list[Path]:
    """What lies in a home itself; what is below a closed folder nobody reaches."""
    return [path for path in home.iterdir() if path.name not in SERVED and not path.is_symlink()]


def _made_here(home: Path) -> list[Path]:
    """What the program itself makes in a home."""
    return [path for path in _private(home) if path.is_dir() or path.name.startswith(LEDGER)]


def _shared(folder: Path) -> bool:
    return bool(folder.stat().st_mode & stat.S_ISGID)


def _take(path: Path, bits: int) -> Iterator[str]:
    """Take bits from the mode of a file or folder; yields why it could not be done."""
    try:
        mode = stat.S_IMODE(path.lstat().st_mode)
        if mode & bits:
            path.chmod(mode & ~bits)
    except FileNotFoundError:
        return  # gone since the folder was read
    except OSError as wrong:
        yield f"{path.name}（{wrong.strerror}）"
