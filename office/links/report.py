"""What is said of broken links, and to whom: once when they break, then each week."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import NamedTuple

from office.links.references import Cited
from office.links.status import LinkState, LinkStatus

WEEK = 7
MOST = 10
"""Links that one message names."""


class LinkReport(NamedTuple):
    """The broken links of one item; `of` tells it from every other, so that it is told once."""

    item: str
    unit: str
    text: str
    of: str


def reports(
    cited: Iterable[Cited], standings: Mapping[str, LinkStatus], today: date
) -> Iterator[LinkReport]:
    """One report for each item with broken links, another when one more breaks or a week is over."""
    broken = (
        (one, standing)
        for one in cited
        if (standing := standings.get(one.address)) and standing.shown(today) is LinkState.BROKEN
    )
    for _, group in groupby(sorted(broken, key=lambda pair: pair[0]), lambda p: p[0].item):
        of_item = [(one, standing, standing.since or today) for one, standing in group]
        first = of_item[0][0]
        lines = [f"{c.what} {c.address}（{s.said}，{since}起）" for c, s, since in of_item]
        more = f"；等{len(lines)}个" if len(lines) > MOST else ""
        text = (
            f"{first.item} {first.unit}：网页上的链接打不开，"
            f"请更正网址，或者请对方恢复（不影响公布）：{'；'.join(lines[:MOST])}{more}"
        )
        weeks = sorted({f"{c.address} {(today - since).days // WEEK}" for c, _, since in of_item})
        of = hashlib.sha256("\n".join(weeks).encode()).hexdigest()
        yield LinkReport(first.item, first.unit, text, of)
