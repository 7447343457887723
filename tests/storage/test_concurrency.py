"""Several processes file at once: one wins, the others are judged against what it filed."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest

from office.editions.verdict import Reviewed
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CATALOG, ITEM, LAWFUL
from tests.storage import racing
from tests.storage.life import ACTOR, YEAR, live, payload_of, ten_o_clock, the

PROCESSES = 4


@pytest.fixture(scope="module")
def processes() -> Iterator[ProcessPoolExecutor]:
    """Processes that wait for each other before they file."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        PROCESSES, context, racing.prepare, (context.Barrier(PROCESSES),)
    ) as pool:
        yield pool


def test_the_same_step_filed_by_several_goes_on_file_once(
    url: str, tmp_path: Path, folder: Path, processes: ProcessPoolExecutor
) -> None:
    documents = tmp_path / "documents"
    ledger = Ledger.open(url, documents=documents)
    live(ledger, folder, until="entry.start")
    filings = [(ITEM, "entry.start", *the("entry.start", folder))]
    racers = [
        processes.submit(racing.file, url, documents, f"经办人{n}", filings)
        for n in range(PROCESSES)
    ]
    refusals = sorted(racer.result() for racer in racers)
    assert refusals == [[], *[["FIL-03"]] * (PROCESSES - 1)]
    assert len(ledger.load(ITEM).entries) == 2
    assert len(ledger.refusals(ITEM)) == PROCESSES - 1
    assert ledger.verify() == []
    ledger.close()


def test_the_same_attempt_sent_several_times_is_one_entry(
    url: str, tmp_path: Path, folder: Path, processes: ProcessPoolExecutor
) -> None:
    """A new database too: every process finds it empty and would create it."""
    documents = tmp_path / "documents"
    filings = [(YEAR, "entry.catalog", payload_of(CATALOG, folder), ten_o_clock(LAWFUL[0].on))]
    racers = [
        processes.submit(racing.file, url, documents, ACTOR.name, filings) for _ in range(PROCESSES)
    ]
    assert [racer.result() for racer in racers] == [[]] * PROCESSES
    ledger = Ledger.open(url, documents=documents)
    assert ledger.head().count == 1
    ledger.close()


def test_many_items_at_once_make_one_unbroken_chain(
    url: str, tmp_path: Path, folder: Path, processes: ProcessPoolExecutor
) -> None:
    documents, each = tmp_path / "documents", 10
    ledger = Ledger.open(url, documents=documents)
    live(ledger, folder, until="entry.inclusion")
    inclusion, at = the("entry.inclusion", folder)
    start, _ = the("entry.start", folder)
    racers = []
    for n in range(PROCESSES):
        filings = []
        for no in range(n * each + 1, (n + 1) * each + 1):
            id, item = f"{YEAR}-{no:02d}", inclusion["item"] | {"no": no, "name": f"事项{no}"}
            filings.append((id, "entry.inclusion", inclusion | {"item": item}, at))
            filings.append((id, "entry.start", start, at + timedelta(days=9)))
        racers.append(processes.submit(racing.file, url, documents, ACTOR.name, filings))
    assert [racer.result() for racer in racers] == [[]] * PROCESSES
    assert ledger.items() == [f"{YEAR}-{no:02d}" for no in range(1, PROCESSES * each + 1)]
    assert ledger.head().count == 1 + 2 * PROCESSES * each
    assert ledger.verify() == []
    ledger.close()


def test_of_two_hundred_filings_on_one_item_none_is_refused_for_its_time(
    url: str, tmp_path: Path, folder: Path, processes: ProcessPoolExecutor
) -> None:
    """The time is taken once nobody else can file, so that it is never earlier than the last."""
    documents, each = tmp_path / "documents", 50
    ledger = Ledger.open(url, documents=documents)
    live(ledger, folder, until="consultation.notice")
    start, _ = the("entry.start", folder)
    filing = (ITEM, "entry.start", start | {"documents": []})
    racers = [
        processes.submit(racing.correct, url, documents, f"经办人{n}", filing, each)
        for n in range(PROCESSES)
    ]
    assert [racer.result() for racer in racers] == [[]] * PROCESSES
    entries = ledger.load(ITEM).entries
    assert len([e for e in entries if e.amends]) == PROCESSES * each
    assert [e.at for e in entries] == sorted(e.at for e in entries)
    assert ledger.refusals(ITEM) == []
    assert ledger.verify() == []
    ledger.close()


def test_acts_are_in_the_order_of_their_times(
    url: str, tmp_path: Path, processes: ProcessPoolExecutor
) -> None:
    documents, each = tmp_path / "documents", 50
    ledger = Ledger.open(url, documents=documents)
    racers = [
        processes.submit(racing.act, url, documents, f"审查人{n}", each) for n in range(PROCESSES)
    ]
    for racer in racers:
        racer.result()
    acts = ledger.acts.of(Reviewed)
    assert len(acts) == PROCESSES * each
    assert [done.at for done in acts] == sorted(done.at for done in acts)
    ledger.close()


def test_refusals_are_in_the_order_of_their_times(
    url: str, tmp_path: Path, folder: Path, processes: ProcessPoolExecutor
) -> None:
    documents, each = tmp_path / "documents", 20
    ledger = Ledger.open(url, documents=documents)
    live(ledger, folder, until="entry.start")
    filing = (ITEM, "entry.start", {"什么": "也不是"})
    racers = [
        processes.submit(racing.correct, url, documents, f"经办人{n}", filing, each)
        for n in range(PROCESSES)
    ]
    assert [len(racer.result()) for racer in racers] == [each] * PROCESSES
    times = [refusal.at for refusal in ledger.refusals(ITEM)]
    assert len(times) == PROCESSES * each
    assert times == sorted(times)
    ledger.close()
