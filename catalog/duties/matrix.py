"""The table of who may do what, generated from the functions that decide it: `make docs` writes it."""

from collections.abc import Callable, Iterable, Iterator

from catalog import law
from catalog.dossier import Dossier
from catalog.duties.handling import SOURCE, Handling, may_handle
from catalog.duties.roles import ADMINISTRATORS, No, Person, Post
from catalog.duties.who import OPINION, Action, may, may_file, may_see
from catalog.item import DecisionItem, Unit
from catalog.record import Actor, Entry
from catalog.stages import STEPS
from catalog.stages.entry import Inclusion
from catalog.timezone import LATEST, midnight_after

OWN, OTHER = "承办处室甲", "处室乙"
_HEAD = """# 谁可以做什么

<!-- 由 catalog/duties/matrix.py 生成，改动请改 catalog/duties/ 后运行 make docs -->

同一个人可以有几个岗位，但三员（系统管理员、安全管理员、审计员）由三个人担任，不办理业务。
能不能在这一天登记，另看程序和期限；写得对不对，登记时逐条核对。

“可以”：这个岗位可以办理；“本处室”：只限本处室承办的事项；“公布后”：决策公布以后；“—”：不可以。

"""
_NOTES = f"""
- 合法性审查意见不能由承办处室的人登记，也不能由经办过这一事项承办处室材料的人登记（{law.cite("713-25")}）；\
姓名相同的两个账号按同一人处理。
- 依法不予公开的事项，只有承办处室和法规处能看（{law.cite("711-14")}）。
- 公开前的审查人不能是经办人（{law.cite("711-17")}）。
"""


def matrix_markdown() -> str:
    """Every step and action with the posts that may do it."""
    posts = [*Post]
    head = ["| 做什么 | 依据 |" + "".join(f" {post.value} |" for post in posts)]
    head += ["|---|---|" + "---|" * len(posts)]
    return _HEAD + "\n".join([*head, *_rows(posts)]) + "\n" + _NOTES


def _rows(posts: Iterable[Post]) -> Iterator[str]:
    yield _row("看事项和在卷材料", "", (_seeing(post) for post in posts))
    for step_id, step in STEPS.items():
        title = f"登记“{step.title}”" + ("（经办过的人除外）" if step_id == OPINION else "")
        yield _row(title, law.cite(step.source), (_filing(post, step_id) for post in posts))
    for what in Handling:
        cells = (_reach(post, lambda p, d: may_handle(p, d, what)) for post in posts)  # noqa: B023  used at once
        yield _row(what.value, law.cite(SOURCE), cells)
    for action in Action:
        said = ("—" if may(_person(post, OWN), action) else "可以" for post in posts)
        yield _row(action.value, "", said)


def _row(title: str, article: str, cells: Iterable[str]) -> str:
    return f"| {title} | {article} | " + " | ".join(cells) + " |"


def _person(post: Post, unit: str) -> Person:
    return Person(post.value, f"某{post.value}", unit, frozenset({post}))


def _dossier() -> Dossier:
    item = DecisionItem(no=1, name="某事项", units=(Unit(name=OWN),))
    entry = Entry(
        item="demo-2026-01", seq=1, step="entry.inclusion", round=1,
        record=Inclusion(item=item), actor=Actor(name="某人", unit="某处"),
        at=midnight_after(LATEST), digest="0" * 64,
    )  # fmt: skip
    return Dossier(entry.item, (entry,))


def _seeing(post: Post) -> str:
    dossier = _dossier()
    if may_see(_person(post, OTHER), dossier) is None:
        return "可以"
    if may_see(_person(post, OWN), dossier) is None:
        return "本处室"
    return "—" if post in ADMINISTRATORS else "公布后"


def _filing(post: Post, step_id: str) -> str:
    return _reach(post, lambda person, dossier: may_file(person, dossier, step_id))


def _reach(post: Post, asked: Callable[[Person, Dossier], No | None]) -> str:
    """For which items a post may do something."""
    dossier = _dossier()
    if asked(_person(post, OTHER), dossier) is None:
        return "可以"
    person = _person(post, OWN)
    why = asked(person, dossier)
    if why is None:
        return "本处室"
    return "公布后" if why == may_see(person, dossier) and post is Post.EVALUATOR else "—"
