"""The demonstration edition as it is built, with its search."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import build_edition


@cache
def built() -> dict[str, bytes]:
    """The files of both demonstration catalogs, filed without the engine and built."""
    with TemporaryDirectory() as home:
        office = demonstrated(Path(home)).model_copy(update={"search": True})
        return dict(build_edition(office, AS_OF).files)
