"""Editions: what was agreed to goes on file and is then brought out; knows no engine.

First the edition goes on file, then it is brought to its places: whatever is killed in between is
made good by the next call, from what is on file.
"""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from catalog.acts import Act
from catalog.publishing.targets import TargetSetting
from catalog.record import Actor
from flows import draft
from flows.pages import setting_of
from flows.proposals import Proposed, proposed
from flows.sealing import editions, rebuild, seal_site
from publish.manifest import MANIFEST
from publish.sealing.act import EditionOut
from publish.sealing.seal import EDITION, Approval, Emergency, Matter, Seal, sha256
from publish.targets.address import target_at
from publish.targets.faults import Undelivered
from publish.targets.push import push
from storage.office import Office
from storage.publishing import read_publishing

OWN = "本机"
"""The name of the office's own copy of what is out, from which it travels on."""
PROGRAM = Actor(name="Juece", unit="系统")
"""Who does what nobody does by hand."""


class Pushed(Act):
    """What came of bringing an edition to a target; its subject is the name of the target."""

    KIND: ClassVar[str] = "push"

    number: int
    arrived: bool
    said: str


class Sent(NamedTuple):
    """Whether a target shows the newest edition, whether trying again can help, and in words."""

    target: str
    arrived: bool
    again: bool
    said: str


class Urgent(NamedTuple):
    """Who decided to publish before the review, and why."""

    by: Actor
    reason: str


class Published(NamedTuple):
    """How many matters wait for their review, and why nothing can go out; empty where it can."""

    open: int
    wrong: str


def publish(office: Office, day: date, urgent: Urgent | None = None) -> Published:
    """Bring the draft up to date, and publish what differs once all of it was agreed to.

    Raises ShapeError or publish.look.Foreign where settings are wrong, key.Unfit, Undelivered.
    """
    targets(office)  # settings that are wrong are told before anything is done
    with draft.alone(office):
        bring_out(office)
        draft.refresh(office, day)
        waiting = proposed(office)
        differ = [one for one in waiting if one.matter.differs]
        open_ = sum(not one.agreed for one in waiting)
        if wrong := draft.faults(office, [one.matter for one in differ]):
            return Published(open_, wrong)
        if differ and (urgent or not open_):
            put_on_file(office, differ, urgent)
            bring_out(office)
        return Published(open_, "")


def newest(office: Office) -> EditionOut | None:
    """The newest edition on file."""
    last = office.ledger().acts.last(EditionOut)
    return last.act if last else None


def put_on_file(office: Office, matters: Sequence[Proposed], urgent: Urgent | None = None) -> None:
    """Seal the draft as the next edition, and put that on file.

    `matters` are those that differ; each was agreed to, unless it is urgent. Raises what
    `seal_site` raises.
    """
    told = [_matter(one, urgent) for one in matters]
    by = urgent.by if urgent else PROGRAM
    seal_site(office, office.draft, setting_of(office, []), told, actor=by, at=office.now())


def bring_out(office: Office) -> None:
    """Make the office's own copy show the newest edition. Raises Undelivered, Unlike."""
    out = newest(office)
    if out is None or _shows(office.site, out.seal):
        return
    own = target_at(TargetSetting(name=OWN, url=str(office.site.absolute())))
    if _shows(office.draft, out.seal):
        push(office.draft, own)
        return
    again = office.home / "again"  # the draft has moved on meanwhile
    try:
        rebuild(office, out.seal.number, again)
        push(again, own)
    finally:
        shutil.rmtree(again, ignore_errors=True)


def targets(office: Office) -> tuple[TargetSetting, ...]:
    """Where the site goes beside the office's own copy. Raises ShapeError."""
    return read_publishing(office.home).targets


def send(office: Office, target: TargetSetting) -> Sent:
    """Bring the office's own copy to a target, and put on file what came of it if that is new."""
    number = len(editions(office.ledger()))
    try:
        sent = Sent(target.name, True, False, str(push(office.site.resolve(), target_at(target))))
    except Undelivered as wrong:
        sent = Sent(target.name, False, wrong.again, str(wrong))
    acts = office.ledger().acts
    last = acts.last(Pushed, target.name)
    if last is None or (last.act.number, last.act.arrived) != (number, sent.arrived):
        act = Pushed(number=number, arrived=sent.arrived, said=sent.said)
        acts.append(act, target.name, PROGRAM, office.now())
    return sent


def _matter(one: Proposed, urgent: Urgent | None) -> Matter:
    """What the public is told of a matter: units, not names."""
    review = one.review if one.agreed else None
    approved = Approval(by=review.actor.unit, at=review.at) if review else None
    emergency = Emergency(by=urgent.by.unit, reason=urgent.reason) if urgent else None
    return Matter(
        id=one.id,
        title=one.title,
        reasons=one.reasons,
        new=len(one.matter.new),
        changed=len(one.matter.changed),
        removed=len(one.matter.gone),
        approved=approved,
        emergency=None if approved else emergency,
    )


def _shows(folder: Path, seal: Seal) -> bool:
    """Say whether a folder holds an edition; the draft may have its seal and be newer pages."""
    told = {EDITION: sha256(seal.written()), MANIFEST: seal.manifest.sha256}
    files = ((folder / name, digest) for name, digest in told.items())
    return all(file.is_file() and sha256(file.read_bytes()) == digest for file, digest in files)
