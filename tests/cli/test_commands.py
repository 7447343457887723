"""The command line: one clear Chinese message, the right exit code, nothing written when refused."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

import cli
from cli.demo import settle_site

CATALOG = """
目录:
  决策机关: {代号: demo, 全称: 示例市民政局}
  年度: 2026
  目录名称: 示例市民政局2026年度重大行政决策事项目录
  同级党委（党组）同意日期: 2026-01-08
  公布日期: 2026-01-12
事项:
  - 序号: 1
    事项名称: 老年助餐服务补贴标准调整方案
    承办单位: [{单位名称: 养老服务处}]
"""

START = """
决定启动日期: 2026-01-15
决定启动的机关或者负责人职务: 局长办公会议
类别: 重大公共政策和措施
法律政策依据: [《中华人民共和国老年人权益保障法》]
程序适用判断:
  公众参与: {是否应当履行: 是, 理由: 直接关系老年人切身利益}
  专家论证: {是否应当履行: 否, 理由: 不涉及专业性、技术性较强的问题}
  风险评估: {是否应当履行: 否, 理由: 不涉及社会稳定和公共安全}
决策事项建议的来源: 决策机关领导人员
不涉及其他单位职责的说明: 只涉及本局的职责
须回答的问题:
  是否依法须由人大讨论决定或者报告: {是否: 否, 依据或者理由: 没有此类规定}
  是否依法须听证: {是否: 否, 依据或者理由: 没有此类规定}
  是否涉及特定群体利益: {是否: 否, 依据或者理由: 面向全体市民}
  是否涉及经营者经济活动: {是否: 否, 依据或者理由: 不对经营者设定义务}
  是否属于排除情形: {是否: 否, 依据或者理由: 不属于}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("JUECE_HOME", str(tmp_path / "office"))
    settle_site(tmp_path / "office")
    return tmp_path / "office"


def written(folder: Path, text: str, name: str = "一份.yaml") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def imported(tmp_path: Path, text: str = CATALOG) -> int:
    return cli.run(["catalog", "import", written(tmp_path, text), "--by", "演示经办人"])


def items() -> list[dict[str, object]]:
    from office.settings.installation import office_at

    return office_at(None).ledger().items()


@pytest.mark.usefixtures("home")
def test_a_catalog_is_imported_and_its_items_await_their_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path) == 0
    capsys.readouterr()
    assert cli.run(["status", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert row["item"] == "demo-2026-01"
    assert [w["step"] for w in row["awaiting"]] == ["entry.start"]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "公布日期: 2026-01-12",
            "公布日期: 2026-02-30",
            ["目录·公布日期", "2026-02-30", "有效的日期"],
        ),
        (
            "承办单位: [{单位名称: 养老服务处}]",
            "类别: 大事",
            ["老年助餐服务补贴标准调整方案", "类别", "大事", "重大公共政策和措施"],
        ),
        (
            "[{单位名称: 养老服务处}]",
            "[{单位名称: 甲处}, {单位名称: 乙处}]",
            ["CAT-06", "甲处、乙处", "第十一条", "只保留一个牵头"],
        ),
        (
            "  - 序号: 1\n",
            "  - {序号: 1, 事项名称: 另一件事, 承办单位: [{单位名称: 甲处}]}\n  - 序号: 1\n",
            ["序号", "1", "重复"],
        ),
        ("    承办单位:", "    承办处室:", ["承办处室", "没有这一栏"]),
    ],
    ids=["wrong date", "unknown category", "two leads", "duplicate number", "unknown key"],
)
def test_a_faulty_catalog_is_refused_whole(
    right: str, wrong: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert right in CATALOG
    assert imported(tmp_path, CATALOG.replace(right, wrong)) in {cli.SAID_NO, cli.WRONG_USAGE}
    message = capsys.readouterr().err
    assert [part for part in said if part not in message] == []
    assert "Traceback" not in message
    assert items() == []


@pytest.mark.usefixtures("home")
def test_a_record_is_filed_once_and_another_in_its_place_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    start = ["file", "demo-2026-01", "entry.start", written(tmp_path, START)]
    start += ["--by", "演示经办人", "--unit", "养老服务处"]
    assert cli.run(start) == 0
    assert cli.run(start) == 0  # whoever was killed, or typed it twice, does no harm
    assert "已登记过，没有再登记：demo-2026-01 第2号" in capsys.readouterr().out
    other = ["file", "demo-2026-01", "entry.start", written(tmp_path, START)]
    assert cli.run([*other, "--by", "另一人", "--unit", "养老服务处"]) == cli.SAID_NO
    assert "已经登记过" in capsys.readouterr().err
    assert cli.run([*start, "--correct", "补充依据"]) == cli.WRONG_USAGE
    assert "没有更正任何内容" in capsys.readouterr().err
    written(tmp_path, START.replace("局长办公会议", "局务会议"))
    assert cli.run([*start, "--correct", "更正决定机关"]) == 0


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("step", "payload", "said"),
    [
        ("consultation.notice", "主要内容: 一\n", ["DRF-01", "尚未完成", "第十条"]),
        (
            "decision.meeting",
            "会议类型: 局长办公会议\n会议日期: 2026-02-01\n",
            ["LEG-01", "第二十五条"],
        ),
        ("consultation.notices", "主要内容: 一\n", ["没有“consultation.notices”这一步"]),
        ("consultation.notice", "主要内容: [一\n", ["一份.yaml", "行"]),
    ],
    ids=["not yet open", "before legality review", "no such step", "not YAML"],
)
def test_a_record_out_of_order_is_refused_with_its_article(
    step: str, payload: str, said: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    command = ["file", "demo-2026-01", step, written(tmp_path, payload)]
    code = cli.run([*command, "--by", "甲", "--unit", "养老服务处"])
    assert code in {cli.SAID_NO, cli.WRONG_USAGE}
    message = capsys.readouterr().err
    assert [part for part in said if part not in message] == []
    from office.settings.installation import office_at

    assert len(office_at(None).ledger().load("demo-2026-01").entries) == 1


def test_the_clock_shows_its_arithmetic(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["clock", "2026-02-13", "--working-days", "7"]) == 0
    assert "2026年3月2日" in capsys.readouterr().out


def test_a_year_without_a_holiday_table_is_said_not_guessed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.run(["clock", "2026-12-25", "--working-days", "20"]) == cli.SAID_NO
    assert "2027" in capsys.readouterr().err


def test_the_rule_book_can_be_read_and_narrowed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rules", "PUB", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {r["id"][:3] for r in found} == {"PUB"}
    assert all(r["says"].endswith("。") for r in found)
    assert cli.run(["rules", "XYZ"]) == cli.SAID_NO


@pytest.mark.parametrize(
    "wrong",
    [
        ["nonsense"],
        ["clock"],
        ["clock", "2026-02-30", "--days", "3"],
        ["clock", "2026-02-03"],
        ["clock", "2026-02-03", "--days", "x"],
        ["file", "demo-2026-01", "entry.start", "没有.yaml", "--by", "甲", "--unit", "乙"],
    ],
)
@pytest.mark.usefixtures("home")
def test_wrong_usage_is_said_in_chinese_with_code_two(
    wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(wrong) == cli.WRONG_USAGE
    message = capsys.readouterr().err
    assert any("\u4e00" <= c <= "\u9fff" for c in message)
    assert "Traceback" not in message


NAMES = {"JUECE", "HOME", "SEARCH", "YAML", "JSON", "PDF", "PEM", "PUB"}
"""What is written in capitals because it is called so."""


def commands(app: App, *before: str) -> Iterator[tuple[str, ...]]:
    """Every command, and every group of commands."""
    yield before
    for name in (name for name in app if not name.startswith("-")):
        yield from commands(app[name], *before, name)


@pytest.mark.parametrize("command", [*commands(cli.app)], ids=" ".join)
def test_help_has_no_english_mark(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run([*command, "--help"]) == 0
    told = capsys.readouterr().out
    assert told.startswith(f"用法：juece {' '.join(command)}".rstrip())
    marks = (
        r"Usage|Commands|Parameters|Arguments|OPTIONS|ARGS|COMMAND|\bSTR\b|PATH|DATE|INT\b|FLOAT"
    )
    assert not set(re.findall(r"\b[A-Z]{3,}\b", told)) - NAMES, told
    assert not re.search(rf"{marks}|\[(required|default|choices|env)", told), told


@pytest.mark.usefixtures("home")
def test_an_unknown_item_has_no_status(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imported(tmp_path)
    assert cli.run(["status", "demo-2026-99"]) == cli.SAID_NO
    assert "demo-2026-99" in capsys.readouterr().err


@pytest.mark.usefixtures("home")
def test_a_plan_tells_each_step_its_first_and_last_day(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    capsys.readouterr()
    assert cli.run(["plan", "demo-2026-01", "--from", "2027-03-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["planned"] is None
    command = ["plan", "demo-2026-01", "--from", "2027-03-01", "--by", "2027-12-31"]
    assert cli.run(command) == 0
    told = capsys.readouterr().out
    assert "待国务院公布2027年节假日安排后确定" in told
    assert "法律未定所需时间，按当日计" in told


@pytest.mark.usefixtures("home")
def test_a_whole_year_is_planned_in_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    capsys.readouterr()
    year = ["plan", "--year", "2026", "--from", "2027-03-01", "--json"]
    assert cli.run([*year, "--authority", "demo"]) == 0
    assert [p["item"] for p in json.loads(capsys.readouterr().out)] == ["demo-2026-01"]
    assert cli.run([*year, "--authority", "other"]) == cli.SAID_NO
    assert cli.run(["plan"]) == cli.WRONG_USAGE
    assert cli.run(["plan", "demo-2026-99"]) == cli.SAID_NO


@pytest.mark.usefixtures("home")
def test_the_status_of_one_item_is_told_with_its_open_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    capsys.readouterr()
    assert cli.run(["status", "demo-2026-01"]) == 0
    told = capsys.readouterr().out
    assert "养老服务处：决定启动（entry.start）" in told
    assert "[CAT-07]" in told
    assert "第1号记录（列入目录）：" in told
    assert "entry.inclusion" not in told


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("width", [30, 60, 200])
def test_nothing_is_cut_on_a_narrow_terminal(
    width: int, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from cli import console

    imported(tmp_path)
    monkeypatch.setattr(console.out, "_width", width)
    capsys.readouterr()
    assert cli.run(["status"]) == 0
    told = capsys.readouterr().out
    assert "…" not in told
    joined = "".join(c for c in told if c not in "│┃┏┓┗┛─━┳┻╇╋└┘┴├┤┼┡┩ \n")
    assert "老年助餐服务补贴标准调整方案" in joined or width == 200


def test_a_form_tells_what_must_be_filled_in(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["form", "entry.start"]) == 0
    form = capsys.readouterr().out
    assert "决定启动日期:  # 必填，日期" in form
    assert cli.run(["form", "entry.beginning"]) == cli.WRONG_USAGE


def test_a_catalog_is_filled_into_a_spreadsheet_and_imported_from_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = str(tmp_path / "目录.xlsx")
    assert cli.run(["catalog", "form", "--out", sheet, "--from", written(tmp_path, CATALOG)]) == 0
    assert cli.run(["catalog", "import", sheet, "--by", "演示经办人"]) == 0
    capsys.readouterr()
    assert imported(tmp_path) == 0
    assert "没有变化" in capsys.readouterr().out


def test_an_empty_catalog_is_written_once_and_never_over_a_filled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.run(["catalog", "form"]) == 0
    empty = Path("目录.xlsx").read_bytes()
    assert empty.startswith(b"PK")
    Path("目录.xlsx").write_bytes(b"filled in")
    assert cli.run(["catalog", "form"]) == cli.WRONG_USAGE
    assert "已经有 目录.xlsx，没有覆盖" in capsys.readouterr().err
    assert Path("目录.xlsx").read_bytes() == b"filled in"
    Path("目录.xlsx").write_bytes(b"")  # as `> 目录.xlsx` leaves it
    assert cli.run(["catalog", "form"]) == 0
    assert Path("目录.xlsx").read_bytes() == empty
    assert cli.run(["catalog", "form", "--out", "目录.xls"]) == cli.WRONG_USAGE


def test_an_empty_catalog_lies_in_the_inbox_and_a_filled_one_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cli.server import EMPTY_CATALOG, furnish

    inbox = tmp_path / "office" / "inbox"
    furnish(inbox)
    assert (inbox / EMPTY_CATALOG).read_bytes().startswith(b"PK")
    (inbox / EMPTY_CATALOG).write_bytes(b"filled in")
    furnish(inbox)
    assert (inbox / EMPTY_CATALOG).read_bytes() == b"filled in"
    assert not capsys.readouterr().out
    furnish(inbox / EMPTY_CATALOG / "no folder")
    assert "现在写不进去" in capsys.readouterr().out


def test_steps_are_listed_with_who_files_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["steps", "--json"]) == 0
    rows = {r["step"]: r["role"] for r in json.loads(capsys.readouterr().out)}
    assert rows["legality_review.opinion"] == "法规处"
    assert cli.run(["steps"]) == 0


@pytest.mark.usefixtures("home")
def test_the_law_is_shown_and_a_change_only_rehearsed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    imported(tmp_path)
    assert cli.run(["law", "show"]) == 0
    capsys.readouterr()
    assert cli.run(["law", "show", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert {"713", "711"} <= {s["key"] for s in shown["sources"]}
    assert cli.run(["law", "migrate"]) == cli.WRONG_USAGE
    assert cli.run(["law", "migrate", "--dry-run"]) == 0
    assert "没有改动任何内容" in capsys.readouterr().out
    faulty = written(tmp_path, "sources: {}\nparameters: {}\n", "law.yaml")
    assert cli.run(["law", "migrate", "--dry-run", "--law", faulty]) == cli.WRONG_USAGE


@pytest.mark.parametrize("light", [["clock", "2026-02-13", "--days", "3"], ["steps"], ["rules"]])
def test_the_command_line_starts_without_database_and_engine(light: list[str]) -> None:
    code = (
        f"import sys, cli; cli.run({light!r}); "
        "heavy = {'sqlalchemy', 'prefect', 'jinja2'} & set(sys.modules); sys.exit(len(heavy))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode
        == 0
    )


@pytest.fixture
def faulty_site(tmp_path: Path) -> Path:
    page = tmp_path / "site" / "demo" / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text('<!DOCTYPE html><html lang="zh-CN"><p>TODO</p></html>', "utf-8")
    return page.parents[1]


def test_a_site_with_errors_may_not_go_out(
    faulty_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", str(faulty_site)]) == cli.SAID_NO
    said = capsys.readouterr()
    assert "F-11" in said.out
    assert "占位文字“TODO”" in said.out.replace("\n", "")
    assert "不能公布" in said.err


def test_what_is_wrong_with_a_site_can_be_read_by_machines(
    faulty_site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(["check", str(faulty_site), "--json"]) == cli.SAID_NO
    told = json.loads(capsys.readouterr().out)
    assert told["may_be_published"] is False
    found = {one["rule"]: one for one in told["rules"]}
    assert found["F-11"]["counts"] == {"错误": 1}
    assert found["F-11"]["first"][0]["path"] == "demo/index.html"


def test_a_folder_without_pages_is_wrong_usage(tmp_path: Path) -> None:
    assert cli.run(["check", str(tmp_path)]) == cli.WRONG_USAGE
    assert cli.run(["check", str(tmp_path / "nowhere")]) == cli.WRONG_USAGE
    assert cli.run(["check"]) == cli.WRONG_USAGE


def test_the_rules_for_pages_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["check", "--rules", "--json"]) == 0
    rules = json.loads(capsys.readouterr().out)
    assert rules[0]["id"] == "M-01"
    assert {one["severity"] for one in rules} == {"错误", "请留意", "提示"}


@pytest.mark.usefixtures("home")
def test_what_is_built_is_checked_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert imported(tmp_path) == 0
    capsys.readouterr()
    assert cli.run(["build", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["may_be_published"] is True
    footer = tmp_path / "office" / "look" / "components" / "footer.html"
    footer.parent.mkdir(parents=True)
    footer.write_text("<footer><p>{{ frame.as_of }}以来状态无变化。</p></footer>", encoding="utf-8")
    assert cli.run(["build"]) == 0
    said = capsys.readouterr().out
    assert "按网页规范检查7页" in said
    assert "有错误的不能公布" in said
    assert cli.run(["build", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["may_be_published"] is False


def test_a_catalog_of_an_office_s_own_is_imported_once_its_mapping_is_confirmed(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from tests.storage import offices

    file, mapping = offices.bureau(tmp_path / "目录.csv"), tmp_path / "对应.yaml"
    words = ["catalog", "import", str(file), "--by", "演示经办人"]
    assert cli.run(words) == cli.WRONG_USAGE
    assert "--map 对应.yaml" in capsys.readouterr().err
    words += ["--map", str(mapping)]
    assert cli.run(words) == cli.SAID_NO
    assert "还没有导入" in capsys.readouterr().err
    proposed = mapping.read_text("utf-8")
    assert cli.run(words) == cli.WRONG_USAGE
    assert "还没有核对" in capsys.readouterr().err
    assert not (home / "ledger.db").exists()
    answers = [
        ("  决策机关·代号:", "  决策机关·代号: slswj"),
        ("  决策机关·性质:", "  决策机关·性质: 部门"),
    ]
    mapping.write_text(offices.confirmed(proposed, answers), "utf-8")
    assert cli.run(words) == 0
    said = capsys.readouterr().out
    assert "目录.csv共24格有内容，6格没有导入" in said
    assert "A6 没有导入：合计" in said
    assert [row["item"] if isinstance(row, dict) else row for row in items()] == [
        "slswj-2026-01",
        "slswj-2026-02",
    ]
    assert cli.run(words) == 0
    assert "没有变化" in capsys.readouterr().out


@pytest.mark.usefixtures("home")
def test_what_waits_for_a_unit_is_listed_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "  - {序号: 2, 事项名称: 另一件事, 承办单位: [{单位名称: 社会救助处}]}\n"
    imported(tmp_path, CATALOG + other)
    capsys.readouterr()
    assert cli.run(["status", "--unit", "养老服务处", "--as-of", "2027-02-01"]) == 0
    said = capsys.readouterr().out
    assert "demo-2026-01" in said
    assert "另一件事" not in said
    assert "待办" in said
    assert cli.run(["status", "--unit", "没有这个处"]) == cli.SAID_NO
