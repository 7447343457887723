"""邮件订阅: whoever follows an item is told by e-mail when its update history (更新记录) on the site grows.

Told is what the page that is out says, and nothing else: a title, a line for each event, the address. Before the first
such letter its reader is asked once whether he wants any, and each has a link by which one leaves with one click
(RFC 8058). No letter is lost; one whose sender was killed comes twice, under one Message-ID.
"""

import json
import logging
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email.message import EmailMessage
from hashlib import sha256
from typing import NamedTuple

from catalog.ids import authority_of, item_id
from office.delivery.post import may_try, post
from office.delivery.transports import shown
from office.delivery.transports.mail import automatic
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.publication import read_publishing
from office.settings.websites import read_sites
from opinions.followers import LASTS, Follower, Followers
from pages.website import item_path

REFUSALS, DAY = 5, timedelta(days=1)
"""How often in a row, a day apart, a server refuses an address for good before it is erased."""
TO_MAILBOX, TO_DOMAIN = 5, 300
"""How many people are asked at most, at one mailbox a day and at one mail host an hour: the others wait their turn."""
PATIENCE = 3
"""Letters in a row that were not taken, after which the server is left alone until the next look."""

log = logging.getLogger("juece.following")


class News(NamedTuple):
    """An item's page as it is out: its name, its address, and its events by their ids, newest first."""

    name: str
    url: str
    intake: str
    """Where the public's forms are; ends in /."""
    events: Mapping[str, str]


def tell(office: Office) -> int:
    """Look once; in a drill nobody is written to, whose items are made up."""
    return 0 if Drill.of(office.home) else look(office, office.now())


def look(office: Office, now: datetime) -> int:
    """Write to everybody who is to be asked or told something; how many letters were taken.

    Raises ShapeError where the settings are wrong.
    """
    section = read_publishing(office.home).subscribers
    if section.server is None:
        return 0
    there, sender, sent, failed = Followers(office.ledger().engine), section.server.sender, 0, 0
    there.erase_silent(now)
    for before, letter in _due(office, there.all(), now):
        trying = before._replace(
            tried_at=now, told=before.told if before.confirmed_at else letter.had
        )
        if not there.note(before, trying):
            continue
        said = post(section, office.home, before.mail, letter.message(sender, before, now))
        if not said.why:
            asked_at = before.lettered_at or now
            over = trying._replace(told=letter.had, lettered_at=asked_at, why="", refused=0)
        else:
            over = trying._replace(why=said.why, refused=before.refused + said.lasting)
            log.warning("%s 的订阅邮件没有发出：%s", before.item, said.why)
        if over.refused >= REFUSALS:
            there.erase([before.key])
        else:
            there.note(trying, over)
        sent, failed = sent + (not said.why), failed + 1 if said.why and not said.lasting else 0
        if failed >= PATIENCE:
            break
    return sent


class Letter(NamedTuple):
    """What is to be said to one follower: that he is asked, or (`new`) what is new on the page."""

    news: News
    new: tuple[str, ...]
    had: frozenset[str]
    """The ids of what he was told once it is sent."""

    def message(self, sender: str, to: Follower, at: datetime) -> EmailMessage:
        """The letter; its Message-ID is that of its contents."""
        key = sha256(" ".join((to.key, *sorted(self.new))).encode()).hexdigest()[:32]
        name, leave = shown(self.news.name), f"{self.news.intake}tuiding/?ling={to.key}"
        subject = f"更新：{name}" if to.confirmed_at else f"请确认订阅：{name}"
        message = automatic(sender, to.mail, subject, key, at)
        if to.confirmed_at:
            message["List-Unsubscribe"] = f"<{leave}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
            lines = "".join(f"* {shown(self.news.events[one])}\n" for one in self.new)
            said = f"“{name}”的页面有更新：\n\n{lines}\n看页面：{self.news.url}\n\n不想再收，请点：{leave}\n"
        else:
            said = (
                f"有人用这个邮箱订阅“{name}”的更新（{self.news.url}）。\n\n"
                f"是您本人要订阅的，请在{LASTS // timedelta(hours=1)}小时内点：{self.news.intake}queren/?ling={to.key}\n\n"
                "不是的，不用理会：不会再收到信，这个邮箱到时即删除。\n"
            )
        message.set_content(f"{said}\n这封信由程序发出，请勿回复。\n")
        return message


def _due(
    office: Office, everybody: list[Follower], now: datetime
) -> Iterator[tuple[Follower, Letter]]:
    """Whoever is to be written to now, with the letter."""
    told, boxes, hosts = dict[str, News | None](), Counter[str](), Counter[str]()
    for one in everybody:
        if one.lettered_at:
            boxes[one.mailbox] += now - DAY < one.lettered_at <= now
            hosts[_host(one)] += now - timedelta(hours=1) < one.lettered_at <= now
    for one in everybody:
        if one.item not in told:
            told[one.item] = news(office, one.item)
        page = told[one.item]
        may = may_try(one.tried_at, now, DAY) if one.refused else may_try(one.tried_at, now)
        if page is None or not may:
            continue
        if one.confirmed_at:
            if new := tuple(id_ for id_ in page.events if id_ not in one.told):
                yield one, Letter(page, new, one.told | {*new})
        elif (
            not one.lettered_at
            and boxes[one.mailbox] < TO_MAILBOX
            and hosts[_host(one)] < TO_DOMAIN
        ):
            boxes[one.mailbox] += 1
            hosts[_host(one)] += 1
            yield one, Letter(page, (), frozenset(page.events))


def news(office: Office, item: str) -> News | None:
    """What the page of an item that is out tells; None where none is, or where the office has no intake."""
    named = item_id(item)
    site = read_sites(office.home, []).get(authority_of(item)) if named else None
    if named is None or site is None or site.intake is None:
        return None
    path = item_path(named.year, named.no)
    try:
        page = json.loads((office.site / named.authority / path / "item.json").read_bytes())
    except FileNotFoundError:
        return None
    events = {one["id"]: one["what"] for one in page["updates"]}
    return News(page["name"], f"https://{site.domain}/{path}/", site.intake, events)


def _host(one: Follower) -> str:
    return one.mailbox.rpartition("@")[2]
