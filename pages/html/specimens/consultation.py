"""Specimens of the consultation and of what became of it."""

from collections.abc import Iterator

from catalog.opinion import OpinionSource, Outcome
from catalog.public.participation import PublicOpinion
from pages.html.specimens.samples import EMPTY, FACTS, FILES
from pages.model.charts import BarChart, BarRow
from pages.model.components import Tile
from pages.model.page import Adoption, Round
from pages.model.states import State
from pages.model.view import revised


def round_of(open_: bool) -> Round:
    """A round, open or closed."""
    return Round(
        heading="第1次公开征求意见",
        open=open_,
        facts=FACTS[:1],
        ways=FACTS[1:],
        contents="现就示例草案公开征求意见。",
        hearing=FACTS[:1],
        files=FILES,
    )


def adoptions() -> Iterator[tuple[str, Adoption]]:
    """With opinions of every outcome, with none, and with none in the second of two rounds."""
    rows = tuple(
        PublicOpinion(
            no=n,
            source=OpinionSource.PUBLIC,
            summary="示例意见。",
            points=n,
            outcome=outcome,
            reason="示例理由，说明为什么这样处理。",
            clause="第一条",
        )
        for n, outcome in enumerate(Outcome, 1)
    )
    bars = tuple(BarRow(label=o.value, number="2", width=100) for o in Outcome)
    full = Adoption(
        heading="",
        zero="",
        tiles=(
            Tile(label="公众来件", number=9, unit="件"),
            Tile(label="采纳", number=4, unit="条"),
        ),
        equation="意见12条＝示例。",
        charts=(BarChart(title="意见处理结果", what="处理", unit="条", rows=bars, total="12"),),
        facts=FACTS[:1],
        rows=rows,
        more="意见较多，本页列出前200行，共201行，全部意见见意见采纳情况表。",
        csv="#main",
        files=FILES,
    )
    yield "有意见", full
    none = {"tiles": (), "charts": (), "rows": (), "more": "", "csv": "", "equation": ""}
    silent = revised(full, **none, zero=EMPTY[State.E4][1], files=())
    yield "未收到意见", silent
    yield "第2次未收到意见", revised(silent, heading="第2次公开征求意见")
