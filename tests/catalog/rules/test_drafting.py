"""DRF-05 to 13 at their edges: earlier forms, before the regulation on competition, the day itself."""

from datetime import date

from tests.catalog.rules.lawful import day, ids, judged, on_file, without

PACKAGE, INCLUSION, START = "decision.package", "entry.inclusion", "entry.start"
REVIEW, NOTICE, MEETING = "expert_review.review", "consultation.notice", "decision.meeting"
UNTOUCHED = on_file(INCLUSION, item__affects_operators=False)
BY_NOBODY_FIT = {"fair_competition__reviewer": "示例市市场监督管理局"}
UNCONCLUDED = {"fair_competition__conclusion": None}
EARLY = {
    "given": on_file(START, started_on=date(2024, 5, 1)),
    "submitted_on": date(2024, 7, 31),
    "today": date(2024, 7, 31),
    "fair_competition__reviewed_on": date(2024, 7, 30),
}
"""The last day before the regulation on fair-competition review is in force."""


def test_an_earlier_form_is_not_asked_for_a_conclusion_a_fit_reviewer_or_the_draft() -> None:
    assert "DRF-06" not in ids(judged(PACKAGE, **UNCONCLUDED, form_no=1))
    assert "DRF-13" not in ids(judged(PACKAGE, **BY_NOBODY_FIT, form_no=1))
    unseen = without(NOTICE)
    assert "DRF-05" in ids(judged(REVIEW, given=unseen, form_no=2))
    assert "DRF-05" not in ids(judged(REVIEW, given=unseen, form_no=1))


def test_before_the_regulation_nobody_asks_for_its_conclusion_or_its_reviewer() -> None:
    assert not ids(judged(PACKAGE, **EARLY, **UNCONCLUDED)) & {"DRF-06"}
    assert not ids(judged(PACKAGE, **EARLY, **BY_NOBODY_FIT)) & {"DRF-13"}
    later = EARLY | {"submitted_on": date(2024, 8, 1), "today": date(2024, 8, 1)}
    assert "DRF-06" in ids(judged(PACKAGE, **later, **UNCONCLUDED))
    assert "DRF-13" in ids(judged(PACKAGE, **later, **BY_NOBODY_FIT))


def test_a_review_told_by_its_paper_alone_lacks_what_the_paper_does_not_tell() -> None:
    assert ids(judged(PACKAGE, fair_competition=None)) == {"DRF-07", "DRF-09"}


def test_a_review_of_what_touches_no_operator_is_not_looked_into() -> None:
    assert "DRF-13" not in ids(judged(PACKAGE, given=UNTOUCHED, fair_competition__reviewer=""))


def test_a_review_on_the_day_of_the_package_is_in_time() -> None:
    assert judged(PACKAGE, fair_competition__reviewed_on=day(5, 7)) == []


def test_a_draft_that_is_not_on_file_is_named_by_twelve_letters() -> None:
    found = judged(MEETING, draft="0123456789abcdef" * 4)
    assert [f.what for f in found if f.rule == "DRF-05"] == [
        "“所针对的草案”0123456789ab…不在应当针对的草案之中"
    ]
