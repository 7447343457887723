"""juece review and juece publish, as a reviewer without the interface uses them."""

import json
import re
from pathlib import Path

import pytest

from cli import run
from office.settings.installation import Office
from tests.flows import year

REVIEWER = ["--by", "示例审查人", "--unit", "示例保密审查岗"]


@pytest.fixture
def home(tmp_path: Path) -> str:
    office = Office(home=tmp_path / "office")
    office.home.mkdir()
    year.found(office)
    return str(office.home)


def test_a_year_is_reviewed_matter_by_matter_and_published(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    site = Path(home) / "site"
    assert run(["publish", "--home", home]) == 1
    assert "有3事没有审查同意，没有公开" in capsys.readouterr().err
    assert not site.exists()

    assert run(["review", "--json", "--home", home]) == 0
    waiting = json.loads(capsys.readouterr().out)
    assert [one["state"] for one in waiting] == ["待审查"] * 3
    for one in waiting:
        agree = ["review", one["id"], "--agree", one["digest"][:12], "--home", home]
        assert run([*agree, "--by", "演示经办人", "--unit", "别处"]) == 1
        assert run([*agree, *REVIEWER]) == 0
    assert "都已同意，可以公开" in capsys.readouterr().out
    assert run(["publish", "--home", home]) == 0
    assert "现在公开的是第1号" in capsys.readouterr().out
    assert run(["verify", str(site)]) == 0
    assert run(["review", "--home", home]) == 0
    assert "没有待审查的内容" in capsys.readouterr().out


def test_a_reviewer_sees_what_differs_and_sends_it_back(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["review", year.ITEM, "--home", home]) == 0
    shown = capsys.readouterr().out
    assert "+老年助餐服务补贴标准调整方案" in shown
    assert "预览：" in shown
    assert run(["review", "--json", "--home", home]) == 0
    digest = json.loads(capsys.readouterr().out)[1]["digest"]
    back = ["review", year.ITEM, "--return", digest, *REVIEWER, "--home", home]
    assert run(back) == 2
    assert "退回的要写明理由" in capsys.readouterr().err
    assert run([*back, "--note", "名称写错"]) == 0
    assert run(["publish", "--home", home]) == 1
    assert not (Path(home) / "site").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([year.ITEM, "--agree", "abc"], "校验值（至少前12位）"),
        ([year.ITEM, "--agree", "0" * 64, *REVIEWER], "在审查期间有变化"),
        (["demo-2026-77", "--agree", "0" * 64, *REVIEWER], "没有编号为“demo-2026-77”的事项"),
        ([year.ITEM, "--agree", "0" * 64], "用 --by 写明审查人"),
    ],
)
def test_a_review_that_cannot_be_taken_says_why(
    home: str, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(["review", *words, "--home", home]) in {1, 2}
    assert said in capsys.readouterr().err


def test_pages_in_new_looks_are_shown_once_and_agreed_to_at_once(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for one in waiting(home, capsys):
        assert run(["review", one["id"], "--agree", one["digest"], *REVIEWER, "--home", home]) == 0
    assert run(["publish", "--home", home]) == 0
    colours = Path(home) / "look" / "static" / "colours.css"
    colours.parent.mkdir(parents=True)
    colours.write_text(":root { --blue: #003366; }", encoding="utf-8")
    together, website = waiting(home, capsys)
    assert (together["id"], website["id"]) == ("program", "website")

    assert run(["review", "program", "--home", home]) == 0
    shown = capsys.readouterr().out
    assert "版式更新（不改变公开内容）" in shown
    assert "都与公开的逐字节一样" in shown
    assert shown.count("改动 demo/") == 3
    assert shown.count("看得见的文字没有变化") == 3

    assert run(["review", year.ITEM, "--home", home]) == 0, "each of them can be seen by itself"
    assert "改动2个" in capsys.readouterr().out
    for one in (together, website):
        assert run(["review", one["id"], "--agree", one["digest"], *REVIEWER, "--home", home]) == 0
    assert "都已同意，可以公开" in capsys.readouterr().out
    assert run(["publish", "--home", home]) == 0
    assert "现在公开的是第2号" in capsys.readouterr().out

    assert run(["rollback", "--because", "颜色看不清", *REVIEWER, "--home", home]) == 0
    told = capsys.readouterr().out
    assert "已退回第2号，现在公开的是第1号" in told
    assert "重新审查：用 juece review 查看" in told
    assert run(["review", "--home", home]) == 0
    told = capsys.readouterr().out
    assert re.search("原因：第2号已撤回：.*由示例保密审查岗撤回，.*，理由：颜色看不清", told)
    (one,) = [one for one in waiting(home, capsys) if one["id"] == "program"]
    assert one["withdrawn"][0].endswith("重新公开第1号，理由：颜色看不清")
    assert run(["rollback", "--because", "颜色看不清", *REVIEWER, "--home", home]) == 0
    told = capsys.readouterr().out
    assert "已由示例保密审查岗决定退回（理由：颜色看不清），这次只把它办完，没有再退一号" in told
    assert "已退回第2号，现在公开的是第1号" in told
    for more in (["--because", "再退"], ["--because", "颜色看不清", "--from", "1"]):
        assert run(["rollback", *more, *REVIEWER, "--home", home]) == 2
        assert "第1号没有更早的一号可以退回：请更正有误的材料" in capsys.readouterr().err
    back = ["rollback", "--because", "再退", *REVIEWER, "--home", home, "--from"]
    assert run([*back, "2"]) == 0
    assert "已退回第2号，现在公开的是第1号" in capsys.readouterr().out
    assert run([*back, "3"]) == 2
    assert (
        "现在公开的是第1号，不是第3号，没有退回；要退第1号的，写明从第1号退"
        in capsys.readouterr().err
    )
    assert run([*back, "0"]) == 2
    assert run([*back, "2", "--to", "/srv/try/zwgk"]) == 2


def waiting(home: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    capsys.readouterr()
    assert run(["review", "--json", "--home", home]) == 0
    found: list[dict[str, str]] = json.loads(capsys.readouterr().out)
    return found


def published(home: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Publish before the review what there is."""
    assert run(["publish", "--urgent", "演示汛情", *REVIEWER, "--home", home]) == 0
    assert capsys.readouterr().out.splitlines() == [f"现在公开的是第1号：{Path(home) / 'site'}"]


def test_an_urgent_publication_of_nothing_says_so(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    published(home, capsys)
    assert run(["publish", "--urgent", "演示汛情", *REVIEWER, "--home", home]) == 0
    told = capsys.readouterr().out
    assert told.startswith("没有要紧急公开的：草稿与已公开的一致。现在公开的是第1号：")
    assert len(told.splitlines()) == 1


def test_a_signature_newly_set_begins_with_the_next_edition(
    home: str, capsys: pytest.CaptureFixture[str]
) -> None:
    published(home, capsys)
    assert run(["key", "new", "--home", home]) == 0
    assert "从下一号起签名" in capsys.readouterr().out
    settings = Path(home) / "publication.yaml"
    settings.write_text("seal: {key: edition.key, tsa: 'http://127.0.0.1:9/'}", "utf-8")
    again = ["publish", "--urgent", "演示汛情", *REVIEWER, "--home", home]
    assert run(again) == 0
    told = capsys.readouterr().out
    assert "签名从第2号起；已经公开的第1号不变" in told
    assert "新设的时间戳从第2号起；已经公开的第1号不变" in told
    (Path(home) / "edition.key").unlink()
    assert run(again) == 0
    assert "下一号公开以前请改好" in capsys.readouterr().out
