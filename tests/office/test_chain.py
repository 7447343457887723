"""The chain walked (acceptance 12): from every published opinion to its letters, answer and clause, and back.

The demonstration's consultation, answered and built; each link that is taken away is told by name.
"""

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from catalog.opinion import Outcome
from catalog.public.item import PublicDossier
from catalog.public.year import disclose_years
from checks.standard import Folder, check
from office.build import write_pages, year_of
from office.settings.installation import Office
from office.texts import texted
from opinions.answers import CHANGES, Answer, answer, answers, confirm, subjects
from opinions.demonstration import AGREEING, ITEM, TYPING
from opinions.points import read
from opinions.register import window
from opinions.statement import compute, file, subjects_in_rows, unequal
from opinions.statement_table import NOT_SHOWN, Whole
from storage.ledger import Ledger
from tests.opinions.test_demonstration import EDITIONS, filled

REASON = "根据《示例条例》第三条，由市级统一确定（演示）"
GIVEN = (
    Answer(Outcome.NOT_ADOPTED, REASON),
    Answer(Outcome.ADOPTED, "已采纳", "第四条", "增加一款"),
    Answer(Outcome.PARTLY_ADOPTED, REASON, "第六条、第九条", "改两处"),
    Answer(Outcome.SUPPORT),
)


class Built:
    """The office, its ledger, and its site."""

    def __init__(self, folder: Path) -> None:
        home = folder / "home"
        home.mkdir()
        self.ledger: Ledger = filled(home)
        (home / "site.yaml").write_bytes((EDITIONS / "site" / "site.yaml").read_bytes())
        closes = window(self.ledger.load(ITEM)).closes_at
        assert closes
        at, engine = closes + timedelta(days=1, hours=10), self.ledger.engine
        with engine.connect() as connection:
            there = [
                c for c in subjects(connection, ITEM, 1) if c not in answers(connection, ITEM, 1)
            ]
        given = {code: GIVEN[n % len(GIVEN)] for n, code in enumerate(there)}
        answer(engine, ITEM, 1, given, actor=TYPING, at=at)
        with engine.connect() as connection:
            open_ = {
                c: a.digest for c, a in answers(connection, ITEM, 1).items() if not a.confirmed_by
            }
        confirm(engine, ITEM, 1, open_, actor=AGREEING, at=at)
        review = {"审查日期": at.date().isoformat(), "审查人职务": "科长", "同意公开": True}
        heard = [
            {"audience": who, "how": "座谈会", "heard_on": "2026-11-20"}
            for who in ("人民团体", "社会组织", "群众代表")
        ]
        more = {
            "published_on": at.date().isoformat(),
            "url": "https://www.example.gov.cn/a",
            "secrecy_review": review,
            "groups_heard": heard,
        }
        file(self.ledger, ITEM, 1, more, actor=TYPING, at=at)
        self.day: date = at.date()
        self.office = Office(home=home, store="")
        write_pages(self.office, self.day, folder / "site")
        self.site = folder / "site"
        [page] = self.site.glob("*/zwgk/zdjc/2026/05/index.html")
        self.place = page.parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return Built(tmp_path_factory.mktemp("chain"))


def test_from_every_opinion_to_its_clause_and_back(built: Built) -> None:
    rows = list(
        csv.DictReader(io.StringIO((built.place / "opinions-1.csv").read_text("utf-8-sig")))
    )
    with built.ledger.engine.connect() as connection:
        codes = subjects_in_rows(connection, ITEM, 1)
        there, given = subjects(connection, ITEM, 1), answers(connection, ITEM, 1)
        letters = read(connection, ITEM, 1)
    assert len(rows) == len(codes) > 70
    item = (built.place / "index.html").read_text("utf-8")
    seen, walked = set[int](), 0
    for row, of in zip(rows, codes, strict=True):
        anchor = f"yj-1-{row['序号']}"
        assert f'id="{anchor}"' in item
        for code in of:
            if code.startswith("来件"):
                seen.add(int(code[2:]))
                continue
            seen.update(point.letter for point in there[code].points)
            assert given[code].answer.outcome.value == row["处理结果"]
            if given[code].answer.outcome in CHANGES and row["意见摘要"] != NOT_SHOWN:
                assert given[code].answer.clause == row["对应条款"]
        own = item.partition(f'id="{anchor}"')[2].partition('id="yj-')[0]
        links = re.findall(r'href="(caoan/1/index.html)#(t\d+)', own)
        assert bool(links) == bool(row["对应条款"]), row
        for page, clause in links:
            text = (built.place / page).read_text("utf-8")
            below = text.partition(f'<section id="{clause}"')[2].partition("</section>")[0]
            assert below, (page, clause)
            back = re.findall(r'href="\.\./\.\./index\.html#([a-z0-9-]+)"', below)
            assert anchor in back or "还有" in below, (anchor, clause)
            walked += 1
    assert walked > 60
    assert seen == {p.letter for p in letters.points.values()} | set(letters.unusable)
    report = check(Folder(built.site))
    assert report.may_go_out, report.broken


@pytest.mark.parametrize("gone", ["answer", "confirmation", "point", "letter"])
def test_a_link_that_is_taken_away_is_named(built: Built, gone: str) -> None:
    from opinions.answers import answers_to, subjects_of
    from opinions.moves import grouping
    from opinions.register import counts

    with built.ledger.engine.connect() as connection:
        there = read(connection, ITEM, 1)
        known = subjects_of(there.points, grouping(connection, ITEM, 1))
        given = answers_to(connection, ITEM, 1, known)
        whole = Whole(counts(connection, ITEM, 1), there, known, given)
        made = compute(connection, ITEM, 1)
    code = next(iter(given))
    if gone == "point":
        lost = made.rows[0].points[0]
        cut = made._replace(
            rows=[made.rows[0]._replace(points=made.rows[0].points[1:]), *made.rows[1:]]
        )
        assert any(lost in said for said in unequal(cut, whole))
    elif gone == "letter":
        short = there._replace(points=dict(list(there.points.items())[1:]))
        assert list(unequal(made, whole._replace(read=short)))
    else:
        from opinions.statement import _unanswered

        left = (
            {c: g for c, g in given.items() if c != code}
            if gone == "answer"
            else {c: g._replace(confirmed_by="") if c == code else g for c, g in given.items()}
        )
        assert [said for said in _unanswered(whole._replace(answers=left)) if code in said]


def test_a_clause_that_is_on_no_page_is_no_link(built: Built) -> None:
    """Without the draft's text nothing leads anywhere, and nothing is a dead link."""
    public = _public(built)
    assert public.texts
    from pages.model.answering import opinions_about

    about = opinions_about(public)
    assert {place for place, _ in about} == {"caoan/1"}
    assert opinions_about(public.model_copy(update={"texts": ()})) == {}


def _public(built: Built) -> PublicDossier:
    [year] = disclose_years([year_of(built.office, "demo-2026", [ITEM], built.day)], built.day)
    return texted(built.office, year.items[0])
