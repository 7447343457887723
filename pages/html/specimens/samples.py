"""What specimens are made of: words that are visibly a sample's."""

from datetime import date
from typing import Any, NamedTuple

from catalog.annual import Authority
from catalog.public.item import PublicEvent
from pages.model.components import Covered, Fact, File, Link, Withheld
from pages.model.states import State
from pages.model.view import revised
from pages.website import Column, Site

ON = date(2026, 6, 30)
HERE = Link(href="#main", text="查看有关内容")
AWAY = Link(href="https://www.example.gov.cn/", text="我要提意见", external=True)
BUREAU = Authority(id="sample", name="示例机关")
SITE = Site(
    authority="sample",
    name="示例网站",
    domain="www.example.gov.cn",
    id_code="0000000000",
    organiser="示例机关（样张）",
    undertaker="示例处（样张）",
    address="示例路0号，邮编000000",
    phone="0000-00000000",
    icp="京ICP备00000000号-1",
    police="京公网安备 00000000000000号",
    emblem="https://bszs.conac.cn/sitename?method=show&id=0",
    search_url="https://www.example.gov.cn/search/",
    above=(Column(name="首页", url="https://www.example.gov.cn/"),),
)
FACTS = (
    Fact(term="承办单位", values=("示例处（牵头）", "另一示例处（配合）")),
    Fact(term="联系", values=("办公室",), link=Link(href="tel:00000000", text="0000-0000")),
    Fact(term="公告原文", values=(), link=revised(AWAY, text="征求意见公告")),
)
FILES = (
    File(
        title="示例文件（征求意见稿）",
        kind="决策草案",
        path="#main",
        format="PDF",
        size="1.2 MB",
        pages="12页",
        released_on=ON,
        sha256="0" * 64,
        saved_as="示例文件（征求意见稿）.pdf",
    ),
    File(
        title="示例说明",
        kind="起草说明",
        path="#main",
        format="DOCX",
        size="34 KB",
        pages="",
        released_on=ON,
        sha256="1" * 64,
    ),
    File(
        title="示例意见汇总",
        kind="专家论证意见",
        path="#main",
        format="PDF",
        size="210 KB",
        pages="3页",
        released_on=ON,
        sha256="2" * 64,
        redacted="有遮盖（1处）",
        covered=(
            Covered(
                title="示例意见汇总",
                path="#main",
                where="第3页第2段",
                reason="示例理由",
                on=ON,
                unit="示例处",
                review="2027年1月1日",
            ),
        ),
    ),
)
HELD = (Withheld(what="专家论证意见", state="不予公开", reason="示例理由", review="2027年1月1日"),)
EMPTY = {
    State.E1: ("未到阶段", "尚未开展。计划于2026年第三季度作出决策前组织，完成后在此公布。"),
    State.E2: ("进行中", "正在开展（2026年5月6日起）。完成后在此公布。"),
    State.E3: (
        "正在整理",
        "已于2026年5月20日完成，材料正在进行公开审查，预计2026年6月10日前公布。",
    ),
    State.E4: ("未收到意见", "征求意见期间，通过网站、信函二个渠道，未收到社会公众意见建议。"),
    State.E5: ("已开展·不公开", "视情公开。本事项已开展专家论证，不公开专家论证信息，理由：……。"),
    State.E6: ("公开摘要", "公开摘要。风险评估材料中涉及商业秘密的内容未公开。"),
    State.E7: ("不适用", "不适用。本事项不涉及专业性、技术性较强的问题，未组织专家论证。"),
    State.E8: ("未邀请列席", "本次会议未安排公众代表列席，理由：……。"),
    State.E9: ("未作出决策", "本事项经会议研究，暂不作出决策，理由：……。"),
}
"""Words of the empty states, with a sample's particulars."""
UPDATES = (
    PublicEvent(id="shmzj-2026-08#2", on=ON, what="更正“意见采纳情况”", reason="漏登一条意见"),
    *(
        PublicEvent(id=f"shmzj-2026-08#1.{n}", on=date(2026, n, 12), what=f"示例更新{n}")
        for n in (4, 3, 2)
    ),
    PublicEvent(id="shmzj-2026-08#1", on=date(2026, 1, 12), what="列入年度目录，首次发布本页"),
)


class Specimen(NamedTuple):
    """A component: what it is and in which state, its template, and what it is handed."""

    title: str
    template: str
    context: dict[str, Any]
