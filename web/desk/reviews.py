"""公开审查: what waits to be made public, matter by matter, and what a reviewer says of one (一事一审)."""

import re
from collections.abc import Iterable
from html import unescape
from pathlib import PurePosixPath
from typing import NamedTuple

from starlette.responses import Response

from catalog.duties.who import Action, may
from catalog.names import bare
from office.editions import draft
from office.editions import publish as editions
from office.editions.changes import HANDED, WEBSITE, Matter, is_page, matter_of
from office.editions.diff import Comparison, compare
from office.editions.marks import Difference
from office.editions.review import Proposed, proposed, review, reviewable
from office.editions.verdict import Reviewed, Verdict
from office.settings.installation import Office
from pages.model.downloads import begins
from web.answers import onward
from web.desk.asking import Asked, Stop, unless
from web.desk.frames import address, body_of, pair
from web.desk.sheet import actor_of
from web.forms.names import number
from web.guard import CSP

MOST = 60
"""Differences that are listed on one page; the next has more, and the page itself marks all."""
VERDICTS = {"tongyi": Verdict.AGREED, "tuihui": Verdict.RETURNED}
FRAMES = {"content-security-policy": f"{CSP}; frame-src 'self'"}


class File(NamedTuple):
    """A file of a matter that differs."""

    kind: str
    path: str
    title: str
    lines: tuple[str, ...]
    """What differs in what a reader sees of a paper."""

    @property
    def page(self) -> bool:
        """Say whether it is a page of ours, which can be marked."""
        return is_page(self.path)

    @property
    def machine(self) -> bool:
        """Say whether it is made for programs, or for the looks, from what the pages say."""
        return not self.page and HANDED not in f"/{self.path}"


TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def reviews(asked: Asked) -> Response:
    """Every matter that waits, what is out, and the ways to publish."""
    unless(may(asked.person, Action.READ_DRAFT))
    editions.looked_at(asked.desk.office, asked.desk.today)
    return listed(asked)


def listed(asked: Asked, wrong: Iterable[str] = (), done: str = "") -> Response:
    """The page of all that waits, with what came of something that was done on it."""
    office, wrong = asked.desk.office, [*wrong]
    found = proposed(office)
    out = editions.standing(office)
    able = {a.name: may(asked.person, a) is None for a in Action}
    return asked.page(
        "reviews.html",
        "公开审查",
        409 if wrong else 200,
        found=found,
        open=sum(one.open for one in found),
        rides=all(one.rides for one in found),
        out=out.seal if out else None,
        able=able,
        wrong=wrong,
        done=done or _SAID.get(asked.query.get("hao", ""), ""),
    )


_SAID = {"fabu": "已经启动“发布”，办到哪一步见“流程”", "shencha": "审查意见已经记下"}


def again(asked: Asked) -> Response:
    """Make the draft again, whether or not it seems up to date: settings may have changed."""
    unless(may(asked.person, Action.READ_DRAFT))
    office = asked.desk.office
    with draft.alone(office):
        editions.prepare(office, asked.desk.today)
    return onward("/shencha")


def matter(asked: Asked) -> Response:
    """One matter: its files, what keeps it back, and the form of the verdict."""
    unless(may(asked.person, Action.READ_DRAFT))
    editions.looked_at(asked.desk.office, asked.desk.today)
    return _matter(asked, _named(asked), ())


def _named(asked: Asked) -> Proposed:
    found = reviewable(asked.desk.office).get(asked.parts["matter"])
    if found is None:
        raise Stop(404, "没有待审查的内容", "这一事项没有等待公开的改动：草稿与已公开的一致")
    return found


def _matter(asked: Asked, one: Proposed, wrong: Iterable[str]) -> Response:
    office, wrong = asked.desk.office, [*wrong]
    try:
        seen = draft.examined(office, [one.matter])
        files = _files(office, compare(one.matter, office.site, office.draft))
    except FileNotFoundError:
        raise Stop(409, "草稿正在更新", "草稿刚刚又生成了一遍，请刷新本页再看") from None
    return asked.page(
        "review.html",
        f"公开审查：{one.title}",
        409 if wrong else 200,
        one=one,
        authors=sorted({f"{who.unit} {who.name}" for who in one.authors}),
        blocking=seen.blocking,
        remarks=[said for id_ in one.ids for said in seen.remarks.get(id_, ())],
        files=[file for file in files if not file.machine],
        machine=[file for file in files if file.machine],
        address=address,
        why_not=_why_not(asked, one),
        wrong=wrong,
        note=asked.said("note"),
    )


def _why_not(asked: Asked, one: Proposed) -> str:
    """Why whoever looks cannot give the verdict; empty where he can."""
    if no := may(asked.person, Action.REVIEW):
        return no.because
    if bare(asked.person.name) in {bare(author.name) for author in one.authors}:
        return "您经办过这一事项的材料，经办人和审查人不能是同一人，请换人审查"
    return ""


def _files(office: Office, found: Iterable[Comparison]) -> list[File]:
    return [
        File(one.kind, one.path, _title(office, one), () if is_page(one.path) else one.lines)
        for one in found
    ]


def _title(office: Office, one: Comparison) -> str:
    """What a page calls itself; of another file its name."""
    name = PurePosixPath(one.path).name
    if not is_page(one.path):
        return _handed_in(office, one.path) or name
    body = body_of(office, "jiu" if one.kind == "撤下" else "xin", one.path) or b""
    found = TITLE.search(body.decode("utf-8", "replace"))
    return unescape(found[1]).partition("_")[0].strip() if found else name


def _handed_in(office: Office, path: str) -> str:
    """What a paper is called on file: its name on the website begins with the digest of its bytes."""
    item, name = matter_of(path), PurePosixPath(path).name
    if HANDED not in f"/{path}" or item == WEBSITE:
        return ""
    kept = (d for entry in office.ledger().load(item).entries for d in entry.record.documents)
    found = next((d for d in kept if name.startswith(begins(d.digest))), None)
    return f"{found.kind.value}：{found.title}（{found.name}）" if found else ""


def beside(asked: Asked) -> Response:
    """A page that differs beside the one that is out: every difference marked, and listed."""
    unless(may(asked.person, Action.READ_DRAFT))
    one, path = _named(asked), asked.query.get("ye", "")
    kind = _kind(one.matter, path)
    found = pair(asked, path) if kind == "改动" else None
    listed_ = found.differences if found else ()
    begin = number(asked.query.get("cong", "")) or 0
    answer = asked.page(
        "beside.html",
        f"对照：{one.title}",
        one=one,
        which=path,
        kind=kind,
        unmarked=kind == "改动" and found is None,
        total=len(listed_),
        shown=listed_[begin : begin + MOST],
        begin=begin,
        more=begin + MOST if begin + MOST < len(listed_) else 0,
        address=address,
        anchored=_anchored,
    )
    answer.headers.update(FRAMES)
    return answer


def _kind(one: Matter, path: str) -> str:
    for kind, paths in (("新增", one.new), ("改动", one.changed), ("撤下", one.gone)):
        if path in paths and is_page(path):
            return kind
    raise Stop(404, "没有这个文件", "这一事项里没有这个等待公开的网页")


def _anchored(one: Difference) -> str:
    return "xin" if one.new else "jiu"


def say(asked: Asked) -> Response:
    """Put a verdict on file, of exactly what was looked at and of nothing else."""
    unless(may(asked.person, Action.REVIEW))
    verdict = VERDICTS.get(asked.said("do"))
    if verdict is None:
        return onward(asked.path)
    one, note = _named(asked), asked.said("note")
    if asked.said("digest") != one.matter.digest:
        return _matter(
            asked, one, ["您看的时候，内容又有变化，没有记下。下面是现在的内容，请再看一遍"]
        )
    said = Reviewed(
        digest=one.matter.digest, verdict=verdict, note=note if verdict is Verdict.RETURNED else ""
    )
    wrong = review(asked.desk.office, {one.id: said}, actor_of(asked.person))
    if wrong:
        return _matter(asked, one, [said.partition("：")[2] for said in wrong])
    return onward("/shencha", hao="shencha")
