"""The pictures of the pages in docs/images: of today's pages, small, and made by this test.

`pytest tests/pages/test_pictures.py --write-golden` takes them anew.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image, ImageChops, ImageStat

from tests.pages.chromium import ALONE, served, started
from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import build_edition, write

pytestmark = ALONE

IMAGES = Path(__file__).parents[2] / "docs" / "images"
MOST = 150 * 1024
COARSE, FAR = (40, 60), 6.0
"""Pictures are compared this small, where no typeface matters, and may differ by this of 255."""


class Shot(NamedTuple):
    """A page as one picture shows it, from its top."""

    name: str
    path: str
    width: int
    height: int


SHOTS = (
    Shot("item", "zwgk/zdjc/2026/01/", 1280, 1100),
    Shot("item-375", "zwgk/zdjc/2026/05/", 375, 1600),
    Shot("opinions-1280", "zwgk/zdjc/2026/02/#caina", 1280, 1100),
    Shot("opinions-375", "zwgk/zdjc/2026/02/#caina", 375, 1600),
    Shot("catalog-1280", "zwgk/zdjc/2026/", 1280, 1100),
    Shot("catalog-375", "zwgk/zdjc/2026/", 375, 1600),
    Shot("removed-375", "zwgk/zdjc/2026/08/", 375, 1600),
    Shot("texts-375", "zwgk/zdjc/2026/02/duizhao/1-jueding/", 375, 1600),
    Shot("texts-1280", "zwgk/zdjc/2026/02/duizhao/1-jueding/", 1280, 1100),
)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Image.Image]]:
    folder = tmp_path_factory.mktemp("pictured")
    write(build_edition(demonstrated(folder / "office"), AS_OF), folder / "site")
    with started() as browser, served(folder / "site" / "demo") as address:
        yield {shot.name: _taken(browser, address, shot) for shot in SHOTS}


def _taken(browser: Any, address: str, shot: Shot) -> Image.Image:
    page = browser.new_page(viewport={"width": shot.width, "height": shot.height})
    page.goto(f"{address}{shot.path}")
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.close()
    return picture.convert("RGB").quantize(64, dither=Image.Dither.NONE)


@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture_shows_the_page_as_it_is_today(
    shot: Shot, taken: dict[str, Image.Image], request: pytest.FixtureRequest
) -> None:
    file = IMAGES / f"{shot.name}.png"
    if request.config.getoption("--write-golden"):
        taken[shot.name].save(file, optimize=True)
    assert file.stat().st_size <= MOST
    with Image.open(file) as kept:
        assert kept.size == (shot.width, shot.height)
        assert _apart(kept, taken[shot.name]) < FAR


def test_pictures_of_different_pages_are_told_apart(taken: dict[str, Image.Image]) -> None:
    assert _apart(taken["item-375"], taken["catalog-375"]) > FAR
    assert _apart(taken["item"], taken["catalog-1280"]) > FAR


def test_every_picture_of_a_page_is_shown_in_the_docs() -> None:
    root = IMAGES.parents[1]
    said = (root / "README.md").read_text("utf-8") + (root / "docs/pages.md").read_text("utf-8")
    assert [shot.name for shot in SHOTS if f"images/{shot.name}.png" not in said] == []


def _apart(one: Image.Image, other: Image.Image) -> float:
    """How far two pictures are apart on the whole, of 255."""
    small = [picture.convert("L").resize(COARSE, Image.Resampling.BOX) for picture in (one, other)]
    return float(ImageStat.Stat(ImageChops.difference(*small)).rms[0])
