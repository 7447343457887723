"""Every subscriber gets every parcel that is out: at least once, and with a key to know it by.

Whoever is killed between sending and logging sends again, under the same key. The log of acts is all
that is remembered; nothing is asked of the engine.
"""

import ssl
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from catalog.record import Actor
from catalog.timezone import local_day
from office.delivery.bundle import Bundle
from office.delivery.log import Delivered, TakenUpAgain, Undelivered, next_try
from office.delivery.package import Parcel, Replaced, key_of
from office.delivery.published import NotAsOut, PublishedSite
from office.delivery.secrets import NoSecret, read_secret
from office.delivery.transports import PATIENCE, NotTaken, Receipt
from office.delivery.transports.mail import Mailer
from office.delivery.transports.webhook import Poster, WeakSecret, secret_key
from office.settings.delivery import Subscriber, Subscribers
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.publication import read_publishing
from storage.acts import Done
from storage.lock import held

BY_ITSELF = Actor(name="自动推送", unit="系统")
LOCK = ".deliveries.lock"


Said = tuple[str, str]
"""A field of Outcome, and the sentence."""


MEGABYTE = 1024 * 1024


class Mailroom:
    """Who is on the list, and how each is reached; passwords are read when something is sent."""

    def __init__(self, home: Path, section: Subscribers, patience: float = PATIENCE) -> None:
        self._home, self._section, self._patience = home, section, patience

    @property
    def everybody(self) -> tuple[Subscriber, ...]:
        """Everybody on the list, in its order."""
        return self._section.everybody

    def about(self, one: Subscriber) -> dict[str, Any]:
        """By which way a subscriber is reached, and where; of a webhook the log names the host."""
        if one.webhook:
            return {"way": "接口", "to": urlsplit(one.webhook.url).netloc}
        return {"way": "电子邮件", "to": one.mail}

    def send(self, one: Subscriber, parcel: Parcel, at: datetime) -> dict[str, Any]:
        """Send a parcel to one subscriber; returns what there is to log of it.

        Raises NotTaken, also where our own settings are at fault.
        """
        attached = len(parcel.body) <= one.attach_megabytes * MEGABYTE
        try:
            receipt = self._by_way(one, parcel, at, attached)
        except (NoSecret, WeakSecret) as wrong:
            raise NotTaken(f"本机设置：{wrong}") from None
        sent = {"parcel": parcel.sha256, "size": len(parcel.body), "attached": attached}
        return {**sent, **receipt._asdict()}

    def _by_way(self, one: Subscriber, parcel: Parcel, at: datetime, attached: bool) -> Receipt:
        if one.webhook:
            key = secret_key(read_secret(one.webhook.secret, self._home))
            poster = Poster(_tls(self._section, self._home), self._patience)
            return poster.send(one.webhook.url, key, parcel, at, attached=attached)
        server = self._section.server
        if server is None or one.mail is None:
            raise NotTaken("本机设置：没有写明邮件服务器或者邮箱")
        by = mailer(self._section, self._home, self._patience)
        return by.send(one.mail, parcel, at, attached=attached)


def mailer(section: Subscribers, home: Path, patience: float = PATIENCE) -> Mailer:
    """The office's own mail server. Raises NotTaken, NoSecret where our own settings are at fault."""
    if section.server is None:
        raise NotTaken("本机设置：没有写明邮件服务器")
    password = read_secret(section.server.password, home) if section.server.password else ""
    return Mailer(section.server, password, _tls(section, home), patience)


def _tls(section: Subscribers, home: Path) -> ssl.SSLContext:
    """The certificates that are trusted, those of the settings alone where they name some."""
    trusted = section.trusted
    try:
        return ssl.create_default_context(cafile=str(home / trusted) if trusted else None)
    except OSError as wrong:
        raise NotTaken(
            f"本机设置：信任的证书 {trusted} 读不出来（{type(wrong).__name__}）"
        ) from None


class DeliveryRound(NamedTuple):
    """What a round of deliveries came to, each as a sentence; `again` are moments, in ISO 8601."""

    delivered: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    @property
    def again_at(self) -> datetime | None:
        """When the next parcel that was refused is due."""
        return min(map(datetime.fromisoformat, self.again), default=None)


class DeliveryHistory(NamedTuple):
    """What became of one item's parcels at one subscriber."""

    last: Done[Delivered] | None
    tries: list[Undelivered]
    """Refusals since the last time that somebody had it taken up again."""

    @classmethod
    def of(cls, office: Office, item: str, subscriber: str) -> "DeliveryHistory":
        """Read it from the log."""
        acts = office.ledger().acts
        taken = [d for d in acts.of(Delivered, item) if d.act.subscriber == subscriber]
        again = [d.position for d in acts.of(TakenUpAgain, item) if d.act.subscriber == subscriber]
        since = max(again, default=0)
        refused = [d for d in acts.of(Undelivered, item) if d.act.subscriber == subscriber]
        return cls(taken[-1] if taken else None, [d.act for d in refused if d.position > since])

    @property
    def replaced(self) -> Replaced | None:
        """What the subscriber has of this item."""
        return Replaced(self.last.act.key, local_day(self.last.at)) if self.last else None

    def has(self, told: Bundle) -> bool:
        """Say whether the last that the subscriber took tells the same."""
        return self.last is not None and self.last.act.substance == told.substance

    def refused(self, key: str) -> list[Undelivered]:
        """The refusals of one parcel."""
        return [one for one in self.tries if one.key == key]


def deliver(
    office: Office, site: Path | None = None, *,
    now: Callable[[], datetime] | None = None, patience: float = PATIENCE,
) -> DeliveryRound:  # fmt: skip
    """Send whatever is out in a site folder and due; call it once an edition is out and verified.

    Nothing is sent in a drill, nor while another process is at it. `patience` is how many seconds a
    server may take for an answer. Raises ShapeError where the settings are wrong.
    """
    section = read_publishing(office.home).subscribers
    if not section.everybody or Drill.of(office.home):
        return DeliveryRound()
    with held(office.home / LOCK, wait=False) as ours:
        if not ours:
            return DeliveryRound(held=("另一个进程正在推送",))
        out = PublishedSite.of(office, site or office.site)
        room = Mailroom(office.home, section, patience)
        found = list(Round(office, out, room, now or office.now).all())
    return DeliveryRound(
        *(tuple(said for of, said in found if of == name) for name in DeliveryRound._fields)
    )


class Round(NamedTuple):
    """One round: each method gives a field of Outcome with its sentence."""

    office: Office
    out: PublishedSite
    room: Mailroom
    now: Callable[[], datetime]

    def all(self) -> Iterator[Said]:
        """Every item to everybody who wants it and has it not."""
        for item in self.out.items():
            try:
                if told := self.out.trio(item):
                    yield from self._of_item(told)
            except NotAsOut as held:
                yield "held", str(held)

    def _of_item(self, told: Bundle) -> Iterator[Said]:
        authority = told.public.catalog.authority.id
        for one in self.room.everybody:
            past = DeliveryHistory.of(self.office, told.public.id, one.name)
            if not one.wants(authority, told.words, told.out_on) or past.has(told):
                continue
            tries = past.refused(key_of(told, past.replaced))
            at = tries[-1].again_at if tries else self.now()
            if at and at > self.now():
                yield "again", at.isoformat()
            elif at:
                yield from self._send(one, told, past, len(tries))

    def _send(
        self, one: Subscriber, told: Bundle, past: DeliveryHistory, refused: int
    ) -> Iterator[Said]:
        """Send it, then log what came of it."""
        parcel, item = self.out.pack(told, past.replaced), told.public.id
        about = {"subscriber": one.name, "key": parcel.key, "substance": told.substance}
        about |= self.room.about(one)
        try:
            sent = self.room.send(one, parcel, self.now())
        except NotTaken as why:
            now = self.now()
            again = None if why.lasting else next_try(refused + 1, now)
            self._log(Undelivered(**about, why=str(why), again_at=again), item, now)
            yield "refused" if again else "given_up", f"{item} {one.name}：{why}"
            yield from [("again", again.isoformat())] if again else []
            return
        replaces = past.replaced.key if past.replaced else ""
        self._log(Delivered(**about, replaces=replaces, **sent), item, self.now())
        yield "delivered", f"{item} {one.name}：{sent['reply']}"

    def _log(self, act: Delivered | Undelivered, item: str, at: datetime) -> None:
        self.office.ledger().acts.append(act, item, BY_ITSELF, at)
