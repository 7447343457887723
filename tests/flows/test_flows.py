"""A rehearsal in this process: names that say what is open, refusals as states, nothing held."""

import pytest

from flows.rehearsal import RETURNED, rehearsed_item, rehearsed_stage, unheard
from flows.scenario import Filing
from office.settings.installation import Office
from tests.flows import year

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("engine")]


def steps_on_file(office: Office) -> list[str]:
    return [e.step for e in office.ledger().load(year.ITEM).entries]


def rehearsed(*answers: Filing) -> str:
    """The name under which the lifecycle ends."""
    ended = rehearsed_item(year.ITEM, answers, "", year.at(1, 16).date(), return_state=True)
    assert ended.is_completed()
    return str(ended.name)


def test_a_lifecycle_is_named_by_what_is_open(office: Office) -> None:
    year.found(office)
    assert rehearsed() == "办理中：列入目录"


def test_siblings_are_open_together(office: Office) -> None:
    year.found(office)
    due_everywhere = year.START | {
        "determinations": dict.fromkeys(year.START["determinations"], year.DUE)
    }
    started = year.answer("entry.start", due_everywhere, year.at(1, 15))
    assert rehearsed(started) == "办理中：公开征求意见、专家论证、风险评估"


def test_a_legal_refusal_is_a_state_that_says_why(office: Office) -> None:
    year.found(office)
    answers = (year.start_without_determinations(year.at(1, 15)),)
    state = rehearsed_stage(year.ITEM, "entry", answers, "", return_state=True)
    assert (state.name, state.is_failed()) == (RETURNED, True)
    assert "[CAT-12]" in (state.message or "")
    assert "Traceback" not in (state.message or "")
    assert steps_on_file(office) == ["entry.inclusion"]


def test_after_a_refusal_the_next_answer_is_heard(office: Office) -> None:
    year.found(office)
    rehearsed(year.start_without_determinations(year.at(1, 15)), year.start(year.at(1, 16)))
    assert steps_on_file(office) == ["entry.inclusion", "entry.start"]
    assert [r.step for r in office.ledger().refusals(year.ITEM)] == ["entry.start"]


def test_a_lifecycle_run_twice_files_once(office: Office) -> None:
    year.found(office)
    for _ in range(2):
        rehearsed(year.start_without_determinations(year.at(1, 15)), year.start(year.at(1, 16)))
    assert steps_on_file(office) == ["entry.inclusion", "entry.start"]
    assert len(office.ledger().refusals(year.ITEM)) == 1


def test_only_answers_not_yet_heard_are_handed_on(office: Office) -> None:
    year.found(office)
    early, late = year.start(year.at(1, 12)), year.start(year.at(1, 16))
    assert unheard(office.ledger(), year.ITEM, (early, late)) == [late]
