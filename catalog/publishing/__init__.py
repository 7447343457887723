"""How an office publishes: `publication.yaml`, one section per concern, each with its own module."""

from catalog.publishing.seal import Sealing
from catalog.record import Frozen


class Publishing(Frozen):
    """The settings of publication; an office without the file publishes into its own folder."""

    seal: Sealing = Sealing()
