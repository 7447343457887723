"""What we note at a target about a folder there: which edition it holds, and what is in doubt.

A manifest found at a target is believed only where the note says that we left it. Before a file is
touched, its path is noted as in doubt; after an interruption those, and only those, are looked at.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from office.targets.backend import Backend
from office.targets.edition import Edition, edition
from office.targets.errors import Missing
from pages.build.manifest import MANIFEST, Digest, Unreadable, digest


class Journal(NamedTuple):
    """The note. `number` counts editions (0: a spare folder); `manifests` are those we may have left."""

    number: int
    manifests: tuple[str, ...]
    seal: Mapping[str, Digest]
    doubt: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is in doubt."""
        return not self.doubt


JOURNAL = TypeAdapter(Journal)


def read_journal(place: Backend, path: str) -> Journal | None:
    """The note at a path; None where there is none that can be read, and nothing is to be believed."""
    try:
        return JOURNAL.validate_json(place.read(path))
    except (Missing, ValidationError):
        return None


def write_journal(place: Backend, path: str, record: Journal) -> None:
    """Leave a note."""
    place.put(path, JOURNAL.dump_json(record))


def believed(place: Backend, folder: str, record: Journal | None) -> Edition | None:
    """The edition that a folder holds, but for what is in doubt; None where we did not leave it so."""
    if record is None:
        return None
    try:
        manifest = place.read(f"{folder}/{MANIFEST}".lstrip("/"))
        found = edition(manifest, record.seal)
    except (Missing, Unreadable):
        return None
    return found if digest(manifest).sha256 in record.manifests else None


def known(record: Journal | None, editions: Iterable[Edition]) -> Edition | None:
    """The edition that a settled folder nobody else writes to must hold, if it is one of these."""
    if record is None or not record.settled:
        return None
    return next(
        (of for of in editions if (of.manifest,) == record.manifests and of.seal == record.seal),
        None,
    )
