"""Rules of the page standard that the files alone cannot tell of, and where they are held."""

from typing import NamedTuple


class Elsewhere(NamedTuple):
    """A rule, why the files cannot tell, and the test or rule that holds it."""

    says: str
    why: str
    held_by: str


IN_BROWSER = "tests/publish/test_browser.py"
ELSEWHERE: dict[str, Elsewhere] = {}
