"""The public side of a dossier: `disclose` takes along what may leave the building, no more."""

from catalog.public.disclose import disclose, disclose_catalog
from catalog.public.item import PublicCatalog, PublicDocument, PublicDossier

__all__ = ["PublicCatalog", "PublicDocument", "PublicDossier", "disclose", "disclose_catalog"]
