"""The three administrators' pages: accounts, posts, and the log for the auditor."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from starlette.responses import Response

from catalog.duties.roles import Post
from catalog.duties.who import Action, may
from catalog.stages import STEPS
from opinions.acts import ContactsErased, ListGivenUp
from storage.people.accounts import Account, Unfit
from web.answers import onward
from web.desk.acts import AccountChanged, SignIn
from web.desk.asking import Asked, unless
from web.desk.signin import actor_of

MOST_SHOWN = 500
"""Rows of the log on one page, the newest first."""


class Line(NamedTuple):
    """A row of the log."""

    at: datetime
    who: str
    what: str
    about: str


def accounts(asked: Asked) -> Response:
    """All accounts, for who makes them."""
    unless(may(asked.person, Action.ACCOUNTS))
    return _accounts(asked, "", "", "")


def _accounts(asked: Asked, wrong: str, link: str, whose: str, ending: str = "") -> Response:
    every = asked.desk.people.accounts.every()
    shown = {"accounts": every, "wrong": wrong, "link": link, "whose": whose, "ending": ending}
    typed = {name: asked.said(name) if wrong else "" for name in ("account", "name", "unit")}
    return asked.page("accounts.html", "用户", 403 if wrong else 200, **shown, typed=typed)


def change_accounts(asked: Asked) -> Response:
    """Make an account, end one, or give one a new link."""
    unless(may(asked.person, Action.ACCOUNTS))
    kept, (do, _, whose) = asked.desk.people.accounts, asked.said("do").partition(":")
    try:
        if do == "xin":
            whose = asked.said("account")
            link = kept.make(whose, asked.said("name"), asked.said("unit"), asked.now)
            _log(asked, whose, "开设")
            return _accounts(asked, "", link, whose)
        if do == "lianjie":
            whose = _meant(asked, whose)
            link = kept.link(whose, asked.now)
            _log(asked, whose, "给了新的链接")
            return _accounts(asked, "", link, whose)
        if do == "ting":
            return _accounts(asked, "", "", "", whose)
        if do == "tingding":
            whose = _meant(asked, whose)
            if whose == asked.person.account:
                raise Unfit("不能停用自己的账号，请另一位系统管理员办理")
            kept.end(whose, asked.now)
            _log(asked, whose, "停用")
    except Unfit as why:
        return _accounts(asked, str(why), "", "")
    return onward("/yonghu")


def posts(asked: Asked) -> Response:
    """The posts of all accounts, for who grants them."""
    unless(may(asked.person, Action.GRANT))
    return _posts(asked, "")


def _posts(asked: Asked, wrong: str) -> Response:
    every = [one for one in asked.desk.people.accounts.every() if one.ended_at is None]
    shown = {"accounts": every, "posts": [*Post], "wrong": wrong}
    return asked.page("posts.html", "岗位", 403 if wrong else 200, **shown)


def grant(asked: Asked) -> Response:
    """Let an account hold the posts that were ticked, and no others."""
    unless(may(asked.person, Action.GRANT))
    ticked = [post for post in Post if post.value in asked.pairs.get("posts", ())]
    try:
        whose = _meant(asked, asked.said("account"))
        if whose == asked.person.account:
            raise Unfit("不能给自己授予岗位")
        asked.desk.people.accounts.grant(whose, ticked)
    except Unfit as why:
        return _posts(asked, str(why))
    _log(asked, whose, f"岗位改为{'、'.join(ticked) or '无'}")
    return onward("/gangwei", whose)


def _meant(asked: Asked, typed: str) -> str:
    """The id of the account that is meant: ＡＮＱＵＡＮ and anquan are one. Raises Unfit for none in use."""
    found = asked.desk.people.accounts.find(typed)
    if found is None or found.ended_at:
        raise Unfit(f"没有“{typed}”这个账号，或者已经停用")
    return found.id


def _log(asked: Asked, account: str, change: str) -> None:
    me: Account | None = asked.desk.people.accounts.find(asked.person.account)
    assert me
    act = AccountChanged(account=account, change=change)
    asked.desk.ledger.acts.append(act, account, actor_of(me), asked.now)


def log(asked: Asked) -> Response:
    """Who came in, who was granted what, and what was refused, for the auditor."""
    unless(may(asked.person, Action.LOG))
    lines = sorted(_lines(asked), key=lambda line: line.at, reverse=True)
    return asked.page("log.html", "日志", lines=lines[:MOST_SHOWN], more=len(lines) > MOST_SHOWN)


def _lines(asked: Asked) -> Iterator[Line]:
    ledger = asked.desk.ledger
    for came in ledger.acts.of(SignIn):
        what = "登录" if came.act.succeeded else "登录没有成功"
        yield Line(came.at, came.actor.name, what, came.act.account)
    for done in ledger.acts.of(AccountChanged):
        yield Line(done.at, done.actor.name, done.act.change, f"账号 {done.act.account}")
    for erased in ledger.acts.of(ContactsErased):
        which = f"来件{erased.act.letter}，" if erased.act.letter else ""
        said = f"{erased.subject}：{which}{erased.act.count}件，{erased.act.why}"
        yield Line(erased.at, erased.actor.name, "删除联系方式", said)
    for given in ledger.acts.of(ListGivenUp):
        said = f"{given.subject}：第{given.act.batch}批"
        yield Line(given.at, given.actor.name, "作废没有导入完的登记表", said)
    for item in ledger.items():
        for one in ledger.refusals(item):
            title = STEPS[one.step].title if one.step in STEPS else one.step
            found = [*one.faults, *(f.rule for f in one.findings if f.blocks)]
            yield Line(one.at, one.actor.name, f"“{title}”未予登记", f"{item}：{'、'.join(found)}")
