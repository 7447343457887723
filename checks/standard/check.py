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

from catalog.findings import Finding, Severity
from checks.standard.base import RULES, Rule, framed_rules, place, word
from checks.standard.css import Style, style
from checks.standard.data import read_catalog, read_item
from checks.standard.html import parse
from checks.standard.paper import picture
from checks.standard.site import Catalog, File, Files, Item, Kind, Page, Root, Trace, kind_of
from checks.standard.words import value
from pages.html.fragment import detached, detached_sheet, is_fragment
from pages.model.page import CatalogPage, ItemPage
from pages.website import PATH, PROCEDURE

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
class StandardReport:
    """What was found: how often each rule was broken, and the first few findings of each.

    `left_out` are the rules that fragments were not asked about.
    """

    pages: int = 0
    counts: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    first: dict[str, list[Finding]] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

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
        """Say whether the site may be published: what is wrong with a matter is told at its review."""
        return not self.words["错误"]

    @property
    def words(self) -> Counter[str]:
        """How many findings there are of what they are called."""
        found = Counter[str]()
        for (rule, severity), n in self.counts.items():
            found[word(rule, severity)] += n
        return found

    @property
    def note(self) -> str:
        """Say what was left out and why; empty where nothing was."""
        if not self.left_out:
            return ""
        return (
            f"这些网页是供门户网站套用的正文片段：网页标签、面包屑、页眉页脚、内容安全策略由门户给出，"
            f"有关的{len(self.left_out)}条没有查（{'、'.join(self.left_out)}），套用以后由门户负责"
        )

    def __str__(self) -> str:
        words = self.words
        told = "、".join(f"{said}{words[said]}处" for said in ("错误", "请留意", "提示"))
        return f"按网页规范检查{self.pages}页：{told if any(words.values()) else '没有发现问题'}"


def check(files: Files, *, before: Files | None = None) -> StandardReport:
    """Check a built site against every rule; `before` is the edition that is out now, if any."""
    report, run = StandardReport(), Run(files, before)
    for folder, paths in groupby(sorted(files, key=_by_root), key=_root_of):
        report.add(run.site(folder, list(paths)))
    report.pages = run.pages
    report.left_out = framed_rules() if run.fragments else ()
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
    beside: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    fragments: int = 0

    def site(self, folder: str, paths: list[str]) -> Iterator[Finding]:
        """All findings on one authority's site, or on the page above them all."""
        root = self._root(folder, paths)
        for path in paths:
            if path.endswith(".html") and "/files/" not in path:
                yield from self._page(path, root)
            else:
                yield from _told(File, self._file(path, root), path, root.own)
        if root.traces:
            framed = not root.fragment
            yield from _told(Root, root, root.path("index.html"), root.own, framed=framed)

    def _root(self, folder: str, paths: list[str]) -> Root:
        """The site, with what its newest year says of it: whether it is the authority's own, not
        compiled from a paper."""
        years = [p for p in paths if p.endswith("/catalog.json") and f"/{PATH}/" in p]
        newest = _known(read_catalog, self.files[max(years)]) if years else None
        own = bool(folder) and (newest is None or not newest.source)
        root = Root(folder, self.files, own, self.before)
        starts = (self.files.get(path, b"") for path in (root.path("index.html"), "index.html"))
        root.fragment = any(map(is_fragment, starts))
        root.domain = newest.authority.site_domain or "" if newest and root.fragment else ""
        return root

    def _file(self, path: str, root: Root) -> File:
        file = File(path, self.files[path], self.files, root.own)
        if root.fragment and file.suffix == ".css" and not file.attached:
            file.body = _read_as(detached_sheet, file.body)
        return file

    def _page(self, path: str, root: Root) -> Iterator[Finding]:
        page = self._read(path, root)
        page.styles = tuple(self._styles(page))
        data = self._data(page)
        page.own = root.own and not (data and data.source)
        yield from _told(Page, page, path, page.official, framed=not page.fragment)
        if isinstance(data, ItemPage):
            procedure = f"{path.rpartition('/')[0]}/{PROCEDURE}/index.html"
            item = Item(page, data, self._before(path), self.beside.pop(procedure, ""))
            yield from _told(Item, item, path, page.official, framed=not page.fragment)
        if isinstance(data, CatalogPage):
            root.catalogs[path] = data
            catalog = Catalog(page, data)
            yield from _told(Catalog, catalog, path, page.official, framed=not page.fragment)
        if page.kind is Kind.PART:
            self.beside[path] = page.flat  # it comes before the page of its item, which takes it
        root.traces.append(self._trace(page, data))

    def _read(self, path: str, root: Root) -> Page:
        """Read a page; in a site of fragments, a fragment by the names that a whole page has."""
        self.pages += 1
        body = self.files[path]
        fragment = root.fragment and is_fragment(body)
        if fragment:
            self.fragments += 1
            body = _read_as(detached, body)
        html, domain = parse(body), root.domain
        return Page(path, kind_of(path), body, html, self.files, root.own, fragment, domain)

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


def _told(
    scope: type, about: object, path: str, official: bool, *, framed: bool = True
) -> Iterator[Finding]:
    for rule in _rules_on(scope):
        if (official or not rule.official) and (framed or not rule.framed):
            yield from rule.findings(scope, about, path)


def _read_as(read: Callable[[str], str], body: bytes) -> bytes:
    """Bytes that are no text stay as they are."""
    return read(body.decode(errors="surrogateescape")).encode(errors="surrogateescape")


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
