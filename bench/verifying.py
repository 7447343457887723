"""Verifying a sealed site of 10,000 files, beside `sha256sum -c` on the same files."""

import random
import subprocess
from datetime import date, datetime
from pathlib import Path

from bench.timing import Rows, against
from catalog.timezone import SHANGHAI
from office.editions.proof.key import new_key
from office.editions.proof.lay import Means, seal_folder
from office.editions.proof.seal import Told
from office.editions.proof.source import Folder
from office.editions.proof.verify import verify
from pages.build.manifest import Head
from tests.pages.edition import Edition, write

FILES, BYTES = 10_000, 16_384


def rows(folder: Path) -> Rows:
    """What verifying the whole site costs, signature and history included."""
    folder.mkdir()
    site, sums = folder / "site", folder / "sha256sums.txt"
    dice = random.Random(1)
    files = {f"demo/{n // 100}/{n}.html": dice.randbytes(BYTES) for n in range(FILES)}
    edition = Edition(files, date(2026, 11, 1), Head(1, "ab" * 32))
    write(edition, site)
    at = datetime(2026, 11, 1, 10, tzinfo=SHANGHAI)
    told = Told(published_at=at, position=1, matters=())
    known = seal_folder(site, told, means=Means(new_key(folder / "edition.key"))).known
    listed = subprocess.run(
        ["sha256sum", *sorted(files)], cwd=site, check=True, capture_output=True
    )
    sums.write_bytes(listed.stdout)

    def check() -> None:
        assert verify(Folder(site)).whole

    def peer() -> None:
        subprocess.run(["sha256sum", "--quiet", "-c", sums], cwd=site, check=True)

    yield against(f"verify a sealed site of {FILES} files", check, "sha256sum -c", peer)

    def seal() -> None:
        seal_folder(site, told, means=Means(known=known))

    yield against("seal it again, no file changed", seal, "sha256sum -c", peer)
