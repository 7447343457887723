"""The demonstration without its engine: both scenarios through the door, in a few seconds."""

from datetime import date, datetime, time
from pathlib import Path

from catalog.dossier import Dossier
from catalog.public.year import Year
from catalog.stages.disclosure import DecisionChange
from catalog.states import ChangeKind
from catalog.timezone import SHANGHAI
from flows.scenario import read_scenario
from office.editions.proof.lay import seal_folder
from office.editions.proof.seal import Told
from office.settings.installation import Office, office_at
from pages.build.manifest import Head
from pages.html.patterns import patterns
from pages.html.theme import SiteContext
from pages.model.participation import ROWS
from pages.search.indexing import indexer
from storage.catalog_import import import_catalog
from storage.filing import Refused
from tests.office.editions.sites import REVIEWED, URGENT
from tests.pages import dossiers
from tests.pages.edition import build, build_edition, write

EDITIONS = Path(__file__).parents[2] / "catalog" / "examples"
SCENARIOS = [read_scenario(path) for path in sorted(EDITIONS.glob("*.scenario.yaml"))]
AS_OF: date = max(scenario.as_of for scenario in SCENARIOS)


def demonstrated(home: Path) -> Office:
    """An office with everything of the demonstration on file, and its website settings."""
    office = office_at(home)
    ledger = office.ledger()
    for scenario in SCENARIOS:
        path = EDITIONS / scenario.catalog
        import_catalog(ledger, path, actor=scenario.imported_by, at=scenario.imported_at)
        for answer in scenario.filings:
            try:
                answer.put_on_file(ledger, EDITIONS)
            except Refused:
                assert answer.refused_by, (answer.item, answer.step)
    (home / "site.yaml").write_bytes((EDITIONS / "site" / "site.yaml").read_bytes())
    return office


def everything(folder: Path) -> Path:
    """Every page there is: the demonstration, sealed twice, and the component page beside it.

    With the search where its indexer is installed, which CI sees to.
    """
    site = folder / "site"
    searched = indexer() is not None
    office = demonstrated(folder / "office").model_copy(update={"search": searched})
    write(build_edition(office, AS_OF), site)
    for path, body in patterns().items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(body)
    out = datetime.combine(AS_OF, time(10), SHANGHAI)
    first = seal_folder(site, Told(published_at=out, position=1, matters=(REVIEWED, URGENT)), [])
    seal_folder(site, Told(published_at=out, position=2, matters=(URGENT,)), [first.sealed])
    return site


def lives(folder: Path) -> Path:
    """A site whose items stand in every state that the demonstration has none in, halted ones too, and
    one with more opinions than a page holds."""
    halted = [
        _halted(21, "中止执行的事项", ChangeKind.SUSPENDED),
        _halted(22, "停止执行的事项", ChangeKind.STOPPED),
        _halted(23, "已经失效的事项", expires_on=date(2026, 6, 25)),
    ]
    lives = [*dossiers.samples().values(), *halted, _with_many_opinions(24)]
    year = Year(dossiers.catalog_dossier(), lives)
    setting = SiteContext({"shmzj": dossiers.SITE})
    site = folder / "lives"
    write(
        build([year], dossiers.AS_OF, Head(99, "ab" * 32), dossiers.STORE.__getitem__, setting),
        site,
    )
    return site


def _halted(no: int, name: str, kind: ChangeKind | None = None, **more: object) -> Dossier:
    out = date(2026, 5, 12)
    filing = dossiers.through_meeting(dossiers.filing(no, name))
    decided = dossiers.publication(out, date(2026, 6, 1)).model_copy(update=more)
    filing.file(decided, out).file(dossiers.interpretation(out), out)
    if kind:
        filing.file(
            DecisionChange(
                change=kind,
                decided_on=date(2026, 6, 20),
                decided_by="局长办公会议",
                reason="上位法修改。",
                procedure="合法性审查、集体讨论决定",
            ),
            date(2026, 6, 20),
        )
    return filing.dossier


def _with_many_opinions(no: int) -> Dossier:
    """An item whose list of opinions has a second page, with a row of each outcome on it."""
    filing = dossiers.through_consultation(dossiers.filing(no, "意见很多的事项"))
    many = tuple(
        dossiers.OPINIONS[n % 3].model_copy(update={"no": n, "summary": f"第{n}号意见"})
        for n in range(1, ROWS + 4)
    )
    told = filing.dossier
    return Dossier(told.id, told.entries, told.catalog, {1: many})
