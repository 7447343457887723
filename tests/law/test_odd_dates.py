"""A slip in a date is refused in words, and never stops the machine."""

from datetime import date

import pytest

from catalog.parse import ShapeError, parse
from catalog.stages.consultation import Notice
from tests.catalog.rules.lawful import judged

SUBMISSION, PUBLICATION = "legality_review.submission", "disclosure.publication"


@pytest.mark.parametrize(
    ("step", "field", "slip"),
    [
        (SUBMISSION, "due_on", date(2028, 1, 5)),
        (SUBMISSION, "submitted_on", date(1990, 1, 1)),
        (PUBLICATION, "formed_on", date(2003, 5, 15)),
    ],
)
def test_a_year_without_a_table_of_holidays_is_a_finding(step: str, field: str, slip: date) -> None:
    assert judged(step, **{field: slip})


def test_a_date_beyond_every_table_is_a_slip_that_is_not_filed() -> None:
    with pytest.raises(ShapeError, match="征求意见截止日期：9999-12-31不像是真的"):
        parse(Notice, {"closes_on": "9999-12-31"})
