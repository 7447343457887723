"""考核: the sheet of one life agrees with one made by hand, and every fact names the entry it comes from."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from catalog.dossier import Dossier
from catalog.record import Amendment, AmendmentKind, Record
from catalog.scores import Fact, Measure, facts
from catalog.stages.legality_review import Conclusion
from tests.catalog.rules.lawful import COMPLETE, OPINIONS, RECORDS, day, filed_up_to

UNIT, LEGAL, OFFICE, EVALUATOR = "养老服务处", "法规处", "办公室", "评估单位"
TODAY = day(12, 1)


def sheet(dossier: Dossier) -> Counter[tuple[str, str]]:
    return Counter((fact.unit, fact.measure.value) for fact in facts(dossier, TODAY))


def with_last(dossier: Dossier, record: Record, *, amends: Amendment | None = None) -> Dossier:
    """The same, its last entry with another record."""
    last = dossier.entries[-1].model_copy(update={"record": record, "amends": amends})
    return replace(dossier, entries=(*dossier.entries[:-1], last))


def up_to(step: str) -> Dossier:
    """The life with a step as its last entry."""
    return filed_up_to(1 + [entry.step for entry in COMPLETE.entries].index(step))


def of(dossier: Dossier, measure: Measure) -> list[Fact]:
    return [fact for fact in facts(dossier, TODAY) if fact.measure is measure]


def test_a_lawful_life_counts_its_entries_and_nothing_else() -> None:
    made = sheet(replace(COMPLETE, opinions={1: OPINIONS}))
    filed = sum(made[who, "登记材料"] for who in (UNIT, LEGAL, OFFICE, EVALUATOR))
    assert filed == len(COMPLETE.entries)
    assert made[UNIT, "承办事项"] == 1
    assert {measure for _, measure in made} == {"承办事项", "登记材料"}, (
        "nothing late, nothing returned"
    )
    by_hand = Counter(
        OFFICE if step in {"decision.meeting", "disclosure.change"}
        else EVALUATOR if step == "evaluation.report"
        else LEGAL if step in {"entry.inclusion", "entry.adjustment", "legality_review.opinion"}
        else UNIT
        for step in (entry.step for entry in COMPLETE.entries)
    )  # fmt: skip
    assert {who: made[who, "登记材料"] for who in by_hand} == dict(by_hand)


def test_what_was_done_after_its_last_day_is_late_by_so_many_days() -> None:
    dossier = up_to("consultation.adoption")
    record = RECORDS["consultation.adoption"].record
    late = with_last(dossier, record.model_copy(update={"published_on": day(11, 30)}))
    [fact] = of(late, Measure.LATE)
    assert (fact.unit, fact.entry) == (UNIT, late.entries[-1].seq)
    assert "2026-11-30办" in fact.said
    in_time = with_last(dossier, record.model_copy(update={"published_on": day(4, 20)}))
    assert of(in_time, Measure.LATE) == []


def test_what_is_awaited_beyond_its_day_is_overdue_and_what_was_returned_is_the_unit_s() -> None:
    dossier = up_to("consultation.notice")
    [fact] = of(dossier, Measure.OVERDUE)
    assert (fact.unit, fact.entry) == (UNIT, 0)
    assert fact.on < TODAY - timedelta(days=30)
    opinion = RECORDS["legality_review.opinion"].record
    returned = opinion.model_copy(update={"conclusion": Conclusion.RETURNED})
    [fact] = of(with_last(up_to("legality_review.opinion"), returned), Measure.RETURNED)
    assert fact.unit == UNIT, "not the legal office's, who returned it"


def test_a_correction_counts_once_the_decision_is_out() -> None:
    amends = Amendment(kind=AmendmentKind.CORRECTION, reason="日期写错")
    early = up_to("legality_review.submission")
    assert of(with_last(early, early.entries[-1].record, amends=amends), Measure.CORRECTED) == []
    out = up_to("disclosure.execution")
    [fact] = of(with_last(out, out.entries[-1].record, amends=amends), Measure.CORRECTED)
    assert "日期写错" in fact.said
