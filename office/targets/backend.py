"""What every target can do with a file, and what those with links can do besides.

Paths are relative to the place and separated by `/`. Whatever goes wrong is raised as TransientError or
PermanentError. The methods are called from several threads.
"""

from typing import Literal, Protocol, runtime_checkable

from catalog.errors import Unavailable

TEMPORARY = ".juece-new"
"""How a file's name ends while it is being written; a file without it is whole."""


class Backend(Protocol):
    """Somewhere files can lie."""

    def read(self, path: str) -> bytes:
        """The bytes of a file. Raises Missing."""

    def put(self, path: str, body: bytes) -> None:
        """Write a file, whole or not at all, in place of what was there; its folders come along."""

    def copy(self, path: str, to: str) -> None:
        """Do `put` with the bytes of another file, which need not travel. Raises Missing."""

    def delete(self, path: str) -> None:
        """Take a file away; it is no fault when there is none."""

    def drop(self, folder: str) -> None:
        """Take a folder away if it is empty; it is no fault when it is not, or there is none."""

    def list(self, folder: str) -> dict[str, int]:
        """The sizes of all files under a folder, by their paths in it; none where there is none."""

    def settle(self) -> None:
        """Return when what was done would outlast a loss of power, as far as one can know."""

    def close(self) -> None:
        """Let go of connections."""


Kind = Literal["", "folder", "empty", "link"]


@runtime_checkable
class Linking(Backend, Protocol):
    """A place with symbolic links, where a whole site can change in one step."""

    trades: bool
    """Whether a link can take the place of a folder that is not empty."""

    def kind(self, path: str) -> Kind:
        """What lies there: nothing, a folder, an empty folder, or a link."""

    def leads(self, path: str) -> str:
        """The text of a link."""

    def point(self, path: str, to: str) -> None:
        """Make a link, or turn it elsewhere, in one step; an empty folder gives way.

        Raises Unlinkable where the server has no links.
        """

    def trade(self, path: str, to: str, aside: str) -> None:
        """Put a link in place of a folder in one step; the folder becomes `aside`."""


class Unlinkable(Unavailable, LookupError):
    """The server makes no symbolic links."""
