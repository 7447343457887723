"""What looking into one file may take, with all that is packed in it; then it is told as not checked."""

from time import thread_time

SECONDS = 60
"""Processor time for one file."""
UNPACKED = 400_000_000
"""Bytes that one file may unpack to, those of every layer together."""
SAID = 40_000_000
"""Characters of text that are looked at; a few bytes can stand for the same text many times."""

OFTEN, PER_WORK = 2_000, 300
"""How much work is done between two looks at the clock, and how many bytes or signs are so much."""


class Spent(Exception):
    """Nothing more of the file is looked at; str() says why, in Chinese."""


class Budget:
    """What is left for one file: shared by its readers, the files within it, and the searches."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds, self._until = seconds, thread_time() + seconds
        self.unpacked, self._said, self._since = UNPACKED, SAID, 0

    def tick(self, work: int = 1) -> None:
        """To be called in every loop over what a file holds. Raises Spent when the time is up.

        The clock is looked at after some work only: that takes longer than to look at a cell.
        """
        self._since += work
        if self._since >= OFTEN:
            self._since = 0
            if thread_time() > self._until:
                raise Spent(f"检查超过{self._seconds:g}秒")

    def unpack(self, size: int) -> None:
        """Count bytes that were unpacked. Raises Spent."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Spent(f"解开后超过{UNPACKED // 1_000_000}兆字节")
        self.tick(1 + size // PER_WORK)

    def say(self, size: int) -> None:
        """Count characters to be looked at. Raises Spent."""
        self._said -= size
        self._since += 1 + size // PER_WORK
        if self._said < 0:
            raise Spent(f"文字超过{SAID // 10_000}万字")
        if self._since >= OFTEN:  # asked here as well: most texts are a word in a cell
            self.tick(0)
