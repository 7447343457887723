"""An authority for time stamps and a sealed site, made once."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import pytest

from office.editions.proof.key import Signer, fingerprint, new_key
from office.editions.proof.lay import Means
from office.editions.proof.trust import Asked
from tests.office.editions.authority import Authority, authority
from tests.office.editions.sites import published


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    """A time-stamping authority that answers."""
    with authority(tmp_path_factory.mktemp("authority")) as running:
        yield running


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return new_key(tmp_path_factory.mktemp("keys") / "edition.key")


@pytest.fixture(scope="session")
def sealed_once(tmp_path_factory: pytest.TempPathFactory, desk: Authority, signer: Signer) -> Path:
    """Three editions, signed and stamped."""
    folder = tmp_path_factory.mktemp("sealed") / "site"
    published(folder, 3, Means(signer, desk.stamper))
    return folder


@pytest.fixture
def site(sealed_once: Path, tmp_path: Path) -> Path:
    """A copy of it to do harm to."""
    return copytree(sealed_once, tmp_path / "site")


@pytest.fixture
def asked(desk: Authority, signer: Signer) -> Asked:
    """What a careful reader brings along."""
    return Asked(key=fingerprint(signer.public), certificates=desk.stamper.certificates)
