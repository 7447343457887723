"""A target: a place, the name of the site at it, and how it is to be treated."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from office.targets.backend import Backend
from office.targets.edition import ShownEdition
from office.targets.errors import Missing, PermanentError, TargetFault, TransientError
from office.targets.lock import alone
from office.targets.pool import RetryingPool
from office.targets.sync import Sent, Tree

Progress = Callable[[int], None]
"""Told of every few files that were dealt with."""


class Target(NamedTuple):
    """Where a site goes. `name` is the path of the site at the place, `own` that of our folder."""

    title: str
    place: Backend
    name: str
    own: str
    keep: int = 1
    in_place: bool = True
    width: int = 8
    attempts: int = 3

    @property
    def notes(self) -> str:
        """The folder of the notes of those who are at work at the target."""
        return f"{self.own}/lock"

    def tree(self, folder: str, note: str, before: str = "") -> Tree:
        """A folder of the target with its note."""
        kept = f"{self.own}/{before}" if before else ""
        return Tree(self.place, folder, f"{self.own}/{note}.json", kept)

    @contextmanager
    def held(self, progress: Progress | None = None) -> Iterator[RetryingPool]:
        """Work at the target alone; every message then begins with its name. Raises TargetFault."""
        with self.named(), alone(self.place, self.notes) as lock:

            def beat(done: int) -> None:
                lock.renew()
                if progress:
                    progress(done)

            yield RetryingPool(self.width, self.attempts, beat)

    @contextmanager
    def named(self) -> Iterator[None]:
        """Put the name of the target before whatever goes wrong."""
        try:
            yield
        except TargetFault as wrong:
            if str(wrong).startswith(self.title):
                raise
            kind = TransientError if wrong.again else PermanentError
            kind = type(wrong) if isinstance(wrong, kind) else kind
            raise kind(f"{self.title}：{wrong}") from wrong
        except Missing as wrong:  # where files cannot even be laid
            raise PermanentError(
                f"{self.title}：没有“{wrong}”，也建不了；请核对网址和权限"
            ) from wrong


class Pushed(NamedTuple):
    """What a push did, and what is out now."""

    out: ShownEdition
    sent: Sent

    def __str__(self) -> str:
        if not any(self.sent):
            return f"没有变化，现在公开的是{self.out}"
        size = f"{self.sent.size / 1_000_000:.1f} MB"
        found = f"，{self.sent.found}个上次已经到了" if self.sent.found else ""
        return (
            f"推送{self.sent.files}个文件（{size}）{found}，删除{self.sent.deleted}个，"
            f"逐个读回核对一致；现在公开的是{self.out}"
        )
