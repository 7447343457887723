"""LEG: legality review."""

from datetime import date

import pytest

from catalog.record import DocumentKind
from catalog.stages.legality_review import Conclusion, Response, ReviewForm
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    RECORDS,
    blocking,
    both,
    but,
    day,
    document,
    documents,
    ids,
    judged,
    on_file,
    reasoned,
    without,
)

SUBMISSION, OPINION = "legality_review.submission", "legality_review.opinion"
PACKAGE = "decision.package"
UNANSWERED = (Response(comment="补充依据"),)
REFORM = {
    "conclusion": Conclusion.UNLAWFUL,
    "content_lawful": False,
    "exploratory": True,
    "no_rule_yet": "国家对社区助餐的准入尚无规定",
}
AMENDED = {"conclusion": Conclusion.LAWFUL_IF_AMENDED, "content_lawful": False}
OTHER_DRAFT = (
    document(DocumentKind.DRAFT, "第二稿"),
    *(d for d in RECORDS[PACKAGE].record.documents if d.kind is not DocumentKind.DRAFT),
)
ON_LAST_DAY = {"submitted_on": day(4, 14), "due_on": day(4, 23)}

FAILING = [
    fails("LEG-01", "no meeting without a review", PACKAGE, given=without(OPINION)),
    fails(
        "LEG-01",
        "no meeting on what was found unlawful",
        PACKAGE,
        given=on_file(OPINION, conclusion=Conclusion.UNLAWFUL),
    ),
    fails(
        "LEG-01",
        "no meeting on what was returned",
        PACKAGE,
        given=on_file(OPINION, conclusion=Conclusion.RETURNED),
    ),
    fails("LEG-02", "a reform that does not tell its risk", OPINION, **REFORM),
    fails(
        "LEG-02",
        "a reform that does not say that there is no rule yet",
        OPINION,
        **REFORM | {"legal_risk": "可能有争议", "no_rule_yet": ""},
    ),
    fails(
        "LEG-02",
        "a reform beyond the powers",
        OPINION,
        **REFORM | {"legal_risk": "可能有争议", "within_powers": False},
    ),
    fails("LEG-06", "amending mends no powers", OPINION, **AMENDED | {"within_powers": False}),
    fails(
        "LEG-09",
        "any other draft goes where it is to be amended",
        PACKAGE,
        given=on_file(OPINION, **AMENDED),
        documents=OTHER_DRAFT,
    ),
    fails(
        "LEG-09",
        "another draft of a reform",
        PACKAGE,
        given=on_file(OPINION, **REFORM, legal_risk="可能有争议"),
        documents=OTHER_DRAFT,
    ),
    fails("LEG-03", "a comment in place of a review", OPINION, form=ReviewForm.COMMENT),
    *(
        fails(
            "LEG-04",
            f"a submission without {missing}",
            SUBMISSION,
            documents=tuple(
                d for d in RECORDS[SUBMISSION].record.documents if d.kind is not missing
            ),
        )
        for missing in (DocumentKind.DRAFT, DocumentKind.BASES, DocumentKind.PROCEDURE_STATEMENT)
    ),
    fails("LEG-05", "six working days", SUBMISSION, due_on=day(4, 29)),
    fails("LEG-05", "no day by which", SUBMISSION, due_on=None),
    *(
        fails("LEG-06", f"no finding on {head}", OPINION, **{head: None})
        for head in ("within_powers", "procedure_followed", "content_lawful")
    ),
    fails("LEG-06", "called lawful against a head", OPINION, procedure_followed=False),
    fails("LEG-07", "no lawyer was heard", OPINION, lawyer_heard=False),
    fails("LEG-07", "the lawyer's opinion is missing", OPINION, documents=()),
    fails(
        "LEG-08",
        "lawful if amended, and nobody says what was amended",
        PACKAGE,
        given=on_file(OPINION, conclusion=Conclusion.LAWFUL_IF_AMENDED, responses=()),
    ),
    fails("LEG-11", "submitted on the last day of the consultation", SUBMISSION, **ON_LAST_DAY),
    fails("LEG-12", "an opinion before the submission", OPINION, issued_on=day(4, 20)),
    fails(
        "LEG-08",
        "a review comment without an answer",
        PACKAGE,
        given=on_file(OPINION, responses=UNANSWERED),
    ),
    fails("LEG-09", "another draft than the reviewed one", PACKAGE, documents=OTHER_DRAFT),
    fails("LEG-10", "nobody says who reviewed", OPINION, reviewer=""),
    fails("LEG-10", "the drafters review themselves", OPINION, reviewer="养老服务处"),
]


@each(FAILING)
def test_legality_review_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize(
    ("submitted", "needed"),
    [
        (day(2, 13), day(3, 2)),  # over the Spring Festival, two make-up Saturdays counted
        (day(4, 21), day(4, 30)),
        (day(4, 27), day(5, 9)),  # a make-up Saturday is the seventh
        (day(9, 30), day(10, 15)),
    ],
)
def test_seven_working_days_are_counted_by_the_holiday_notice(
    submitted: date, needed: date
) -> None:
    day_before = date.fromordinal(needed.toordinal() - 1)
    over = both(
        without("consultation.extension"),
        on_file("consultation.notice", closes_on=day(2, 12)),
        on_file("entry.adjustment", planned="2026-12"),
    )
    when = {"submitted_on": submitted, "today": day(10, 30), "given": over}
    assert ids(judged(SUBMISSION, due_on=day_before, **when)) == {"LEG-05"}
    assert ids(judged(SUBMISSION, due_on=needed, **when)) == set()


def test_a_shorter_review_with_a_reason_passes() -> None:
    hurried = reasoned(but(RECORDS[SUBMISSION].record, due_on=day(4, 24)), "LEG-05")
    assert blocking(judged(SUBMISSION, record=hurried)) == set()


def test_an_opinion_that_comes_early_is_welcome() -> None:
    assert judged(OPINION, issued_on=day(4, 23), today=day(4, 23)) == []


@pytest.mark.parametrize("conclusion", [Conclusion.RETURNED, Conclusion.UNLAWFUL])
def test_a_refusal_may_be_filed(conclusion: Conclusion) -> None:
    assert judged(OPINION, conclusion=conclusion, content_lawful=False) == []


def test_a_reform_that_tells_its_risk_goes_to_the_meeting() -> None:
    told = {**REFORM, "legal_risk": "国家尚无明确规定，可能被认为超越权限"}
    assert judged(OPINION, **told) == []
    assert judged(PACKAGE, given=on_file(OPINION, **told)) == []


def test_comments_may_be_answered_with_the_package() -> None:
    answer = (Response(comment="补充依据", response="已补充"),)
    given = on_file(OPINION, responses=UNANSWERED)
    assert judged(PACKAGE, given=given, responses=answer) == []


@pytest.mark.parametrize("named", [OTHER_DRAFT[0].title, OTHER_DRAFT[0].digest])
def test_a_draft_amended_on_review_is_another_one_and_is_named(named: str) -> None:
    given = on_file(OPINION, **AMENDED)
    assert judged(PACKAGE, given=given, documents=OTHER_DRAFT, amended_draft=named) == []


def test_on_an_earlier_form_the_amended_draft_was_not_named() -> None:
    given = on_file(OPINION, **AMENDED)
    assert judged(PACKAGE, given=given, documents=OTHER_DRAFT, form_no=1) == []


def test_a_reform_of_an_earlier_form_still_goes_to_the_meeting() -> None:
    told = {**REFORM, "legal_risk": "有争议", "no_rule_yet": "", "form_no": 1}
    assert judged(PACKAGE, given=on_file(OPINION, **told)) == []


def test_papers_that_the_review_did_not_see_are_not_compared() -> None:
    given = on_file(SUBMISSION, documents=documents(DocumentKind.BASES))
    assert judged(PACKAGE, given=given, documents=OTHER_DRAFT) == []


def test_a_draft_amended_without_written_comments_tells_what_was_amended() -> None:
    given = on_file(OPINION, conclusion=Conclusion.LAWFUL_IF_AMENDED, responses=())
    told = (Response(comment="口头审查意见", response="删去第五条"),)
    assert judged(PACKAGE, given=given, responses=told) == []


def test_what_is_returned_has_not_been_to_a_lawyer_in_writing() -> None:
    assert judged(OPINION, conclusion=Conclusion.RETURNED, documents=()) == []


def test_a_submission_follows_the_last_day_and_an_opinion_may_be_of_the_same_day() -> None:
    assert judged(SUBMISSION, submitted_on=day(4, 15), due_on=day(4, 24)) == []
    assert judged(OPINION, issued_on=day(4, 21)) == []


@pytest.mark.parametrize(("form", "asked"), [(1, False), (2, True), (3, True)])
def test_what_the_second_form_asks_of_a_reform_and_of_a_draft_the_first_did_not(
    form: int, asked: bool
) -> None:
    reform = REFORM | {"legal_risk": "可能有争议", "form_no": form}
    unsaid = judged(OPINION, **reform | {"no_rule_yet": ""})
    assert ("LEG-02" in ids(unsaid)) is asked
    beyond = judged(OPINION, **reform | {"no_rule_yet": "国家尚无规定", "within_powers": False})
    assert ("LEG-02" in ids(beyond)) is asked
    amended = on_file(OPINION, **AMENDED)
    other = judged(PACKAGE, given=amended, documents=OTHER_DRAFT, form_no=form)
    assert ("LEG-09" in ids(other)) is asked


def test_the_draft_put_forward_is_the_reviewed_one_on_every_form() -> None:
    for form in (1, 2, 3):
        assert "LEG-09" in ids(judged(PACKAGE, documents=OTHER_DRAFT, form_no=form))


def test_a_comment_without_an_answer_is_named_by_its_place() -> None:
    silent = on_file(OPINION, responses=(Response(comment="补充依据"),))
    found = next(f for f in judged(PACKAGE, given=silent) if f.rule == "LEG-08")
    assert found.what.startswith("第1条")


def test_the_day_until_which_time_must_be_left_is_named() -> None:
    found = next(f for f in judged(SUBMISSION, due_on=None) if f.rule == "LEG-05")
    assert found.what == "没有写明要求完成的日期"
    assert "2026-04-30" in found.remedy


def test_a_reform_of_the_first_form_was_not_held_to_its_draft() -> None:
    told = {**REFORM, "legal_risk": "有争议", "no_rule_yet": "", "form_no": 1}
    given = on_file(OPINION, **told)
    assert "LEG-09" not in ids(judged(PACKAGE, given=given, documents=OTHER_DRAFT, form_no=1))
    assert "LEG-09" in ids(judged(PACKAGE, given=given, documents=OTHER_DRAFT, form_no=2))


def test_an_opinion_on_nothing_that_was_submitted_is_compared_with_nothing() -> None:
    found = ids(judged(PACKAGE, given=without(SUBMISSION), documents=OTHER_DRAFT))
    assert "LEG-01" in found
    assert "LEG-09" not in found
