"""What stops an action: one base for every room, with the exit code of a command that it ends.

`str()` of an error is a sentence in Chinese for the person: what, of which item or file, and what
would satisfy it.
"""

from typing import ClassVar

SAID_NO, WRONG_USAGE, BROKE = 1, 2, 3
"""Exit codes: the law or a check said no; wrong usage or a paper badly written; something broke."""


class JueceError(Exception):
    """The base of every error of the product."""

    code: ClassVar[int] = BROKE

    @property
    def exit(self) -> int:
        """The exit code of the command that ends with it."""
        return self.code

    @property
    def told(self) -> str:
        """What a command prints of it."""
        return str(self)


class Refusal(JueceError):
    """The law or a check says no."""

    code = SAID_NO


class BadInput(JueceError):
    """What was typed or handed in is not written as it must be."""

    code = WRONG_USAGE


class Unavailable(JueceError):
    """Something is damaged, out of reach or not as it was."""

    @property
    def told(self) -> str:
        """What a command prints of it."""
        return f"出错了：{self}"


class Unstartable(Unavailable, RuntimeError):
    """The engine, the desk or the intake did not come up; str() says why."""
