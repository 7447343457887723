"""The posts (岗位) of an office and the people who hold them."""

from collections.abc import Collection
from enum import StrEnum
from typing import NamedTuple


class Post(StrEnum):
    """What somebody is in the office; one person may hold several, see `may_hold`."""

    UNIT = "承办处室"
    HEAD = "处室负责人"
    LEGAL = "法规处"
    OFFICE = "办公室"
    REVIEWER = "公开审查员"
    EVALUATOR = "评估单位"
    LEADER = "领导"
    SYSTEM = "系统管理员"
    SECURITY = "安全管理员"
    AUDITOR = "审计员"


ADMINISTRATORS = frozenset({Post.SYSTEM, Post.SECURITY, Post.AUDITOR})
"""三员: who makes accounts, who grants posts and who reads the log are three people."""
SEE_ALL = frozenset({Post.LEGAL, Post.OFFICE, Post.LEADER, Post.AUDITOR})


class Person(NamedTuple):
    """Somebody who is signed in."""

    account: str
    name: str
    unit: str
    posts: frozenset[Post] = frozenset()


class No(NamedTuple):
    """Why something may not be done, and the reference of the article (catalog.law.cite) or empty."""

    because: str
    source: str = ""


def may_hold(posts: Collection[Post]) -> No | None:
    """Say why one person cannot hold these posts together."""
    apart = sorted(ADMINISTRATORS & {*posts})
    if len(apart) > 1:
        return No(f"{'、'.join(apart)}应当由不同的人担任（三员分立）")
    if apart and len({*posts}) > 1:
        return No(f"{apart[0]}不办理业务，不能同时担任{'、'.join(sorted({*posts} - {*apart}))}")
    return None
