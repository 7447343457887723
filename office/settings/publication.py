"""How an office publishes: `publication.yaml`, one section per concern, each with its own module."""

from pydantic import Field

from catalog.record import Frozen
from office.settings.delivery import Subscribers
from office.settings.links import Patrol
from office.settings.signing import Sealing
from office.settings.targets import TargetSetting


class Publishing(Frozen):
    """The settings of publication; an office without the file publishes into its own folder."""

    patrol: Patrol = Field(Patrol(), title="链接巡查")
    seal: Sealing = Sealing()
    targets: tuple[TargetSetting, ...] = Field((), title="目标")
    subscribers: Subscribers = Field(Subscribers(), title="推送")
