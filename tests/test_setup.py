"""What `make setup` fetches first is held to its digest: another uv under its name is not installed."""

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-uv.lock"
UV = ".tools/bin/uv"


def command() -> str:
    """How the Makefile installs uv."""
    if not shutil.which("make"):
        pytest.skip("make is not installed")
    told = subprocess.run(
        ["make", "--no-print-directory", "-n", "-B", UV, "PYTHON=PY"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return told.stdout.replace("\\\n", " ").splitlines()[0]


def with_pip() -> str:
    """An interpreter with pip, such as whoever sets up has."""
    for python in (sys.executable, sys._base_executable):  # type: ignore[attr-defined]
        if subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0:
            return str(python)
    pytest.skip("no interpreter with pip is at hand")


def test_one_version_is_named_with_the_digests_of_its_wheels() -> None:
    [named, *digests] = [
        line.strip(" \\") for line in LOCK.read_text("utf-8").splitlines() if line[0] != "#"
    ]
    assert re.fullmatch(r"uv==[\d.]+", named)
    assert len(digests) > 10
    assert all(re.fullmatch("--hash=sha256:[0-9a-f]{64}", one) for one in digests)


def test_a_wheel_that_is_another_is_not_installed(tmp_path: Path) -> None:
    options = command().split()[1:]
    assert "--require-hashes" in options
    version = LOCK.read_text("utf-8").partition("uv==")[2].split()[0]
    about = f"uv-{version}.dist-info"
    with zipfile.ZipFile(tmp_path / f"uv-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{about}/METADATA", f"Metadata-Version: 2.1\nName: uv\nVersion: {version}\n"
        )
        wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{about}/RECORD", "")
        wheel.writestr("uv/__init__.py", "")
    options[options.index(".tools")] = str(tmp_path / "tools")
    done = subprocess.run(
        [with_pip(), *options, "--no-index", "--find-links", str(tmp_path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not (tmp_path / "tools").exists()
