"""年度: what is on file for a year and not for an item, and what may be filed for it."""

from starlette.responses import Response

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.duties.when import ways
from catalog.duties.who import Action, may
from catalog.ids import authority_of, catalog_id
from catalog.ids import year_of as year_in
from storage.ledger import Ledger
from web.answers import onward
from web.desk.asking import Asked, Stop, unless
from web.desk.item import address, offer, titled

IMPORTED = "entry.catalog"
"""The step that is filed by an import of the whole catalog; the desk corrects it alone."""


def chosen(asked: Asked) -> Response:
    """The way to a year that is typed: one of which nothing is on file yet has no link."""
    unless(may(asked.person, Action.CATALOG))
    return onward(address(_checked(asked.query.get("nian", "").strip())))


def year(asked: Asked) -> Response:
    """One year."""
    unless(may(asked.person, Action.CATALOG))
    dossier = year_of(asked)
    offers = [
        found[1]
        for way in ways(dossier, asked.desk.today)
        if (way.step_id != IMPORTED or way.kind) and (found := offer(asked, dossier, way))
    ]
    known = {authority_of(id_) for id_ in asked.desk.ledger.catalogs()}
    return asked.page(
        "year.html",
        titled_year(asked.desk.ledger, dossier.id),
        dossier=dossier,
        entries=[(entry, titled(entry)) for entry in reversed(dossier.entries)],
        offers=offers,
        authority=authority_of(dossier.id),
        strange=authority_of(dossier.id) not in known,
        filed=asked.query.get("hao", ""),
    )


def years(ledger: Ledger) -> list[tuple[str, str]]:
    """The years on file with their addresses, the newest first."""
    return [(titled_year(ledger, id_), address(id_)) for id_ in reversed(ledger.years())]


def year_of(asked: Asked) -> Dossier:
    """The year that an address names. Raises Stop for what is no year."""
    return asked.desk.ledger.load(_checked(asked.parts["year"]))


def titled_year(ledger: Ledger, id_: str) -> str:
    """A year in words, by the name that the authority has in its last catalog."""
    of = [one for one in ledger.catalogs() if authority_of(one) == authority_of(id_)]
    catalog = ledger.load(id_ if id_ in of else of[-1]).latest(CatalogRecord) if of else None
    return f"{catalog.authority.name if catalog else authority_of(id_)}{year_in(id_)}年度"


def _checked(id_: str) -> str:
    if not catalog_id(id_):
        raise Stop(
            404, "没有这个年度", f"“{id_}”不是年度的编号：应写成 机关代号-年度，如 slmzj-2027"
        )
    return id_
