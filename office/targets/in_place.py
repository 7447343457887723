"""Targets without links: files change one by one, each in one step, the manifest at the very end.

What a push replaces or takes away is kept at the target, so that the step back needs nothing else.
"""

from office.targets.edition import Edition, ShownEdition, Site, edition, told_by
from office.targets.errors import Missing, PermanentError
from office.targets.journal import Journal, read_journal
from office.targets.pool import RetryingPool
from office.targets.releases import NO_EARLIER
from office.targets.sync import Sent, bring
from office.targets.target import Pushed, Target
from pages.build.manifest import MANIFEST, digest

NOW = "now"


def push_in_place(target: Target, site: Site, lanes: RetryingPool) -> Pushed:
    """Bring the site itself to the edition. Raises TransientError, PermanentError."""
    record = _record(target)
    number = 1 if record is None else record.number + record.settled
    before = f"before-{number}" if target.keep else ""

    def supply(path: str, to: str) -> bool:
        target.place.put(to, site.read(path))
        return True

    out = Pushed(told_by(site.read(MANIFEST)), Sent())
    if record and record.settled and _is_out(target, record, site.edition):
        return out
    sent = bring(target.tree(target.name, NOW, before), site.edition, supply, lanes, number)
    for old in range(number - target.keep, 0, -1):
        if not _forget(target, old, lanes):
            break
    return out._replace(sent=sent)


def step_back_in_place(target: Target, lanes: RetryingPool) -> ShownEdition:
    """Put back what the last push replaced, take away what it added. Raises PermanentError."""
    record = _record(target)
    kept = (
        read_journal(target.place, f"{target.own}/before-{record.number}.json") if record else None
    )
    if record is None or kept is None:
        raise PermanentError(NO_EARLIER)
    before = f"{target.own}/before-{record.number}"
    manifest = _manifest(target, before, kept)

    def supply(path: str, to: str) -> bool:
        target.place.copy(f"{before}/{path}", to)
        return True

    aim = edition(manifest, kept.seal)
    bring(target.tree(target.name, NOW), aim, supply, lanes, record.number - 1)
    return told_by(manifest)


def _record(target: Target) -> Journal | None:
    return read_journal(target.place, f"{target.own}/{NOW}.json")


def _is_out(target: Target, record: Journal, aim: Edition) -> bool:
    if record.manifests != (aim.manifest,) or record.seal != aim.seal:
        return False
    try:
        return digest(target.place.read(_at(target, MANIFEST))) == aim.files[MANIFEST]
    except Missing:
        return False


def _manifest(target: Target, before: str, kept: Journal) -> bytes:
    """The manifest of the edition before: kept, or still there where only the seal changed."""
    for path in (f"{before}/{MANIFEST}", _at(target, MANIFEST)):
        try:
            manifest = target.place.read(path)
        except Missing:
            continue
        if digest(manifest).sha256 in kept.manifests:
            return manifest
    raise PermanentError("上一版的清单被改动或者丢失，退不回去；请改用 juece push 推送要公开的站点")


def _forget(target: Target, number: int, lanes: RetryingPool) -> bool:
    """Delete what was kept of an edition; says whether anything was."""
    folder = f"{target.own}/before-{number}"
    if read_journal(target.place, f"{folder}.json") is None:
        return False
    paths = sorted(target.place.list(folder))
    lanes.each(lambda path: target.place.delete(f"{folder}/{path}"), paths)
    folders = {path.rpartition("/")[0] for path in paths}
    for one in sorted(folders, key=len, reverse=True):
        target.place.drop(f"{folder}/{one}".rstrip("/"))
    target.place.delete(f"{folder}.json")
    return True


def _at(target: Target, path: str) -> str:
    return f"{target.name}/{path}".lstrip("/")
