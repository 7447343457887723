"""Editions: what was agreed to goes on file and is then brought out; knows no engine.

First the edition goes on file, then it is brought to its places: whatever is killed in between is
made good by the next call, from what is on file.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import ClassVar, NamedTuple

from catalog.acts import Act
from catalog.parse import ShapeError
from catalog.publishing.targets import TargetSetting
from catalog.record import Actor, Text
from catalog.review import Reviewed, Verdict
from flows import draft
from flows.pages import setting_of
from flows.proposals import Proposed, proposed
from flows.sealing import editions, rebuild, seal_site
from publish.manifest import MANIFEST
from publish.sealing.act import SUBJECT, EditionOut
from publish.sealing.seal import EDITION, Approval, Emergency, Matter, Seal, sha256
from publish.targets import Target, push, rollback, target_at
from publish.targets.faults import Undelivered
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


class Withdrawn(Act):
    """An edition was taken back: the one before it is what is to be out."""

    KIND: ClassVar[str] = "withdrawal"

    number: int
    reason: Text


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
    """How many matters wait for their review, why nothing can go out, and whether something did."""

    open: int
    wrong: str = ""
    new: bool = False


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
        seen = draft.examined(office, [one.matter for one in differ])
        if seen.blocking:
            return Published(open_, str(seen))
        new = bool(differ and (urgent or not open_))
        if new:
            put_on_file(office, differ, urgent)
            bring_out(office)
        return Published(open_, new=new)


def standing(office: Office) -> EditionOut | None:
    """The edition that is to be out: the newest that was not taken back."""
    acts = office.ledger().acts
    back = {done.act.number for done in acts.of(Withdrawn)}
    return next((e for e in reversed(editions(office.ledger())) if e.seal.number not in back), None)


def take_back(office: Office, reason: str, by: Actor) -> list[Sent]:
    """Take the edition that is out back everywhere; the one before it is out then.

    What differed in it is thereby sent back to whoever filed it, and waits for a new review.
    Raises ShapeError where there is none before it, Undelivered, Unlike.
    """
    with draft.alone(office):
        out, acts = standing(office), office.ledger().acts
        if out is None or out.seal.number == 1:
            raise ShapeError(["没有更早的一号可以退回"])
        number, at = out.seal.number, office.now()
        acts.append(Withdrawn(number=number, reason=reason), SUBJECT, by, at)
        with suppress(Undelivered):  # where it cannot step back, what is to be out is brought anew
            rollback(_own(office))
        bring_out(office)
        for one in proposed(office):
            said = Reviewed(
                digest=one.matter.digest,
                verdict=Verdict.RETURNED,
                note=f"第{number}号已退回：{reason}",
            )
            acts.append(said, one.id, by, at)
    return [send(office, target) for target in targets(office)]


def put_on_file(office: Office, matters: Sequence[Proposed], urgent: Urgent | None = None) -> None:
    """Seal the draft as the next edition, and put that on file.

    `matters` are those that differ; each was agreed to, unless it is urgent. Raises what
    `seal_site` raises.
    """
    told = [_matter(one, urgent) for one in matters]
    by = urgent.by if urgent else PROGRAM
    seal_site(office, office.draft, setting_of(office, []), told, actor=by, at=office.now())


def bring_out(office: Office) -> None:
    """Make the office's own copy show what is to be out. Raises Undelivered, Unlike."""
    out, own = standing(office), _own(office)
    if out is None or _shows(office.site, out.seal):
        return
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


def subscribed(office: Office) -> bool:
    """Say whether anybody is to be sent what was decided. Raises ShapeError."""
    return bool(read_publishing(office.home).subscribers.everybody)


def send(office: Office, target: TargetSetting) -> Sent:
    """Bring the office's own copy to a target, and put on file what came of it if that is new."""
    out = standing(office)
    number = out.seal.number if out else 0
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


def _own(office: Office) -> Target:
    return target_at(TargetSetting(name=OWN, url=str(office.site.absolute())))


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
