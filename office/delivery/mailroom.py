"""Settings and passwords -> a parcel on its way to one subscriber."""

import ssl
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from office.delivery.package import Parcel
from office.delivery.secrets import NoSecret, read_secret
from office.delivery.transports import PATIENCE, NotTaken, Receipt
from office.delivery.transports.mail import Mailer
from office.delivery.transports.webhook import Poster, WeakSecret, secret_key
from office.settings.delivery import Subscriber, Subscribers

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
            poster = Poster(self._tls(), self._patience)
            return poster.send(one.webhook.url, key, parcel, at, attached=attached)
        server = self._section.server
        if server is None or one.mail is None:
            raise NotTaken("本机设置：没有写明邮件服务器或者邮箱")
        password = read_secret(server.password, self._home) if server.password else ""
        mailer = Mailer(server, password, self._tls(), self._patience)
        return mailer.send(one.mail, parcel, at, attached=attached)

    def _tls(self) -> ssl.SSLContext:
        """The certificates that are trusted, those of the settings alone where they name some."""
        trusted = self._section.trusted
        try:
            return ssl.create_default_context(cafile=str(self._home / trusted) if trusted else None)
        except OSError as wrong:
            raise NotTaken(
                f"本机设置：信任的证书 {trusted} 读不出来（{type(wrong).__name__}）"
            ) from None
