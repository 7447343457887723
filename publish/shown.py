"""What the objects of a page have in common."""

from pydantic import ConfigDict

from catalog.record import Frozen


class Shown(Frozen):
    """A part of a page; its texts come from records, which were stripped when they were filed."""

    model_config = ConfigDict(str_strip_whitespace=False)
