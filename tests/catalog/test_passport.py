"""The procedure passport: each state of each duty, and what of it may go out."""

from dataclasses import replace
from datetime import date

import pytest

from catalog.annual import PublicSource
from catalog.dossier import Dossier
from catalog.item import Determinations
from catalog.passport import DUTIES, Duty, DutyState, passport
from catalog.public.duties import PublicDuty
from catalog.public.passport import duties
from catalog.record import Amendment, DocumentKind, Reason
from catalog.stages.consultation import Mode, Participation
from catalog.stages.entry import Adjustment
from catalog.stages.legality_review import Conclusion
from catalog.states import Change, MeetingOutcome
from tests.catalog.rules.lawful import (
    CATALOG,
    COMPLETE,
    EMPTY,
    NEW_ROUND,
    ORDER,
    RECORDS,
    Given,
    after,
    both,
    but,
    day,
    exempting,
    file,
    further,
    not_due,
    on_file,
    without,
)

DONE, NOT_YET, MISSING = DutyState.DONE, DutyState.NOT_YET, DutyState.MISSING
NOT_APPLICABLE = DutyState.NOT_APPLICABLE
END = day(12, 1)
PROOF = {
    "start": "entry.start",
    "consultation": "consultation.notice",
    "hearing": "consultation.hearing",
    "groups": "consultation.adoption",
    "adoption": "consultation.adoption",
    "expert_review": "expert_review.review",
    "risk_assessment": "risk_assessment.report",
    "competition": "decision.package",
    "legality_review": "legality_review.opinion",
    "package": "decision.package",
    "meeting": "decision.meeting",
    "publication": "disclosure.publication",
    "interpretation": "disclosure.interpretation",
}
"""The step that proves a duty, and without which it is missing."""


def of(dossier: Dossier, slug: str, today: date = END) -> Duty:
    return next(duty for duty in passport(dossier, today) if duty.slug == slug)


def states(dossier: Dossier, today: date = END) -> dict[str, DutyState]:
    return {duty.slug: duty.state for duty in passport(dossier, today)}


def told(dossier: Dossier, slug: str, today: date = END) -> PublicDuty:
    return next(duty for duty in duties(dossier, today) if duty.slug == slug)


def test_a_lawful_dossier_has_done_every_duty_in_the_order_of_the_procedure() -> None:
    whole = passport(COMPLETE, END)
    assert len(whole) == len(DUTIES)
    assert {duty.state for duty in whole} == {DONE}
    assert all(duty.on for duty in whole if duty.slug != "groups")


def test_before_anything_is_on_file_there_is_no_passport() -> None:
    assert passport(EMPTY, END) == ()


def test_of_a_compiled_item_nothing_is_known_and_nothing_is_said() -> None:
    compiled = but(CATALOG, compiled_from=PublicSource(title="某年工作要点"), published_on=None)
    dossier = replace(after("entry.inclusion"), catalog=compiled)
    assert passport(dossier, END) == ()


@pytest.mark.parametrize(("slug", "step"), PROOF.items())
def test_a_duty_is_not_yet_due_before_its_step(slug: str, step: str) -> None:
    steps = list(ORDER)
    before = after(steps[steps.index(step) - 1])
    assert of(before, slug, RECORDS[steps[steps.index(step) - 1]].on).state is NOT_YET


@pytest.mark.parametrize(("slug", "step"), PROOF.items())
def test_a_duty_is_missing_where_a_later_step_is_on_file_without_it(slug: str, step: str) -> None:
    assert of(without(step)(COMPLETE), slug).state is MISSING


def test_nothing_else_is_missing_where_one_report_is() -> None:
    found = states(without("expert_review.review")(COMPLETE))
    assert {slug for slug, state in found.items() if state is MISSING} == {"expert_review"}


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("unit", on_file("entry.inclusion", item__units=())),
        ("execution", on_file("disclosure.publication", executing_unit="")),
        ("party_report", on_file("disclosure.publication", party_reported_on=None)),
        ("attendance", on_file("decision.meeting", attendance__representatives=())),
        ("competition", on_file("decision.package", documents=())),
        ("groups", on_file("consultation.adoption", groups_heard=())),
    ],
)
def test_a_duty_is_missing_where_its_record_does_not_show_it(slug: str, given: Given) -> None:
    assert of(given(COMPLETE), slug).state is MISSING


# ------------------------------------------------------------------ days


def test_a_running_consultation_is_not_yet_over_and_says_its_last_day() -> None:
    duty = of(after("consultation.notice"), "consultation", day(4, 9))
    assert (duty.state, duty.due_on, duty.on) == (NOT_YET, day(4, 9), None)
    assert of(after("consultation.notice"), "consultation", day(4, 10)).state is DONE


def test_the_period_is_told_by_both_counts_with_its_arithmetic() -> None:
    says = of(after("consultation.notice"), "consultation", day(4, 10)).says
    assert says == (
        "2026年3月10日至2026年4月9日，共30日（公告当日不计入；计入为31日）",
        "期限一般不少于30日：自2026年3月10日（不计入）起第30日为2026年4月9日",
    )


def test_a_last_day_that_is_a_day_off_says_where_it_moved() -> None:
    given = on_file("consultation.notice", closes_on=day(4, 11))
    says = of(given(after("consultation.notice")), "consultation", day(4, 20)).says
    assert "公告的截止日2026年4月11日为休息日，末日顺延至2026年4月13日" in says


def test_a_short_period_is_done_with_its_reason_and_missing_without() -> None:
    short = on_file("consultation.notice", closes_on=day(3, 24))
    assert of(short(after("consultation.notice")), "consultation").state is MISSING
    reason = Reason(rule="PUB-03", text="时间紧迫", by="养老服务处", on=day(3, 9))
    explained = on_file("consultation.notice", closes_on=day(3, 24), reasons=(reason,))
    duty = of(explained(after("consultation.notice")), "consultation")
    assert duty.state is DONE
    assert [(r.text, r.by, r.on) for r in duty.reasons] == [("时间紧迫", "养老服务处", day(3, 9))]


def test_a_publication_is_missing_from_the_day_after_its_last_lawful_one() -> None:
    decided = after("decision.meeting")
    duty = of(decided, "publication", day(6, 10))
    assert (duty.state, duty.due_on) == (NOT_YET, day(6, 10))
    assert of(decided, "publication", day(6, 11)).state is MISSING


def test_a_publication_counts_its_working_days() -> None:
    says = of(COMPLETE, "publication").says
    assert says[0] == "成文（2026年5月15日）后第5个工作日公布"
    assert says[1].startswith("应在20个工作日内公开：自2026年5月15日（不计入）起第20个工作日为")


def test_a_late_publication_is_done_and_says_so_with_its_reason() -> None:
    late = Reason(rule="DIS-01", text="文件会签费时", by="办公室", on=day(7, 20))
    given = on_file("disclosure.publication", published_on=day(7, 20), reasons=(late,))
    duty = of(given(COMPLETE), "publication")
    assert duty.state is DONE
    assert duty.says[0].endswith("公布，已超过法定期限")
    assert [r.text for r in duty.reasons] == ["文件会签费时"]


def test_an_evaluation_is_never_late() -> None:
    assert of(after("disclosure.interpretation"), "evaluation", date(2030, 1, 2)).state is NOT_YET


# ------------------------------------------------------------------ not applicable


@pytest.mark.parametrize(
    ("stage", "slugs"),
    [
        ("consultation", {"consultation", "groups", "adoption", "hearing"}),
        ("expert_review", {"expert_review"}),
        ("risk_assessment", {"risk_assessment"}),
    ],
)
def test_an_exempted_stage_does_not_apply_with_its_ground_and_article(
    stage: str, slugs: set[str]
) -> None:
    undetermined = on_file("entry.start", determinations=Determinations())
    planned = on_file("entry.inclusion", item__hearing=True)
    dossier = both(undetermined, planned)(after("entry.start"))
    exempt = file(dossier, f"{stage}.exemption", exempting(stage, day(3, 4)), day(3, 4))
    told_off = {s for s, state in states(exempt, day(3, 5)).items() if state is NOT_APPLICABLE}
    assert told_off == slugs
    duty = of(exempt, stage, day(3, 5))
    assert duty.ground.endswith("不适用")
    assert duty.on == day(3, 4)
    assert told(exempt, stage, day(3, 5)).article.startswith("参照《重大行政决策程序暂行条例》")


def test_a_determination_that_a_procedure_is_not_due_is_its_ground() -> None:
    made = Determinations(risk_assessment=not_due("不影响社会稳定"))
    duty = of(on_file("entry.start", determinations=made)(after("entry.start")), "risk_assessment")
    assert (duty.state, duty.ground) == (NOT_APPLICABLE, "不影响社会稳定")


def test_a_withdrawn_item_keeps_what_was_done_and_needs_nothing_more() -> None:
    gone = Adjustment(change=Change.WITHDRAWN, adjusted_on=day(3, 6), reason="不再单独制定")
    dossier = file(after("entry.start"), "entry.adjustment", gone, day(3, 6))
    found = states(dossier)
    assert {s for s, state in found.items() if state is DONE} == {"listing", "start", "unit"}
    assert set(found.values()) == {DONE, NOT_APPLICABLE}
    assert of(dossier, "meeting").ground == "本事项已调出目录，不再进行"


def test_a_rejected_item_needs_no_publication() -> None:
    rejected = on_file("decision.meeting", outcome=MeetingOutcome.REJECTED)
    found = states(rejected(after("decision.meeting")))
    assert found["meeting"] is DONE
    assert found["publication"] is found["execution"] is NOT_APPLICABLE


def test_nobody_invited_is_not_passed_for_attendance() -> None:
    alone = on_file(
        "decision.meeting",
        attendance__representatives=(),
        attendance__none_because="无人报名。",
        attendance__none_reviewed_by="办公室",
    )
    duty = of(alone(COMPLETE), "attendance")
    assert duty.state is NOT_APPLICABLE
    assert duty.ground == "未安排列席，理由：无人报名（该理由经办公室审核）"


def test_a_law_that_came_after_the_step_does_not_apply() -> None:
    held = both(
        on_file("entry.start", started_on=date(2024, 6, 3)),
        on_file("decision.meeting", held_on=date(2024, 7, 31)),
        without("decision.package"),
    )
    duty = of(held(after("decision.meeting")), "competition")
    assert (duty.state, duty.ground) == (NOT_APPLICABLE, "办理时，《公平竞争审查条例》尚未施行")


def test_a_law_that_came_after_the_start_applies_to_the_steps_still_to_come() -> None:
    old = both(
        on_file("entry.start", started_on=date(2024, 6, 3)),
        without("decision.package"),
    )
    assert of(old(after("decision.package")), "competition").state is NOT_YET


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("groups", on_file("entry.inclusion", item__specific_groups="")),
        ("competition", on_file("entry.inclusion", item__affects_operators=False)),
        (
            "hearing",
            both(
                without("consultation.hearing"),
                on_file("consultation.notice", hearing_required_by=""),
            ),
        ),
    ],
)
def test_where_nobody_said_that_a_duty_applies_no_ground_is_invented(
    slug: str, given: Given
) -> None:
    assert slug not in states(given(COMPLETE))


# ------------------------------------------------------------------ rounds


def test_a_second_consultation_is_the_one_that_is_told() -> None:
    again = but(RECORDS["consultation.notice"].record, published_on=day(5, 6), closes_on=day(6, 8))
    dossier = file(
        after("consultation.adoption"), "consultation.notice", again, day(5, 6), NEW_ROUND
    )
    duty = of(dossier, "consultation", day(6, 9))
    assert (duty.state, duty.on, duty.says[0]) == (DONE, day(5, 6), "第2次公开征求意见")
    assert of(dossier, "adoption", day(6, 9)).state is NOT_YET
    assert of(dossier, "hearing", day(6, 9)).state is DONE


def test_a_review_that_is_done_once_more_is_not_yet_done() -> None:
    unsafe = on_file("risk_assessment.report", controllable=False)
    assert of(unsafe(after("risk_assessment.report")), "risk_assessment").state is NOT_YET


def test_a_meeting_that_put_it_off_is_told_and_another_one_is_awaited() -> None:
    off = on_file("decision.meeting", outcome=MeetingOutcome.DEFERRED)
    duty = of(off(after("decision.meeting")), "meeting")
    assert (duty.state, duty.says) == (NOT_YET, ("2026年5月13日会议审议结论：暂缓",))


def test_another_way_of_hearing_the_public_may_stand_alone() -> None:
    heard = Participation(
        mode=Mode.SYMPOSIUM, held_on=day(3, 12), instead_of_notice="只涉及三个街道"
    )
    dossier = further("consultation.participation", heard, day(3, 12))(after("entry.start"))
    duty = of(dossier, "consultation")
    assert (duty.state, duty.source) == (DONE, "713-14(2)")
    assert duty.says == ("以座谈会方式听取意见，理由：只涉及三个街道",)


# ------------------------------------------------------------------ what goes out


def test_the_party_committee_is_in_the_passport_and_not_in_the_public_one() -> None:
    assert of(COMPLETE, "party_report").on == day(5, 14)
    public = [duty.slug for duty in duties(COMPLETE, END)]
    assert public == [d.slug for d in passport(COMPLETE, END) if d.slug != "party_report"]
    assert "请示报告" not in "".join(d.model_dump_json() for d in duties(COMPLETE, END))


@pytest.mark.parametrize("slug", ["competition", "legality_review", "package"])
def test_of_internal_papers_only_the_fact_the_date_and_the_result_go_out(slug: str) -> None:
    duty = told(COMPLETE, slug)
    assert (duty.state, duty.inside, duty.evidence) == (DONE, True, ())


@pytest.mark.parametrize(
    ("conclusion", "exploratory", "result"),
    [
        (Conclusion.LAWFUL, False, "审查结果：合法"),
        (Conclusion.LAWFUL_IF_AMENDED, False, "审查结果：修改后合法"),
        (Conclusion.UNLAWFUL, True, "审查结果：探索性改革事项，明示法律风险后提交讨论"),
    ],
)
def test_the_legality_review_tells_its_result(
    conclusion: Conclusion, exploratory: bool, result: str
) -> None:
    given = on_file(
        "legality_review.opinion",
        conclusion=conclusion,
        exploratory=exploratory,
        legal_risk="有争议" if exploratory else "",
        no_rule_yet="国家尚无规定" if exploratory else "",
    )
    assert told(given(COMPLETE), "legality_review").says == (result,)


def test_a_returned_legality_review_is_not_told() -> None:
    returned = on_file("legality_review.opinion", conclusion=Conclusion.RETURNED)
    duty = told(returned(after("legality_review.opinion")), "legality_review", day(5, 2))
    assert (duty.state, duty.on, duty.says, duty.ground) == (NOT_YET, None, (), "")


def test_a_document_is_evidence_only_where_it_can_be_downloaded() -> None:
    public = told(COMPLETE, "consultation").evidence
    assert [e.title for e in public] == ["征求意见公告", "决策草案", "起草说明", "草案解读"]
    draft = DocumentKind.DRAFT.value
    notice = RECORDS["consultation.notice"].record
    held = tuple(
        but(d, disclosure__attribute="不予公开") if d.title == draft else d
        for d in notice.documents
    )
    evidence = told(on_file("consultation.notice", documents=held)(COMPLETE), "consultation")
    assert draft not in [e.title for e in evidence.evidence]


@pytest.mark.parametrize(
    ("by", "printed"),
    [
        ("养老服务处", "养老服务处"),
        ("养老服务处处长", "养老服务处处长"),
        ("示例市民政局副局长", "示例市民政局副局长"),
        ("局长", "局长"),
        ("王某某", ""),
        ("养老服务处王某某", ""),
    ],
)
def test_who_gave_a_reason_is_named_by_unit_or_post_and_never_by_name(
    by: str, printed: str
) -> None:
    reason = Reason(rule="PUB-03", text="时间紧迫", by=by, on=day(3, 10))
    given = on_file("consultation.notice", closes_on=day(3, 24), reasons=(reason,))
    [public] = told(given(COMPLETE), "consultation").reasons
    assert (public.by, public.text, public.on) == (printed, "时间紧迫", day(3, 10))


def test_a_reason_that_the_law_does_not_make_public_stays_inside() -> None:
    inner = Reason(rule="LEG-05", text="会议提前", by="法规处", on=day(4, 21))
    dossier = on_file("legality_review.submission", reasons=(inner,))(COMPLETE)
    assert "会议提前" not in "".join(d.model_dump_json() for d in duties(dossier, END))


def test_an_unverified_source_is_cited_by_title_or_not_at_all() -> None:
    articles = {duty.slug: duty.article for duty in duties(COMPLETE, END)}
    assert articles["attendance"] == "《〈关于全面推进政务公开工作的意见〉实施细则》"
    assert articles["legality_review"] == "参照《重大行政决策程序暂行条例》第二十五条"
    assert all(articles.values())


def test_a_past_day_is_told_as_it_was() -> None:
    then = states(COMPLETE, day(4, 21))
    assert then["adoption"] is DONE
    assert then["legality_review"] is NOT_YET
    assert states(COMPLETE, day(4, 21)) == states(after("legality_review.submission"), day(4, 21))


def test_a_correction_does_not_move_the_day_of_an_answer_unpublished() -> None:
    unpublished = on_file("consultation.adoption", published_on=None)(
        after("consultation.adoption")
    )
    record = unpublished.entries[-1].record
    amends = Amendment(kind="更正", reason="漏登一条")
    again = file(unpublished, "consultation.adoption", record, day(4, 28), amends)
    assert of(again, "adoption").on == day(4, 20)
