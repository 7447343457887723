"""The page standard: a built site checked against every rule, beside reading its pages only."""

from lxml import etree

from bench.timing import Rows, against
from checks.standard import check
from tests.checks.standard.whole import ROOT, whole

PAGES = 200


def rows() -> Rows:
    """What checking one page costs; the peer is the parser alone, which no check can do without."""
    files = many(PAGES)
    pages = [body for path, body in files.items() if path.endswith(".html")]

    def parse() -> None:
        for body in pages:
            etree.fromstring(body, etree.HTMLParser(encoding="utf-8"))

    yield against(
        f"check one page and what is beside it (of {len(pages)})",
        lambda: check(files),
        "lxml parses the page",
        parse,
        of=len(pages),
    )


def many(count: int) -> dict[str, bytes]:
    """The demonstration's items over and over, in years of their own so that links stay whole."""
    folder = f"{ROOT}/zwgk/zdjc/2026/"
    site = {path: body for path, body in whole().items() if not path.startswith(folder)}
    year = {path.removeprefix(folder): body for path, body in whole().items() if folder in path}
    items = sum(path.endswith("item.json") for path in year)
    for n in range(-(-count // items)):
        site |= {f"{ROOT}/zwgk/zdjc/{2026 + n}/{path}": body for path, body in year.items()}
    return site
