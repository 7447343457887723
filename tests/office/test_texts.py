"""The published texts by their clauses: read from the files on file, once, and the same whichever way they are built."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.public import disclose
from catalog.public.item import PublicDossier
from checks.privacy.allowed import Allowed
from checks.privacy.scan import scan
from checks.standard import Folder, check
from office.build import refresh_pages, write_pages
from office.settings.installation import Office
from office.texts import FOLDER, texted
from tests.pages.demo import AS_OF, demonstrated

ITEM = "demo-2026-02"
PLACE = "demo/zwgk/zdjc/2026/02"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return demonstrated(tmp_path_factory.mktemp("texts") / "office")


@pytest.fixture(scope="module")
def site(office: Office) -> Path:
    write_pages(office, AS_OF, folder := office.home.parent / "site")
    return folder


def public(office: Office, item: str = ITEM, day: date = AS_OF) -> PublicDossier:
    return texted(office, disclose(office.ledger().load(item, opinions=True, on=day), day))


def test_draft_and_decision_are_read_and_compared(office: Office) -> None:
    told = public(office)
    assert [text.place for text in told.texts] == ["caoan/1", "jueding"]
    [compared] = told.comparisons
    assert (compared.before, compared.after) == ("caoan/1", "jueding")
    assert {row.number_after or row.number_before for row in compared.rows} >= {"第一条", "第八条"}


def test_a_text_is_not_there_before_its_file_is_public(office: Office) -> None:
    before = public(office, day=date(2026, 4, 1))
    assert [text.place for text in before.texts] == ["caoan/1"]
    assert before.comparisons == ()


def test_a_file_is_read_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    told = public(office)
    kept = sorted((office.home / FOLDER).iterdir())
    monkeypatch.setattr("office.texts.read_draft", lambda *_: pytest.fail("read again"))
    assert public(office) == told
    assert sorted((office.home / FOLDER).iterdir()) == kept


def test_what_was_kept_and_is_damaged_is_made_anew(office: Office) -> None:
    told = public(office)
    for file in (office.home / FOLDER).iterdir():
        file.write_bytes(file.read_bytes()[:20])
    assert public(office) == told


def test_every_page_of_a_text_is_linked_and_every_link_has_its_anchor(site: Path) -> None:
    item = json.loads((site / PLACE / "item.json").read_text("utf-8"))
    [round_] = item["rounds"]
    assert [link["href"] for link in round_["reading"]] == ["caoan/1/index.html"]
    assert [link["href"] for link in item["result"]["reading"]] == [
        "jueding/index.html",
        "duizhao/1-jueding/index.html",
    ]
    cited = [
        piece for row in item["adoptions"][0]["rows"] for piece in row["cited"] if piece["href"]
    ]
    assert len(cited) > 8
    for piece in cited:
        path, _, anchor = piece["href"].partition("#")
        assert f'id="{anchor}"' in (site / PLACE / path).read_text("utf-8"), piece


def test_the_digest_says_that_text_and_file_belong_together(site: Path, office: Office) -> None:
    for text in public(office).texts:
        page = (site / PLACE / text.place / "index.html").read_text("utf-8")
        assert text.digest in page
        twin = json.loads((site / PLACE / text.place / "clauses.json").read_text("utf-8"))
        assert twin["digest"] == text.digest
        for clause in twin["draft"]["clauses"]:
            assert f'id="{clause["id"]}"' in page


def test_a_site_brought_up_to_date_has_the_same_texts_as_one_built_anew(office: Office) -> None:
    home = office.home.parent
    refreshed, whole = home / "refreshed", home / "whole"
    for day in (date(2026, 3, 1), date(2026, 4, 1), AS_OF):
        refresh_pages(office, day, refreshed)
    write_pages(office, AS_OF, whole)
    paths = {p.relative_to(whole) for p in whole.rglob("*") if p.is_file()}
    assert {p.relative_to(refreshed) for p in refreshed.rglob("*") if p.is_file()} == paths
    for path in paths:
        assert (refreshed / path).read_bytes() == (whole / path).read_bytes(), path
    shutil.rmtree(office.home / FOLDER)
    assert refresh_pages(office, AS_OF, refreshed) == 0


def test_the_scanners_read_the_page_of_a_text(site: Path) -> None:
    body = (site / PLACE / "jueding" / "index.html").read_text("utf-8")
    planted = body.replace(
        '<section class="section brief"',
        '<p>张三的手机号13912345678</p><section class="section brief"',
    )
    assert planted != body
    clean, found = (
        scan({f"{PLACE}/jueding/index.html": one.encode()}, Allowed(AS_OF))
        for one in (body, planted)
    )
    assert len(found.findings) > len(clean.findings)


def test_each_clause_of_an_open_draft_has_a_place_to_speak_of_it(
    office: Office, tmp_path: Path
) -> None:
    """Where the settings name one, while the consultation is open, and nowhere else."""
    folder = tmp_path / "site"
    write_pages(office, date(2026, 11, 20), folder, history=False)
    pages = {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in folder.rglob("*.html")}
    asking = {p for p, body in pages.items() if "gov.cn/2026/05/" in body and "chaxun" not in p}
    item = "demo/zwgk/zdjc/2026/05"
    assert asking == {f"{item}/index.html", f"{item}/caoan/1/index.html"}
    form = 'href="https://yijian.example.gov.cn/2026/05/" rel="noopener">'
    assert f'class="button" {form}我要提意见' in pages[f"{item}/index.html"]
    assert f"{form}填写意见表单" in pages[f"{item}/index.html"]
    page = pages[f"{item}/caoan/1/index.html"]
    assert 'href="https://yijian.example.gov.cn/2026/05/?tiao=t3"' in page
    assert "对第三条提意见" in page
    report = check(Folder(folder))
    assert report.may_go_out
    assert "L-06" not in report.broken
    assert "L-01" not in report.broken
