"""What an officer reads who mistypes a command: what is wrong, what is right, where it stands."""

import shlex
from pathlib import Path

import pytest
from cyclopts import App

import cli
from catalog.suggest import SHOWN, listed, no_item, no_step
from cli.examples import EXAMPLES
from tests.flows import year

WHO = "--by 演示经办人 --unit 法规处"


@pytest.fixture
def office(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an office that has a year's catalog."""
    from office.settings.installation import Office

    home = folder / "juece-data"
    home.mkdir()
    monkeypatch.setenv("JUECE_HOME", str(home))
    year.found(Office(home=home))
    return folder


def refused(typed: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[str]]:
    """The exit code of what was typed, and the lines that it complained in."""
    capsys.readouterr()
    code = cli.run(shlex.split(typed))
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err
    return code, told.err.splitlines()


def commands() -> set[str]:
    """Every command that can be typed."""
    inner = {name: _named(cli.app[name]) for name in _named(cli.app)}
    return {f"{name} {one}".rstrip() for name, ones in inner.items() for one in ones or [""]}


def _named(app: App) -> list[str]:
    return [name for name in app if not name.startswith("-")]


def test_every_command_has_an_example() -> None:
    assert set(EXAMPLES) == commands()


@pytest.mark.parametrize("words", EXAMPLES)
def test_an_example_can_be_typed_as_it_is_and_stands_in_the_help(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = EXAMPLES[words].removeprefix("juece ")
    command, bound, _ = cli.app.parse_args(shlex.split(typed), exit_on_error=False)
    assert callable(command)
    assert bound is not None
    assert cli.run([*words.split(), "--help"]) == 0
    told = capsys.readouterr().out
    assert f"例如：{EXAMPLES[words]}".split() == told[told.rindex("例如：") :].split()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("verify", "缺少“站点文件夹”"),
        ("file", "缺少“事项编号”、“步骤”、“材料”、--by（经办人）、--unit（经办处室）"),
        ("file demo-2026-01 --by 甲", "缺少“步骤”、“材料”、--unit（经办处室）"),
        ("file demo-2026-01 entry.start 启动.yaml --by", "--by（经办人）后面没有写内容"),
        ("restore 备份", "缺少 --home（恢复到哪个数据目录）"),
        ("verify 站点 --kept", "--kept（您以前保存的 edition.json）后面没有写内容"),
        (
            "plan demo-2026-01 --by 2026/12/20",
            "--by（计划决策的日期）写成了“2026/12/20”，日期应写成 2026-12-20 那样"
            "（年-月-日，月和日都写两位）",
        ),
        ("clock 2026-02-30 --days 3", "“起算日”写成了“2026-02-30”，没有这一天"),
        (
            "clock 9999-12-31 --days 3",
            "“起算日”日期应在1949年至2100年之间，不会是9999-12-31",
        ),
        ("skip 三", "“往后拨几天”写成了“三”，应写整数，例如 20"),
        ("build --processes 0", "--processes（用几个进程）至少是1，不会是0"),
        ("up --port 99999", "--port（流程界面的端口）应在1到65535之间，不会是99999"),
        ("drill --day 0", "--day（演练中的一天实际过几秒）应大于0，不会是0"),
        ("publish --urgnt 汛情", "没有“--urgnt”这个选项，是不是 --urgent？"),
        ("rollback --because 附件 有误", "多写了“有误”；一段话里有空格的，用引号括起来"),
        ("publish --by 甲 --by 乙", "--by 写了两次，只写一次"),
        ("status --json=3", "--json（以 JSON 输出）后面不写“3”"),
    ],
)
def test_a_mistyped_command_says_what_is_wrong_and_how_it_is_typed(
    typed: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = typed.split()[0]
    code, lines = refused(typed, capsys)
    assert code == cli.WRONG_USAGE
    assert lines == [
        f"用法不对：{said}",
        f"例如：{EXAMPLES[command]}",
        f"写法用 juece {command} --help 查看",
    ]
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "said", "help_"),
    [
        ("stauts", "没有“stauts”这个命令，是不是 status？", "juece --help"),
        ("catalog imprt", "没有“imprt”这个命令，是不是 import？", "juece catalog --help"),
    ],
)
def test_a_command_that_there_is_not_is_told_with_the_likeliest(
    typed: str, said: str, help_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = [f"用法不对：{said}", f"写法用 {help_} 查看"]
    assert refused(typed, capsys) == (cli.WRONG_USAGE, told)


@pytest.mark.parametrize(
    ("typed", "said", "command"),
    [
        ("review demo-2026-01 --agree 0123456789ab", "请用 --by 写明审查人，用 --unit", "review"),
        ("rollback --because 有误", "请用 --by 写明决定退回的人，用 --unit", "rollback"),
        ("publish --urgent 汛情", "请用 --by 写明决定紧急公开的人，用 --unit", "publish"),
        (
            "deliveries demo-2026-01 --again 协会 --because 已修复",
            "请用 --by 写明经办人",
            "deliveries",
        ),
        (
            "review demo-2026-01 --return 0123456789ab --by 甲 --unit 乙",
            "退回的要写明理由：请用 --note 写明",
            "review",
        ),
        ("plan", "例如 juece plan demo-2026-05 --by 2026-12-20", "plan"),
        (
            f"file demo-2026-01 entry.start 启动.yaml {WHO} --correct ' '",
            "请写明更正或者再次办理的理由",
            "file",
        ),
    ],
)
@pytest.mark.usefixtures("office")
def test_words_that_do_not_fit_name_what_is_missing_and_the_help_of_the_command(
    typed: str, said: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = refused(typed, capsys)
    assert code == cli.WRONG_USAGE
    assert said in lines[0]
    assert lines[-1] == f"写法用 juece {command} --help 查看"


@pytest.mark.parametrize(
    "typed",
    [
        "status demo-2026-99",
        "plan demo-2026-99",
        "export demo-2026-99 --pdf 页.pdf",
        "archive demo-2026-99 --out 档案",
        "links demo-2026-99",
        "deliveries demo-2026-99",
        "review demo-2026-99",
    ],
)
@pytest.mark.usefixtures("office")
def test_an_item_that_there_is_not_is_told_with_those_there_are(
    typed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = "没有编号为“demo-2026-99”的事项。目录中有：demo-2026-01；全部用 juece status 查看"
    assert refused(typed, capsys) == (cli.SAID_NO, [told])


@pytest.mark.parametrize(
    ("typed", "code", "told"),
    [
        ("plan --year 2030", 1, "没有2030年度的目录。在卷的目录有：demo-2026"),
        (
            "plan --year 2026 --authority 民政局",
            1,
            "没有机关代号为“民政局”的2026年度的目录。在卷的目录有：demo-2026",
        ),
        ("rules 征求意见", 1, "没有编号以“征求意见”开头的规则，开头有：CAT、DEC、"),
        ("build --as-of 2020-01-01 --out 某日", 1, "这一天没有任何可以公开的页面，没有改动站点"),
        ("export demo-2026-01 --docx 某处", 2, "某处 是文件夹，请写明文件名"),
        ("export demo-2026-01 --docx 没有/页.docx", 2, "没有这个文件夹：没有"),
        ("push 没有 --to 门户", 2, "没有这个文件夹：没有"),
        ("push 某处 --to 门户", 2, "请用 --to 写明目标；publication.yaml 里还没有写目标"),
        ("key show", 1, "edition.key：用 juece key new 生成，或者核对文件名"),
        ("archive demo-2026-01 --unfinished --out 文件", 3, "出错了：文件 已经有了，请换一个名字"),
    ],
)
def test_what_cannot_be_done_says_what_there_is_or_what_to_do(
    typed: str, code: int, told: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / "某处").mkdir()
    (office / "文件").touch()
    ended, lines = refused(typed, capsys)
    assert ended == code
    assert told in lines[0]


@pytest.mark.usefixtures("office")
def test_where_nothing_was_sent_a_sentence_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["deliveries", "demo-2026-01"]) == 0
    assert capsys.readouterr().out == "demo-2026-01 还没有推送过\n"


def test_a_site_whose_manifest_was_altered_is_told_without_a_traceback(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = office / "juece-data" / "site"
    site.mkdir()
    (site / "manifest.json").write_text("{}", "utf-8")
    code, lines = refused("archive demo-2026-01 --unfinished --out 档案", capsys)
    assert code == cli.BROKE
    assert lines == [
        "出错了：站点的manifest.json读不懂，不是本系统写的或者被改动过；用 juece verify 核对"
    ]


def test_the_item_most_alike_comes_first_and_then_its_year() -> None:
    known = [f"{year}-{no:02d}" for year in ("abc-2025", "demo-2026") for no in range(1, 7)]
    assert listed("demo-2026-3", known).startswith("目录中有：demo-2026-03、")
    assert listed("DEMO-2026-03", known).startswith("目录中有：demo-2026-03、")
    near = listed("demo-2026-66", known).removeprefix("目录中有：").split("、")
    assert near[:3] == ["demo-2026-06", "demo-2026-01", "demo-2026-02"]
    assert len(near) == SHOWN
    assert near[-1].endswith("等12项")


def test_what_is_no_number_of_an_item_is_told_how_one_is_written() -> None:
    known = ["demo-2026-01", "demo-2026-02"]
    told = (
        "没有编号为“abc”的事项，编号应写成 机关代号-年度-序号。目录中有：demo-2026-01、demo-2026-02"
    )
    assert no_item("abc", known) == told
    assert "这是年度目录的编号。目录中有：demo-2026-01" in no_item("demo-2026", known)
    assert no_item("demo-2031", known) == (
        "没有编号为“demo-2031”的年度目录。目录中有：demo-2026-01、demo-2026-02"
    )
    assert no_item("demo-2026-01", []).endswith("请先导入年度目录")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("consultation.notic", "consultation.notice（征求意见公告）"),
        ("征求意见公告", "consultation.notice（征求意见公告）"),
        ("会议", "decision.meeting（会议审议）"),
        ("legality_review", "legality_review.submission"),
    ],
)
def test_a_step_that_there_is_not_is_told_with_the_likeliest_and_the_list(
    typed: str, meant: str
) -> None:
    told = no_step(typed)
    assert told.startswith(f"没有“{typed}”这一步，要写步骤的编号。最接近的有：{meant}")
    assert told.endswith("全部编号用 juece steps 查看")


def test_nothing_typed_is_like_no_step() -> None:
    assert no_step("") == "没有“”这一步，要写步骤的编号。全部编号用 juece steps 查看"


@pytest.mark.usefixtures("folder")
def test_a_form_of_no_step_names_the_list_of_steps(capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = refused("form entry.beginning", capsys)
    assert (code, lines[0]) == (cli.WRONG_USAGE, no_step("entry.beginning"))


@pytest.mark.parametrize("text", [None, "主要内容: [一\n", "主要内容: 一\n没有这一栏: 一\n"])
def test_a_faulty_paper_for_an_item_that_there_is_not_is_told_both(
    text: str | None, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if text is not None:
        (office / "公告.yaml").write_text(text, "utf-8")
    code, lines = refused(f"file demo-2026-99 consultation.notice 公告.yaml {WHO}", capsys)
    unknown = [n for n, line in enumerate(lines) if "没有编号为“demo-2026-99”的事项" in line]
    fault = [n for n, line in enumerate(lines) if "公告.yaml" in line or "没有这一栏" in line]
    assert code == cli.SAID_NO
    assert unknown < fault
    assert unknown
    assert fault
    assert any("目录中有：demo-2026-01；全部用 juece status 查看" in line for line in lines)


@pytest.mark.parametrize(
    "text", [None, "目录: [一\n", "目录: {年度: 2026}\n事项: []\n", "一: 二\n"]
)
def test_a_catalog_that_cannot_be_read_leaves_nothing_behind(
    text: str | None, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "目录.yaml"
    if text is not None:
        file.write_text(text, "utf-8")
    code, lines = refused("catalog import 目录.yaml --by 演示经办人", capsys)
    assert code == cli.WRONG_USAGE
    assert all("目录.yaml" in line for line in lines)
    assert [one for one in folder.iterdir() if one != file] == []


def test_a_folder_in_the_place_of_a_file_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "目录").mkdir()
    code, lines = refused("catalog import 目录 --by 演示经办人", capsys)
    assert (code, lines) == (cli.WRONG_USAGE, ["目录 是文件夹，请写明里面的文件"])


def test_a_clock_is_put_forward_in_a_drill_only(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = refused("skip 30", capsys)
    assert code == cli.SAID_NO
    assert lines[0].startswith("没有演练目录 juece-drill：请先用 juece drill 开始演练")
    assert list(folder.iterdir()) == []


BYTES = "\udcb2\udcc4"
"""As a name of two bytes that are no UTF-8 reaches a program."""


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        (["file", f"demo-2026-01{BYTES}", "entry.start", "a.yaml", "--by", "甲", "--unit", "乙"], "事项编号"),
        (["file", "demo-2026-01", f"entry{BYTES}", "a.yaml", "--by", "甲", "--unit", "乙"], "步骤"),
        (["file", "demo-2026-01", "entry.start", f"{BYTES}.yaml", "--by", "甲", "--unit", "乙"], "材料"),
        (["file", "demo-2026-01", "entry.start", "a.yaml", "--by", BYTES, "--unit", "乙"], "--by"),
        (["file", "demo-2026-01", "entry.start", "a.yaml", "--by", "甲", "--unit", BYTES], "--unit"),
        (["catalog", "import", f"{BYTES}.xlsx", "--by", "甲"], "目录文件"),
        (["status", "--home", BYTES], "--home"),
    ],
)  # fmt: skip
def test_what_is_typed_in_another_encoding_is_told(
    typed: list[str], what: str, office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (office / f"{BYTES}.yaml").write_text("a: 1", "utf-8")
    (office / "a.yaml").write_text("a: 1", "utf-8")
    code, lines = refused(shlex.join(typed), capsys)
    assert code == cli.WRONG_USAGE
    assert f"{what}" in lines[0]
    assert "里有不是 UTF-8 编码的字，请改正" in lines[0]
