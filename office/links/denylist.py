"""Which addresses are never asked: what the office names, and whatever lies inside its own network."""

import asyncio
import ipaddress
from urllib.parse import urlsplit

from office.links.references import host_of
from office.settings.links import Patrol, listed

NAMED = "列为不核对的主机"
INSIDE = "内网或者本机地址，没有列为可以核对的内网主机"


async def barred(address: str, settings: Patrol) -> str:
    """Why an address is not asked, empty where it may be.

    A page, or where it leads on to, must not make the patrol knock at machines inside. Whoever
    changes what a name resolves to between this look and the request gets one request through.
    """
    host = host_of(address)
    if not host or listed(address, settings.never):
        return NAMED if host else "网址写法不对，应像 https://www.example.gov.cn/ 这样写"
    if listed(address, settings.internal):
        return ""
    if "." not in host and ":" not in host:
        return INSIDE
    found = [host] if _number(host) or settings.proxy else await _resolved(address, host)
    return INSIDE if any(map(_inside, found)) else ""


def _inside(number: str) -> bool:
    ip = _number(number)
    return ip is not None and (not ip.is_global or ip.is_multicast)


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None


async def _resolved(address: str, host: str) -> list[str]:
    """The numbers of a host; none where the name is not known: the request will say so itself."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, urlsplit(address).port or 443)
    except (OSError, UnicodeError):
        return []
    return [str(where[4][0]) for where in found]
