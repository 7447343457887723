"""editions.html: every edition of the site, what differed in it, why, and who let it out."""

from collections.abc import Sequence
from datetime import datetime

from catalog.record import Frozen
from catalog.timezone import SHANGHAI, local_day
from office.editions.proof.seal import Approval, Emergency, Matter, Seal, Withdrawal
from pages.build.outputs import static
from pages.build.paths import EARLIER, EDITION
from pages.html.layout import HISTORY_TITLE, top_frame
from pages.html.render import render_history
from pages.html.theme import PLAIN, Theme
from pages.model.components import Link
from pages.model.view import revised
from pages.model.wording import day

SHOWN = 200
"""Editions told in full: ten months of working days. The records of all are linked."""


class Told(Frozen):
    """A matter as it is printed."""

    title: str
    files: str
    reasons: str
    urgent: str
    approved: str


class Row(Frozen):
    """An edition as it is printed."""

    title: str
    out: str
    record: str
    matters: tuple[Told, ...]
    withdrawn: str
    against: str
    """Which edition it differs from, where that is not the one before."""


class HistoryPage(Frozen):
    """All that the page prints."""

    rows: tuple[Row, ...]
    older: tuple[Link, ...]


def history_page(seals: Sequence[Seal], look: Theme = PLAIN) -> bytes:
    """Write the page for the newest of these editions, which are given oldest first."""
    newest, told = seals[-1], seals[: -SHOWN - 1 : -1]
    back = {one.number: one for seal in seals for one in seal.withdrawn}
    page = HistoryPage(
        rows=tuple(_row(one, newest, back.get(one.number)) for one in told),
        older=tuple(_older(one, one.number in back) for one in seals[::-1][len(told) :]),
    )
    frame = top_frame(newest.notice, newest.as_of, static(look).assets)
    crumbs = (Link(href="index.html", text=frame.here),)
    frame = revised(
        frame, title=f"{HISTORY_TITLE}_{frame.owner}", here=HISTORY_TITLE, crumbs=crumbs
    )
    return render_history(page, frame, look).encode()


def name(number: int) -> str:
    """The file of an earlier edition."""
    return f"{EARLIER}/{number}.json"


def taken_back(one: Withdrawal) -> str:
    """When an edition was taken back, by whom, which one stood again and why, in words."""
    why = f"，理由：{one.reason.rstrip('。')}" if one.reason else "，当时登记的理由没有公开"
    return f"{_instant(one.at)}由{one.by}撤回，重新公开第{one.standing}号{why}"


def told_back(one: Withdrawal) -> str:
    """That an edition was taken back, with its number, in words."""
    return f"第{one.number}号已撤回：{taken_back(one)}"


def _row(seal: Seal, newest: Seal, back: Withdrawal | None) -> Row:
    return Row(
        title=f"第{seal.number}号",
        out=f"{_instant(seal.published_at)}公开，页面截至{day(seal.as_of)}。",
        record=EDITION if seal is newest else name(seal.number),
        matters=tuple(map(_told, seal.matters)),
        withdrawn=taken_back(back) if back else "",
        against=_against(seal),
    )


def _against(seal: Seal) -> str:
    if seal.number - 1 not in {one.number for one in seal.withdrawn}:
        return ""
    return f"第{seal.number - 1}号已撤回，以下变动是与第{seal.withdrawn[-1].standing}号相比。"


def _told(matter: Matter) -> Told:
    counted = (("新增", matter.new), ("改动", matter.changed), ("撤下", matter.removed))
    return Told(
        title=matter.title,
        files="，".join(f"{word}{n}个文件" for word, n in counted if n),
        reasons="；".join(matter.reasons),
        urgent=_urgent(matter.emergency) if matter.emergency else "",
        approved=_approved(matter.approved) if matter.approved else "",
    )


def _urgent(one: Emergency) -> str:
    return f"先公开、后审查：{_who(one.by, one.unit)}决定，理由：{one.reason}"


def _approved(one: Approval) -> str:
    return f"{_who(one.by, one.unit)}于{_instant(one.at)}审查同意"


def _who(by: str, unit: str) -> str:
    return f"{unit}{by}"


def _older(seal: Seal, back: bool) -> Link:
    text = f"第{seal.number}号（{day(local_day(seal.published_at))}{'，已撤回' if back else ''}）"
    return Link(href=name(seal.number), text=text)


def _instant(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{day(local.date())}{local:%H:%M}"
