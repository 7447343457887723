"""What a page cites: verified sources alone, and as they bind the authority of the item."""

from collections.abc import Mapping

from catalog import law
from catalog.dossier import Dossier
from catalog.record import GROUND_SOURCES, Ground


def article(dossier: Dossier, source: str) -> str:
    """Cite a source, or nothing where it may not be printed.

    Departments and towns follow Order 713 by reference (参照, 713-42).
    """
    catalog = dossier.catalog
    by_reference = catalog is not None and catalog.authority.by_reference
    return law.cite(source, public=True, by_reference=by_reference) if source else ""


def _printed(source: str) -> str:
    return law.cite(source, public=True)


GROUND_CITED: Mapping[Ground, str] = {g: _printed(s) for g, s in GROUND_SOURCES.items()}
"""The article on each ground of withholding, as it may be printed; empty where it may not."""
ON_REQUEST_CITED = _printed("711-27")
ORDER_713 = law.SOURCES["713"].cited()
