"""Two names for one body."""

import pytest

from catalog.bodies import among, belongs, folded, is_institution, same


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("市民政局", "示例市民政局", True),
        ("示例市民政局", "民政局", True),
        ("示例市民政局", "另一市民政局", False),
        ("示例区民政局", "示例市民政局", False),
        ("甲（集团）有限公司", "甲公司", True),
        ("甲股份有限公司", "甲有限责任公司", True),
        ("甲公司", "乙公司", False),
        ("示例 大学", "示例大学", True),
        ("", "", False),
        ("示例市市场监督管理局", "市场监督管理局", True),
    ],
)
def test_names_folded_are_the_same_or_not(one: str, other: str, answer: bool) -> None:
    assert same(one, other) is answer
    assert same(other, one) is answer


@pytest.mark.parametrize(
    ("who", "unit", "answer"),
    [
        ("示例市民政局法规处", "示例市民政局", True),
        ("市民政局法规处", "示例市民政局", True),
        ("示例市民政局", "示例市民政局法规处", False),
        ("甲乙公司", "甲公司", False),
        ("示例市人民政府发展研究中心", "示例市人民政府", True),
        ("另一市民政局法规处", "示例市民政局", False),
        ("", "示例市民政局", False),
        ("示例市民政局", "", False),
    ],
)
def test_a_part_belongs_to_its_organ(who: str, unit: str, answer: bool) -> None:
    assert belongs(who, unit) is answer


def test_the_unit_found_is_told() -> None:
    assert among("市民政局养老处", ("", "市财政局", "市民政局")) == "市民政局"
    assert among("示例大学", ("市财政局", "市民政局")) == ""


@pytest.mark.parametrize("name", ["示例大学", "甲公司", "乙设计院", "示例评估中心", "丙律师事务所"])
def test_a_body_is_no_person(name: str) -> None:
    assert is_institution(name)
    assert not is_institution("张三")


def test_a_name_of_nothing_but_its_form_is_itself() -> None:
    assert folded("公司").name == "公司"
