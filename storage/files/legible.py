"""A file that cannot be read is said in an officer's words."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from catalog.parse import ShapeError


@contextmanager
def legible(path: Path) -> Iterator[None]:
    """Raises ShapeError for what the system says while the file is read."""
    try:
        yield
    except FileNotFoundError as wrong:
        raise ShapeError([f"没有这个文件：{path}"]) from wrong
    except IsADirectoryError as wrong:
        raise ShapeError([f"{path} 是文件夹，请写明里面的文件"]) from wrong
    except PermissionError as wrong:
        raise ShapeError([f"{path.name}：没有读取的权限"]) from wrong
    except OSError as wrong:
        raise ShapeError([f"{path.name}：读不出来（{wrong.strerror}）"]) from wrong
