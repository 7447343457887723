"""The links of an office: where they stand, and asking for them; knows no engine."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from catalog.annual import CatalogRecord
from catalog.public import disclose, disclose_catalog
from catalog.public.disclose import NotListed
from office.links.collect import LinkRound
from office.links.crawl import ask_all
from office.links.notes import Notes
from office.links.references import Cited, of_calls, of_item, of_site, unique
from office.links.result import LinkResult
from office.links.status import LinkChecked, LinkStatus
from office.settings.drill import Drill
from office.settings.installation import Office
from office.settings.links import Patrol
from office.settings.publication import read_publishing
from office.settings.site_context import setting_of

OFF = "没有启用链接巡查（见 publication.yaml 的“链接巡查”）"
DRILL = "演练中不访问外面的网站"


class Round(NamedTuple):
    """What a round of the patrol came to."""

    asked: int
    left: int
    """Links that were due and of which nothing was learned: no time, or no way out."""
    silent: bool
    """Nothing outside answered: it is taken for our own line, and held against no link."""


def citations(office: Office, today: date, item: str = "") -> list[Cited]:
    """Every address on the pages of a day, or of one item. Raises what `setting_of` does."""
    ledger = office.ledger()
    catalogs = {catalog: ledger.load(catalog, on=today) for catalog in ledger.catalogs()}
    setting = setting_of(office, catalogs.values())
    around: dict[str, list[Cited]] = {}
    calls: list[Cited] = []
    for id_, dossier in catalogs.items():  # of an authority's years the latest
        told = dossier.latest(CatalogRecord)
        site = setting.site(told.authority) if told and not told.compiled_from else None
        if told and site:
            around[told.authority.id] = list(of_site(site, told.authority, id_))
        if told:
            calls += of_calls(disclose_catalog(dossier, today))
    found = [one for links in (*around.values(), calls) for one in links if item in {"", one.item}]
    for id_ in [item] if item else ledger.items():
        with suppress(NotListed):  # not listed yet, or secret: no page that could lead anywhere
            found += of_item(setting.placed(disclose(ledger.load(id_, on=today), today)))
    return unique(found)


def standings(office: Office, cited: Iterable[Cited]) -> dict[str, LinkStatus]:
    """How each address stands, by what is on file and what was noted since."""
    filed = {done.subject: done.act for done in office.ledger().acts.of(LinkChecked)}
    noted = notes(office).read()
    return {
        address: LinkStatus.model_validate(noted[address])
        if address in noted
        else LinkStatus.on_file(address, filed.get(address))
        for address in dict.fromkeys(one.address for one in cited)
    }


def why_not(office: Office) -> str:
    """Why nothing is asked in this office; empty where its links are patrolled. Raises ShapeError."""
    if not read_publishing(office.home).patrol.on:
        return OFF
    return DRILL if Drill.of(office.home) else ""


def patrol(
    office: Office, today: date, *, item: str = "", begun: Callable[[int], Callable[[], None]]
) -> Round:
    """Ask for what is due on a day; with `item`, for all of that item.

    `begun` is told how many they are and gives what is called after each. Those asked longest ago
    come first, should time run out. Every answer is kept as it comes: one killed half-way goes on
    where it was. Raises office.links.notes.Busy.
    """
    if why_not(office):
        return Round(0, 0, silent=False)
    with notes(office).alone():
        cited = citations(office, today)
        before = standings(office, cited)
        own = {one.address for one in cited if one.item == item}
        wanted = [s for a, s in before.items() if (a in own if item else s.due(today))]
        due = [s.address for s in sorted(wanted, key=lambda s: s.asked_on or date.min)]
        notes(office).settle(standing.model_dump(mode="json") for standing in before.values())
        settings = read_publishing(office.home).patrol
        round_ = LinkRound(office, today, notes(office), before)
        asyncio.run(_ask(due, settings, round_, begun(len(due))))
    return Round(round_.asked, len(due) - round_.noted, silent=round_.silent)


def notes(office: Office) -> Notes:
    """When each link was last asked, and how it stood."""
    return Notes(office.home / "patrol" / "asked.jsonl", "address")


async def _ask(
    due: list[str], settings: Patrol, round_: LinkRound, asked: Callable[[], None]
) -> None:
    def hear(answer: LinkResult) -> None:
        round_.hear(answer)
        asked()

    if due and settings.probes:
        await ask_all(settings.probes, settings, round_.probed)
    await ask_all(due, settings, hear)
    round_.end()
