"""The page on which anybody can see, and repeat, how representatives were called, listed and drawn."""

from catalog.public.item import PublicDossier
from catalog.public.outcome import PublicDraw
from pages.model.components import Fact, Link
from pages.model.facts import fact
from pages.model.view import shown
from pages.model.wording import day, listed
from pages.website import DRAW, SIGN_UP, item_folder

HEADING = "列席公众代表：报名和抽签"
LIST, SHELL = "list.txt", "draw.txt"
"""Files beside the page: the list to the byte as it was digested, and the shell that repeats the draw."""


@shown
class DrawView:
    """`lead` says how far it is; `people` are class and code of everybody on the list, None before there is one;
    of each class `results` have those chosen and the alternates, in their order."""

    lead: str
    facts: tuple[Fact, ...]
    sign_up: Link | None
    people: tuple[tuple[str, str], ...] | None
    digest: str
    results: tuple[tuple[str, str, str], ...]
    proof: tuple[Fact, ...]


def draw_link(public: PublicDossier) -> Link | None:
    """The way to the page from the item's own; None where nobody was called."""
    return Link(href=f"{DRAW}/index.html", text=HEADING) if public.draw else None


def draw_page(public: PublicDossier) -> DrawView | None:
    """The page; None where nobody was called."""
    told, intake = public.draw, public.catalog.intake
    if told is None:
        return None
    form = f"{intake}{public.catalog.year}/{item_folder(public.no)}/{SIGN_UP}/"
    open_ = bool(intake) and told.listed is None
    rest = dict(told.alternates)
    return DrawView(
        lead=_lead(told),
        facts=(
            *fact("会议", told.name, day(told.meets_on)),
            *fact("议题", told.topic),
            *fact("名额", listed(f"{group}{number}名" for group, number in told.seats)),
            *fact("报名条件", told.conditions),
            *fact("报名截止日期", day(told.signup_ends_on)),
            *fact("产生办法", told.rule),
            *fact("以哪一期公开摇号为种子", told.public_draw, day(told.drawn_on)),
        ),
        sign_up=Link(href=form, text="网上报名", external=True) if open_ else None,
        people=told.listed,
        digest=told.list_digest,
        results=tuple(
            (group, "、".join(codes), "、".join(rest.get(group, ())) or "没有")
            for group, codes in told.chosen
        ),
        proof=(*fact("公开摇号的号码", told.numbers), *fact("种子（SHA-256）", told.seed)),
    )


def draw_files(public: PublicDossier) -> dict[str, bytes]:
    """The files beside the page, by their names."""
    told, found = public.draw, dict[str, bytes]()
    if told and told.listed is not None:
        lines = (f"{group}\t{code}\n" for group, code in told.listed)
        found[LIST] = "".join(lines).encode()
    if told and told.script:
        found[SHELL] = told.script.encode()
    return found


def _lead(told: PublicDraw) -> str:
    if told.chosen:
        return f"已经于{day(told.drawn_on)}公开摇号以后抽签产生。名单在摇号以前已经登记，谁都可以重做一遍。"
    if told.listed is not None:
        return f"名单已经公布，{day(told.drawn_on)}公开摇号以后抽签。名单改动一个字，校验值就不同。"
    return f"正在报名，{day(told.signup_ends_on)}24时截止；截止以后公布名单（只有编号），再按公开摇号的号码抽签。"
