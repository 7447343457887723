"""A payload becomes a record, or every fault of its shape is told in Chinese, with its place."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import get_args

import pytest
from pydantic import BaseModel

from catalog.annual import Catalog, CatalogRecord
from catalog.forms.fields import fields_of
from catalog.item import DecisionItem, Part
from catalog.opinion import Medium, Opinion, Outcome, WayKind
from catalog.parse import ShapeError, label, parse
from catalog.planned import HOW
from catalog.record import HOW_SPELLED, Exemption, Frozen, Record
from catalog.stages import STEP_OF
from catalog.stages.consultation import AdoptionStatement, Notice
from catalog.stages.decision import Meeting, MeetingKind
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Adjustment, Inclusion, Start
from tests.catalog.rules.lawful import LAWFUL, Filed

FORMS = (*STEP_OF, Exemption, Opinion, Catalog)


def faults(model: type[Frozen], payload: object) -> list[str]:
    """What is wrong with a payload."""
    with pytest.raises(ShapeError) as refused:
        parse(model, payload)
    return refused.value.faults


def in_chinese(model: type[BaseModel], value: object) -> object:
    """The document under the titles of its form, as a person writes it."""
    if not isinstance(value, BaseModel):
        return value
    return {
        field.title: [in_chinese(model, part) for part in inner]
        if isinstance(inner, tuple)
        else in_chinese(model, inner)
        for name, field in type(value).model_fields.items()
        if (inner := getattr(value, name)) is not None
    }


# what is accepted


@pytest.mark.parametrize("filed", LAWFUL, ids=lambda filed: filed.step)
def test_a_record_is_read_under_its_chinese_titles(filed: Filed) -> None:
    kind = type(filed.record)
    assert parse(kind, in_chinese(kind, filed.record)) == filed.record


@pytest.mark.parametrize("filed", LAWFUL, ids=lambda filed: filed.step)
def test_a_record_is_read_back_from_its_own_document(filed: Filed) -> None:
    kind = type(filed.record)
    assert parse(kind, filed.record.model_dump(mode="json")) == filed.record
    assert parse(kind, filed.record.model_dump()) == filed.record


def test_titles_and_names_may_be_mixed() -> None:
    notice = parse(
        Notice,
        {
            "公告发布日期": "2026-03-10",
            "closes_on": "2026-04-09",
            "发布渠道": ["政府网站"],
            "ways": [{"方式": "电子邮箱", "detail": " a@example.gov.cn "}],
        },
    )
    assert notice.published_on == date(2026, 3, 10)
    assert notice.media == (Medium.WEBSITE,)
    assert notice.ways[0].kind is WayKind.EMAIL
    assert notice.ways[0].detail == "a@example.gov.cn"


def test_what_is_left_out_stays_unknown() -> None:
    notice = parse(Notice, {})
    assert (notice.published_on, notice.closes_on, notice.ways) == (None, None, ())


@pytest.mark.parametrize(("said", "meant"), [("是", True), ("否", False), (True, True)])
def test_yes_and_no_are_read_in_chinese(said: object, meant: bool) -> None:
    assert parse(Notice, {"已在公告中说明缩短理由": said}).shortening_stated is meant
    meeting = {"会议类型": "常务会议", "会议日期": "2026-05-13", "行政首长最后发表意见": said}
    assert parse(Meeting, meeting).head_spoke_last is meant


def test_a_choice_is_read_by_its_chinese_word() -> None:
    meeting = parse(Meeting, {"会议类型": "局长办公会议", "会议日期": "2026-05-13"})
    assert meeting.kind is MeetingKind.DIRECTORS
    assert (
        parse(Opinion, {"序号": 1, "意见摘要": "好", "处理结果": "采纳"}).outcome is Outcome.ADOPTED
    )


def test_a_catalog_is_read_with_all_that_is_inside_it() -> None:
    catalog = parse(
        Catalog,
        {
            "目录": {
                "决策机关": {"代号": "demo", "全称": "示例局"},
                "年度": 2026,
                "目录名称": "目录",
            },
            "事项": [
                {"序号": 1, "事项名称": "甲", "承办单位": [{"单位名称": "乙处", "分工": "配合"}]}
            ],
        },
    )
    assert catalog.items[0].units[0].part is Part.JOIN
    assert list(catalog.numbered()) == ["demo-2026-01"]


# every form can be filled in


def models(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and every model inside it."""
    yield model
    for field in model.model_fields.values():
        yield from _models_in(field.annotation)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from models(annotation)
    for arg in get_args(annotation):
        yield from _models_in(arg)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_every_field_has_a_chinese_title_of_its_own(form: type[Record]) -> None:
    for model in models(form):
        titles = [field.title for field in model.model_fields.values()]
        assert all(titles), model
        assert len(set(titles)) == len(titles), model
        assert not set(titles) & set(model.model_fields), model


@pytest.mark.parametrize("form", STEP_OF, ids=lambda form: form.__name__)
def test_the_facts_of_a_form_are_days(form: type[Record]) -> None:
    for name in form.past:
        assert "date" in str(form.model_fields[name].annotation)


# what is refused

MEETING = {"会议类型": "局长办公会议", "会议日期": "2026-05-13"}


@pytest.mark.parametrize(
    ("model", "payload", "fault"),
    [
        (Meeting, {"会议日期": "2026-05-13"}, "会议类型：缺少这一栏"),
        (
            Notice,
            {"提出意见的方式": [{"方式": "电话"}]},
            "提出意见的方式第1项·地址、号码或者网址：缺少这一栏",
        ),
        (
            Notice,
            {"公告发布日期": "3月10日"},
            "公告发布日期：“3月10日”不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
        ),
        (
            Notice,
            {"公告发布日期": "2026-02-30"},
            "公告发布日期：“2026-02-30”不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
        ),
        (
            Notice,
            {"公告发布日期": ["2026"]},
            "公告发布日期：不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
        ),
        (
            Notice,
            {"公告发布日期": datetime(2026, 3, 10, 9, 30)},  # noqa: DTZ001
            "公告发布日期：“2026-03-10 09:30:00”只写日期，不写时间",
        ),
        (Notice, {"公告写明的天数": "三十"}, "公告写明的天数：“三十”应为整数"),
        (Notice, {"公告写明的天数": 30.5}, "公告写明的天数：“30.5”应为整数"),
        (Notice, {"公告写明的天数": [30]}, "公告写明的天数：应为整数"),
        (Notice, {"公告写明的天数": 0}, "公告写明的天数：应不小于1"),
        (DecisionItem, {"序号": 10000, "事项名称": "甲"}, "序号：应不大于9999"),
        (
            Notice,
            {"已在公告中说明缩短理由": "也许"},
            "已在公告中说明缩短理由：“也许”应为 是 或者 否（true 或者 false）",
        ),
        (
            Notice,
            {"已在公告中说明缩短理由": []},
            "已在公告中说明缩短理由：应为 是 或者 否（true 或者 false）",
        ),
        (Notice, {"主要内容": 7}, "主要内容：“7”应为文字"),
        (Publication, {"文件标题": "  ", "公布日期": "2026-05-22"}, "文件标题：“  ”不能为空"),
        (Notice, {"发布渠道": "政府网站"}, "发布渠道：“政府网站”应为列表"),
        (Notice, {"提出意见的方式": ["电话"]}, "提出意见的方式第1项：“电话”应为一组栏目"),
        (
            Notice,
            {"发布渠道": ["政府网站", "微信"]},
            "发布渠道第2项：“微信”不在可选范围内，可选：“政府网站”、“政务新媒体”、“报刊”、“广播”、“电视”、“公告栏”",
        ),
        (
            Meeting,
            {
                **MEETING,
                "材料": [
                    {
                        "标题": "记录",
                        "类别": "会议记录",
                        "SHA-256": "abc",
                        "文件名": "a",
                        "字节数": 1,
                    }
                ],
            },
            "材料第1项·SHA-256：“abc”的写法不对，应为64位数字和小写字母 a 至 f",
        ),
        (
            Inclusion,
            {"事项": {"序号": 1, "事项名称": "甲", "计划决策时间": "按程序推进"}},
            f"事项·计划决策时间：{HOW}",
        ),
        (
            Adjustment,
            {
                "调整类型": "延期",
                "调整日期": "2026-04-08",
                "调整理由": "推迟",
                "新的计划决策时间": "2026-02-30",
            },
            "新的计划决策时间：没有 2026-02-30 这一天",
        ),
        (
            Start,
            {"决定启动日期": "2026-03-03", "程序适用判断": {"专家论证": {"是否应当履行": True}}},
            "程序适用判断·专家论证·理由：缺少这一栏",
        ),
        (
            AdoptionStatement,
            {"意见处理情况": {"采纳": -1}},
            "意见处理情况·采纳：应不小于0",
        ),
        (Notice, ["公告发布日期"], "内容：应为一组栏目"),
        (Notice, None, "内容：没有填写，应为一组栏目"),
        (Notice, "甲\n乙\u2028丙", "内容：“甲↵乙↵丙”应为一组栏目"),
    ],
)
def test_a_fault_is_told_in_chinese_with_its_place(
    model: type[Frozen], payload: object, fault: str
) -> None:
    assert faults(model, payload) == [fault]


def test_all_faults_are_told_at_once() -> None:
    wrong = {
        "公告发布日期": "昨天",
        "截止日期": "2026-04-09",
        "提出意见的方式": [{"方式": "电话", "地址、号码或者网址": "1"}, {"方式": "微信"}],
        "已在公告中说明缩短理由": "也许",
    }
    told = faults(Notice, wrong)
    assert [fault.partition("：")[0] for fault in told] == [
        "公告发布日期",
        "提出意见的方式第2项·方式",
        "提出意见的方式第2项·地址、号码或者网址",
        "已在公告中说明缩短理由",
        "“截止日期”",
    ]
    with pytest.raises(ShapeError, match=r"公告发布日期：.*；提出意见的方式第2项·方式：.*；"):
        parse(Notice, wrong)


def test_a_field_written_twice_is_refused() -> None:
    twice = {"公告发布日期": "2026-03-10", "published_on": "2026-03-11"}
    assert faults(Notice, twice) == ["公告发布日期：这一栏写了两次"]


def test_a_place_is_named_as_on_the_form() -> None:
    assert label(Notice, ("ways", 0, "detail")) == "提出意见的方式第1项·地址、号码或者网址"
    assert label(Notice, ("other",)) == "“other”"
    assert label(Notice, (2,)) == "第3项"
    assert label(Notice, ()) == "内容"


def test_an_unknown_column_is_answered_with_those_there_are() -> None:
    with pytest.raises(ShapeError) as wrong:
        parse(Notice, {"截止日": "2026-03-10"})
    (fault,) = wrong.value.faults
    assert fault.startswith("“截止日”：没有这一栏。可用的栏：“征求意见截止日期”、")
    assert "“公告发布日期”" in fault


def test_what_is_spelled_otherwise_is_told_how_it_is_spelled() -> None:
    """A pattern stands in `spelled` or its field says what to write."""
    unsaid = [
        f"{kind.__name__}.{field.name}"
        for kind in every_kind(Frozen)
        if not kind.__module__.startswith(
            ("catalog.clauses", "catalog.public")
        )  # nobody fills them in
        for field in fields_of(kind).values()
        for limit, pattern in field.limits
        if limit == "pattern" and not (field.help or pattern in HOW_SPELLED)
    ]
    assert unsaid == []
    assert faults(Catalog, {"目录": {"决策机关": {"代号": "SL"}}})[0].startswith(
        "目录·决策机关·代号：“SL”的写法不对，应为小写字母开头的2至16个小写字母、数字"
    )


def every_kind(of: type[Frozen]) -> Iterator[type[Frozen]]:
    """Every kind that people write, those of the settings too: its fields have titles."""
    for kind in of.__subclasses__():
        written = any(field.title for field in kind.model_fields.values())
        if written and kind.__module__.startswith(("catalog.", "office.")):
            yield kind
        yield from every_kind(kind)


@pytest.mark.parametrize("said", ["2026-02-12 00:00:00", "2026/2/12 0:00:00", "2026年2月12日"])
def test_a_day_is_read_in_yaml_as_in_a_spreadsheet(said: str) -> None:
    record = {"决策机关": {"代号": "slz", "全称": "甲"}, "年度": "2026", "目录名称": "乙"}
    assert parse(CatalogRecord, {**record, "公布日期": said}).published_on == date(2026, 2, 12)
    assert (
        "只写日期，不写时间" in faults(CatalogRecord, {**record, "公布日期": "2026-2-12 09:30"})[0]
    )


def test_a_planned_time_is_read_in_yaml_as_in_a_spreadsheet() -> None:
    item = {"序号": 1, "事项名称": "甲"}
    assert parse(DecisionItem, {**item, "计划决策时间": "2026年6月底前"}).planned == "2026-06"
    assert "没有写明哪一年" in faults(DecisionItem, {**item, "计划决策时间": "6月底前"})[0]


def test_a_paper_without_its_file_is_asked_for_the_file_and_not_for_its_digest() -> None:
    """The empty form asked for SHA-256 and bytes."""
    said = faults(Notice, {"材料": [{"标题": "草案", "类别": "决策草案"}]})
    assert said == ["材料第1项·文件：缺少这一栏"]
