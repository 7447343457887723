"""Law in time: a step goes by the law of its day, a period by that of its beginning."""

from datetime import date

from catalog.law import Transition
from tests.catalog.rules.lawful import day
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

NOTICE = "consultation.notice"
SUBMISSION, PACKAGE = "legality_review.submission", "decision.package"
PUBLICATION = "disclosure.publication"
BEFORE_REVIEW = (
    NOTICE,
    "consultation.hearing",
    "consultation.participation",
    "consultation.extension",
    "consultation.adoption",
    "expert_review.review",
    "risk_assessment.report",
    "entry.adjustment",
)
LATE = {"on": day(6, 26), "published_on": day(6, 26)}
BY_THE_START = Transition(
    source="713-44", of=("713", "consultation_days"), before=date(2019, 9, 1), by="start"
)
BY_THE_STEP = Transition(
    source="711-56", of=("711", "disclosure_working_days"), before=date(2019, 5, 15), by="step"
)
"""Two clauses that neither text has, as if they had."""
OCTOBER = {
    "on": day(4, 22),
    "published_on": day(4, 22),
    "closes_on": day(4, 29),
    "stated_days": None,
}
AUGUST = date(2019, 8, 20)
"""Twelve days before Order 713 came into force."""

IN_TIME = Chapter(
    "一、新旧规定的适用",
    (
        Point(
            "步骤按办理当日的规定",
            "713-44",
            case(
                "2019年8月20日启动，8月27日公告，此时第713号令尚未施行，征求意见七日",
                NOTICE,
                to=AUGUST,
                closes_on=day(3, 17),
                stated_days=None,
            ),
            case(
                "2019年8月20日启动，10月9日公告，此时第713号令已经施行，征求意见七日",
                NOTICE,
                "PUB-03",
                to=AUGUST,
                on=day(4, 22),
                published_on=day(4, 22),
                closes_on=day(4, 29),
                stated_days=None,
            ),
            more=(
                case(
                    "同一事项没有听取公众意见，也没有专家论证和风险评估，2019年8月30日送审",
                    SUBMISSION,
                    to=AUGUST,
                    without=BEFORE_REVIEW,
                    on=day(3, 13),
                    submitted_on=day(3, 13),
                    due_on=None,
                ),
                case(
                    "同样什么都没有办，2020年1月13日送审",
                    SUBMISSION,
                    "PUB-01",
                    to=AUGUST,
                    without=BEFORE_REVIEW,
                    on=day(7, 27),
                    submitted_on=day(7, 27),
                    due_on=day(8, 10),
                    also=("EXP-01", "RSK-01"),
                ),
            ),
        ),
        Point(
            "启动以后施行的规定，约束此后的步骤",
            "783-27;783-18",
            case(
                "2024年5月27日启动，7月31日提请审议，公平竞争审查条例次日施行，没有听取利害关系人意见",
                PACKAGE,
                to=date(2024, 5, 27),
                fair_competition__heard=(),
            ),
            case(
                "同一事项晚一日提请审议，条例已经施行",
                PACKAGE,
                "DRF-07",
                to=date(2024, 5, 27),
                on=day(5, 8),
                submitted_on=day(5, 8),
                fair_competition__heard=(),
            ),
        ),
        Point(
            "已经开始的期限，按开始时的规定走完",
            "711-56",
            case(
                "文件形成于2019年5月13日，公开条例（2019年修订）5月15日施行，6月24日才公布",
                PUBLICATION,
                to=date(2019, 3, 1),
                **LATE,
            ),
            case(
                "文件形成于2019年5月15日，6月26日才公布，超过20个工作日，没有说明原因",
                PUBLICATION,
                "DIS-01",
                to=date(2019, 3, 3),
                **LATE,
            ),
            "修订以前的公开条例没有收入依据，此前形成的文件不按期限判断",
        ),
        Point(
            "过渡规定优先",
            "713-44;711-56",
            case(
                "假设第713号令规定施行前启动的事项仍按启动时的规定：2019年8月启动，10月9日公告，征求意见七日",
                NOTICE,
                to=AUGUST,
                clauses=(BY_THE_START,),
                **OCTOBER,
            ),
            case(
                "同一假设，2019年9月1日启动的事项，征求意见七日",
                NOTICE,
                "PUB-03",
                to=date(2019, 9, 1),
                clauses=(BY_THE_START,),
                **OCTOBER,
            ),
            "现行各法都没有过渡规定；这里假设有，写进 law.yaml 的 transitions，不改程序。"
            "juece law migrate --dry-run 逐条列出过渡规定的增减",
            more=(
                case(
                    "假设公开条例规定施行前形成的文件也按新规定的期限：2019年5月13日形成，6月24日公布",
                    PUBLICATION,
                    "DIS-01",
                    to=date(2019, 3, 1),
                    clauses=(BY_THE_STEP,),
                    **LATE,
                ),
            ),
        ),
    ),
)
