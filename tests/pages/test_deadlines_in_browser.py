"""The page of legal periods: its script reckons as the clock does, for every day that is known and every period."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from catalog.deadlines import LEGAL, deadlines
from catalog.public.year import Year
from catalog.working_days import CalendarMissing
from pages.build.outputs import script_of
from pages.html.theme import SiteContext
from pages.model.deadlines import deadlines_page
from tests.pages import dossiers
from tests.pages.chromium import ALONE, served, started, violations
from tests.pages.conftest import HEAD
from tests.pages.edition import Edition, build, write

pytestmark = ALONE
ALL = """async ([script, data]) => {
  const { calendar, reckoned } = await import(script);
  const known = await (await fetch(data)).json(), look = calendar(known), told = [];
  for (let day = new Date(`${known.first}T00:00:00Z`); ; day = new Date(day.getTime() + 86400000)) {
    const text = day.toISOString().slice(0, 10);
    if (text > known.last) return told;
    told.push(known.periods.map((one) => {
      const found = reckoned(look, one, text);
      return found ? [found.end, found.said] : null;
    }));
  }
}"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any]]:
    folder = tmp_path_factory.mktemp("periods") / "site"
    write(_built(SiteContext({"shmzj": dossiers.SITE}, deadlines=deadlines())), folder)
    with served(folder / "shmzj") as at, started() as browser:
        yield at, browser


def test_script_and_clock_agree_on_every_day_and_every_period(opened: tuple[str, Any]) -> None:
    at, browser = opened
    page = browser.new_page()
    page.goto(f"{at}qixian/index.html")
    said = page.evaluate(ALL, [f"{at}{script_of('qixian')}", f"{at}qixian/qixian.json"])
    page.close()
    known = deadlines()
    assert len(known.periods) == len(LEGAL)
    assert len(said) == (known.last - known.first).days + 1 > 2500
    wrong = []
    for nth, answers in enumerate(said):
        on = known.first + timedelta(days=nth)
        for period, one, answer in zip(known.periods, LEGAL, answers, strict=True):
            try:
                found = one.count(on, period.days)
                right = [found.end.isoformat(), found.explain()]
            except CalendarMissing:
                right = None
            if answer != right:
                wrong.append((on, period.what, right, answer))
    assert wrong == []
    assert any(answer is None for answers in said for answer in answers)


def test_one_picks_a_day_and_a_period_at_320_pixels(opened: tuple[str, Any]) -> None:
    at, browser = opened
    page = browser.new_page(viewport={"width": 320, "height": 640})
    told, asked = list[str](), list[str]()
    page.on("console", lambda one: told.append(one.text))
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{at}qixian/index.html")
    page.get_by_label("起算日").fill("2026-02-10")
    page.get_by_label("期限", exact=True).select_option("主动公开政府信息")
    page.get_by_role("button", name="计算", exact=True).click()
    found = page.locator("#found")
    found.get_by_text("春节假期（2月15日至23日）").wait_for()
    assert page.locator("*:focus").text_content() == "计算结果"
    assert "《中华人民共和国政府信息公开条例》第二十六条" in found.inner_text()
    assert violations(page) == []
    for day, wrong in {"2026-12-30": "放假安排尚未公布", "2019-05-16": "没有施行这个期限"}.items():
        page.get_by_label("起算日").fill(day)
        page.get_by_label("期限", exact=True).select_option("公开征求意见")
        page.get_by_role("button", name="计算", exact=True).click()
        page.locator("#told").get_by_text(wrong).wait_for()
        assert found.is_hidden()
    page.get_by_label("起算日").fill("")
    page.get_by_role("button", name="计算", exact=True).click()
    page.locator("#told").get_by_text("请填写").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert told == []
    assert {url.split("/")[2] for url in asked} == {at.split("/")[2]}
    page.close()


def test_without_a_script_the_tables_say_it(opened: tuple[str, Any]) -> None:
    at, browser = opened
    bare = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 640})
    page = bare.new_page()
    page.goto(f"{at}index.html")
    page.get_by_role("link", name="法定期限计算").click()
    assert page.get_by_label("起算日").is_disabled()
    text = page.locator("main").inner_text()
    for one in deadlines().periods:
        assert one.example in text
        assert one.article in text
    assert "春节2月15日至23日" in text
    assert "2月14日、2月28日" in text
    bare.close()


def test_the_year_leads_to_it() -> None:
    files = _built(SiteContext(deadlines=deadlines())).files
    year = files["shmzj/zwgk/zdjc/2026/index.html"].decode()
    assert '<a class="plain" href="../../../qixian/index.html">' in year
    plain = _built(SiteContext()).files
    assert not [path for path in plain if "/qixian/" in path]
    assert b"qixian/" not in plain["shmzj/zwgk/zdjc/2026/index.html"]


def test_a_period_that_the_law_changed_is_two_to_choose_from() -> None:
    known = deadlines()
    old, *others = known.periods
    old = old.model_copy(update={"until": date(2025, 12, 31)})
    new = old.model_copy(update={"days": 45, "since": date(2026, 1, 1), "until": None})
    changed = known.model_copy(update={"periods": (old, new, *others)})
    named = [one.text for one in deadlines_page(changed).choices]
    assert named[:2] == ["公开征求意见（2019年9月1日起）", "公开征求意见（2026年1月1日起）"]
    assert len(set(named)) == len(changed.periods)


def _built(setting: SiteContext) -> Edition:
    year = Year(dossiers.catalog_dossier(), list(dossiers.samples().values())[:2])
    return build([year], dossiers.AS_OF, HEAD, dossiers.STORE.__getitem__, setting)
