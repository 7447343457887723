"""How a link stands and when it is asked again: answers and dates are given, nothing is asked."""

from datetime import date, timedelta

import pytest

from office.links.references import Cited
from office.links.report import MOST, LinkReport, reports
from office.links.result import LinkOutcome, LinkResult
from office.links.status import LONGEST, LinkChecked, LinkState, LinkStatus, after, to_file

AT = "https://www.example.gov.cn/a"
FIRST = date(2026, 3, 1)
NEW = LinkStatus(address=AT)


def answered(outcome: LinkOutcome, said: str = "", **more: object) -> LinkResult:
    return LinkResult(AT, outcome, said or outcome.value, **more)  # type: ignore[arg-type]


OK, GONE, FAILED = (
    answered(LinkOutcome.OK),
    answered(LinkOutcome.GONE),
    answered(LinkOutcome.FAILED),
)
UNREACHED, REFUSED = answered(LinkOutcome.UNREACHED), answered(LinkOutcome.REFUSED)


def nights(*answers: LinkResult, proven: bool = True) -> list[LinkStatus]:
    """One answer on each day on which it is due."""
    stood, today, found = NEW, FIRST, []
    for answer in answers:
        today = max(today, stood.due_on or today)
        stood = after(stood, answer, today, proven=proven)
        found.append(stood)
    return found


def days(stood: list[LinkStatus]) -> list[int]:
    """The days between one asking and the next."""
    return [(s.due_on - s.asked_on).days for s in stood if s.due_on and s.asked_on]


def test_what_answers_is_asked_every_night() -> None:
    stood = nights(OK, OK, OK)
    assert [s.state for s in stood] == [LinkState.OK] * 3
    assert days(stood) == [1, 1, 1]
    assert {s.since for s in stood} == {FIRST}


def test_a_page_that_is_gone_two_nights_in_a_row_is_broken_since_the_first() -> None:
    stood = nights(OK, GONE, GONE)
    assert [s.state for s in stood] == [LinkState.OK, LinkState.DOUBTFUL, LinkState.BROKEN]
    assert stood[-1].since == FIRST + timedelta(days=1)


@pytest.mark.parametrize("answer", [FAILED, UNREACHED, answered(LinkOutcome.UNTRUSTED)])
def test_anything_else_is_broken_after_three_nights(answer: LinkResult) -> None:
    states = [s.state for s in nights(answer, answer, answer)]
    assert states == [LinkState.DOUBTFUL, LinkState.DOUBTFUL, LinkState.BROKEN]


def test_what_is_broken_is_asked_less_and_less_but_every_week() -> None:
    assert days(nights(*[GONE] * 8)) == [1, 1, 2, 4, 7, 7, 7, 7]
    assert days(nights(*[FAILED] * 8)) == [1, 1, 1, 2, 4, 7, 7, 7]


def test_one_good_night_ends_it_at_once() -> None:
    stood = nights(GONE, GONE, GONE, OK, GONE)
    assert [s.state for s in stood[-2:]] == [LinkState.OK, LinkState.DOUBTFUL]
    assert days(stood[-2:]) == [1, 1]


def test_asking_twice_on_one_day_counts_once() -> None:
    stood = NEW
    for _ in range(5):
        stood = after(stood, GONE, FIRST, proven=True)
    assert (stood.state, stood.failures) == (LinkState.DOUBTFUL, 1)


def test_who_refuses_programs_is_neither_broken_nor_asked_every_night() -> None:
    (stood,) = nights(REFUSED)
    assert stood.state is LinkState.UNTOLD
    assert days([stood]) == [7]


def test_a_host_is_not_asked_before_it_said() -> None:
    assert days(nights(answered(LinkOutcome.REFUSED, wait_days=3))) == [7]
    assert days(nights(answered(LinkOutcome.FAILED, wait_days=3))) == [3]
    assert days(nights(answered(LinkOutcome.FAILED, wait_days=900))) == [LONGEST.days]


def test_a_machine_that_was_never_out_there_holds_nothing_against_a_link() -> None:
    stood = nights(*[UNREACHED] * 20, proven=False)
    assert {s.state for s in stood} == {LinkState.UNCHECKED}
    assert {s.asked_on for s in stood} == {None}
    assert "本机从未连上过" in stood[-1].said


def test_what_was_not_asked_stays_unchecked_and_is_tried_again() -> None:
    (stood,) = nights(answered(LinkOutcome.NOT_ASKED, "列为不核对的主机"))
    assert (stood.state, stood.due_on) == (LinkState.UNCHECKED, FIRST + timedelta(days=1))
    assert stood.shown(FIRST) is LinkState.UNCHECKED


def test_an_answer_of_more_than_thirty_days_ago_is_no_longer_told() -> None:
    (stood,) = nights(OK)
    assert stood.shown(FIRST + timedelta(days=30)) is LinkState.OK
    assert stood.shown(FIRST + timedelta(days=31)) is LinkState.UNCHECKED


def filed(*answers: LinkResult) -> list[LinkState]:
    """The states that go on file."""
    found: list[LinkChecked] = []
    for stood in nights(*answers):
        if to_file(stood, found[-1] if found else None):
            found.append(stood.act())
    return [act.state for act in found]


def test_only_the_first_check_and_changes_go_on_file() -> None:
    assert filed(*[OK] * 50) == [LinkState.OK]
    assert filed(OK, GONE, OK, FAILED, FAILED, OK) == [LinkState.OK], "bad nights are no news"
    ends = [LinkState.OK, LinkState.BROKEN, LinkState.OK]
    assert filed(OK, *[GONE] * 9, OK, OK) == ends
    assert filed(GONE, GONE) == [LinkState.DOUBTFUL, LinkState.BROKEN], "the first check always"


def test_a_page_that_moved_for_good_goes_on_file_once() -> None:
    moved = answered(LinkOutcome.OK, moved_to="https://www.example.gov.cn/b")
    assert filed(OK, moved, moved, moved) == [LinkState.OK, LinkState.OK]


def test_what_is_on_file_alone_is_enough_to_go_on_with() -> None:
    broken = nights(GONE, GONE)[-1]
    again = LinkStatus.on_file(AT, broken.act())
    assert (again.state, again.since) == (LinkState.BROKEN, FIRST)
    assert again.due(FIRST + timedelta(days=2)), "when it was last asked is not on file"
    still = after(again, GONE, FIRST + timedelta(days=2), proven=True)
    assert (still.state, still.since) == (LinkState.BROKEN, FIRST)
    assert not to_file(still, broken.act())


# --- what is told --------------------------------------------------------------------------------

SERVICE = Cited(AT, "demo-2026-01", "补贴方案", "办事入口（阅办联动）", "养老服务处")
NOTICE = SERVICE._replace(address=f"{AT}/2", what="征求意见公告")


def told(standing: dict[str, LinkStatus], today: date) -> list[LinkReport]:
    return list(reports([SERVICE, NOTICE], standing, today))


def both(one: LinkStatus, other: LinkStatus) -> dict[str, LinkStatus]:
    return {AT: one, f"{AT}/2": other.model_copy(update={"address": f"{AT}/2"})}


BROKEN = nights(GONE, answered(LinkOutcome.GONE, "404 没有这个页面"))[-1]
SECOND = FIRST + timedelta(days=1)


def test_a_report_names_item_unit_address_and_since_when() -> None:
    (report,) = told({AT: BROKEN}, SECOND)
    assert (report.item, report.unit) == ("demo-2026-01", "养老服务处")
    for part in ("养老服务处", "办事入口", AT, "404", "2026-03-01起", "不影响公布"):
        assert part in report.text


def test_only_broken_links_are_reported() -> None:
    for stood in (*nights(OK, GONE, REFUSED), NEW):
        assert told({AT: stood}, SECOND) == []


def test_it_is_told_once_a_week_and_when_another_link_breaks() -> None:
    of = [told({AT: BROKEN}, FIRST + timedelta(days=n))[0].of for n in range(1, 15)]
    assert [of.index(each) for each in of] == [0] * 6 + [6] * 7 + [13]
    (more,) = told(both(BROKEN, BROKEN), SECOND)
    assert more.of != of[0]
    assert "征求意见公告" in more.text


def test_one_message_names_no_more_than_ten() -> None:
    many = [SERVICE._replace(address=f"{AT}/{n}") for n in range(25)]
    standing = {c.address: BROKEN.model_copy(update={"address": c.address}) for c in many}
    (report,) = reports(many, standing, SECOND)
    assert report.text.count("https://") == MOST
    assert report.text.endswith("；等25个")
