"""Push a built site to a target, step back, and tell what is out."""

from pathlib import Path

from office.targets.backend import Linking, Unlinkable
from office.targets.edition import ShownEdition, built, told_by
from office.targets.errors import Missing, PermanentError
from office.targets.in_place import NOW, push_in_place, step_back_in_place
from office.targets.journal import read_journal
from office.targets.releases import push_linked, step_back_linked
from office.targets.target import Progress, Pushed, Target
from pages.build.manifest import MANIFEST


def push(site: Path, target: Target, *, progress: Progress | None = None) -> Pushed:
    """Make a target show a built site; only what differs travels, and is read back and compared.

    Where the target has links readers find either the old site or the new one; elsewhere files
    change one by one. Interrupted anywhere, do it again. Raises TransientError, PermanentError.
    """
    with target.named():
        source = built(site)
    with target.held(progress) as lanes:
        _refuse_strangers(target)
        if place := _linking(target):
            return push_linked(target, place, source, lanes)
        return push_in_place(target, source, lanes)


def rollback(target: Target) -> ShownEdition:
    """Make a target show the edition before, without any site at hand; tells what is out now.

    A push that broke off half-way is undone. Raises TransientError, PermanentError.
    """
    with target.held() as lanes:
        if place := _linking(target):
            return step_back_linked(target, place)
        return step_back_in_place(target, lanes)


def out(target: Target) -> ShownEdition | None:
    """What a target shows, or None where nothing is out. Raises TransientError, PermanentError."""
    with target.named():
        try:
            manifest = target.place.read(f"{target.name}/{MANIFEST}".lstrip("/"))
        except Missing:
            return None
        note = None if _linking(target) else read_journal(target.place, f"{target.own}/{NOW}.json")
        return told_by(manifest, whole=note is None or note.settled)


def broke_off(target: Target) -> bool:
    """Say whether somebody's note is still there: at work, or killed before the end. Raises TransientError."""
    with target.named():
        return bool(target.place.list(target.notes))


def _linking(target: Target) -> Linking | None:
    """The place, where the site can be a link there."""
    place = target.place
    if target.in_place or not isinstance(place, Linking):
        return None
    kind = place.kind(target.name)
    if kind == "link" or (kind == "folder" and place.trades):
        return place
    if kind == "folder":
        return None
    try:
        place.point(f"{target.own}/probe", "1")
    except Unlinkable:
        return None
    place.delete(f"{target.own}/probe")
    return place


def _refuse_strangers(target: Target) -> None:
    """Leave alone a folder that holds something else. Raises PermanentError."""
    place = target.place
    if isinstance(place, Linking) and place.kind(target.name) != "folder":
        return
    if read_journal(place, f"{target.own}/{NOW}.json"):
        return
    try:
        manifest = place.read(f"{target.name}/{MANIFEST}".lstrip("/"))
        told_by(manifest)
    except (Missing, PermanentError):
        own = target.own.split("/")[0]
        if any(target.name or path.split("/")[0] != own for path in place.list(target.name)):
            raise PermanentError(
                "那里有别的文件，不是以前推送的站点，没有改动；请换一个空的位置"
            ) from None
