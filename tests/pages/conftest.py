"""The sample site, built once."""

from pathlib import Path

import pytest

from catalog.public import PublicDossier, disclose
from catalog.public.year import Year
from pages.build.manifest import Head
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build

HEAD = Head(99, "ab" * 32)


@pytest.fixture(scope="session")
def edition() -> Edition:
    items = list(samples().values())
    return build([Year(catalog_dossier(), items)], AS_OF, HEAD, STORE.__getitem__)


@pytest.fixture(scope="session")
def html(edition: Edition) -> dict[str, str]:
    """Every HTML page by its path."""
    return {p: body.decode() for p, body in edition.files.items() if p.endswith(".html")}


@pytest.fixture(scope="session")
def public() -> dict[str, PublicDossier]:
    return {name: disclose(dossier, AS_OF) for name, dossier in samples().items()}


@pytest.fixture(scope="session")
def pages(public: dict[str, PublicDossier]) -> dict[str, ItemPage]:
    return {name: item_page(one) for name, one in public.items()}


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every page of the demonstration as files, built once for all tests that open them."""
    from tests.pages.demo import everything

    return everything(tmp_path_factory.mktemp("demonstration"))
