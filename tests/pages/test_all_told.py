"""Everything public of an item is printed: nothing was lost where the page became shorter."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from catalog.public import PublicDossier
from catalog.public.year import Year, disclose_years
from pages.model.wording import day
from tests.pages.demo import AS_OF as DEMO_DAY
from tests.pages.demo import demonstrated
from tests.pages.edition import Edition, build_edition
from tests.pages.reading import read

CHINESE = re.compile(r"[\u3400-\u9fff]")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ELSEWHERE = re.compile(
    r"catalog\..*"  # of the year, on its page
    r"|consultations\.ways\.detail"  # where to write, while one can: a test of its own
    r"|consultations\.announced_closes_on"  # said where it was moved
    r"|as_of|units\.part|stages\..*|.*publish_by|.*\.completed_on|added_because"
    r"|.*release\.(published_on|ground|review_on|attribute)"
    r"|withheld\..*|.*\.ground|duties\.article|duties\.state"
)
"""What is said in other words, or where it matters only: each has a test in test_sections."""


def texts(of: object, where: str = "") -> Iterator[tuple[str, str]]:
    """Every text in Chinese and every day, with where it stands."""
    if isinstance(of, dict):
        for name, value in of.items():
            yield from texts(value, f"{where}.{name}" if where else name)
    elif isinstance(of, list):
        for value in of:
            yield from texts(value, where)
    elif (
        isinstance(of, str)
        and (CHINESE.search(of) or ISO_DAY.fullmatch(of))
        and not ELSEWHERE.fullmatch(where)
    ):
        yield where, of


def flat(text: str) -> str:
    return re.sub(r"[\s。；;.]", "", text)


def missing(item: PublicDossier, printed: str) -> list[tuple[str, str]]:
    told = item.model_dump(mode="json")
    return [
        (where, text)
        for where, text in dict.fromkeys(texts(told))
        if flat(text) not in printed and not (ISO_DAY.fullmatch(text) and _day(text, printed))
    ]


def _day(iso: str, printed: str) -> bool:
    on = date.fromisoformat(iso)
    return day(on) in printed or f"至{on.month}月{on.day}日" in printed


def on_pages(edition: Edition, path: str) -> str:
    """The text of an item's page and of the one of its procedure."""
    both = (edition.files.get(f"{path}{name}index.html") for name in ("", "chengxu/"))
    return flat("".join(read(body.decode()).of("body")[0].text for body in both if body))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Edition, list[PublicDossier]]:
    office = demonstrated(tmp_path_factory.mktemp("told") / "office")
    ledger = office.ledger()
    items = [ledger.load(i, opinions=True, on=DEMO_DAY) for i in ledger.items("demo-2026")]
    (year,) = disclose_years([Year(ledger.load("demo-2026", on=DEMO_DAY), items)], DEMO_DAY)
    return build_edition(office, DEMO_DAY), list(year.items)


def test_every_public_field_of_a_sample_is_printed(
    public: dict[str, PublicDossier], edition: Edition
) -> None:
    for name, item in public.items():
        printed = on_pages(edition, f"shmzj/zwgk/zdjc/2026/{item.no:02d}/")
        assert len(list(texts(item.model_dump(mode="json")))) > 20, name
        assert missing(item, printed) == [], name


def test_every_public_field_of_the_demonstration_is_printed(
    demo: tuple[Edition, list[PublicDossier]],
) -> None:
    edition, items = demo
    assert len(items) == 9
    for item in items:
        printed = on_pages(edition, f"demo/zwgk/zdjc/2026/{item.no:02d}/")
        assert missing(item, printed) == [], item.id


def test_each_file_is_linked_once_where_it_belongs(
    demo: tuple[Edition, list[PublicDossier]],
) -> None:
    edition, items = demo
    for item in items:
        page = read(edition.files[f"demo/zwgk/zdjc/2026/{item.no:02d}/index.html"].decode())
        lists = [
            a.attributes["href"] for a in page.of("a") if a.attributes["href"].startswith("files/")
        ]
        button = [href for href in lists if lists.count(href) > 1]
        assert len(set(lists)) == len(item.documents)
        assert len(button) in {0, 2}  # the decision is also what the banner leads to
