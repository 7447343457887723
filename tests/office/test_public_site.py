"""The public site as nginx serves it by deploy/nginx/site.conf: headers that agree with the pages."""

import gzip
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.flows.engine import free_port
from tests.flows.receivers import certified
from tests.nginx import NEEDED, install, running
from tests.pages.demo import AS_OF, demonstrated
from tests.pages.edition import build_edition
from tests.pages.reading import read

CONF = (Path(__file__).parents[2] / "deploy" / "nginx" / "site.conf").read_text("utf-8")
MORE = "; frame-ancestors 'self'; upgrade-insecure-requests"
"""What a meta element cannot say."""


def served(name: str, path: str) -> str:
    """The value that a map gives to a path, as nginx picks it: exact, then patterns in order."""
    body = re.search(rf"map \$uri \${name} {{(.+?)\n}}", CONF, re.DOTALL)
    assert body
    pairs = re.findall(r'^\s+(\S+)\s+"(.+)";$', body[1], re.MULTILINE)
    given = {key.strip('"'): value for key, value in pairs}
    if path in given:
        return given[path]
    patterns = [key for key in given if key.startswith("~") and re.search(key[1:], path)]
    return given[patterns[0] if patterns else "default"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    home = tmp_path_factory.mktemp("public") / "office"
    return build_edition(demonstrated(home).model_copy(update={"search": True}), AS_OF).files


def test_every_page_is_served_with_the_policy_it_declares(files: Mapping[str, bytes]) -> None:
    pages = [path for path in files if path.startswith("demo/") and path.endswith(".html")]
    assert "demo/search.html" in pages
    for path in pages:
        metas = [m.attributes for m in read(files[path].decode()).of("meta")]
        (declared,) = [m["content"] for m in metas if "http-equiv" in m]
        assert served("juece_policy", path.removeprefix("demo")) == declared + MORE
    for path in files:
        if path.startswith("demo/"):
            named = re.search(
                r"/static/[a-z]+\.|/pagefind/(fragment|index|filter)/|/files/[0-9a-f]{12}-", path
            )
            kept = served("juece_kept", path.removeprefix("demo"))
            assert ("immutable" in kept) is bool(named), path


def test_no_header_is_lost_in_a_place_of_its_own() -> None:
    """A location with a header of its own would inherit none."""
    places = re.findall(r"location [^{]+{(.+)}", CONF)
    assert len(places) == 7
    assert not [body for body in places if "add_header" in body]
    for name in ("nosniff", "Referrer-Policy", "Permissions-Policy", "Strict-Transport-Security"):
        assert name in CONF


def test_the_record_of_editions_is_served_though_it_lies_above_the_site() -> None:
    place, root = re.search(r"location ~ (\^/\(editions[^{]+) {\s*root (\S+);", CONF).groups()  # type: ignore[union-attr]
    own = re.search(r"\n    root (\S+);", CONF)
    assert own
    assert Path(own[1]).parent == Path(root)
    for path in (
        "editions.html",
        "edition.json",
        "edition.json.sig",
        "editions/1.json",
        "sm3sums.txt",
    ):
        assert re.search(place, f"/{path}"), path
    assert not re.search(place, "/index.html")


@pytest.fixture(scope="module")
def visitor(
    files: Mapping[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """Somebody who visits the site of the demonstration, served by the real nginx."""
    record = {"editions.html": b"<!doctype html>", "edition.json": b"{}"}
    with visited(tmp_path_factory.mktemp("nginx"), {**files, **record}) as one:
        yield one


@contextmanager
def visited(folder: Path, files: Mapping[str, bytes]) -> Iterator[httpx.Client]:
    """Somebody who visits a site of the demonstration's authority, served by the real nginx from a folder."""
    port = free_port()
    for path, body in files.items():
        (folder / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "site" / path).write_bytes(body)
    certified(folder)
    changed = {
        r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        r"www\.example\.gov\.cn": "localhost",
        r"/etc/juece/tls/server\.(crt|key)": f"{folder}/server.pem",
        r"/srv/juece/site": f"{folder}/site",
    }
    install(folder, {"site": "site"}, changed)
    trusted = ssl.create_default_context(cafile=str(folder / "ca.pem"))
    with running(folder), httpx.Client(base_url=f"https://localhost:{port}", verify=trusted) as one:
        yield one


@NEEDED
def test_nginx_has_hashed_names_kept_for_ever_and_everything_else_asked_for_again(
    files: Mapping[str, bytes], visitor: httpx.Client
) -> None:
    page = "demo/zwgk/zdjc/2026/02/index.html"
    hashed = [path for path in files if re.match(r"demo/static/[a-z]+\.[0-9a-f]{8}\.", path)]
    document = next(path for path in files if path.startswith("demo/") and "/files/" in path)
    assert len(hashed) >= 3
    for path in (*hashed, document, page, "demo/search.html"):
        kept = visitor.get(path.removeprefix("demo")).headers["cache-control"]
        for_ever = path in {*hashed, document}
        assert kept == (
            "public, max-age=31536000, immutable" if for_ever else "public, max-age=300"
        ), path
    assert visitor.get("/zwgk/zdjc/2026/02/").content == files[page]


@NEEDED
def test_nginx_sends_every_text_compressed_and_every_kind_by_its_name(
    files: Mapping[str, bytes], visitor: httpx.Client
) -> None:
    kinds = {
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "svg": "image/svg+xml",
        "json": "application/json", "jsonld": "application/ld+json", "csv": "text/csv; charset=utf-8",
        "ics": "text/calendar; charset=utf-8", "atom": "application/atom+xml; charset=utf-8",
        "txt": "text/plain; charset=utf-8", "xml": "text/xml; charset=utf-8",
    }  # fmt: skip
    for ending, kind in kinds.items():
        large = max(
            (p for p in files if p.startswith("demo/") and p.endswith(f".{ending}")),
            key=lambda path: len(files[path]),
        )
        with visitor.stream(
            "GET", large.removeprefix("demo"), headers={"Accept-Encoding": "gzip"}
        ) as given:
            raw = b"".join(given.iter_raw())
        assert given.headers["content-type"] == kind, large
        if len(files[large]) > 1024:
            assert given.headers["content-encoding"] == "gzip", large
            assert len(raw) < len(files[large])
            raw = gzip.decompress(raw)
        assert raw == files[large]


@NEEDED
def test_nginx_answers_with_the_headers_everywhere_and_a_page_for_what_is_not_there(
    files: Mapping[str, bytes], visitor: httpx.Client
) -> None:
    asked = ("/", "/editions.html", "/edition.json", "/zwgk/zdjc/2026/02/timeline.ics", "/nichts")
    for path in asked:
        given = visitor.get(path)
        assert given.status_code == (404 if path == "/nichts" else 200), path
        assert "frame-ancestors 'self'" in given.headers["content-security-policy"], path
        assert given.headers["x-content-type-options"] == "nosniff", path
        assert "max-age" in given.headers["strict-transport-security"], path
    assert visitor.get("/nichts").content == files["demo/404.html"]
