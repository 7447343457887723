"""The first people of an office's desk: the three administrators, or made-up people in a demonstration."""

from datetime import datetime

from catalog.duties.roles import Post
from catalog.record import Identity
from storage.ledger import Ledger
from storage.people.people import People

FIRST = {
    "xitong": ("系统管理员", Post.SYSTEM),
    "anquan": ("安全管理员", Post.SECURITY),
    "shenji": ("审计员", Post.AUDITOR),
}
"""The three accounts that a new desk begins with, to be handed to three people."""
MADE_UP = {
    "fagui": ("孙演示", "法规处", (Post.LEGAL,)),
    "yanglao": ("王演示", "养老服务处", (Post.UNIT,)),
    "ertong": ("冯演示", "儿童福利处", (Post.UNIT,)),
    "shezu": ("高演示", "社会组织管理处", (Post.UNIT,)),
    "cishan": ("蒋演示", "慈善事业促进处", (Post.UNIT,)),
    "jiuzhu": ("刘演示", "社会救助处", (Post.UNIT,)),
    "shiwu": ("郑演示", "社会事务处", (Post.UNIT,)),
    "chuzhang": ("周演示", "养老服务处", (Post.HEAD,)),
    "bangong": ("吴演示", "办公室", (Post.OFFICE,)),
    "baomi": ("沈演示", "局保密办", (Post.REVIEWER,)),
    "pinggu": ("胡演示", "示例市公共政策评估中心（虚构）", (Post.EVALUATOR,)),
    "lingdao": ("赵演示", "局领导", (Post.LEADER,)),
    "xitong": ("系统管理员", "信息中心", (Post.SYSTEM,)),
    "anquan": ("安全管理员", "机关党委", (Post.SECURITY,)),
    "shenji": ("审计员", "机关纪委", (Post.AUDITOR,)),
}
"""Made-up people of each post, for a demonstration or a drill."""
PASSWORD = "yanlian-2026"
"""Of every made-up person; it is printed on the screen, and good where everything is made up alone."""


def found(people: People, now: datetime) -> dict[str, str]:
    """The one-time links of the three administrators where nobody may come in yet, by account."""
    if people.accounts.every():
        return {}
    links = {}
    for account, (title, post) in FIRST.items():
        links[account] = people.accounts.make(account, title, title, now)
        people.accounts.grant(account, [post])
    return links


def is_made_up(ledger: Ledger) -> bool:
    """Say whether everything on file was filed by a script: a demonstration."""
    filers = [actor for actors in ledger.filers().values() for actor in actors]
    return bool(filers) and all(actor.identity is Identity.SCENARIO for actor in filers)


def populate(people: People, now: datetime) -> None:
    """Let the made-up people in; those who are there stay as they are."""
    known = {account.id for account in people.accounts.every()}
    for account, (name, unit, posts) in MADE_UP.items():
        if account not in known:
            link = people.accounts.make(account, name, unit, now)
            people.accounts.grant(account, posts)
            people.accounts.redeem(link, PASSWORD, now)
