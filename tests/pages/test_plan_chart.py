"""The year as a chart: planned against actual, the same in the table beside it."""

from datetime import date

from catalog.public import PublicDossier
from pages.model.plan_chart import LEFT, WIDTH, plan_chart
from tests.pages.dossiers import AS_OF
from tests.pages.edition import Edition
from tests.pages.reading import read

CATALOG = "shmzj/zwgk/zdjc/2026/index.html"


def test_every_bar_is_told_in_the_table(public: dict[str, PublicDossier], edition: Edition) -> None:
    body = edition.files[CATALOG].decode()
    for line in plan_chart(2026, list(public.values()), AS_OF).lines:
        assert {b.says for b in line.bars if b.kind != "planned"} <= set(line.happened)
        assert all(f"<li>{one}</li>" in body for one in line.happened)
        assert f">{line.name}</th>" in body


def test_a_quarter_covers_its_three_months(public: dict[str, PublicDossier]) -> None:
    (line,) = plan_chart(2026, [public["published"]], AS_OF).lines
    (planned,) = [b for b in line.bars if b.kind == "planned"]
    assert planned.says == "计划决策时间：2026年第三季度"
    assert planned.x == round(LEFT + WIDTH * 181 / 365, 1)
    assert abs(planned.width - WIDTH * 92 / 365) < 0.2


def test_a_plan_that_was_moved_or_dropped_says_so(public: dict[str, PublicDossier]) -> None:
    def happened(name: str) -> tuple[str, ...]:
        return plan_chart(2026, [public[name]], AS_OF).lines[0].happened

    assert "延期：2026年6月10日，计划决策时间改为2026年第四季度" in happened("postponed")
    assert happened("withdrawn")[-1] == "调出目录：2026年5月6日"


def test_nothing_is_drawn_outside_the_year(public: dict[str, PublicDossier]) -> None:
    chart = plan_chart(2025, list(public.values()), AS_OF)
    assert chart.today is None
    assert not [b for line in chart.lines for b in line.bars]
    assert all(
        line.happened == again.happened
        for line, again in zip(
            chart.lines, plan_chart(2026, list(public.values()), AS_OF).lines, strict=True
        )
    )


def test_the_drawing_keeps_its_text_and_carries_no_style_of_its_own(edition: Edition) -> None:
    page = read(edition.files[CATALOG].decode())
    assert not page.of("script")
    assert all("style" not in e.attributes for e in page.elements)
    assert page.of("svg")[0].attributes
    assert {"text", "title", "rect"} <= {e.tag for e in page.elements}


def test_the_json_twin_holds_the_chart(edition: Edition) -> None:
    assert b'"chart"' in edition.files["shmzj/zwgk/zdjc/2026/catalog.json"]


def test_a_day_in_the_year_is_marked(public: dict[str, PublicDossier]) -> None:
    assert plan_chart(2026, list(public.values()), date(2026, 1, 1)).today == LEFT
