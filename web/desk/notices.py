"""消息: a letter that says how many things there are to do, and never what: whoever reads it signs in."""

import logging
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime

from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from catalog.clock import CalendarMissing, is_working_day
from catalog.duties.roles import Person
from catalog.errors import JueceError
from catalog.timezone import SHANGHAI
from office.delivery.deliver import mailer
from office.settings.delivery import Mail
from office.settings.publication import read_publishing
from storage.people.notices import Letter, Way, Wish
from web.answers import onward
from web.desk.asking import Asked
from web.desk.office import Desk
from web.desk.todo import consents, tasks

PATH = "/xiaoxi"
EVERY = 60.0
"""Seconds between two looks at whether somebody is to be told."""
HOURS = range(24)
_MAIL: TypeAdapter[str] = TypeAdapter(Mail)

log = logging.getLogger("juece.desk")


def page(asked: Asked) -> Response:
    """How one wants to be told."""
    return _page(asked, asked.desk.people.notices.wish(asked.person.account), "")


def keep(asked: Asked) -> Response:
    """Keep it."""
    said = asked.said
    wish = Wish(said("mail"), Way.NEVER)
    try:
        wish = wish._replace(way=Way(said("way")), hour=_hour(said("hour")))
        wish = wish._replace(quiet_from=_hour(said("from")), quiet_until=_hour(said("until")))
        if wish.mail or wish.way is not Way.NEVER:
            _MAIL.validate_python(wish.mail)
    except ValidationError:
        return _page(asked, wish, "邮箱写得不对，应如 zhangsan@example.gov.cn", 422)
    except ValueError:
        return _page(asked, wish, "请从所列的里面选", 422)
    asked.desk.people.notices.keep(asked.person.account, wish)
    return onward(PATH, hao="1")


def _hour(said: str) -> int:
    hour = int(said) if said.isdecimal() and len(said) < 3 else -1
    if hour not in HOURS:
        raise ValueError(said)
    return hour


def _page(asked: Asked, wish: Wish, wrong: str, status: int = 200) -> Response:
    return asked.page(
        "notices.html",
        "消息",
        status,
        wish=wish,
        ways=list(Way),
        hours=list(HOURS),
        wrong=wrong,
        kept="hao" in asked.query,
        last=asked.desk.people.notices.last(asked.person.account),
        served=read_publishing(asked.desk.office.home).subscribers.server is not None,
    )


def things(desk: Desk, person: Person) -> frozenset[str]:
    """What somebody has to do today or to agree to, each under a key that stays as long as it waits."""
    mine = {f"{t.item}/{t.wait.step_id}" for t in tasks(desk, person) if t.mine and not t.waits}
    return frozenset(mine | {path for path, _ in consents(desk, person)})


def look(desk: Desk, now: datetime) -> int:
    """Lay into the outbox what is to be told now, and send what lies there; how many went out."""
    notices, local = desk.people.notices, now.astimezone(SHANGHAI)
    for account, wish in notices.wishes().items():
        found = desk.people.accounts.find(account)
        if found is None or found.ended_at or not _is_due(wish, local):
            continue
        there = things(desk, found.person)
        if there if wish.way is Way.DAILY else there - wish.told:
            notices.put(account, wish, there, now)
    return _send(desk, now)


def _is_due(wish: Wish, local: datetime) -> bool:
    """Say whether somebody may be told at this hour."""
    if wish.way is Way.AT_ONCE:
        return not wish.is_quiet(local.hour)
    told = wish.told_at and wish.told_at.astimezone(SHANGHAI).date()
    if wish.way is Way.NEVER or local.hour < wish.hour or told == local.date():
        return False
    try:
        return is_working_day(local.date())
    except CalendarMissing:
        return local.weekday() < 5


def _send(desk: Desk, now: datetime) -> int:
    section = read_publishing(desk.office.home).subscribers
    if section.server is None:
        return 0
    sent, sender = 0, section.server.sender
    for letter in desk.people.notices.take(now):
        try:
            mailer(section, desk.office.home).post(letter.mail, _message(letter, sender))
        except JueceError as why:  # our own settings, or the server; it is tried again
            log.warning("消息没有发出：%s", why)
            desk.people.notices.failed(letter, str(why))
        else:
            desk.people.notices.sent(letter, now)
            sent += 1
    return sent


def _message(letter: Letter, sender: str) -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"], message["To"] = sender, letter.mail
    message["Subject"] = f"工作台：您有{letter.things}件事要办"
    message["Date"] = format_datetime(letter.made_at)
    message["Message-ID"] = f"<{letter.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"您有{letter.things}件事要办，请登录工作台查看。\n\n"
        "这封信由程序发出，请勿回复；不想再收，请在工作台的“消息”里改。\n"
    )
    return message
