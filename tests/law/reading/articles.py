"""Wrong or missing articles, and warnings in the wrong place."""

from catalog.annual import PublicSource
from catalog.item import Category, Regime
from catalog.questions import Answer
from catalog.stages.consultation import Counts
from tests.catalog.rules.lawful import RECORDS, day
from tests.law.reading.case import case
from tests.law.reading.point import Chapter, Point

ADOPTION, OPINION = "consultation.adoption", "legality_review.opinion"
NOTICE, PUBLICATION = "consultation.notice", "disclosure.publication"
PROJECT = {"entry.inclusion": {"item__category": Category.PROJECT}}
GROUPS = RECORDS[ADOPTION].record.groups_heard[:3]
NOBODY = {"received": (), "counts": Counts(), "opinions": ()}
COMPILED = {"compiled_from": PublicSource(title="某机关公布的目录")}
NORMATIVE = {
    "entry.inclusion": {
        "item__regime": Regime.NORMATIVE,
        "item__affects_operators": False,
    },
    "entry.start": {"questions__operators": Answer(yes=False, reason="不影响经营者")},
}

ARTICLES = Chapter(
    "七、依据写错或者缺少的",
    (
        Point(
            "建设项目听取经营者意见，依据公平竞争审查条例",
            "783-16",
            case("建设项目，听取了企业和行业协会意见", ADOPTION, before=PROJECT),
            case("建设项目，没有听取", ADOPTION, "PUB-39", before=PROJECT, groups_heard=GROUPS),
            more=(
                case(
                    "政策文件，没有听取：依据优化营商环境条例",
                    ADOPTION,
                    "PUB-10",
                    groups_heard=GROUPS,
                ),
            ),
        ),
        Point(
            "审查意见不早于送审，是推导，不是第二十七条",
            "713-27",
            case("送审当日出具意见", OPINION, on=day(4, 21), issued_on=day(4, 21)),
            case("送审前一日出具意见", OPINION, "LEG-12", issued_on=day(4, 20)),
        ),
        Point(
            "采纳情况不晚于决策公布，第三十二条没有规定时间",
            "713-32",
            case("采纳情况先公布", PUBLICATION),
            case(
                "采纳情况在决策公布以后才公布",
                PUBLICATION,
                "PUB-21",
                before={ADOPTION: {"published_on": day(5, 25)}},
                also=(),
            ),
        ),
        Point(
            "未列入目录的文件征求意见7个工作日，不拿30日来提示",
            "713-15(1)",
            case(
                "未列入目录的行政规范性文件，征求意见29日",
                NOTICE,
                listed=COMPILED,
                before=NORMATIVE,
                closes_on=day(4, 8),
                stated_days=None,
            ),
            case(
                "列入目录的事项，计入公告当日才满30日：提示",
                NOTICE,
                "PUB-05",
                closes_on=day(4, 8),
                stated_days=None,
                warned=True,
            ),
        ),
        Point(
            "没有写明“未收到意见”的，是提示",
            "713-18",
            case("写明未收到意见", ADOPTION, **NOBODY, none_received=True),
            case("什么也没有写：提示", ADOPTION, "PUB-20", **NOBODY, warned=True),
            "没有法条要求写这一句，所以只提示；既写未收到又登记了意见的，是数字不符（PUB-19），退回",
        ),
    ),
)
