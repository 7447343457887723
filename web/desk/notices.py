"""消息: a letter that says how many things there are to do, and never what: whoever reads it signs in."""

import logging
from datetime import datetime
from email.message import EmailMessage
from hashlib import sha256
from typing import NamedTuple

from starlette.responses import Response

from catalog.clock import CalendarMissing, is_working_day
from catalog.duties.roles import Person
from catalog.submission import is_mail
from catalog.timezone import SHANGHAI
from catalog.working_days import SATURDAY
from office.delivery.post import may_try, post
from office.delivery.transports.mail import automatic
from office.settings.delivery import Subscribers
from office.settings.drill import Drill
from office.settings.publication import read_publishing
from storage.people.notices import Told, Way, Wish
from web.answers import onward
from web.desk.asking import Asked
from web.desk.office import Desk
from web.desk.todo import consents, tasks

PATH = "/xiaoxi"
EVERY = 60.0
"""Seconds between two looks at whether somebody is to be told."""
HOURS = range(24)

log = logging.getLogger("juece.desk")


def page(asked: Asked) -> Response:
    """How one wants to be told."""
    return _page(asked, asked.desk.people.notices.of(asked.person.account)[0], "")


def keep(asked: Asked) -> Response:
    """Keep it."""
    said = asked.said
    wish = Wish(said("mail"), Way.NEVER)
    try:
        wish = wish._replace(way=Way(said("way")), hour=_hour(said("hour")))
        wish = wish._replace(quiet_from=_hour(said("from")), quiet_until=_hour(said("until")))
    except ValueError:
        return _page(asked, wish, "请从所列的里面选", 422)
    if (wish.mail or wish.way is not Way.NEVER) and not is_mail(wish.mail):
        return _page(asked, wish, "邮箱写得不对，应如 zhangsan@example.gov.cn", 422)
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
        told=asked.desk.people.notices.of(asked.person.account)[1],
        served=read_publishing(asked.desk.office.home).subscribers.server is not None,
    )


def things(desk: Desk, person: Person) -> frozenset[str]:
    """What somebody has to do today or to agree to, each under a key that stays as long as it waits."""
    mine = {f"{t.item}/{t.wait.step_id}" for t in tasks(desk, person) if t.mine and not t.waits}
    return frozenset(mine | {path for path, _ in consents(desk, person)})


def tell(desk: Desk) -> int:
    """Look once; in a drill nobody is written to, whose tasks are made up."""
    return 0 if Drill.of(desk.office.home) else look(desk, desk.clock())


def look(desk: Desk, now: datetime) -> int:
    """Write to everybody who is to be told something now; how many letters were taken."""
    section = read_publishing(desk.office.home).subscribers
    if section.server is None:
        return 0
    sender, sent = section.server.sender, 0
    for account, (wish, told) in desk.people.notices.all().items():
        try:
            if letter := _take(desk, account, wish, told, now):
                sent += _send(desk, section, letter, _message(letter, sender))
        except Exception:  # what is wrong with one is no reason to tell nobody
            log.exception("%s 的消息没有发出", account)
    return sent


class Letter(NamedTuple):
    """What is to be told to somebody, taken on by this process."""

    account: str
    mail: str
    things: frozenset[str]
    told: Told

    @property
    def id(self) -> str:
        """The same until it is noted that it was sent: who is killed between the two sends it again."""
        before = self.told.sent_at.isoformat() if self.told.sent_at else ""
        return sha256(f"{self.account} {before}".encode()).hexdigest()[:32]


def _take(desk: Desk, account: str, wish: Wish, told: Told, now: datetime) -> Letter | None:
    """The letter that somebody is to get now; None where none, or where another process was faster."""
    notices, local = desk.people.notices, now.astimezone(SHANGHAI)
    found = desk.people.accounts.find(account)
    if found is None or found.ended_at or wish.way is Way.NEVER:
        return None
    daily = wish.way is Way.DAILY
    if daily and not (may_try(told.tried_at, now) and _is_time(wish, told, local)):
        return None  # before anything is counted: this is asked every minute
    there = things(desk, found.person)
    left = told._replace(keys=told.keys & there)  # what was done and comes back is new
    if left != told and not notices.note(account, told, left):
        return None
    new = there if daily else there - left.keys
    quiet = not daily and wish.is_quiet(local.hour)
    trying = left._replace(tried_at=now)
    if quiet or not (new and may_try(left.tried_at, now) and notices.note(account, left, trying)):
        return None
    return Letter(account, wish.mail, there, trying)


def _is_time(wish: Wish, told: Told, local: datetime) -> bool:
    """Say whether the letter of the day is due: on a working day, from the hour on that was wished."""
    last = told.sent_at.astimezone(SHANGHAI).date() if told.sent_at else None
    if local.hour < wish.hour or last == local.date():
        return False
    try:
        return is_working_day(local.date())
    except CalendarMissing:
        return local.weekday() < SATURDAY


def _send(desk: Desk, section: Subscribers, letter: Letter, message: EmailMessage) -> bool:
    notices, trying = desk.people.notices, letter.told
    said = post(section, desk.office.home, letter.mail, message)
    over = _noted(letter, said.why)
    if said.why:
        log.warning("消息没有发出：%s", said.why)
        over = over if said.lasting else trying._replace(why=said.why)
    notices.note(letter.account, trying, over)
    return not said.why


def _noted(letter: Letter, why: str = "") -> Told:
    """This letter is over: it was taken, or refused for good, and is not tried again; the next is."""
    at = letter.told.tried_at
    return Told(letter.things, len(letter.things), at, at, why)


def _message(letter: Letter, sender: str) -> EmailMessage:
    assert letter.told.tried_at
    count = len(letter.things)
    subject = f"工作台：您有{count}件事要办"
    message = automatic(sender, letter.mail, subject, letter.id, letter.told.tried_at)
    message.set_content(
        f"您有{count}件事要办，请登录工作台查看。\n\n"
        "这封信由程序发出，请勿回复；不想再收，请在工作台的“消息”里改。\n"
    )
    return message
