"""How an office publishes: `publication.yaml`, one section per concern, each with its own module."""

from pydantic import Field

from catalog.publishing.seal import Sealing
from catalog.publishing.subscribers import Subscribers
from catalog.record import Frozen


class Publishing(Frozen):
    """The settings of publication; an office without the file publishes into its own folder."""

    seal: Sealing = Sealing()
    subscribers: Subscribers = Field(Subscribers(), title="推送")
