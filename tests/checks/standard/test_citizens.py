"""Whatever a citizen writes, no rule about the site itself keeps the edition back for it."""

from datetime import date
from typing import Any

import pytest

from catalog.dossier import Dossier
from catalog.findings import Severity
from catalog.opinion import Opinion, OpinionSource, Outcome
from catalog.public.year import Year
from checks.standard import check
from checks.standard.base import keeps_back
from checks.standard.data import read_item
from pages.html.theme import SiteContext
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, CATALOG, SITE, STORE, Filing, catalog_dossier
from tests.pages.edition import build

SAID = [
    "{{ 姓名 }} 没有替换掉",
    "{% if 有 %}",
    "TODO",
    "FIXME lorem ipsum",
    "测试",
    "测试数据不能代表我们",
    "XX路XX号的老人怎么办",
    "信息明细属性",
    "为什么是内部资料，请勿外传是谁说的",
    "不要写机密★一年",
    "<!-- 注释 --><script src=https://a.example/x.js></script>",
    "<style>h1 { display: none }</style>",
    "javascript:alert(1) data:text/html,x",
    "见 https://a.example/b?c=d#e 和 www.a.example",
    "[点击这里](http://a.example)",
    "=HYPERLINK(1)",
    "《》》“（",
    "😀★▲",
    "今天、近日、还剩3天",
    "2026年13月45日 99月",
    "2026-01-01 2026/1/1",
    "\u202e倒\u2067着\ufeff写\u200b的",
    "]]></item><entry>",
    "X" * 3000,
    "长" * 3000,
    "@a.example",
    "%7B%7B 2 %7D%7D &lbrace;&lbrace;",
    "BEGIN:VEVENT\r\nSUMMARY:x",
    '","@type":"Thing',
]


def found(said: str) -> set[tuple[str, str]]:
    """The errors that keep an edition back, with their pages, where citizens say the same everywhere."""
    filing = Filing(CATALOG, dossiers.item(1, "老年助餐服务实施意见"))
    meeting = dossiers.meeting(date(2026, 4, 28))
    present = meeting.attendance.representatives
    heard: dict[str, Any] = {
        "representatives": tuple(one.model_copy(update={"view": said}) for one in present)
    }
    attendance = meeting.attendance.model_copy(update=heard)
    dossiers.through_publication(
        filing, meeting=meeting.model_copy(update={"attendance": attendance})
    )
    opinion = Opinion(
        no=1, source=OpinionSource.PUBLIC, channel="信函", summary=said,
        outcome=Outcome.NOT_ADOPTED, reason="与上位法不一致。", clause="第三条",
    )  # fmt: skip
    entries = filing.dossier.entries
    dossier = Dossier(filing.dossier.id, entries, filing.dossier.catalog, {1: (opinion,)})
    setting = SiteContext({"shmzj": SITE})
    made = build([Year(catalog_dossier(), [dossier])], AS_OF, HEAD, STORE.__getitem__, setting)
    page = read_item(made.files["shmzj/zwgk/zdjc/2026/01/item.json"])
    assert page.adoptions[0].rows[0].summary.split() == said.split()
    assert [one.view.split() for one in page.meetings[0].people] == [said.split()] * len(present)
    report = check(made.files)
    told = (one for rule in report.broken for one in report.first[rule])
    return {
        (one.rule, one.path)
        for one in told
        if one.severity is Severity.ERROR and keeps_back(one.rule)
    }


@pytest.mark.parametrize("said", SAID, ids=range(len(SAID)))
def test_what_a_citizen_says_keeps_no_edition_back(said: str) -> None:
    assert found(said) == found("建议写明补贴标准。")
