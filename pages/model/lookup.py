"""The page on which a receipt tells what became of a letter, and what leads to it."""

from catalog.public.item import PublicDossier
from pages.model.components import Link
from pages.model.view import shown
from pages.website import LOOKUP

HEADING = "凭回执查询我的意见"
WAIT = "意见采纳情况还没有公布：已经收到的意见正在研究，公布以后凭回执在本页查询采纳没有、理由是什么、改了哪一条。"
NONE = "登记意见采纳情况时，没有收到过凭回执查询的意见：网上征集的才有回执。"
ASK = "填写提交意见时得到的回执编号。编号只在您的浏览器里使用，不会发送出去。"


@shown
class LookupView:
    """`digits` see catalog.lookup; without `entries` there is nothing to look for yet. `elsewhere` is where the
    intake looks it up for who cannot run a script."""

    item: str
    lead: str
    entries: int
    digits: int
    elsewhere: Link | None


def lookup_link(public: PublicDossier) -> Link | None:
    """The way to the page from the item's own; None where nobody can hold a receipt."""
    if not _is_there(public):
        return None
    return Link(href=f"{LOOKUP}/index.html", text=HEADING)


def lookup_page(public: PublicDossier) -> LookupView | None:
    """The page; None where nobody can hold a receipt."""
    if not _is_there(public):
        return None
    there, intake = public.lookup, public.catalog.intake
    answered = any(one.adoption for one in public.consultations)
    own = f"{intake}{public.catalog.year}/{public.no:02d}/{LOOKUP}/"
    return LookupView(
        item=public.id,
        lead=ASK if there else NONE if answered else WAIT,
        entries=there.entries if there else 0,
        digits=there.digits if there else 0,
        elsewhere=Link(href=own, text="到网上征集的页面查询", external=True) if intake else None,
    )


def _is_there(public: PublicDossier) -> bool:
    asked = bool(public.consultations) and bool(public.catalog.intake)
    return public.lookup is not None or asked
