"""What a push costs: requests as the server met them, and the bytes both ways."""

from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from office.targets import Target, push
from tests.office.targets.rigs import Rig
from tests.office.targets.sites import built, pages


class Cost(NamedTuple):
    """Requests and bytes."""

    requests: int
    size: int


class Counted:
    """A local folder has no server: here every call to it is a request."""

    def __init__(self, place: Any) -> None:
        self._place, self._lock = place, Lock()
        self.asked = self.size = 0

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._place, name)
        if not callable(found):
            return found

        def call(*arguments: Any) -> Any:
            answer = found(*arguments)
            with self._lock:
                self.asked += 1
                self.size += sum(len(one) for one in (*arguments, answer) if isinstance(one, bytes))
            return answer

        return call


def cost(rig: Rig, site: Path) -> Cost:
    """Push a site and count."""
    target: Target = rig.target()
    if rig.setting.url.startswith("/"):
        counted = Counted(target.place)
        push(site, target._replace(place=counted))
        return Cost(counted.asked, counted.size)
    rig.traffic.heal()
    push(site, target)
    return Cost(len(rig.traffic.asked), rig.traffic.sent + rig.traffic.fetched)


def site(folder: Path, items: int, edition: str, changed: int, size: int = 600) -> Path:
    """A site of so many items, of which the first are changed."""
    files = pages(edition, items, changed)
    return built(
        folder, {path: body * (size // len(body) + 1) for path, body in files.items()}, edition
    )


def full_and_changed(rig: Rig, folder: Path, items: int, size: int = 600) -> tuple[Cost, Cost]:
    """What a whole site costs, and then one of which ten items and the pages above them changed."""
    whole = cost(rig, site(folder / f"whole-{items}", items, "1", 0, size))
    return whole, cost(rig, site(folder / f"changed-{items}", items, "2", 10, size))
