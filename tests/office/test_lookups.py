"""What became of mine: every receipt opens its own entry in the built site, and nothing else does (acceptance 14)."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.lookup import ENTRY, lettered, shard_of, unlettered
from catalog.record import Amendment, AmendmentKind
from checks.privacy.readers import read
from checks.privacy.readers.sealed import is_sealed
from checks.standard import Folder, check
from office.build import refresh_pages, write_pages
from office.lookups import fitted
from opinions.answers import answer
from opinions.points import Part, split
from opinions.receipts import FITS, BadEntry, derive, new_receipt, open_entry
from tests.catalog.rules.lawful import ITEM
from tests.office.answered import (
    AT,
    NO,
    WHY,
    Answered,
    answered,
    asked,
    received,
    several,
    stated,
)
from tests.storage.life import ACTOR

DAY = date(2026, 11, 20)
PLACE = "slmzj/zwgk/zdjc/2026/03"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Answered, Path]:
    """The office, never written to, and its site."""
    folder = tmp_path_factory.mktemp("answered")
    told = several(folder / "home", folder / "papers")
    write_pages(told.office, DAY, folder / "site")
    told.office.ledger().close()
    return told, folder / "site"


def lines(site: Path, receipt: str, digits: int = 1) -> list[list[str]]:
    """What a receipt opens."""
    lookup = derive(receipt, ITEM)
    shard = json.loads(
        (site / PLACE / "chaxun" / f"{shard_of(lookup.id, digits)}.json").read_bytes()
    )
    found: list[list[str]] = json.loads(open_entry(lookup, unlettered(shard[lettered(lookup.id)])))
    return found


def test_every_receipt_tells_what_became_of_its_letter(made: tuple[Answered, Path]) -> None:
    told, site = made
    every = [lines(site, receipt) for receipt in told.receipts]
    assert every[0][1:] == [
        ["您的意见", "“提高补贴”（同类意见3条，一并答复）", ""],
        ["处理结果", "未采纳", "index.html#yj-1-1"],
        ["理由", WHY, ""],
    ]
    assert every[1][1][1].startswith("“请提高补贴”")
    assert [term for term, *_ in every[3]] == [
        "收到", "您的意见", "处理结果", "理由", "修改", "您的意见", "处理结果", "理由",
    ]  # fmt: skip
    assert every[3][4][1] == "第三条：补贴标准由每餐3元提高到4元"
    assert ["理由", WHY, ""] in every[4], (
        "who agrees to be counted only is told the reason all the same"
    )
    assert every[5][1:] == [
        ["处理结果", "没有作为意见采用", every[5][1][2]],
        ["原因", "没有内容", ""],
    ]
    assert every[6][0][1].endswith("（逾期，单独计数）")
    assert {line[0] for line in every[6]} == {"收到", "您的意见", "处理结果", "理由", "修改"}
    assert all(term and text for said in every for term, text, _ in said)


def test_from_every_entry_to_its_row_and_from_the_item_to_the_page(
    made: tuple[Answered, Path],
) -> None:
    told, site = made
    pages = {
        path: (site / PLACE / path).read_text("utf-8")
        for path in ("index.html", "chaxun/index.html")
    }
    for receipt in told.receipts:
        outcomes = [line for line in lines(site, receipt) if line[0] == "处理结果"]
        assert outcomes
        for _, said, href in outcomes:
            page, _, anchor = href.partition("#")
            row = pages[page].partition(f'id="{anchor}"')[2].partition("</tr>")[0]
            assert said in row or "不属于本事项" in row, href
    assert 'href="chaxun/index.html"' in pages["index.html"].partition('id="caina"')[2]
    assert "connect-src 'self'" in pages["chaxun/index.html"]
    assert "connect-src" not in pages["index.html"]


def test_the_files_give_nothing_away_and_no_search_stumbles_over_them(
    made: tuple[Answered, Path],
) -> None:
    told, site = made
    shards = sorted((site / PLACE / "chaxun").glob("*.json"))
    assert len(shards) > 8
    found = dict[str, str]()
    for shard in shards:
        assert re.fullmatch(r'[a-p":,{}]+', shard.read_text())
        assert list(read(shard.name, shard.read_bytes())) == []
        assert not is_sealed(shard.read_bytes()[:-1] + ',"姓名":"张三"}'.encode())
        found |= json.loads(shard.read_bytes())
    assert len(found) == len(told.receipts)
    assert {len(entry) for entry in found.values()} == {2 * ENTRY}
    other = derive(new_receipt(), ITEM)
    for entry in found.values():
        with pytest.raises(BadEntry):
            open_entry(other, unlettered(entry))
    report = check(Folder(site))
    assert report.may_go_out, report.broken
    found_there = [one for some in report.first.values() for one in some if "chaxun" in str(one)]
    assert found_there == []


def test_two_builds_have_the_same_bytes_whatever_the_office_wrote_since(
    made: tuple[Answered, Path], tmp_path: Path
) -> None:
    told, site = made
    home = shutil.copytree(told.office.home, tmp_path / "home")
    office = told.office.model_copy(update={"home": home})
    engine = office.ledger().engine
    answer(engine, ITEM, 1, {"9": NO._replace(reason=f"{WHY}，另有说明")}, actor=ACTOR, at=AT)
    split(engine, ITEM, 12, [Part("第12个助餐点")], reason="另拆", actor=ACTOR, at=AT)
    write_pages(office, DAY, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(site)


def test_an_answer_that_changes_changes_one_file_of_them(
    made: tuple[Answered, Path], tmp_path: Path
) -> None:
    told, site = made
    home = shutil.copytree(told.office.home, tmp_path / "home")
    office = told.office.model_copy(update={"home": home})
    refresh_pages(office, DAY, tmp_path / "site")
    answered(office, {"9": NO._replace(reason=f"{WHY}，另有说明")})
    assert lines(tmp_path / "site", told.receipts[8]) == lines(site, told.receipts[8])
    stated(office, Amendment(kind=AmendmentKind.CORRECTION, reason="一条答复的理由写得不清楚"))
    refresh_pages(office, DAY, tmp_path / "site")
    assert ["理由", f"{WHY}，另有说明", ""] in lines(tmp_path / "site", told.receipts[8])
    before, after = contents(site), contents(tmp_path / "site")
    changed = [path for path in before if "/chaxun/" in path and before[path] != after[path]]
    lookup = derive(told.receipts[8], ITEM)
    assert changed == [f"{PLACE}/chaxun/{shard_of(lookup.id, 1)}.json"]


def test_a_portal_that_sets_fragments_in_runs_no_script_and_is_told_where_to_go(
    made: tuple[Answered, Path], tmp_path: Path
) -> None:
    told, _ = made
    write_pages(told.office, DAY, tmp_path / "site", fragment=True)
    page = (tmp_path / "site" / PLACE / "chaxun" / "index.html").read_text("utf-8")
    assert "<script" not in page
    assert "<form" not in page
    assert "请用下面的办法查询" in page


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but the manifest, which names the ledger's head."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_however_much_is_to_be_said_it_fits() -> None:
    came = ("收到", "2026年3月10日", "")
    point = [
        ("您的意见", "话" * 60, ""),
        ("处理结果", "未采纳", "yijian/2/index.html#yj-1-400"),
        ("理由", "因" * 999, ""),
    ]
    for count in (1, 3, 9, 40):
        said = json.loads(fitted(came, [point] * count))
        assert len(fitted(came, [point] * count)) <= FITS
        shown = sum(term == "处理结果" for term, *_ in said)
        assert shown >= min(count, 2)
        assert shown == count or said[-1][1] == f"{count - shown}条意见，请见意见采纳情况"


@pytest.mark.soak
def test_ten_thousand_receipts_resolve_in_the_built_site(tmp_path: Path) -> None:
    office = asked(tmp_path / "home", tmp_path / "papers")
    held = received(office, [f"第{n}个助餐点请早开门" for n in range(10_000)])
    answered(office, {str(n): NO for n in range(1, 10_001)})
    stated(office)
    write_pages(office, DAY, tmp_path / "site")
    names = set[str]()
    for n, receipt in enumerate(held):
        said = lines(tmp_path / "site", receipt, 3)
        assert said[1][1] == f"“第{n}个助餐点请早开门”"
        page, _, anchor = said[2][2].partition("#")
        names.add(page)
        assert anchor == f"yj-1-{n + 1}"
    assert len(names) == 50
    for name in names:
        assert (tmp_path / "site" / PLACE / name).is_file()
    shards = [file.read_bytes() for file in (tmp_path / "site" / PLACE / "chaxun").glob("*.json")]
    assert sum(map(len, shards)) < 20 * 1024 * 1024
    assert not any("助餐点".encode() in body for body in shards)
