"""What the intake of one home works with: what is asked, the public key, the spool, and its own secrets."""

import json
import os
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from typing import NamedTuple

from catalog.consulted import FILE, ConsultedNow
from catalog.drill import now_in
from catalog.errors import Unavailable
from opinions.spool.keys import public_key
from opinions.spool.spool import FILE as SPOOL
from opinions.spool.spool import Spool
from web.intake.proof import Proofs
from web.intake.rate import Rate
from web.intake.tokens import Tokens

SECRET, PARTNERS = "intake.secret", "intake.partners.json"
"""Files of the home: what signs tokens and makes receipts repeatable; the partners with the digest of their token."""
LOOK_EVERY = 1.0
"""Seconds after which it is looked again whether what is asked has changed."""
SHOWN_FOR, SHOWN_AT_ONCE = 600, 10_000
"""Seconds for which a receipt waits for the page that shows it once, and how many may wait."""


class NotReady(Unavailable, RuntimeError):
    """A home that the intake cannot start in; str() says why, in Chinese."""


class Shown(NamedTuple):
    """What the page of a receipt says."""

    receipt: str
    item: str
    at: datetime
    late: bool
    files: int
    code: str = ""
    """Of somebody who signed up as a representative: how he stands on the list."""


class Place:
    """One home. Raises opinions.spool.keys.NoKey, SpoolFault, NotReady."""

    def __init__(self, home: Path, clock: Callable[[], datetime] | None = None) -> None:
        self.home = home
        self.clock = clock or (lambda: now_in(home))
        self.public = public_key(home)
        self.spool = Spool(home / SPOOL)
        self.secret = _secret(home / SECRET)
        self.tokens, self.proofs, self.rate = Tokens(self.secret), Proofs(), Rate()
        self.addresses = Rate()
        self._receipts: OrderedDict[str, tuple[float, Shown]] = OrderedDict()
        self._asked, self._stamp, self._looked = ConsultedNow(), (0, 0), -LOOK_EVERY
        self.wrong = ""

    @property
    def asked(self) -> ConsultedNow:
        """What the public is consulted on; read again when the file has changed.

        A file that cannot be read leaves what was known before, and `wrong` says so.
        """
        if time.monotonic() - self._looked >= LOOK_EVERY:
            self._looked = time.monotonic()
            self._look()
        return self._asked

    def _look(self) -> None:
        path = self.home / FILE
        try:
            found = path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
            if stamp != self._stamp:
                self._asked = ConsultedNow.model_validate_json(path.read_bytes())
                self._stamp = stamp
            self.wrong = ""
        except FileNotFoundError:
            self.wrong = f"没有 {path}：第一次公开以后才有，分在两台机器上的请复制过来"
        except (OSError, ValueError) as wrong:
            self.wrong = f"{path} 读不出来，仍用以前的：{wrong}"

    def opened(self, item: str) -> dict[str, str]:
        """What a form about an item carries that is sent at once: its token, and a challenge for the browser."""
        now = time.time()
        token = self.tokens.new(item, now)
        made = self.tokens.read(token, item, now)
        assert made
        return {"token": token, "challenge": self.proofs.challenge(made.nonce)}

    def keep(self, shown: Shown) -> str:
        """Keep a receipt for the one page that shows it; returns the page's name."""
        name, now = secrets.token_urlsafe(16), time.monotonic()
        self._receipts[name] = (now, shown)
        while len(self._receipts) > SHOWN_AT_ONCE or (
            now - next(iter(self._receipts.values()))[0] > SHOWN_FOR
        ):
            self._receipts.popitem(last=False)
        return name

    def once(self, name: str) -> Shown | None:
        """The receipt of a page, once."""
        kept, shown = self._receipts.pop(name, (0.0, None))
        return shown if time.monotonic() - kept <= SHOWN_FOR else None

    def partner(self, token: str) -> str:
        """Which partner a token is of; empty where it is of none."""
        digest, found = sha256(token.encode()).hexdigest(), ""
        for name, kept in partners(self.home).items():
            if compare_digest(kept, digest):
                found = name
        return found


def partners(home: Path) -> dict[str, str]:
    """The partners by name with the SHA-256 of their token. Raises NotReady."""
    path = home / PARTNERS
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as wrong:
        raise NotReady(f"{path} 读不出来：{wrong}") from wrong
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise NotReady(f"{path} 应当是“名称: 令牌的SHA-256”")
    return found


def new_partner(home: Path, name: str) -> str:
    """Give a partner a token, in place of the one that it had; it is told once and not kept."""
    token, path = secrets.token_urlsafe(32), home / PARTNERS
    told = {**partners(home), name: sha256(token.encode()).hexdigest()}
    new = path.with_suffix(".new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(told, file, ensure_ascii=False, indent=1)
    new.replace(path)
    return token


def _secret(path: Path) -> bytes:
    """32 bytes for this home alone, made at the first start."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        pass
    found = path.read_bytes()
    if len(found) != 32:
        raise NotReady(f"{path} 不完整，请删除后重新启动（在填的页面会请人再确认一次）")
    return found
