"""The section of publication.yaml, as docs/links.md shows it."""

import re
from pathlib import Path

import pytest

from catalog.parse import ShapeError
from office.settings.links import Patrol, listed
from office.settings.publishing import read_publishing

GUIDE = (Path(__file__).parents[3] / "docs" / "links.md").read_text("utf-8")
EXAMPLE = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)[0]


def test_the_example_of_the_guide_is_read_and_names_every_setting(tmp_path: Path) -> None:
    (tmp_path / "publication.yaml").write_text(EXAMPLE, "utf-8")
    read = read_publishing(tmp_path).patrol
    assert read.on
    assert [f.title for f in Patrol.model_fields.values() if f"  {f.title}: " not in EXAMPLE] == []


def test_the_example_of_the_guide_shows_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "publication.yaml").write_text(EXAMPLE, "utf-8")
    read, default = read_publishing(tmp_path).patrol, Patrol()
    shown = {"on", "probes", "proxy", "never"}
    for name in Patrol.model_fields.keys() - shown:
        assert getattr(read, name) == getattr(default, name), name


def test_without_a_file_nothing_is_patrolled(tmp_path: Path) -> None:
    assert read_publishing(tmp_path).patrol == Patrol()
    assert not Patrol().on


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("副本最大兆字节: 0", "副本最大兆字节"),
        ("代理: 主机", "代理"),
        ("上网参照网址: [a]", "上网参照网址"),
    ],
)
def test_what_is_wrong_is_named_by_its_column(tmp_path: Path, line: str, column: str) -> None:
    (tmp_path / "publication.yaml").write_text(f"链接巡查: {{{line}}}\n", "utf-8")
    with pytest.raises(ShapeError, match=column):
        read_publishing(tmp_path)


@pytest.mark.parametrize(
    ("hosts", "is_listed"),
    [
        (("www.a.gov.cn",), True),
        ((".gov.cn",), True),
        ((".a.gov.cn",), True),
        ((".www.a.gov.cn",), True),
        (("a.gov.cn",), False),
        ((".ww.a.gov.cn",), False),
        (("gov.cn",), False),
        ((".w.a.gov.cn",), False),
    ],
)
def test_a_dot_before_a_host_means_all_under_it(hosts: tuple[str, ...], is_listed: bool) -> None:
    assert listed("https://www.a.gov.cn:8443/x", hosts) is is_listed
