"""How many letters an address sent lately. It closes the door to no letter: a community centre is one address."""

import hmac
import secrets
from collections import OrderedDict
from ipaddress import IPv6Address, ip_address

WINDOW = 3600
MANY, FLOOD = 30, 300
"""Letters of an hour beyond which the proof of work is dearer, and beyond which each is looked at."""
KEPT = 50_000
"""Addresses remembered; the one that was silent longest is forgotten first."""


class Rate:
    """Counts by a keyed digest of the address, in memory alone: no address is kept or written anywhere."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(16)
        self._counted: OrderedDict[bytes, tuple[float, int]] = OrderedDict()

    def of(self, address: str, now: float) -> int:
        """Letters of an address in the present hour."""
        begun, count = self._counted.get(self._key(address), (now, 0))
        return count if now - begun < WINDOW else 0

    def count(self, address: str, now: float) -> int:
        """Count one more; returns how many there were before it."""
        key = self._key(address)
        begun, count = self._counted.pop(key, (now, 0))
        if now - begun >= WINDOW:
            begun, count = now, 0
        self._counted[key] = (begun, count + 1)
        if len(self._counted) > KEPT:
            self._counted.popitem(last=False)
        return count

    def _key(self, address: str) -> bytes:
        return hmac.digest(self._secret, _network(address).encode(), "sha256")[:8]


def _network(address: str) -> str:
    """An IPv6 address by its first 64 bits, which one household has to itself; anything else as it is."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address
