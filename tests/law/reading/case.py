"""A case of the second reading: a lawful life with one thing otherwise, tried at the one door.

Each life is filed in a ledger of its own, from the catalog on; what several begin with is filed once.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp
from typing import Any, NamedTuple

from catalog import law
from catalog.annual import AuthorityKind, AuthorityLevel, CatalogRecord
from catalog.findings import Finding
from catalog.law import Transition
from catalog.lawchange import read_law, under
from catalog.record import Amendment, Record
from catalog.stages import STEPS
from catalog.stages.entry import OF_THE_YEAR
from office.archive.checklist import Checklist, checklist
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import CATALOG, LAWFUL, ORDER, RECORDS, but
from tests.law.falsify import moved
from tests.storage.life import ACTOR, ADOPTION, OPINION_ROWS, payload_of, ten_o_clock

Changes = Mapping[str, Any]
YEARLY = "entry.catalog"
LAW = read_law(Path(law.__file__).with_name("law.yaml").read_bytes(), "law.yaml")


class Filing(NamedTuple):
    """A record that is filed on a day."""

    step: str
    record: Record
    on: date
    amends: Amendment | None = None
    opinions: tuple[tuple[tuple[str, Any], ...], ...] | None = None
    """Rows of the table of opinions; None: those of the lawful life, where it has any."""
    no: str = "03"
    """The number of the item."""


class Case(NamedTuple):
    """What somebody tries, told in a sentence; `rule` speaks of it, or, where it is empty, none does."""

    says: str
    rule: str
    tried: Filing
    life: tuple[Filing, ...]
    year: int
    taken: bool
    also: tuple[str, ...] = ()
    authority: tuple[tuple[str, Any], ...] = ()
    """How the authority of the catalog differs."""
    catalog: tuple[tuple[str, Any], ...] = ()
    """How the catalog differs."""
    clauses: tuple[Transition, ...] = ()
    """Transitional clauses as if the law had them; all of the life goes by them."""
    archived: bool = False
    """Whether its volume is then closed for the archive (归档)."""
    lacks: str = ""
    """The stage from which the volume lacks a paper."""


def filing(
    step: str, on: date | None = None, amends: Amendment | None = None, **changes: Any
) -> Filing:
    """A lawful record with changes, on its day or another."""
    opinions = changes.pop("opinions", None)
    rows = None if opinions is None else tuple(tuple(row.items()) for row in opinions)
    no = changes.pop("item_no", "03")
    record, day = changes.pop("record", None) or RECORDS[step].record, on or RECORDS[step].on
    return Filing(step, but(record, **changes), day, amends, rows, no)


def case(
    says: str,
    step: str,
    rule: str = "",
    *,
    until: str = "",
    before: Mapping[str, Changes] = {},
    without: tuple[str, ...] = (),
    then: tuple[Filing, ...] = (),
    on: date | None = None,
    amends: Amendment | None = None,
    to: date | None = None,
    warned: bool = False,
    also: tuple[str, ...] = (),
    kind: AuthorityKind | None = None,
    level: AuthorityLevel | None = None,
    listed: Changes | None = None,
    clauses: tuple[Transition, ...] = (),
    archived: bool = False,
    lacks: str = "",
    **changes: Any,
) -> Case:
    """A case: the lawful life up to a step (or `until` another), otherwise in what `before` says,
    `then` what else is filed, and last the step with its changes.

    `to` moves the whole life: its start is on that day. With `warned` the rule speaks and lets it pass.
    `kind` and `level` are the authority's, `listed` changes its catalog, `clauses` are the law's.
    With `archived` the volume is closed once the step is filed, and `lacks` a paper of a stage.
    """
    end = ORDER.index(until or step) if (until or step) in ORDER else len(ORDER)
    life = [
        Filing(s, but(record, **before.get(s, {})), day)
        for s, record, day in LAWFUL[:end]
        if s not in without
    ]
    life += then
    tried = filing(step, on, amends, **changes)
    year = CATALOG.year
    if to:
        days, year = (to - RECORDS["entry.start"].on).days, to.year
        life, tried = [_moved(each, days) for each in life], _moved(tried, days)
    taken = (warned or not rule) and not lacks
    of = {"kind": kind or CATALOG.authority.kind, "level": level}
    return Case(
        says,
        rule,
        tried,
        tuple(life),
        year,
        taken,
        also,
        tuple(of.items()),
        tuple((listed or {}).items()),
        clauses,
        archived,
        lacks,
    )


def _moved(one: Filing, days: int) -> Filing:
    return one._replace(
        record=moved(one.record, days), on=date.fromordinal(one.on.toordinal() + days)
    )


class Answer(NamedTuple):
    """What the product said to a case."""

    taken: bool
    findings: tuple[Finding, ...]
    lacks: tuple[str, ...] = ()
    """What keeps the volume from being closed."""

    def said(self, rule: str) -> Iterator[str]:
        """What one rule said."""
        return (str(finding) for finding in self.findings if finding.rule == rule)


class Offices:
    """Ledgers by what is filed in them, under one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path(mkdtemp())
        self.inbox, self.papers = self.folder / "inbox", self.folder / "papers"
        self.inbox.mkdir()
        self.homes: dict[
            tuple[CatalogRecord, tuple[Filing, ...], tuple[Transition, ...]], Path
        ] = {}

    def answer(self, case: Case) -> Answer:
        """Try a case; whatever is said, the life it is tried in stays as it is for the next."""
        with under(LAW.model_copy(update={"transitions": case.clauses}) if case.clauses else None):
            home = self._copy(self._home(_catalog_of(case), case.life, case.clauses))
            try:
                findings = self._file(home, case.year, case.tried)
                lacks = self._volume(home, case).lacks if case.archived else ()
                return Answer(not lacks, findings, lacks)
            except Refused as refused:
                if refused.faults:
                    raise  # the case itself is badly written
                return Answer(False, tuple(refused.findings))

    def _home(
        self, catalog: CatalogRecord, life: tuple[Filing, ...], clauses: tuple[Transition, ...]
    ) -> Path:
        """The folder of an office on whose ledger a life is filed."""
        key = (catalog, life, clauses)
        if key not in self.homes:
            if life:
                self.homes[key] = self._copy(self._home(catalog, life[:-1], clauses))
                self._file(self.homes[key], catalog.year, life[-1])
            else:
                self.homes[key] = self._founded(catalog)
        return self.homes[key]

    def _copy(self, home: Path) -> Path:
        other = Path(mkdtemp(dir=self.folder))
        copytree(home, other, dirs_exist_ok=True)
        return other

    def _founded(self, catalog: CatalogRecord) -> Path:
        home, published = Path(mkdtemp(dir=self.folder)), catalog.published_on
        assert published
        self._file(home, catalog.year, Filing(YEARLY, catalog, published))
        return home

    def _file(self, home: Path, year: int, one: Filing) -> tuple[Finding, ...]:
        of_the_year = f"{CATALOG.authority.id}-{year}"
        return self._put(
            home, of_the_year if one.step in OF_THE_YEAR else f"{of_the_year}-{one.no}", one
        )

    def _volume(self, home: Path, case: Case) -> Checklist:
        """The checklist of the item as it is archived."""
        ledger = Ledger.open(home / "juece.db", documents=self.papers)
        try:
            year = f"{CATALOG.authority.id}-{case.year}"
            item = ledger.load(f"{year}-{case.tried.no}")
            return checklist(item, ledger.load(year), case.tried.on)
        finally:
            ledger.close()

    def _put(self, home: Path, item: str, one: Filing) -> tuple[Finding, ...]:
        payload = payload_of(one.record, self.inbox)
        if one.step == ADOPTION:
            rows = one.opinions
            payload["opinions"] = OPINION_ROWS if rows is None else [dict(row) for row in rows]
        ledger = Ledger.open(home / "juece.db", documents=self.papers)
        try:
            at = ten_o_clock(one.on)
            filed = file_record(
                ledger, item, one.step, payload, actor=ACTOR, at=at, amends=one.amends,
                folder=self.inbox,
            )  # fmt: skip
            return tuple(filed.findings)
        finally:
            ledger.close()


def _catalog_of(case: Case) -> CatalogRecord:
    """The catalog of its year, published as early as that of the lawful life."""
    authority = but(CATALOG.authority, **dict(case.authority))
    days = (date(case.year, 1, 1) - date(CATALOG.year, 1, 1)).days
    listed = but(CATALOG, year=case.year, doc_no="", authority=authority, **dict(case.catalog))
    return moved(listed, days)


def step_title(case: Case) -> str:
    """The step that is tried, in Chinese, with how it amends what is on file."""
    amends = case.tried.amends
    archived = "，归档" if case.archived else ""
    return STEPS[case.tried.step].title + (f"（{amends.kind.value}）" if amends else "") + archived
