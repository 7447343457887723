"""Specimens of the annual catalog."""

from collections.abc import Iterator

from catalog.states import Status
from pages.html.specimens.samples import ON, Specimen
from pages.model.banner import chip
from pages.model.catalog_page import anchor
from pages.model.components import Count, Disclosed, Opening, Row
from pages.model.plan_chart import Bar, Line, PlanChart, Tick
from pages.model.view import revised


def of_the_year() -> Iterator[Specimen]:
    """The bar, the table and the chart of a year with one item in every status."""
    share = 100 / len(Status)
    counts = [
        Count(chip=chip(s), status=anchor(s), number=1, start=n * share, width=share)
        for n, s in enumerate(Status)
    ]
    rows = [
        Row(
            no=n,
            name=f"示例事项（{status.value}）",
            href="#main",
            unit="示例处",
            procedures="公开征求意见、合法性审查、集体讨论决定",
            planned="2026年第三季度",
            chip=chip(status),
            status=anchor(status),
            updated_on=ON,
            disclosed=(
                Disclosed(tier="必备", label="意见采纳", word="已公开", href="#main"),
                Disclosed(tier="视情", label="专家论证", word="未到阶段", href=""),
            ),
        )
        for n, status in enumerate(Status, 1)
    ]
    page = {
        "title": "示例目录",
        "source": "",
        "filtered": True,
        "counts": counts,
        "rows": rows,
        "chart": _chart(),
    }
    asking = [Opening(name="示例事项", href="#main", until="2026年7月8日24时（北京时间）截止")]
    yield Specimen("正在征求意见", "components/openings.html", {"openings": asking})
    yield Specimen("年度进展", "components/progress.html", {"page": page})
    yield Specimen("目录表", "components/rows.html", {"page": page})
    yield Specimen("计划与实际", "components/plan.html", {"page": page})


def _chart() -> PlanChart:
    kinds = ("planned", "consulted", "done", "decided", "published")
    bars = tuple(
        Bar(kind=kind, x=300 + n * 90, y=44, width=80, height=14, says="示例")
        for n, kind in enumerate(kinds)
    )
    line = Line(
        no=1,
        name="示例事项",
        short="示例事项",
        y=53,
        planned="2026年第三季度",
        happened=("启动：2026年2月2日",),
        bars=bars,
    )
    idle = revised(line, no=2, y=87, bars=(), happened=())
    return PlanChart(
        title="示例年度计划与实际",
        width=780,
        height=114,
        top=36,
        left=285,
        ticks=(Tick(x=285, label="1月"), Tick(x=530, label="6月")),
        lines=(line, idle),
        today=560,
    )
