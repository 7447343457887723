"""juece opinions and representatives: a consultation from a list of letters to its statement, as typed."""

import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

import cli
from catalog.submission import Channel, Contact
from cli.collecting import Collector
from office.settings.installation import Office
from opinions.receipts import derive, new_receipt
from opinions.register import Register
from opinions.spool.keys import make_keys, public_key
from opinions.spool.seal import Letter, seal
from opinions.spool.spool import Spool
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import letter
from tests.opinions.conftest import lived as lived
from tests.opinions.test_statement import NO, answered, refilled

BY = ["--by", "张三", "--unit", "养老服务处"]
OTHER = ["--by", "李四", "--unit", "法规处"]
WHY = "根据《示例条例》第三条，标准由市级统一确定"
LETTERS = "意见,收到时间,电话\n提高补贴,2026-03-11,13900001111\n提高补贴吧,2026-03-12,\n,2026-03-12,\n延长时间,2026-05-01,\n"


@pytest.fixture
def home(lived: Path, tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(lived, tmp_path / "home")
    return tmp_path / "home"


def test_a_consultation_by_the_command_line(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str, code: int = 0) -> str:
        assert cli.run([*words, "--home", str(home)]) == code, capsys.readouterr()
        told = capsys.readouterr()
        return re.sub(r"\s", "", told.out + told.err)

    sheet, answers = tmp_path / "来信.csv", str(tmp_path / "答复.xlsx")
    sheet.write_text(LETTERS.replace("2026-05-01", "2026-04-15"), "utf-8")
    assert "还没有收到意见" in run("opinions", "status", ITEM)
    said = run("opinions", "import", ITEM, str(sheet), "--channel", "来信", *BY, code=1)
    assert "来信.csv：已登记3件" in said
    assert "第4行没有“意见原文”" in said
    assert "已经导入过" in run("opinions", "import", ITEM, str(sheet), "--channel", "信函", *BY)
    said = run(
        "opinions",
        "add",
        ITEM,
        "增加助餐点",
        "--channel",
        "电话",
        "--received",
        "2026-03-20",
        "--clause",
        "第三条",
        *BY,
    )
    assert "已登记：来件4" in said
    run("opinions", "split", ITEM, "3", "延长时间=第五条", *BY)
    run("opinions", "mark", ITEM, "4", "--as", "不能采用", "--reason", "没有内容", *BY)
    run("opinions", "mark", ITEM, "4", "--as", "恢复采用", "--reason", "看错了", *BY)
    assert "还没有归并成组" in run("opinions", "group", ITEM)
    assert "没有编号为g1的组" in run("opinions", "group", ITEM, "--confirm", "g1", *BY, code=1)
    assert "已写出4行" in run("opinions", "export-answers", ITEM, "--out", answers)
    rows = CalamineWorkbook.from_path(answers).get_sheet_by_index(0).to_python()
    codes = [str(row[0]) for row in rows[1:]]
    assert codes == ["1", "2", "3-1", "4"]
    refilled(Path(answers), {(code, "处理结果"): "未采纳" for code in codes})
    assert "应当写明理由" in run("opinions", "import-answers", ITEM, answers, *BY, code=1)
    refilled(Path(answers), {(code, "理由"): WHY + code for code in codes})
    assert "已登记4条答复" in run("opinions", "import-answers", ITEM, answers, *BY)
    assert "应当由另一人确认" in run("opinions", "confirm", ITEM, *BY, code=1)
    assert "没有经另一人确认" in run("opinions", "statement", ITEM, code=1)
    assert "已确认4条答复" in run("opinions", "confirm", ITEM, *OTHER)
    assert "来件4件，观点4条，意见表4行，全部对得上" in run("opinions", "statement", ITEM)
    more = tmp_path / "采纳情况.yaml"
    more.write_text(
        "采纳情况公布日期: 2026-04-20\n公开审查: {审查日期: 2026-04-20, 审查人职务: 办公室主任, 同意公开: true}\n"
        "专门听取意见情况:\n" + "".join(
            f"  - {{听取对象: {who}, 方式: 座谈会, 日期: 2026-03-20}}\n"
            for who in ("人民团体", "社会组织", "群众代表", "企业", "行业协会商会")
        ), "utf-8",
    )  # fmt: skip
    said = run("opinions", "statement", ITEM, str(more), "--file", *BY)
    assert "（意见采纳情况）" in said
    assert "已删除1件" in run("opinions", "erase", ITEM, "--why", "保存期限已满")
    assert "台账完整" in run("verify-ledger")
    ledger = Ledger.open(home / "juece.db")
    [one, *_] = ledger.load(ITEM, opinions=True).opinions[1]
    ledger.close()
    assert (one.summary, one.reason) == ("提高补贴", f"{WHY}1")


def test_who_has_no_consultation_is_told_so(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["opinions", "status", "slmzj-2026-99", "--home", str(home)]) == 1
    assert cli.run(["opinions", "collect", "--home", str(home)]) == 1
    assert "还没有收到过来件" in capsys.readouterr().err


def test_nothing_is_filed_while_letters_of_the_web_lie_uncounted(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the public sent is taken in before it is said that nothing came; erased, it is so in the spool too."""
    make_keys(home)
    spool = Spool(home / "spool.db")
    said = letter("建议多设助餐点", channel=Channel.WEB)
    who = Contact(name="王示例", contact="13900001111")
    sealed = seal(public_key(home), Letter(said, who, (), derive(new_receipt(), ITEM)))
    spool.append(sealed)
    assert cli.run(["opinions", "statement", ITEM, "--home", str(home)]) == 1
    told = capsys.readouterr()
    assert "先取进了网上收到的1件" in told.out
    assert "还有1条没有答复" in told.err
    assert (
        cli.run(
            ["opinions", "erase", ITEM, "--letter", "1", "--why", "本人要求", "--home", str(home)]
        )
        == 0
    )
    assert "1份封存件也已删除" in re.sub(r"\s", "", capsys.readouterr().out)
    left = b"".join(p.read_bytes() for p in home.glob("spool.db*"))
    assert sealed.body[40:80] not in left
    assert cli.run(["opinions", "collect", "--home", str(home)]) == 0
    spool.close()


def test_letters_are_taken_in_while_the_house_is_up(home: Path) -> None:
    """Once, and what stands in the way is told once; when it is out of the way they come in."""
    collector = Collector(Office(home=home))
    assert collector.look() == []
    make_keys(home)
    spool = Spool(home / "spool.db")
    said = letter("建议多设助餐点", channel=Channel.WEB)
    spool.append(seal(public_key(home), Letter(said, Contact(), (), derive(new_receipt(), ITEM))))
    key = (home / "intake.key").rename(home / "elsewhere")
    looks = []
    for _ in range(2):
        looks.append(collector.look())
        collector._next = 0
    assert ["打不开" in "".join(one) for one in looks] == [True, False]
    key.rename(home / "intake.key")
    assert collector.look() == []
    ledger = Ledger.open(home / "juece.db")
    assert [x.letter.text for x in Register(ledger.engine).letters(ITEM, 1)] == ["建议多设助餐点"]
    ledger.close()
    spool.close()


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("请打139 1234 5678找我", "手机号码"),
        ("有事写信到示例路一百弄", "来件人的联系方式"),
        ("多设助餐点。王示例", "来件人的称呼"),
    ],
)
def test_who_wrote_is_not_written_into_the_ledger(
    home: Path, capsys: pytest.CaptureFixture[str], said: str, what: str
) -> None:
    def run(*words: str) -> int:
        return cli.run(["opinions", *words, "--home", str(home)])

    who = ["--name", "王示例", "--contact", "示例路一百弄"]
    assert run("add", ITEM, said, "--channel", "信函", "--received", "2026-03-20", *who, *BY) == 0
    ledger = Ledger.open(home / "juece.db")
    answered(ledger, {"1": NO})
    assert run("statement", ITEM) == 1
    told = capsys.readouterr().err
    assert what in told
    assert "遮盖" in told
    assert (
        run("mark", ITEM, "1", "--as", "遮盖", "--reason", "个人信息", "--text", "多设助餐点", *BY)
        == 0
    )
    answered(ledger, {"1": NO})
    assert run("statement", ITEM) == 0
    ledger.close()
