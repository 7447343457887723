"""The settings of publication: `publication.yaml` in the office's home."""

from pathlib import Path

from catalog.parse import ShapeError, parse
from office.settings.publication import Publishing
from storage.files.yaml import read_yaml

FILE = "publication.yaml"


def read_publishing(home: Path) -> Publishing:
    """The settings, or what goes for an office without any. Raises ShapeError with every fault."""
    path = home / FILE
    if not path.is_file():
        return Publishing()
    try:
        return parse(Publishing, read_yaml(path))
    except ShapeError as wrong:
        raise ShapeError([f"公开设置 {path} 有误：", *wrong.faults]) from wrong
