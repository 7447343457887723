"""PUB: public participation."""

from datetime import date, timedelta

import pytest

from catalog.annual import AuthorityKind, PublicSource
from catalog.findings import Severity
from catalog.item import Category, Regime
from catalog.opinion import Audience, Medium, Opinion, OpinionSource, Outcome
from catalog.questions import Answer
from catalog.record import DocumentKind, Elsewhere, Reason
from catalog.stages.consultation import (
    Call,
    Counts,
    HearingParticipant,
    Mode,
    Received,
    Seats,
)
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    CATALOG,
    CORRECTION,
    NEW_ROUND,
    OPINIONS,
    RECORDS,
    Given,
    blocking,
    both,
    but,
    catalog_with,
    day,
    document,
    documents,
    further,
    ids,
    judged,
    not_due,
    on_file,
    reasoned,
    without,
)

NOTICE, EXTENSION, HEARING = (
    "consultation.notice",
    "consultation.extension",
    "consultation.hearing",
)
ADOPTION, PUBLICATION = "consultation.adoption", "disclosure.publication"
PARTICIPATION, SUBMISSION = "consultation.participation", "legality_review.submission"
PUBLISHED = day(3, 10)
SHORT = {"closes_on": day(4, 7), "stated_days": None}
COMPILED = catalog_with(compiled_from=PublicSource(title="某工作要点"))
NORMATIVE = both(
    COMPILED,
    on_file("entry.inclusion", item__regime=Regime.NORMATIVE, item__affects_operators=False),
)
"""A normative document in nobody's own catalog."""
REDRAFTED = on_file(NOTICE, documents__0__digest="1" * 64)
NOBODY = {"received": (), "counts": Counts(), "opinions": ()}

LATER = Reason(rule="PUB-03", text="情况紧急", by="处长", on=day(3, 11))
HEARD_WITHOUT_GROUPS = RECORDS[ADOPTION].record.groups_heard[3:]
ALONE = {
    "instead_of_notice": "受众限于三个街道",
    "audiences": (Audience.PUBLIC,),
    "documents": (document(DocumentKind.DRAFT),),
}

HEARING_NOTICE = "consultation.hearing_notice"
SOON = ("PUB-15", "PUB-34")


def announced(**changes: object) -> Given:
    """As if a hearing had been announced, on the day of its own notice."""
    filed = RECORDS[HEARING_NOTICE]
    return further(HEARING_NOTICE, but(filed.record, **changes), filed.on)


ANNOUNCED = announced()


FAILING = [
    fails(
        "PUB-43",
        "another site shows it on the last day",
        NOTICE,
        elsewhere=(Elsewhere(place="市政府网站", published_on=day(4, 9)),),
        today=day(4, 9),
    ),
    fails(
        "PUB-01",
        "no legality review before what became of the opinions is on file",
        "legality_review.submission",
        given=without(ADOPTION),
    ),
    fails(
        "PUB-02",
        "a notice without the draft",
        NOTICE,
        documents=documents(DocumentKind.EXPLANATION, DocumentKind.DRAFT_INTERPRETATION),
    ),
    fails(
        "PUB-02",
        "a notice without the explanation",
        NOTICE,
        documents=documents(DocumentKind.DRAFT, DocumentKind.DRAFT_INTERPRETATION),
    ),
    fails(
        "PUB-27",
        "no participation though nothing forbids disclosure",
        "entry.start",
        determinations__consultation=not_due("时间紧"),
    ),
    fails("PUB-02", "a notice that names no way to answer", NOTICE, ways=()),
    fails("PUB-03", "a short consultation without a reason", NOTICE, **SHORT),
    fails(
        "PUB-04",
        "a reason for shortening that is not in the notice",
        NOTICE,
        record=reasoned(but(RECORDS[NOTICE].record, **SHORT), "PUB-03"),
        also=("PUB-03",),
    ),
    fails(
        "PUB-05",
        "thirty days only if the first day counts",
        NOTICE,
        closes_on=day(4, 8),
    ),
    fails("PUB-06", "no closing day", NOTICE, closes_on=None),
    fails("PUB-06", "no day of publication", NOTICE, published_on=None),
    fails(
        "PUB-06",
        "a closing day before the notice",
        NOTICE,
        closes_on=day(3, 9),
        stated_days=None,
        also=("PUB-03",),
    ),
    fails("PUB-07", "a notice that is not on the website", NOTICE, media=(Medium.NEWSPAPER,)),
    fails("PUB-07", "a notice on the website alone", NOTICE, media=(Medium.WEBSITE,)),
    fails("PUB-08", "an extension that shortens", EXTENSION, closes_on=day(4, 8)),
    fails("PUB-08", "an extension before its notice", EXTENSION, published_on=day(3, 1)),
    fails(
        "PUB-08",
        "a notice corrected to lie after its extension",
        NOTICE,
        at=ADOPTION,
        amends=CORRECTION,
        also=("PUB-25", "PUB-37"),
        published_on=day(4, 8),
        closes_on=day(5, 20),
    ),
    fails(
        "PUB-08",
        "a corrected extension that shortens",
        EXTENSION,
        at=ADOPTION,
        amends=CORRECTION,
        closes_on=day(4, 13),
        also=("PUB-37",),
    ),
    fails(
        "PUB-08",
        "a correction that shortens, on the day of the notice itself",
        NOTICE,
        at="expert_review.review",
        today=PUBLISHED,
        amends=CORRECTION,
        closes_on=day(4, 8),
        also=("PUB-05",),
    ),
    *(
        fails(
            "PUB-09",
            f"a specific group, and one of the three is not heard: {n}",
            ADOPTION,
            groups_heard=tuple(
                h for m, h in enumerate(RECORDS[ADOPTION].record.groups_heard) if m != n
            ),
        )
        for n in range(3)
    ),
    *(
        fails(
            "PUB-10",
            f"business is affected, and one of the two is not heard: {n}",
            ADOPTION,
            groups_heard=tuple(
                h for m, h in enumerate(RECORDS[ADOPTION].record.groups_heard) if m != n
            ),
        )
        for n in (3, 4)
    ),
    fails(
        "PUB-11",
        "a policy on livelihood, and nobody went to see",
        ADOPTION,
        given=on_file("entry.inclusion", item__livelihood=True),
        groups_heard=RECORDS[ADOPTION].record.groups_heard[:5],
    ),
    fails("PUB-12", "a hearing required by law was not held", ADOPTION, given=without(HEARING)),
    fails("PUB-13", "a hearing announced on its own day", HEARING, announced_on=day(3, 27)),
    fails("PUB-13", "a hearing that was never announced", HEARING, announced_on=None),
    fails("PUB-13", "a hearing without a place", HEARING, place=""),
    fails("PUB-13", "the draft was not published before", HEARING, draft_published=False),
    fails("PUB-13", "announced for the day itself", HEARING_NOTICE, holds_on=day(3, 11), also=SOON),
    fails("PUB-13", "announced without a place", HEARING_NOTICE, place=""),
    fails("PUB-13", "announced without the draft", HEARING_NOTICE, draft_published=False),
    fails(
        "PUB-14",
        "announced without a way of selection",
        HEARING_NOTICE,
        selection_published_on=None,
    ),
    fails(
        "PUB-15", "announced six days before", HEARING_NOTICE, holds_on=day(3, 17), also=("PUB-34",)
    ),
    fails("PUB-34", "signing up ends six days before", HEARING_NOTICE, signup_ends_on=day(3, 21)),
    fails(
        "PUB-32",
        "a hearing announced after the answer",
        HEARING_NOTICE,
        at=SUBMISSION,
    ),
    fails(
        "PUB-40",
        "a hearing announced and never held",
        ADOPTION,
        given=both(without(HEARING), on_file(NOTICE, hearing_required_by=""), ANNOUNCED),
    ),
    fails(
        "PUB-13",
        "held on another day than announced",
        HEARING,
        given=announced(holds_on=day(3, 28)),
    ),
    fails(
        "PUB-13",
        "held in another room than announced",
        HEARING,
        given=announced(place="另一会议室"),
    ),
    fails(
        "PUB-33",
        "a seat of the announcement that nobody took",
        HEARING,
        seats=(),
        given=announced(seats=(*RECORDS[HEARING].record.seats, Seats(side="街道", number=1))),
    ),
    fails("PUB-14", "the list was not published", HEARING, list_published_on=None),
    fails("PUB-14", "the list came on the day itself", HEARING, list_published_on=day(3, 27)),
    fails("PUB-14", "the way of selection is unknown", HEARING, selection_published_on=None),
    fails("PUB-14", "selected first, told how later", HEARING, selection_published_on=day(3, 18)),
    fails("PUB-15", "materials six days before", HEARING, participants__1__served_on=day(3, 21)),
    fails(
        "PUB-38",
        "seven days only with the day of service",
        HEARING,
        participants__1__served_on=day(3, 20),
    ),
    fails("PUB-15", "materials never served on one", HEARING, participants__0__served_on=None),
    fails("PUB-16", "one participant did not sign", HEARING, participants__1__signed=False),
    fails("PUB-16", "a hearing of nobody", HEARING, participants=(), seats=()),
    fails("PUB-33", "a seat that nobody took", HEARING, seats__0__number=2),
    fails(
        "PUB-33",
        "somebody sat for a side that had no seat",
        HEARING,
        seats=RECORDS[HEARING].record.seats[:1],
    ),
    fails(
        "PUB-33",
        "a reserve takes no seat",
        HEARING,
        participants__1__reserve=True,
    ),
    fails("PUB-34", "signing up ends within the seven days", HEARING, signup_ends_on=day(3, 21)),
    fails(
        "PUB-17",
        "an opinion without an outcome",
        ADOPTION,
        opinions=(*OPINIONS, Opinion(no=3, summary="另一条意见")),
    ),
    fails(
        "PUB-18",
        "an opinion refused without a reason",
        ADOPTION,
        opinions=(OPINIONS[0], but(OPINIONS[1], reason="")),
    ),
    fails(
        "PUB-18",
        "an opinion partly adopted without a reason",
        ADOPTION,
        counts=Counts(points=3, adopted=1, partly_adopted=2),
        opinions=(OPINIONS[0], but(OPINIONS[1], reason="", outcome=Outcome.PARTLY_ADOPTED)),
    ),
    fails("PUB-19", "sixty-two received, fifty-five told of", ADOPTION, counts__points=62),
    fails("PUB-19", "the table says otherwise", ADOPTION, counts=Counts(adopted=2, not_adopted=1)),
    fails(
        "PUB-42",
        "an opinion is absorbed, and nobody says how",
        ADOPTION,
        counts=Counts(points=3, absorbed=1, not_adopted=2),
        opinions=(but(OPINIONS[0], outcome=Outcome.ABSORBED), OPINIONS[1]),
    ),
    fails("PUB-41", "a table is missing", ADOPTION, opinions=(), main_reasons="财力不足"),
    fails(
        "PUB-18",
        "counts without rows, and nobody says why not",
        ADOPTION,
        opinions=(),
        also=("PUB-41",),
    ),
    fails(
        "PUB-17",
        "twenty-seven points, and no outcome",
        ADOPTION,
        counts=Counts(points=27),
        opinions=(),
        also=("PUB-19",),
    ),
    fails("PUB-19", "submissions without any outcome", ADOPTION, counts=Counts(), opinions=()),
    fails(
        "PUB-19",
        "submissions of unknown number without any outcome",
        ADOPTION,
        received=(Received(channel="电话"),),
        counts=Counts(),
        opinions=(),
    ),
    fails("PUB-20", "nothing received, and nothing said of it", ADOPTION, **NOBODY),
    fails("PUB-19", "none received, and yet some", ADOPTION, none_received=True),
    fails(
        "PUB-21",
        "adoption made public after the decision",
        PUBLICATION,
        given=on_file(ADOPTION, published_on=day(5, 23)),
    ),
    fails(
        "PUB-23",
        "the draft changed, and nobody says how",
        SUBMISSION,
        given=REDRAFTED,
        also=("DRF-17",),
    ),
    fails(
        "PUB-23",
        "the draft changed materially without a second round",
        SUBMISSION,
        given=both(
            REDRAFTED,
            on_file(ADOPTION, draft_changes="改变补贴对象", material_change=True),
        ),
        also=("DRF-17",),
    ),
    fails(
        "PUB-24",
        "a draft that nobody interpreted",
        NOTICE,
        documents=documents(DocumentKind.DRAFT, DocumentKind.EXPLANATION),
    ),
    fails("PUB-25", "thirty days stated, fewer given", NOTICE, stated_days=45),
    fails("PUB-26", "feedback after more than a month", ADOPTION, published_on=day(5, 15)),
    fails(
        "PUB-28",
        "a normative document with six working days",
        NOTICE,
        given=NORMATIVE,
        closes_on=day(3, 18),
        stated_days=None,
    ),
    fails(
        "PUB-29",
        "a normative document on business with twenty-nine days",
        NOTICE,
        given=both(NORMATIVE, on_file("entry.inclusion", item__affects_operators=True)),
        closes_on=day(4, 7),
        stated_days=None,
    ),
    fails(
        "PUB-30",
        "a call for ideas filed as a consultation on a draft",
        NOTICE,
        call=Call.IDEAS,
        closes_on=day(3, 20),
        documents=(),
        ways=(),
    ),
    fails("PUB-31", "answered on the last day of the period", ADOPTION, published_on=day(4, 14)),
    fails(
        "PUB-32",
        "an extension after the answer",
        EXTENSION,
        at=SUBMISSION,
        closes_on=day(5, 14),
        published_on=day(4, 21),
        also=("PUB-36",),
    ),
    fails("PUB-32", "a hearing after the answer", HEARING, at=SUBMISSION, given=without(HEARING)),
    fails(
        "PUB-36",
        "an extension when the period is over",
        EXTENSION,
        at=ADOPTION,
        given=without(EXTENSION),
        closes_on=day(5, 14),
        published_on=day(4, 16),
        today=day(4, 17),
    ),
    fails(
        "PUB-37",
        "a correction by which an extension is longer",
        EXTENSION,
        at=SUBMISSION,
        closes_on=day(5, 14),
        amends=CORRECTION,
    ),
    fails(
        "PUB-37",
        "a correction that moves the closing day back",
        NOTICE,
        at="expert_review.review",
        today=day(3, 11),
        closes_on=day(4, 14),
        stated_days=35,
        amends=CORRECTION,
    ),
    fails(
        "PUB-37",
        "a correction that exchanges the draft",
        NOTICE,
        at=ADOPTION,
        amends=CORRECTION,
        documents=(
            document(DocumentKind.DRAFT, "第二稿"),
            *RECORDS[NOTICE].record.documents[1:],
        ),
    ),
    *(
        fails(
            "PUB-39",
            f"a project affects business, and one of the two is not heard: {n}",
            ADOPTION,
            given=on_file("entry.inclusion", item__category=Category.PROJECT),
            groups_heard=tuple(
                h for m, h in enumerate(RECORDS[ADOPTION].record.groups_heard) if m != n
            ),
        )
        for n in (3, 4)
    ),
    fails(
        "PUB-12",
        "the start says that a law demands a hearing, and the notice is silent",
        ADOPTION,
        given=both(
            without(HEARING),
            on_file(NOTICE, hearing_required_by=""),
            on_file("entry.start", questions__hearing=Answer(yes=True, reason="价格法")),
        ),
    ),
    fails(
        "PUB-09",
        "a specific group by the start alone, and nobody of it is heard",
        ADOPTION,
        given=both(
            on_file("entry.inclusion", item__specific_groups=""),
            on_file("entry.start", questions__groups=Answer(yes=True, reason="老年人")),
        ),
        groups_heard=HEARD_WITHOUT_GROUPS[:2] + RECORDS[ADOPTION].record.groups_heard[1:3],
    ),
    fails(
        "PUB-40",
        "a hearing that the catalog promised, and nobody held",
        ADOPTION,
        given=both(
            without(HEARING),
            on_file(NOTICE, hearing_required_by=""),
            on_file("entry.inclusion", item__hearing=True),
        ),
    ),
    fails(
        "PUB-04",
        "the reason came after the notice",
        NOTICE,
        record=reasoned(
            but(RECORDS[NOTICE].record, **SHORT, shortening_stated=True), "PUB-03"
        ).model_copy(update={"reasons": (LATER,)}),
        today=day(3, 11),
        also=("PUB-03",),
    ),
    fails(
        "PUB-35",
        "heard in another way alone, and not told who",
        PARTICIPATION,
        **ALONE | {"whom": ""},
    ),
    fails(
        "PUB-35",
        "heard in another way alone, and not told what came of it",
        PARTICIPATION,
        **ALONE | {"result": ""},
    ),
    fails(
        "PUB-35",
        "letters from departments alone",
        PARTICIPATION,
        **ALONE | {"audiences": (Audience.UNITS,)},
    ),
    fails("PUB-35", "nobody was heard", PARTICIPATION, **ALONE | {"audiences": ()}),
    fails("PUB-35", "heard without a draft", PARTICIPATION, **ALONE | {"documents": ()}),
    fails("PUB-35", "a call for ideas", PARTICIPATION, **ALONE | {"mode": Mode.IDEAS}),
    fails("PUB-35", "it ended before it began", PARTICIPATION, ended_on=day(3, 29)),
]


@each(FAILING)
def test_participation_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


@pytest.mark.parametrize(
    ("days_after", "found"),
    [(28, {"PUB-03"}), (29, {"PUB-05"}), (30, set()), (31, set())],
)
def test_thirty_days_are_counted_both_ways(days_after: int, found: set[str]) -> None:
    closes = PUBLISHED + timedelta(days=days_after)
    assert ids(judged(NOTICE, closes_on=closes, stated_days=None)) == found


def test_a_short_consultation_explained_in_the_notice_passes() -> None:
    short = reasoned(but(RECORDS[NOTICE].record, **SHORT, shortening_stated=True), "PUB-03")
    findings = judged(NOTICE, record=short)
    assert ids(findings) == {"PUB-03"}
    assert blocking(findings) == set()


def test_a_reason_that_was_not_needed_does_no_harm() -> None:
    assert judged(NOTICE, record=reasoned(RECORDS[NOTICE].record, "PUB-03")) == []


def test_a_reason_need_not_be_in_the_notice_where_the_first_day_makes_it_thirty() -> None:
    bare = but(RECORDS[NOTICE].record, closes_on=day(4, 8))
    assert ids(judged(NOTICE, record=reasoned(bare, "PUB-03"))) == {"PUB-05"}


def test_a_period_of_one_day_is_a_short_one_and_no_slip() -> None:
    assert ids(judged(NOTICE, closes_on=PUBLISHED, stated_days=None)) == {"PUB-03"}


def test_numbers_that_do_not_add_up_are_told_with_the_sum() -> None:
    (finding,) = judged(ADOPTION, counts__points=62)
    assert finding.what == "意见共62条，处理结果合计3条（采纳1＋未采纳2），相差59条"


def test_the_message_says_until_when_to_extend() -> None:
    (finding,) = judged(NOTICE, **SHORT)
    assert finding.severity is Severity.REASON
    assert "只有28日（2026-03-10至2026-04-07，公告当日不计入），不足30日" in finding.what
    assert "请延长至2026-04-09" in finding.remedy
    assert finding.article == "参照《重大行政决策程序暂行条例》第十五条第一款"


def test_a_government_follows_the_order_itself() -> None:
    government = but(CATALOG.authority, kind=AuthorityKind.GOVERNMENT)
    (finding,) = judged(NOTICE, **SHORT, given=catalog_with(authority=government))
    assert finding.article == "《重大行政决策程序暂行条例》第十五条第一款"


@pytest.mark.parametrize(
    ("name", "on", "article"),
    [
        ("示例市民政局", day(3, 3), "各地实践做法"),
        ("上海市民政局", date(2024, 4, 14), "各地实践做法"),
        (
            "上海市民政局",
            date(2024, 4, 15),
            "《2024年上海市民政局政务公开工作要点》第十二项、各地实践做法",
        ),
    ],
)
def test_a_work_plan_is_cited_only_to_its_addressee_and_in_its_time(
    name: str, on: date, article: str
) -> None:
    given = both(
        catalog_with(authority=but(CATALOG.authority, name=name)),
        on_file("entry.start", started_on=on),
    )
    bare = documents(DocumentKind.DRAFT, DocumentKind.EXPLANATION)
    found = judged(NOTICE, given=given, documents=bare, published_on=on)
    (finding,) = (f for f in found if f.rule == "PUB-24")
    assert finding.article == article


def test_a_normative_document_nobody_listed_may_be_out_for_seven_working_days() -> None:
    week = {"closes_on": day(3, 19), "stated_days": None}
    assert judged(NOTICE, given=NORMATIVE, **week) == []


def test_a_listed_item_follows_713_whatever_else_it_is() -> None:
    listed = on_file("entry.inclusion", item__regime=Regime.NORMATIVE)
    week = {"closes_on": day(3, 19), "stated_days": None}
    assert ids(judged(NOTICE, given=listed, **week)) == {"PUB-03"}


@pytest.mark.parametrize("regime", [Regime.STATUTORY, Regime.JOINT_PARTY, Regime.REGULATION])
def test_where_713_does_not_govern_it_is_silent(regime: Regime) -> None:
    given = both(COMPILED, on_file("entry.inclusion", item__regime=regime))
    bare = {"documents": documents(DocumentKind.DRAFT_INTERPRETATION), "ways": (), "media": ()}
    assert judged(NOTICE, given=given, **SHORT, **bare) == []


def test_the_public_heard_in_another_way_alone_needs_no_notice() -> None:
    alone = but(RECORDS[PARTICIPATION].record, **ALONE)
    none = both(without(NOTICE, EXTENSION, HEARING, PARTICIPATION))
    assert judged(PARTICIPATION, record=alone, given=none) == []
    heard = both(none, further(PARTICIPATION, alone, day(3, 30)))
    assert judged(ADOPTION, given=heard) == []
    settled = both(heard, further(ADOPTION, RECORDS[ADOPTION].record, day(4, 20)))
    assert judged(SUBMISSION, given=both(without(ADOPTION), settled)) == []


def test_after_the_answer_a_notice_is_a_new_round_although_there_was_none_before() -> None:
    alone = but(RECORDS[PARTICIPATION].record, **ALONE)
    given = both(
        without(NOTICE, EXTENSION, HEARING, PARTICIPATION, ADOPTION),
        further(PARTICIPATION, alone, day(3, 30)),
        further(ADOPTION, RECORDS[ADOPTION].record, day(4, 20)),
    )
    late = {"at": SUBMISSION, "given": given, "published_on": day(4, 20), "closes_on": day(5, 20)}
    assert ids(judged(NOTICE, **late)) == {"PUB-32"}
    assert judged(NOTICE, **late, amends=NEW_ROUND) == []
    again = {"at": SUBMISSION, "given": given, "record": alone, "held_on": day(4, 21)}
    assert judged(PARTICIPATION, **again, amends=NEW_ROUND) == []
    assert ids(judged(EXTENSION, at=ADOPTION, given=both(given, without(ADOPTION)))) == {"PUB-32"}


def test_a_symposium_before_the_notice_does_not_replace_it() -> None:
    none = without(NOTICE, EXTENSION, HEARING, PARTICIPATION)
    assert judged(PARTICIPATION, given=none) == []
    beside = both(none, further(PARTICIPATION, RECORDS[PARTICIPATION].record, day(3, 30)))
    assert ids(judged(ADOPTION, given=beside)) == {"FIL-02"}


def test_whoever_a_symposium_reached_was_heard() -> None:
    reached = on_file(PARTICIPATION, audiences=tuple(Audience))
    assert judged(ADOPTION, given=reached, groups_heard=()) == []


def test_a_changed_draft_whose_changes_are_told_is_submitted() -> None:
    given = both(REDRAFTED, on_file(ADOPTION, draft_changes="第三条改为按月拨付"))
    assert judged(SUBMISSION, given=given) == []


def test_a_slip_in_an_extension_is_corrected_after_the_answer() -> None:
    assert judged(EXTENSION, at=SUBMISSION, amends=CORRECTION, reason="清明假期") == []


def test_a_slip_in_the_draft_is_mended_on_the_day_of_the_notice_itself() -> None:
    other = (document(DocumentKind.DRAFT, "第二稿"), *RECORDS[NOTICE].record.documents[1:])
    how = {"at": "expert_review.review", "today": PUBLISHED, "amends": CORRECTION}
    assert judged(NOTICE, documents=other, **how) == []


def test_on_an_earlier_form_nobody_was_asked_for_a_draft() -> None:
    bare = ALONE | {"documents": (), "audiences": ()}
    none = without(NOTICE, EXTENSION, HEARING, PARTICIPATION)
    assert judged(PARTICIPATION, given=none, **bare, form_no=1) == []


def test_a_hearing_left_out_is_excused_with_a_reason() -> None:
    given = both(
        without(HEARING),
        on_file(NOTICE, hearing_required_by=""),
        on_file("entry.inclusion", item__hearing=True),
    )
    excused = reasoned(RECORDS[ADOPTION].record, "PUB-40")
    assert "PUB-40" not in blocking(judged(ADOPTION, record=excused, given=given))


def test_where_there_is_no_such_organisation_a_reason_will_do() -> None:
    excused = reasoned(but(RECORDS[ADOPTION].record, groups_heard=HEARD_WITHOUT_GROUPS), "PUB-09")
    assert blocking(judged(ADOPTION, record=excused)) == set()


def test_a_week_for_an_unlisted_document_is_not_held_against_thirty_days() -> None:
    thirty = {"closes_on": PUBLISHED + timedelta(days=29), "stated_days": None}
    assert judged(NOTICE, given=NORMATIVE, **thirty) == []


def test_submissions_of_unknown_number_are_not_none() -> None:
    by_phone = (Received(channel="电话", persons=13),)
    assert judged(ADOPTION, received=by_phone) == []
    assert ids(judged(ADOPTION, received=by_phone, none_received=True)) == {"PUB-19"}


def test_counts_without_rows_are_filed_with_reasons() -> None:
    told = reasoned(but(RECORDS[ADOPTION].record, main_reasons="超出财政承受能力"), "PUB-41")
    assert blocking(judged(ADOPTION, record=told, opinions=())) == set()
    adopted = {"counts": Counts(points=3, adopted=3), "opinions": ()}
    assert ids(judged(ADOPTION, **adopted)) == {"PUB-41"}


def test_a_reserve_neither_signs_nor_is_served() -> None:
    spare = HearingParticipant(name="代表丙", side="企业", reserve=True)
    everyone = (*RECORDS[HEARING].record.participants, spare)
    assert judged(HEARING, participants=everyone) == []


def test_before_order_713_a_short_consultation_is_no_matter_of_law() -> None:
    then = {"published_on": date(2019, 8, 31), "closes_on": date(2019, 9, 6)}
    given = on_file("entry.start", started_on=date(2019, 8, 20))
    how = {**SHORT, **then, "documents": (), "ways": (), "media": (), "secrecy_review": None}
    assert ids(judged(NOTICE, given=given, **how)) - {"DIS-09", "CAT-15"} == {"PUB-24"}


def test_from_the_first_day_of_order_713_it_is() -> None:
    then = {"published_on": date(2019, 9, 1), "closes_on": date(2019, 9, 7)}
    given = on_file("entry.start", started_on=date(2019, 8, 20))
    assert "PUB-03" in ids(judged(NOTICE, given=given, **SHORT | then))


def test_a_notice_is_corrected_although_the_period_was_extended_since() -> None:
    assert judged(NOTICE, at=ADOPTION, amends=CORRECTION, contents="更正联系电话") == []


def test_a_second_round_may_be_shorter_than_the_first_was() -> None:
    again = judged(
        NOTICE,
        at="legality_review.submission",
        amends=NEW_ROUND,
        published_on=day(4, 20),
        closes_on=day(5, 20),
    )
    assert ids(again) == set()


def test_a_hearing_nobody_demanded_may_be_left_out() -> None:
    given = both(without(HEARING), on_file(NOTICE, hearing_required_by=""))
    assert judged(ADOPTION, given=given) == []


def test_a_hearing_that_needs_no_selection_needs_no_method() -> None:
    open_to_all = {"selection_published_on": None, "selection_not_needed": "报名者均可参加"}
    assert judged(HEARING, **open_to_all) == []
    assert ids(judged(HEARING, **open_to_all, list_published_on=None)) == {"PUB-14"}


def test_the_way_of_selection_and_the_list_may_be_published_on_one_day() -> None:
    assert judged(HEARING, selection_published_on=day(3, 17)) == []


@pytest.mark.parametrize(
    ("served", "found"), [(day(3, 19), set()), (day(3, 20), {"PUB-38"}), (day(3, 21), {"PUB-15"})]
)
def test_materials_arrive_seven_days_before_the_hearing(served: date, found: set[str]) -> None:
    assert ids(judged(HEARING, participants__0__served_on=served)) == found


def test_no_reason_makes_up_for_materials_served_late() -> None:
    late = but(RECORDS[HEARING].record, participants__0__served_on=day(3, 26))
    assert blocking(judged(HEARING, record=reasoned(late, "PUB-15"))) == {"PUB-15"}


def test_nothing_received_is_lawful_when_it_is_said() -> None:
    assert judged(ADOPTION, **NOBODY, none_received=True) == []


def test_no_channel_brought_anything_and_that_is_said() -> None:
    empty = (Received(channel="电子邮箱", submissions=0),)
    assert judged(ADOPTION, **{**NOBODY, "received": empty}, none_received=True) == []


def test_ten_received_eight_in_favour_one_adopted_one_beside_the_point_is_complete() -> None:
    rows = (
        Opinion(no=1, summary="赞成", points=8, outcome=Outcome.SUPPORT),
        Opinion(no=2, summary="改第三条", outcome=Outcome.ADOPTED),
        Opinion(no=3, summary="咨询户籍", outcome=Outcome.OUT_OF_SCOPE),
    )
    counts = Counts(points=10, adopted=1, support=8, out_of_scope=1)
    assert judged(ADOPTION, counts=counts, opinions=rows) == []


def test_units_that_ask_for_no_change_are_counted_in_their_own_line() -> None:
    rows = (
        Opinion(
            no=1, source=OpinionSource.UNIT, summary="改两处", points=2, outcome=Outcome.ADOPTED
        ),
        Opinion(no=2, source=OpinionSource.UNIT, summary="无", points=14, outcome=Outcome.SUPPORT),
    )
    received = (
        Received(source=OpinionSource.UNIT, channel="书面征求意见", submissions=16),
        Received(channel="网站", submissions=0),
    )
    counts = Counts(points=16, adopted=2, support=14)
    assert judged(ADOPTION, received=received, counts=counts, opinions=rows) == []


def test_an_item_of_no_specific_group_and_no_business_need_not_hear_them() -> None:
    given = on_file("entry.inclusion", item__specific_groups="", item__affects_operators=False)
    assert judged(ADOPTION, given=given, groups_heard=()) == []


def test_a_consultation_that_does_not_apply_leaves_no_adoption_to_publish() -> None:
    given = both(
        without(NOTICE, HEARING, PARTICIPATION, EXTENSION, ADOPTION),
        on_file("entry.start", determinations__consultation=not_due("涉及国家秘密")),
    )
    assert judged(PUBLICATION, given=given) == []


def test_adoption_and_decision_may_be_published_on_one_day() -> None:
    assert judged(PUBLICATION, given=on_file(ADOPTION, published_on=day(5, 22))) == []


@pytest.mark.parametrize(("on", "found"), [(day(5, 14), set()), (day(5, 15), {"PUB-26"})])
def test_feedback_has_thirty_days_from_the_extended_closing_day(on: date, found: set[str]) -> None:
    assert ids(judged(ADOPTION, published_on=on, today=on)) == found


def test_feedback_is_counted_from_the_working_day_after_a_holiday() -> None:
    late = further(
        EXTENSION,
        but(RECORDS[EXTENSION].record, closes_on=day(5, 2), published_on=day(4, 14)),
        day(4, 14),
    )
    on = {"published_on": day(5, 7)}
    assert ids(judged(ADOPTION, given=late, today=day(5, 6), **on)) == {"FIL-06"}
    assert judged(ADOPTION, given=late, today=day(5, 7), published_on=day(6, 5)) == []


def test_what_the_announcement_says_the_record_need_not_say_again() -> None:
    again = {
        "announced_on": None,
        "place": "",
        "draft_published": False,
        "selection_published_on": None,
        "signup_ends_on": None,
        "seats": (),
    }
    assert judged(HEARING, given=ANNOUNCED, **again) == []
    assert ids(judged(HEARING, **again)) == {"PUB-13", "PUB-14"}


def test_a_hearing_postponed_is_announced_again() -> None:
    later = further(
        HEARING_NOTICE, but(RECORDS[HEARING_NOTICE].record, holds_on=day(3, 27)), day(3, 12)
    )
    given = both(announced(holds_on=day(3, 25)), later)
    assert judged(HEARING, given=given) == []
    assert ids(judged(HEARING, given=announced(holds_on=day(3, 25)))) == {"PUB-13"}


def test_the_draft_attached_to_the_announcement_need_not_be_said_to_be_out() -> None:
    papers = RECORDS[NOTICE].record.documents
    assert judged(HEARING_NOTICE, draft_published=False, documents=papers) == []
    assert ids(judged(HEARING_NOTICE, draft_published=False, documents=papers[:1])) == {"PUB-13"}


def test_a_selection_that_is_not_needed_says_so_when_it_is_announced() -> None:
    changes = {"selection_published_on": None, "selection_not_needed": "自愿参加"}
    assert judged(HEARING_NOTICE, **changes) == []


def test_seven_days_are_enough_to_serve_what_is_heard() -> None:
    assert "PUB-15" not in ids(judged(HEARING_NOTICE, holds_on=day(3, 18)))
    assert "PUB-15" in ids(judged(HEARING_NOTICE, holds_on=day(3, 17)))


def test_an_announced_hearing_that_was_not_held_is_excused_by_a_reason() -> None:
    given = both(without(HEARING), on_file(NOTICE, hearing_required_by=""), ANNOUNCED)
    told = reasoned(RECORDS[ADOPTION].record, "PUB-40")
    assert blocking(judged(ADOPTION, record=told, given=given)) == set()


def test_a_period_runs_from_the_day_on_the_own_site() -> None:
    other = (Elsewhere(place="市政府网站", published_on=day(3, 12)),)
    assert judged(NOTICE, elsewhere=other, today=day(3, 12)) == []
    assert ids(judged(NOTICE, elsewhere=other)) == {"FIL-05"}


def test_signing_up_may_end_seven_days_before() -> None:
    assert judged(HEARING_NOTICE, signup_ends_on=day(3, 20)) == []
    (found,) = judged(HEARING_NOTICE, signup_ends_on=day(3, 21))
    assert found.remedy == "报名最迟到2026-03-20截止，或者听证会延期"


def test_what_is_said_of_the_seven_days_names_the_days() -> None:
    (late,) = judged(HEARING, participants__0__served_on=day(3, 21))
    assert late.what == "第1名听证参加人的材料2026-03-21送达，距听证会6日"
    (never,) = judged(HEARING, participants__0__served_on=None)
    assert never.what == "第1名听证参加人的材料没有送达日期"
    (close,) = judged(HEARING, participants__0__served_on=day(3, 20))
    assert close.what.endswith("除去当日和召开当日只有6日")
    soon = next(f for f in judged(HEARING_NOTICE, holds_on=day(3, 17)) if f.rule == "PUB-15")
    assert soon.remedy == "召开日期不早于2026-03-18"


def test_a_row_of_unknown_number_is_a_least_number() -> None:
    several = but(OPINIONS[0], points=0)
    more = {"counts": Counts(points=10, adopted=8, not_adopted=2)}
    assert judged(ADOPTION, **more, opinions=(several, OPINIONS[1])) == []
    (found,) = judged(ADOPTION, **more, opinions=OPINIONS)
    assert found.what == "“采纳”写8条，意见表为1条"
    fewer = {"counts": Counts(points=2, not_adopted=2)}
    (found,) = judged(ADOPTION, **fewer, opinions=(several, OPINIONS[1]))
    assert found.what == "“采纳”写0条，意见表至少为1条"
    told = {"counts": Counts(points=11, adopted=1, not_adopted=10)}
    assert ids(judged(ADOPTION, **told, opinions=(several, OPINIONS[1]))) == {"PUB-19"}


def test_what_was_absorbed_is_told_in_the_table_or_as_what_was_changed() -> None:
    counted = {"counts": Counts(points=3, absorbed=3), "opinions": ()}
    assert ids(judged(ADOPTION, **counted)) == {"PUB-41", "PUB-42"}
    assert ids(judged(ADOPTION, **counted, draft_changes="第五条改由街道确定")) == {"PUB-41"}
    rows = (but(OPINIONS[0], outcome=Outcome.ABSORBED, reason="改第五条"), OPINIONS[1])
    tabled = {"counts": Counts(points=3, absorbed=1, not_adopted=2), "opinions": rows}
    assert judged(ADOPTION, **tabled) == []


@pytest.mark.parametrize(("form", "asked"), [(1, False), (2, True), (3, True)])
def test_on_the_first_form_nobody_was_asked_for_outcomes_without_rows(
    form: int, asked: bool
) -> None:
    unsorted = judged(ADOPTION, counts=Counts(points=27), opinions=(), form_no=form)
    assert ("PUB-17" in ids(unsorted)) is asked
    silent = judged(ADOPTION, counts=Counts(points=7, not_adopted=7), opinions=(), form_no=form)
    assert ("PUB-18" in ids(silent)) is asked


def test_whether_a_number_of_letters_is_known_is_said() -> None:
    some = {"received": (Received(channel="信函", submissions=2),), "counts": Counts()}
    untold = {"received": (Received(channel="信函"),), "counts": Counts()}
    for changes, said in ((some, "收到2件，"), (untold, "收到意见（件数不明），")):
        found = judged(ADOPTION, **changes, opinions=())
        assert any(f.what.startswith(said) for f in found if f.rule == "PUB-19")


def test_a_reason_given_and_an_extension_announced_on_the_day_itself_are_in_time() -> None:
    same = but(LATER, on=PUBLISHED)
    short = but(RECORDS[NOTICE].record, **SHORT, shortening_stated=True, reasons=(same,))
    assert "PUB-04" not in ids(judged(NOTICE, record=short))
    assert "PUB-08" not in ids(judged(EXTENSION, published_on=PUBLISHED))


def test_the_length_that_was_stated_is_compared_with_both_counts() -> None:
    (found,) = judged(NOTICE, stated_days=29)
    assert found.what == "公告写明29日，起止日期为31日（不计首日为30日）"
