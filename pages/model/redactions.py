"""遮盖记录 of a year: each place covered in a document that is public, with the item it belongs to."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from catalog.public.item import PublicDossier
from pages.model.components import CoveredOfYear
from pages.model.downloads import files


def covered_of_year(items: Sequence[PublicDossier]) -> Iterator[CoveredOfYear]:
    """The places covered in the documents of a year; paths are relative to its folder."""
    for item in items:
        folder = f"{item.no:02d}"
        for one in (place for file in files(item) for place in file.covered):
            said = asdict(one) | {"path": f"{folder}/{one.path}"}
            yield CoveredOfYear(no=item.no, name=item.name, **said)
