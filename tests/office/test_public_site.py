"""The public site as nginx serves it by deploy/nginx/site.conf: headers that agree with the pages."""

import re
from pathlib import Path

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


def test_every_page_is_served_with_the_policy_it_declares(tmp_path: Path) -> None:
    office = demonstrated(tmp_path / "office").model_copy(update={"search": True})
    files = build_edition(office, AS_OF).files
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
    assert len(places) == 5
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
