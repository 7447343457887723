"""How an office publishes: `publication.yaml`, one section per concern, each with its own module."""

from pathlib import Path

from pydantic import Field

from catalog.parse import ShapeError, parse
from catalog.record import Frozen
from office.settings.delivery import Subscribers
from office.settings.links import Patrol
from office.settings.signing import Sealing
from office.settings.targets import TargetSetting
from storage.files.yaml import read_yaml


class Publishing(Frozen):
    """The settings of publication; an office without the file publishes into its own folder."""

    patrol: Patrol = Field(Patrol(), title="链接巡查")
    seal: Sealing = Sealing()
    targets: tuple[TargetSetting, ...] = Field((), title="目标")
    subscribers: Subscribers = Field(Subscribers(), title="推送")


FILE = "publication.yaml"


def writes_letters(home: Path) -> bool:
    """Say whether an office has a mail server. Raises ShapeError."""
    return read_publishing(home).subscribers.server is not None


def read_publishing(home: Path) -> Publishing:
    """The settings, or what goes for an office without any. Raises ShapeError with every fault."""
    path = home / FILE
    if not path.is_file():
        return Publishing()
    try:
        return parse(Publishing, read_yaml(path))
    except ShapeError as wrong:
        raise ShapeError([f"公开设置 {path} 有误：", *wrong.faults]) from wrong
