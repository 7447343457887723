"""The annual catalog as a spreadsheet, as the legal office hands it in."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from catalog.item import Part, UnitKind
from catalog.parse import ShapeError
from storage.catalog_file import read_catalog
from storage.catalog_import import import_catalog
from storage.files.opens import OLE
from storage.files.spreadsheet import GREEDY
from storage.ledger import Ledger
from tests.catalog.rules.lawful import day
from tests.storage.life import ACTOR, ten_o_clock
from tests.storage.sheets import HEAD, ITEM, Sheets, catalog_sheet, ods, sheets_of, workbook

AT = ten_o_clock(day(3, 2))
GOOD = sheets_of(HEAD, [ITEM])


def faults(path: Path) -> list[str]:
    """What is wrong with a catalog file."""
    with pytest.raises(ShapeError) as wrong:
        read_catalog(path)
    return wrong.value.faults


def only(path: Path) -> str:
    """The one thing that is wrong with a catalog file, without the file's name."""
    [fault] = faults(path)
    assert fault.startswith("目录.xlsx：")
    return fault.removeprefix("目录.xlsx：")


def test_a_spreadsheet_goes_on_file_as_the_same_catalog_in_yaml_does(
    ledger: Ledger, folder: Path
) -> None:
    yaml = folder / "目录.yaml"
    yaml.write_text(
        "目录: {决策机关: {代号: slmzj, 全称: 示例市民政局}, 年度: 2026,"
        " 目录名称: 示例市民政局2026年度重大行政决策事项目录}\n"
        "事项: [{序号: 1, 事项名称: 助餐规划, 承办单位: [{单位名称: 养老服务处}]}]\n",
        "utf-8",
    )
    first = import_catalog(ledger, catalog_sheet(folder), actor=ACTOR, at=AT)
    again = import_catalog(ledger, yaml, actor=ACTOR, at=AT)
    assert [f.entry for f in again] == [f.entry for f in first]
    assert ledger.head().count == 2


def test_what_people_type_and_spreadsheets_make_of_it_is_read(tmp_path: Path) -> None:
    items: list[dict[str, Any]] = [
        {
            "序号": "１",
            "事项名称": " 助餐规划　",
            "牵头单位": "养老服务处",
            "配合单位": "规划财务处、社会救助处\n示例市养老中心（事业单位）",
            "法律政策依据": "《甲法》第三条、第四条\n《乙条例》、《丙办法》",
            "计划决策时间": "２０２６年第二季度",
            "计划听证": "是",
            "公众参与·是否应当履行": True,
            "公众参与·理由": "关系老年人",
        },
        {"序号": 2, "事项名称": "救助办法", "计划决策时间": 2026},
        {"序号": 3, "事项名称": "殡葬规划", "计划决策时间": date(2026, 6, 30)},
    ]
    head = {"公布日期": date(2026, 1, 12), "同级党委（党组）同意日期": "2026年１月8日"}
    read = read_catalog(catalog_sheet(tmp_path, *items, **head, 文件编号=""))
    assert read.catalog.published_on == date(2026, 1, 12)
    assert read.catalog.consented_on == date(2026, 1, 8)
    first, second, third = read.items
    assert (first.no, first.name, first.hearing) == (1, "助餐规划", True)
    assert [(u.name, u.part, u.kind) for u in first.units] == [
        ("养老服务处", Part.LEAD, None),
        ("规划财务处", Part.JOIN, None),
        ("社会救助处", Part.JOIN, None),
        ("示例市养老中心", Part.JOIN, UnitKind.INSTITUTION),
    ]
    assert first.bases == ("《甲法》第三条、第四条", "《乙条例》", "《丙办法》")
    assert (first.planned, second.planned, third.planned) == ("2026-Q2", "2026", "2026-06-30")
    determined = first.determinations.consultation
    assert determined is not None
    assert (determined.due, determined.reason) == (True, "关系老年人")
    assert first.determinations.expert_review is None


def test_titles_above_the_headings_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    sheets = dict(GOOD)
    sheets["目录"] = [["年度目录"], [], *sheets["目录"], [" "]]
    headings, row = sheets["事项"]
    sheets["事项"] = [["事项"], ["写法"], ["序\n号", *headings[1:]], [], row, ["", "  "], []]
    sheets["Sheet3"] = []
    assert [i.name for i in read_catalog(workbook(tmp_path / "目录.xlsx", sheets)).items] == [
        "助餐规划"
    ]


def test_every_fault_is_named_by_sheet_row_column_and_title(tmp_path: Path) -> None:
    said = faults(
        catalog_sheet(
            tmp_path,
            {"类别": "大事", "公众参与·理由": "无", "公众参与·是否应当履行": ""},
            {"序号": 2, "事项名称": "", "计划决策时间": date(2026, 6, 1)},
            {"序号": 1, "计划决策时间": "年底", "计划听证": "√"},
            {"序号": 4, "事项名称": "丁", "牵头单位": "甲处、乙处"},
            年度="二〇二六",
            公布日期=46030,
            决策机关·全称="",
        )
    )
    assert [fault.removeprefix("目录.xlsx：") for fault in said] == [
        "目录表第6行B列“公布日期”：“46030”不是有效的日期，请按 年-月-日 写，例如 2026-01-12",
        "目录表第3行B列“决策机关·全称”：没有填写",
        "目录表第4行B列“年度”：“二〇二六”应为整数",
        "事项表第2行D列“类别”：“大事”不在可选范围内，可选：“重大公共政策和措施”、“重要规划”、"
        "“开发利用、保护重要自然资源和文化资源的重大公共政策和措施”、“重大公共建设项目”、“其他重大事项”",
        "事项表第2行F列“公众参与·是否应当履行”：没有填写",
        "事项表第3行G列“计划决策时间”：被表格软件变成了日期，看不出原来写的是2026年6月还是6月1日，"
        "请把单元格格式改为“文本”，再写一遍",
        "事项表第3行B列“事项名称”：没有填写",
        "事项表第4行G列“计划决策时间”：“年底”没有写明哪一年，请写成“2026年年底”",
        "事项表第4行H列“计划听证”：“√”应为 是 或者 否（true 或者 false）",
        "事项表第5行“丁”：[CAT-06] 有2个牵头单位：甲处、乙处"
        "（《重大行政决策程序暂行条例》第十一条）。只保留一个牵头，其余改为配合",
    ]


def test_a_number_or_a_name_used_twice_names_both_rows(tmp_path: Path) -> None:
    other = {"事项名称": "另一事项"}
    assert only(catalog_sheet(tmp_path, {}, other)) == (
        "事项表第3行A列“序号”：“1”重复，第2行已经用了"
    )
    assert only(catalog_sheet(tmp_path, {}, {"序号": 2})) == (
        "事项表第3行B列“事项名称”：“助餐规划”重复，第2行已经用了"
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"事项": [["名称"], ["甲"]]},
            "事项表：前10行没有栏名“事项名称”，栏名应为：序号、事项名称",
        ),
        (
            {"事项": [["序号", "事项名称", "备注"]]},
            "事项表第1行C列：没有“备注”这一栏，可用：序号、",
        ),
        ({"事项": [["事项名称", "事项名称"]]}, "事项表第1行B列：“事项名称”重复"),
        ({"事项": [["序号", "事项名称"], [1, "甲", "乙"]]}, "事项表第2行C列：有内容，但没有栏名"),
        ({"事项": [["序号", "事项名称"], []]}, "事项表里一个事项也没有"),
        ({"事项": [["事项名称"], ["甲"]]}, "事项表没有“序号”这一列"),
        ({"目录": [["年度", 2026]]}, "目录表：前10行没有栏名“栏名”，栏名应为：栏名、填写、说明"),
        ({"目录": [["栏名", "说明"], ["年度"]]}, "目录表没有“填写”这一列"),
        ({"目录": [*GOOD["目录"], ["备注", "x"]]}, "目录表第6行A列：没有“备注”这一栏，可用：决策"),
        ({"目录": [*GOOD["目录"], ["年度", 2027]]}, "目录表第6行A列：“年度”重复"),
        ({"目录": [*GOOD["目录"], ["", "x"]]}, "目录表第6行A列：有内容，但没有栏名"),
        ({"目录": GOOD["目录"][:-1]}, "目录表，目录名称：缺少这一栏"),
        ({"草稿": [["甲"]]}, "工作表“草稿”里有内容；只导入“目录”和“事项”，请把不用的工作表删去"),
    ],
)
def test_a_wrong_layout_is_named(tmp_path: Path, change: Sheets, said: str) -> None:
    assert only(workbook(tmp_path / "目录.xlsx", {**GOOD, **change})).startswith(said)


def test_a_missing_sheet_is_named_beside_those_that_are_there(tmp_path: Path) -> None:
    sheets = {"Sheet1": GOOD["目录"], "事项": GOOD["事项"]}
    first, second = faults(workbook(tmp_path / "目录.xlsx", sheets))
    assert first == "目录.xlsx：没有名为“目录”的工作表，现有：“Sheet1”、“事项”"
    assert second.startswith("目录.xlsx：工作表“Sheet1”里有内容")


def test_opendocument_is_read_alike(tmp_path: Path) -> None:
    read = read_catalog(ods(tmp_path / "目录.ods", GOOD))
    assert read == read_catalog(workbook(tmp_path / "目录.xlsx", GOOD))


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        (
            "a.xlsx",
            OLE + bytes(600),
            "文件“a.xlsx”设了打开密码，或者是旧版格式改了扩展名，请去掉密码",
        ),
        ("a.xlsx", b"<html>", "文件“a.xlsx”的内容不是 xlsx 格式，请核对扩展名"),
        ("a.xls", b"<html>", "文件“a.xls”的内容不是 xls 格式，请核对扩展名"),
        ("a.xls", OLE + bytes(600), "a.xls：打不开，请确认是没有加密的电子表格"),
        ("a.ods", b"", "文件“a.ods”的内容不是 ods 格式"),
        ("a.csv", b"", "a.csv：不是本系统的目录表格"),
        ("a.et", OLE, "a.et：目录应为电子表格（xlsx、xls、ods）或者 YAML 文件，请另存为 xlsx"),
    ],
)
def test_a_file_that_does_not_open_says_why(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    [fault] = faults(tmp_path / name)
    assert fault.startswith(said)


def test_a_file_cut_short_anywhere_says_so_and_nothing_goes_on_file(
    ledger: Ledger, folder: Path
) -> None:
    path = catalog_sheet(folder)
    whole = path.read_bytes()
    for length in range(0, len(whole), len(whole) // 40):
        path.write_bytes(whole[:length])
        with pytest.raises(ShapeError, match=r"文件“目录.xlsx”(打不开|的内容不是)"):
            import_catalog(ledger, path, actor=ACTOR, at=AT)
    assert ledger.head().count == 0


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    assert faults(tmp_path / "没有.xlsx")[0].startswith("没有这个文件：")
    (tmp_path / "夹.xlsx").mkdir()
    assert faults(tmp_path / "夹.xlsx")[0].endswith("是文件夹，请写明里面的文件")


def test_a_blank_in_the_last_corner_does_not_end_the_program(tmp_path: Path) -> None:
    """The library would ask for 500 GB, and be ended by the system."""
    sheets = {**GOOD, "草稿": []}
    path = workbook(tmp_path / "目录.xlsx", sheets)
    spread = tmp_path / "spread"
    shutil.unpack_archive(path, spread, "zip")
    last = next(spread.glob("xl/worksheets/sheet3.xml"))
    far = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    last.write_text(last.read_text("utf-8").replace("<sheetData/>", far), "utf-8")
    made = Path(shutil.make_archive(str(tmp_path / "made"), "zip", spread))
    shutil.move(made, path)
    [fault] = faults(path)
    assert fault == f"文件“目录.xlsx”{GREEDY}"


def test_one_wrong_cell_keeps_everything_out(ledger: Ledger, folder: Path) -> None:
    path = catalog_sheet(folder, {}, {"序号": 2, "事项名称": "救助办法", "类别": "大事"})
    with pytest.raises(ShapeError, match="事项表第3行D列“类别”"):
        import_catalog(ledger, path, actor=ACTOR, at=AT)
    assert ledger.head().count == 0
    assert ledger.items() == []


def test_a_name_without_end_is_not_told_to_its_end(tmp_path: Path) -> None:
    """OpenDocument bounds neither the name of a sheet nor the number of them."""
    path = ods(
        tmp_path / "目录.ods", {"一" * 3000: [["甲" * 3000]]} | {f"表{n}": [] for n in range(500)}
    )
    told = faults(path)
    assert told[0].startswith("目录.ods：只有工作表“一一")
    assert max(map(len, told)) < 300
