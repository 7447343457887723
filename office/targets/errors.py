"""What keeps a site from arriving, told by whether trying again can help."""

from typing import ClassVar

from catalog.errors import Unavailable


class TargetFault(Unavailable):
    """The target is not as it was to be; the message is for the bureau's IT and names no secret."""

    again: ClassVar[bool]

    @property
    def told(self) -> str:
        """What a command prints of it."""
        return f"没有送到：{self}" + ("；可以再执行一次，会接着送" if self.again else "")


class TransientError(TargetFault):
    """It may be gone at the next try: refused, cut off, too slow, somebody else publishing."""

    again = True


class PermanentError(TargetFault):
    """Somebody has to mend something first: a wrong host key, no permission, no space."""

    again = False


class Missing(Unavailable, LookupError):
    """There is no such file at the target."""
