"""A file named wrongly in a form comes back to be put right, however wrong the name is."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.flows import year
from tests.flows.engine import WHO, Desk, desk, until
from tests.storage import hostile

pytestmark = pytest.mark.prefect
ITEM = year.ITEM
PASTED = "关于印发示例市老年助餐服务补贴标准调整方案（征求意见稿）的通知" * 3 + ".txt"
NAMES = {
    PASTED: "文件名太长，请改短，并核对是不是把标题粘贴到了文件名一栏",
    "a\x00b.txt": "的文件名里有看不见的控制符（U+0000），请改名后再交",
    "外.txt": "不在材料文件夹内",
    "管.txt": "不是文件，而是管道或者设备",
}


@pytest.fixture(scope="module")
def at_work(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("names"), since="2026-01-16") as made:
        year.found(made.office)
        made.put(ITEM, "草案.txt", "说明.txt")
        inbox = made.office.inbox(ITEM)
        (inbox / "外.txt").symlink_to(made.office.home / "site.yaml")
        os.mkfifo(inbox / "管.txt")
        for name in (b"\xb2\xc4\xc1\xcf.txt", b"a`b.txt", "反\u202etxt.txt".encode()):
            (Path(os.fsdecode(inbox)) / os.fsdecode(name)).write_text("x", "utf-8")
        made.run("start/启动事项", item=ITEM)
        assert made.answer(made.waiting(ITEM, "entry", "待决定启动"), WHO | year.START) == "ACCEPT"
        yield made


def test_every_wrong_name_comes_back_and_the_right_one_is_taken(at_work: Desk) -> None:
    asked = at_work.waiting(ITEM, "consultation", "待征求意见公告")
    [said] = at_work.inputs(asked, "-description").values()
    assert "- `〔U+DCB2〕〔U+DCC4〕〔U+DCC1〕〔U+DCCF〕.txt`：文件名里有看不见的控制符" in said
    assert "- `反〔U+202E〕txt.txt`：文件名里有看不见的控制符" in said
    assert "- `` a`b.txt ``" in said
    half = b'{"run_input": {"filed_by": "\\ud83d"}}'
    refused = at_work.api.post(f"/flow_runs/{asked['id']}/resume", content=half)
    assert refused.is_error or refused.json()["status"] == "REJECT"
    for times, (name, told) in enumerate(NAMES.items(), 1):
        draft, explanation = year.NOTICE_FORM["documents"]  # type: ignore[misc]
        form = year.NOTICE_FORM | {"documents": [{**draft, "file": name}, explanation]}
        assert at_work.answer(asked, WHO | form) == "ACCEPT"
        until(lambda: len(at_work.office.ledger().refusals(ITEM)) == times, name)  # noqa: B023
        asked = at_work.waiting(ITEM, "consultation", "退回：补正")
        assert told in at_work.above(asked)
    assert at_work.answer(asked, WHO | year.NOTICE_FORM) == "ACCEPT"
    at_work.waiting(ITEM, "consultation", "征求意见中（2026-02-25起办理下一步）")


def test_a_catalog_that_would_end_the_run_is_not_taken(at_work: Desk) -> None:
    inbox = at_work.office.inbox()
    (inbox / "远.xlsx").write_bytes(hostile.xlsx(hostile.far('r="a1"', 'r = "xfd1048576"')))
    (inbox / "外.yaml").symlink_to(at_work.office.home / "site.yaml")
    said = {
        "远.xlsx": "一条也没有写入",  # what stands in a file is not told here: flows/withheld.py
        "外.yaml": "不在材料文件夹内",
        PASTED: "文件名太长，请改短",
        "a\x00.yaml": "看不见的控制符（U+0000）",
    }
    for name, told in said.items():
        run = at_work.run("catalog-import/导入目录", file=name, filed_by="演示经办人")
        until(lambda: at_work.read(run)["state_name"] == "未受理", name)  # noqa: B023
        assert told in str(at_work.read(run)["state"]["message"])
