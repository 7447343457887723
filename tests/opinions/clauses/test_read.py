"""Drafts as they come: typed numbers and automatic ones, 条 and none, and everything odd told, never silent."""

import io
import re

import pytest

from catalog.clauses import Draft
from opinions.clauses.build import build
from opinions.clauses.markers import heading, marked, value_of
from opinions.clauses.read import read_draft
from opinions.clauses.written import lines, text
from storage.files.paper import Unread, read_paper
from tests.opinions.clauses import word
from tests.opinions.clauses.drafts import LAW, NOTICE
from tests.opinions.clauses.word import document, lists, p


def drafted(said: str) -> Draft:
    return read_draft("txt", said.encode())


def in_word() -> bytes:
    """The law of drafts.py as Word holds it: no number is in the text."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="Tiao"><w:basedOn w:val="Base"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = "".join(
        (
            p("示例市社区花园管理规定"), p("（征求意见稿）"), p("总则", 0),
            p("为了规范社区花园的建设和管理，制定本规定。", 1),
            p("本规定适用于示例市行政区域内的社区花园。", style="Tiao"),
            p("本规定所称社区花园，是指由居民参与建设和维护的公共绿地。"), p("建设", 0),
            p("第一节　选址"), p("社区花园的选址应当符合下列条件：", 1), p("不占用消防通道；", 2),
            p("征得相邻居民同意，包括：", 2), p("相邻楼栋的居民；", 3), p("沿街商户；", 3),
            p("土壤经检测合格。", 2), p("前款规定的检测费用由区级财政负担。"), p("第二节　维护"),
            p("社区花园由居民委员会组织维护。", style="Tiao"), p("附则", 0),
            p("本规定自2026年10月1日起施行。", 1), p("示例市人民政府"), p("2026年6月1日"),
        )
    )  # fmt: skip
    return document(body, lists(), styles)


def test_a_law_is_read_by_chapter_clause_paragraph_and_point() -> None:
    draft = drafted(LAW)
    assert draft.title == "示例市社区花园管理规定"
    assert draft.preamble == ("（征求意见稿）",)
    assert [(c.id, c.number, c.chapter, c.section) for c in draft.clauses] == [
        ("t1", "第一条", "第一章　总则", ""),
        ("t2", "第二条", "第一章　总则", ""),
        ("t3", "第三条", "第二章　建设", "第一节　选址"),
        ("t4", "第四条", "第二章　建设", "第二节　维护"),
        ("t5", "第五条", "第三章　附则", ""),
    ]
    conditions, costs = draft.clauses[2].paragraphs
    assert [point.number for point in conditions.points] == ["（一）", "（二）", "（三）"]
    assert [point.text for point in conditions.points[1].points] == [
        "相邻楼栋的居民；",
        "沿街商户；",
    ]
    assert costs.text.startswith("前款规定")
    assert not costs.points
    assert draft.closing == ("示例市人民政府", "2026年6月1日")
    assert draft.doubts == ()


@pytest.mark.parametrize("said", [LAW, NOTICE], ids=["law", "notice"])
def test_what_was_read_is_written_again_line_for_line(said: str) -> None:
    assert "\n".join(lines(drafted(said))) == said.strip()


def test_automatic_numbers_give_the_same_clauses_as_typed_ones() -> None:
    assert read_draft("docx", in_word()) == drafted(LAW)


def test_a_paper_without_clauses_is_read_by_its_first_kind_of_number() -> None:
    draft = drafted(NOTICE)
    assert [(c.number, c.title) for c in draft.clauses] == [
        ("一、", "总体要求"), ("二、", "主要任务"), ("三、", "")
    ]  # fmt: skip
    [under] = draft.clauses[1].paragraphs
    open_, costs = under.points
    assert open_.text == "开放选址\n各街道每年公布可以建设的地块。"
    assert [point.number for point in open_.points] == ["1.", "2."]
    assert draft.closing == ("（此件公开发布）",)
    assert draft.preamble == ("为推进社区花园建设，制定本方案。",)
    assert costs.number == "（二）"


def test_markdown_is_read_as_the_text_that_it_shows() -> None:
    marked_up = (
        "# 示例规定\n\n<!-- 提示 -->\n## 第一章 总则\n\n**第一条** 为了甲。\n\n"
        "第二条 标准：\n\n| 档 | 元 |\n|---|---|\n| 甲 | 3 |\n"
    )
    draft = read_draft("md", marked_up.encode())
    assert draft.title == "示例规定"
    assert draft.preamble == ()
    assert [text(clause) for clause in draft.clauses] == ["为了甲。", "标准：\n档｜元\n甲｜3"]
    assert draft.clauses[0].chapter == "第一章　总则"


def test_gb18030_and_a_table_of_contents_are_read() -> None:
    said = "示例规定\n目录\n第一章 总则\n第二章 附则\n第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    draft = read_draft("txt", said.encode("gb18030"))
    assert [c.chapter for c in draft.clauses] == ["第一章　总则", "第二章　附则"]
    assert draft.doubts == ()


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("第一条 甲。\n第三条 乙。", "编号不连续：“第一条”之后是“第三条”"),
        ("第一条 甲。\n第一条 乙。", "编号重复：“第一条”出现不止一次"),
        ("第一条 甲。\n第二条 乙。\n第四条 丁。\n第三条 丙。", "编号倒退：“第四条”之后是“第三条”"),
        ("第二条 甲。\n第三条 乙。", "编号从“第二条”开始"),
        ("第一条 有：\n（一）甲；\n（三）乙。", "第一条之下编号不连续：“（一）”之后是“（三）”"),
        ("第一章 总则\n第一条 甲。\n第三章 附则\n第二条 乙。", "编号不连续：“第一章”之后是“第三章”"),
        ("第一章 甲\n第一节 乙\n第一条 甲。\n第一节 丙\n第二条 乙。", "第一章之下编号重复：“第一节”出现不止一次"),
        ("没有编号的一段。\n又一段。", "没有找到条款编号，全文按段落显示，不能分条对照"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_told(said: str, doubt: str) -> None:
    assert drafted(said).doubts[-1] == doubt


def test_a_clause_put_between_two_is_no_doubt() -> None:
    draft = drafted("第一条 甲。\n第一条之一 乙。\n第一条之二 丙。\n第二条 丁。")
    assert [c.number for c in draft.clauses] == ["第一条", "第一条之一", "第一条之二", "第二条"]
    assert draft.doubts == ()


def test_a_sentence_about_a_clause_is_none() -> None:
    draft = drafted(
        "第一条 甲。\n第二条规定的情形除外。\n第二条、第三条另有规定的除外。\n第二条 乙。"
    )
    assert [c.number for c in draft.clauses] == ["第一条", "第二条"]
    assert heading("第一章规定的程序，由办公室负责。") is None
    assert marked("第五条至第七条的规定适用于本条。", 5) is None


def test_a_clause_without_a_blank_behind_its_number_is_one_where_its_turn_is() -> None:
    draft = drafted("第一条（目的）\n为了甲。\n第二条为了乙。\n第三条【范围】本市。")
    assert [(c.number, c.title) for c in draft.clauses] == [
        ("第一条", "（目的）"), ("第二条", ""), ("第三条", "")
    ]  # fmt: skip


def test_the_name_of_a_chapter_may_go_on_in_the_next_line() -> None:
    draft = drafted("第一章 听取和审议甲和\n乙的报告\n第一条 甲。")
    assert draft.clauses[0].chapter == "第一章　听取和审议甲和乙的报告"


def test_annexes_stand_after_the_clauses_with_numbers_of_their_own() -> None:
    draft = drafted("一、甲。\n二、乙。\n附件：1.标准表\n一、表一\n二、表二")
    assert len(draft.clauses) == 2
    assert draft.closing == ("附件：1.标准表", "一、表一", "二、表二")
    assert draft.doubts == ()


@pytest.mark.parametrize(
    ("said", "value"),
    [("一", 1), ("十", 10), ("十九", 19), ("一百零五", 105), ("一百一十", 110), ("一千二百六十", 1260),
     ("一〇五", 105), ("１２", 12), ("两", 2)],
)  # fmt: skip
def test_numbers_mean_what_they_say(said: str, value: int) -> None:
    assert value_of(said) == value


def numbered(form: str, template: str = "第%1条") -> Draft:
    body = p("题目") + "".join(p(f"内容{n}。", 0) for n in range(3))
    return read_draft("docx", document(body, lists([(form, template, "space")])))


@pytest.mark.parametrize(
    ("form", "template", "shown"),
    [
        ("decimal", "第%1条", "第1条"), ("chineseCountingThousand", "第%1条", "第一条"),
        ("japaneseCounting", "%1、", "一、"), ("decimalFullWidth", "%1．", "１．"),
        ("decimalEnclosedCircleChinese", "%1", "①"), ("lowerLetter", "%1)", "a)"),
    ],
)  # fmt: skip
def test_every_format_of_automatic_numbers_is_shown_as_word_does(
    form: str, template: str, shown: str
) -> None:
    body = p("题目") + p("内容。", 0)
    paper = read_paper("docx", document(body, lists([(form, template, "nothing")])))
    assert paper.lines[1] == f"{shown}内容。"


def test_an_unknown_format_is_told() -> None:
    draft = numbered("hebrew1")
    assert [c.number for c in draft.clauses] == ["第1条", "第2条", "第3条"]
    assert draft.doubts == ("自动编号的格式“hebrew1”不认识，按阿拉伯数字读出，请核对编号",)


def test_a_list_begun_anew_counts_anew_and_one_gone_on_goes_on() -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    same = '<w:num w:numId="3"><w:abstractNumId w:val="0"/></w:num>'
    form = lists([("decimal", "%1.", "nothing")], nums=again + same)
    body = p("甲", 0) + p("乙", 0) + p("丙", 0, list_=2) + p("丁", 0, list_=2) + p("戊", 0, list_=3)
    assert read_paper("docx", document(body, form)).lines == (
        "1.甲",
        "2.乙",
        "1.丙",
        "2.丁",
        "3.戊",
    )


def test_lists_and_styles_that_lead_to_each_other_are_told() -> None:
    loop = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="S"/></w:abstractNum>'
    nums = '<w:num w:numId="7"><w:abstractNumId w:val="7"/></w:num>'
    styles = (
        '<w:style w:type="paragraph" w:styleId="S"><w:basedOn w:val="T"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:basedOn w:val="U"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="U"><w:basedOn w:val="T"/></w:style>'
    )
    paper = read_paper(
        "docx",
        document(p("甲", style="S") + p("乙", style="T"), lists(more=loop, nums=nums), styles),
    )
    assert paper.lines == ("甲", "乙")
    assert {doubt[:8] for doubt in paper.doubts} == {"自动编号的列表互", "样式互相引用，绕"}


@pytest.mark.parametrize(
    ("inside", "doubt"),
    [
        ("<w:r><w:drawing/></w:r>", "有图片或者图形，没有读入"),
        ("<w:r><w:footnoteReference w:id='1'/></w:r>", "有脚注，注释没有读入"),
        ("<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
         "有文本框，框里的文字没有读入"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_told(inside: str, doubt: str) -> None:
    paper = read_paper("docx", document(f"<w:p><w:r><w:t>甲</w:t></w:r>{inside}</w:p>"))
    assert paper.lines == ("甲",)
    assert doubt in paper.doubts


def test_tracked_changes_are_no_draft() -> None:
    body = "<w:p><w:ins><w:r><w:t>甲</w:t></w:r></w:ins></w:p>"
    with pytest.raises(Unread, match="修订痕迹"):
        read_draft("docx", document(body))


def test_a_table_is_a_paragraph_of_its_clause() -> None:
    cell = "<w:tc>{}</w:tc>".format
    row = "<w:tr>{}</w:tr>".format
    table = (
        "<w:tbl>"
        + row(cell(p("档")) + cell(p("元")))
        + row(cell(p("甲")) + cell(p("3")))
        + "</w:tbl>"
    )
    draft = read_draft("docx", document(p("第一条　标准如下：") + table + p("第二条　乙。")))
    assert [one.text for one in draft.clauses[0].paragraphs] == ["标准如下：", "档｜元\n甲｜3"]


def test_a_pdf_is_read_and_says_that_its_paragraphs_are_guessed() -> None:
    import typst

    said = re.sub(r"\n", "\n\n", LAW)
    draft = read_draft("pdf", typst.compile(said.encode()))
    assert [c.number for c in draft.clauses] == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert draft.doubts[0].startswith("文字取自PDF")


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_what_cannot_be_read_is_one_sentence(kind: str) -> None:
    with pytest.raises(Unread, match=r"[一-鿿]"):
        read_draft(kind, b"\x00")


# --- made to do harm ---


def test_ten_thousand_clauses_are_read_in_seconds() -> None:
    body = "".join(p(f"内容{n}。", 0) for n in range(10_000))
    draft = read_draft("docx", document(body, lists([("decimal", "第%1条", "space")])))
    assert len(draft.clauses) == 10_000
    assert draft.doubts == ()


def test_points_within_points_without_end_stay_shallow() -> None:
    draft = drafted("第一条 甲：\n" + "（一）乙；\n1.丙；\n（1）丁；\n①戊；\na.己；\n" * 500)
    assert len(draft.clauses) == 1
    assert draft.doubts
    assert sum(1 for _ in lines(draft)) == 2_501


@pytest.mark.parametrize(
    "said",
    [
        "第一条 <script>alert(1)</script>\n第二条 乙。",
        "第一条 甲\u202e乙\u200b丙。\n第二条 \ufeff丁。",
    ],
)
def test_signs_that_nobody_sees_are_taken_out_and_markup_stays_text(said: str) -> None:
    draft = drafted(said)
    assert len(draft.clauses) == 2
    assert not re.search("[\u200b-\u200f\u202a-\u202e\ufeff]", "".join(lines(draft)))


def test_halves_of_signs_are_taken_out() -> None:
    broken = "第一条 甲".encode("utf-16") + b"\x00\xd8" + "。".encode("utf-16-le")
    with pytest.raises(Unread):
        read_draft("txt", broken)
    assert build(["第一条 甲。"]).clauses


def test_a_bomb_ends_the_process_that_reads_it() -> None:
    body = p("甲" * 6_000_000)
    with pytest.raises(Unread, match=r"限度|解压后过大|已损坏"):
        read_draft("docx", document(body))


def test_entities_are_not_looked_up() -> None:
    out = io.BytesIO(document(p("甲")))
    import zipfile

    parts = {name: zipfile.ZipFile(out).read(name) for name in zipfile.ZipFile(out).namelist()}
    bad = (
        '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<w:document {word.NS}><w:body><w:p><w:r><w:t>甲&b;&x;</w:t></w:r></w:p></w:body></w:document>"
    )
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, bad if name == "word/document.xml" else content)
    try:
        paper = read_paper("docx", again.getvalue())
    except Unread:
        return
    assert "root:" not in "".join(paper.lines)
