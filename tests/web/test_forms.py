"""Record -> HTML -> what a browser sends -> payload -> the same record."""

import json
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.forms.fields import Field, Kind, fields_of, form_of
from catalog.parse import parse
from catalog.record import Frozen, Record
from catalog.stages import STEPS
from catalog.stages.entry import Adjustment
from catalog.states import Change
from storage.people.drafts import pairs_of
from tests.web.browser import sent
from web.forms.draw import Control, draw
from web.forms.fill import fill
from web.forms.names import Files, PaperFile, rows
from web.forms.read import put_right, read
from web.templates import environment

RECORDS = Path(__file__).parents[1] / "records"
STORED = sorted(path.name for path in RECORDS.glob("*.json"))


def step_of(name: str) -> str:
    return ".".join(name.split(".")[:2])


def files_of(record: Record) -> Files:
    return {
        f"f-1-{n}": PaperFile(d.digest, d.name, d.size, getattr(d, "pages", None))
        for n, d in enumerate(record.kept)
    }


def page(controls: tuple[Control, ...]) -> str:
    control = environment().get_template("controls.html").module.control  # type: ignore[attr-defined]
    return "".join(str(control(one)) for one in controls)


def round_trip(record: Record) -> Record:
    """By way of the page: what the browser would send is read back."""
    fields, files = form_of(type(record)), files_of(record)
    shown = page(draw(fields, fill(fields, record, files), files))
    typed = read(fields, pairs_of(sent(shown)), files)
    assert typed.faults == []
    return parse(type(record), typed.payload)


def by_system(record: Record) -> Record:
    """A record without what the system fills in itself."""
    unset = {n: f.default for n, f in fields_of(type(record)).items() if f.help == "由系统填写"}
    return record.model_copy(update=unset)


@pytest.mark.parametrize("name", STORED)
def test_every_record_on_file_comes_back_from_its_page_as_it_was(name: str) -> None:
    record = parse(STEPS[step_of(name)].record, json.loads((RECORDS / name).read_text("utf-8")))
    assert round_trip(record) == by_system(record)


@pytest.mark.parametrize("step", STEPS)
def test_an_empty_form_says_nothing(step: str) -> None:
    fields = form_of(STEPS[step].record)
    empty = read(fields, pairs_of(sent(page(draw(fields, {}, {})))), {})
    assert (empty.payload, empty.faults) == ({}, [])


@pytest.mark.parametrize("step", STEPS)
def test_a_row_that_was_added_and_left_empty_says_nothing(step: str) -> None:
    fields = form_of(STEPS[step].record)
    added = {f"{f.name}-0-_": ("1",) for f in fields if f.many and f.kind is Kind.GROUP}
    shown = page(draw(fields, added, {}))
    assert all(name in dict(sent(shown)) for name in added)
    assert read(fields, pairs_of(sent(shown)), {}).payload == {}


# ------------------------------------------------------------- made-up records

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\x85")
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=3)
TEXTS = WORDS.map("\n".join).map(str.strip).filter(bool)
"""Of several lines at times; the record itself takes blanks from both ends."""
PLANNED = st.sampled_from(["2026", "2026-H1", "2026-Q2", "2026-06", "2026-06-30", "2025/2026-Q2"])
ITEMS = st.sampled_from(["demo-2026-11", "demo-2027-03"])


def value_of(field: Field) -> st.SearchStrategy[Any]:
    if field.name in {"continues", "continued_as"}:
        return ITEMS
    if field.kind is Kind.GROUP:
        assert field.holds
        return payload_of(field.holds)
    if field.kind is Kind.YES_NO:
        return st.booleans()
    if field.options:
        return st.sampled_from(field.options)
    limits = dict(field.limits)
    if "pattern" in limits:
        return st.from_regex(limits["pattern"], fullmatch=True).filter(
            lambda text: text == text.strip()
        )
    match field.kind:
        case Kind.NUMBER:
            return st.integers(limits.get("minimum", 0), limits.get("maximum", 2**40))
        case Kind.DAY:
            return st.dates(*DAYS).map(str)
        case Kind.PLANNED:
            return PLANNED
    return TEXTS


DAYS = (date(1950, 1, 1), date(2099, 12, 31))


@st.composite
def payload_of(draw_: st.DrawFn, model: type[Frozen]) -> dict[str, Any]:
    """A payload in which something stands: a group in which nothing does is as if it were not there."""
    made: dict[str, Any] = {}
    for name, field in fields_of(model).items():
        if field.help == "由系统填写":
            continue
        several = st.lists(value_of(field), min_size=1, max_size=2, unique=bool(field.options))
        if field.required or draw_(st.integers(0, 3)) == 0:
            made[name] = draw_(several if field.many else value_of(field))
    first = next(f for f in fields_of(model).values() if f.help != "由系统填写")
    if not made:
        made[first.name] = draw_(
            st.lists(value_of(first), min_size=1) if first.many else value_of(first)
        )
    if model is Adjustment:  # one that goes on as another names it, and no other does
        made.pop("continued_as", None)
        made |= {"continued_as": [draw_(ITEMS)]} if Change(made["change"]).goes_on else {}
    return made


@pytest.mark.parametrize("step", STEPS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
    ],
)
@given(data=st.data())
def test_made_up_records_of_every_step_come_back_as_they_were(
    step: str, data: st.DataObject
) -> None:
    payload = data.draw(payload_of(STEPS[step].record))
    record = parse(STEPS[step].record, payload)
    assert round_trip(record) == record


@pytest.mark.parametrize(
    ("kind", "typed", "right"),
    [
        (Kind.DAY, "2026年3月2日", "2026-03-02"),
        (Kind.DAY, " ２０２６．３．２ ", "2026-03-02"),
        (Kind.DAY, "20260302", "2026-03-02"),
        (Kind.DAY, "三月初二", "三月初二"),
        (Kind.NUMBER, "１２", "12"),
        (Kind.PLANNED, "2026年第二季度", "2026-Q2"),
        (Kind.YES_NO, " 是 ", "是"),
        (Kind.TEXT, " 甲 ", "甲"),
    ],
)
def test_usual_spellings_are_put_right_and_others_stay(kind: Kind, typed: str, right: str) -> None:
    assert put_right(kind, typed) == right


def test_a_file_that_a_browser_makes_up_is_a_fault_and_no_file() -> None:
    fields = form_of(STEPS["consultation.notice"].record)
    typed = read(fields, {"documents-0-file": ("f-1-9",), "documents-0-title": ("草案",)}, {})
    assert typed.payload == {"documents": [{"title": "草案"}]}
    assert typed.faults == ["材料第1项：文件已经不在了，请重新上传"]


def test_every_message_of_shape_names_a_control() -> None:
    fields = form_of(STEPS["consultation.notice"].record)
    pairs = {"ways-7-_": ("1",), "ways-7-kind": ("飞鸽",), "closes_on": ("不知道",)}
    typed = read(fields, pairs, {})
    with pytest.raises(ValueError, match="不是有效的日期") as wrong:
        parse(STEPS["consultation.notice"].record, typed.payload)
    named = {fault.partition("：")[0] for fault in wrong.value.faults}  # type: ignore[attr-defined]
    assert named <= typed.places.keys()
    assert {typed.places[name] for name in named} >= {"ways-7-kind", "closes_on"}


def test_rows_are_read_in_the_order_of_their_numbers() -> None:
    assert rows(["a-10-x", "a-2-_", "ab-1-x", "a-x", "a-²-x"], "a") == [2, 10]


def test_the_largest_form_is_drawn_in_20_milliseconds() -> None:
    best, largest = 9.0, ""
    for name in STORED:
        record = parse(STEPS[step_of(name)].record, json.loads((RECORDS / name).read_text("utf-8")))
        fields, files = form_of(type(record)), files_of(record)
        pairs = fill(fields, record, files)
        page(draw(fields, pairs, files))
        took = []
        for _ in range(5):
            begun = time.process_time()
            shown = page(draw(fields, pairs, files))
            took.append(time.process_time() - begun)
        if len(shown) > len(largest):
            best, largest = min(took), shown
    assert best < 0.02
    assert len(largest.encode()) < 120_000
