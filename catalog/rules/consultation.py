"""PUB: the notice and its period; who is exempt from it (713-14, 15)."""

from collections.abc import Iterator
from datetime import date

from catalog import clock
from catalog.findings import Severity
from catalog.item import Determination
from catalog.opinion import Medium
from catalog.record import DocumentKind, Exemption, Ground, Record
from catalog.rules.base import Case, Wrong, gate, rule
from catalog.stages.consultation import (
    Call,
    Extension,
    Notice,
    closing_day,
    last_day,
)
from catalog.stages.entry import Adjustment, Inclusion, Start

gate(
    "PUB-01",
    "713-14",
    stage="consultation",
    before=("legality_review",),
    says="决策承办单位应当采取便于社会公众参与的方式充分听取意见，依法不予公开的除外。",
)


NEVER_DISCLOSED = {Ground.SECRET, Ground.PRIVATE}
"""What may not be disclosed at all (711-14, 15: 不予公开, 不得公开); 711-16 only says 可以."""


@rule("PUB-27", "713-14(1)", Start, Inclusion, Adjustment, Exemption)
def only_the_undisclosable_is_not_consulted_on(record: Record, case: Case) -> Iterator[Wrong]:
    """应当听取公众意见，依法不予公开的决策事项除外。"""
    made: Exemption | Determination | None = None
    match record:
        case Exemption() if case.stage == "consultation":
            made = record
        case Start(determinations=those) | Adjustment(determinations=those):
            made = those.consultation
        case Inclusion(item=item):
            made = item.determinations.consultation
    skips = isinstance(made, Exemption) or (made is not None and not made.due)
    if made and skips and made.ground is None:
        yield Wrong(
            "不听取公众意见，没有写明依法不予公开的依据",
            "依法不予公开的，选择“不予公开的依据”；其他事项应当听取公众意见",
        )
    elif made and skips and made.ground not in NEVER_DISCLOSED:
        yield Wrong(
            f"{made.ground}是可以不予公开（政府信息公开条例第十六条），不是依法不予公开的决策事项",
            "依法不予公开的，选择政府信息公开条例第十四条、第十五条的理由；其他事项应当听取公众意见",
        )


@rule("PUB-02", "713-15(1)", Notice, demands=("documents", "ways"))
def the_notice_is_complete(record: Notice, _case: Case) -> Iterator[Wrong]:
    """公告应当公布决策草案及其说明，明确提出意见的方式和期限。"""
    if record.call is not Call.DRAFT:
        return
    for kind in (DocumentKind.DRAFT, DocumentKind.EXPLANATION):
        if not record.has(kind):
            yield Wrong(f"公告没有附“{kind.value}”", f"请附上{kind.value}")
    if not record.ways:
        yield Wrong("公告没有写明提出意见的方式", "请写明网站、电子邮箱、信函或者电话")


def _both_counts(record: Notice) -> tuple[int, int] | None:
    """Days of the period, first day counted and not counted; None where none is asked for."""
    if record.call is not Call.DRAFT or record.published_on is None or record.closes_on is None:
        return None
    first, last = record.published_on, record.closes_on
    return (
        clock.days_between(first, last, first_counted=True),
        clock.days_between(first, last, first_counted=False),
    )


@rule("PUB-03", "713-15(1)", Notice, severity=Severity.REASON)
def the_period_is_thirty_days(record: Notice, case: Case) -> Iterator[Wrong]:
    """公开征求意见的期限一般不少于30日；缩短的，公开征求意见时应当予以说明。"""
    days, counts = case.parameter("consultation_days"), _both_counts(record)
    if days and counts and record.published_on and counts[0] < days:
        enough = clock.add_days(record.published_on, days).end
        yield Wrong(
            f"征求意见期限只有{counts[1]}日（{record.published_on}至{record.closes_on}，"
            f"公告当日不计入），不足{days}日",
            f"请延长至{enough}，或者在“特殊情况说明”中写明缩短期限的理由（规则编号 PUB-03）",
        )


@rule("PUB-04", "713-15(1)", Notice, may_demand=("shortening_stated",))
def a_shortening_is_explained_in_the_notice(record: Notice, case: Case) -> Iterator[Wrong]:
    """缩短期限的说明应当随公告一并公布，不得事后补充。"""
    days, counts = case.parameter("consultation_days"), _both_counts(record)
    reason, out = record.reason_for("PUB-03"), record.published_on
    if not (days and counts and counts[0] < days and reason and out):
        return
    if not record.shortening_stated:
        yield Wrong(
            "缩短期限的理由没有写在公告里", "在公告中说明后重新公告，并勾选“已在公告中说明缩短理由”"
        )
    if reason.on and reason.on > out:
        yield Wrong(
            f"缩短期限的理由说明于{reason.on}，公告发布于{out}",
            "事后补充的不算；写明理由后重新公告",
        )


@rule("PUB-05", "713-15(1);民法典-201", Notice, severity=Severity.WARN)
def thirty_only_with_the_first_day(record: Notice, case: Case) -> Iterator[Wrong]:
    """期限只有把公告当日计算在内才满30日的，提示延长一日。"""
    if not case.binding("713-15(1)"):
        return  # seven working days have nothing to do with thirty
    days, counts = case.parameter("consultation_days"), _both_counts(record)
    if days and counts and counts[0] >= days > counts[1]:
        yield Wrong(
            f"把公告当日计算在内才满{days}日；不计当日为{counts[1]}日", "建议把截止日期延后一日"
        )


@rule("PUB-06", "713-15(1)", Notice, demands=("published_on", "closes_on"))
def both_dates_are_full_dates(record: Notice, _case: Case) -> Iterator[Wrong]:
    """公告应当有明确的起止日期。"""
    if record.call is not Call.DRAFT:
        return
    for name, day in (
        ("公告发布日期", record.published_on),
        ("征求意见截止日期", record.closes_on),
    ):
        if day is None:
            yield Wrong(f"没有明确的“{name}”", "请写明年月日")
    if record.published_on and record.closes_on and record.closes_on < record.published_on:
        yield Wrong("截止日期早于公告日期", "请核对两个日期")


@rule("PUB-07", "713-15(1)", Notice, severity=Severity.WARN)
def it_is_on_the_website_and_elsewhere(record: Notice, _case: Case) -> Iterator[Wrong]:
    """通过政府网站和至少一个其他渠道公开征求意见。"""
    if Medium.WEBSITE not in record.media:
        yield Wrong("没有在政府网站发布", "请在政府网站发布公告")
    elif len(record.media) < 2:
        yield Wrong("只有政府网站一个渠道", "建议同时通过政务新媒体或者报刊发布")


def _closing_day_told(record: Extension | Notice, case: Case) -> date | None:
    """The day that must not be brought forward: a corrected notice is held to its own, not to a
    later extension's."""
    notice = case.dossier.latest(Notice)
    if isinstance(record, Notice) and case.corrects:
        return last_day(notice.closes_on) if notice and notice.closes_on else None
    return closing_day(case.dossier)


@rule("PUB-08", "DERIVED", Extension, Notice)
def the_period_is_never_shortened(record: Extension | Notice, case: Case) -> Iterator[Wrong]:
    """公告发布后不得缩短期限；延长的应当重新公告。"""
    earlier = _closing_day_told(record, case)
    if earlier and record.closes_on and last_day(record.closes_on) < earlier:
        yield Wrong(f"截止日期由{earlier}提前到{record.closes_on}", "截止日期只能延后")
    out, again = _published(record, case)
    if out and again and again < out:
        yield Wrong(f"延期公告发布于{again}，早于征求意见公告（{out}）", "请核对两个发布日期")


def _published(record: Extension | Notice, case: Case) -> tuple[date | None, date | None]:
    """When the notice of a round was published, and when its extension; a new notice has none yet."""
    if isinstance(record, Extension):
        notice = case.dossier.latest(Notice)
        return notice.published_on if notice else None, record.published_on
    extension = case.dossier.latest(Extension) if case.corrects else None
    return record.published_on, extension.published_on if extension else None


@rule("PUB-43", "DERIVED", Notice, severity=Severity.WARN)
def every_site_shows_it_while_it_runs(record: Notice, _case: Case) -> Iterator[Wrong]:
    """公告在其他网站发布的，宜在征求意见截止以前发布，并留有提出意见的时间。"""
    for other in record.elsewhere:
        if record.closes_on and other.published_on >= record.closes_on:
            yield Wrong(
                f"{other.place}于{other.published_on}才发布公告，征求意见到{record.closes_on}截止",
                "核对日期；需要的，延长征求意见期限",
            )


@rule("PUB-24", "要点2024-12;PRACTICE", Notice, severity=Severity.WARN)
def the_draft_is_interpreted(record: Notice, _case: Case) -> Iterator[Wrong]:
    """公开征集意见的政策草案应当同时解读。"""
    if record.call is Call.DRAFT and not record.has(DocumentKind.DRAFT_INTERPRETATION):
        yield Wrong("公告没有附草案解读", "附上草案解读")


@rule("PUB-25", "DERIVED", Notice, severity=Severity.WARN)
def the_stated_length_agrees(record: Notice, _case: Case) -> Iterator[Wrong]:
    """公告写明的天数与起止日期一致。"""
    counts = _both_counts(record)
    if record.stated_days and counts and record.stated_days not in counts:
        yield Wrong(
            f"公告写明{record.stated_days}日，起止日期为{counts[0]}日（不计首日为{counts[1]}日）",
            "请核对",
        )
