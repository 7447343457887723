"""Who may do what, and when: every post at every step in every state of an item."""

from pathlib import Path

import pytest

from catalog import law
from catalog.dossier import Dossier
from catalog.duties.handling import Handling, may_handle
from catalog.duties.matrix import matrix_markdown
from catalog.duties.roles import ADMINISTRATORS, Person, Post, may_hold
from catalog.duties.when import closed_to, ways
from catalog.duties.who import OPINION, Action, may, may_file, may_see
from catalog.item import Determination, Determinations
from catalog.lifecycle import awaiting
from catalog.names import bare
from catalog.record import Amendment, AmendmentKind, Ground
from catalog.rules import judge
from catalog.stages import STEPS
from tests.catalog.rules.lawful import (
    COMPLETE,
    ORDER,
    RECORDS,
    day,
    filed_up_to,
)

OWN = "养老服务处"
"""The unit that undertakes the item of `lawful`."""

FILES = {
    Post.LEGAL: {"entry.catalog", "entry.call", "entry.reform", "entry.inclusion", "entry.adjustment", OPINION},
    Post.OFFICE: {
        "entry.catalog", "entry.call", "entry.reform", "entry.inclusion", "entry.adjustment", "decision.meeting",
        "disclosure.change",
    },
    Post.EVALUATOR: {"evaluation.report"},
    Post.UNIT: {
        "entry.start", "consultation.notice", "consultation.extension", "consultation.hearing_notice", "consultation.hearing",
        "consultation.participation", "consultation.adoption", "consultation.exemption",
        "expert_review.review", "expert_review.exemption", "risk_assessment.report",
        "risk_assessment.exemption", "risk_assessment.notice", "decision.selection", "legality_review.submission", "decision.package",
        "disclosure.publication", "disclosure.execution", "disclosure.interpretation",
        "evaluation.exemption",
    },
}  # fmt: skip
"""As the law divides it, written down a second time by hand."""

STATES = [filed_up_to(count) for count in range(1, len(ORDER) + 1)]


def person(*posts: Post, unit: str = OWN, name: str = "张三") -> Person:
    return Person("zhangsan", name, unit, frozenset(posts))


@pytest.mark.parametrize("post", Post)
@pytest.mark.parametrize("step", STEPS)
def test_every_post_files_at_every_state_what_the_law_gives_it(post: Post, step: str) -> None:
    for dossier in STATES:
        allowed = step in FILES.get(post, set())
        if post is Post.EVALUATOR:
            allowed = allowed and dossier.entry_of("disclosure.interpretation") is not None
        unit = "法规处" if post is Post.LEGAL else OWN
        assert (may_file(person(post, unit=unit), dossier, step) is None) == allowed, dossier


@pytest.mark.parametrize("step", sorted(FILES[Post.UNIT]))
def test_another_unit_files_nothing_and_sees_nothing(step: str) -> None:
    stranger = person(Post.UNIT, Post.HEAD, unit="社会救助处")
    for dossier in STATES:
        assert may_file(stranger, dossier, step)
        assert may_see(stranger, dossier)


def test_a_unit_is_known_however_its_name_is_spelt() -> None:
    assert (
        may_file(person(Post.UNIT, unit=" 养老　服务处"), COMPLETE, "consultation.notice") is None
    )


def test_who_filed_for_the_unit_does_not_judge_legality_under_any_account() -> None:
    author = COMPLETE.entries[-1].actor.name
    twin = Person("other", f" {author} ", "法规处", frozenset({Post.LEGAL}))
    no = may_file(twin, COMPLETE, OPINION)
    assert no
    assert no.source == "713-25"
    assert may_file(twin, COMPLETE, "entry.adjustment") is None


def test_a_lawyer_of_the_undertaking_unit_does_not_judge_its_draft() -> None:
    no = may_file(person(Post.LEGAL), COMPLETE, OPINION)
    assert no
    assert "自己承办" in no.because


def secret_item() -> Dossier:
    inclusion = RECORDS["entry.inclusion"].record
    said = Determinations(
        consultation=Determination(due=False, reason="涉密", ground=Ground.SECRET)
    )
    item = inclusion.item.model_copy(update={"determinations": said})
    first = COMPLETE.entries[0].model_copy(
        update={"record": inclusion.model_copy(update={"item": item})}
    )
    return Dossier(COMPLETE.id, (first,), COMPLETE.catalog)


def test_a_secret_item_is_seen_by_its_unit_and_the_legal_office_alone() -> None:
    dossier = secret_item()
    seen = {post for post in Post if may_see(person(post), dossier) is None}
    assert seen == {Post.UNIT, Post.HEAD, Post.LEGAL}


@pytest.mark.parametrize("post", Post)
def test_administrators_are_three_people_who_do_no_business(post: Post) -> None:
    for administrator in ADMINISTRATORS - {post}:
        assert may_hold({administrator, post})
    assert may_hold({post}) is None
    if post in ADMINISTRATORS - {Post.AUDITOR}:
        assert may_see(person(post), COMPLETE)


def test_each_action_has_its_posts() -> None:
    able = {a: {p for p in Post if may(person(p), a) is None} for a in Action}
    assert able == {
        Action.CATALOG: {Post.LEGAL, Post.OFFICE},
        Action.SCORES: {Post.UNIT, Post.HEAD, Post.LEGAL, Post.OFFICE, Post.LEADER, Post.AUDITOR},
        Action.SCORES_OF_ALL: {Post.LEGAL, Post.OFFICE, Post.LEADER, Post.AUDITOR},
        Action.READ_DRAFT: {Post.REVIEWER, Post.LEGAL, Post.OFFICE, Post.LEADER, Post.AUDITOR},
        Action.REVIEW: {Post.REVIEWER},
        Action.PUBLISH: {Post.LEGAL, Post.OFFICE},
        Action.URGENT: {Post.LEADER},
        Action.TAKE_BACK: {Post.LEGAL, Post.OFFICE, Post.LEADER},
        Action.ACCOUNTS: {Post.SYSTEM},
        Action.GRANT: {Post.SECURITY},
        Action.LOG: {Post.AUDITOR},
        Action.START: {Post.LEGAL, Post.OFFICE},
        Action.ENGINE: {Post.SYSTEM},
    }


def test_every_refusal_gives_a_reason_and_an_article_that_can_be_cited() -> None:
    for post in Post:
        for step in STEPS:
            no = may_file(person(post, unit="别的处"), COMPLETE, step)
            if no:
                assert no.because
                assert no.source == "" or law.cite(no.source)


@pytest.mark.parametrize("count", range(1, len(ORDER)))
def test_what_is_awaited_is_open_and_nothing_that_the_door_refuses_is(count: int) -> None:
    """`closed_to` is the part of the judge that reads no paper: they never disagree."""
    dossier, today = filed_up_to(count), day(12, 31)
    for awaited in awaiting(dossier, today):
        assert closed_to(dossier, awaited.step_id, None, today) == []
    for step, filed in RECORDS.items():
        for kind in (None, *AmendmentKind):
            closed = {f.rule for f in closed_to(dossier, step, kind, today)}
            amends = Amendment(kind=kind, reason="试") if kind else None
            judged = {f.rule for f in judge(dossier, step, filed.record, today, amends=amends)}
            assert closed <= judged


def test_corrections_and_further_rounds_are_offered_where_the_door_takes_them() -> None:
    offered = {*ways(COMPLETE, day(12, 31))}
    assert ("consultation.notice", AmendmentKind.CORRECTION) in offered
    assert ("entry.start", AmendmentKind.NEW_ROUND) not in offered
    assert ("disclosure.execution", None) in offered
    begun = {way.step_id for way in ways(filed_up_to(3), day(12, 31)) if way.kind is None}
    assert "consultation.extension" in begun or "expert_review.exemption" in begun


def test_names_are_compared_without_what_does_not_show() -> None:
    assert bare("张 三\u200b") == bare("张三") == bare("张　三")
    assert bare("ＺＨＡＮＧ") == bare("zhang")


def test_the_table_in_the_docs_is_the_one_generated_from_the_code() -> None:
    page = Path(__file__).parents[2] / "docs" / "duties.md"
    assert page.read_text("utf-8") == matrix_markdown(), "make docs"


HANDLES = {
    Post.UNIT: {Handling.TAKE_IN, Handling.ANSWER, Handling.OBJECTION},
    Post.HEAD: {Handling.AGREE, Handling.OBJECTION},
    Post.LEGAL: {Handling.AGREE, Handling.OBJECTION},
}
"""Who writes an answer and who agrees to it are never one post (713-18)."""


@pytest.mark.parametrize("post", Post)
def test_every_post_handles_opinions_as_the_table_says_at_every_state(post: Post) -> None:
    for dossier in STATES:
        for what in Handling:
            own = may_handle(person(post), dossier, what) is None
            assert own is (what in HANDLES.get(post, set()))
            elsewhere = may_handle(person(post, unit="社会救助处"), dossier, what) is None
            assert elsewhere is (own and post is Post.LEGAL)


def test_opinions_on_what_is_not_disclosed_are_for_the_unit_and_the_legal_office() -> None:
    assert may_handle(person(Post.HEAD, unit="办公室"), secret_item(), Handling.AGREE)
    assert may_handle(person(Post.LEGAL, unit="法规处"), secret_item(), Handling.AGREE) is None
