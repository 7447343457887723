"""juece verify and juece key, on a folder and over HTTP."""

import json
import os
import subprocess
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

import pytest

from cli import run
from office.editions.proof.key import Signer, Unfit, fingerprint, pem, read_key, trusted
from office.editions.proof.lay import Means
from office.editions.proof.source import Folder
from office.editions.proof.trust import Asked
from office.editions.proof.verify import verify
from tests.office.editions.authority import Authority, openssl, serving
from tests.office.editions.sites import files, published

Screen = pytest.CaptureFixture[str]


def test_one_line_says_that_a_site_is_whole(site: Path, capsys: Screen) -> None:
    assert run(["verify", str(site)]) == 0
    first, *notes = capsys.readouterr().out.splitlines()
    assert first.startswith("完整：第3号，页面截至2026年3月3日，7个文件与封存时相同")
    assert notes[0] == "历次记录从第1号到第3号一号连着一号"
    assert any("请与机关在别处公布的指纹核对" in note for note in notes)
    assert any("未核对是谁签发的" in note for note in notes)


def test_with_key_and_certificates_it_says_who_vouches(
    site: Path, desk: Authority, signer: Signer, capsys: Screen
) -> None:
    given = ["--key", fingerprint(signer.public), "--tsa-certs", str(desk.certificates), "--sm3"]
    assert run(["verify", str(site), *given]) == 0
    said = capsys.readouterr().out
    assert "签名相符，是所给公钥的主人签的" in said
    assert "所给证书的机构证明这一号在" in said


def test_one_line_counts_what_is_wrong_and_a_list_follows(site: Path, capsys: Screen) -> None:
    (site / "index.html").write_bytes("<p>首章</p>".encode())
    (site / "demo/zwgk/zdjc/2026/01/item.json").unlink()
    (site / "demo/new.html").write_text("")
    assert run(["verify", str(site)]) == 1
    assert capsys.readouterr().err.splitlines()[:4] == [
        "不完整：缺少1处，改动1处，多出1处（第3号，页面截至2026年3月3日，清单上7个文件）",
        "多出 demo/new.html：清单和封存记录上都没有",
        "改动 index.html：SHA-256 校验值与封存时不符",
        "缺少 demo/zwgk/zdjc/2026/01/item.json：清单上有，这里没有",
    ]


def test_names_that_would_steer_the_screen_are_spelt_out(site: Path, capsys: Screen) -> None:
    for name in (b"\x1b[2Jgone.html", b"\xff.html", "右‮到左.html".encode()):
        (site / os.fsdecode(name)).write_bytes(b"")
    assert run(["verify", str(site)]) == 1
    said = capsys.readouterr().err
    assert "多出3处" in said
    assert {"\x1b", "‮"}.isdisjoint(said)
    assert r"\x1b[2Jgone.html" in said
    assert run(["verify", str(site), "--json"]) == 1


def test_machines_are_told_the_same(site: Path, capsys: Screen) -> None:
    (site / "demo/new.html").write_text("")
    assert run(["verify", str(site), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["whole"], told["edition"], told["as_of"]) == (False, 3, "2026-03-03")
    assert [(fault["kind"], fault["path"]) for fault in told["faults"]] == [
        ("多出", "demo/new.html")
    ]


def test_a_site_that_was_never_sealed_is_not_called_whole(site: Path, capsys: Screen) -> None:
    for path in files(site):
        if path.startswith(("edition", "sm3sums")):
            (site / path).unlink()
    assert run(["verify", str(site)]) == 1
    assert "缺少 edition.json：没有封存记录，清单本身无从核对" in capsys.readouterr().err


def test_sm3_finds_what_the_manifest_was_made_to_hide(site: Path) -> None:
    """Both manifest and seal were written anew; the SM3 sums were forgotten."""
    report = verify(Folder(site), Asked(sm3=True))
    assert report.whole
    published(site, 3, Means(known=_Wrong()))
    [*_, fault] = verify(Folder(site), Asked(sm3=True)).faults
    assert fault.what == "SM3 校验值与 sm3sums.txt 不符"
    assert verify(Folder(site)).whole


class _Wrong(dict[str, str]):
    """Digests of something else."""

    def get(self, _key: str, _default: object = None) -> str:  # type: ignore[override]
        return "0" * 64


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_said: object) -> None:
        """Keep quiet."""


@pytest.fixture
def address(site: Path) -> Iterator[str]:
    """The site on a web server."""
    with serving(partial(_Quiet, directory=str(site))) as url:  # type: ignore[arg-type]
        yield url


def test_a_site_on_the_web_is_verified_file_by_file(
    site: Path, address: str, capsys: Screen
) -> None:
    assert run(["verify", f"{address}/index.html", "--sm3"]) == 0
    assert "网上看不出有没有多出的文件" in capsys.readouterr().out
    (site / "demo/zwgk/zdjc/2026/01/item.json").unlink()
    (site / "editions/1.json").write_text("{}")
    assert run(["verify", address]) == 1
    said = capsys.readouterr().err
    assert "缺少 demo/zwgk/zdjc/2026/01/item.json" in said
    assert "改动 editions/1.json：与第2号记下的校验值不符" in said


def test_a_server_that_does_not_answer_is_no_verdict(capsys: Screen) -> None:
    with serving(_Quiet) as url:
        pass
    assert run(["verify", url]) == 3
    assert "没有应答" in capsys.readouterr().err


def test_a_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path, capsys: Screen) -> None:
    home = ["--home", str(tmp_path)]
    assert run(["key", "new", *home]) == 0
    made = capsys.readouterr().out
    file = tmp_path / "edition.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert run(["key", "new", *home]) == 1
    assert "不会覆盖" in capsys.readouterr().err
    assert run(["key", "show", *home, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["fingerprint"] in made
    file.chmod(0o640)
    assert run(["key", "show", *home]) == 1
    assert "别人也能读" in capsys.readouterr().err


def test_a_public_key_may_be_given_in_three_ways(signer: Signer, tmp_path: Path) -> None:
    file = tmp_path / "office.pem"
    file.write_text(pem(signer.public))
    own = fingerprint(signer.public)
    colons = ":".join(own[n : n + 2] for n in range(0, 64, 2)).upper()
    for given in (own, colons, signer.public, str(file)):
        assert trusted(given) == own
    for wrong in ("", "abc", own[:-1], str(tmp_path)):
        with pytest.raises(Unfit, match="不是公钥"):
            trusted(wrong)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "edition.key"
    openssl("genpkey", "-algorithm", "X25519", "-out", file)
    with pytest.raises(Unfit, match="不是 Ed25519 密钥"):
        read_key(file)
    file.write_text("nothing")
    with pytest.raises(Unfit, match="不是没有口令的 PEM 密钥"):
        read_key(file)


def test_other_tools_verify_sums_signature_and_stamp(
    site: Path, signer: Signer, desk: Authority, tmp_path: Path
) -> None:
    public = tmp_path / "office.pem"
    public.write_text(pem(signer.public))
    openssl("pkeyutl", "-verify", "-pubin", "-inkey", public, "-rawin",
            "-in", site / "edition.json", "-sigfile", site / "edition.json.sig")  # fmt: skip
    openssl("ts", "-verify", "-in", site / "edition.json.tsr", "-data", site / "edition.json",
            "-CAfile", desk.certificates)  # fmt: skip
    for line in (site / "sm3sums.txt").read_text().splitlines():
        digest, path = line.split("  ")
        said = subprocess.run(
            ["openssl", "dgst", "-sm3", "-r", site / path], check=True, capture_output=True
        )
        assert said.stdout.decode().split()[0] == digest
