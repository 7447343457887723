"""Finished site folder -> sealed site folder.

The pages and the manifest are not touched. Files are laid so that edition.json comes last: a site
whose sealing was interrupted does not pass for a sealed one.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Unavailable
from office.editions.proof import checksums
from office.editions.proof.history_page import history_page, name
from office.editions.proof.key import Signer
from office.editions.proof.seal import Digests, Ledger, Previous, Seal, Told, sha256
from office.editions.proof.timestamp import NoStamp, Stamper
from pages.build.disk import replace
from pages.build.manifest import MANIFEST, Listing, read_manifest
from pages.build.paths import EARLIER, EDITION, HISTORY, SIGNATURE, STAMP, STAMP_SIGNATURE, SUMS
from pages.html.theme import PLAIN, Theme


class NotReproducible(Unavailable, ValueError):
    """The site in the folder is not the one that was sealed; str() says in what, in Chinese."""


class StaleDraft(Unavailable):
    """The site in the folder does not come from this ledger; str() says so, in Chinese."""


class Sealed(NamedTuple):
    """An edition as it was sealed: what rebuilding it needs beside the ledger."""

    seal: Seal
    signature: bytes = b""
    stamp: bytes = b""
    stamp_signature: bytes = b""


class Means(NamedTuple):
    """With what an office seals; `known` are SM3 digests by sha256 that need no reading."""

    signer: Signer | None = None
    stamper: Stamper | None = None
    known: Mapping[str, str] = checksums.NO_SUMS
    look: Theme = PLAIN


PLAINLY = Means()


class Done(NamedTuple):
    """The edition, the SM3 digests for the next one, and why there is no time stamp, if so."""

    sealed: Sealed
    known: Mapping[str, str]
    unstamped: str


def seal_folder(
    folder: Path, told: Told, earlier: Sequence[Sealed] = (), means: Means = PLAINLY
) -> Done:
    """Seal the site in a folder as the edition after the earlier ones. Raises Unreadable, OSError.

    A time-stamping authority that does not answer keeps no edition back: the stamp of the next one
    covers this one too, for it names its digest.
    """
    body = (folder / MANIFEST).read_bytes()
    listing = read_manifest(body)
    found = checksums.sums(folder, listing, means.known)
    seal = _seal(body, listing, told, earlier, means)
    files = {HISTORY: _history(earlier, seal, means.look), SUMS: checksums.written(found)}
    seal = seal.model_copy(update={"files": {path: sha256(one) for path, one in files.items()}})
    stamp, unstamped = _stamp(seal, means.stamper)
    sealed = Sealed(seal, _sign(means.signer, seal.written()), stamp, _sign(means.signer, stamp))
    _put(folder, files, sealed, earlier)
    return Done(sealed, checksums.pairs(listing, found), unstamped)


def reseal(folder: Path, sealed: Sealed, earlier: Sequence[Sealed], look: Theme = PLAIN) -> None:
    """Seal a site that was built anew just as it was sealed then. Raises NotReproducible, Unreadable, OSError."""
    body = (folder / MANIFEST).read_bytes()
    if sha256(body) != sealed.seal.manifest.sha256:
        raise NotReproducible("manifest.json 与封存时的校验值不符")
    files = {
        HISTORY: _history(earlier, sealed.seal, look),
        SUMS: checksums.written(checksums.sums(folder, read_manifest(body))),
    }
    for path, one in files.items():
        if sha256(one) != sealed.seal.files[path]:
            raise NotReproducible(f"{path} 与封存时的校验值不符")
    _put(folder, files, sealed, earlier)


def laid(seal: Seal, *, stamp: bool) -> dict[str, str]:
    """Every file that a seal lays beside the manifest, with its sha256 where the seal tells it.

    What belongs to the editions before the one before is told by theirs.
    """
    told = {MANIFEST: seal.manifest.sha256, EDITION: "", **seal.files}
    told |= {SIGNATURE: ""} if seal.key else {}
    told |= {STAMP: ""} if stamp else {}
    told |= {STAMP_SIGNATURE: ""} if stamp and seal.key else {}
    if (before := seal.previous) is not None:
        told |= earlier_files(before)
    return told


def earlier_files(before: Previous) -> dict[str, str]:
    """The files of an earlier edition, with their digests."""
    own = name(before.number)
    beside = {f"{own}.sig": before.signature, f"{own}.tsr": before.stamp}
    return {own: before.sha256} | {path: digest for path, digest in beside.items() if digest}


def _seal(
    body: bytes, listing: Listing, told: Told, earlier: Sequence[Sealed], means: Means
) -> Seal:
    before, head = (earlier[-1] if earlier else None), listing.ledger
    return Seal(
        number=len(earlier) + 1,
        as_of=listing.as_of,
        published_at=told.published_at,
        builder=listing.builder,
        ledger=Ledger(entries=head.entries, digest=head.digest, position=told.position),
        manifest=Digests(sha256=sha256(body), sm3=checksums.sm3(body)),
        files={},
        previous=_previous(before) if before else None,
        notice=told.notice,
        matters=told.matters,
        key=means.signer.public if means.signer else "",
        stamped_by=means.stamper.url if means.stamper else "",
        withdrawn=told.withdrawn,
        chains=told.chains,
    )


def _previous(before: Sealed) -> Previous:
    return Previous(
        number=before.seal.number,
        sha256=sha256(before.seal.written()),
        signature=sha256(before.signature),
        stamp=sha256(before.stamp),
    )


def _history(earlier: Sequence[Sealed], seal: Seal, look: Theme) -> bytes:
    return history_page([*(one.seal for one in earlier), seal], look)


def _sign(signer: Signer | None, body: bytes) -> bytes:
    return signer.sign(body) if signer and body else b""


def _stamp(seal: Seal, stamper: Stamper | None) -> tuple[bytes, str]:
    if stamper is None:
        return b"", ""
    try:
        return stamper.stamp(seal.written()), ""
    except NoStamp as why:
        return b"", str(why)


def _put(
    folder: Path, files: Mapping[str, bytes], sealed: Sealed, earlier: Sequence[Sealed]
) -> None:
    """Lay everything, edition.json last; what an earlier sealing left and this one lacks goes."""
    (folder / EDITION).unlink(missing_ok=True)
    wanted = dict(files)
    for one in earlier:
        own = name(one.seal.number)
        wanted |= _beside(own, one) | {own: one.seal.written()}
    wanted |= _beside(EDITION, sealed)
    wanted |= {STAMP_SIGNATURE: sealed.stamp_signature} if sealed.stamp_signature else {}
    newest = (folder / one for one in (SIGNATURE, STAMP, STAMP_SIGNATURE))
    old = [*(folder / EARLIER).glob("*"), *newest]
    for file in old:
        if file.relative_to(folder).as_posix() not in wanted:
            file.unlink(missing_ok=True)
    for path, body in wanted.items():
        if not (folder / path).is_file() or (folder / path).read_bytes() != body:
            replace(folder, path, body)
    replace(folder, EDITION, sealed.seal.written())


def _beside(own: str, sealed: Sealed) -> dict[str, bytes]:
    both = {f"{own}.sig": sealed.signature, f"{own}.tsr": sealed.stamp}
    return {path: body for path, body in both.items() if body}
