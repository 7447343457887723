"""EXE: execution, change and evaluation of a published decision."""

from datetime import date

import pytest

from catalog.annual import AuthorityLevel
from catalog.stages.disclosure import DecisionChange, ExecutionReport, Procedure
from catalog.stages.expert_review import Expert, ReviewMode
from catalog.states import ChangeKind
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    CATALOG,
    CORRECTION,
    NEW_ROUND,
    RECORDS,
    Given,
    blocking,
    both,
    but,
    catalog_with,
    day,
    further,
    ids,
    judged,
    not_due,
    on_file,
    without,
)

REPORT, EXECUTION, CHANGE = "evaluation.report", "disclosure.execution", "disclosure.change"
PUBLICATION = "disclosure.publication"
EXPIRES = on_file(PUBLICATION, expires_on=day(12, 31))
TROUBLE = {"problem": "食材涨价，两个助餐点停业", "found_on": day(9, 20)}


def reported(on: date, **what: object) -> Given:
    """As if one more execution report were on file."""
    told = ExecutionReport(unit="养老服务处", reported_on=on, progress="正常")
    return further(EXECUTION, told.model_copy(update=what), on)


def changed(kind: ChangeKind, *procedures: Procedure) -> Given:
    """As if a change of the decision had been decided after all else."""
    record = DecisionChange(
        change=kind,
        decided_on=day(11, 25),
        decided_by="局长办公会议",
        reason="情况变化",
        again=procedures or tuple(Procedure),
        not_again="调整不影响其结论" if procedures else "",
    )
    return further(CHANGE, record, day(11, 25))


def again(*steps: str) -> Given:
    """As if these steps had been taken once more, in a new round."""
    rounds = {step.partition(".")[0]: step for step in reversed(steps)}
    return both(
        *(
            further(
                step,
                RECORDS[step].record,
                day(11, 26),
                NEW_ROUND if rounds[step.partition(".")[0]] == step else None,
            )
            for step in steps
        )
    )


ANEW = (
    "consultation.notice",
    "consultation.hearing",
    "consultation.adoption",
    "expert_review.review",
    "risk_assessment.report",
    "legality_review.submission",
    "legality_review.opinion",
    "decision.package",
    "decision.meeting",
)
PUBLISHED_ANEW = {
    "at": REPORT,
    "amends": NEW_ROUND,
    "today": day(11, 30),
}

COUNTY = but(CATALOG.authority, level=AuthorityLevel.COUNTY)
FIRM = on_file(
    "expert_review.review",
    mode=ReviewMode.ENTRUSTED,
    experts=(
        Expert(name="专家甲", unit="甲咨询有限公司", declared_on=day(3, 12), signed=True),
        Expert(name="乙设计院", declared_on=day(3, 12), signed=True),
    ),
)
"""A review entrusted to a firm, whose expert signed, and to an institute."""

MINIMUM = (Procedure.LEGALITY_REVIEW, Procedure.DECISION)
REOPENED = {
    "change": ChangeKind.REOPENED,
    "procedure": "",
    "again": MINIMUM,
    "not_again": "只调整补贴标准，不涉及原论证、评估的内容",
}

FAILING = [
    fails(
        "EXE-02",
        "no report for more than a year",
        EXECUTION,
        given=on_file(PUBLICATION, effective_on=date(2025, 9, 29)),
    ),
    fails(
        "EXE-02",
        "evaluated without a report on its execution",
        REPORT,
        given=both(without(EXECUTION), on_file(PUBLICATION, effective_on=date(2025, 11, 1))),
    ),
    fails("EXE-03", "a problem found on no day", EXECUTION, **TROUBLE | {"found_on": None}),
    fails(
        "EXE-03",
        "a problem that the last report kept silent",
        EXECUTION,
        **TROUBLE,
        given=reported(day(9, 21)),
    ),
    fails("EXE-04", "far below target, and no word on evaluation", EXECUTION, far_below=True),
    fails("EXE-04", "many opinions, and no word on evaluation", EXECUTION, many_opinions=True),
    *(
        fails("EXE-05", f"entrusted to one that reviewed before: {who}", REPORT, evaluator=who)
        for who in ("示例评估中心", "示例评估中心（有限合伙）")
    ),
    *(
        fails(
            "EXE-05",
            f"entrusted to the firm that wrote the report: {who}",
            REPORT,
            evaluator=who,
            given=FIRM,
        )
        for who in ("甲咨询有限公司", "甲咨询（集团）公司", "乙设计院", "示例市乙设计院")
    ),
    fails(
        "EXE-12",
        "kept for good, and nobody says till when here",
        "disclosure.publication",
        transfer_on=None,
    ),
    fails(
        "EXE-12",
        "a county's archives go over after ten years",
        "disclosure.publication",
        given=catalog_with(authority=COUNTY),
        transfer_on=date(2037, 1, 1),
    ),
    fails(
        "EXE-05",
        "entrusted, and nobody knows who assessed before",
        REPORT,
        given=on_file("risk_assessment.report", assessor=""),
    ),
    fails("EXE-06", "the public was not heard", REPORT, participants=("人大代表",)),
    fails("EXE-06", "no delegate took part", REPORT, participants=("社会公众",)),
    fails(
        "EXE-07",
        "an expiring decision prolonged unseen",
        CHANGE,
        given=EXPIRES,
        change=ChangeKind.CONTINUED,
    ),
    fails("EXE-08", "changed by nobody", CHANGE, decided_by=""),
    fails("EXE-08", "stopped without a procedure", CHANGE, change=ChangeKind.STOPPED, procedure=""),
    fails(
        "EXE-08",
        "published anew, and no decision to change it",
        PUBLICATION,
        given=without(CHANGE),
        **PUBLISHED_ANEW,
    ),
    fails(
        "EXE-09",
        "a major adjustment published without its procedure",
        PUBLICATION,
        given=changed(ChangeKind.REOPENED),
        **PUBLISHED_ANEW,
    ),
    fails(
        "EXE-09",
        "a major adjustment that nobody was asked about",
        PUBLICATION,
        given=both(changed(ChangeKind.REOPENED), again(*ANEW[3:])),
        **PUBLISHED_ANEW,
    ),
    fails("EXE-08", "nobody says what is done again", CHANGE, **REOPENED | {"again": ()}),
    fails(
        "EXE-08",
        "reopened without a meeting",
        CHANGE,
        **REOPENED | {"again": (Procedure.LEGALITY_REVIEW,)},
    ),
    fails(
        "EXE-08",
        "nobody says why the rest is not done again",
        CHANGE,
        **REOPENED | {"not_again": ""},
    ),
    fails(
        "EXE-09",
        "the procedures that were chosen, but for one",
        PUBLICATION,
        given=both(
            changed(ChangeKind.REOPENED, *MINIMUM, Procedure.RISK_ASSESSMENT), again(*ANEW[5:])
        ),
        **PUBLISHED_ANEW,
    ),
    fails(
        "EXE-13",
        "evaluated before it was published",
        REPORT,
        given=without("disclosure.publication"),
    ),
    fails(
        "EXE-13",
        "evaluated before it was explained",
        REPORT,
        given=without("disclosure.interpretation"),
    ),
    fails("EXE-14", "reported on before it was published", EXECUTION, reported_on=day(5, 21)),
    fails("EXE-14", "changed before it was published", CHANGE, decided_on=day(5, 21)),
    fails(
        "EXE-14",
        "evaluated on a day before publication",
        REPORT,
        evaluated_on=day(5, 21),
        published_on=None,
    ),
]


@each(FAILING)
def test_what_follows_the_decision_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize("office", ["养老服务处", "示例评估中心"])
def test_an_office_may_evaluate_what_it_did_itself(office: str) -> None:
    assert judged(REPORT, evaluator=office, entrusted=False) == []


def test_a_problem_told_in_the_next_report_is_told_without_delay() -> None:
    assert judged(EXECUTION, **TROUBLE) == []
    assert judged(EXECUTION, **TROUBLE, given=reported(day(9, 19))) == []
    assert judged(EXECUTION, **TROUBLE, given=reported(day(9, 21), problem="已经报告")) == []


def test_a_trigger_with_a_proposal_is_filed() -> None:
    assert judged(EXECUTION, far_below=True, evaluation_proposed="不必评估，另有专项督查") == []


@pytest.mark.parametrize("days", [day(9, 30), day(9, 29)])
def test_a_report_within_the_year_is_in_rhythm(days: date) -> None:
    given = on_file(PUBLICATION, effective_on=date(2025, 9, 30))
    assert judged(EXECUTION, given=given, reported_on=days) == []


def test_an_urgent_suspension_waits_for_no_procedure_evaluation_or_interpretation() -> None:
    given = both(EXPIRES, without("disclosure.interpretation"))
    urgent = {"change": ChangeKind.SUSPENDED, "decided_by": "局长", "procedure": ""}
    assert judged(CHANGE, given=given, **urgent) == []


def test_an_evaluated_decision_may_be_prolonged() -> None:
    again = {"change": ChangeKind.CONTINUED, "decided_on": day(11, 25), "today": day(11, 25)}
    evaluated = both(EXPIRES, further(REPORT, RECORDS[REPORT].record, day(11, 20)))
    assert judged(CHANGE, given=evaluated, **again) == []
    assert ids(judged(CHANGE, given=evaluated, **again | {"decided_on": day(11, 19)})) == {"EXE-07"}


def test_a_small_adjustment_is_published_after_its_own_procedure() -> None:
    assert judged(PUBLICATION, **PUBLISHED_ANEW) == []


def test_a_major_adjustment_is_published_when_all_was_done_again() -> None:
    given = both(changed(ChangeKind.REOPENED), again(*ANEW))
    assert judged(PUBLICATION, given=given, **PUBLISHED_ANEW) == []


def test_a_correction_of_the_publication_is_no_change_of_the_decision() -> None:
    given = without(CHANGE)
    assert judged(PUBLICATION, at=REPORT, given=given, amends=CORRECTION) == []


@pytest.mark.parametrize("who", ["示例大学", "专家甲"])
def test_the_university_of_an_expert_may_evaluate(who: str) -> None:
    assert judged(REPORT, evaluator=who) == []


def test_ten_years_are_enough_for_a_county_and_twenty_for_a_city() -> None:
    county, city = catalog_with(authority=COUNTY), date(2046, 12, 31)
    ten = date(2036, 12, 31)
    assert judged("disclosure.publication", given=county, transfer_on=ten) == []
    assert judged("disclosure.publication", transfer_on=city) == []


def test_a_major_adjustment_goes_through_what_it_says_and_no_more() -> None:
    given = both(changed(ChangeKind.REOPENED, *MINIMUM), again(*ANEW[5:]))
    assert judged(CHANGE, **REOPENED) == []
    assert blocking(judged(PUBLICATION, given=given, **PUBLISHED_ANEW)) == set()


def test_on_an_earlier_form_every_procedure_is_gone_through() -> None:
    early = changed(ChangeKind.REOPENED, *MINIMUM)
    old = on_file(CHANGE, form_no=1)
    found = judged(PUBLICATION, given=both(early, old, again(*ANEW[5:])), **PUBLISHED_ANEW)
    assert "EXE-09" in blocking(found)


def test_what_nobody_asks_to_interpret_may_be_evaluated_without() -> None:
    given = both(
        without("disclosure.interpretation", "expert_review.review"),
        on_file("entry.inclusion", item__public_concern=False),
        on_file("entry.start", determinations__expert_review=not_due("不涉及专业性问题")),
    )
    assert judged(REPORT, given=given) == []


@pytest.mark.parametrize(
    "given",
    [
        without("disclosure.interpretation"),
        both(
            without("disclosure.interpretation"),
            on_file("entry.inclusion", item__public_concern=False),
        ),
    ],
)
def test_what_the_public_cares_about_or_is_technical_is_interpreted_first(given: Given) -> None:
    assert "EXE-13" in blocking(judged(REPORT, given=given))


def test_a_report_of_the_same_day_ends_the_silence_before_an_evaluation() -> None:
    long_ago = on_file(PUBLICATION, effective_on=date(2025, 11, 1))
    told = both(without(EXECUTION), long_ago, reported(day(11, 20)))
    assert "EXE-02" not in ids(judged(REPORT, given=told))


@pytest.mark.parametrize(("on", "silent"), [(20, True), (19, False), (30, False)])
def test_a_report_is_silent_from_the_day_of_the_finding_to_the_day_before_this_one(
    on: int, silent: bool
) -> None:
    found = ids(judged(EXECUTION, **TROUBLE, given=reported(day(9, on))))
    assert ("EXE-03" in found) is silent


def test_on_the_day_of_its_evaluation_a_decision_may_be_prolonged() -> None:
    how = {"change": ChangeKind.CONTINUED, "decided_on": day(11, 20), "today": day(11, 25)}
    evaluated = both(EXPIRES, further(REPORT, RECORDS[REPORT].record, day(11, 20)))
    assert judged(CHANGE, given=evaluated, **how) == []


def test_whoever_does_everything_again_need_not_say_why_anything_is_left_out() -> None:
    everything = REOPENED | {"again": tuple(Procedure), "not_again": ""}
    assert judged(CHANGE, **everything) == []


def test_an_earlier_form_does_not_ask_what_is_done_again_or_when_archives_are_handed_over() -> None:
    assert judged(CHANGE, **REOPENED | {"again": (), "not_again": ""}, form_no=1) == []
    assert judged(PUBLICATION, transfer_on=None, form_no=1) == []


def test_what_follows_may_follow_on_the_day_of_publication() -> None:
    first = {"reported_on": day(5, 22), "today": day(5, 22)}
    assert "EXE-14" not in ids(judged(EXECUTION, **first))
