"""Who may do what: by post, by unit, and by the part that somebody had in the item."""

from enum import StrEnum

from catalog.dossier import Dossier
from catalog.duties.roles import ADMINISTRATORS, SEE_ALL, No, Person, Post
from catalog.item import Part
from catalog.lifecycle import reachable, secret
from catalog.names import bare
from catalog.stages import STEPS, Role
from catalog.stages.applicability import item_of
from catalog.stages.entry import OF_THE_YEAR
from catalog.successions import heirs

FILED_BY = {
    Role.LEGAL_OFFICE: frozenset({Post.LEGAL}),
    Role.UNIT: frozenset({Post.UNIT}),
    Role.OFFICE: frozenset({Post.OFFICE}),
    Role.EVALUATOR: frozenset({Post.EVALUATOR}),
}
"""Which posts file the steps of a role."""
CATALOG = OF_THE_YEAR | {"entry.inclusion", "entry.adjustment"}
"""The annual catalog is kept by the legal office or by the general office (713-3(3))."""
OPINION = "legality_review.opinion"


class Action(StrEnum):
    """What concerns no single item."""

    CATALOG = "导入年度目录"
    READ_DRAFT = "看等待公开的页面"
    REVIEW = "公开前审查：同意公开、退回"
    PUBLISH = "发布审查同意的页面"
    URGENT = "决定紧急公开（先公开、后补审查）"
    TAKE_BACK = "把公开的一号退回上一号"
    ACCOUNTS = "开设、停用账号"
    GRANT = "授予、收回岗位"
    LOG = "查看登录、授权和退回记录"
    START = "启动流程：启动事项、巡查"
    ENGINE = "改动流程引擎里的运行"
    SCORES = "看考核"
    SCORES_OF_ALL = "看各处室的考核"


_PUBLISH = frozenset({Post.LEGAL, Post.OFFICE})
_BY = {
    Action.CATALOG: frozenset({Post.LEGAL, Post.OFFICE}),
    Action.READ_DRAFT: SEE_ALL | {Post.REVIEWER},
    Action.REVIEW: frozenset({Post.REVIEWER}),
    Action.PUBLISH: _PUBLISH,
    Action.URGENT: frozenset({Post.LEADER}),
    Action.TAKE_BACK: _PUBLISH | {Post.LEADER},
    Action.ACCOUNTS: frozenset({Post.SYSTEM}),
    Action.GRANT: frozenset({Post.SECURITY}),
    Action.LOG: frozenset({Post.AUDITOR}),
    Action.START: frozenset({Post.LEGAL, Post.OFFICE}),
    Action.ENGINE: frozenset({Post.SYSTEM}),
    Action.SCORES: SEE_ALL | {Post.UNIT, Post.HEAD},
    Action.SCORES_OF_ALL: SEE_ALL,
}


def may(person: Person, action: Action) -> No | None:
    """Say why a person may not do what concerns no single item; None where he may."""
    by = _BY[action]
    return None if by & person.posts else No(f"{action}由{'、'.join(sorted(by))}办理")


def units_of(dossier: Dossier) -> tuple[str, ...]:
    """Those who undertake an item: the lead unit, or all where the catalog names no lead."""
    item = item_of(dossier)
    if item is None:
        return ()
    lead = item.lead_unit
    named = tuple(u.name for u in item.units if u.part is Part.NAMED)
    return (lead,) if lead else named


def turn_of(dossier: Dossier, step_id: str) -> str:
    """Who is to file a step: the units that undertake the item, or whose role it is."""
    role, units = STEPS[step_id].role, "、".join(units_of(dossier))
    return units if role is Role.UNIT and units else role.value


def undertakes(person: Person, dossier: Dossier) -> bool:
    """Say whether an item is undertaken by the unit of a person, or by one that is in its place."""
    return bool(_own(person, dossier) & {bare(unit) for unit in units_of(dossier)})


def _own(person: Person, dossier: Dossier) -> set[str]:
    """The units for which a person acts: his own, or, where it is no more, those in its place."""
    return {bare(unit) for unit in heirs(person.unit, dossier.reforms)}


def _takes_part(person: Person, dossier: Dossier) -> bool:
    item = item_of(dossier)
    units = item.units if item else ()
    return bool(_own(person, dossier) & {bare(unit.name) for unit in units})


def may_see(person: Person, dossier: Dossier) -> No | None:
    """Say why a person may not see an item with all its papers; None where he may."""
    own = undertakes(person, dossier) and bool({Post.UNIT, Post.HEAD} & person.posts)
    if secret(dossier):
        ours = own or Post.LEGAL in person.posts
        return None if ours else No("依法不予公开的事项，只有承办处室和法规处能看", "711-14")
    if own or SEE_ALL & person.posts:
        return None
    if {Post.UNIT, Post.HEAD} & person.posts and _takes_part(person, dossier):
        return None
    if Post.EVALUATOR in person.posts:
        published = reachable(dossier, "evaluation")
        return None if published else No("决策公布以后，评估单位才能看这一事项", "713-36")
    if ADMINISTRATORS & person.posts:
        return No("系统管理员、安全管理员不办理业务，看不到事项")
    return No("不是本处室承办或者协办的事项")


def may_file(person: Person, dossier: Dossier, step_id: str) -> No | None:
    """Say why a person may not file a step of an item; None where he may.

    Whether the step is open now is another question, see `when`; what is in the paper a third, for
    the law to judge.
    """
    step = STEPS[step_id]
    by = FILED_BY[step.role] | (frozenset({Post.OFFICE}) if step_id in CATALOG else frozenset())
    if not by & person.posts:
        return No(f"“{step.title}”由{'或者'.join(sorted(by))}办理", step.source)
    if unseen := may_see(person, dossier):
        return unseen
    if step.role is Role.UNIT and not undertakes(person, dossier):
        units = "、".join(units_of(dossier))
        if not units:
            return No("目录没有写明承办单位，请法规处先更正“列入目录”", "713-11")
        return No(f"“{step.title}”由承办处室（{units}）办理", step.source)
    if step_id == OPINION:
        return _not_apart(person, dossier)
    return None


def _not_apart(person: Person, dossier: Dossier) -> No | None:
    """Who undertakes a decision, or filed for who does, does not judge its legality."""
    if undertakes(person, dossier):
        return No("承办处室不能审查自己承办的决策草案", "713-25")
    if bare(person.name) in authors(dossier):
        return No(
            f"{person.name}经办过这一事项承办处室的材料，不能再作合法性审查，请换人", "713-25"
        )
    return None


def authors(dossier: Dossier) -> set[str]:
    """Who filed what the undertaking unit answers for, by bare names."""
    return {bare(e.actor.name) for e in dossier.entries if STEPS[e.step].role is Role.UNIT}
