"""Whatever is done to a sealed site is found, by whoever has the public key and the certificates."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from office.editions.proof.key import new_key
from office.editions.proof.lay import Means
from office.editions.proof.report import Kind, VerifyReport
from office.editions.proof.source import Folder
from office.editions.proof.trust import Asked
from office.editions.proof.verify import verify
from tests.office.editions.authority import Authority
from tests.office.editions.sites import files, published

SEED = 20261122
Harm = Callable[[Path, random.Random], str]


def look(site: Path, asked: Asked) -> VerifyReport:
    return verify(Folder(site), asked)


def test_a_site_that_nobody_touched_is_whole(site: Path, asked: Asked) -> None:
    report = look(site, asked)
    assert report.whole, report.faults
    assert (
        str(report)
        == "完整：第3号，页面截至2026年3月3日，7个文件与封存时相同，没有缺少、改动、多出"
    )


def any_file(site: Path, dice: random.Random) -> Path:
    """Each kind of file has the same chance: pages, manifest, and everything of the seal."""
    return site / dice.choice(sorted(files(site)))


def flipped(site: Path, dice: random.Random) -> str:
    """One bit of one byte."""
    file = any_file(site, dice)
    while not file.stat().st_size:
        file = any_file(site, dice)
    body = bytearray(file.read_bytes())
    place = dice.randrange(len(body))
    body[place] ^= 1 << dice.randrange(8)
    file.write_bytes(body)
    return f"{file.name} at {place}"


def cut_short(site: Path, dice: random.Random) -> str:
    file = any_file(site, dice)
    while not file.stat().st_size:
        file = any_file(site, dice)
    file.write_bytes(file.read_bytes()[: dice.randrange(file.stat().st_size)])
    return file.name


def made_longer(site: Path, dice: random.Random) -> str:
    file = any_file(site, dice)
    file.write_bytes(file.read_bytes() + bytes([dice.randrange(256)]))
    return file.name


def deleted(site: Path, dice: random.Random) -> str:
    file = any_file(site, dice)
    file.unlink()
    return file.name


def added(site: Path, dice: random.Random) -> str:
    folder = any_file(site, dice).parent
    (folder / f"{dice.randrange(10**6)}.html").write_text("x")
    return folder.name


def swapped(site: Path, dice: random.Random) -> str:
    one, other = dice.sample(sorted(files(site)), 2)
    bodies = (site / one).read_bytes(), (site / other).read_bytes()
    (site / one).write_bytes(bodies[1])
    (site / other).write_bytes(bodies[0])
    return f"{one} and {other}"


HARMS: list[tuple[Harm, int]] = [
    (flipped, 300), (cut_short, 60), (made_longer, 60), (deleted, 40), (added, 20), (swapped, 40),
]  # fmt: skip


def survives(sealed: Path, harm: Harm, times: int, asked: Asked, seed: int) -> list[str]:
    """What was done and not found; each time the harm is undone."""
    unfound, original = [], files(sealed)
    for n in range(times):
        did = harm(sealed, random.Random(f"{seed} {harm.__name__} {n}"))
        if look(sealed, asked).whole:
            unfound.append(f"{harm.__name__} {n}: {did}")
        now = files(sealed)
        for path in now.keys() - original.keys():
            (sealed / path).unlink()
        for path, body in original.items():
            if now.get(path) != body:
                (sealed / path).write_bytes(body)
    return unfound


@pytest.mark.parametrize(("harm", "times"), HARMS, ids=lambda of: getattr(of, "__name__", ""))
def test_harm_at_random_is_found(harm: Harm, times: int, site: Path, asked: Asked) -> None:
    assert survives(site, harm, times, asked, SEED) == []


@pytest.mark.soak
@pytest.mark.parametrize(("harm", "times"), HARMS, ids=lambda of: getattr(of, "__name__", ""))
def test_harm_at_random_is_found_for_long(harm: Harm, times: int, site: Path, asked: Asked) -> None:
    assert survives(site, harm, 50 * times, asked, SEED + 1) == []


def test_every_single_byte_of_the_seal_counts(site: Path, asked: Asked) -> None:
    """Of the small files, every byte there is: nothing in them is free to be anything else."""
    unfound = []
    for path in ("edition.json", "edition.json.sig", "edition.json.tsr", "edition.json.tsr.sig"):
        body = (site / path).read_bytes()
        for place in range(len(body)):
            (site / path).write_bytes(body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])
            if look(site, asked).whole:
                unfound.append((path, place))
        (site / path).write_bytes(body)
    assert unfound == []


def test_an_older_edition_json_in_place_of_the_newest_is_found(site: Path, asked: Asked) -> None:
    for suffix in ("", ".sig", ".tsr"):
        os.replace(site / f"editions/2.json{suffix}", site / f"edition.json{suffix}")
    report = look(site, asked)
    assert "第2号，页面截至2026年3月2日" in str(report)
    said = {fault.path: fault.what for fault in report.faults}
    assert said["manifest.json"] == "与第2号封存时的校验值不符"


def test_a_whole_older_site_says_its_number_and_is_found_by_who_kept_a_newer_one(
    site: Path, tmp_path: Path, desk: Authority, asked: Asked, signer: object
) -> None:
    kept = (site / "edition.json").read_bytes()
    older = tmp_path / "older"
    published(older, 2, Means(signer, desk.stamper))  # type: ignore[arg-type]
    rolled_back = look(older, asked)
    assert rolled_back.whole
    assert "第2号，页面截至2026年3月2日" in str(rolled_back)
    report = look(older, asked._replace(kept=kept))
    [fault] = report.faults
    assert fault.what.startswith("是第2号，比您保存的第3号还旧：可能是机关撤回了后来的各号")
    assert "请留好您那一份" in fault.what


def test_a_history_written_anew_is_found_by_who_kept_an_older_one(
    site: Path, tmp_path: Path
) -> None:
    kept = (site / "editions/2.json").read_bytes()
    forged = tmp_path / "forged"
    published(forged, 4)
    assert look(forged, Asked()).whole
    report = look(forged, Asked(kept=kept))
    assert [fault.what for fault in report.faults] == ["第2号与您保存的不同：历次记录被改写过"]
    assert look(site, Asked(kept=kept)).whole


def test_a_site_sealed_with_another_key_is_found(
    site: Path, tmp_path: Path, desk: Authority, asked: Asked
) -> None:
    published(site, 3, Means(new_key(tmp_path / "another.key"), desk.stamper))
    [fault] = look(site, asked).faults
    assert (fault.kind, fault.path) == (Kind.UNVOUCHED, "edition.json.sig")
    assert "另一把密钥" in fault.what


def test_a_seal_without_signature_does_not_pass_for_a_signed_one(site: Path, asked: Asked) -> None:
    published(site, 3)
    said = [str(fault) for fault in look(site, asked).faults]
    assert said == ["无从采信 edition.json：没有签名", "缺少 edition.json.tsr：没有时间戳"]


def test_a_link_to_elsewhere_is_no_file_of_the_site(
    site: Path, tmp_path: Path, asked: Asked
) -> None:
    page = site / "index.html"
    page.rename(tmp_path / "index.html")
    page.symlink_to(tmp_path / "index.html")
    (site / "more").symlink_to(tmp_path)
    found = [(fault.kind, fault.path) for fault in look(site, asked).faults]
    assert found == [(Kind.ADDED, "more"), (Kind.MISSING, "index.html")]


def test_a_manifest_that_leads_out_of_the_site_is_not_followed(site: Path, asked: Asked) -> None:
    manifest = site / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"index.html"', b'"../secret"'))
    assert ("manifest.json", "不是清单的写法，各个文件无从核对") in [
        (fault.path, fault.what) for fault in look(site, asked).faults
    ]
