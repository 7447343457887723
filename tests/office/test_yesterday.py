"""Data made by an earlier release is read by this one: a backup of the demonstration, of 2026-11-30."""

from pathlib import Path

import pytest

import cli
from office.backup.restore import restore

KEPT = sorted((Path(__file__).parents[1] / "records").glob("backup-*.tar.zst"))


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name)
def test_an_old_backup_is_restored_verified_and_told(
    kept: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = tmp_path / "office"
    restore(kept, home)
    assert cli.run(["verify-ledger", "--home", str(home)]) == 0
    for words in (
        "status",
        "review",
        "deliveries",
        "plan --year 2026",
        "export demo-2026-03 --docx",
    ):
        out = [str(tmp_path / "item.docx")] if words.endswith("--docx") else []
        assert cli.run([*words.split(), *out, "--home", str(home)]) == 0, capsys.readouterr().err
    assert cli.run(["build", "--home", str(home), "--out", str(tmp_path / "site")]) == 0
    page = tmp_path / "site" / "demo" / "zwgk" / "zdjc" / "2026" / "01" / "index.html"
    assert "老年助餐" in page.read_text("utf-8")
