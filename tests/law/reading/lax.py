"""What was taken and must not be: consultation, its notice, hearings."""

from datetime import date

from catalog.opinion import Audience
from catalog.record import DocumentKind, Ground, Reason
from catalog.stages.consultation import Mode
from tests.catalog.rules.lawful import CORRECTION, NEW_ROUND, RECORDS, but, day, document, reasoned
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

NOTICE, ADOPTION = "consultation.notice", "consultation.adoption"
HEARING, PARTICIPATION = "consultation.hearing", "consultation.participation"
EXTENSION, SUBMISSION = "consultation.extension", "legality_review.submission"
_DRAFT = {"documents": (document(DocumentKind.DRAFT),)}
SEEN = {"expert_review.review": _DRAFT, "risk_assessment.report": _DRAFT}
"""What experts and assessors saw, where no notice brought the draft."""
OF_THE_PUBLIC = (
    NOTICE,
    HEARING,
    PARTICIPATION,
    EXTENSION,
    "expert_review.review",
    "risk_assessment.report",
)
SECOND = document(DocumentKind.DRAFT, "第二稿")
REDRAFTED = (SECOND, *RECORDS[NOTICE].record.documents[1:])
SHORT = {"closes_on": day(3, 24), "stated_days": None, "shortening_stated": True}
PROMISED = {
    "entry.inclusion": {"item__hearing": True},
    NOTICE: {"hearing_required_by": ""},
}


def _alone(audience: Audience, **changes: object) -> dict[str, object]:
    return {
        "instead_of_notice": "只涉及三个街道的助餐点",
        "audiences": (audience,),
        "documents": (document(DocumentKind.DRAFT),),
        **changes,
    }


def _because(on: date) -> dict[str, object]:
    reason = Reason(rule="PUB-03", text="补助须在月底前发放", by="处长", on=on)
    return {"record": but(RECORDS[NOTICE].record, reasons=(reason,))}


CONSULTATION = Chapter(
    "二、过宽之处：听取公众意见",
    (
        Point(
            "过程性信息、内部事务不免除听取公众意见",
            "713-14(1);711-14;711-15;711-16",
            case(
                "启动时判断不听取公众意见，依据是国家秘密",
                "entry.start",
                determinations__consultation__due=False,
                determinations__consultation__ground=Ground.SECRET,
            ),
            case(
                "启动时判断不听取公众意见，依据是行政管理过程性信息",
                "entry.start",
                "PUB-27",
                determinations__consultation__due=False,
                determinations__consultation__ground=Ground.PROCESS,
            ),
            more=(
                case(
                    "同样，依据是内部事务信息",
                    "entry.start",
                    "PUB-27",
                    determinations__consultation__due=False,
                    determinations__consultation__ground=Ground.INTERNAL,
                ),
            ),
        ),
        Point(
            "征求单位意见、征集点子，不是就草案听取公众意见",
            "713-14(1);713-13",
            case(
                "只以座谈会听取三个街道居民对草案的意见",
                PARTICIPATION,
                without=OF_THE_PUBLIC,
                **_alone(Audience.PUBLIC),
            ),
            case(
                "只书面征求各部门的意见",
                PARTICIPATION,
                "PUB-35",
                without=OF_THE_PUBLIC,
                **_alone(Audience.UNITS, mode=Mode.LETTER, whom="市财政局等八个部门"),
            ),
            more=(
                case(
                    "只征集意见建议，还没有草案",
                    PARTICIPATION,
                    "PUB-35",
                    without=OF_THE_PUBLIC,
                    **_alone(Audience.PUBLIC, mode=Mode.IDEAS, documents=()),
                ),
                case(
                    "只有一次征求各部门意见在卷，没有公告，送审",
                    SUBMISSION,
                    "PUB-01",
                    without=(NOTICE, HEARING, EXTENSION, ADOPTION),
                    before={**SEEN, PARTICIPATION: {"mode": Mode.LETTER, "whom": "各部门"}},
                ),
                case(
                    "以座谈会听取居民对草案的意见，登记了采纳情况，送审",
                    SUBMISSION,
                    without=(NOTICE, HEARING, EXTENSION),
                    before={**SEEN, PARTICIPATION: _alone(Audience.PUBLIC)},
                ),
            ),
        ),
        Point(
            "更正公告不能更换草案、变动截止日期",
            "713-15(1)",
            case(
                "公告第28天更正联系电话的笔误",
                NOTICE,
                until=EXTENSION,
                on=day(4, 6),
                amends=CORRECTION,
                contents="更正联系电话",
            ),
            case(
                "公告第28天更正，换上修改后的草案",
                NOTICE,
                "PUB-37",
                until=EXTENSION,
                on=day(4, 6),
                amends=CORRECTION,
                documents=REDRAFTED,
            ),
            "登记当天（公告发布当日）发现登记错了文件的，可以更正：此时还没有人据此提出意见",
            more=(
                case(
                    "公告第28天更正，把截止日期推后",
                    NOTICE,
                    "PUB-37",
                    until=EXTENSION,
                    on=day(4, 6),
                    amends=CORRECTION,
                    closes_on=day(4, 14),
                    stated_days=None,
                ),
                case(
                    "草案有修改，再次公告，从头计算期限",
                    NOTICE,
                    until=EXTENSION,
                    on=day(4, 7),
                    amends=NEW_ROUND,
                    published_on=day(4, 7),
                    closes_on=day(5, 8),
                    stated_days=None,
                    documents=REDRAFTED,
                ),
            ),
        ),
        Point(
            "缩短期限的理由写在公告里，不能事后补",
            "713-15(1)",
            case(
                "公告当日说明理由，征求意见14日",
                NOTICE,
                **_because(day(3, 10)),
                **SHORT,
            ),
            case(
                "公告以后两日才说明理由",
                NOTICE,
                "PUB-04",
                on=day(3, 12),
                **_because(day(3, 12)),
                **SHORT,
            ),
        ),
        Point(
            "目录计划的、依法须举行的听证会，举行或者说明理由",
            "713-16(1)",
            case(
                "目录写明计划听证，公告没有提及，没有举行，说明了理由",
                ADOPTION,
                before=PROMISED,
                without=(HEARING,),
                record=reasoned(RECORDS[ADOPTION].record, "PUB-40"),
            ),
            case(
                "目录写明计划听证，公告没有提及，没有举行",
                ADOPTION,
                "PUB-40",
                before=PROMISED,
                without=(HEARING,),
            ),
            more=(
                case(
                    "公告写明条例规定应当听证，没有举行，只说明理由",
                    ADOPTION,
                    "PUB-12",
                    without=(HEARING,),
                    record=reasoned(RECORDS[ADOPTION].record, "PUB-12", "PUB-40"),
                ),
            ),
        ),
        Point(
            "没有放假安排，最后一日不能确定",
            "民法典-203",
            case(
                "2026年7月13日届满，放假安排已经公布",
                ADOPTION,
                to=date(2026, 6, 2),
                without=(EXTENSION, "entry.adjustment"),
                before={"entry.inclusion": {"item__planned": "2026-12"}},
            ),
            case(
                "2027年1月4日届满，当年的放假安排还没有登记",
                ADOPTION,
                "FIL-06",
                to=date(2026, 11, 24),
                without=(EXTENSION, "entry.adjustment"),
                before={
                    "entry.inclusion": {"item__planned": "2027-12"},
                    NOTICE: {"closes_on": day(4, 13), "stated_days": None},
                },
            ),
        ),
    ),
)
