"""PUB: hearings (713-16, 17): announced in time, held as announced, or held because it had to be."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from catalog.findings import Severity
from catalog.rules.base import Case, Wrong, rule
from catalog.stages import applicability
from catalog.stages.consultation import AdoptionStatement, Hearing, HearingNotice, Notice


@rule("PUB-12", "713-16(1)", AdoptionStatement)
def a_hearing_required_by_law_is_held(_record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """法律、法规、规章规定应当听证的，应当举行听证会。"""
    required = _required_by(case)
    if required and not case.dossier.latest(Hearing):
        yield Wrong(f"{required}规定应当听证，没有听证会登记", "请先登记“听证会”")


def _required_by(case: Case) -> str:
    """The law that demands a hearing, by the notice or the start; empty where neither names one."""
    notice, asked = case.dossier.latest(Notice), applicability.questions(case.dossier).hearing
    named = notice.hearing_required_by if notice else ""
    return named or (asked.reason if asked and asked.yes else "")


@rule("PUB-40", "713-16(1);DERIVED", AdoptionStatement, severity=Severity.REASON)
def a_hearing_promised_is_held(_record: AdoptionStatement, case: Case) -> Iterator[Wrong]:
    """目录写明计划听证，或者已经公告听证的，应当举行；没有举行的说明理由。"""
    if _required_by(case):
        return  # PUB-12 asks
    told = case.dossier.latest(HearingNotice)
    if told and not case.dossier.latest(Hearing):
        yield Wrong(
            f"听证会已于{told.published_on}公告，没有听证会登记",
            "先登记“听证会”，或者说明不举行的理由（规则编号 PUB-40）",
        )
    elif case.item.hearing and not any(case.dossier.every(Hearing)):
        yield Wrong(
            "目录写明计划听证，没有听证会登记",
            "先登记“听证会”，或者说明不举行的理由（规则编号 PUB-40）",
        )


def _as_told(record: Hearing | HearingNotice, case: Case) -> Hearing:
    """The hearing as far as it is known: held, or only announced, or both."""
    if isinstance(record, HearingNotice):
        return Hearing(held_on=record.holds_on).over(record)
    return record.over(case.dossier.latest(HearingNotice))


@rule(
    "PUB-13",
    "713-16(2)",
    Hearing,
    HearingNotice,
    demands=("HearingNotice.place",),
    may_demand=("announced_on", "Hearing.place", "draft_published"),
)
def the_hearing_is_announced_beforehand(
    record: Hearing | HearingNotice, case: Case
) -> Iterator[Wrong]:
    """听证会应当提前公布决策草案及其说明，明确时间、地点。"""
    hearing = _as_told(record, case)
    if hearing.announced_on is None or hearing.announced_on >= hearing.held_on:
        yield Wrong("听证会没有提前公告", "公告日期应早于召开日期")
    if not (hearing.place and hearing.draft_published):
        yield Wrong("听证公告缺少地点，或者没有提前公布草案及说明", "补充地点和草案公布情况")
    told = case.dossier.latest(HearingNotice)
    if isinstance(record, Hearing) and told:
        yield from _not_as_announced(record, told)


def _not_as_announced(record: Hearing, told: HearingNotice) -> Iterator[Wrong]:
    """Time and place are announced beforehand: another day or another room is announced again."""
    if record.held_on != told.holds_on:
        yield Wrong(
            f"听证会于{record.held_on}召开，公告的是{told.holds_on}",
            "核对召开日期；改期的，召开前再登记一份“听证公告”",
        )
    if record.place and told.place and record.place != told.place:
        yield Wrong(
            f"听证会在{record.place}召开，公告的是{told.place}",
            "核对地点；改地点的，召开前再登记一份“听证公告”",
        )


@rule(
    "PUB-14",
    "713-16(3)",
    Hearing,
    HearingNotice,
    demands=("list_published_on",),
    may_demand=("selection_published_on",),
)
def the_selection_is_public(record: Hearing | HearingNotice, case: Case) -> Iterator[Wrong]:
    """需要遴选听证参加人的，提前公布遴选办法，公平公开组织遴选；参加人名单提前公布。"""
    hearing = _as_told(record, case)
    method, names = hearing.selection_published_on, hearing.list_published_on
    if isinstance(record, Hearing) and (names is None or names >= record.held_on):
        yield Wrong("参加人名单没有在听证会前公布", "补充参加人名单公布日期，应早于召开日期")
    if not hearing.selection_not_needed and not _before(method, names or hearing.held_on):
        yield Wrong("遴选办法没有在公布名单之前公布", "补充遴选办法公布日期；无需遴选的，写明理由")


def _before(method: date | None, names: date) -> bool:
    return method is not None and method <= names


@rule("PUB-15", "713-16(3)", Hearing, HearingNotice)
def materials_are_served_seven_days_before(
    record: Hearing | HearingNotice, case: Case
) -> Iterator[Wrong]:
    """听证会材料应当于召开听证会7日前送达每一名听证参加人。"""
    days = case.parameter("hearing_service_days")
    if days is None:
        return
    if isinstance(record, HearingNotice):
        if (record.holds_on - record.published_on).days < days:
            yield Wrong(
                f"公告于{record.published_on}发布，{record.holds_on}召开，来不及在{days}日前送达听证会材料",
                f"召开日期不早于{record.published_on + timedelta(days=days)}",
            )
        return
    for n, person in record.attended:
        clear = (record.held_on - person.served_on).days if person.served_on else 0
        if clear < days:
            said = (
                f"{person.served_on}送达，距听证会{clear}日" if person.served_on else "没有送达日期"
            )
            yield Wrong(
                f"第{n}名听证参加人的材料{said}", f"应于召开前{days}日送达；来不及的，听证会延期"
            )


@rule("PUB-38", "713-16(3);民法典-201", Hearing, severity=Severity.WARN)
def seven_days_only_with_an_end_day(record: Hearing, case: Case) -> Iterator[Wrong]:
    """材料送达只有把送达当日或者召开当日计算在内才满7日的，提示提前一日。"""
    days = case.parameter("hearing_service_days")
    for n, person in record.attended:
        if days and person.served_on and (record.held_on - person.served_on).days == days:
            yield Wrong(
                f"第{n}名听证参加人的材料于{person.served_on}送达，除去当日和召开当日只有{days - 1}日",
                "建议至迟再提前一日送达，或者听证会延后一日",
            )


@rule("PUB-16", "713-17", Hearing, demands=("participants",))
def every_participant_signs(record: Hearing, _case: Case) -> Iterator[Wrong]:
    """听证参加人确认听证会记录并签字。"""
    if not record.attended:
        yield Wrong("没有登记听证参加人", "请登记每一名听证参加人")
    missing = [str(n) for n, p in record.attended if not p.signed]
    if missing:
        yield Wrong(f"第{'、'.join(missing)}名听证参加人没有签字", "签字确认后登记")


@rule("PUB-33", "DERIVED", Hearing, severity=Severity.WARN)
def the_seats_add_up(record: Hearing, case: Case) -> Iterator[Wrong]:
    """听证参加人按代表方面的人数与公告的名额一致，候补不计。"""
    present = Counter(p.side for _, p in record.attended)
    announced = _as_told(record, case).seats
    for seats in announced:
        if present[seats.side] != seats.number:
            yield Wrong(
                f"“{seats.side}”名额{seats.number}名，登记参加人{present[seats.side]}名",
                "补登记参加人，或者在“听证情况”中说明缺席、递补",
            )
    for side in present.keys() - {s.side for s in announced} if announced else ():
        yield Wrong(f"“{side}”有参加人，没有名额", "核对名额分配")


@rule("PUB-34", "DERIVED", Hearing, HearingNotice, severity=Severity.WARN)
def signing_up_ends_in_time(record: Hearing | HearingNotice, case: Case) -> Iterator[Wrong]:
    """报名截止后应当留有送达材料的7日。"""
    days, hearing = case.parameter("hearing_service_days"), _as_told(record, case)
    ends = hearing.signup_ends_on
    if days and ends and (hearing.held_on - ends).days < days:
        latest = hearing.held_on - timedelta(days=days)
        yield Wrong(
            f"报名到{ends}截止，来不及在听证会{days}日前送达材料",
            f"报名最迟到{latest}截止，或者听证会延期",
        )
