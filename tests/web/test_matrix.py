"""Every address that takes a form, asked by those whose it is not: who may do nothing there is told why, and nothing
is on file. A new address is asked too, for the addresses are read from the application."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route

from catalog.stages.entry import OF_THE_YEAR
from storage.register.rows import ends
from tests.catalog.rules.lawful import ITEM
from tests.web.people import PASSWORD, ROOM, House
from web.desk.year import IMPORTED

OWN = {"/wode", "/xiaoxi", "/tuichu", "/denglu"}
"""What everybody does for himself, and the sign-in."""
ADMINISTRATORS = {"system": {"/yonghu"}, "security": {"/gangwei"}, "auditor": {"/shencha"}}
"""The three administrators, and what is theirs: the auditor sees the draft, and may have it made anew."""
OTHERS = {"nobody": set[str](), "other": set[str]()}
"""Without any post, and of another unit than the item's."""
PARTS = {
    "item": ITEM, "year": ITEM.rpartition("-")[0], "step": "consultation.notice", "how": "gengzheng",
    "matter": ITEM, "code": "1", "link": "x",
}  # fmt: skip
YEARS_STEP = min(OF_THE_YEAR - {IMPORTED})
BUTTONS = {"/liucheng": "qidong", "/gongkai": "fabu", f"/shencha/{ITEM}": "tongyi", ROOM: "guibing",
           f"{ROOM}/1": "dafu"}  # fmt: skip
"""What is pressed there; elsewhere 登记."""


def addresses(house: House) -> Iterator[str]:
    """Every address of the desk that takes a form, with the parts of this item."""
    inner: Any = house.app.app
    for route in inner.routes:
        if isinstance(route, Route) and route.methods == {"POST"} and "/api/" not in route.path:
            path = route.path
            for part, value in PARTS.items():
                path = path.replace(f"{{{part}}}", value)
            assert "{" not in path, f"{route.path}: say here what stands for its part"
            yield path.replace(PARTS["step"], YEARS_STEP) if path.startswith("/mulu/") else path


def on_file(house: House) -> object:
    ledger = house.desk.ledger
    with ledger.engine.connect() as connection:
        return ledger.head(), ledger.acts.position, ends(connection)


@pytest.mark.parametrize("account", [*ADMINISTRATORS, *OTHERS])
def test_nobody_does_at_any_address_what_is_not_his(
    account: str, closed: House, tmp_path: Path
) -> None:
    house = closed.copied(tmp_path / "office")
    visitor = house.visit(account)
    visitor.confirms = False
    token = visitor.get("/wode").page.split('name="csrf" value="')[1].split('"')[0]
    before, his = on_file(house), (ADMINISTRATORS | OTHERS)[account]
    asked = [path for path in addresses(house) if path not in OWN and "/denglu" not in path]
    assert len(asked) >= 15
    for path in asked:
        answer = visitor.http.post(
            path, data={"csrf": token, "mima": PASSWORD, "do": BUTTONS.get(path, "dengji")},
            headers={"origin": "https://desk.test", "sec-fetch-site": "same-origin"},
        )  # fmt: skip
        assert answer.status_code == 403 or path in his, (path, answer.status_code)
    assert on_file(house) == before
