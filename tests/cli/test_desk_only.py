"""An office that does its work at the desk alone: the command line is no way round it, whatever the command."""

import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

import cli
from storage.register.rows import ends
from tests.catalog.rules.lawful import ITEM
from tests.office.answered import Answered, several

REFUSED = {
    "catalog import": ["目录.yaml"],
    "deliveries": [f"{ITEM} --again 某局 --because 已修复"],
    "file": [f"{ITEM} decision.package 材料.yaml"],
    "opinions add": [f"{ITEM} 增加助餐点 --channel 电话"],
    "opinions confirm": [ITEM],
    "opinions erase": [f"{ITEM} --why 本人要求 --letter 1", f"{ITEM} --why 保存期限已满"],
    "opinions give-up": [f"{ITEM} 7"],
    "opinions group": [f"{ITEM} --leave 1", f"{ITEM} --run"],
    "opinions import": [f"{ITEM} 来信.csv"],
    "opinions import-answers": [f"{ITEM} 答复.xlsx"],
    "opinions mark": [f"{ITEM} 8 --as 不能采用 --reason 没有内容"],
    "opinions objections": [f"{ITEM} 1 维持"],
    "opinions split": [f"{ITEM} 8 早开门"],
    "opinions statement": [f"{ITEM} 采纳情况.yaml --file --correct 又来了一件"],
    "publish": ["", "--urgent 台风"],
    "representatives call": [f"{ITEM} 列席 公告.yaml"],
    "representatives draw": [f"{ITEM} 列席 --numbers '03 08 15 22 27 31 09'"],
    "representatives list": [f"{ITEM} 列席 名单.csv"],
    "review": [f"{ITEM} --agree 0123456789ab", f"{ITEM} --return 0123456789ab --note 有误"],
    "rollback": ["--because 附件有误", "--to 某处"],
}
"""Every command that puts something on file in somebody's name, or does at once what a person decides."""

OPEN = {
    "account link": "给系统管理员的后路：只能从这台机器的控制台给一个设置口令的链接，不办理事项",
    "backup": "备份：只写备份文件",
    "demo": "演示：写在自己的文件夹里",
    "followers": "邮件订阅的信由程序写，只说页面上有的",
    "drill": "演练：写在自己的文件夹里",
    "enter": "流程界面的链接：能办什么由界面管",
    "intake export": "摆渡封存的来件，打不开",
    "intake import": "摆渡封存的来件，打不开",
    "intake key": "收件的私钥，由管机器的人另存",
    "intake partner": "合作平台的令牌，由管机器的人给",
    "intake run": "启动意见征集",
    "key new": "签名的密钥，由管机器的人生成",
    "links": "巡查由程序做，只记网址打不打得开",
    "opinions collect": "把公众的来件取进登记册：没有谁代填，不取就会积压",
    "push": "把已经封存的一号送到目标，公开什么不由它定",
    "restore": "恢复：只写新的文件夹，核对过才放",
    "skip": "演练的日历",
    "ui": "演示的界面",
    "up": "启动工作台本身",
}
"""What stays open, with the reason."""

READS = {
    "account list": "",
    "archive": f"{ITEM} --out 档案",
    "build": "--out 某日",
    "catalog form": "--out 目录.xlsx",
    "check": "某日",
    "clock": "2026-02-10 --working-days 20",
    "export": f"{ITEM} --docx 事项.docx",
    "form": "consultation.notice",
    "key show": "",
    "law migrate": "--dry-run",
    "law show": "",
    "opinions coverage": ITEM,
    "opinions export-answers": f"{ITEM} --out 答复表.xlsx",
    "opinions lookup": f"{ITEM} JY-YZ7L-4D6G-SL5A-HM8J-8J6N",
    "opinions status": ITEM,
    "patterns": "--out 样张",
    "plan": ITEM,
    "representatives show": f"{ITEM} 列席",
    "rules": "PUB",
    "scan": "某日",
    "status": ITEM,
    "steps": "",
    "verify": "某日",
    "verify-ledger": "",
}
"""What puts nothing on file, and how it is typed."""


LONG = {"archive", "build", "check", "export", "patterns", "scan", "verify"}
"""What makes or reads pages, and takes seconds."""


def commands(app: App, *words: str) -> Iterator[tuple[str, App]]:
    """Every command that can be typed, by its words."""
    for name in app:
        if not name.startswith("-"):
            inner = app[name]
            if inner.default_command:
                yield " ".join((*words, name)), inner
            else:
                yield from commands(inner, *words, name)


LEAVES = dict(commands(cli.app))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    folder = tmp_path_factory.mktemp("alone")
    made = several(folder / "home", folder / "papers")
    (made.office.home / "desk.yaml").write_text("desk_only: true\n", "utf-8")
    made.office.ledger().close()
    return made


@pytest.fixture
def answered(template: Answered, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answered:
    home = Path(shutil.copytree(template.office.home, tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JUECE_HOME", str(home))
    for name, said in {
        "来信.csv": "意见原文\n早开门\n", "名单.csv": "类别,编号\n居民,1\n", "材料.yaml": "{}\n",
        "采纳情况.yaml": "{}\n",
        "公告.yaml": "{}\n",
    }.items():  # fmt: skip
        (tmp_path / name).write_text(said, "utf-8")
    example = Path(cli.__file__).parents[1] / "catalog" / "examples" / "demo-2026.yaml"
    shutil.copy(example, tmp_path / "目录.yaml")
    return template._replace(office=template.office.model_copy(update={"home": home}))


def on_file(answered: Answered) -> object:
    """How far the ledger, the acts and the register have come."""
    ledger = answered.office.ledger()
    with ledger.engine.connect() as connection:
        return ledger.head(), ledger.acts.position, ends(connection)


def said_of(typed: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    capsys.readouterr()
    code = cli.run([word.strip("'") for word in re.findall(r"'[^']*'|\S+", typed)])
    told = capsys.readouterr()
    return code, "".join((told.out + told.err).split())


def test_every_command_is_refused_or_open_for_a_reason_or_only_reads() -> None:
    assert sorted([*REFUSED, *OPEN, *READS]) == sorted(LEAVES)
    acting = {
        words
        for words, app in LEAVES.items()
        if app.default_command
        and {"by", "unit"} <= {*inspect.signature(app.default_command).parameters}
    }
    assert acting - {"status"} <= {*REFUSED}, "whoever is named, acts"


@pytest.mark.parametrize("words", REFUSED)
def test_what_writes_is_refused_and_nothing_is_on_file(
    words: str, answered: Answered, capsys: pytest.CaptureFixture[str]
) -> None:
    before = on_file(answered)
    command = LEAVES[words].default_command
    assert command
    named = "by" in inspect.signature(command).parameters
    for typed in REFUSED[words]:
        who = " --by 查无此人 --unit 法规处" if named else ""
        code, said = said_of(f"{words} {typed}{who}", capsys)
        assert (code in {1, 2}, "登录工作台办理" in said) == (True, True), (typed, said)
    assert on_file(answered) == before


@pytest.mark.parametrize("long", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_what_reads_puts_nothing_on_file(
    answered: Answered, capsys: pytest.CaptureFixture[str], long: bool
) -> None:
    before = on_file(answered)
    for words, typed in READS.items():
        if (words in LONG) is not long:
            continue
        code, said = said_of(f"{words} {typed}", capsys)
        assert code in {0, 1}, (words, said)
        assert "登录工作台办理" not in said, words
        assert on_file(answered) == before, words
