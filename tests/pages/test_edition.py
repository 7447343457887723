"""The edition: the same bytes every time, nothing from elsewhere, and every link resolves."""

import csv
import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import pairwise
from pathlib import Path, PurePosixPath
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import pytest

from catalog.annual import Authority
from catalog.public.year import Year
from checks.standard import check
from pages.build import disk as writing
from pages.build.disk import NotASite
from pages.build.outputs import Altered, opinion_table
from pages.build.write import Source, write_site
from pages.model.participation import ROWS
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, STORE, Filing, catalog_dossier, samples
from tests.pages.edition import Edition, build, write
from tests.pages.reading import read

PUB_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]) ([01]\d|2[0-3]):[0-5]\d")


def edition_of(*years: Year, as_of: date = AS_OF) -> Edition:
    return build(years, as_of, HEAD, STORE.__getitem__)


def test_the_same_input_gives_the_same_bytes(edition: Edition) -> None:
    again = edition_of(Year(catalog_dossier(), list(samples().values())))
    assert list(again.files) == list(edition.files)
    assert again.files == edition.files
    assert again.manifest == edition.manifest


def test_the_manifest_names_every_file_and_the_ledger(edition: Edition) -> None:
    manifest = json.loads(edition.manifest)
    assert set(manifest["files"]) == set(edition.files)
    assert manifest["ledger"] == {"entries": 99, "digest": "ab" * 32}
    assert manifest["as_of"] == "2026-06-30"


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(html: dict[str, str]) -> None:
    for path, body in html.items():
        page = read(body)
        assert all(e.attributes["type"] == "application/ld+json" for e in page.of("script")), path
        assert not page.of("style"), path
        for element in page.elements:
            assert "src" not in element.attributes
            assert not {a for a in element.attributes if a == "style" or a.startswith("on")}, path
        for link in page.of("link"):
            assert not urlsplit(link.attributes["href"]).scheme


def test_every_link_and_anchor_resolves(edition: Edition, html: dict[str, str]) -> None:
    for path, body in html.items():
        for anchor in read(body).of("a"):
            parts = urlsplit(anchor.attributes["href"])
            if parts.scheme:
                assert parts.scheme in {"tel", "mailto"} or str(parts.hostname).endswith(".gov.cn")
                continue
            target = normpath(str(PurePosixPath(path).parent / unquote(parts.path)))
            target = path if not parts.path else target
            assert target in edition.files, f"{path} -> {anchor.attributes['href']}"
            if parts.fragment:
                assert parts.fragment in read(html[target]).ids(), (path, parts.fragment)


def test_every_page_is_well_formed(html: dict[str, str]) -> None:
    for path, body in html.items():
        page = read(body)
        ids = page.ids()
        assert len(ids) == len(set(ids)), path
        assert len(page.of("h1")) == len(page.of("main")) == 1, path
        assert page.of("html")[0].attributes["lang"] == "zh-CN"
        levels = [int(e.tag[1]) for e in page.elements if re.fullmatch("h[1-6]", e.tag)]
        assert all(b - a <= 1 for a, b in pairwise(levels)), path
        assert page.of("a")[0].attributes["href"] == "#main"
        for table in page.of("table"):
            assert "role" not in table.attributes
        for heading in page.of("th"):
            assert heading.attributes["scope"]
        assert not page.of("details")


def test_labels_are_never_empty_and_the_time_is_the_ledgers(html: dict[str, str]) -> None:
    for path, body in html.items():
        metas = [m.attributes for m in read(body).of("meta") if "name" in m.attributes]
        names = [m["name"] for m in metas]
        assert len(names) == len(set(names)), path
        assert all(m["content"].strip() for m in metas), path
        assert not {"SiteName", "SiteDomain", "SiteIDCode"} & set(names)
    metas = read(html["shmzj/zwgk/zdjc/2026/08/index.html"]).of("meta")
    content = {
        m.attributes.get("name"): m.attributes["content"] for m in metas if m.attributes.get("name")
    }
    assert content["PubDate"] == "2026-01-15 09:01"
    assert PUB_DATE.fullmatch(content["PubDate"])
    assert content["ArticleTitle"] == "关于进一步优化社区老年助餐服务的实施意见"
    assert content["ContentSource"] == "上海市民政局"


def test_a_known_domain_gives_site_labels_and_a_canonical_address() -> None:
    authority = Authority(
        id="shmzj",
        name="上海市民政局",
        site_name="上海市民政局",
        site_domain="mzj.sh.gov.cn",
        site_id_code="3100000000",
    )
    catalog = CATALOG.model_copy(update={"authority": authority})
    filing = Filing(catalog, dossiers.item(3, "某事项"))
    edition = edition_of(Year(catalog_dossier(catalog), [filing.dossier]))
    body = edition.files["shmzj/zwgk/zdjc/2026/03/index.html"].decode()
    canonical = "https://mzj.sh.gov.cn/zwgk/zdjc/2026/03/"
    assert f'<link rel="canonical" href="{canonical}">' in body
    for name, content in (("SiteIDCode", "3100000000"), ("Url", canonical)):
        assert f'<meta name="{name}" content="{content}">' in body
    assert "site_code=3100000000&amp;url=https%3A%2F%2Fmzj.sh.gov.cn%2Fzwgk" in body
    assert 'href="/index.html"' in edition.files["shmzj/404.html"].decode()


def test_the_notice_is_on_every_page_but_the_lost_one(html: dict[str, str]) -> None:
    for path, body in html.items():
        assert CATALOG.notice in body, path


def test_the_json_twin_says_what_the_page_says(edition: Edition, html: dict[str, str]) -> None:
    twin = json.loads(edition.files["shmzj/zwgk/zdjc/2026/08/item.json"])
    body = html["shmzj/zwgk/zdjc/2026/08/index.html"]
    assert twin["banner"]["now"] in body
    assert twin["chip"]["word"] in body
    told = [*twin["sections"], *(s for one in twin["silent"] for s in one["sections"])]
    assert len(told) >= 8
    for section in told:
        assert section["title"] in body
        assert section["text"] in body
    for file in twin["files"]:
        assert f"shmzj/zwgk/zdjc/2026/08/{file['path']}" in edition.files
    assert edition.files["shmzj/zwgk/zdjc/2026/08/item.json"].endswith(b"}\n")


def test_several_authorities_have_a_site_each() -> None:
    other = CATALOG.model_copy(update={"authority": Authority(id="qmzj", name="某区民政局")})
    years = (
        Year(catalog_dossier(), [dossiers.filing(1, "甲事项").dossier]),
        Year(catalog_dossier(other), [Filing(other, dossiers.item(1, "乙事项")).dossier]),
    )
    files = edition_of(*years).files
    assert {p.partition("/")[0] for p in files} == {
        *("index.html", "feed.atom", "dcat.jsonld", "static", "shmzj", "qmzj")
    }
    top = [a.attributes["href"] for a in read(files["index.html"].decode()).of("a")]
    assert [a for a in top if "/" in a] == ["qmzj/index.html", "shmzj/index.html"]
    assert "qmzj/zwgk/zdjc/2026/01/index.html" in files


def test_a_year_not_yet_on_file_is_left_out() -> None:
    year = Year(catalog_dossier(), [dossiers.filing(1, "甲事项").dossier])
    assert not edition_of(year, as_of=date(2026, 1, 1)).files


def test_a_document_that_was_changed_stops_the_build() -> None:
    year = Year(catalog_dossier(), [samples()["published"]])
    with pytest.raises(Altered, match="校验值不一致"):
        build([year], AS_OF, HEAD, lambda _digest: b"something else")


def test_the_channel_of_an_opinion_stands_on_the_page_and_in_its_table(edition: Edition) -> None:
    tables = [path for path in edition.files if re.search(r"/opinions-\d+\.csv$", path)]
    told = 0
    for path in tables:
        rows = list(csv.DictReader(io.StringIO(edition.files[path].decode("utf-8-sig"))))
        page = edition.files[f"{path.rpartition('/')[0]}/index.html"].decode()
        for row in (one for one in rows if one["渠道"]):
            told += 1
            assert f"{row['来源']}（{row['渠道']}）" in page
    assert told > 2


def test_the_opinion_table_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    opinion = dossiers.OPINIONS[0].model_copy(
        update={"summary": ' =HYPERLINK("x")', "reason": "-1"}
    )
    table = opinion_table([_public(opinion)])
    assert table.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))
    assert rows[1][1].startswith("'")
    assert rows[1][6] == "'-1"


def _public(opinion: dossiers.Opinion) -> object:
    from catalog.public.consultations import _opinion

    return _opinion(opinion)


def test_many_opinions_are_all_in_the_table_though_not_on_the_page() -> None:
    dossier = samples()["published"]
    many = tuple(
        dossiers.OPINIONS[0].model_copy(update={"no": n, "summary": f"第{n}号意见"})
        for n in range(1, ROWS + 2)
    )
    dossier = dossiers.Dossier(dossier.id, dossier.entries, dossier.catalog, {1: many})
    files = edition_of(Year(catalog_dossier(), [dossier])).files
    page = files["shmzj/zwgk/zdjc/2026/07/index.html"].decode()
    assert f"第{ROWS}号意见" in page
    assert f"第{ROWS + 1}号意见" not in page
    assert f"共{ROWS + 1}行" in page
    assert f"第{ROWS + 1}号意见" in files["shmzj/zwgk/zdjc/2026/07/opinions-1.csv"].decode()
    assert 'href="yijian/1/index.html"' in page
    first, second = (
        files[f"shmzj/zwgk/zdjc/2026/07/yijian/{n}/index.html"].decode() for n in (1, 2)
    )
    assert [one.count('<tr id="yj-1-') for one in (first, second)] == [ROWS, 1]
    assert f'id="yj-1-{ROWS + 1}"' in second
    assert 'href="../2/index.html"' in first
    assert 'href="../1/index.html"' in second
    assert "yijian/3" not in second
    assert f'href="yijian/2/index.html#yj-1-{ROWS + 1}"' in page
    assert b"/2026/07/yijian/2/" in files["shmzj/sitemap.xml"]
    report = check(files)
    assert not report.broken or not set(report.broken) & {"L-01", "A-04", "A-09", "X-06"}


def test_pages_are_light(edition: Edition, html: dict[str, str]) -> None:
    css = next(len(body) for path, body in edition.files.items() if path.endswith(".css"))
    assert max(len(body.encode()) for body in html.values()) + css < 150_000


def test_writing_replaces_the_old_site_whole(edition: Edition, tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(edition, folder)
    small = Edition({"index.html": b"new"}, AS_OF, HEAD)
    write(small, folder)
    assert sorted(p.name for p in folder.iterdir()) == ["index.html", "manifest.json"]
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_failed_write_leaves_the_old_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    write(Edition({"index.html": b"old"}, AS_OF, HEAD), folder)

    def killed(_new: Path, _folder: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing, "_take_the_place", killed)
        with pytest.raises(KeyboardInterrupt):
            write(Edition({"index.html": b"new"}, AS_OF, HEAD), folder)
    assert (folder / "index.html").read_bytes() == b"old"
    write(Edition({"index.html": b"newer"}, AS_OF, HEAD), folder)
    assert [p.name for p in tmp_path.iterdir()] == ["site"]


def test_a_folder_of_something_else_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(NotASite, match="不是以前生成的站点"):
        write(Edition({"index.html": b"new"}, AS_OF, HEAD), tmp_path)
    assert (tmp_path / "letter.txt").exists()


def test_a_site_of_nothing_does_not_take_the_place_of_a_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    write(Edition({"index.html": b"old"}, AS_OF, HEAD), folder)
    with pytest.raises(NotASite, match="没有任何可以公开的页面"):
        write_site(["shmzj"], Source(lambda _id: [], STORE.__getitem__), AS_OF, HEAD, folder)
    assert (folder / "index.html").read_bytes() == b"old"


def test_a_site_behind_a_link_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "www").symlink_to(tmp_path / "real")
    for body in (b"old", b"new"):
        write(Edition({"index.html": body}, AS_OF, HEAD), tmp_path / "www")
    assert (tmp_path / "www").is_symlink()
    assert (tmp_path / "www" / "index.html").read_bytes() == b"new"


def test_many_writers_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    editions = [Edition({f"{n}.html": b"x"}, AS_OF, HEAD) for n in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda e: write(e, folder), editions))
    assert len(list(folder.glob("*.html"))) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["site"]
