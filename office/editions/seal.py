"""Sealing what is about to go out, putting it on file, and building any past edition anew."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from pydantic import TypeAdapter

from catalog.annual import CatalogRecord
from catalog.errors import Refusal
from catalog.ids import item_id
from catalog.public import disclose_catalog
from catalog.public.events import events
from catalog.public.item import PublicEvent
from catalog.record import Actor, Sha256
from office.build import write_in
from office.editions.history import EditionHistory
from office.editions.proof.key import read_key
from office.editions.proof.lay import (
    Means,
    NotReproducible,
    Sealed,
    StaleDraft,
    reseal,
    seal_folder,
)
from office.editions.proof.record import SUBJECT, EditionOut, edition_out, setting_of
from office.editions.proof.seal import Matter, Seal, Told
from office.editions.proof.timestamp import Stamper, certificates
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.publication import read_publishing
from office.settings.websites import borrowed
from pages.build.cache import inputs
from pages.build.disk import replace
from pages.build.manifest import MANIFEST, read_manifest
from pages.html.theme import SiteContext, Theme
from pages.model.wording import day
from pages.website import Site
from storage.ledger import Head, Ledger

log = logging.getLogger(__name__)

SUMS = TypeAdapter(dict[Sha256, Sha256])
KNOWN = "sm3.json"
"""In the office's home: SM3 digests by sha256, so that no file is read twice for them."""


class NoSuchEdition(Refusal, LookupError):
    """An edition of that number never went out."""


class SealedEdition(NamedTuple):
    """The edition as it is on file, and why it has no time stamp, if so."""

    edition: EditionOut
    unstamped: str


def seal_site(
    office: Office,
    folder: Path,
    setting: SiteContext,
    matters: Iterable[Matter],
    *,
    actor: Actor,
    at: datetime,
) -> SealedEdition:
    """Seal a finished site as the next edition and put that on file; push it only after that.

    `setting` is what the site was built in. One at a time: the caller holds the lock on publishing.
    Raises StaleDraft, key.Unfit (a key, or certificates), ShapeError, OSError.
    """
    ledger = office.ledger()
    earlier = editions(ledger)
    told = _telling(ledger, folder, matters, at)
    done = seal_folder(folder, told, [one.sealed for one in earlier], _means(office, setting.look))
    if done.unstamped:
        number = done.sealed.seal.number
        log.warning(
            "第%d号没有时间戳：%s；照常公开，下一号的时间戳连带证明这一号", number, done.unstamped
        )
    _remember(office.home, done.known)
    out = edition_out(done.sealed, setting, earlier)
    ledger.acts.append(out, SUBJECT, actor, at)
    return SealedEdition(out, done.unstamped)


def _telling(ledger: Ledger, folder: Path, matters: Iterable[Matter], at: datetime) -> Told:
    listing = read_manifest((folder / MANIFEST).read_bytes())
    position = ledger.place_of(listing.as_of, Head(*listing.ledger))
    if position is None:
        raise StaleDraft(f"{folder} 的页面不是按这份台账生成的，请重新生成")
    return Told(
        published_at=at,
        position=position,
        notice=_notice(ledger.upto(position), listing.as_of),
        matters=tuple(matters),
        withdrawn=EditionHistory(ledger).untold,
        chains=ledger.chain_ends(),
    )


def editions(ledger: Ledger) -> list[EditionOut]:
    """Every edition that went out, oldest first."""
    return [done.act for done in ledger.acts.of(EditionOut, SUBJECT)]


def reasons(ledger: Ledger, id_: str, on: date, last: EditionOut | None) -> tuple[str, ...]:
    """Why the pages of an item or a year differ from the last edition: what its update history tells
    of now and did not then. What is on file and told on no page is no reason here either."""
    before = set[str]()
    if last is not None:
        seal = last.seal
        before = {one.id for one in _told(ledger.upto(seal.ledger.position), id_, seal.as_of)}
    new = [one for one in _told(ledger, id_, on) if one.id not in before]
    return tuple(f"{day(one.on)}{one.what}" for one in reversed(new))


def _told(ledger: Ledger, id_: str, on: date) -> Sequence[PublicEvent]:
    dossier = ledger.load(id_, on=on)
    if not dossier.entries:
        return ()
    return events(dossier, on) if item_id(id_) else disclose_catalog(dossier, on).events


def rebuild(office: Office, number: int, folder: Path, *, processes: int = 1) -> Sealed:
    """Build a past edition anew, byte for byte, its seal included.

    Raises NoSuchEdition; NotReproducible where it does not come out as it was, which says what is to blame
    as far as that can be told; NotASite, Altered, OSError.
    """
    known = editions(office.ledger())[:number]
    if not 0 < number == len(known):
        raise NoSuchEdition(f"没有公开过第{number}号")
    out, seal = known[-1], known[-1].seal
    overrides = office.home / "look"
    setting = setting_of(known, Theme(overrides if overrides.is_dir() else None))
    place = seal.ledger.position
    setting = setting._replace(sites=_with_borrowed(office, setting.sites, seal))
    write_in(office, seal.as_of, folder, setting, processes=processes, upto=place)
    try:
        reseal(folder, out.sealed, [one.sealed for one in known[:-1]], setting.look)
    except NotReproducible as wrong:
        raise NotReproducible(
            f"第{number}号没有原样生成：{wrong}。{_blame(office, out, setting)}"
        ) from wrong
    return out.sealed


def _with_borrowed(office: Office, sites: Mapping[str, Site], seal: Seal) -> Mapping[str, Site]:
    """The websites of an edition, with those that a drill made up and once did not put on file."""
    drilled = Drill.of(office.home) is not None
    return {**sites, **borrowed(sites, _lacking(office, sites, seal))} if drilled else sites


def _lacking(office: Office, sites: Mapping[str, Site], seal: Seal) -> dict[str, str]:
    """The authorities of an edition that have no website in it, by id."""
    ledger = office.ledger(seal.ledger.position)
    told = (ledger.load(one, on=seal.as_of).latest(CatalogRecord) for one in ledger.catalogs())
    own = (one.authority for one in told if one and not one.compiled_from)
    return {one.id: one.name for one in own if one.id not in sites}


def _blame(office: Office, out: EditionOut, setting: SiteContext) -> str:
    if lacking := _lacking(office, setting.sites, out.seal):
        return (
            f"当时{'、'.join(lacking.values())}的网站是演练借用示例的，没有登记下来，"
            "不能原样生成；这不说明台账被改动，核对台账用 juece verify-ledger"
        )
    if inputs(setting) != out.inputs:
        return f"程序或者页面样式与当时（{out.seal.builder}）不同，请用当时的版本和 look 文件夹生成"
    return "程序和页面样式与当时相同，台账或者材料可能被改动，请用 juece verify-ledger 核对"


def _means(office: Office, look: Theme) -> Means:
    told = read_publishing(office.home).seal
    trusted = certificates(office.home / told.tsa_certificates) if told.tsa_certificates else ()
    return Means(
        signer=read_key(office.home / told.key) if told.key else None,
        stamper=Stamper(told.tsa, trusted) if told.tsa else None,
        known=_known(office.home),
        look=look,
    )


def _notice(ledger: Ledger, on: date) -> str:
    told = (ledger.load(one, on=on).latest(CatalogRecord) for one in ledger.catalogs())
    return "\n".join(dict.fromkeys(one.notice for one in told if one and one.notice))


def _known(home: Path) -> dict[str, str]:
    try:
        return SUMS.validate_json((home / KNOWN).read_bytes())
    except (FileNotFoundError, ValueError):
        return {}  # they are worked out anew


def _remember(home: Path, known: object) -> None:
    replace(home, KNOWN, json.dumps(known).encode())
