"""YAML files as people write them by hand: what YAML would swallow silently is an error with its line.

What they may say is told in catalog/plainyaml.py.
"""

from pathlib import Path
from typing import Any

from catalog.parse import ShapeError
from catalog.plainyaml import MOST_BYTES, NotPlain, parse_yaml
from storage.files.legible import content_of


def read_yaml(path: Path) -> Any:
    """Read a YAML file. Raises ShapeError, naming file and line."""
    return yaml_in(content_of(path, MOST_BYTES), path.name)


def yaml_in(content: bytes, name: str) -> Any:
    """Read the bytes of a YAML file. Raises ShapeError, naming file and line."""
    try:
        document = parse_yaml(content)
    except NotPlain as wrong:
        raise ShapeError([f"{name}{wrong.place}：{wrong.said}"]) from wrong
    if document is None:
        raise ShapeError([f"{name}：文件是空的"])
    return document
