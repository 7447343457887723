"""A time-stamping authority that fails keeps no edition back, and its failure is told."""

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from office.editions.proof.key import Unfit
from office.editions.proof.lay import Means, seal_folder
from office.editions.proof.source import Folder
from office.editions.proof.timestamp import NoStamp, Stamper, certificates, stamped_at
from office.editions.proof.trust import Asked
from office.editions.proof.verify import verify
from tests.office.editions.authority import Authority, authority, serving
from tests.office.editions.sites import build, published, told


def answering(status: int, body: bytes) -> type[BaseHTTPRequestHandler]:
    """A desk with one answer for everybody."""

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            """Keep quiet."""

    return Desk


def sealed(folder: Path, stamper: Stamper) -> str:
    """Seal a first edition; returns why it has no stamp."""
    build(folder, 1)
    return seal_folder(folder, told(1), means=Means(stamper=stamper)).unstamped


def test_an_authority_that_is_down_keeps_no_edition_back(tmp_path: Path) -> None:
    with serving(answering(200, b"")) as gone:
        pass
    site = tmp_path / "site"
    assert sealed(site, Stamper(gone)) == "时间戳机构没有应答（ConnectError）"
    report = verify(Folder(site))
    assert report.whole
    assert f"向 {gone} 申请了时间戳，这里没有：当时没有答复，或者被删去" in report.notes


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (503, b"busy", "没有应答（HTTPStatusError）"),
        (200, b"<html>", "不是时间戳的写法"),
        (200, b"", "不是时间戳的写法"),
        (200, bytes.fromhex("30053003020102"), "时间戳机构拒绝签发"),
    ],
)
def test_an_answer_that_is_no_stamp_is_none(
    status: int, body: bytes, why: str, tmp_path: Path
) -> None:
    with serving(answering(status, body)) as url:
        assert why in sealed(tmp_path / "site", Stamper(url))
    assert not (tmp_path / "site/edition.json.tsr").exists()


def test_a_stamp_of_something_else_is_not_taken(desk: Authority, tmp_path: Path) -> None:
    old = desk.stamper.stamp(b"another edition")
    with serving(answering(200, old)) as url:
        assert sealed(tmp_path / "site", Stamper(url)) == "时间戳不是这份封存记录的"


def test_a_stamp_given_once_is_not_taken_twice(desk: Authority) -> None:
    body = b"this edition"
    with (
        serving(answering(200, desk.stamper.stamp(body))) as url,
        pytest.raises(NoStamp, match="不是这一次的请求"),
    ):
        Stamper(url).stamp(body)


def test_a_stamp_of_an_authority_that_is_not_known_is_not_taken(
    desk: Authority, tmp_path: Path
) -> None:
    with authority(tmp_path, "somebody") as somebody:
        stamp = somebody.stamper.stamp(b"edition")
        with pytest.raises(NoStamp, match="不是所给证书的机构签发的"):
            stamped_at(stamp, b"edition", certificates(desk.certificates))
        assert stamped_at(stamp, b"edition", somebody.stamper.certificates)


def test_the_next_stamp_covers_the_edition_that_has_none(desk: Authority, tmp_path: Path) -> None:
    """For it names that edition's digest; nobody can slip in another one afterwards."""
    site, trusted = tmp_path / "site", certificates(desk.certificates)
    [first] = published(site, 1)
    build(site, 2)
    seal_folder(site, told(2), [first], Means(stamper=desk.stamper))
    assert verify(Folder(site), Asked(certificates=trusted)).whole
    (site / "editions/1.json").write_bytes(
        first.seal.model_copy(update={"notice": "别的"}).written()
    )
    [fault] = verify(Folder(site), Asked(certificates=trusted)).faults
    assert str(fault) == "改动 editions/1.json：与第2号记下的校验值不符"


def test_certificates_that_are_none_stop_the_sealing(tmp_path: Path) -> None:
    with pytest.raises(Unfit, match="没有时间戳机构的证书文件"):
        certificates(tmp_path / "root.crt")
    (tmp_path / "root.crt").write_text("nothing")
    with pytest.raises(Unfit, match="不是证书文件"):
        certificates(tmp_path / "root.crt")
