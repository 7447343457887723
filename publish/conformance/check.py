"""A built site -> what is wrong with it: one pass over its files, little kept in memory."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from publish.conformance.base import RULES, Finding, Rule, Severity, place
from publish.conformance.data import read_catalog, read_item
from publish.conformance.paper import picture
from publish.conformance.reading import parse
from publish.conformance.site import Catalog, File, Files, Item, Kind, Page, Root, Trace, kind_of
from publish.conformance.style import Style, style
from publish.conformance.words import value
from publish.frame import PATH
from publish.page import CatalogPage, ItemPage

FEW = 5
"""How many findings of a rule are kept; the others are counted."""


class Folder(Mapping[str, bytes]):
    """A site on disk, read as it is asked."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._paths = frozenset(
            os.path.relpath(os.path.join(where, name), folder).replace(os.sep, "/")
            for where, _, names in os.walk(folder)
            for name in names
        )

    def __getitem__(self, path: str) -> bytes:
        if path not in self._paths:
            raise KeyError(path)
        return (self._folder / path).read_bytes()

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass
class Report:
    """What was found: how often each rule was broken, and the first few findings of each."""

    pages: int = 0
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    first: dict[str, list[Finding]] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Count findings, and keep the first of each rule."""
        for finding in findings:
            self.counts[finding.rule, finding.severity] += 1
            kept = self.first.setdefault(finding.rule, [])
            if len(kept) < FEW:
                kept.append(finding)

    @property
    def broken(self) -> list[str]:
        """The rules that were broken, in the order of the standard."""
        return sorted(self.first, key=place)

    def count(self, severity: Severity) -> int:
        """How many findings of a severity there are."""
        return sum(n for (_, one), n in self.counts.items() if one is severity)

    @property
    def may_go_out(self) -> bool:
        """Say whether the site may be published."""
        return not self.count(Severity.ERROR)

    def __str__(self) -> str:
        errors, warnings = self.count(Severity.ERROR), self.count(Severity.WARN)
        found = f"错误{errors}处、提示{warnings}处" if errors or warnings else "没有发现问题"
        return f"按网页规范检查{self.pages}页：{found}"


def check(files: Files, *, before: Files | None = None) -> Report:
    """Check a built site against every rule; `before` is the edition that is out now, if any."""
    report, run = Report(), Run(files, before)
    for folder, paths in groupby(sorted(files, key=_by_root), key=_root_of):
        report.add(run.site(folder, list(paths)))
    report.pages = run.pages
    return report


def _root_of(path: str) -> str:
    return path.partition("/")[0] if "/" in path else ""


def _by_root(path: str) -> tuple[str, str]:
    return _root_of(path), path


@dataclass
class Run:
    """One check: the files, and the style sheets read so far."""

    files: Files
    before: Files | None
    styles: dict[str, Style] = field(default_factory=dict)
    shared: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    pages: int = 0

    def site(self, folder: str, paths: list[str]) -> Iterator[Finding]:
        """All findings on one authority's site, or on the page above them all."""
        root = Root(folder, self.files, self._is_own(folder, paths), self.before)
        for path in paths:
            if path.endswith(".html") and "/files/" not in path:
                yield from self._page(path, root)
            else:
                file = File(path, self.files[path], self.files, root.own)
                yield from _told(File, file, path, root.own)
        if root.traces:
            yield from _told(Root, root, root.path("index.html"), root.own)

    def _is_own(self, folder: str, paths: list[str]) -> bool:
        """Say whether the newest year is the authority's own, not compiled from a paper."""
        years = [p for p in paths if p.endswith("/catalog.json") and f"/{PATH}/" in p]
        newest = _known(read_catalog, self.files[max(years)]) if years else None
        return bool(folder) and (newest is None or not newest.source)

    def _page(self, path: str, root: Root) -> Iterator[Finding]:
        self.pages += 1
        body = self.files[path]
        page = Page(path, kind_of(path), body, parse(body), self.files, root.own)
        page.styles = tuple(self._styles(page))
        data = self._data(page)
        page.own = root.own and not (data and data.source)
        yield from _told(Page, page, path, page.official)
        if isinstance(data, ItemPage):
            item = Item(page, data, self._before(path))
            yield from _told(Item, item, path, page.official)
        if isinstance(data, CatalogPage):
            root.catalogs[path] = data
            yield from _told(Catalog, Catalog(page, data), path, page.official)
        root.traces.append(self._trace(page, data))

    def _styles(self, page: Page) -> Iterator[Style]:
        for link in page.rel("stylesheet"):
            path = page.lead_to(link.get("href")).file
            if path in self.files:
                if path not in self.styles:
                    self.styles[path] = style(self.files[path])
                yield self.styles[path]

    def _data(self, page: Page) -> ItemPage | CatalogPage | None:
        beside = f"{page.path.rpartition('/')[0]}/"
        if page.kind is Kind.ITEM:
            return _known(read_item, self.files.get(f"{beside}item.json", b""))
        if page.kind is Kind.CATALOG:
            return _known(read_catalog, self.files.get(f"{beside}catalog.json", b""))
        return None

    def _before(self, path: str) -> ItemPage | None:
        was = (self.before or {}).get(f"{path.rpartition('/')[0]}/item.json", b"")
        return _known(read_item, was) if was else None

    def _trace(self, page: Page, data: ItemPage | CatalogPage | None) -> Trace:
        ids = page.html.ids
        leads = [page.lead_to(a.get("href")) for a in page.links() if "#" in a.get("href")[1:]]
        item = data if isinstance(data, ItemPage) else None
        terms = tuple(dt.text for dt in page.footer.inside("dt")) if page.footer else ()
        return Trace(
            path=page.path,
            kind=page.kind,
            ids=self.shared.setdefault(ids, ids),
            away=tuple({(to.file, to.fragment) for to in leads if to.fragment and not to.host}),
            canonical=page.canonical,
            site=(page.meta("SiteName"), page.meta("SiteDomain"), page.meta("SiteIDCode")),
            noindex="noindex" in page.meta("robots"),
            terms=terms,
            picture=picture(page),
            chip=item.chip.word if item else "",
            index_no=value(item.labels, "索取号") if item else "",
        )


def _told(scope: type, about: object, path: str, official: bool) -> Iterator[Finding]:
    for rule in _rules_on(scope):
        if official or not rule.official:
            yield from rule.findings(scope, about, path)


@cache
def _rules_on(scope: type) -> tuple[Rule, ...]:
    return tuple(rule for rule in RULES.values() if scope in rule.checks)


Shape = TypeVar("Shape", ItemPage, CatalogPage)


def _known(read: Callable[[bytes], Shape], body: bytes) -> Shape | None:
    """The data, or None where it has not its shape; X-02 tells of it."""
    try:
        return read(body)
    except ValidationError:
        return None
