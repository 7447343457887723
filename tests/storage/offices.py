"""Three annual catalogs as offices publish them. Every one is made up: no such city, district or bureau.

Title rows, notes, headings of their own, merged cells, sections, planned times in their own words.
"""

from collections.abc import Iterable
from pathlib import Path

import docx
import xlsxwriter

TITLE = "示例市人民政府2026年度重大行政决策事项目录"


def city(path: Path) -> Path:
    """A city's, as a spreadsheet: headings in two rows, classes as sections, bases merged."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("公布稿")
        frame = book.add_format({"border": 1, "text_wrap": True})
        page.merge_range(0, 0, 0, 6, TITLE, frame)
        page.merge_range(1, 0, 1, 6, "（虚构数据）示政办发〔2026〕3号", frame)
        for c, heading in {
            0: "序号",
            1: "决策事项",
            4: "决策依据",
            5: "计划出台时间",
            6: "备注",
        }.items():
            page.merge_range(2, c, 3, c, heading, frame)
        page.merge_range(2, 2, 2, 3, "承办单位", frame)
        page.write_row(3, 2, ["牵头单位", "配合单位"], frame)
        page.merge_range(4, 0, 4, 6, "一、重大公共政策和措施", frame)
        page.write_row(
            5, 0, [1, "示例市老年助餐服务管理办法", "市民政局", "市财政局、市商务局"], frame
        )
        page.merge_range(
            5,
            4,
            6,
            4,
            "《示例省养老服务条例》（2025年修订）、《关于发展老年助餐的意见》（示政发〔2025〕8号）",
            frame,
        )
        page.write_row(5, 5, ["2026年6月底前", ""], frame)
        page.write_row(6, 0, [2, "示例市医疗救助\n实施细则", "市医疗保障局", "市民政局"], frame)
        page.write_row(6, 5, ["2026年7-9月", "须听证"], frame)
        page.merge_range(7, 0, 7, 6, "二、重要规划", frame)
        page.merge_range(8, 0, 9, 0, 3, frame)
        page.merge_range(8, 1, 9, 1, "示例市综合交通规划（2026－2035年）", frame)
        page.write_row(8, 2, ["市交通运输局", "市自然资源局"], frame)
        page.write_row(9, 2, ["", "市公安局"], frame)
        page.write_row(8, 4, ["《示例省交通条例》第九条"], frame)
        page.write_row(9, 4, ["市政府常务会议纪要"], frame)
        page.write_row(8, 5, ["10月—次年3月"], frame)
        page.merge_range(10, 0, 10, 6, "备注：目录根据实际情况可以动态调整。", frame)
    return path


def district(path: Path) -> Path:
    """A district's, as a Word document: a heading, a table with merged cells, notes beneath."""
    document = docx.Document()
    document.add_heading("2026年度示例区人民政府重大行政决策事项目录", 1)
    document.add_paragraph("（以下内容均为虚构）")
    table = document.add_table(rows=4, cols=6)
    rows = [
        ["项次", "重大行政决策事项名称", "主要内容", "承办部门", "完成时限", "法定程序"],
        ["1", "示例区停车设施专项规划", "明确近期停车设施布局。", "区住建局", "四季度", "公众参与、专家论证"],
        ["2", "示例区集贸市场改造方案", "改造十处集贸市场。", "", "按程序推进", "公众参与"],
        ["3", "示例区𠮷祥里片区更新方案", "更新老旧住宅。", "区房管局", "12月底前", "风险评估"],
    ]  # fmt: skip
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    table.cell(1, 3).merge(table.cell(2, 3))
    document.add_paragraph("注：1.承办部门按职责开展工作。")
    document.add_paragraph("联系人：示例区司法局")
    document.save(str(path))
    return path


ROWS = (
    "示例市水务局2026年度重大行政决策事项目录,,,,,\r\n"
    ",,,,制表日期：,2026/1/15\r\n"
    "编号,项目名称,事项类型,责任处室,预计完成时间,政策依据\r\n"
    "1,示例市节水奖励办法,重大公共政策和措施,水资源处,2026年9月份,《示例省节约用水条例》；《示例市供水办法》\r\n"
    "2,示例市㙓口水闸重建方案,重大公共建设项目,建设处、运行处,2026年第二季度,《示例省水工程条例》\r\n"
    "合计,2项,,,,\r\n"
    "说明：本表为虚构。,,,,,\r\n"
)


def bureau(path: Path) -> Path:
    """A bureau's, as WPS saves it: CSV in GB18030 with a mark of its bytes' order."""
    path.write_bytes("\ufeff".encode("gb18030") + ROWS.encode("gb18030"))
    return path


def confirmed(proposal: str, answers: Iterable[tuple[str, str]]) -> str:
    """The mapping as a person leaves it: each line that was asked about answered, then confirmed."""
    said = proposal
    for before, after in (*answers, ("已核对: 否", "已核对: 是")):
        assert said.count(f"{before}\n") == 1, before
        said = said.replace(f"{before}\n", f"{after}\n")
    return said
