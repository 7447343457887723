"""Calendars are what RFC 5545 says, the same at every build, and say what changed."""

from datetime import date, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import working_days
from catalog.dossier import Dossier
from catalog.public import disclose
from catalog.public.validity import standing
from catalog.stages.consultation import Extension
from catalog.stages.entry import Adjustment
from catalog.states import Change
from pages.formats.address import base
from pages.formats.ical import LINE, _folded, calendar
from pages.model.item_page import item_page
from tests.pages import dossiers
from tests.pages.dossiers import AS_OF, samples

OCTETS = 75  # RFC 5545 3.1


def calendars(site: dict[str, bytes]) -> dict[str, bytes]:
    return {path: body for path, body in site.items() if path.endswith(".ics")}


def events(dossier: Dossier, as_of: date = AS_OF) -> dict[str, icalendar.Event]:
    """The events of an item's calendar by what follows the item in their UID."""
    page = item_page(disclose(dossier, as_of))
    read = icalendar.Calendar.from_ical(calendar(page, base(page.authority)))
    return {e["UID"].partition("@")[0].partition(".")[2]: e for e in read.walk("VEVENT")}


def test_lines_end_with_crlf_and_have_75_octets_at_most(site: dict[str, bytes]) -> None:
    folded = 0
    for body in calendars(site).values():
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert body.count(b"\n") == body.count(b"\r") == body.count(b"\r\n")
        for line in body.split(b"\r\n"):
            assert len(line) <= OCTETS
            line.decode()  # no character is cut in two
            folded += line.startswith(b" ")
    assert folded


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=200))
def test_folding_is_undone_by_taking_the_folds_out(text: str) -> None:
    folded = _folded(text)
    assert all(len(line.encode()) <= OCTETS for line in folded.split(LINE))
    assert folded.replace(f"{LINE} ", "") == text


def test_what_separates_values_is_escaped() -> None:
    filing = dossiers.through_publication(dossiers.filing(1, "甲;乙,丙\\丁\n戊"))
    page = item_page(disclose(filing.dossier, AS_OF))
    assert "甲\\;乙\\,丙\\\\丁\\n戊" in calendar(page, "https://a.example/").replace(f"{LINE} ", "")


def test_every_calendar_is_read_and_has_all_that_an_event_must(site: dict[str, bytes]) -> None:
    assert calendars(site)
    for body in calendars(site).values():
        read = icalendar.Calendar.from_ical(body)
        assert not read.errors
        assert str(read["VERSION"]) == "2.0"
        assert read["PRODID"]
        assert read.subcomponents, "a calendar without a component is none"
        for event in read.walk("VEVENT"):
            assert not event.errors
            assert {"UID", "DTSTAMP", "SEQUENCE", "DTSTART", "SUMMARY", "URL"} <= set(event)
            assert event["DTSTAMP"].dt.tzinfo is not None


def test_an_event_lasts_all_day_and_ends_before_the_next(site: dict[str, bytes]) -> None:
    for body in calendars(site).values():
        for event in icalendar.Calendar.from_ical(body).walk("VEVENT"):
            start, end = event["DTSTART"].dt, event["DTEND"].dt
            assert type(start) is type(end) is date
            assert end == start + timedelta(days=1)


def test_no_two_events_of_a_site_have_one_uid_and_nobody_is_invited(
    site: dict[str, bytes],
) -> None:
    uids = []
    for body in calendars(site).values():
        assert b"ATTENDEE" not in body
        assert b"ORGANIZER" not in body
        uids += [e["UID"] for e in icalendar.Calendar.from_ical(body).walk("VEVENT")]
    assert len(uids) == len(set(uids)) > 10


@pytest.mark.parametrize("name", samples())
def test_a_calendar_does_not_change_by_itself(name: str) -> None:
    """Built a month later, with nothing filed between, an event is the same to the last stamp."""
    before, after = (events(samples()[name], AS_OF + timedelta(days=n)) for n in (0, 30))
    same = {uid for uid in before if not uid.startswith("due-")}
    assert {uid: before[uid].to_ical() for uid in same} == {
        uid: after[uid].to_ical() for uid in same
    }


def test_a_calendar_has_nothing_yet_before_anything_is_set() -> None:
    assert events(samples()["not_started"]) == {}


def test_an_extension_moves_the_deadline_under_the_same_uid() -> None:
    filing = dossiers.filing(1, "某事项")
    filing.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 18), date(2026, 6, 22)), date(2026, 5, 18))
    first = events(filing.dossier, date(2026, 5, 20))["consultation-1"]
    filing.file(
        Extension(closes_on=date(2026, 7, 6), published_on=date(2026, 6, 8), reason="来信较多"),
        date(2026, 6, 8),
    )
    second = events(filing.dossier, date(2026, 6, 9))["consultation-1"]
    assert first["UID"] == second["UID"]
    assert (first["DTSTART"].dt, first["SEQUENCE"]) == (date(2026, 6, 22), 0)
    assert (second["DTSTART"].dt, second["SEQUENCE"]) == (date(2026, 7, 6), 1)
    assert second["DTSTAMP"].to_ical() == b"20260607T160000Z"


def test_a_day_that_a_later_holiday_table_moved_is_told_and_raises_the_number(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    table = working_days.read_notice(working_days.HOLIDAYS / "2026.yaml")
    late = table.model_copy(update={"published_on": date(2026, 5, 25)})
    filing = dossiers.filing(1, "某事项")
    filing.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 18), date(2026, 6, 19)), date(2026, 5, 18))
    known = events(filing.dossier, date(2026, 6, 1))["consultation-1"]
    monkeypatch.setattr("catalog.stages.consultation.notice_of", lambda _year: late)
    before = events(filing.dossier, date(2026, 5, 24))["consultation-1"]
    after = events(filing.dossier, date(2026, 5, 25))["consultation-1"]
    assert (known["SEQUENCE"], before["SEQUENCE"], after["SEQUENCE"]) == (0, 0, 1)
    assert after["DTSTART"].dt == date(2026, 6, 22)
    told = disclose(filing.dossier, date(2026, 5, 25)).events[0]
    assert told.what == "征求意见截止日期顺延至2026年6月22日"
    assert told.reason == "国务院办公厅关于2026年部分节假日安排的通知公布"
    assert standing(filing.dossier, date(2026, 5, 30)).since == date(2026, 5, 25)


def test_a_notice_filed_before_it_is_out_is_filed_once() -> None:
    filing = dossiers.filing(1, "某事项")
    filing.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 18), date(2026, 6, 22)), date(2026, 5, 14))
    told = [e.id for e in disclose(filing.dossier, AS_OF).events if "notice" in e.id]
    assert len(told) == 2
    assert events(filing.dossier)["consultation-1"]["SEQUENCE"] == 0


def test_a_correction_raises_the_sequence_of_what_it_corrects() -> None:
    filing = dossiers.through_publication(
        dossiers.filing(1, "某事项"), effective_on=date(2026, 8, 1)
    )
    assert events(filing.dossier)["effect"]["SEQUENCE"] == 0
    record = filing.dossier.entries[-2].record
    moved = record.model_copy(update={"effective_on": date(2026, 8, 15)})
    filing.file(moved, date(2026, 6, 20), amends=dossiers.correction("登记有误"))
    effect = events(filing.dossier)["effect"]
    assert (effect["SEQUENCE"], effect["DTSTART"].dt) == (1, date(2026, 8, 15))


def test_the_deadline_of_a_withdrawn_item_is_called_off_and_what_was_past_is_not() -> None:
    filing = dossiers.filing(1, "某事项")
    filing.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 18), date(2026, 6, 22)), date(2026, 5, 18))
    withdrawn = Adjustment(
        change=Change.WITHDRAWN, adjusted_on=date(2026, 6, 1), reason="上位法调整"
    )
    filing.file(withdrawn, date(2026, 6, 1))
    off = events(filing.dossier)["consultation-1"]
    assert (off["STATUS"], off["SEQUENCE"]) == ("CANCELLED", 1)
    assert off["DTSTAMP"].to_ical() == b"20260531T160000Z"
    terminated = events(samples()["terminated"])
    assert {e["STATUS"] for e in terminated.values()} == {"CONFIRMED"}


def test_what_is_called_off_and_restored_only_rises_in_number() -> None:
    """It went 0, 1, 0, and a calendar passes over what has a lower number than it knows."""
    filing = dossiers.filing(1, "某事项")
    filing.file(dossiers.start(date(2026, 5, 11)), date(2026, 5, 11))
    filing.file(dossiers.notice(date(2026, 5, 18), date(2026, 6, 22)), date(2026, 5, 18))
    said = [events(filing.dossier, date(2026, 5, 20))["consultation-1"]]
    gone = Adjustment(change=Change.WITHDRAWN, adjusted_on=date(2026, 6, 1), reason="误登")
    filing.file(gone, date(2026, 6, 1))
    said.append(events(filing.dossier, date(2026, 6, 2))["consultation-1"])
    kept = gone.model_copy(update={"change": Change.KEPT})
    filing.file(kept, date(2026, 6, 3), amends=dossiers.correction("应为保留"))
    said.append(events(filing.dossier, date(2026, 6, 4))["consultation-1"])
    assert [one["STATUS"] for one in said] == ["CONFIRMED", "CANCELLED", "CONFIRMED"]
    assert [one["SEQUENCE"] for one in said] == [0, 1, 2]
    stamps = [one["DTSTAMP"].dt for one in said]
    assert stamps == sorted(stamps)


def test_a_duty_that_is_due_stands_in_the_calendar_until_it_is_done() -> None:
    waiting = events(samples()["before_publication"])
    assert waiting["due-publication"]["DTSTART"].dt > AS_OF
    assert not [uid for uid in events(samples()["published"]) if uid.startswith("due-")]
