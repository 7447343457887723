"""docs/operations.md and deploy/ hold to the program: settings, units, the proxy."""

import re
from configparser import RawConfigParser
from importlib.util import find_spec
from pathlib import Path

import prefect.settings
import pytest

from flows.engine_settings import SETTINGS, environment
from flows.supervisor import SHUTDOWN
from office.settings.installation import Office

HERE = Path(__file__).parents[2]
GUIDE = (HERE / "docs" / "operations.md").read_text("utf-8")
DEPLOY = HERE / "deploy"
ENV = (DEPLOY / "juece.env").read_text("utf-8")
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
TABLED = dict(re.findall(r"^\| `((?:JUECE|PREFECT|DO)_[A-Z_0-9]+)` \| (.+?) \|", GUIDE, re.M))
IN_ENV = dict(re.findall(r"^#?((?:JUECE|PREFECT|DO)_[A-Z_0-9]+)=(.*)$", ENV, re.M))


def service(unit: Path) -> dict[str, str]:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read_string(unit.read_text("utf-8"))
    return dict(parser["Service"])


def test_the_guide_lists_every_setting_of_ours_and_no_other() -> None:
    ours = {f"JUECE_{name.upper()}" for name in Office.model_fields}
    assert {name for name in TABLED if name.startswith("JUECE_")} == ours
    assert ours <= IN_ENV.keys()


def test_the_guide_gives_the_defaults_as_they_are() -> None:
    for name, field in Office.model_fields.items():
        said = TABLED[f"JUECE_{name.upper()}"]
        assert said == f"`{field.default}`" if field.default else said.startswith("空")


def test_every_setting_of_the_engine_that_is_named_exists() -> None:
    named = set(re.findall(r"PREFECT_[A-Z_0-9]+", GUIDE + ENV))
    assert named
    assert [name for name in sorted(named) if not hasattr(prefect.settings, name)] == []


def test_what_is_set_for_one_machine_is_in_the_environment_file_and_the_guide(
    tmp_path: Path,
) -> None:
    alone = environment(tmp_path, 4200, store="s", database="d")
    for name in SETTINGS.keys() - {"PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS"}:
        assert IN_ENV[name] == SETTINGS[name], name
    assert IN_ENV["PREFECT_SERVER_UI_API_URL"] == alone["PREFECT_SERVER_UI_API_URL"]
    assert IN_ENV.keys() <= TABLED.keys()


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_there_is_and_lets_it_end_in_peace(unit: Path) -> None:
    found = service(unit)
    program, *arguments = found["ExecStart"].split()
    if program.endswith("python"):
        assert find_spec(arguments[1]), arguments
    else:
        assert (program, arguments) == ("/opt/juece/bin/juece", ["up"])
        assert int(found["TimeoutStopSec"]) > 2 * SHUTDOWN, "the worker, then the server"
    assert found["EnvironmentFile"] == "/etc/juece/juece.env"
    assert found["ReadWritePaths"] == "/var/lib/juece"
    if "flows.work_pool" not in arguments:
        assert found["KillMode"] == "mixed", "systemd tells the flow processes nothing"
    assert unit.name in GUIDE or unit.stem in GUIDE


def test_the_guide_says_where_every_file_of_the_proxy_goes() -> None:
    for file in (DEPLOY / "nginx").glob("*.conf"):
        said = "sign-in-*.conf" if file.name.startswith("sign-in") else file.name
        assert f"`{said}`" in GUIDE, file.name


def test_every_way_to_sign_in_says_who_it_is_and_the_browser_cannot() -> None:
    ways = sorted((DEPLOY / "nginx").glob("sign-in-*.conf"))
    assert len(ways) == 3
    for way in ways:
        assert re.search(r"^(set|auth_request_set) \$juece_user ", way.read_text("utf-8"), re.M)
    proxy = (DEPLOY / "nginx" / "juece.conf").read_text("utf-8")
    locations = re.findall(r"^    location \S+ \{(.*?)^    \}", proxy, re.M | re.S)
    passed = [body for body in locations if "engine.conf" in body]
    assert len(passed) == 2
    assert all("proxy_set_header X-Juece-User" in body for body in passed)


def test_the_proxy_lets_browsers_call_nobody_else() -> None:
    proxy = (DEPLOY / "nginx" / "juece.conf").read_text("utf-8")
    policy = re.search(r'Content-Security-Policy "([^"]+)" always', proxy)
    assert policy
    rules = [rule.split() for rule in policy[1].split(";")]
    assert ["connect-src", "'self'"] in rules
    outside = [word for rule in rules for word in rule[1:] if ":" in word]
    assert set(outside) <= {"data:", "blob:"}
