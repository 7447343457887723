"""The decision in force: what was reported of it, what was changed, and whether it still holds."""

from catalog.public.execution import PublicChange
from catalog.public.item import PublicDossier
from catalog.stages.disclosure import ChangeKind
from pages.model.components import Fact
from pages.model.facts import fact
from pages.model.page import Report
from pages.model.states import CONTENT, OVER, Said
from pages.model.wording import bare, day


def said(public: PublicDossier) -> Said | None:
    """The state of the section, or None: it is there only once there is something to tell."""
    if not public.executions and not public.changes:
        return None
    return CONTENT._replace(word=OVER.get(public.status, "已公开"))


def execution(public: PublicDossier) -> Report | None:
    """Changes first, the latest before the others, then the reports."""
    if said(public) is None:
        return None
    return Report(
        facts=tuple(f for one in reversed(public.changes) for f in _change(one)),
        columns=("报告日期", "执行单位", "执行情况"),
        rows=tuple(
            (day(one.reported_on), one.unit, one.progress) for one in reversed(public.executions)
        ),
    )


def _change(one: PublicChange) -> tuple[Fact, ...]:
    by = f"{one.decided_by}决定" if one.decided_by else "决定"
    return fact(
        one.change.value,
        f"{day(one.decided_on)}{by}，理由：{bare(one.reason)}。",
        f"履行的程序：{bare(one.procedure)}。" if one.procedure else "",
    )


def halted(public: PublicDossier, kind: ChangeKind) -> PublicChange:
    """The decision by which it was halted."""
    return next(one for one in reversed(public.changes) if one.change is kind)
