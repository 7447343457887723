"""Catalogs in tables of an office's own: one confirmed mapping, and every cell is accounted for."""

from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from catalog.annual import Catalog
from catalog.item import Part
from catalog.parse import ShapeError
from storage.catalog_file import mapped_in, own_sheets, read_catalog
from storage.files.catalog_mapping import NOT_IMPORTED
from storage.files.catalog_proposal import proposal
from tests.storage import offices
from tests.storage.sheets import workbook

HEAD = [
    ("  决策机关·代号:", "  决策机关·代号: slz"),
    ("  决策机关·性质:", "  决策机关·性质: 政府"),
]
BUREAU = [HEAD[0], ("  决策机关·性质:", "  决策机关·性质: 部门")]
ANSWERS: dict[str, tuple[Callable[[Path], Path], str, list[tuple[str, str]]]] = {
    "city": (
        offices.city,
        "目录.xlsx",
        [*HEAD, ("    备注:", "    备注: 计划听证\n  词:\n    备注:\n      须听证: 是")],
    ),
    "district": (
        offices.district,
        "目录.docx",
        [
            *HEAD,
            ("  决策机关·全称: 示例区人民政府", "  决策机关·全称: 示例区人民政府"),
            ("    法定程序:", "    法定程序: 不导入"),
            ("      按程序推进:", "      按程序推进: 不导入"),
        ],
    ),
    "bureau": (offices.bureau, "目录.csv", BUREAU),
}


def handed_in(folder: Path, which: str) -> tuple[Path, Path]:
    """A catalog of an office's own, and its mapping as a person has confirmed it."""
    made, name, answers = ANSWERS[which]
    file, mapping = made(folder / name), folder / "对应.yaml"
    mapping.write_text(offices.confirmed(proposal(own_sheets(file)), answers), "utf-8")
    return file, mapping


def read(folder: Path, which: str) -> Catalog:
    """The catalog by its mapping."""
    file, mapping = handed_in(folder, which)
    return read_catalog(file, mapping=mapping)


def faults(file: Path, mapping: str) -> list[str]:
    """What is wrong with a mapping, without the file's name."""
    path = file.with_name("对应.yaml")
    path.write_text(mapping, "utf-8")
    with pytest.raises(ShapeError) as wrong:
        read_catalog(file, mapping=path)
    return [fault.removeprefix(f"{file.name}：") for fault in wrong.value.faults]


def test_a_city_s_spreadsheet_is_read_as_it_is_meant(tmp_path: Path) -> None:
    catalog = read(tmp_path, "city")
    assert (catalog.catalog.year, catalog.catalog.title) == (2026, offices.TITLE)
    assert catalog.catalog.doc_no == "示政办发〔2026〕3号"
    first, second, third = catalog.items
    assert [i.name for i in catalog.items] == [
        "示例市老年助餐服务管理办法",
        "示例市医疗救助实施细则",
        "示例市综合交通规划（2026－2035年）",
    ]
    assert [i.category_stated for i in catalog.items] == ["重大公共政策和措施"] * 2 + ["重要规划"]
    bases = (
        "《示例省养老服务条例》（2025年修订）",
        "《关于发展老年助餐的意见》（示政发〔2025〕8号）",
    )
    assert first.bases == second.bases == bases
    assert third.bases == ("《示例省交通条例》第九条", "市政府常务会议纪要")
    assert [(u.name, u.part) for u in third.units] == [
        ("市交通运输局", Part.LEAD),
        ("市自然资源局", Part.JOIN),
        ("市公安局", Part.JOIN),
    ]
    assert [i.planned for i in catalog.items] == ["2026-06", "2026-07/2026-09", "2026-10/2027-03"]
    assert [i.hearing for i in catalog.items] == [False, True, False]


def test_a_district_s_word_table_is_read_as_it_is_meant(tmp_path: Path) -> None:
    items = read(tmp_path, "district").items
    assert [[u.name for u in i.units] for i in items] == [["区住建局"], ["区住建局"], ["区房管局"]]
    assert [i.planned for i in items] == ["2026-Q4", "", "2026-12"]
    assert items[2].name == "示例区𠮷祥里片区更新方案"


def test_a_bureau_s_csv_from_wps_is_read_as_it_is_meant(tmp_path: Path) -> None:
    first, second = read(tmp_path, "bureau").items
    assert first.bases == ("《示例省节约用水条例》", "《示例市供水办法》")
    assert (first.planned, second.planned) == ("2026-09", "2026-Q2")
    assert second.name == "示例市㙓口水闸重建方案"
    assert [u.name for u in second.units] == ["建设处", "运行处"]


def content_of(file: Path) -> list[str]:
    """The text of every cell with content, as the library alone gives it."""
    return [
        str(int(cell)) if isinstance(cell, float) else str(cell)
        for sheet in own_sheets(file)
        for row in sheet.rows
        for cell in row
        if cell != ""
    ]


@pytest.mark.parametrize("which", ANSWERS)
def test_no_cell_is_lost(tmp_path: Path, which: str) -> None:
    file, mapping = handed_in(tmp_path, which)
    accounts = mapped_in(file, mapping).accounts
    assert sorted(each.text for each in accounts) == sorted(content_of(file))
    assert len({each.place for each in accounts}) == len(accounts)
    said = read_catalog(file, mapping=mapping).model_dump_json()
    confirmed = mapping.read_text("utf-8")
    times = {"计划决策时间", "计划听证"}
    for each in accounts:
        if each.fate in {"栏名", NOT_IMPORTED}:
            line = " ".join(each.text.split())
            assert line in confirmed or each.fate == NOT_IMPORTED, each
        elif each.fate not in times:
            parts = each.text.replace("；", "、").replace("\n", "").split("、")
            assert all(part in said for part in parts if part not in {"一", "二"}), each
    taken = [each for each in accounts if each.fate not in {"栏名", NOT_IMPORTED}]
    assert len(taken) >= {"city": 20, "district": 13, "bureau": 12}[which]


@pytest.mark.parametrize("which", ANSWERS)
def test_a_proposal_that_nobody_confirmed_imports_nothing(tmp_path: Path, which: str) -> None:
    made, name, _ = ANSWERS[which]
    file = made(tmp_path / name)
    [said] = faults(file, proposal(own_sheets(file)))
    assert said.startswith("对应表还没有核对")


def test_what_the_mapping_does_not_answer_is_asked(tmp_path: Path) -> None:
    file = offices.city(tmp_path / "目录.xlsx")
    said = faults(file, offices.confirmed(proposal(own_sheets(file)), HEAD))
    assert [each.partition("；")[0] for each in said] == [
        "“公布稿”的“备注”没有写它对应哪一栏，不要的写“不导入”"
    ]
    wrong = [*HEAD, ("    备注:", "    备注: 说明"), ("    序号: 序号", "    序号: 序号")]
    said = faults(file, offices.confirmed(proposal(own_sheets(file)), wrong))
    assert [each.partition("，")[0] for each in said] == [
        "“公布稿”的“备注”对应的“说明”不是目录的栏"
    ]


def test_a_mapping_is_good_for_the_next_file_until_something_new_stands_there(
    tmp_path: Path,
) -> None:
    rows = [["序号", "决策事项", "承办单位"], [1, "甲方案", "乙局"]]
    file = workbook(tmp_path / "目录.xlsx", {"一": rows})
    answers = [
        *HEAD,
        ("  决策机关·全称:", "  决策机关·全称: 示例市人民政府"),
        ("  年度:", "  年度: 2026"),
        ("  目录名称:", "  目录名称: 示例市目录"),
    ]
    mapping = offices.confirmed(proposal(own_sheets(file)), answers)
    path = file.with_name("对应.yaml")
    path.write_text(mapping, "utf-8")
    assert [i.name for i in read_catalog(file, mapping=path).items] == ["甲方案"]
    workbook(file, {"一": [*rows, [2, "丙方案", "丁局"]]})
    assert len(read_catalog(file, mapping=path).items) == 2
    workbook(file, {"一": [*rows, ["制表人：某"]], "二": [["附件"]]})
    assert faults(file, mapping) == [
        "“一”的第3行：制表人：某：不是事项，也不在“不导入的行”里，请核对后列入",
        "工作表“二”有内容，对应表里没有说到它",
    ]
    workbook(file, {"一": [[*row, extra] for row, extra in zip(rows, ("", "市级"), strict=True)]})
    [said] = faults(file, mapping)
    assert said.startswith("“一”的“（D列）”没有写它对应哪一栏")


def test_what_cannot_be_read_is_told_with_its_cell(tmp_path: Path) -> None:
    rows = [["序号", "决策事项", "承办单位", "时间安排"], [1, "甲方案", "乙局", "按程序推进"]]
    file = workbook(tmp_path / "目录.xlsx", {"一": rows})
    answers = [
        *HEAD,
        ("  决策机关·全称:", "  决策机关·全称: 示例市人民政府"),
        ("  年度:", "  年度: 2026"),
        ("  目录名称:", "  目录名称: 示例市目录"),
    ]
    [said] = faults(file, offices.confirmed(proposal(own_sheets(file)), answers))
    assert said.startswith("“一”第2行D列“时间安排”：计划时间应写成 2026年")


def test_a_file_without_a_table_of_items_is_told(tmp_path: Path) -> None:
    file = workbook(tmp_path / "目录.xlsx", {"一": [["甲", "乙"]]})
    with pytest.raises(ShapeError, match="找不到事项的表格"):
        proposal(own_sheets(file))
    assert "加 --map 对应.yaml" in faults_without(file)


def faults_without(file: Path) -> str:
    """What is said of a file that is read as the form."""
    with pytest.raises(ShapeError) as wrong:
        read_catalog(file)
    return str(wrong.value)


def test_hidden_rows_are_told_in_a_table_of_an_office_s_own_too(tmp_path: Path) -> None:
    file = tmp_path / "目录.xlsx"
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet("一")
        for r, row in enumerate([["序号", "决策事项"], [1, "甲方案"], [2, "乙方案"]]):
            page.write_row(r, 0, row)
        page.set_row(2, None, None, {"hidden": True})
    mapping = offices.confirmed(proposal(own_sheets(file)), HEAD)
    assert any(said.startswith("“一”第3行有内容，但隐藏着") for said in faults(file, mapping))
