"""The annual catalog file: everything wrong at once, all or nothing, again without harm."""

from pathlib import Path

import pytest

from catalog import lifecycle
from catalog.parse import ShapeError
from storage.catalog_import import import_catalog, read_catalog
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CORRECTION, day
from tests.storage.life import ACTOR, ten_o_clock

AT = ten_o_clock(day(3, 2))
HEAD = """\
目录:
  决策机关: {代号: slmzj, 全称: 示例市民政局}
  年度: 2026
  目录名称: 示例市民政局2026年度重大行政决策事项目录
  联系: 无
"""
GOOD = HEAD.replace("  联系: 无\n", "")
ITEMS = """\
事项:
- 序号: 1
  事项名称: 助餐规划
  承办单位: [{单位名称: 养老服务处}]
  计划决策时间: 2026
- no: 2
  name: 救助办法
  units:
  - {name: 救助处}
  - {name: 法规处, part: 配合}
  planned: 2026-06-30
  summary:
"""


def catalog(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    """A catalog file."""
    path = folder / "目录.yaml"
    path.write_text(text, encoding)
    return path


def faults(folder: Path, text: str, encoding: str = "utf-8") -> list[str]:
    """What is wrong with a catalog file."""
    with pytest.raises(ShapeError) as wrong:
        read_catalog(catalog(folder, text, encoding))
    return wrong.value.faults


def test_a_catalog_and_its_items_go_on_file(either: Ledger, folder: Path) -> None:
    filed = import_catalog(either, catalog(folder, GOOD + ITEMS), actor=ACTOR, at=AT)
    assert [f.entry.item for f in filed] == ["slmzj-2026", "slmzj-2026-01", "slmzj-2026-02"]
    assert either.items("slmzj-2026") == ["slmzj-2026-01", "slmzj-2026-02"]
    assert lifecycle.planned(either.load("slmzj-2026-02")) == "2026-06-30"
    assert either.verify() == []


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    items = """\
事项:
- {序号: 1, 事项名称: 甲, 承办单位: [{单位名称: 乙处}, {单位名称: 丙处}]}
- {序号: 1, 事项名称: 丁, 承办单位: [{单位名称: 乙处}], 类别: 大事, 备注: x}
- {序号: 3, 事项名称: 甲, 承办单位: [{单位名称: 乙处}]}
- {序号: 3, 事项名称: 戊, 承办单位: [{单位名称: 乙处}], 计划决策时间: 2026-13}
- {序号: 3, 事项名称: 己, 承办单位: [{单位名称: 乙处}]}
其他: x
"""
    said = "\n".join(faults(tmp_path, HEAD + items))
    assert all(line.startswith("目录.yaml：") for line in said.splitlines())
    for expected in (
        "没有“其他”这一部分",
        "目录·“联系”：没有这一栏",
        "事项1“丁”：类别：“大事”不在可选范围内",
        "事项1“丁”：“备注”：没有这一栏",
        "事项3“戊”：计划决策时间：",
        "事项1“甲”：[CAT-06] 有2个牵头单位：乙处、丙处",
        "事项序号“3”重复",
        "事项名称“甲”重复",
    ):
        assert expected in said
    assert len(said.splitlines()) == 8


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "目录.yaml：文件是空的"),
        ("# 只有注释\n", "目录.yaml：文件是空的"),
        ("- 1\n", "目录.yaml：应有“目录”和“事项”两部分"),
        (GOOD, "目录.yaml：“事项”应为列表，至少一项"),
        (GOOD + "事项:\n- 序号: 1\n  序号: 2\n", "目录.yaml第7行：“序号”写了两次，只能保留一处"),
        (GOOD + "目录: {}\n", "目录.yaml第5行：“目录”写了两次，只能保留一处"),
        (GOOD + "事项:\n- 序号: 1\n\t事项名称: 甲\n", "目录.yaml第7行：用了制表符（Tab）"),
        (GOOD + "事项：\n- 序号: 1\n", "目录.yaml第5行：写法不对，请核对缩进，冒号应为半角"),
        (GOOD + "? [a]\n: b\n", "目录.yaml第5行：栏名应为文字"),
        (GOOD + "备注: a\x07b\n", "目录.yaml第5行：含有不能识别的字符"),
        (GOOD + "备注: !!python/object:os.system x\n", "目录.yaml第5行：不能用“!”开头的标记"),
    ],
)
def test_what_yaml_would_swallow_is_said_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    assert faults(tmp_path, text)[0].startswith(said)


def test_another_encoding_and_a_missing_file_are_said(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD, "gb18030") == ["目录.yaml：不是 UTF-8 编码，请另存为 UTF-8"]
    with pytest.raises(ShapeError, match=r"没有这个文件：.*没有.yaml"):
        read_catalog(tmp_path / "没有.yaml")


def test_words_stay_words(tmp_path: Path) -> None:
    text = GOOD.replace("全称: 示例市民政局", "全称: no, 联系电话: 02112345")
    authority = read_catalog(catalog(tmp_path, text + ITEMS)).catalog.authority
    assert (authority.name, authority.phone) == ("no", "02112345")


def test_one_refused_item_keeps_all_out(either: Ledger, folder: Path) -> None:
    late = GOOD + "  公布日期: 2026-05-01\n" + ITEMS
    with pytest.raises(Refused) as refused:
        import_catalog(either, catalog(folder, late), actor=ACTOR, at=AT)
    assert "“公布日期”2026-05-01晚于登记日2026-03-02" in str(refused.value)
    assert either.head().count == 0
    assert len(either.refusals("slmzj-2026")) == 1


def test_the_same_catalog_again_is_left_alone(either: Ledger, folder: Path) -> None:
    path = catalog(folder, GOOD + ITEMS)
    filed = import_catalog(either, path, actor=ACTOR, at=AT)
    again = import_catalog(either, path, actor=ACTOR, at=ten_o_clock(day(9, 1)))
    assert [f.entry for f in again] == [f.entry for f in filed]
    assert either.head().count == 3


def test_new_items_are_added(ledger: Ledger, folder: Path) -> None:
    import_catalog(ledger, catalog(folder, GOOD + ITEMS), actor=ACTOR, at=AT)
    more = ITEMS + "- {序号: 10, 事项名称: 新事项, 承办单位: [{单位名称: 甲处}]}\n"
    import_catalog(ledger, catalog(folder, GOOD + more), actor=ACTOR, at=ten_o_clock(day(3, 3)))
    assert ledger.items()[-1] == "slmzj-2026-10"
    assert ledger.head().count == 4


def test_a_changed_catalog_is_refused(ledger: Ledger, folder: Path) -> None:
    import_catalog(ledger, catalog(folder, GOOD + ITEMS), actor=ACTOR, at=AT)
    changed = (GOOD + ITEMS).replace("养老服务处", "规划处").replace("年度重大", "年重大")
    with pytest.raises(Refused) as refused:
        import_catalog(ledger, catalog(folder, changed), actor=ACTOR, at=AT)
    assert refused.value.faults == [
        "与在卷的不一致（目录名称）；在卷内容请用目录调整或者更正来改",
        "slmzj-2026-01“助餐规划”：与在卷的不一致（承办单位）；在卷内容请用目录调整或者更正来改",
    ]
    assert ledger.head().count == 3


def test_an_item_taken_out_of_the_file_is_refused(ledger: Ledger, folder: Path) -> None:
    import_catalog(ledger, catalog(folder, GOOD + ITEMS), actor=ACTOR, at=AT)
    fewer = ITEMS.partition("- no: 2")[0]
    with pytest.raises(Refused, match="slmzj-2026-02 已在卷，文件中没有；调出目录请用目录调整"):
        import_catalog(ledger, catalog(folder, GOOD + fewer), actor=ACTOR, at=AT)


def test_an_item_added_in_the_course_of_the_year_is_none_of_its_business(
    ledger: Ledger, folder: Path
) -> None:
    path = catalog(folder, GOOD + ITEMS)
    import_catalog(ledger, path, actor=ACTOR, at=AT)
    item = {"no": 9, "name": "新增事项", "units": [{"name": "甲处"}]}
    added = {
        "item": item,
        "added_on": "2026-03-02",
        "reason": "急需",
        "approved_by": "局长",
        "consented_on": "2026-03-02",
        "republished_on": "2026-03-02",
    }
    file_record(ledger, "slmzj-2026-09", "entry.inclusion", added, actor=ACTOR, at=AT)
    assert len(import_catalog(ledger, path, actor=ACTOR, at=AT)) == 3


def test_after_a_correction_the_file_must_say_the_same(ledger: Ledger, folder: Path) -> None:
    path = catalog(folder, GOOD + ITEMS)
    filed = import_catalog(ledger, path, actor=ACTOR, at=AT)
    payload = filed[1].entry.record.model_dump(mode="json")
    payload["item"]["name"] = "助餐规划（修订）"
    file_record(
        ledger,
        "slmzj-2026-01",
        "entry.inclusion",
        payload,
        actor=ACTOR,
        at=AT,
        amends=CORRECTION,
    )
    with pytest.raises(Refused, match="与在卷的不一致（事项名称）"):
        import_catalog(ledger, path, actor=ACTOR, at=AT)
    corrected = (GOOD + ITEMS).replace("事项名称: 助餐规划", "事项名称: 助餐规划（修订）")
    again = import_catalog(ledger, catalog(folder, corrected), actor=ACTOR, at=AT)
    assert again[1].entry.amends == CORRECTION


def test_the_editions_that_come_with_the_program_can_be_imported(ledger: Ledger) -> None:
    editions = Path(__file__).parents[2] / "catalog" / "examples"
    for path in sorted(p for p in editions.glob("*.yaml") if ".scenario." not in p.name):
        assert import_catalog(ledger, path, actor=ACTOR, at=AT.replace(year=2027))


def test_a_part_of_another_name_is_told_on_one_line_and_not_at_length(folder: Path) -> None:
    odd = f'"甲\\n乙{"丙" * 500}": 1\n'
    [said] = faults(folder, odd + GOOD + ITEMS)
    assert "没有“甲↵乙丙丙" in said
    assert len(said) < 300
