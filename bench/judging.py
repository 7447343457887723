"""The law: one record, a whole life, working days."""

import json
from dataclasses import replace
from datetime import date, timedelta
from timeit import timeit

import chinese_calendar
import holidays
from pydantic import TypeAdapter

from bench.timing import Rows, against
from catalog import clock
from catalog.dossier import Dossier
from catalog.record import Record
from catalog.rules import judge
from catalog.stages import STAGES, STEPS
from tests.catalog.rules.lawful import COMPLETE, LAWFUL, OPINIONS, RECORDS, Filed, filed_up_to

JSON = [(f.step, f.record.model_dump_json()) for f in LAWFUL]
READERS = {step: TypeAdapter(STEPS[step].record) for step in RECORDS}
LAST = LAWFUL[-1]


def judged(dossier: Dossier, filed: Filed) -> int:
    """Judge a record against a dossier that remembers nothing of an earlier judgement."""
    opinions = OPINIONS if filed.step == "consultation.adoption" else ()
    return len(judge(replace(dossier), filed.step, filed.record, filed.on, opinions=opinions))


def every_record() -> None:
    """Judge each record of the life at its own place."""
    for n, filed in enumerate(LAWFUL):
        judged(filed_up_to(n), filed)


def read_again() -> list[Record]:
    """Read every record of the life from JSON text, as pydantic does it from a parsed document."""
    return [READERS[step].validate_python(json.loads(text), strict=False) for step, text in JSON]


def bare_state_machine() -> set[str]:
    """The order of stages and nothing else: a dict of what is done."""
    done: set[str] = set()
    for filed in LAWFUL:
        stage = filed.step.partition(".")[0]
        if all(any(s.startswith(before) for s in done) for before in STAGES[stage].after):
            done.add(filed.step)
    return done


def naive_working_days(start: date, days: int) -> date:
    """Ask the library of every day."""
    while days:
        start += timedelta(days=1)
        days -= chinese_calendar.is_workday(start)
    return start


def rows() -> Rows:
    """What the law takes."""
    peer = "json.loads + pydantic of the same dossier"
    yield against(
        "judge the last record against the full dossier",
        lambda: judged(filed_up_to(len(LAWFUL) - 1), LAST), peer, read_again,
    )  # fmt: skip
    slowest = max(LAWFUL, key=lambda filed: timeit(lambda: judged(COMPLETE, filed), number=20))
    yield against(
        f"judge the slowest record ({slowest.step}) against the full dossier",
        lambda: judged(COMPLETE, slowest), peer, read_again,
    )  # fmt: skip
    yield against(
        f"judge all {len(LAWFUL)} records of a full dossier", every_record, peer, read_again
    )
    yield against("the same", every_record, "a bare dict of stages done", bare_state_machine)
    start, calendar = date(2025, 9, 26), holidays.country_holidays("CN", years=(2025, 2026))
    assert clock.add_working_days(start, 20).end == naive_working_days(start, 20)
    yield against(
        "clock.add_working_days, 20 over the National Day, with its arithmetic",
        lambda: clock.add_working_days(start, 20),
        "holidays.get_nth_working_day",
        lambda: calendar.get_nth_working_day(start, 20),
    )
    yield against(
        "the same", lambda: clock.add_working_days(start, 20),
        "a loop over chinese_calendar.is_workday", lambda: naive_working_days(start, 20),
    )  # fmt: skip
