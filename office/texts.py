"""The published texts of an item by their clauses, read from the files on file and kept by their digests.

A file is read once: what was read of it lies beside the ledger and can be made again from it.
"""

import hashlib
import logging
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, TypeAdapter

import catalog.clauses
import opinions.clauses
import storage.files
from catalog.clauses import Draft
from catalog.public.item import PublicDocument, PublicDossier
from catalog.public.texts import DECISION, DRAFT, PublicComparison, PublicText
from catalog.public.year import DisclosedYear
from catalog.record import DocumentKind
from office.settings.installation import Office
from opinions.clauses.read import read_draft
from opinions.clauses.versions import Version, told
from storage.files.paper import Unread, best
from storage.modes import own_folders

FOLDER = "clauses"
"""Where in the office's home what was read is kept."""


class _Read(BaseModel):
    """What came of reading a file: its draft, or why there is none."""

    draft: Draft | None
    why: str = ""


log = logging.getLogger(__name__)
Kept = TypeVar("Kept")

_READ = TypeAdapter(_Read)
_TOLD = TypeAdapter(tuple[tuple[PublicText, ...], tuple[PublicComparison, ...]])


def texted(office: Office, public: PublicDossier) -> PublicDossier:
    """The item with the texts of its drafts and of its decision, as far as they can be read."""
    chosen = list(_chosen(public))
    if not chosen:
        return public
    key = "\n".join(
        f"{place} {round_} {one.digest} {one.extension}" for place, round_, one in chosen
    )
    texts, comparisons = _kept(office, key, _TOLD, lambda: told(list(_versions(office, chosen))))
    return public.model_copy(update={"texts": texts, "comparisons": comparisons})


def texted_years(office: Office, years: Iterable[DisclosedYear]) -> Iterator[DisclosedYear]:
    """The years with the texts of their items."""
    return (
        year._replace(items=tuple(texted(office, item) for item in year.items)) for year in years
    )


def _chosen(public: PublicDossier) -> Iterator[tuple[str, int, PublicDocument]]:
    """The file of each text with its place and its round: of one step the kind that is read best."""
    for one in public.consultations:
        found = _best(public, "consultation.notice", DocumentKind.DRAFT, one.round)
        if found:
            yield f"{DRAFT}/{one.round}", one.round, found
    final = _best(public, "disclosure.publication", DocumentKind.FINAL)
    if final and public.result:
        yield DECISION, 0, final


def _best(
    public: PublicDossier, step: str, kind: DocumentKind, round_: int = 0
) -> PublicDocument | None:
    found = (
        one
        for one in public.documents
        if (one.step, one.kind) == (step, kind) and (not round_ or one.round == round_)
    )
    return best(found, lambda one: one.extension)


def _versions(
    office: Office, chosen: Iterable[tuple[str, int, PublicDocument]]
) -> Iterator[Version]:
    for place, round_, one in chosen:
        read = _kept(office, f"{one.digest} {one.extension}", _READ, partial(_read, office, one))
        if read.draft:
            yield Version(place, round_, one.digest, read.draft)


def _read(office: Office, document: PublicDocument) -> _Read:
    try:
        return _Read(draft=read_draft(document.extension, office.documents.read(document.digest)))
    except Unread as wrong:
        log.warning("《%s》%s，网页上没有它的全文", document.title, wrong)
        return _Read(draft=None, why=str(wrong))


def _kept(office: Office, key: str, form: TypeAdapter[Kept], make: Callable[[], Kept]) -> Kept:
    """What was made before of the same by the same program, or what is made of it now."""
    name = hashlib.sha256(f"{program()}\n{key}".encode()).hexdigest()
    file = office.home / FOLDER / f"{name}.json"
    try:
        return form.validate_json(file.read_bytes())
    except (FileNotFoundError, ValueError):  # not made yet, or cut short by a full disk
        made = make()
    if os.access(office.home, os.W_OK):  # an office on a read-only disk is read all the same
        own_folders(file.parent)
        new = file.with_name(f".new-{secrets.token_hex(8)}")
        new.write_bytes(form.dump_json(made))
        os.replace(new, file)
    return made


@cache
def program() -> str:
    """A digest of all that reads and compares: another program may read a file otherwise."""
    said = hashlib.sha256()
    for module in (opinions.clauses, storage.files):
        for path in sorted(Path(str(module.__file__)).parent.glob("*.py")):
            said.update(path.name.encode() + b"\0" + path.read_bytes())
    said.update(Path(catalog.clauses.__file__).read_bytes())
    return said.hexdigest()
