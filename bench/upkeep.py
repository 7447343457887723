"""One change of a site held in memory; and builds, a change and nights from a ledger."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from bench.items import PER_YEAR, YEARS, year_of, years
from catalog.public.year import Year, disclose_years
from catalog.record import Entry
from catalog.stages.entry import Adjustment
from catalog.states import Change
from catalog.timezone import SHANGHAI
from office.build import refresh_pages, write_pages
from office.settings.installation import Office, office_at
from pages.build.disk import replace, revise
from pages.build.incremental import AuthoritySite, change
from pages.build.manifest import Head, digest, manifest, part, parts_of
from pages.build.site import AuthoritySummary, front, public_years, site_files, top_files
from pages.website import Sites
from tests.pages.dossiers import AS_OF, CLERK, SITE, STORE

HEAD = Head(0, "0" * 64)
OF_AUTHORITY = PER_YEAR * YEARS
ADJUSTED = AS_OF + timedelta(days=1)
READ = STORE.__getitem__


class Held(NamedTuple):
    """A whole site in memory: what is known of each authority."""

    shelves: dict[str, AuthoritySite]
    parts: dict[str, bytes]
    fronts: dict[str, AuthoritySummary]

    @classmethod
    def of(cls, count: int) -> "Held":
        """The site of so many items."""
        held = cls({}, {}, {})
        for n in range(count // OF_AUTHORITY):
            shelf = _shelf(n)
            held.shelves[shelf.id], held.parts[f"{shelf.id}/"] = shelf, part(shelf.files.items())
            held.fronts[shelf.id] = front(shelf.books)
        return held


def _shelf(authority: int) -> AuthoritySite:
    found = public_years(disclose_years(years_of(authority), AS_OF))
    return AuthoritySite(found, {path: digest(body) for path, body in site_files(found, READ)})


def years_of(authority: int) -> Iterator[Year]:
    """Every year of the n-th authority, newest first."""
    return (year_of(authority, year) for year in range(2026, 2026 - YEARS, -1))


def adjusted(year: Year, nth: int) -> Year:
    """The year with one of its items postponed on the next day; only that item."""
    item = year.items[nth % PER_YEAR]
    reason = f"需要与上位规划衔接（第{nth}次）"
    record = Adjustment(
        change=Change.POSTPONED, adjusted_on=ADJUSTED, reason=reason, planned="2026-Q4"
    )
    entry = Entry(
        item=item.id, seq=len(item.entries) + 1, step="entry.adjustment", round=1, record=record,
        actor=CLERK, at=datetime.combine(ADJUSTED, time(10), SHANGHAI), digest="0" * 64,
    )  # fmt: skip
    return Year(year.catalog, [item.with_entry(entry)])


class Single(NamedTuple):
    """One item changed, in milliseconds of the processor: building, the manifest, writing."""

    build: float
    manifest: float
    write: float
    files: int


def one_change(held: Held, folder: Path | None, times: int = 15) -> Single:
    """File an adjustment of one item after another, each in another authority."""
    took: list[Single] = []
    names = list(held.shelves)
    for n in range(times):
        id_ = names[n % len(names)]
        shelf, year = held.shelves[id_], adjusted(year_of(n % len(names), 2026), n)
        changed = {year.items[0].id}
        begun = process_time()
        [new] = public_years(disclose_years([year], ADJUSTED))
        revised = [b.revised(new, changed) if b.id == new.id else b for b in shelf.books]
        done = change(shelf, revised, changed, READ)
        held.fronts[id_] = front(done.shelf.books)
        top = dict(top_files(list(held.fronts.values())))
        built = process_time()
        parts = held.parts | {f"{id_}/": part(done.shelf.files.items())}
        parts |= parts_of((path, digest(body)) for path, body in top.items())
        listed = b"".join(manifest(parts, ADJUSTED, HEAD))
        put_together = process_time()
        if folder:
            revise(folder, id_, done.files, done.shelf.files.keys() - done.files.keys())
            replace(folder, "manifest.json", listed)
        ended = process_time()
        held.shelves[id_] = done.shelf
        marks = (begun, built, put_together, ended)
        spans = [(b - a) * 1000 for a, b in pairwise(marks)]
        took.append(Single(*spans, len(done.files)))
    return Single(*(median(column) for column in zip(*took, strict=True)))


def filed(home: Path, count: int) -> Office:
    """A ledger with so many items on file."""
    office = office_at(home)
    ledger = office.ledger()
    ids = sorted({year.catalog.id.partition("-")[0] for year in years(count)})
    sites = [SITE.model_copy(update={"authority": id_}) for id_ in ids]
    (home / "site.yaml").write_text(Sites(sites=tuple(sites)).model_dump_json(), encoding="utf-8")
    for digest_, body in STORE.items():
        target = office.documents.path(digest_)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    for year in years(count):
        with ledger.writing() as writing:
            for dossier in (year.catalog, *year.items):
                for e in dossier.entries:
                    told = dossier.opinions.get(e.round, ()) if e.step.endswith("adoption") else ()
                    writing.append(
                        dossier.id, e.step, e.round, e.record,
                        actor=e.actor, at=e.at, amends=e.amends, opinions=told,
                    )  # fmt: skip
    return office


def postpone(office: Office, item: str, on: date) -> None:
    """File an adjustment."""
    record = Adjustment(change=Change.POSTPONED, adjusted_on=on, reason="需要衔接", planned="2027")
    with office.ledger().writing() as writing:
        writing.append(
            item, "entry.adjustment", 1, record, actor=CLERK,
            at=datetime.combine(on, time(10), SHANGHAI),
        )  # fmt: skip


def from_ledger(home: Path, count: int) -> Iterator[tuple[str, float, int]]:
    """What a build, an update after one filing, a quiet night and a busy one take, in seconds."""
    office = filed(home, count)
    item = office.ledger().items()[7]
    yield ("all", *_timed(lambda: write_pages(office, AS_OF, office.site)))
    yield ("all, kept for updates", *_timed(lambda: refresh_pages(office, AS_OF, office.site)))
    postpone(office, item, ADJUSTED)
    yield ("one filing", *_timed(lambda: refresh_pages(office, ADJUSTED, office.site)))
    for nights in (1, 31):
        on = ADJUSTED + timedelta(days=nights)
        yield (f"the night to {on}", *_timed(lambda on=on: refresh_pages(office, on, office.site)))


def _timed(run: Callable[[], int]) -> tuple[float, int]:
    begun = perf_counter()
    files = run()
    return perf_counter() - begun, files
