"""How an office publishes: `publication.yaml`, one section per concern, each with its own module."""

from pydantic import Field

from catalog.publishing.patrol import Patrol
from catalog.publishing.seal import Sealing
from catalog.publishing.subscribers import Subscribers
from catalog.publishing.targets import TargetSetting
from catalog.record import Frozen


class Publishing(Frozen):
    """The settings of publication; an office without the file publishes into its own folder."""

    patrol: Patrol = Field(Patrol(), title="链接巡查")
    seal: Sealing = Sealing()
    targets: tuple[TargetSetting, ...] = Field((), title="目标")
    subscribers: Subscribers = Field(Subscribers(), title="推送")
