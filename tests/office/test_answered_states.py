"""The item's page where nobody wrote, where only units did, and where nobody agrees to be shown (acceptance 13)."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from catalog.opinion import Audience, OpinionSource
from catalog.submission import Channel, Consent
from office.build import write_pages
from office.settings.installation import Office
from opinions.answers import Answer, Outcome
from tests.office.answered import NO, answered, asked, received, stated
from tests.office.test_lookups import PLACE

NOBODY: dict[str, dict[str, object]] = {}
UNITS: dict[str, dict[str, object]] = {
    "n1": {"source": OpinionSource.UNIT, "channel": Channel.UNIT_LETTER, "audience": Audience.UNITS}
}
HIDDEN: dict[str, dict[str, object]] = {f"n{n}": {"consent": Consent.COUNT_ONLY} for n in (1, 2)}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("states")
    asked(folder / "home", folder / "papers").ledger().close()
    return folder / "home"


@pytest.mark.parametrize(
    ("texts", "more", "given", "said", "unsaid"),
    [
        ([], NOBODY, {}, "未收到意见", "逐条意见和处理"),
        (["无修改意见"], UNITS, {"1": Answer(Outcome.SUPPORT)}, "单位来件1件", "公众来件"),
        (["不公开的话", "也不公开"], HIDDEN, {"1": NO, "2": NO}, "写信人不同意公开", "不公开的话"),
    ],
    ids=["nobody", "units", "hidden"],
)
def test_the_page_says_so_and_shows_nothing_else(
    template: Path, tmp_path: Path, texts: list[str], more: dict[str, dict[str, object]],
    given: dict[str, Answer], said: str, unsaid: str,
) -> None:  # fmt: skip
    office = Office(home=shutil.copytree(template, tmp_path / "home"), store="")
    if texts:
        received(office, texts, **more)
        answered(office, given)
    stated(office)
    write_pages(office, date(2026, 11, 20), tmp_path / "site")
    page = (tmp_path / "site" / PLACE / "index.html").read_text("utf-8")
    section = page.partition('id="caina"')[2].partition("</section>")[0]
    words = re.sub(r"<[^>]+>|\s", "", section)
    assert said in words or said in re.sub(r"<[^>]+>|\s", "", page)
    assert unsaid not in words
