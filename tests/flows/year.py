"""A small year: one item, from its inclusion to the day on which its notice is out."""

from datetime import datetime
from pathlib import Path
from typing import Any

from catalog.record import Actor
from catalog.timezone import SHANGHAI
from flows.scenario import Filing
from office.settings.installation import Office
from storage.filing import file_record

ITEM = "demo-2026-01"
SITE = Path(__file__).parents[2] / "catalog" / "examples" / "site" / "site.yaml"
"""The website settings that come with the demonstration."""
CLERK = Actor(name="演示经办人", unit="养老服务处")


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=SHANGHAI)


CATALOG = {
    "authority": {"id": "demo", "name": "示例市民政局"},
    "year": 2026,
    "title": "示例市民政局2026年度重大行政决策事项目录",
    "consented_on": "2026-01-08",
    "published_on": "2026-01-12",
}
INCLUSION = {
    "item": {
        "no": 1,
        "name": "老年助餐服务补贴标准调整方案",
        "category": "重大公共政策和措施",
        "units": [{"name": "养老服务处"}],
        "bases": ["《中华人民共和国老年人权益保障法》"],
    }
}
DUE = {"due": "是", "reason": "直接关系老年人切身利益"}
NOT_DUE = {"due": "否", "reason": "不涉及"}
NO = {"yes": "否", "reason": "没有此类规定"}
START = {
    "started_on": "2026-01-15",
    "decided_by": "局长办公会议",
    "origin": "决策机关领导人员",
    "concerns_no_unit": "只涉及本局的职责",
    "questions": dict.fromkeys(("congress", "hearing", "groups", "operators", "excluded"), NO),
    "determinations": {
        "consultation": DUE,
        "expert_review": NOT_DUE,
        "risk_assessment": NOT_DUE,
    },
}


def found(office: Office) -> None:
    """Put the catalog and the item on file."""
    ledger = office.ledger()
    (office.home / "site.yaml").write_bytes(SITE.read_bytes())
    file_record(ledger, "demo-2026", "entry.catalog", CATALOG, actor=CLERK, at=at(1, 12))
    file_record(ledger, ITEM, "entry.inclusion", INCLUSION, actor=CLERK, at=at(1, 12))


def answer(step: str, payload: dict[str, Any], when: datetime) -> Filing:
    return Filing(item=ITEM, step=step, at=when, actor=CLERK, payload=payload)


def start(when: datetime) -> Filing:
    return answer("entry.start", START, when)


def start_without_determinations(when: datetime) -> Filing:
    return answer("entry.start", {k: v for k, v in START.items() if k != "determinations"}, when)


NOTICE = {
    "published_on": "2026-01-16",
    "closes_on": "2026-02-20",
    "media": ["政府网站", "政务新媒体"],
    "ways": [{"kind": "信函", "detail": "示例路1号"}],
    "secrecy_review": {"reviewed_on": "2026-01-15", "reviewer": "办公室负责人", "passed": "是"},
    "documents": [
        {"title": "方案（征求意见稿）", "kind": "决策草案", "file": "草案.txt"},
        {"title": "起草说明", "kind": "起草说明", "file": "说明.txt"},
    ],
}
"""Closes in the Spring Festival holiday: the period runs on to the first working day after it."""
