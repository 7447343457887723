"""Sealing adds to a site and touches nothing of it; the same telling gives the same bytes."""

from pathlib import Path
from shutil import copytree

import pytest

from catalog.parse import ShapeError
from office.editions.proof import lay as laying
from office.editions.proof.key import Signer, Unfit
from office.editions.proof.lay import Means, NotReproducible, reseal, seal_folder
from office.editions.proof.seal import Malformed, read
from office.editions.proof.source import Folder
from office.editions.proof.verify import verify
from office.settings.publication import read_publishing
from pages.build.manifest import MANIFEST
from tests.office.editions import life
from tests.office.editions.sites import build, files, pages, published, told


def test_pages_and_manifest_stay_as_they_were(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, 1)
    before = files(site)
    seal_folder(site, told(1))
    after = files(site)
    assert {path: after[path] for path in before} == before
    assert sorted(after.keys() - before.keys()) == ["edition.json", "editions.html", "sm3sums.txt"]


def test_the_same_telling_gives_the_same_bytes(tmp_path: Path, signer: Signer) -> None:
    for name in ("one", "other"):
        published(tmp_path / name, 3, Means(signer))
    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_a_file_whose_sm3_is_known_is_not_read_for_it(tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(site, 1)
    known = seal_folder(site, told(1)).known
    assert len(known) == len(set(pages(1).values()))
    before = (site / "sm3sums.txt").read_bytes()
    (site / "index.html").unlink()
    seal_folder(site, told(1), means=Means(known=known))
    assert (site / "sm3sums.txt").read_bytes() == before
    with pytest.raises(FileNotFoundError):
        seal_folder(site, told(1))


def test_a_killed_sealing_leaves_a_site_that_does_not_pass_for_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    [first] = published(site, 1)
    build(tmp_path / "next", 2)
    for path, body in files(tmp_path / "next").items():
        (site / path).write_bytes(body)

    def killed(_folder: Path, path: str, _body: bytes) -> None:
        if path == "sm3sums.txt":
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(laying, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            seal_folder(site, told(2), [first])
    assert not verify(Folder(site)).whole
    seal_folder(site, told(2), [first])
    assert verify(Folder(site)).whole


def test_what_an_earlier_sealing_left_goes(tmp_path: Path, signer: Signer) -> None:
    site = tmp_path / "site"
    published(site, 3, Means(signer))
    copied = copytree(site, tmp_path / "copied")
    seal_folder(copied, told(1))
    assert verify(Folder(copied)).whole
    assert not (copied / "edition.json.sig").exists()
    assert not files(copied).keys() & {"editions/1.json", "editions/2.json.sig"}


def test_a_site_that_came_out_otherwise_is_not_called_the_old_edition(tmp_path: Path) -> None:
    sealed = published(tmp_path / "site", 2)
    build(tmp_path / "again", 1)
    with pytest.raises(NotReproducible, match=r"manifest\.json 与封存时的校验值不符"):
        reseal(tmp_path / "again", sealed[1], sealed[:1])
    assert not (tmp_path / "again/edition.json").exists()


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"[]", b"null", b"[" * 100_000, b"\xff", b'{"check": 1}']
)
def test_what_is_no_edition_json_is_told(body: bytes) -> None:
    with pytest.raises(Malformed, match="不是封存记录的写法"):
        read(body)


def test_an_office_that_signs_does_not_come_to_publish_unsigned(tmp_path: Path) -> None:
    """A key that is gone, or open to others, stops the sealing; nothing is put on file."""
    office = life.begun(tmp_path, "seal:\n  key: edition.key\n")
    at = life.filings()[0].at
    with pytest.raises(Unfit, match="没有签名密钥"):
        life.publish(office, at)
    (tmp_path / "edition.key").write_text("")
    with pytest.raises(Unfit, match="别人也能读"):
        life.publish(office, at)
    assert not (tmp_path / "draft" / "edition.json").exists()
    assert (tmp_path / "draft" / MANIFEST).exists()


def test_an_edition_without_its_stamp_goes_out_and_that_is_told(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    office = life.begun(tmp_path, "seal:\n  tsa: http://127.0.0.1:9/\n")
    out = life.publish(office, life.filings()[0].at)
    assert out.unstamped == "时间戳机构没有应答（ConnectError）"
    assert "第1号没有时间戳" in caplog.text
    assert verify(Folder(tmp_path / "draft")).whole


def test_a_slip_in_the_settings_is_told(tmp_path: Path) -> None:
    (tmp_path / "publication.yaml").write_text("seal:\n  kye: edition.key\n")
    with pytest.raises(ShapeError):
        read_publishing(tmp_path)
