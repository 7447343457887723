"""DEC and DRF-06: the meeting package, the meeting, and who sat in."""

import pytest

from catalog.annual import AuthorityKind
from catalog.competition import CompetitionFound
from catalog.record import DocumentKind
from catalog.stages.decision import (
    Attendance,
    Dissent,
    MeetingKind,
    OtherMeeting,
    RepresentativeKind,
    Voice,
)
from catalog.states import MeetingOutcome
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    CATALOG,
    CORRECTION,
    NEW_ROUND,
    RECORDS,
    after,
    blocking,
    both,
    but,
    catalog_with,
    day,
    document,
    documents,
    file,
    further,
    ids,
    judged,
    not_due,
    on_file,
    reasoned,
    without,
)

PACKAGE, MEETING, PUBLICATION = "decision.package", "decision.meeting", "disclosure.publication"
GOVERNED = catalog_with(
    authority=CATALOG.authority.model_copy(update={"kind": AuthorityKind.GOVERNMENT})
)
GOVERNMENT = both(GOVERNED, on_file(PACKAGE, fair_competition__reviewer="市市场监督管理局"))


def package_without(*kinds: DocumentKind) -> dict[str, object]:
    """The package with some papers left out."""
    return {"documents": tuple(d for d in RECORDS[PACKAGE].record.documents if d.kind not in kinds)}


INCLUSION = "entry.inclusion"
OPINION, NOTICE, ADOPTION = (
    "legality_review.opinion",
    "consultation.notice",
    "consultation.adoption",
)
REVIEW, RISK = "expert_review.review", "risk_assessment.report"
SUBMISSION = "legality_review.submission"
CONGRESS = "市人大常委会讨论决定重大事项的规定第五条"
PARTY = OtherMeeting(body="局党组", held_on=day(5, 12), forms_decision=True)
TABLE = DocumentKind.OPINION_TABLE
SECOND_TABLE = documents(TABLE)
PAPERS_BUT_TABLE = tuple(d for d in RECORDS[PACKAGE].record.documents if d.kind is not TABLE)
CONSULTED_AGAIN = both(
    on_file(ADOPTION, documents=(document(TABLE, "第一轮"),)),
    further(NOTICE, but(RECORDS[NOTICE].record, hearing_required_by=""), day(4, 22), NEW_ROUND),
    further(ADOPTION, but(RECORDS[ADOPTION].record, documents=SECOND_TABLE), day(4, 24)),
)
OTHER_DRAFT = document(DocumentKind.DRAFT, "第二方案")
TWO_DRAFTS = on_file(PACKAGE, documents=(*RECORDS[PACKAGE].record.documents, OTHER_DRAFT))

SELECTION = "decision.selection"
CHOSEN = further(SELECTION, RECORDS[SELECTION].record, day(4, 18))


FAILING = [
    *(
        fails("DEC-01", f"a package without {kind}", PACKAGE, **package_without(kind))
        for kind in (
            DocumentKind.DRAFT,
            DocumentKind.OPINION_TABLE,
            DocumentKind.EXPERT_ADOPTION,
            DocumentKind.RISK_REPORT,
            DocumentKind.LEGALITY_OPINION,
        )
    ),
    fails(
        "DEC-01",
        "an opinion table of the first round",
        PACKAGE,
        given=CONSULTED_AGAIN,
        documents=(*PAPERS_BUT_TABLE, document(DocumentKind.OPINION_TABLE, "第一轮")),
        also=("DEC-20",),
    ),
    fails("DEC-20", "consulted again and not reviewed again", PACKAGE, given=CONSULTED_AGAIN),
    fails(
        "DEC-03",
        "nobody tells of the procedure",
        PACKAGE,
        **package_without(DocumentKind.PROCEDURE_STATEMENT),
    ),
    fails("DEC-02", "a topical meeting decides nothing", MEETING, kind=MeetingKind.TOPICAL),
    fails("DEC-02", "a government has no director's meeting", MEETING, given=GOVERNMENT),
    fails("DEC-02", "a bureau has no town head's", MEETING, kind=MeetingKind.TOWN_HEADS),
    fails("DEC-04", "the head did not speak last", MEETING, head_spoke_last=False),
    fails("DEC-04", "nobody noted who spoke last", MEETING, head_spoke_last=None),
    fails("DEC-05", "against the majority, without a reason", MEETING, head_with_majority=False),
    fails("DEC-05", "nobody noted what the majority held", MEETING, head_with_majority=None),
    fails("DEC-06", "a meeting without minutes", MEETING, documents=()),
    fails("DEC-08", "the Party committee was not told", PUBLICATION, party_reported_on=None),
    fails("DEC-08", "told after publication", PUBLICATION, party_reported_on=day(5, 23)),
    fails("DEC-09", "a meeting without an outcome", MEETING, outcome=None),
    *(
        fails("DEC-09", f"{outcome.name} without a reason", MEETING, outcome=outcome)
        for outcome in (
            MeetingOutcome.DISCUSS_AGAIN,
            MeetingOutcome.DEFERRED,
            MeetingOutcome.REJECTED,
        )
    ),
    fails("DEC-10", "nobody sat in, and nobody says why", MEETING, attendance=Attendance()),
    fails(
        "DEC-10",
        "one representative, the others in reserve",
        MEETING,
        attendance__representatives__1__reserve=True,
    ),
    fails(
        "LEG-13",
        "of two drafts the one that nobody reviewed is decided",
        MEETING,
        given=TWO_DRAFTS,
        draft=OTHER_DRAFT.digest,
    ),
    fails("DEC-25", "a selection that does not say how", SELECTION, method=""),
    fails("DEC-25", "signing up ends before it begins", SELECTION, signup_ends_on=day(4, 7)),
    fails("DEC-25", "drawn before signing up ended", SELECTION, drawn_on=day(4, 14)),
    fails(
        "DEC-25",
        "drawn before it was announced",
        SELECTION,
        drawn_on=day(4, 7),
        signup_ends_on=None,
    ),
    fails(
        "DEC-24",
        "somebody sat in who was not chosen",
        MEETING,
        attendance__representatives__1__name="列席代表丁",
        given=CHOSEN,
    ),
    fails("DEC-11", "nobody says how they were chosen", MEETING, attendance__selection=""),
    fails("DEC-11", "chosen without a notice", MEETING, attendance__announced_on=None),
    fails(
        "DEC-12",
        "delegates only",
        MEETING,
        attendance__representatives__0__kind=RepresentativeKind.CONGRESS,
        attendance__representatives__1__kind=RepresentativeKind.CPPCC,
    ),
    fails(
        "DEC-13",
        "nobody answered",
        MEETING,
        attendance__representatives__0__reply="",
    ),
    fails("DEC-13", "nobody noted a word", MEETING, attendance__representatives__1__view=""),
    fails("DEC-26", "nobody says what was discussed", MEETING, topic=""),
    fails(
        "DEC-15",
        "the congress was not told",
        PUBLICATION,
        given=on_file(PACKAGE, congress_basis=CONGRESS),
    ),
    fails(
        "DEC-15",
        "the congress was told afterwards",
        PUBLICATION,
        given=on_file(PACKAGE, congress_basis=CONGRESS),
        congress_reported_on=day(5, 23),
    ),
    fails("DEC-18", "two meetings form one decision", MEETING, others=(PARTY, PARTY)),
    fails("DEC-19", "put forward before the opinion", PACKAGE, submitted_on=day(4, 29)),
    fails("DRF-05", "a meeting on a draft not on file", MEETING, draft="f" * 64),
    fails("DRF-05", "a review of a draft not submitted", OPINION, draft="f" * 64),
    fails("DRF-05", "experts on a draft not on file", REVIEW, draft="f" * 64),
    fails("DRF-05", "risks of a draft not on file", RISK, draft="f" * 64),
    fails("DRF-05", "two drafts, and which was decided", MEETING, given=TWO_DRAFTS),
    fails("DRF-07", "no operator was heard", PACKAGE, fair_competition__heard=()),
    fails("DRF-13", "a review by nobody", PACKAGE, fair_competition__reviewer=""),
    fails("DRF-13", "a review without a date", PACKAGE, fair_competition__reviewed_on=None),
    fails(
        "DRF-13",
        "a review after the package",
        PACKAGE,
        fair_competition__reviewed_on=day(5, 8),
        today=day(5, 8),
    ),
    fails(
        "DRF-08",
        "an exception without an end",
        PACKAGE,
        fair_competition__exception="救灾救助",
        fair_competition__conclusion=CompetitionFound.EXCEPTED,
    ),
    fails(
        "DRF-06",
        "a review without a conclusion",
        PACKAGE,
        fair_competition__conclusion=None,
    ),
    fails(
        "DRF-06",
        "a review that found a violation",
        PACKAGE,
        fair_competition__conclusion=CompetitionFound.VIOLATES,
    ),
    fails(
        "DRF-06",
        "an exception in one field only",
        PACKAGE,
        fair_competition__conclusion=CompetitionFound.EXCEPTED,
    ),
    fails("DRF-13", "a government's act without the regulator", PACKAGE, given=GOVERNED),
    fails(
        "DRF-13",
        "a bureau's act reviewed by the regulator",
        PACKAGE,
        fair_competition__reviewer="市市场监管局",
    ),
    fails(
        "DEC-06",
        "against the majority, and nobody dissented",
        MEETING,
        head_with_majority=False,
        head_reason="上级另有要求",
        dissents=(),
    ),
    fails(
        "DEC-06",
        "a dissent taken out by a correction",
        MEETING,
        at=PUBLICATION,
        amends=CORRECTION,
        dissents=(),
    ),
    fails(
        "DEC-09",
        "amended, and nobody says how",
        MEETING,
        outcome=MeetingOutcome.PASSED_AMENDED,
    ),
    fails(
        "DEC-23",
        "rejected by a correction when it is out",
        MEETING,
        at="disclosure.interpretation",
        amends=CORRECTION,
        outcome=MeetingOutcome.REJECTED,
        outcome_reason="登记有误",
    ),
    fails(
        "DRF-17",
        "experts and assessors saw another draft",
        "legality_review.submission",
        documents=(OTHER_DRAFT, *RECORDS["legality_review.submission"].record.documents[1:]),
        also=("PUB-23",),
    ),
    fails(
        "DRF-05",
        "experts on no draft at all",
        REVIEW,
        given=without(NOTICE),
    ),
    fails(
        "DEC-14",
        "a name to be shown without consent",
        MEETING,
        attendance__representatives__0__disclosed=True,
    ),
    fails("DEC-16", "published without having been decided", PUBLICATION, given=without(MEETING)),
    fails(
        "DEC-16",
        "published although the meeting put it off",
        PUBLICATION,
        given=on_file(MEETING, outcome=MeetingOutcome.DEFERRED),
    ),
    fails(
        "DEC-17",
        "the meeting came before the review",
        MEETING,
        held_on=day(4, 29),
        also=("DEC-22",),
    ),
    fails("DEC-22", "the meeting came before its package", MEETING, held_on=day(5, 6)),
    fails(
        "DEC-21",
        "the review as corrected came before the submission",
        MEETING,
        given=on_file(OPINION, issued_on=day(4, 20)),
    ),
    fails(
        "DEC-21",
        "operators are affected, as the catalog says now",
        PACKAGE,
        given=both(
            on_file(ADOPTION, groups_heard=()), on_file(INCLUSION, item__specific_groups="")
        ),
    ),
    fails(
        "DEC-21",
        "the notice as corrected came before the start",
        PUBLICATION,
        given=on_file("entry.start", started_on=day(3, 11)),
    ),
    fails(
        "DEC-21",
        "the meeting as corrected came before its package",
        PUBLICATION,
        given=on_file(PACKAGE, submitted_on=day(5, 14)),
    ),
    fails(
        "DRF-12",
        "another draft in the place of the one reviewed",
        "legality_review.submission",
        at=PACKAGE,
        amends=CORRECTION,
        documents=(OTHER_DRAFT, *RECORDS["legality_review.submission"].record.documents[1:]),
        also=("PUB-23", "DRF-17"),
    ),
    fails(
        "DRF-12",
        "another draft besides the one decided",
        PACKAGE,
        at=PUBLICATION,
        amends=CORRECTION,
        documents=(*RECORDS[PACKAGE].record.documents, OTHER_DRAFT),
    ),
    fails(
        "DRF-06",
        "business is affected, and no fair competition review",
        PACKAGE,
        **package_without(DocumentKind.FAIR_COMPETITION),
    ),
]


@each(FAILING)
def test_a_decision_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


def test_a_package_has_no_papers_of_procedures_that_do_not_apply() -> None:
    exempt = {
        f"determinations__{stage}": not_due("不适用")
        for stage in ("consultation", "expert_review", "risk_assessment")
    }
    only_the_start = both(
        without(
            *(step for step in RECORDS if step.startswith("consultation.")),
            "expert_review.review",
            "risk_assessment.report",
        ),
        on_file("entry.start", **exempt),
    )
    bare = package_without(
        DocumentKind.OPINION_TABLE, DocumentKind.EXPERT_ADOPTION, DocumentKind.RISK_REPORT
    )
    assert judged(PACKAGE, given=only_the_start, **bare) == []


def test_an_item_of_no_business_needs_no_fair_competition_review() -> None:
    given = on_file("entry.inclusion", item__affects_operators=False)
    assert judged(PACKAGE, given=given, **package_without(DocumentKind.FAIR_COMPETITION)) == []


@pytest.mark.parametrize("kind", [MeetingKind.EXECUTIVE, MeetingKind.PLENARY])
def test_a_government_decides_in_the_meetings_that_the_order_names(kind: MeetingKind) -> None:
    assert judged(MEETING, given=GOVERNMENT, kind=kind) == []


def test_the_refusal_names_the_meetings_that_may_decide() -> None:
    (finding,) = judged(MEETING, given=GOVERNMENT)
    assert finding.remedy == "应提交常务会议、全体会议讨论"


def test_the_party_committee_may_be_told_on_the_day_of_the_document() -> None:
    assert judged(PUBLICATION, party_reported_on=day(5, 15)) == []
    assert ids(judged(PUBLICATION, party_reported_on=day(5, 16))) == {"DEC-08"}


def test_on_an_earlier_form_the_day_of_publication_was_held_against_it() -> None:
    assert judged(PUBLICATION, party_reported_on=day(5, 22), form_no=1) == []


def test_a_dissent_may_be_added_by_a_correction() -> None:
    more = (*RECORDS[MEETING].record.dissents, Dissent(speaker="总工程师", opinion="宜分期"))
    assert judged(MEETING, at=PUBLICATION, amends=CORRECTION, dissents=more) == []


def test_before_it_is_out_a_slip_in_the_outcome_is_corrected() -> None:
    how = {"outcome": MeetingOutcome.REJECTED, "outcome_reason": "测算不足"}
    assert judged(MEETING, at=PUBLICATION, amends=CORRECTION, **how) == []


def test_a_review_may_look_at_a_draft_it_brings() -> None:
    brought = (document(DocumentKind.DRAFT),)
    assert judged(REVIEW, given=without(NOTICE), documents=brought) == []


def test_an_assessment_reused_looked_at_no_draft_of_ours() -> None:
    reused = {
        "reused": "《示例市社会稳定风险评估报告》",
        "scope": ("价格",),
        "reused_scope": ("价格",),
    }
    assert judged(RISK, given=without(NOTICE), **reused) == []


def test_experts_who_named_another_draft_are_asked_again() -> None:
    named = both(on_file(REVIEW, draft=OTHER_DRAFT.digest), on_file(RISK, documents=(OTHER_DRAFT,)))
    (first, second) = judged("legality_review.submission", given=named)
    assert (first.rule, second.rule) == ("DRF-17", "DRF-17")


def test_the_head_may_decide_against_the_majority_and_say_why() -> None:
    assert judged(MEETING, head_with_majority=False, head_reason="上级另有要求") == []


@pytest.mark.parametrize("outcome", list(MeetingOutcome))
def test_any_outcome_with_its_reason_is_recorded(outcome: MeetingOutcome) -> None:
    told = {"outcome_reason": "需补充测算", "amendments": "第三条改为按月拨付"}
    assert judged(MEETING, outcome=outcome, **told) == []


def test_nobody_sat_in_and_it_is_said_why() -> None:
    assert judged(MEETING, attendance=Attendance(none_because="涉及未公开的规划")) == []


def test_a_name_is_shown_with_consent() -> None:
    consent = {"disclosed": True, "consent": True}
    changes = {f"attendance__representatives__0__{k}": v for k, v in consent.items()}
    assert judged(MEETING, **changes) == []


def test_a_town_decides_at_its_head_s_meeting_and_not_at_a_director_s() -> None:
    town = catalog_with(
        authority=CATALOG.authority.model_copy(update={"kind": AuthorityKind.TOWNSHIP})
    )
    assert judged(MEETING, given=town, kind=MeetingKind.TOWN_HEADS) == []
    assert blocking(judged(MEETING, given=town)) == {"DEC-02"}


def test_the_meeting_may_be_on_the_day_of_the_review() -> None:
    given = on_file(PACKAGE, submitted_on=day(4, 30))
    assert judged(MEETING, given=given, held_on=day(4, 30)) == []


def test_a_meeting_put_off_begins_again_with_its_package() -> None:
    put_off = both(
        on_file(MEETING, outcome=MeetingOutcome.DEFERRED),
        lambda d: file(d, PACKAGE, RECORDS[PACKAGE].record, day(5, 25)),
    )
    again = {"at": PUBLICATION, "given": put_off, "today": day(6, 3), "held_on": day(6, 3)}
    assert ids(judged(MEETING, **again)) == set()


def test_a_package_carries_the_table_of_the_last_round() -> None:
    assert ids(judged(PACKAGE, given=CONSULTED_AGAIN)) == {"DEC-20"}


def test_a_correction_puts_nothing_newer_before_the_meeting() -> None:
    slip = further(OPINION, RECORDS[OPINION].record, day(5, 11), CORRECTION)
    assert judged(MEETING, given=slip) == []


def test_what_was_reviewed_after_the_meeting_is_told_at_the_publication_and_not_before() -> None:
    again = both(
        further(SUBMISSION, RECORDS[SUBMISSION].record, day(5, 14), NEW_ROUND),
        further(OPINION, RECORDS[OPINION].record, day(5, 20)),
    )
    (found,) = (f for f in judged(PUBLICATION, given=again) if f.rule == "DEC-20")
    assert found.what == "会议审议早于最近一次合法性审查"
    later = {"at": PUBLICATION, "given": again, "amends": NEW_ROUND, "submitted_on": day(5, 22)}
    assert "DEC-20" not in ids(judged(PACKAGE, **later))


def test_who_only_sat_in_need_say_nothing_and_is_answered_where_he_did() -> None:
    there = {"attendance__representatives__0__voice": Voice.OBSERVER}
    silent = {f"attendance__representatives__0__{name}": "" for name in ("view", "reply")}
    assert judged(MEETING, **there, **silent) == []
    spoke = {**there, "attendance__representatives__0__reply": ""}
    assert ids(judged(MEETING, **spoke)) == {"DEC-13"}


def test_a_draft_that_nobody_answered_yet_may_be_exchanged() -> None:
    another = (OTHER_DRAFT, *RECORDS[SUBMISSION].record.documents[1:])
    papers = {"documents": another, "amends": CORRECTION}
    found = judged(SUBMISSION, at=OPINION, today=day(4, 30), **papers)
    assert "DRF-12" not in ids(found)


def test_of_two_drafts_the_record_says_which() -> None:
    reviewed = document(DocumentKind.DRAFT).digest
    assert judged(MEETING, given=TWO_DRAFTS, draft=reviewed) == []
    named = both(TWO_DRAFTS, on_file(PACKAGE, amended_draft=OTHER_DRAFT.title))
    assert judged(MEETING, given=named, draft=OTHER_DRAFT.digest) == []
    assert judged(MEETING, given=TWO_DRAFTS, draft=OTHER_DRAFT.digest, form_no=2) == []


def test_experts_may_look_at_a_draft_that_comes_with_their_record() -> None:
    assert judged(REVIEW, documents=(OTHER_DRAFT,), draft=OTHER_DRAFT.digest) == []


def test_the_congress_is_told_before_publication_or_not_and_why() -> None:
    given = on_file(PACKAGE, congress_basis=CONGRESS)
    assert judged(PUBLICATION, given=given, congress_reported_on=day(5, 15)) == []
    excused = reasoned(RECORDS[PUBLICATION].record, "DEC-15")
    assert "DEC-15" not in blocking(judged(PUBLICATION, record=excused, given=given))


def test_an_exception_with_its_end_is_put_forward() -> None:
    found = CompetitionFound.EXCEPTED
    excepted = {"exception": "救灾救助", "term": "至2028年底", "conclusion": found}
    changes = {f"fair_competition__{k}": v for k, v in excepted.items()}
    assert judged(PACKAGE, **changes) == []


def test_the_party_committee_and_the_government_decide_together() -> None:
    assert judged(MEETING, others=(PARTY,)) == []
    assert judged(MEETING, others=(but(PARTY, forms_decision=False),) * 2) == []


def test_a_reserve_who_did_not_come_is_not_counted() -> None:
    sat_in = RECORDS[MEETING].record.attendance.representatives
    three = (*sat_in, but(sat_in[1], reserve=True))
    assert judged(MEETING, attendance__representatives=three) == []
    assert len(but(RECORDS[MEETING].record.attendance, representatives=three).present) == 2


def test_an_observer_did_not_speak_and_needs_no_answer() -> None:
    observer = {"voice": Voice.OBSERVER, "view": "旁听，未发言", "reply": ""}
    changes = {f"attendance__representatives__0__{k}": v for k, v in observer.items()}
    assert judged(MEETING, **changes) == []


def test_the_congress_told_on_the_day_of_the_document_is_told_in_time() -> None:
    given = on_file(PACKAGE, congress_basis=CONGRESS)
    same_day = RECORDS[PUBLICATION].record.formed_on
    assert judged(PUBLICATION, given=given, congress_reported_on=same_day) == []


def test_a_package_of_the_day_of_the_opinion_follows_it() -> None:
    same_day = RECORDS[OPINION].record.issued_on
    assert "DEC-19" not in ids(judged(PACKAGE, submitted_on=same_day))


def test_representatives_are_chosen_before_there_is_a_meeting() -> None:
    assert judged(SELECTION, given=lambda _: after("entry.start"), today=day(5, 1)) == []
    early = judged(SELECTION, given=lambda _: after("entry.inclusion"), today=day(5, 1))
    assert blocking(early) == {"DRF-01"}


def test_how_they_were_chosen_need_not_be_said_again() -> None:
    unsaid = {"attendance__selection": "", "attendance__announced_on": None}
    assert judged(MEETING, **unsaid, given=CHOSEN) == []
    nameless = {"attendance__representatives__1__name": ""}
    reserve = {
        "attendance__representatives__1__name": "列席代表丁",
        "attendance__representatives__1__reserve": True,
    }
    assert judged(MEETING, **nameless, given=CHOSEN) == []
    assert ids(judged(MEETING, **reserve, given=CHOSEN)) == {"DEC-10"}
    again = further(SELECTION, but(RECORDS[SELECTION].record, method=""), day(5, 8))
    assert ids(judged(MEETING, **unsaid, given=again)) == {"DEC-11"}


def test_what_is_chosen_on_the_last_day_is_chosen_in_time() -> None:
    assert judged(SELECTION, signup_ends_on=day(4, 8)) == []
    assert judged(SELECTION, drawn_on=day(4, 15)) == []
    assert judged(SELECTION, drawn_on=day(4, 8), signup_ends_on=None) == []


def test_a_representative_is_named_by_his_place_on_the_list() -> None:
    first = {"attendance__representatives__0__reply": ""}
    shown = {"attendance__representatives__0__disclosed": True}
    other = {"attendance__representatives__0__name": "列席代表丁", "given": CHOSEN}
    for changes in (first, shown, other):
        (found,) = judged(MEETING, **changes)
        assert "第1名" in found.what
