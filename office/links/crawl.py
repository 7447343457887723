"""Ask many addresses, each with the turns it takes to an end."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress

import httpx

from office.links.denylist import barred
from office.links.rate_limit import Hosts
from office.links.references import host_of
from office.links.request import Heard, Unheard, client, request
from office.links.result import LinkOutcome, LinkResult, outcome_of
from office.settings.links import Patrol, listed

TURNS = 10
"""Redirects that are followed."""
FOR_GOOD = {301, 308}
TURNING = {301, 302, 303, 307, 308}
MEGABYTE = 1024 * 1024


async def ask_all(
    addresses: Iterable[str], settings: Patrol, told: Callable[[LinkResult], None]
) -> bool:
    """Ask each address, telling every answer as it comes; False where time ran out before the last.

    The addresses of one host are asked one after the other, hosts side by side.
    """
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in dict.fromkeys(addresses):
        by_host[host_of(address)].append(address)

    async def each_of(those: list[str]) -> None:
        for address in those:
            told(await asker.ask(address))

    with suppress(TimeoutError):
        async with (
            asyncio.timeout(settings.most_minutes * 60),
            client(settings.wait_seconds, settings.proxy) as web,
        ):
            asker = Asker(web, settings)
            async with asyncio.TaskGroup() as group:
                for those in by_host.values():
                    group.create_task(each_of(those))
        return True
    return False


class Asker:
    """Asks for addresses with one client, politely."""

    def __init__(self, web: httpx.AsyncClient, settings: Patrol) -> None:
        self._web, self._settings = web, settings
        self._hosts = Hosts(settings.at_once, settings.pause_seconds)

    async def ask(self, address: str) -> LinkResult:
        """Ask, and follow where it leads."""
        at, moved, seen = address, True, Counter[str]()
        for _ in range(TURNS + 1):
            if why := await barred(at, self._settings):
                return LinkResult(address, LinkOutcome.NOT_ASKED, _at(address, at, why), final=at)
            heard = await self._heard(at)
            if isinstance(heard, Unheard):
                return LinkResult(address, heard.outcome, _at(address, at, heard.said), final=at)
            seen[at] += 1
            to = _turn(at, heard)
            if not to:
                return self._answer(address, at, heard, moved=moved)
            moved = moved and heard.status in FOR_GOOD
            if seen[to] > 1:  # once more is how some sites set a cookie
                return LinkResult(
                    address, LinkOutcome.FAILED, "转来转去回到原处", heard.status, final=to
                )
            at = to
        return LinkResult(address, LinkOutcome.FAILED, f"转了{TURNS}次还没有到", final=at)

    async def _heard(self, address: str) -> Heard | Unheard:
        """HEAD, and GET where HEAD is refused, fails or would bring no copy."""
        settings = self._settings
        keep = int(settings.copy_megabytes * MEGABYTE) if listed(address, settings.copied) else 0
        if not keep:
            heard = await self._request("HEAD", address, 0)
            silent = isinstance(heard, Unheard) and heard.outcome is not LinkOutcome.FAILED
            if silent or (isinstance(heard, Heard) and heard.status < 400):
                return heard
        return await self._request("GET", address, keep)

    async def _request(self, method: str, address: str, keep: int) -> Heard | Unheard:
        async with self._hosts.turn(host_of(address)):
            return await request(self._web, method, address, self._settings.wait_seconds, keep)

    def _answer(self, address: str, at: str, heard: Heard, *, moved: bool) -> LinkResult:
        if heard.status in TURNING:
            return LinkResult(
                address, LinkOutcome.FAILED, f"{heard.status} 转向没有写明去处", heard.status
            )
        outcome, said = outcome_of(heard.status, proxied=bool(self._settings.proxy))
        moved_to = at if moved and at != address and outcome is LinkOutcome.OK else ""
        if moved_to:
            said = f"{said}，已永久转到 {at}"
        return LinkResult(
            address,
            outcome,
            f"{said}；{heard.note}" if heard.note else said,
            heard.status,
            at,
            moved_to,
            heard.tls_until,
            heard.wait_days,
            heard.copy,
        )


def _turn(at: str, heard: Heard) -> str:
    """Where a redirect leads, empty where there is none or it is no web address."""
    if heard.status not in TURNING or not heard.location:
        return ""
    try:
        to = httpx.URL(at).join(heard.location)
    except (httpx.InvalidURL, ValueError):
        return ""
    return str(to.copy_with(fragment=None)) if to.scheme in {"http", "https"} else ""


def _at(address: str, at: str, said: str) -> str:
    return said if at == address else f"转到 {at}：{said}"
