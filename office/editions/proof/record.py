"""What is put on file of an edition that went out: all that rebuilding it needs beside the ledger."""

from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from typing import ClassVar

from catalog.deadlines import deadlines
from office.editions.proof.lay import Sealed
from office.editions.proof.seal import Seal
from pages.build.cache import inputs
from pages.html.theme import SiteContext, Theme
from pages.website import Site
from storage.acts import Act

SUBJECT = "edition"


class EditionOut(Act):
    """An edition, sealed. `sites` None: the websites as of the edition before.

    `inputs` is a digest of the program, the websites and the looks: where an edition cannot be
    built as it was, it tells whether it is because of these.
    """

    KIND: ClassVar[str] = "edition"

    seal: Seal
    signature: str = ""
    stamp: str = ""
    stamp_signature: str = ""
    sites: Mapping[str, Site] | None = None
    search: bool = False
    history: bool = False
    deadlines: bool = False
    """Whether it had the page of legal periods, as all have but the oldest."""
    inputs: str = ""
    out_noted: bool = False
    """Whether a later act says since when it was out; of older ones that is taken from the seal."""

    @property
    def sealed(self) -> Sealed:
        """The edition as `reseal` takes it."""
        beside = (self.signature, self.stamp, self.stamp_signature)
        return Sealed(self.seal, *map(b64decode, beside))


def edition_out(sealed: Sealed, setting: SiteContext, earlier: Iterable[EditionOut]) -> EditionOut:
    """What goes on file of an edition, after those that went out before."""
    signature, stamp, stamp_signature = (b64encode(one).decode() for one in sealed[1:])
    return EditionOut(
        seal=sealed.seal,
        signature=signature,
        stamp=stamp,
        stamp_signature=stamp_signature,
        sites=None if sites_of(earlier) == setting.sites else setting.sites,
        search=setting.look.search,
        history=setting.look.history,
        deadlines=setting.deadlines is not None,
        inputs=inputs(setting),
        out_noted=True,
    )


def sites_of(editions: Iterable[EditionOut]) -> Mapping[str, Site] | None:
    """The websites as of the last of some editions."""
    told = None
    for one in editions:
        told = told if one.sites is None else one.sites
    return told


def setting_of(editions: Iterable[EditionOut], look: Theme) -> SiteContext:
    """The setting of the last of some editions; of `look` the office's own files are taken."""
    known = list(editions)
    last = known[-1]
    dressed = look._replace(fragment=False, search=last.search, history=last.history)
    reckoned = deadlines() if last.deadlines else None
    return SiteContext(sites_of(known) or {}, dressed, reckoned)
