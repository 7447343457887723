"""Nights of an office: what is asked, kept, put on file, held back; and that no page depends on it."""

import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest

from office.build import refresh_pages
from office.links.collect import copies
from office.links.notes import Busy
from office.links.patrol import DRILL, OFF, citations, notes, why_not
from office.links.report import reports
from office.links.status import LinkChecked, LinkState, PageCopied
from office.settings.drill import Drill
from office.settings.installation import Office
from tests.office.links.office import (
    ITEM,
    SETTINGS,
    UNIT,
    asked,
    history,
    night,
    office_with,
    on,
    settings,
    standings,
    stands,
    state,
)
from tests.office.links.web import Web, web
from tests.pages.reading import read

PATHS = ["/notice", "/page", "/service", "/way/1", "/way/2"]


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as served:
        yield served


@pytest.fixture
def office(tmp_path: Path, site: Web) -> Iterator[Office]:
    given = {"notice": "/notice", "service": "/service", "interpretation": "/page"}
    given |= {"way 1": "/way/1", "way 2": "/way/2"}
    made = office_with(tmp_path, {name: site.address(path) for name, path in given.items()})
    yield made
    made.ledger().close()


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_the_first_night_asks_for_all_and_puts_each_on_file(office: Office, site: Web) -> None:
    assert night(office, 0) == (len(PATHS), 0, False)
    assert asked(site) == PATHS
    for path in PATHS:
        assert state(office, site.address(path), 0) is LinkState.OK
        assert history(office, site.address(path)) == [LinkState.OK]


def test_nothing_is_asked_twice_on_one_day_and_all_of_it_the_next(
    office: Office, site: Web
) -> None:
    night(office, 0)
    asked(site)
    assert night(office, 0).asked == 0
    assert asked(site) == []
    night(office, 1)
    assert asked(site) == PATHS


def test_a_month_of_good_nights_puts_nothing_on_file(office: Office, site: Web) -> None:
    for day in range(30):
        night(office, day)
    assert len(office.ledger().acts.of(LinkChecked)) == len(PATHS)
    assert len(notes(office).read()) == len({c.address for c in citations(office, on(0))})


def test_a_service_link_that_goes_is_broken_backed_off_reported_and_taken_back(
    office: Office, site: Web
) -> None:
    service = site.address("/service")
    night(office, 0)
    site.broken.add("/service")
    on_days = []
    for day in range(1, 20):
        asked(site)
        night(office, day)
        on_days += [day] if "/service" in asked(site) else []
    assert on_days == [1, 2, 3, 5, 9, 16]
    assert history(office, service) == [LinkState.OK, LinkState.BROKEN]
    assert stands(office, service, 19).since == on(1)

    cited = citations(office, on(19))
    (report,) = reports(cited, standings(office, cited), on(19))
    assert (report.item, report.unit) == (ITEM, UNIT)
    assert service in report.text

    site.broken.clear()
    night(office, 19, item=ITEM)
    assert history(office, service)[-1] is LinkState.OK
    assert list(reports(cited, standings(office, cited), on(19))) == []
    assert office.ledger().verify() == []


class Killed(BaseException):
    """The process ends here."""


def test_a_night_that_is_killed_goes_on_where_it_was(office: Office, site: Web) -> None:
    left = iter(range(1, 100))

    def kill_after_three_answers() -> None:
        if next(left) == len(named) + 3:
            raise Killed

    named = {c.address for c in citations(office, on(0)) if ".cn" in c.address}
    with pytest.raises(BaseExceptionGroup) as end:
        night(office, 0, kill_after_three_answers)
    assert end.group_contains(Killed)
    first = asked(site)
    assert 0 < len(first) < len(PATHS)
    night(office, 0)
    second = asked(site)
    assert sorted([*first, *second]) == PATHS
    assert len(office.ledger().acts.of(LinkChecked)) == len(PATHS)


def test_a_note_cut_short_by_a_crash_is_asked_again(office: Office, site: Web) -> None:
    night(office, 0)
    file = notes(office).file
    file.write_bytes(file.read_bytes()[:-20])
    asked(site)
    assert night(office, 0).asked == 1
    assert len(asked(site)) == 1


def test_notes_that_are_lost_cost_a_round_of_asking_and_no_history(
    office: Office, site: Web
) -> None:
    night(office, 0)
    notes(office).file.unlink()
    asked(site)
    night(office, 0)
    assert asked(site) == PATHS
    assert len(office.ledger().acts.of(LinkChecked)) == len(PATHS)


def test_where_time_runs_out_the_next_night_begins_with_what_was_left(tmp_path: Path) -> None:
    with web(takes=0.1) as site:
        ways = {f"way {n}": site.address(f"/way/{n}") for n in range(9)}
        office = office_with(tmp_path, ways)
        settings(office, f"{SETTINGS}  每次最多分钟数: 0.009\n")
        first = night(office, 0)
        assert first.left == len(ways) - first.asked > 0
        for day in range(1, 30):
            night(office, day)
            if all(stands(office, address, day).asked_on for address in ways.values()):
                break
        else:
            pytest.fail("some were never asked")
    office.ledger().close()


def test_two_patrols_do_not_ask_at_once(office: Office) -> None:
    with notes(office).alone(), pytest.raises(Busy):
        night(office, 0)


def test_a_new_address_is_asked_the_next_night_and_the_old_one_no_more(
    office: Office, site: Web
) -> None:
    night(office, 0)
    record = notes(office)
    with record.alone():
        record.settle([*record.read().values(), {"address": "https://no.longer/", "state": "正常"}])
    night(office, 1)
    assert "https://no.longer/" not in record.read()


# --- without a way out ---------------------------------------------------------------------------


def closed_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def test_an_office_without_internet_sees_unchecked_for_ever(tmp_path: Path) -> None:
    address = f"http://127.0.0.1:{closed_port()}/service"
    office = office_with(tmp_path, {"service": address})
    for day in range(40):
        done = night(office, day)
        assert done.silent
    assert state(office, address, 39) is LinkState.UNCHECKED
    assert office.ledger().acts.of(LinkChecked) == []
    cited = citations(office, on(39))
    assert list(reports(cited, standings(office, cited), on(39))) == []
    office.ledger().close()


def test_a_line_that_fails_for_a_week_breaks_nothing(tmp_path: Path) -> None:
    with web() as site:
        address = site.address("/service")
        office = office_with(tmp_path, {"service": address})
        night(office, 0)
    for day in range(1, 8):
        assert night(office, day).silent
    assert state(office, address, 7) is LinkState.OK
    assert state(office, address, 40) is LinkState.UNCHECKED, "but it was checked too long ago"
    assert history(office, address) == [LinkState.OK]
    office.ledger().close()


def test_one_host_that_goes_while_others_answer_is_broken(tmp_path: Path) -> None:
    with web(("127.0.0.1",)) as stays:
        with web(("127.0.0.2",)) as goes:
            gone = goes.address("/service")
            given = {"service": gone, "notice": stays.address("/notice")}
            office = office_with(tmp_path, given)
            night(office, 0)
        for day in range(1, 4):
            assert not night(office, day).silent
        assert state(office, gone, 3) is LinkState.BROKEN
        assert stands(office, gone, 3).said == "对方拒绝连接"
        assert stands(office, gone, 3).since == on(1)
        night(office, 5)
        assert state(office, gone, 5) is LinkState.BROKEN, "what is on file proves the host"
    office.ledger().close()


def test_a_host_never_reached_from_here_is_unchecked_unless_the_internet_is_proven(
    tmp_path: Path,
) -> None:
    never = f"http://127.0.0.2:{closed_port()}/service"
    with web() as site:
        office = office_with(tmp_path, {"service": never, "notice": site.address("/notice")})
        for day in range(5):
            night(office, day)
        assert state(office, never, 4) is LinkState.UNCHECKED
        assert "本机从未连上过" in stands(office, never, 4).said

        settings(office, f"{SETTINGS}  上网参照网址: ['{site.address('/page')}']\n")
        for day in range(5, 8):
            night(office, day)
        assert state(office, never, 7) is LinkState.BROKEN
    office.ledger().close()


def test_unless_an_office_says_so_nothing_is_asked(office: Office, site: Web) -> None:
    (office.home / "publication.yaml").unlink()
    assert why_not(office) == OFF
    assert night(office, 0) == (0, 0, False)
    settings(office)
    drill = Drill(set_at=office.now(), showed=office.now())
    (office.home / "drill.json").write_text(drill.model_dump_json(), "utf-8")
    assert why_not(office) == DRILL
    assert night(office, 0) == (0, 0, False)
    assert site.asked == []


# --- copies --------------------------------------------------------------------------------------


def test_copies_are_kept_by_digest_where_allowed_and_no_page_holds_them(
    office: Office, site: Web
) -> None:
    refresh_pages(office, on(0), office.site)
    night(office, 0)
    assert not copies(office).folder.exists()
    settings(office, f"{SETTINGS}  可以留存副本的主机: [127.0.0.1]\n")
    night(office, 1)
    kept = {done.subject: done.act for done in office.ledger().acts.of(PageCopied)}
    assert set(kept) == {site.address(path) for path in PATHS}
    one = kept[site.address("/notice")]
    assert copies(office).read(one.sha256) == b"page /notice"
    refresh_pages(office, on(1), office.site)
    for body in files(office.site).values():
        assert b"page /notice" not in body
        assert one.sha256.encode() not in body


def test_a_page_that_stays_as_it_is_is_copied_once(office: Office) -> None:
    settings(office, f"{SETTINGS}  可以留存副本的主机: [127.0.0.1]\n")
    for day in range(3):
        night(office, day)
    assert len(office.ledger().acts.of(PageCopied)) == len(PATHS)
    assert len(files(copies(office).folder)) == len(PATHS)


# --- publication ---------------------------------------------------------------------------------


def test_whatever_the_patrol_finds_no_byte_of_the_site_changes_and_nothing_waits(
    office: Office, site: Web
) -> None:
    refresh_pages(office, on(0), office.site)
    before = files(office.site)
    site.broken |= set(PATHS)
    for day in range(4):
        night(office, day)
    assert all(state(office, site.address(path), 3) is LinkState.BROKEN for path in PATHS)
    assert refresh_pages(office, on(0), office.site) == 0
    assert files(office.site) == before


def test_pages_are_published_while_a_patrol_is_at_work(office: Office) -> None:
    with notes(office).alone():
        assert refresh_pages(office, on(0), office.site) > 0


def test_every_link_that_leaves_the_site_was_asked_within_thirty_days(
    office: Office, site: Web
) -> None:
    """Page rule L-10: an address that is on file is asked on the next night, and every thirty days."""
    refresh_pages(office, on(0), office.site)
    away = {
        urldefrag(href).url
        for path, body in files(office.site).items()
        if path.endswith(".html")
        for a in read(body.decode()).elements
        if a.tag == "a" and urlsplit(href := a.attributes.get("href", "")).hostname
    }
    reporting = {href for href in away if "/exposure/jiucuo.html?" in href}
    cited = {one.address for one in citations(office, on(0))}
    own = {href for href in away if href.startswith("https://yijian.example.gov.cn/")}
    assert own, "the intake is the office's own, and no link to somebody else"
    assert away - reporting - own <= cited
    assert reporting
    assert len([one for one in cited if "/exposure/jiucuo.html?" in one]) == 1
    site.broken.add("/service")
    for day in range(36):
        night(office, day)
        stood = standings(office, citations(office, on(day)))
        for path in PATHS:
            last = stood[site.address(path)].asked_on
            assert last
            assert on(day) - last <= timedelta(days=30)
