"""Specimens of the consultation and of what became of it."""

from collections.abc import Iterator

from catalog.opinion import OpinionSource, Outcome
from pages.html.specimens.samples import EMPTY, FACTS, FILES, HELD
from pages.model.charts import COLOURS, Share, Shares
from pages.model.page import Adoption, OpinionRow, Round
from pages.model.states import State
from pages.model.view import revised


def round_of(open_: bool) -> Round:
    """A round, open or closed."""
    return Round(
        heading="第1次公开征求意见",
        open=open_,
        facts=FACTS[:1],
        ways=FACTS[1:] if open_ else (),
        contents="现就示例草案公开征求意见。",
        hearing=FACTS[:1],
        files=FILES,
        held=HELD,
    )


def adoptions() -> Iterator[tuple[str, Adoption]]:
    """With opinions of every outcome, with none, and with none in the second of two rounds."""
    rows = tuple(
        OpinionRow(
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
    parts = tuple(
        Share(label=outcome.value, number=2, colour=colour, start=n * 16.6, width=16.6)
        for n, (outcome, colour) in enumerate(COLOURS.items())
    )
    full = Adoption(
        round=1,
        heading="",
        zero="",
        sum="公众来件9件，归纳为意见12条。",
        shares=Shares(title="意见处理结果", unit="条", rows=parts, total=12),
        facts=FACTS[:1],
        rows=rows[:-1],
        content=rows[-1:],
        more="意见较多，本页列出前200行，共201行，全部意见见意见采纳情况表。",
        csv="#main",
        files=FILES,
        held=HELD,
    )
    yield "有意见", full
    silent = revised(
        full,
        shares=None,
        rows=(),
        content=(),
        more="",
        csv="",
        sum="",
        zero=EMPTY[State.E4][1],
        files=(),
        held=(),
    )
    yield "未收到意见", silent
    yield "第2次未收到意见", revised(silent, heading="第2次公开征求意见")
