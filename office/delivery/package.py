"""Bundle -> parcel: one zip file with an index, a letter and the files that are on the page.

The same trio gives the same bytes.
"""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from catalog.public.item import PublicDocument
from office.archive.checklist import fit
from office.delivery.bundle import Bundle
from office.delivery.letter import letter
from office.editions.proof.checksums import sm3
from pages.build.outputs import Altered, Read
from pages.model import downloads

INDEX, LETTER = "清单.json", "说明.txt"
MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can give its members."""
UNIX = 3
"""The system that a zip file says it was made on: the same wherever it was."""


class Replaced(NamedTuple):
    """What the receiver got before: its key, and the day."""

    key: str
    on: date


class Parcel(NamedTuple):
    """A zip file, and what stands in its index and its letter.

    `key` is what a receiver knows a repetition by: the same for the same content after the same
    forerunner.
    """

    key: str
    title: str
    listing: Mapping[str, Any]
    letter: str
    body: bytes

    @property
    def name(self) -> str:
        """The name of the file; ASCII, so that every mail program shows it."""
        return f"{self.key}.zip"

    @property
    def sha256(self) -> str:
        """The digest of the zip file."""
        return hashlib.sha256(self.body).hexdigest()


def key_of(trio: Bundle, replaced: Replaced | None = None) -> str:
    """The key of a parcel that is yet to be packed."""
    after = f"{trio.substance} {replaced.key if replaced else ''}"
    return f"{trio.public.id}.{hashlib.sha256(after.encode()).hexdigest()[:16]}"


def pack(trio: Bundle, read: Read, replaced: Replaced | None = None) -> Parcel:
    """Pack it. Raises Altered where a file is not as it was filed."""
    key, bodies = key_of(trio, replaced), dict[str, bytes]()
    lines = list[dict[str, Any]]()
    for name, document in _named(trio):
        bodies[name] = _read(document, read)
        lines.append(_line(trio, name, document, bodies[name]))
    index = {
        "key": key,
        "replaces": replaced.key if replaced else "",
        "replaced_on": replaced.on.isoformat() if replaced else None,
        "changed_because": trio.changed_because if replaced else "",
        **trio.about,
        "page": trio.address,
        "notice": trio.public.catalog.notice,
        "files": lines,
    }
    said = letter(index)
    listed = json.dumps(index, ensure_ascii=False, indent=1) + "\n"
    body = _zip({LETTER: said.encode(), INDEX: listed.encode(), **bodies})
    return Parcel(key, trio.result.title, index, said, body)


def _named(trio: Bundle) -> Iterator[tuple[str, PublicDocument]]:
    """Each document by its name in the zip file; counted, for two titles may be alike."""
    for n, document in enumerate(trio.documents, 1):
        kind, title = document.kind.value, fit(document.title)
        words = kind if title == kind else f"{kind}-{title}"
        yield f"{n:02d}-{words}.{document.extension}", document


def _line(trio: Bundle, name: str, document: PublicDocument, body: bytes) -> dict[str, Any]:
    return {
        "name": name,
        "kind": document.kind.value,
        "title": document.title,
        "size": len(body),
        "sha256": document.digest,
        "sm3": sm3(body),
        "url": f"{trio.address}{downloads.path(document)}",
    }


def _read(document: PublicDocument, read: Read) -> bytes:
    body = read(document.digest)
    if hashlib.sha256(body).hexdigest() != document.digest:
        raise Altered(f"《{document.title}》与登记时的校验值不一致，不能推送")
    return body


def _zip(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, body in members.items():
            member = zipfile.ZipInfo(name, MIDNIGHT)
            member.create_system, member.external_attr = UNIX, 0o644 << 16
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, body)
    return made.getvalue()
