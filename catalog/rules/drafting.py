"""DRF-05 to 08: which draft it is, and what competition law wants of it."""

from collections.abc import Iterator

from catalog.record import DocumentKind, Record
from catalog.rules.base import Case, Wrong, rule
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


@rule("DRF-06", "783-18;713-29.1", MeetingPackage, may_demand=("documents",))
def fair_competition_is_reviewed(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """涉及经营者经济活动的政策措施，未经公平竞争审查的不得出台。"""
    if case.item.affects_operators and not record.has(DocumentKind.FAIR_COMPETITION):
        yield Wrong("事项涉及经营者经济活动，没有公平竞争审查结论", "补充公平竞争审查结论")


@rule("DRF-07", "783-16", MeetingPackage, may_demand=("fair_competition",))
def operators_are_heard_in_it(record: MeetingPackage, case: Case) -> Iterator[Wrong]:
    """开展公平竞争审查，应当听取有关经营者、行业协会商会等利害关系人的意见。"""
    review = record.fair_competition
    if case.item.affects_operators and not (review and review.heard):
        yield Wrong(
            "没有登记公平竞争审查听取了哪些利害关系人的意见",
            "在“公平竞争审查”中填写听取意见的经营者、行业协会商会等",
        )


@rule("DRF-13", "783-17;713-29.1", MeetingPackage)
def the_competition_review_comes_before_the_package(
    record: MeetingPackage, case: Case
) -> Iterator[Wrong]:
    """公平竞争审查在提请审议前作出结论，写明审查单位和日期。"""
    review = record.fair_competition
    if not (case.item.affects_operators and review):
        return
    if not review.reviewer:
        yield Wrong("公平竞争审查没有写明审查单位", "填写“审查单位”")
    if review.reviewed_on is None:
        yield Wrong("公平竞争审查没有写明日期", "填写“审查日期”")
    elif review.reviewed_on > record.submitted_on:
        yield Wrong(
            f"公平竞争审查于{review.reviewed_on}，提请审议于{record.submitted_on}",
            "请核对日期；审查在提请审议之后的，审查后重新提请",
        )


@rule("DRF-08", "783-12", MeetingPackage)
def an_exception_has_its_end(record: MeetingPackage, _case: Case) -> Iterator[Wrong]:
    """适用例外规定的，应当确定合理的实施期限或者终止条件。"""
    review = record.fair_competition
    if review and review.exception and not review.term:
        yield Wrong("适用例外规定，没有实施期限或者终止条件", "填写“实施期限或者终止条件”")
