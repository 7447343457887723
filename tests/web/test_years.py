"""年度: a call for matters and a reform are filed at the desk for a year, by who keeps its catalog."""

import pytest

from catalog.annual import CatalogRecord
from catalog.dossier import Dossier
from catalog.record import AmendmentKind, Identity
from tests.catalog.rules.lawful import ITEM
from tests.web.people import PEOPLE, House, Visitor

YEAR, NEXT = ITEM.rpartition("-")[0], "slmzj-2027"
CALL = {
    "published_on": "2026-3-2", "closes_on": "2026-3-31", "ways-0-_": "1", "ways-0-kind": "电子邮箱",
    "ways-0-detail": "jianyi@example.gov.cn",
}  # fmt: skip
REFORM = {
    "unit": "养老服务处", "kind": "更名", "successors": "养老服务和儿童福利处", "since": "2026-3-1",
    "basis": "示例市机构改革方案",
}  # fmt: skip


def filed(visitor: Visitor, path: str, typed: dict[str, str]) -> Visitor:
    visitor.get(path).press("cun", typed)
    visitor.press("hedui")
    assert visitor.path == f"{path}/hedui", visitor.text()
    return visitor.press("dengji")


def year(house: House, id_: str = YEAR) -> Dossier:
    return house.desk.ledger.load(id_)


@pytest.mark.parametrize("account", ["legal", "office"])
def test_a_call_is_reached_from_the_catalog_and_filed_by_who_keeps_it(
    house: House, account: str
) -> None:
    visitor = house.visit(account).get("/mulu")
    assert f'href="/mulu/{YEAR}"' in visitor.page
    path = f"/mulu/{YEAR}/entry.call"
    assert f'href="{path}"' in visitor.get(f"/mulu/{YEAR}").page
    filed(visitor, path, CALL)
    assert visitor.path.startswith(f"/mulu/{YEAR}?hao=")
    assert "征集决策事项建议" in visitor.text("main")
    entry = year(house).entries[-1]
    assert (entry.step, entry.actor.name) == ("entry.call", PEOPLE[account][0])
    assert entry.actor.identity is Identity.SIGNED_IN
    assert house.desk.people.drafts.every() == {}
    assert house.desk.ledger.verify() == []


def test_a_call_of_a_year_without_a_catalog_is_filed_under_the_id_that_is_typed(
    house: House,
) -> None:
    visitor = house.visit("legal").get(f"/mulu/niandu?nian={NEXT}")
    assert visitor.path == f"/mulu/{NEXT}"
    assert "2027年度" in visitor.text()
    assert "entry.catalog" not in visitor.page, "a catalog is imported, or corrected"
    filed(visitor, f"/mulu/{NEXT}/entry.call", CALL)
    assert year(house, NEXT).entries[-1].step == "entry.call"
    assert f'href="/mulu/{NEXT}"' in visitor.get("/mulu").page


@pytest.mark.parametrize("typed", ["", "2027", "slmzj-2027-01", "../shixiang", "<b>-2027"])
def test_what_is_no_year_is_told_so(house: House, typed: str) -> None:
    visitor = house.visit("legal")
    answer = visitor.http.get("/mulu/niandu", params={"nian": typed})
    assert answer.status_code == 404
    assert "机关代号-年度" in answer.text
    assert "<b>-2027" not in answer.text


def test_an_authority_that_nobody_knows_is_doubted_before_anything_is_filed(house: House) -> None:
    known = year(house).latest(CatalogRecord)
    assert known
    visitor = house.visit("legal")
    assert "核对机关代号" in visitor.get("/mulu/slmjz-2026").text()
    assert "核对机关代号" not in visitor.get(f"/mulu/{known.authority.id}-2031").text()


def test_a_reform_is_filed_once_for_its_year_and_passes_the_duty_on(house: House) -> None:
    authority, _, this = YEAR.partition("-")
    visitor = house.visit("legal").get(f"/mulu/{authority}-{int(this) + 1}/entry.reform")
    visitor.press("hedui", REFORM)
    assert f"登记到{this}年度" in visitor.text()
    path = f"/mulu/{YEAR}/entry.reform"
    visitor.get(path)
    assert "登记一次" in visitor.beside("unit")
    filed(visitor, path, REFORM)
    assert [r.unit for r in house.desk.ledger.load(ITEM).reforms] == ["养老服务处"]
    assert "养老服务和儿童福利处" in house.visit("unit").get("/").text()


def test_the_law_speaks_beside_the_field_and_nothing_goes_on_file(house: House) -> None:
    before = house.desk.ledger.head()
    visitor = house.visit("legal").get(f"/mulu/{YEAR}/entry.reform")
    visitor.press("hedui", REFORM | {"kind": "撤销", "successors": ""})
    assert "没有写明由谁承接职责" in visitor.beside("successors")
    assert "yulan" not in visitor.page, "a year has no page to be looked at before filing"
    assert house.desk.ledger.head() == before


def test_the_catalog_of_a_year_and_a_call_are_corrected(house: House) -> None:
    visitor = house.visit("office")
    filed(visitor, f"/mulu/{YEAR}/entry.call", CALL)
    assert "更正：征集决策事项建议" in visitor.page
    more = {"because": "征集结束", "received": "3", "result": "一件列入目录"}
    filed(visitor, f"/mulu/{YEAR}/entry.call/gengzheng", more)
    filed(visitor, f"/mulu/{YEAR}/entry.catalog/gengzheng", {"because": "漏填", "summary": "概述"})
    call, catalog = year(house).entries[-2:]
    assert call.amends
    assert (call.amends.kind, call.record.received) == (AmendmentKind.CORRECTION, 3)  # type: ignore[attr-defined]
    assert isinstance(catalog.record, CatalogRecord)
    assert catalog.record.summary == "概述"


@pytest.mark.parametrize("account", [a for a in PEOPLE if a not in {"legal", "office"}])
def test_nobody_else_reaches_it_by_guessing(house: House, account: str) -> None:
    visitor = house.visit(account)
    token = visitor.get("/wode").page.split('name="csrf" value="')[1].split('"')[0]
    for path in (f"/mulu/{YEAR}", f"/mulu/niandu?nian={YEAR}", f"/mulu/{YEAR}/entry.call"):
        assert visitor.get(path).status == 403, path
    sent = {"csrf": token, "do": "dengji", "version": "0"}
    for address in ("entry.reform", "entry.reform/cun", "entry.reform/hedui"):
        assert visitor.send(f"/mulu/{YEAR}/{address}", sent).status == 403, address
    assert house.desk.people.drafts.every() == {}


@pytest.mark.parametrize(
    "path",
    [
        f"/mulu/{YEAR}/entry.catalog",
        f"/mulu/{YEAR}/entry.start",
        f"/mulu/{YEAR}/entry.nothing",
        f"/mulu/{YEAR}/entry.call/fangfa",
        f"/mulu/{ITEM}/entry.call",
        f"/shixiang/{ITEM}/entry.call",
        f"/shixiang/{YEAR}/entry.reform",
    ],
)
def test_a_step_is_filed_where_it_belongs_alone(house: House, path: str) -> None:
    assert house.visit("legal").get(path).status == 404
