"""Public duties -> rows of 程序履行情况, a page of its own: sums, then a line for each duty.

Addresses are relative to that page, one folder below the item's.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from catalog.annual import AuthorityKind
from catalog.public.citing import GROUND_CITED, ORDER_713
from catalog.public.duties import PublicDuty, PublicEvidence, PublicReason
from catalog.public.item import PublicDossier
from catalog.record import Ground
from catalog.states import DutyState
from pages.model import downloads
from pages.model.components import DutyRow, Link
from pages.model.states import GROUNDS
from pages.model.wording import bare, bracketed, day, listed

MARKS = {
    DutyState.DONE: ("✓", "blue"),
    DutyState.NOT_APPLICABLE: ("–", "grey"),
    DutyState.NOT_YET: ("○", "grey"),
    DutyState.MISSING: ("!", "red"),
}
WORDS = {state: (state.name.lower(), state.value, *marks) for state, marks in MARKS.items()}
SEEN_AT = {
    "consultation": "yijian",
    "hearing": "yijian",
    "groups": "caina",
    "adoption": "caina",
    "expert_review": "zhuanjia",
    "risk_assessment": "fengxian",
    "meeting": "liexi",
    "publication": "jieguo",
    "interpretation": "jieguo",
    "evaluation": "pinggu",
}
"""The section in which the record of a duty is told."""

PLAIN = {"决定启动": "已决定启动"}
"""Names of records as people say them."""

REASONS = {
    "consultation": "缩短期限的说明",
    "publication": "逾期公布的说明",
    "interpretation": "未同步解读的说明",
}


def summed(public: PublicDossier) -> str:
    """How many duties there are and how many of them are done, in sums that add up."""
    tally = Counter(duty.state for duty in public.duties)
    sums = "、".join(f"{state.value}{tally[state]}项" for state in DutyState if tally[state])
    return f"{len(public.duties)}项：{sums}。" if sums else ""


def under(public: PublicDossier) -> str:
    """Whose law it is that the rows cite."""
    if not public.duties:
        return ""
    department = public.catalog.authority.kind is AuthorityKind.DEPARTMENT
    how = "参照" if department else "依照"
    return f"本机关{how}{ORDER_713}办理；只写条款的，均为该条例的条款。"


def note(public: PublicDossier) -> str:
    """Say once why nothing but fact, date and result is told of what goes on inside."""
    titles = listed(d.title for d in public.duties if d.inside and d.state is DutyState.DONE)
    if not titles:
        return ""
    source = bracketed(GROUND_CITED[Ground.PROCESS])
    return f"{titles}只公开事实、日期和结果，有关材料{GROUNDS[Ground.PROCESS]}{source}。"


def rows(public: PublicDossier) -> tuple[DutyRow, ...]:
    """A row for each duty, in the order of the procedure."""
    return tuple(_row(public, duty) for duty in public.duties)


def _row(public: PublicDossier, duty: PublicDuty) -> DutyRow:
    state, word, shape, colour = WORDS[duty.state]
    done = duty.state is DutyState.DONE
    return DutyRow(
        slug=duty.slug,
        title=duty.title,
        article=duty.article,
        clause=_clause(duty.article),
        state=state,
        word=word,
        shape=shape,
        colour=colour,
        on=duty.on,
        when=day(duty.on) if duty.on and done else "",
        due_on=duty.due_on,
        says=tuple(f"{bare(line)}。" for line in _lines(public, duty)),
        evidence=tuple(_evidence(public, duty, one) for one in duty.evidence),
    )


@lru_cache(1024)
def _clause(article: str) -> str:
    return article.replace(f"参照{ORDER_713}", "").replace(ORDER_713, "")


def _lines(public: PublicDossier, duty: PublicDuty) -> Iterator[str]:
    """Everything that is to be said of a duty beside its state and evidence."""
    if duty.ground:
        yield duty.ground
    if duty.state is DutyState.NOT_YET and duty.due_on:
        yield f"期限至{day(duty.due_on)}"
    if duty.state is DutyState.MISSING:
        yield _missing(public, duty)
    yield from duty.says
    if duty.inside and duty.state is DutyState.DONE:
        yield "材料不公开"
    for reason in duty.reasons:
        yield _reason(REASONS.get(duty.slug, "说明"), reason)


def _missing(public: PublicDossier, duty: PublicDuty) -> str:
    """Say what was due by when and that nothing is registered; no promise that nobody made."""
    by = f"应于{day(duty.due_on)}前完成，" if duty.due_on else ""
    if duty.evidence:
        return f"{by}截至{day(public.as_of)}登记的材料不全，补充后在此更新"
    return f"{by}截至{day(public.as_of)}没有登记履行材料，登记后在此更新"


def _reason(what: str, reason: PublicReason) -> str:
    return f"{what}（{listed((reason.by, day(reason.on)))}）：{bare(reason.text)}"


def _evidence(public: PublicDossier, duty: PublicDuty, one: PublicEvidence) -> Link:
    """A download, or the part of this site that tells of the record; no address where there is none."""
    if one.digest:
        document = next(d for d in public.documents if d.digest == one.digest)
        return Link(href=f"../{downloads.path(document)}", text=one.title)
    if duty.slug == "listing":
        return Link(href="../../index.html", text=one.title)
    if anchor := SEEN_AT.get(duty.slug):
        return Link(href=f"../index.html#{anchor}", text=f"{one.title}（见事项页）")
    return Link(href="", text=f"{PLAIN.get(one.title, one.title)}（在卷）")
