"""D: what an item's page must hold, in which order, and that it says nowhere two things."""

import re
from collections.abc import Iterator
from datetime import timedelta

from catalog.findings import Severity
from catalog.states import Status
from checks.standard.base import Wrong, also, rule
from checks.standard.site import Catalog, Item, Kind, Page, Root
from checks.standard.words import (
    GONE,
    dated,
    dates,
    first_date,
    planned_last,
    result_facts,
    said_by_the_program,
    value,
)
from pages.model.components import File
from pages.model.page import Section
from pages.model.states import State

EIGHT = ("jieguo", "caina", "liexi", "yijian", "shuoming", "zhuanjia", "fengxian", "pinggu")
MANDATORY = ("caina", "liexi", "jieguo")
EMPTY = {
    State.E1: "尚未开展|没有载明|尚无",
    State.E2: "正在开展",
    State.E3: "已于.+日|应于.+日",
    State.E4: "未收到",
    State.E5: "视情公开",
    State.E6: "公开摘要",
    State.E7: "不适用",
    State.E8: "未安排公众代表列席",
    State.E9: "理由",
}
"""The words that belong to each empty state."""

ARTICLE = re.compile(r"《[^》]+》第?[一二三四五六七八九十百]*条?|第[一二三四五六七八九十百]+条")
HALTED = frozenset({Status.SUSPENDED.value, Status.STOPPED.value, Status.EXPIRED.value})
RELATIVE = re.compile(
    r"今天|今日|昨天|昨日|明天|明日|近日|(?<!\d)日前|还剩|刚刚|即将到期|本周|上周|下周"
)
FITS = {
    "yijian": {"决策草案", "起草说明", "草案解读", "听证报告", "制定依据", "其他材料", "报告摘要"},
    "caina": {"意见采纳情况表", "其他材料", "报告摘要"},
    "zhuanjia": {"专家论证意见", "专家意见研究采纳情况", "报告摘要", "其他材料"},
    "fengxian": {"风险评估报告", "报告摘要", "其他材料"},
    "jieguo": {"正式文件", "政策解读", "问答清单", "其他材料", "专家意见研究采纳情况"},
    "pinggu": {"评估报告", "报告摘要", "其他材料"},
}
"""Which kinds of documents may stand in a section."""

TITLES = {"pinggu": "风险评估|稳定风险", "fengxian": "后评估|效果评估", "jieguo": "征求意见稿"}
"""Words in a document's title that belong to another section."""

SILENT_DAYS = 30


@rule("D-01", Severity.ERROR, "S11")
def rows_lead_to_items(root: Root) -> Iterator[Wrong]:
    """目录每一行链接到已有的事项页。"""
    for path, catalog in root.catalogs.items():
        folder = path.rpartition("/")[0]
        for row in catalog.rows:
            if f"{folder}/{row.href.partition('#')[0]}" not in root.by_path:
                yield Wrong("#mulu", f"“{row.name}”没有事项页", "为这一事项生成页面", path)


@also("D-01")
def rows_are_links(catalog: Catalog) -> Iterator[Wrong]:
    """A row without a link leads nowhere."""
    linked = {a.get("href") for a in catalog.page.links()}
    for row in catalog.data.rows:
        if row.href not in linked:
            yield Wrong("#mulu", f"“{row.name}”一行没有链接", "链接到事项页")


@rule("D-02", Severity.ERROR, "S11")
def eight_sections(item: Item) -> Iterator[Wrong]:
    """事项页有八个部分，锚点固定，次序固定（征求意见时征求意见在前，没有内容的在后）。"""
    here = [id for id in item.page.sections if id in EIGHT]
    for id in EIGHT:
        if id not in here:
            yield Wrong(f"#{id}", "没有这一部分", "八个部分都要有，没有内容的写明原因")
    silent = {s.id for one in item.data.silent for s in one.sections}
    told = [id for id in here if id not in silent]
    rest = [id for id in EIGHT if id in told]
    if told and told[0] == "yijian":
        rest = ["yijian", *(id for id in rest if id != "yijian")]
    if here[: len(told)] != rest:
        yield Wrong("main", f"各部分的次序是{'、'.join(here)}", "按固定的次序排列")


@rule("D-03", Severity.ERROR, "S11")
def one_state_each(item: Item) -> Iterator[Wrong]:
    """每一部分有且只有一个状态：有内容，或者一种规定的无内容说明。"""
    for section in _sections(item):
        element = item.page.section(section.id)
        if element is None:
            continue
        given = element.get("data-state")
        if given != section.state.value:
            yield Wrong(
                f"#{section.id}", f"状态“{given}”与数据的“{section.state}”不同", "只有一个状态"
            )
        words = EMPTY.get(section.state)
        if words and not re.search(words, section.text):
            yield Wrong(
                f"#{section.id}", "没有规定的无内容说明", f"按状态 {section.state} 的写法说明"
            )
        if section.text and re.sub(r"\s", "", section.text) not in item.page.flat:
            yield Wrong(f"#{section.id}", "说明没有印在页面上", "页面和数据由同一份材料生成")


def _sections(item: Item) -> list[Section]:
    return [s for s in item.data.every_section if s.id in EIGHT]


@rule("D-04", Severity.ERROR, "S11")
def mandatory_is_never_withheld(item: Item) -> Iterator[Wrong]:
    """意见采纳、代表列席、决策结果三部分不得以“视情不公开”“不适用”代替。"""
    by_id = {s.id: s for s in _sections(item)}
    lawful = "yijian" in by_id and by_id["yijian"].state is State.E7  # 713-14: nothing to adopt
    for id in MANDATORY:
        state = by_id[id].state if id in by_id else State.CONTENT
        if state is State.E5 or (state is State.E7 and not (id == "caina" and lawful)):
            yield Wrong(f"#{id}", f"必备公开的部分状态是 {state}", "公开内容，或者写明到了哪一步")


@rule("D-05", Severity.ERROR, "条例14至16")
def withheld_with_reasons(item: Item) -> Iterator[Wrong]:
    """不公开、不适用的部分写明理由和依据，不公开的写明复核日期。"""
    for section in _sections(item):
        text, where = section.text, f"#{section.id}"
        if section.state in {State.E5, State.E8, State.E9} and not re.search("理由：[^。]", text):
            yield Wrong(where, "没有写明理由", "写“理由：……”")
        if section.state in {State.E5, State.E6, State.E7} and not ARTICLE.search(text):
            yield Wrong(where, "没有写明法律依据", "写明法规名称和条款")
        if "下次复核：未载明" in text:
            yield Wrong(where, "没有写明复核日期", "写明下次复核是哪一天")
    for row in item.data.held:
        if row.state != "依申请公开" and first_date(row.review) is None:
            yield Wrong("main", f"“{row.what}”没有复核日期", "写明下次复核是哪一天")
        if not row.reason or row.reason == "尚未载明":
            yield Wrong("main", f"“{row.what}”没有理由", "写明理由和依据")
    for one in (place for file in item.data.files for place in file.covered):
        if first_date(one.review) is None or one.reason == "尚未载明":
            what = f"《{one.title}》“{one.where}”的遮盖没有理由或者复核日期"
            yield Wrong("main", what, "写明理由和依据、下次复核是哪一天")


@rule("D-10", Severity.ERROR, "实例")
def papers_in_their_section(item: Item) -> Iterator[Wrong]:
    """附件放在与其类别相符的部分（风险评估报告不放在效果评估里）。"""
    for id, file in _placed(item):
        other = TITLES.get(id)
        if file.kind not in FITS[id] or (other and re.search(other, file.title)):
            what = f"《{file.title}》（{file.kind}）不属于这一部分"
            yield Wrong(f"#{id}", what, "放到相符的部分")


def _placed(item: Item) -> Iterator[tuple[str, File]]:
    data = item.data
    for one in data.rounds:
        yield from (("yijian", file) for file in one.files)
    for adoption in data.adoptions:
        yield from (("caina", file) for file in adoption.files)
    reports = {
        "zhuanjia": data.expert_review,
        "fengxian": data.risk_assessment,
        "jieguo": data.result,
        "pinggu": data.evaluation,
    }
    for id, report in reports.items():
        yield from ((id, file) for file in (report.files if report else ()))


@rule("D-11", Severity.ERROR, "实例")
def dates_in_order(item: Item) -> Iterator[Wrong]:
    """列入目录、征求意见、反馈、会议、公布、评估的日期依次不倒退。"""
    if item.data.source:
        return  # what was compiled later says when it was compiled
    last = None
    for mark in item.data.timeline:
        if mark.kind not in {"done", "now"} or mark.title in {"专家论证", "风险评估", "执行"}:
            continue  # these run beside the consultation, or begin when the decision says
        on = first_date(mark.when)
        if on and last and on < last[1]:
            yield Wrong(
                "办理进度", f"{mark.title}（{on}）早于{last[0]}（{last[1]}）", "核对两个日期"
            )
        if on and mark.kind == "done":
            last = (mark.title, on)


@rule("D-24", Severity.ERROR, "推导")
def chip_follows_the_dates(item: Item) -> Iterator[Wrong]:
    """状态标签由日期推出，页面写明从哪一天以来状态没有变化。"""
    data, word = item.data, item.data.chip.word
    day = f"{data.as_of.year}年{data.as_of.month}月{data.as_of.day}日"
    if f"{day}以来状态无变化" not in item.page.flat:
        yield Wrong("footer", "没有写明从哪一天以来状态没有变化", f"写“{day}以来状态无变化”")
    chip = next((e for e in item.page.html.of("span") if "chip" in e.get("class").split()), None)
    if chip is None or word not in chip.text:
        yield Wrong("状态标签", f"页面上的标签不是“{word}”", "页面和数据由同一份材料生成")
    wanted = _words(item)
    if wanted and word not in wanted:
        yield Wrong(
            "状态标签", f"标签是“{word}”，按日期应为{'或者'.join(sorted(wanted))}", "重新生成页面"
        )


def _words(item: Item) -> set[str]:
    """The words that the dates allow; empty where they say nothing."""
    data, facts = item.data, result_facts(item.data)
    if data.source or data.chip.word in GONE:
        return set()
    if data.evaluation or any(s.id == "pinggu" and s.state is State.E5 for s in _sections(item)):
        return {"已评估"}
    if data.result:
        effective = dated(facts, "施行日期")
        over = HALTED if data.execution else frozenset[str]()
        return {"已评估", "执行中" if effective and effective <= data.as_of else "已公布"} | over
    if any(value(m.facts, "审议结论") in {"通过", "修改后通过"} for m in data.meetings):
        return {"待公布"}
    last = data.rounds[0] if data.rounds else None
    closes = max(dates(value(last.facts, "起止时间")), default=None) if last else None
    if last and last.open and closes and closes >= data.as_of:
        return {"征求意见中"}
    closed = {"研究采纳中", "待审议", "已延期", "起草论证中"}
    return closed if data.rounds else {"未开始", "起草论证中", "待审议", "已延期", "研究采纳中"}


@rule("D-26", Severity.ERROR, "沪府办发〔2020〕5号", official=True)
def adjustments_are_recorded(catalog: Catalog) -> Iterator[Wrong]:
    """目录的每次调整都有日期和理由。"""
    data = catalog.data
    for change in data.changes:
        if not change.reason.strip() or change.reason == "理由未载明":
            yield Wrong("#tiaozheng", f"“{change.name}”{change.kind}没有理由", "写明调整的理由")
    told = {(c.name, c.kind) for c in data.changes}
    kinds = {"已调出目录": {"调出目录"}, "已延期": {"延期"}} | {
        word: {word.removeprefix("已")} for word in ("已结转", "已合并", "已拆分")
    }
    for row in data.rows:
        wanted = kinds.get(row.chip.word, set())
        postponed_by_meeting = row.chip.word == "已延期" and (row.name, "延期") not in told
        if wanted and not postponed_by_meeting and not {(row.name, k) for k in wanted} & told:
            yield Wrong(
                "#tiaozheng", f"“{row.name}”{row.chip.word}，没有调整记录", "登记日期和理由"
            )


@rule("D-27", Severity.ERROR, "47 链接稳定")
def pages_stay(root: Root) -> Iterator[Wrong]:
    """上一次公布的事项页都还在，调出的事项保留页面。"""
    for path in root.before or ():
        mine = path.startswith(f"{root.folder}/")
        if mine and path.endswith("/index.html") and path not in root.files:
            yield Wrong("网址", "上一次公布的页面没有了", "保留页面，写明调出或者撤下的说明", path)


DATED = ("first_filed_at", "first_published_at")
"""What M-05 holds: that an edition came to be known is no change of what the page says."""


@rule("D-28", Severity.ERROR, "GOV.UK")
def changes_are_told(item: Item) -> Iterator[Wrong]:
    """与上一次公布相比有改动的，更新记录里有一条。"""
    if item.before is None:
        return
    was, now = item.before, item.data
    quiet = {"as_of", "updates", "banner", "answers", "chip", "timeline", "sections", "silent"}
    quiet |= {"passport", "duties"}
    changed = [
        name
        for name in type(now).model_fields
        if name not in quiet | {"updated_on", "labels", *DATED}
        and getattr(was, name) != getattr(now, name)
    ]
    if changed and was.updates == now.updates:
        yield Wrong(
            "#gengxin", f"内容有改动（{'、'.join(changed)}），没有更新记录", "写明何时改了什么"
        )


@rule("D-29", Severity.WARN, "本规范")
def absolute_time(item: Item) -> Iterator[Wrong]:
    """程序写的文字不用“今天”“还剩”“近日”一类相对时间。"""
    for where, text in said_by_the_program(item.data):
        found = RELATIVE.search(text)
        if found:
            yield Wrong(where, f"有“{found[0]}”", "写明日期")


@also("D-29")
def absolute_time_of_the_year(page: Page) -> Iterator[Wrong]:
    """Nor does what stands round a page."""
    lead = [e.text for e in page.html.of("p") if "lead" in e.get("class").split()]
    found = RELATIVE.search(" ".join([page.footer_text, *lead]))
    if found and page.kind in {Kind.CATALOG, Kind.HOME, Kind.ITEM, Kind.PORTAL}:
        yield Wrong("页脚或者导语", f"有“{found[0]}”", "写明日期")


@rule("D-30", Severity.WARN, "推导")
def not_silent_past_the_plan(item: Item) -> Iterator[Wrong]:
    """必备公开的部分过了计划时间30日还没有内容的，写明原因。"""
    planned = planned_last(value(item.data.facts, "计划决策时间"))
    if planned is None or item.data.as_of <= planned + timedelta(days=SILENT_DAYS):
        return
    for section in _sections(item):
        silent = section.id in MANDATORY and section.state in {State.E1, State.E2}
        if silent and not re.search("原计划|应于|理由", section.text):
            yield Wrong(
                f"#{section.id}", f"过了计划时间（{planned}）没有说明", "写明原因和新的计划"
            )
