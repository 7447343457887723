"""D: the meeting, the decision with its interpretation, and the year's numbers."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator

from catalog.findings import Severity
from catalog.spelling import unanswered, untold
from checks.standard.base import Wrong, also, rule
from checks.standard.papers import text_of
from checks.standard.site import Catalog, Item, Kind, Page, Root
from checks.standard.words import dated, result_facts, total, value
from pages.model.components import File
from pages.model.page import MeetingView
from pages.model.states import State

READABLE, DOUBTS = {"DOCX", "MD", "TXT"}, "转换时的疑点"
"""Formats of which the whole text can be had, and how a page of a text says that something is in doubt."""
WINDOW, COPIED = 8, 0.6
"""A passage of so many characters counts as taken over; a copy has so great a share of them."""


@rule("D-18", Severity.ERROR, "S11、S18")
def attendance(item: Item) -> Iterator[Wrong]:
    """代表列席写明会议、日期、议题、人数和构成、遴选方式，每名代表的发言和回应。"""
    section = next((s for s in item.data.every_section if s.id == "liexi"), None)
    if section is None or section.state is not State.CONTENT or not item.data.meetings:
        return
    told = item.data.meetings[0]
    for term in ("会议", "日期", "议题", "列席代表", "遴选方式"):
        if not value(told.facts, term):
            yield Wrong("#liexi", *untold(term))
    yield from _people(told)


def _people(told: MeetingView) -> Iterator[Wrong]:
    found = re.match(r"共(\d+)名：(.+)", value(told.facts, "列席代表"))
    if found and not int(found[1]) == total(found[2]) == len(told.people):
        what = f"共{found[1]}名，构成合计{total(found[2])}名，列出{len(told.people)}名"
        yield Wrong("#liexi", what, "核对人数")
    for person in told.people:
        if said := unanswered(person.who, person.view, person.reply):
            yield Wrong("#liexi", *said)


@rule("D-19", Severity.ERROR, "推导")
def same_meeting(item: Item) -> Iterator[Wrong]:
    """列席的会议与审议决策的会议是同一天。"""
    decided = dated(result_facts(item.data), "审议会议")
    held = dated(item.data.meetings[0].facts, "日期") if item.data.meetings else None
    if decided and held and decided != held:
        yield Wrong("#liexi", f"列席的会议是{held}，审议的会议是{decided}", "核对会议日期")


@rule("D-20", Severity.ERROR, "S11")
def result(item: Item) -> Iterator[Wrong]:
    """决策结果写明审议会议和结论、文件标题、文件编号，能看到全文；草案和决策有网页全文，校验值与文件一致。"""
    report = item.data.result
    if report is None:
        return
    for term in ("审议会议", "文件标题", "文件编号"):
        if not value(result_facts(item.data), term):
            yield Wrong("#jieguo", f"没有写明{term}", f"写明{term}")
    full = any(file.kind == "正式文件" for file in report.files)
    if not full and not value(result_facts(item.data), "公布网址"):
        yield Wrong("#jieguo", "没有全文", "提供全文下载或者链接")


@also("D-20")
def whole_text_on_a_page(item: Item) -> Iterator[Wrong]:
    """Draft and decision that can be read are pages of their own, not files alone."""
    report = item.data.result
    told = [(one.files, one.reading, "决策草案", "#yijian") for one in item.data.rounds]
    told += [(report.files, report.reading, "正式文件", "#jieguo")] if report else []
    for files, reading, kind, where in told:
        readable = any(one.kind == kind and one.format in READABLE for one in files)
        if readable and not reading:
            what = f"{kind}只有文件，没有网页全文"
            yield Wrong(where, what, "文件读不成文字的，换成可以读的（docx、txt）", mild=True)


@also("D-20")
def text_and_file_belong_together(page: Page) -> Iterator[Wrong]:
    """The page of a text names the digest of its file, and what could not be told for sure is told."""
    for code in page.html.of("code") if page.kind is Kind.PART else ():
        section = code.up("section")
        if code.get("class") != "digest" or section is None:
            continue
        paths = [page.lead_to(a.get("href")).file for a in section.inside("a")]
        files = [page.files[path] for path in paths if path in page.files]
        if code.text not in {hashlib.sha256(body).hexdigest() for body in files}:
            yield Wrong("#wenjian", "校验值与原文件不一致", "重新生成")
        if DOUBTS in section.text:
            yield Wrong("#wenjian", "全文的转换有疑点", "核对原文件的编号和版式", mild=True)


@rule("D-21", Severity.ERROR, "S12")
def interpreted_the_same_day(item: Item) -> Iterator[Wrong]:
    """公布决策的同一天发布解读并互相链接，未同步的写明说明。"""
    report = item.data.result
    if report is None or value(result_facts(item.data), "未同步解读的说明"):
        return
    published = dated(result_facts(item.data), "公布日期")
    interpreted = dated(result_facts(item.data), "解读发布日期")
    if interpreted is None:
        yield Wrong("#jieguo", "没有政策解读", "同一天发布解读，或者写明未同步的说明")
    elif interpreted != published:
        yield Wrong("#jieguo", f"解读{interpreted}发布，决策{published}公布", "同一天发布")
    there = any(file.kind in {"政策解读", "问答清单"} for file in report.files)
    if (
        interpreted
        and not there
        and not value(result_facts(item.data), "解读网址")
        and not _prose(item)
    ):
        yield Wrong("#jieguo", "没有解读的内容或者链接", "印上解读，或者链接到解读")


def _prose(item: Item) -> str:
    return value(item.data.result.prose, "政策解读") if item.data.result else ""


@rule("D-22", Severity.WARN, "解读“杜绝摘抄”")
def interpretation_is_no_copy(item: Item) -> Iterator[Wrong]:
    """解读不照抄文件：与文件相同的文字不到六成。"""
    report = item.data.result
    if report is None:
        return
    document = "".join(_text(item, f) for f in report.files if f.kind == "正式文件")
    papers = [_text(item, f) for f in report.files if f.kind == "政策解读"]
    for one in (*papers, _prose(item)):
        share = _share(one, document)
        if share >= COPIED:
            yield Wrong("#jieguo", f"解读有{share:.0%}照抄文件", "用自己的话说明为什么、怎么办")


def _text(item: Item, file: File) -> str:
    path = item.page.lead_to(file.path).file
    return text_of(path, item.page.files[path]) if path in item.page.files else ""


def _share(text: str, document: str) -> float:
    mine, theirs = _shingles(text), _shingles(document)
    return len(mine & theirs) / len(mine) if mine else 0.0


def _shingles(text: str) -> set[str]:
    bare = re.sub(r"[\W_]", "", text)
    return {bare[n : n + WINDOW] for n in range(len(bare) - WINDOW + 1)}


@rule("D-25", Severity.ERROR, "推导")
def year_adds_up(catalog: Catalog) -> Iterator[Wrong]:
    """目录的总数等于行数，各状态之和等于总数，与各事项页一致。"""
    data, rows = catalog.data, len(catalog.data.rows)
    said = re.search(r"(?:共|列出)(\d+)项", data.lead)
    if said and int(said[1]) != rows:
        yield Wrong("导语", f"说{said[1]}项，表里{rows}行", "核对项数")
    parts = re.search(r"首次列入(\d+)项，年内新增(\d+)项", data.lead)
    if parts and int(parts[1]) + int(parts[2]) != rows:
        yield Wrong("导语", "首次列入与新增之和不等于总数", "核对项数")
    if sum(count.number for count in data.counts) != rows:
        yield Wrong("进展数字", "各状态之和不等于总数", "核对各状态的项数")
    tally = Counter(row.chip.word for row in data.rows)
    for count in data.counts:
        if count.number != tally[count.chip.word]:
            what = f"{count.chip.word}说{count.number}项，表里{tally[count.chip.word]}项"
            yield Wrong("进展数字", what, "核对各状态的项数")
    shown = [
        tr
        for t in catalog.page.html.of("table")
        if "items" in t.get("class").split()
        for tr in t.inside("tr")
    ]
    if len(shown) != rows + 1:
        yield Wrong("#mulu", f"表格{len(shown) - 1}行，数据{rows}行", "页面和数据由同一份材料生成")


@also("D-25")
def year_and_items(root: Root) -> Iterator[Wrong]:
    """A row says of an item what the item's page says."""
    for path, catalog in root.catalogs.items():
        folder = path.rpartition("/")[0]
        for row in catalog.rows:
            trace = root.by_path.get(f"{folder}/{row.href}")
            if trace and trace.chip and trace.chip != row.chip.word:
                what = f"“{row.name}”目录说{row.chip.word}，事项页说{trace.chip}"
                yield Wrong("#mulu", what, "一起重新生成", path)
