"""The site from the ledger: all of it, or only what is different since the last time."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.ids import authority_of, catalog_of, item_id
from catalog.public.year import DisclosedYear, Year, disclose_years
from office.draws import drawn_years
from office.lookups import looked_up_years
from office.settings.installation import Office
from office.settings.site_context import setting_of
from office.shown import shown_by
from office.texts import program, texted_years
from pages.build import disk
from pages.build.cache import BuildCache, Index, Lost, manifest_digest
from pages.build.disk import alone, revise
from pages.build.incremental import AuthoritySite, change
from pages.build.manifest import MANIFEST, Head, digest, manifest, parts_of
from pages.build.site import AuthoritySummary, PublicYear, front, public_years, top_files
from pages.build.write import Source, Written, write_site
from pages.html.theme import SiteContext
from storage.ledger import Ledger, Mark


@dataclass(frozen=True)
class OnFile:
    """The public side of an authority from the ledger; goes to other processes."""

    office: Office
    day: date
    setting: SiteContext
    upto: int | None = None

    def __call__(self, id_: str) -> list[PublicYear]:
        """Every year of the authority, newest first."""
        years = _items(self.office, self.office.ledger().mark()).get(id_, {})
        loaded = (self._year(catalog, items) for catalog, items in years.items())
        return public_years(told_years(self.office, loaded, self.day), self.setting)

    def revised(self, shelf: AuthoritySite, changed: Collection[str]) -> list[PublicYear]:
        """The years of an authority where only these items may be other than on the shelf."""
        held = {book.id: book for book in shelf.books}
        for catalog in {catalog_of(item) for item in changed}:
            those = sorted(i for i in changed if catalog_of(i) == catalog != i)
            year = self._year(catalog, those)
            setting_of(self.office, [year.catalog])  # a new authority needs a website
            for new in public_years(told_years(self.office, [year], self.day), self.setting):
                held[catalog] = held[catalog].revised(new, those) if catalog in held else new
        return sorted(held.values(), key=lambda book: book.catalog.year, reverse=True)

    def _year(self, catalog: str, items: Sequence[str]) -> Year:
        return year_of(self.office, catalog, items, self.day, self.upto)


def year_of(
    office: Office, catalog: str, items: Iterable[str], day: date, upto: int | None = None
) -> Year:
    """A year, with these of its items, as it was on file on a day, and the editions that went out."""
    ledger, editions = office.ledger(upto), shown_by(office)
    loaded = [ledger.load(item, opinions=True, on=day) for item in items]
    year = ledger.load(catalog, on=day)
    return Year(
        replace(year, editions=editions), [replace(one, editions=editions) for one in loaded]
    )


def told_years(office: Office, years: Iterable[Year], day: date) -> Iterator[DisclosedYear]:
    """Years as the public may know them on a day, with what papers and register tell of their items."""
    texts = texted_years(office, disclose_years(years, day))
    return drawn_years(office, looked_up_years(office, texts))


def write_pages(
    office: Office, day: date, folder: Path, *, processes: int = 1, fragment: bool = False,
    history: bool = True,
) -> int:  # fmt: skip
    """Build and write every page as of the end of a day, streamed; returns the number of files.

    Nothing is kept for an update. Without `history` no page leads to the record of editions, which
    sealing alone lays beside them. Raises NotASite, Altered.
    """
    setting = setting_of(office, _catalogs(office, day), fragment=fragment)
    if not history:
        setting = setting._replace(look=setting.look._replace(history=False))
    return _count(write_in(office, day, folder, setting, processes=processes), setting)


def write_in(
    office: Office, day: date, folder: Path, setting: SiteContext, *,
    processes: int = 1, kept: BuildCache | None = None, upto: int | None = None,
) -> list[Written]:  # fmt: skip
    """The same in a given setting; with `upto`, from the ledger as it stood at that position."""
    mark, head = office.ledger().mark(), office.ledger(upto).head(on=day)
    source = Source(OnFile(office, day, setting, upto), office.documents.read, setting)
    return write_site(
        sorted(_items(office, mark)), source, day, Head(head.count, head.digest), folder,
        processes=processes, kept=kept,
    )  # fmt: skip


def _write_and_keep(office: Office, day: date, folder: Path) -> int:
    setting = setting_of(office, _catalogs(office, day))
    kept, mark = BuildCache(office.home / "built", setting, program()), office.ledger().mark()
    kept.reset()
    upto = mark.position if mark else 0  # what is filed meanwhile is told the next time
    written = write_in(office, day, folder, setting, kept=kept, upto=upto)
    fronts = {one.front.id: one.front for one in written}
    fresh = {one.front.id: one.fresh for one in written if one.fresh}
    _settle(kept, folder, day, mark, fronts, fresh)
    return _count(written, setting)


def _catalogs(office: Office, day: date) -> Iterator[Dossier]:
    ledger = office.ledger()
    return (ledger.load(catalog, on=day) for catalog in ledger.catalogs())


def _count(written: Sequence[Written], setting: SiteContext) -> int:
    top = top_files([one.front for one in written], setting.look)
    return sum(one.files for one in written) + len(list(top))


def refresh_pages(office: Office, day: date, folder: Path) -> int:
    """Bring the site up to date; returns the number of files written. Raises NotASite, Altered.

    Each page speaks of the day from which it has stood as it is (see `pages.build.site.books`).
    Only what was filed since the last time, or changes by itself by that day, is built anew. All is
    built where there is nothing to go by: no earlier build, one by another program, of a later day,
    of another ledger, or in another folder.
    """
    setting = setting_of(office, [])
    kept = BuildCache(office.home / "built", setting, program())
    index = kept.index()
    if index is None or not _continues(index, office.ledger(), day, folder):
        return _write_and_keep(office, day, folder)
    mark = office.ledger().mark()
    try:
        changed = _changed(office, index, kept, day, mark)
    except Lost:
        return _write_and_keep(office, day, folder)
    with alone(folder) as folder:
        kept.invalidate()
        on_file = OnFile(office, day, setting, mark.position if mark else 0)
        return _update(on_file, folder, kept, index, mark, changed)


def _update(
    on_file: OnFile, folder: Path, kept: BuildCache, index: Index, mark: Mark | None,
    changed: Sequence[tuple[AuthoritySite, set[str]]],
) -> int:  # fmt: skip
    """Update each authority that changed, then what stands above; returns how many files differ."""
    day, head = on_file.day, on_file.office.ledger(on_file.upto).head(on=on_file.day)
    fronts, fresh, count = dict(index.fronts), dict(index.fresh), 0
    for shelf, items in changed:
        now, written = _revise(on_file, folder, shelf, items)
        kept.put(now.id, now)
        fronts[now.id], count = front(now.books), count + written
        fresh.pop(now.id, None)
        fresh |= {now.id: until} if (until := now.fresh_until) else {}
    _write_top(folder, kept, fronts, on_file, Head(head.count, head.digest))
    _settle(kept, folder, day, mark, fronts, fresh)
    return count


def _revise(
    on_file: OnFile, folder: Path, shelf: AuthoritySite, items: Collection[str]
) -> tuple[AuthoritySite, int]:
    """Bring one authority's site up to date; returns it, and how many files are different."""
    revised = on_file.revised(shelf, items)
    done = change(shelf, revised, items, on_file.office.documents.read, on_file.setting)
    now = done.shelf
    revise(folder, now.id, done.files, now.files.keys() - done.files.keys())
    return now, len(done.files)


def _write_top(
    folder: Path,
    kept: BuildCache,
    fronts: Mapping[str, AuthoritySummary],
    on_file: OnFile,
    ledger: Head,
) -> None:
    """What stands above the authorities, and the manifest last."""
    top = list(top_files([fronts[id_] for id_ in sorted(fronts)], on_file.setting.look))
    for path, body in top:
        if not (folder / path).is_file() or (folder / path).read_bytes() != body:
            disk.replace(folder, path, body)
    parts = {f"{id_}/": kept.part(id_) for id_ in fronts}
    parts |= parts_of((path, digest(body)) for path, body in top)
    file, listed = folder / MANIFEST, b"".join(manifest(parts, on_file.day, ledger))
    if not file.is_file() or file.read_bytes() != listed:
        disk.replace(folder, MANIFEST, listed)


def _continues(index: Index, ledger: Ledger, day: date, folder: Path) -> bool:
    """Say whether the last build was of this ledger, of no later day, and in this folder."""
    there = Path(index.folder) == folder.resolve()
    same = ledger.mark(index.position) == Mark(index.position, index.chain)
    return there and same and index.as_of <= day


def _changed(
    office: Office, index: Index, kept: BuildCache, day: date, mark: Mark | None
) -> list[tuple[AuthoritySite, set[str]]]:
    """The authorities with items whose pages may be other than they were. Raises Lost."""
    upto = mark.position if mark else 0
    ledger, changed = office.ledger(upto), dict[str, set[str]]()
    filed = {item for place, item in ledger.journal(index.position) if place <= upto}
    for item in filed.union(ledger.filed_between(index.as_of, day)):
        reached = () if item_id(item) else _reached(ledger, item)
        changed.setdefault(authority_of(item), set()).update((item, *reached))
    stale = {id_ for id_, on in index.fresh.items() if on <= day}
    found = []
    for id_ in sorted(changed.keys() | stale):
        shelf = kept.shelf(id_) if id_ in index.fronts else AuthoritySite([], {})
        items = changed.get(id_, set()) | shelf.stale(day)
        years = {catalog_of(item) for item in items}
        shown = {one for one in years if ledger.load(one, on=day).latest(CatalogRecord)}
        if those := {item for item in items if catalog_of(item) in shown}:
            found.append((shelf, those))
    return found


def _reached(ledger: Ledger, catalog: str) -> list[str]:
    """The items of which something filed for a year may tell: a reform is told of in every year."""
    if catalog not in ledger.reformed():
        return ledger.items(catalog)
    return [item for item in ledger.items() if authority_of(item) == authority_of(catalog)]


def _settle(
    kept: BuildCache, folder: Path, day: date, mark: Mark | None,
    fronts: Mapping[str, AuthoritySummary], fresh: Mapping[str, date],
) -> None:  # fmt: skip
    place, site = mark or Mark(0, ""), folder.resolve()
    made = manifest_digest(site)
    kept.commit(Index(kept.inputs, day, *place, str(site), made, fronts, fresh))


@lru_cache(2)
def _items(office: Office, mark: Mark | None) -> dict[str, dict[str, list[str]]]:
    """Every item by authority and catalog, asked for once for a state of the ledger (`mark`)."""
    found: dict[str, dict[str, list[str]]] = {}
    for catalog in office.ledger().catalogs():
        found.setdefault(authority_of(catalog), {})[catalog] = []
    for item in office.ledger().items():
        catalog = catalog_of(item)
        found[authority_of(catalog)][catalog].append(item)
    return found
