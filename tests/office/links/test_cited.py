"""Which addresses are patrolled: every one that a page gives, under the unit that answers for it."""

from collections.abc import Iterator
from datetime import date
from typing import get_args
from urllib.parse import urldefrag, urlsplit

import pytest
from pydantic import BaseModel

from catalog.public import PublicDossier, disclose_catalog
from catalog.public.item import PublicCall
from office.links.references import SERVICE, WHAT, addresses, of_calls, of_item, of_site, unique
from tests.pages.conftest import edition, public  # noqa: F401  fixtures
from tests.pages.dossiers import AS_OF, AUTHORITY, SITE, catalog_dossier
from tests.pages.edition import Edition
from tests.pages.reading import read

CATALOG = "shmzj-2026"


def models(model: type[BaseModel], seen: set[type[BaseModel]]) -> None:
    seen.add(model)
    for field in model.model_fields.values():
        for inner in _inside(field.annotation):
            if inner not in seen:
                models(inner, seen)


def _inside(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _inside(argument)


def test_every_field_of_a_public_dossier_that_holds_an_address_is_patrolled() -> None:
    seen: set[type[BaseModel]] = set()
    models(PublicDossier, seen)
    held = {(m, name) for m in seen for name in m.model_fields if name.endswith("url")}
    assert held
    assert held <= WHAT.keys()
    assert {model for model, _ in WHAT} <= seen
    assert all(name in model.model_fields for model, name in WHAT)


def test_the_service_link_is_named_as_such_and_is_the_lead_units(
    public: dict[str, PublicDossier],  # noqa: F811
) -> None:
    found = [one for dossier in public.values() for one in of_item(dossier)]
    service = [one for one in found if one.what == SERVICE]
    assert {one.address for one in service} == {"https://zwdt.sh.gov.cn/govPortals/index.do"}
    assert {one.unit for one in service} == {"养老服务处"}


def test_whatever_link_leaves_a_page_is_patrolled(
    edition: Edition,  # noqa: F811
    public: dict[str, PublicDossier],  # noqa: F811
) -> None:
    patrolled = {one.address for dossier in public.values() for one in of_item(dossier)}
    patrolled |= {one.address for one in of_site(SITE, AUTHORITY, CATALOG)}
    away = {
        urldefrag(href).url
        for path, body in edition.files.items()
        if path.endswith(".html")
        for a in read(body.decode()).elements
        if a.tag == "a" and urlsplit(href := a.attributes.get("href", "")).hostname
    }
    assert away
    assert away <= patrolled


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://a.gov.cn/1.html", ["https://a.gov.cn/1.html"]),
        (" HTTP://A.gov.cn/x#part ", ["http://A.gov.cn/x"]),
        ("https://a.gov.cn/意见/1", ["https://a.gov.cn/%E6%84%8F%E8%A7%81/1"]),
        ("https://a.gov.cn/?q=%E6%84%8F", ["https://a.gov.cn/?q=%E6%84%8F"]),
        (
            "登录https://a.gov.cn/1，或者 http://b.gov.cn/2。",
            ["https://a.gov.cn/1", "http://b.gov.cn/2"],
        ),
        ("a.gov.cn/1.html", []),
        ("javascript:alert(1)", []),
        ("ftp://a.gov.cn/", []),
        ("https://", []),
        ("https://a.gov.cn:99999/", []),
        ("https://name@a.gov.cn/", []),
        ("https://[::1/", []),
        ("https://a.gov.cn/" + "x" * 3000, []),
        ("", []),
    ],
)
def test_addresses_are_taken_from_a_text_as_they_are_asked(text: str, found: list[str]) -> None:
    assert list(addresses(text)) == found


def test_what_stands_around_every_page_is_the_websites_own_and_asked_once() -> None:
    found = unique(of_site(SITE, AUTHORITY, CATALOG))
    assert {one.unit for one in found} == {SITE.organiser}
    hosts = {urlsplit(one.address).hostname for one in found}
    assert {"beian.miit.gov.cn", "bszs.conac.cn", "zfwzgl.www.gov.cn"} <= hosts
    assert len(found) == len(set(found))


def test_the_calls_of_a_year_are_cited_once_and_by_no_item() -> None:
    at = "https://example.org/zhengji"
    call = PublicCall(
        published_on=date(2026, 1, 5), closes_on=None, ways=(), media=(), url=at,
        received=None, taken_up=None, result="",
    )  # fmt: skip
    told = disclose_catalog(catalog_dossier(), AS_OF).model_copy(update={"calls": (call,)})
    (cited,) = of_calls(told)
    assert (cited.address, cited.item, cited.what) == (at, CATALOG, "征集决策事项建议公告")
