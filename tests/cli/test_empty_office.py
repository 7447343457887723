"""Where nothing is on file yet, a command says so in a sentence and what to do, and makes nothing."""

from pathlib import Path

import pytest

import cli
from office.settings.installation import office_at

ASKS = (
    "status",
    "status demo-2026-01",
    "review",
    "review demo-2026-01 --agree 0123456789ab --by 甲 --unit 乙",
    "publish",
    "publish --urgent 汛情 --by 甲 --unit 乙",
    "build",
    "build --edition 1 --out 旧",
    "plan demo-2026-01",
    "plan --year 2026",
    "links",
    "deliveries",
    "followers",
    "export demo-2026-01 --pdf 页.pdf",
    "archive demo-2026-01 --out 档案",
    "rollback --because 有误 --by 甲 --unit 乙",
)
CATALOG = """
决策机关: {代号: demo, 全称: 示例市民政局}
年度: 2026
目录名称: 示例市民政局2026年度重大行政决策事项目录
同级党委（党组）同意日期: 2026-01-08
公布日期: 2026-01-12
"""
FIRST = "请先导入年度目录：juece catalog import"


@pytest.mark.parametrize("typed", [*ASKS, "verify-ledger", "backup --to 备份.tar.zst"])
def test_a_folder_without_an_office_is_told_and_left_as_it_was(
    typed: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(typed.split()) == 1
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert told.err.startswith("juece-data 里还没有登记过任何材料。")
    assert FIRST in told.err
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("typed", ASKS)
def test_an_office_without_a_catalog_is_told_the_same(
    typed: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office_at(folder / "juece-data").ledger().close()
    assert cli.run(typed.split()) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("juece-data 里还没有年度目录。")
    assert FIRST in told.err
    made = {path.name.partition("-")[0] for path in (folder / "juece-data").iterdir()}
    assert made == {"juece.db"}


def test_what_a_change_of_the_law_does_can_be_asked_anywhere(folder: Path) -> None:
    assert cli.run(["law", "migrate", "--dry-run"]) == 0
    assert list(folder.iterdir()) == []


def test_nothing_but_a_catalog_can_be_filed_first(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who = ["--by", "演示经办人", "--unit", "法规处"]
    Path("启动.yaml").write_text("决定启动日期: 2026-01-15", "utf-8")
    assert cli.run(["file", "demo-2026-01", "entry.start", "启动.yaml", *who]) == 1
    assert FIRST in capsys.readouterr().err
    assert not Path("juece-data").exists()
    Path("目录.yaml").write_text(CATALOG, "utf-8")
    assert cli.run(["file", "demo-2026", "entry.catalog", "目录.yaml", *who]) == 0
