"""An office whose item leads to a web on loopback, and nights that pass by injected dates."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from office.links.patrol import Round, citations, patrol, standings
from office.links.status import LinkChecked, LinkState, LinkStatus
from office.settings.installation import Office, office_at
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.office.links.web import Web
from tests.storage.life import ACTOR, sited, steps

FIRST = LAWFUL[-1].on + timedelta(days=1)
UNIT = "养老服务处"

SETTINGS = """\
链接巡查:
  启用: 是
  不核对的主机: [.cn]
  可以核对的内网主机: [127.0.0.1, 127.0.0.2]
  同一主机两次访问相隔秒数: 0
  等待答复秒数: 1
"""


def settings(office: Office, text: str = SETTINGS) -> None:
    (office.home / "publication.yaml").write_text(text, "utf-8")


def office_with(folder: Path, addresses: dict[str, str]) -> Office:
    """The lawful life, with these addresses in its records: notice, service, interpretation."""
    office, inbox = office_at(folder / "home"), folder / "inbox"
    inbox.mkdir()
    sited(office.home)
    settings(office)
    fields = {
        "consultation.notice": ("url", "notice"),
        "disclosure.publication": ("service_url", "service"),
        "disclosure.interpretation": ("url", "interpretation"),
    }
    for item, step, payload, at in steps(inbox):
        field, name = fields.get(step, ("", ""))
        told: dict[str, Any] = payload | ({field: addresses[name]} if name in addresses else {})
        if step == "consultation.notice":
            told["ways"] = [
                {"kind": "网站", "detail": a} for n, a in addresses.items() if "way" in n
            ]
            told["ways"] = told["ways"] or payload["ways"]
        file_record(office.ledger(), item, step, told, actor=ACTOR, at=at, folder=inbox)
    return office


def on(day: int) -> date:
    return FIRST + timedelta(days=day)


def night(
    office: Office, day: int, after: Callable[[], None] = lambda: None, item: str = ""
) -> Round:
    return patrol(office, on(day), item=item, begun=lambda _count: after)


def stands(office: Office, address: str, day: int) -> LinkStatus:
    return standings(office, citations(office, on(day)))[address]


def state(office: Office, address: str, day: int) -> LinkState:
    return stands(office, address, day).shown(on(day))


def history(office: Office, address: str) -> list[LinkState]:
    return [done.act.state for done in office.ledger().acts.of(LinkChecked, address)]


def asked(web: Web) -> list[str]:
    """The paths asked since the last look."""
    found = sorted({r.path for r in web.asked})
    web.asked.clear()
    return found


__all__ = ["FIRST", "ITEM", "SETTINGS", "UNIT"]
