"""docs/data.md tells of every data file and every field, and of none that is not there."""

import re
from pathlib import Path, PurePosixPath

from pages.build.outputs import COLUMNS
from pages.formats.atom import NEWEST
from pages.formats.csv_tables import ATTACHMENTS, ITEMS, REDACTIONS
from pages.formats.sitemap import LAWFUL
from pages.model.page import CatalogPage, ItemPage, KeyDateKind

GUIDE = (Path(__file__).parents[3] / "docs" / "data.md").read_text("utf-8")
PAGES = {"index.html", "404.html"}


def part(heading: str) -> str:
    """The text under the heading that begins so."""
    (found,) = [p for p in GUIDE.split("\n## ") if p.startswith(heading)]
    return found


def listed(heading: str) -> set[str]:
    """What is named in the first column of the table under a heading."""
    rows = re.findall(r"^\| (`.+?`) \|", part(heading), re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`(.+?)`", row)}


def kinds(site: dict[str, bytes], under: str) -> set[str]:
    """Names of the files directly in folders that match, with numbers taken for the first."""
    pattern = re.compile(rf"(?:shmzj|demo)/{under}([^/]+|files/.+|schema/.+)")
    found = {m[1] for path in site if (m := pattern.fullmatch(path))} - PAGES
    plain = {"files/" if name.startswith("files/") else name for name in found}
    return {re.sub(r"^opinions-\d+", "opinions-1", name) for name in plain}


def test_every_file_is_told_of_and_no_other(demo: object, edition: object) -> None:
    for built in (demo, edition):
        site = built.files
        assert kinds(site, r"zwgk/zdjc/\d+/\d+/") == listed("每个事项")
        assert kinds(site, r"zwgk/zdjc/\d+/") == listed("每个年度")
        assert kinds(site, "") == listed("每个机关的网站")
    above = {p for p in demo.files if "/" not in p} - PAGES
    told = part("每个机关的网站").rpartition("|")[2]
    assert above == {"feed.atom", "dcat.jsonld"}
    assert all(f"`{name}`" in told for name in above)


def test_every_extension_of_a_twin_is_told(demo: object) -> None:
    beside = {PurePosixPath(p).suffix for p in demo.files if "/files/" not in p}
    assert beside - {".html", ".css", ".svg", ".js"} == {
        ".json",
        ".jsonld",
        ".ics",
        ".csv",
        ".atom",
        ".xml",
        ".txt",
    }


def test_every_field_is_told_of_and_no_other() -> None:
    assert listed("`item.json`") == set(ItemPage.model_fields)
    assert listed("`catalog.json`") == set(CatalogPage.model_fields)
    assert all(f"`{kind.value}`" in GUIDE for kind in KeyDateKind)


def test_every_column_is_told_in_its_order() -> None:
    for name, columns in (
        ("attachments.csv", ATTACHMENTS),
        ("catalog.csv", ITEMS),
        ("redactions.csv", REDACTIONS),
        ("opinions-1.csv", COLUMNS),
    ):
        assert f"* `{name}`：{'、'.join(columns)}\n" in GUIDE


def test_the_bounds_are_those_of_the_program() -> None:
    assert f"超过{LAWFUL.urls}页或者{LAWFUL.octets >> 20} MB" in GUIDE
    assert GUIDE.count(f"最近的{NEWEST}条更新") == 2
