"""DRF-05 to 08: which draft it is, and what competition law wants of it."""

from collections.abc import Iterator

from catalog.annual import AuthorityKind
from catalog.competition import CompetitionFound
from catalog.findings import Severity
from catalog.record import DocumentKind, Entry, Record
from catalog.rules.base import Case, Wrong, rule
from catalog.stages.consultation import AdoptionStatement
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.expert_review import ExpertReview
from catalog.stages.legality_review import LegalityOpinion, Submission
from catalog.stages.risk_assessment import RiskAssessment


@rule("DRF-05", "713-29.1;DERIVED", ExpertReview, RiskAssessment, LegalityOpinion, Meeting)
def the_draft_is_identified(
    record: ExpertReview | RiskAssessment | LegalityOpinion | Meeting, case: Case
) -> Iterator[Wrong]:
    """论证、评估、审查和审议所针对的草案，凭校验值可以确认是在卷的哪一份。"""
    put = _put_before(record, case)
    if record.draft and record.draft not in put:
        yield Wrong(
            f"“所针对的草案”{record.draft[:12]}…不在应当针对的草案之中",
            "照录在卷草案的 SHA-256；只有一份的可以不填",
        )
    elif not record.draft and len(put) > 1 and isinstance(record, LegalityOpinion | Meeting):
        yield Wrong(f"提交的草案有{len(put)}份，没有写明针对哪一份", "填写“所针对的草案”")
    elif not put and isinstance(record, ExpertReview | RiskAssessment):
        reused = isinstance(record, RiskAssessment) and record.reused
        if record.form_no > 1 and not reused:
            yield Wrong(
                "论证、评估针对的是哪一份草案，无从确认：在卷没有决策草案",
                "在“材料”中附上当时的决策草案",
            )


def _put_before(record: Record, case: Case) -> set[str]:
    """Digests of the drafts it can be about; of experts and assessors, any on file or attached."""
    dossier = case.dossier
    records: list[Record | None]
    match record:
        case LegalityOpinion():
            records = [dossier.latest(Submission)]
        case Meeting():
            records = [dossier.latest(MeetingPackage)]
        case _:
            records = [record, *(e.record for e in dossier.entries)]
    documents = (d for r in records if r for d in r.documents)
    return {d.digest for d in documents if d.kind is DocumentKind.DRAFT}


@rule("DRF-17", "713-19(1);713-22(1);DERIVED", Submission, severity=Severity.REASON, form=2)
def what_was_reviewed_is_what_goes_on(record: Submission, case: Case) -> Iterator[Wrong]:
    """送审的草案，应当是专家论证、风险评估所针对的草案；有实质性变化的，再次论证、评估，或者说明理由。"""
    adoption = case.dossier.latest(AdoptionStatement)
    if adoption and adoption.draft_changes and not adoption.material_change:
        return  # what was changed is told, and it is nothing that experts or assessors looked at
    put = _drafts(record)
    for step, what in SEEN_BY.items():
        entry = case.dossier.entry_of(step)
        seen = _seen(entry, case) if entry else set[str]()
        if put and seen and not put & seen:
            yield Wrong(
                f"{what}针对的不是送审的草案",
                f"以现在的草案再次{what}，或者说明修改不影响其结论（规则编号 DRF-17）",
            )


SEEN_BY = {"expert_review.review": "专家论证", "risk_assessment.report": "风险评估"}


def _seen(entry: Entry, case: Case) -> set[str]:
    """The drafts that experts or assessors can have seen: the one named, else those they brought,
    else those on file before."""
    named = getattr(entry.record, "draft", "")
    before = (e.record for e in case.dossier.entries if e.seq < entry.seq)
    return (
        ({named} if named else set())
        or _drafts(entry.record)
        or {digest for record in before for digest in _drafts(record)}
    )


def _drafts(record: Record) -> set[str]:
    return {d.digest for d in record.documents if d.kind is DocumentKind.DRAFT}


@rule("DRF-06", "783-17;783-18;713-29.1", MeetingPackage, may_demand=("documents",))
def fair_competition_is_reviewed(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """涉及经营者经济活动的政策措施，未经公平竞争审查，或者经审查违反标准又不符合例外规定的，不得出台。"""
    if not case.item.affects_operators:
        return
    if not record.has(DocumentKind.FAIR_COMPETITION):
        yield Wrong("事项涉及经营者经济活动，没有公平竞争审查结论", "补充公平竞争审查结论")
    review = record.fair_competition
    if review is None or record.form_no == 1 or not case.binding("783-17"):
        return
    if review.conclusion is None:
        yield Wrong("公平竞争审查没有写明结论", "选择“审查结论”")
    elif review.conclusion is CompetitionFound.VIOLATES:
        yield Wrong("公平竞争审查认为违反审查标准，不得出台", "修改后重新审查，再提请审议")
    elif (review.conclusion is CompetitionFound.EXCEPTED) is not bool(review.exception):
        yield Wrong(
            f"审查结论为“{review.conclusion}”，与“适用例外的情形”的填写不一致", "请核对两栏"
        )


@rule("DRF-07", "783-16", MeetingPackage, may_demand=("fair_competition",))
def operators_are_heard_in_it(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """开展公平竞争审查，应当听取有关经营者、行业协会商会等利害关系人的意见。"""
    review = record.fair_competition
    if case.item.affects_operators and not (review and review.heard):
        yield Wrong(
            "没有登记公平竞争审查听取了哪些利害关系人的意见",
            "在“公平竞争审查”中填写听取意见的经营者、行业协会商会等",
        )


@rule("DRF-13", "783-13;783-14;783-17;713-29.1", MeetingPackage)
def the_competition_review_comes_before_the_package(
    record: MeetingPackage, case: Case
) -> Iterator[Wrong]:
    """公平竞争审查在提请审议前作出结论：政府的由市场监督管理部门会同起草单位审查，部门的由起草单位审查。"""
    review = record.fair_competition
    if not (case.item.affects_operators and review):
        return
    if not review.reviewer:
        yield Wrong("公平竞争审查没有写明审查单位", "填写“审查单位”")
    elif record.form_no > 1 and case.binding("783-13"):
        yield from _wrong_reviewer(review.reviewer, case)
    if review.reviewed_on is None:
        yield Wrong("公平竞争审查没有写明日期", "填写“审查日期”")
    elif review.reviewed_on > record.submitted_on:
        yield Wrong(
            f"公平竞争审查于{review.reviewed_on}，提请审议于{record.submitted_on}",
            "请核对日期；审查在提请审议之后的，审查后重新提请",
        )


REGULATOR = ("市场监督管理", "市场监管")


def _wrong_reviewer(reviewer: str, case: Case) -> Iterator[Wrong]:
    """Who reviews goes by who issues: a government's act the regulator, a department's its drafter."""
    authority = case.authority
    by_regulator = any(word in reviewer for word in REGULATOR)
    if authority is None:
        return
    ours = any(word in authority.name for word in REGULATOR)
    if authority.kind is AuthorityKind.GOVERNMENT and not by_regulator:
        yield Wrong(
            f"政府出台的，公平竞争审查由市场监督管理部门会同起草单位进行，登记的是{reviewer}",
            "起草单位初审后，送市场监督管理部门审查",
        )
    elif authority.kind is AuthorityKind.DEPARTMENT and by_regulator and not ours:
        yield Wrong(
            f"部门出台的，公平竞争审查由起草单位（牵头起草单位）进行，登记的是{reviewer}",
            "由起草单位审查；征求市场监督管理部门意见的，记入听取意见情况",
        )


@rule("DRF-08", "783-12", MeetingPackage)
def an_exception_has_its_end(record: MeetingPackage, _case: Case) -> Iterator[Wrong]:
    """适用例外规定的，应当确定合理的实施期限或者终止条件。"""
    review = record.fair_competition
    if review and review.exception and not review.term:
        yield Wrong("适用例外规定，没有实施期限或者终止条件", "填写“实施期限或者终止条件”")
