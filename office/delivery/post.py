"""Single letters through the office's own mail server, to people: tried, tried again, and what was said of them.

A letter is noted as tried, sent, and noted as sent: whoever is killed between the last two sends it once more under
the same Message-ID. So none is lost, and one may come twice.
"""

from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from office.delivery.deliver import mailer
from office.delivery.secrets import NoSecret
from office.delivery.transports import NotTaken
from office.settings.delivery import Subscribers

AGAIN = timedelta(minutes=10)
"""Between two letters to one person, and until one is tried again that was not taken or whose sender was killed."""


class Said(NamedTuple):
    """What became of a letter: why it was not taken, in Chinese, empty where it was; and whether that is for good."""

    why: str = ""
    lasting: bool = False


def post(section: Subscribers, home: Path, to: str, message: EmailMessage) -> Said:
    """Hand a letter to the server of the settings."""
    try:
        mailer(section, home).post(to, message)
    except NotTaken as why:
        return Said(str(why), why.lasting)
    except NoSecret as why:  # our own settings
        return Said(str(why))
    return Said()


def may_try(tried_at: datetime | None, now: datetime, after: timedelta = AGAIN) -> bool:
    """Say whether the last try was long enough ago; one of a clock that ran ahead does not count."""
    return tried_at is None or not tried_at <= now < tried_at + after
