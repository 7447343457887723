"""What a page cites: verified sources alone, and as they bind the authority of the item."""

from catalog import law
from catalog.dossier import Dossier


def article(dossier: Dossier, source: str) -> str:
    """Cite a source, or nothing where it may not be printed.

    Departments and towns follow Order 713 by reference (参照, 713-42).
    """
    catalog = dossier.catalog
    by_reference = catalog is not None and catalog.authority.by_reference
    return law.cite(source, public=True, by_reference=by_reference) if source else ""
