"""One request at a time for each host, a pause after it, and no more than so many hosts at once."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Hosts:
    """Turns at hosts; a host is its name, whatever the port."""

    def __init__(self, at_once: int, pause: float) -> None:
        self._slots = asyncio.Semaphore(at_once)
        self._pause = pause
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._free_at: defaultdict[str, float] = defaultdict(float)

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the host may be asked, and keep others from it meanwhile.

        Who waits for a host holds no slot: a slow one keeps nobody else waiting.
        """
        clock = asyncio.get_running_loop().time
        async with self._queues[host]:
            await asyncio.sleep(self._free_at[host] - clock())
            async with self._slots:
                try:
                    yield
                finally:
                    self._free_at[host] = clock() + self._pause
