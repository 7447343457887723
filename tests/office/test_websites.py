"""The website settings: what is missing or malformed is told at once, in Chinese, before any page."""

from datetime import datetime
from pathlib import Path

import pytest

from catalog.annual import Authority
from catalog.parse import ShapeError
from catalog.timezone import SHANGHAI
from office.settings.drill import Drill
from office.settings.websites import read_sites

DEMO = Path(__file__).parents[2] / "catalog" / "examples" / "site" / "site.yaml"
BUREAU = Authority(id="demo", name="示例市民政局")
OTHER = Authority(id="other", name="示例区民政局")


def faults(home: Path, *changes: tuple[str, str], authorities: tuple[Authority, ...]) -> str:
    text = DEMO.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (home / "site.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ShapeError) as wrong:
        read_sites(home, authorities)
    return "\n".join(wrong.value.faults)


def test_the_settings_of_the_demonstration_are_visibly_made_up(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_bytes(DEMO.read_bytes())
    site = read_sites(tmp_path, [BUREAU])["demo"]
    assert site.domain == "www.example.gov.cn"
    assert set(site.id_code) == {"0"}
    assert "00000000" in site.icp
    assert "00000000000000" in site.police
    assert site.of(BUREAU).site_domain == site.domain


def test_a_drill_lends_its_made_up_website_to_whoever_has_none(tmp_path: Path) -> None:
    now = datetime(2026, 1, 5, 9, tzinfo=SHANGHAI)
    Drill(set_at=now, showed=now).save(tmp_path)
    (tmp_path / "site.yaml").write_bytes(DEMO.read_bytes())
    sites = read_sites(tmp_path, [BUREAU, OTHER])
    assert (sites["other"].name, sites["other"].domain) == (
        "示例区民政局（演练）",
        "www.example.gov.cn",
    )
    assert sites["demo"].name == "示例市民政局"
    mine = read_sites(tmp_path, [Authority(id="demo", name="示例县水务局")])["demo"]
    assert mine.organiser == "示例县水务局（演练）", "F-01 kept the drill of one's own catalog back"


def test_a_missing_file_names_whose_settings_are_wanted_and_where(tmp_path: Path) -> None:
    with pytest.raises(ShapeError, match=r"site\.yaml 写明示例市民政局、示例区民政局的网站信息"):
        read_sites(tmp_path, [BUREAU, OTHER])


def test_an_authority_without_pages_of_its_own_needs_no_settings(tmp_path: Path) -> None:
    assert read_sites(tmp_path, []) == {}


def test_an_authority_that_the_file_leaves_out_is_named(tmp_path: Path) -> None:
    assert "缺少示例区民政局（other）的网站" in faults(tmp_path, authorities=(BUREAU, OTHER))


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    said = faults(
        tmp_path,
        ('"0000000000"', '"28"'),
        ("www.example.gov.cn\n", "http://www.example.gov.cn/\n"),
        ("京ICP备00000000号-1", "ICP 0"),
        ("京公网安备 00000000000000号", "公网安备"),
        ("id=0000", "x\n    没有的栏: id=0000"),
        ("    主办单位: 示例市民政局（演示）\n", ""),
        authorities=(BUREAU,),
    )
    for place in (
        "网站标识码",
        "网站域名",
        "ICP备案号",
        "公安备案号",
        "没有的栏",
        "主办单位：缺少",
    ):
        assert place in said


@pytest.mark.parametrize("code", ["bm12345", "310000000044", "28", ""])
def test_a_site_code_that_is_none_is_refused(tmp_path: Path, code: str) -> None:
    assert "网站标识码" in faults(tmp_path, ('"0000000000"', f'"{code}"'), authorities=(BUREAU,))


def test_an_authority_is_written_once(tmp_path: Path) -> None:
    text = DEMO.read_text("utf-8")
    entry = text[text.index("  - 机关代号") :]
    assert "机关demo写了两次" in faults(tmp_path, (entry, entry + entry), authorities=(BUREAU,))
