"""Editions: what was agreed to goes on file and is then brought out; knows no engine.

First the edition goes on file, then it is brought to its places: whatever is killed in between is
made good by the next call, from what is on file.
"""

import logging
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import ClassVar, NamedTuple

from catalog.parse import ShapeError
from catalog.record import Actor
from catalog.timezone import Clock
from office.editions import draft
from office.editions.history import BroughtOut, EditionHistory
from office.editions.proof.lay import NotReproducible
from office.editions.proof.record import EditionOut, sites_of
from office.editions.proof.seal import Approval, Emergency, Matter, Seal, Withdrawal, sha256
from office.editions.review import Proposed, each, proposed
from office.editions.seal import editions, rebuild, seal_site
from office.intake import tell_intake, told
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.publication import read_publishing
from office.settings.site_context import setting_of
from office.settings.targets import TargetSetting
from office.targets import Target, broke_off, push, target_at
from office.targets.address import OWN as RELEASES
from office.targets.errors import PermanentError, TargetFault
from office.targets.location import homes_about, overlap
from pages.build.manifest import MANIFEST, files_in, listing_in
from pages.build.paths import EDITION
from storage.acts import Act

log = logging.getLogger(__name__)

OWN = "本机"
"""The name of the office's own copy of what is out, from which it travels on."""
TRIES = 3
"""How often the draft is looked at anew when it was changed while it was looked at."""
MOVED = "检查期间草稿又有改动，没有公开，请稍后再发布一次"
NOTHING_URGENT = "没有要紧急公开的：草稿与已公开的一致。"
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

    @property
    def told(self) -> Emergency:
        """What the public is told of it: the unit, not the name."""
        return Emergency(by=self.by.unit, reason=self.reason)

    def is_told(self, seal: Seal) -> bool:
        """Say whether an edition went out because of it, as one that was begun again finds."""
        return any(matter.emergency == self.told for matter in seal.matters)


class Published(NamedTuple):
    """How many matters wait for their review, why nothing can go out, and whether something did."""

    open: int
    wrong: str = ""
    new: bool = False


def publish(office: Office, day: date, urgent: Urgent | None = None) -> Published:
    """Bring the draft up to date, and publish what differs once all of it was agreed to.

    Where nothing differs and an edition was taken back, one goes out that tells of it.
    Raises ShapeError or pages.html.theme.ForbiddenOverride where settings are wrong or the day lies before what
    is out, key.Unfit, TargetFault.
    """
    if urgent and (declined := office.ledger().declines(urgent.by)):
        raise ShapeError([declined])
    targets(office)  # settings that are wrong are told before anything is done
    for _ in range(TRIES):
        with draft.alone(office):
            prepare(office, day)
            seen, state = _outgoing(office, urgent), draft.state(office)
        if not seen.goes:
            return Published(seen.open)
        try:  # nobody waits while files are looked at that strangers made
            examined = draft.examined(office, [one.matter for one in seen.differ], seen.words)
        except draft.Moved:
            continue
        if examined.blocking:
            return Published(seen.open, str(examined))
        with draft.alone(office):
            moved = draft.state(office) != state
            prepare(office, day)
            now = _outgoing(office, urgent)
            if not moved and now.same_as(seen):
                return Published(now.open, new=_seal(office, day, now, urgent))
    return Published(seen.open, MOVED)


class _Outgoing(NamedTuple):
    """What differs from what is out, what will be told of it, and how many wait for their review."""

    differ: list[Proposed]
    told: list[Matter]
    back: tuple[Withdrawal, ...]
    open: int

    @property
    def goes(self) -> bool:
        """Say whether there is anything for which an edition is made."""
        return bool(self.back) or any(not one.rides for one in self.differ)

    @property
    def words(self) -> str:
        """All that sealing adds to what is in the draft."""
        return "\n".join([_words(self.told), *(f"{one.by} {one.reason}" for one in self.back)])

    def same_as(self, other: "_Outgoing") -> bool:
        """Whether what was looked at there is what would go out here."""
        digests = [one.matter.digest for one in self.differ]
        return (digests, self.words) == ([one.matter.digest for one in other.differ], other.words)


def _outgoing(office: Office, urgent: Urgent | None) -> _Outgoing:
    waiting = each(office) if urgent else proposed(office)  # each is owed its own review
    differ = [one for one in waiting if one.matter.differs]
    told, back = [_matter(one, urgent) for one in differ], EditionHistory(office.ledger()).untold
    return _Outgoing(differ, told, back, sum(one.open for one in waiting))


def _seal(office: Office, day: date, now: _Outgoing, urgent: Urgent | None) -> bool:
    """Put on file and bring out what may go; say whether anything did. The caller is alone."""
    if not now.goes or (now.open and not urgent):
        return False
    by = urgent.by if urgent else PROGRAM
    ledger = office.ledger()  # a drill makes up websites for the authorities it has
    setting = setting_of(office, [ledger.load(c, on=day) for c in ledger.catalogs()])
    seal_site(office, office.draft, setting, now.told, actor=by, at=office.now())
    switch_own_copy(office)
    return True


def prepare(office: Office, day: date) -> None:
    """See that the own copy shows what is to be out, and the draft what would be. Raises ShapeError.

    The caller is alone. Where what is to be out was lost and cannot be built again, by a newer
    program, all of it is proposed anew.
    """
    out = standing(office)
    if out and day < out.seal.as_of:
        raise ShapeError([f"现在公开的页面截至{out.seal.as_of}，不能退到{day}；请核对日期和时钟"])
    try:
        switch_own_copy(office)
    except NotReproducible as wrong:
        log.warning("%s", wrong)
    draft.refresh(office, day)


def looked_at(office: Office, day: date) -> None:
    """Bring the draft up to date for who looks at it, unless it is of this day and of all that is on
    file. Raises what `prepare` does."""
    listing = listing_in(office.draft)
    head = office.ledger().head()
    if listing is None or (listing.as_of, *listing.ledger) != (day, head.count, head.digest):
        with draft.alone(office):
            prepare(office, day)


def standing(office: Office) -> EditionOut | None:
    """The edition that is to be out."""
    return EditionHistory(office.ledger()).standing


def is_out(office: Office, folder: Path) -> bool:
    """Say whether a folder holds the edition that is to be out."""
    out = standing(office)
    return out is not None and is_shown(folder, out.seal)


def switch_own_copy(office: Office) -> None:
    """Make the office's own copy show what is to be out, and tell the intake of it.

    Raises TargetFault, NotReproducible.
    """
    _bring_out(office)
    out = standing(office)
    if out and out.out_noted:
        note_out(office, out.seal.number, office.now)
    if out is None or told(office.home).edition == out.seal.number:
        return
    seal = out.seal
    sites = sites_of(editions(office.ledger())[: seal.number]) or {}
    domains = {id_: site.domain for id_, site in sites.items()}
    tell_intake(office, seal.number, seal.as_of, seal.ledger.position, domains)


def note_out(office: Office, number: int, at: datetime | Clock) -> None:
    """Put on file, once, that an edition is out: what it shows is public since then."""
    acts = office.ledger().acts
    if acts.last(BroughtOut, str(number)) is None:
        acts.append(BroughtOut(number=number), str(number), PROGRAM, at)


def _bring_out(office: Office) -> None:
    out, own, again = standing(office), own_copy(office), office.home / "again"
    shutil.rmtree(again, ignore_errors=True)  # of a call that was killed
    if out is None:
        return
    if is_shown(office.site, out.seal):
        if broke_off(own):  # killed after the site was turned: what is left to do is done
            push(office.site.resolve(), own)
        return
    if _claims(office.site, out.seal):  # files of it were lost: a push would believe its word
        log.warning("公开的第%s号有文件缺失，正在重新生成", out.seal.number)
        office.site.unlink()
        shutil.rmtree(f"{office.site}{RELEASES}")
    if is_shown(office.draft, out.seal):
        with suppress(PermanentError):  # a file was lost meanwhile: all of it is built again
            push(office.draft, own)
            return
    try:  # the draft has moved on meanwhile
        rebuild(office, out.seal.number, again)
        push(again, own)
    finally:
        shutil.rmtree(again, ignore_errors=True)


def targets(office: Office) -> tuple[TargetSetting, ...]:
    """Where the site goes beside the office's own copy; a drill goes nowhere. Raises ShapeError."""
    told = read_publishing(office.home).targets
    return () if Drill.of(office.home) else told


def published_at(office: Office, address: str) -> str:
    """The name of the place where an office publishes that an address means; empty where none.

    It is asked of a drill as well: its settings may be those of the office it was copied from. And
    of the folder itself, for another office may publish there, or this one under another home.
    """
    told = [(one.name, one.url) for one in read_publishing(office.home).targets]
    places = [(OWN, str(office.site.absolute())), *told]
    places += [(f"数据目录 {home} 的{OWN}", str(home / "site")) for home in homes_about(address)]
    return next((name for name, url in places if overlap(address, url)), "")


def subscribed(office: Office) -> bool:
    """Say whether anybody is to be sent what was decided. Raises ShapeError."""
    return bool(read_publishing(office.home).subscribers.everybody)


def send(office: Office, target: TargetSetting) -> Sent:
    """Bring the office's own copy to a target, and put on file what came of it if that is new."""
    out = standing(office)
    if out is None:
        return Sent(target.name, True, False, f"{target.name}：还没有公开过，没有推送")
    try:
        done = push(office.site.resolve(), target_at(target))
        sent = Sent(target.name, True, False, f"{target.name}：{done}")
    except TargetFault as wrong:
        sent = Sent(target.name, False, wrong.again, str(wrong))
    acts, number = office.ledger().acts, out.seal.number
    last = acts.last(Pushed, target.name)
    if last is None or (last.act.number, last.act.arrived) != (number, sent.arrived):
        act = Pushed(number=number, arrived=sent.arrived, said=sent.said)
        acts.append(act, target.name, PROGRAM, office.now)
    if sent.arrived and standing(office) != out:  # somebody took it back, or published, meanwhile
        return send(office, target)
    return sent


def own_copy(office: Office) -> Target:
    """The office's own copy of what is out, as a target."""
    return target_at(TargetSetting(name=OWN, url=str(office.site.absolute())))


def _matter(one: Proposed, urgent: Urgent | None) -> Matter:
    """What the public is told of a matter: units, not names."""
    review = one.review if one.agreed else None
    approved = Approval(by=review.actor.unit, at=review.at) if review else None
    emergency = urgent.told if urgent else None
    return Matter(
        id=one.id,
        title=one.title,
        reasons=one.reasons,
        new=len(one.matter.new),
        changed=len(one.matter.changed),
        removed=len(one.matter.gone),
        approved=approved,
        emergency=None if approved or one.rides else emergency,
    )


def _words(matters: Sequence[Matter]) -> str:
    """What the page of editions will tell of these matters."""
    urgent = (f"{m.emergency.by} {m.emergency.reason}" for m in matters if m.emergency)
    reviewers = (m.approved.by for m in matters if m.approved)
    told = (f"{m.title}\n{'；'.join(m.reasons)}" for m in matters)
    return "\n".join([*told, *reviewers, *urgent])


def is_shown(folder: Path, seal: Seal) -> bool:
    """Say whether a folder holds an edition, and all of it.

    Files are not read again: `juece verify` does that.
    """
    files = files_in(folder).items()
    return _claims(folder, seal) and all(
        draft.size_of(folder / path) == of.size for path, of in files
    )


def _claims(folder: Path, seal: Seal) -> bool:
    """Say whether a folder says that it is an edition; the draft may have its seal and newer pages."""
    told = {EDITION: sha256(seal.written()), MANIFEST: seal.manifest.sha256}
    files = ((folder / name, digest) for name, digest in told.items())
    return all(file.is_file() and sha256(file.read_bytes()) == digest for file, digest in files)
