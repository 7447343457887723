"""What keeps a site from arriving, told by whether trying again can help."""

from typing import ClassVar


class TargetFault(Exception):
    """The target is not as it was to be; the message is for the bureau's IT and names no secret."""

    again: ClassVar[bool]


class Passing(TargetFault):
    """It may be gone at the next try: refused, cut off, too slow, somebody else publishing."""

    again = True


class Lasting(TargetFault):
    """Somebody has to mend something first: a wrong host key, no permission, no space."""

    again = False


class Missing(LookupError):
    """There is no such file at the target."""
