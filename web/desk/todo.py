"""待办: what is to be done now, what waits for a date, what is with others; overdue first."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from starlette.responses import Response

from catalog.duties.handling import Handling, may_handle
from catalog.duties.roles import Person
from catalog.duties.who import Action, may, may_file, may_see, units_of
from catalog.names import bare
from catalog.upcoming import Upcoming, week_after
from storage.people.drafts import Draft, Paper
from web.desk.asking import Asked
from web.desk.board import State, Wait
from web.desk.office import Desk
from web.templates import day

ADOPTION = "consultation.adoption"
PAGE = 12
"""Rows of a block that are shown at once: three blocks with their arithmetic fit into 40 KB."""
SCOPES = {"wo": "我要办的", "chushi": "本处室的", "quanbu": "全部"}


class Task(NamedTuple):
    """A row: a step that an item waits for."""

    item: str
    name: str
    wait: Wait
    mine: bool
    our: bool
    waits: bool
    """A legal period runs first: nothing can be filed yet."""
    days: int | None
    """Days that are left; below zero where it is overdue, None where it has no last day."""
    draft: Draft | None

    @property
    def path(self) -> str:
        """Where it is filled in, or where the item is shown."""
        form = f"/{self.wait.step_id}" if self.mine and not self.waits else ""
        return f"/shixiang/{self.item}{form}"

    @property
    def late(self) -> bool:
        """Say whether its last day has passed."""
        return self.days is not None and self.days < 0

    @property
    def left(self) -> str:
        """How long there is, in words."""
        if self.days is None or self.wait.due is None:
            return "法律没有定日期"
        if self.days < 0:
            said = f"{day(self.wait.due)}，已过{-self.days}天"
        else:
            said = f"{day(self.wait.due)}，{'就是今天' if not self.days else f'还有{self.days}天'}"
        return f"{said}（按计划决策时间）" if self.wait.by_plan else said


class Block(NamedTuple):
    """One of the three blocks of the page, or what goes public soon: the rows of one page of it."""

    key: str
    title: str
    about: str
    length: int
    rows: Sequence[Any]
    page: int
    pages: int

    @classmethod
    def of(cls, asked: Asked, key: str, title: str, about: str, rows: Sequence[Any]) -> "Block":
        """The page that is asked for of the block that is looked at alone, the first of every other."""
        turned = asked.turned(rows, PAGE)
        if asked.query.get("kuai") != key:
            turned = turned._replace(rows=rows[:PAGE], page=1)
        return cls(key, title, about, len(rows), *turned)


def todo(asked: Asked) -> Response:
    """The page; `kan` says whose tasks, `kuai` which block alone, `ye` which page of it."""
    found = tasks(asked.desk, asked.person)
    chosen = asked.query.get("kan") or ("wo" if any(t.mine for t in found) else "quanbu")
    scope = chosen if chosen in SCOPES else "wo"
    shown = [t for t in found if {"wo": t.mine, "chushi": t.our, "quanbu": True}[scope]]
    counts = {
        "wo": sum(t.mine for t in found),
        "chushi": sum(t.our for t in found),
        "quanbu": len(found),
    }
    late = sum(t.late for t in found)
    only = asked.query.get("kuai", "")
    coming = Block.of(asked, "jinqi", "近期公开", "", _upcoming(asked))
    made = [block for block in blocks(asked, shown) if block.length]
    if only not in {block.key for block in (*made, coming) if block.length}:
        only = ""  # of a block that is empty by now the page shows all
    agreeing = consents(asked.desk, asked.person)
    return asked.page(
        "todo.html",
        "待办",
        blocks=[block for block in made if only in ("", block.key)],
        scope=scope,
        scopes=[(key, title, counts[key]) for key, title in SCOPES.items()],
        today=asked.desk.today,
        late=late,
        consents=agreeing,
        until=week_after(asked.desk.today),
        upcoming=coming if coming.length and only in ("", coming.key) else None,
        only=only,
        empty=not found and not agreeing,
    )


def consents(desk: Desk, person: Person) -> list[tuple[str, str]]:
    """What waits for somebody's consent, or to be published by him: where, and a sentence."""
    return [*(("/shencha", said) for said in _reviews(desk, person)), *_answers(desk, person)]


def _reviews(desk: Desk, person: Person) -> list[str]:
    """What whoever reviews or publishes has to do under 公开审查, a sentence each."""
    reviewer = may(person, Action.REVIEW) is None
    publisher = may(person, Action.PUBLISH) is None
    if not (reviewer or publisher):
        return []
    waiting, said = desk.reviews.now(), list[str]()
    if reviewer and waiting.unreviewed:
        said.append(f"{waiting.unreviewed}事等待公开审查")
    if reviewer and desk.ledger.head().count > waiting.entries:
        said.append("有新的登记：打开“公开审查”，就按现在在卷的重新生成草稿")
    if publisher and waiting.returned:
        said.append(f"公开审查退回了{waiting.returned}事：请经办人改好，改好以前都不公开")
    if publisher and waiting.ready:
        said.append(f"{waiting.agreed}事都已审查同意，可以发布")
    return said


def _answers(desk: Desk, person: Person) -> Iterator[tuple[str, str]]:
    """Answers to opinions that wait for this person's consent: where, and a sentence."""
    for state in desk.board.states(desk.today):
        asks = any(wait.step_id == ADOPTION for wait in state.waits)
        if not asks or may_handle(person, state.dossier, Handling.AGREE):
            continue
        writers = desk.unconfirmed.of(state.dossier.id, state.dossier.round_of("consultation"))
        others = [who for who in writers if bare(who.name) != bare(person.name)]
        if others:
            said = f"{state.name}：{len(others)}条意见的答复等另一人确认"
            yield f"/shixiang/{state.dossier.id}/yijian?kan=queren", said


def _upcoming(asked: Asked) -> list[tuple[Upcoming, str]]:
    """What goes public until the end of next week of the items that one may see, with their names."""
    states = asked.desk.board.states(asked.desk.today)
    seen = (state for state in states if may_see(asked.person, state.dossier) is None)
    found = ((one, state.name) for state in seen for one in state.upcoming)
    return sorted(found, key=lambda pair: pair[0])


def blocks(asked: Asked, tasks: list[Task]) -> tuple[Block, ...]:
    """To do now, waiting for a date, with others."""
    tasks = sorted(tasks, key=_order)
    waiting = [t for t in tasks if t.waits]
    now = [t for t in tasks if t.mine and not t.waits]
    others = [t for t in tasks if not t.mine and not t.waits]
    return (
        Block.of(asked, "xianzai", "现在要办", "轮到您，今天就可以登记", now),
        Block.of(asked, "qixian", "等期限", "法定期限还没有满，到日子才能登记", waiting),
        Block.of(asked, "bieren", "别人在办", "轮到别的处室", others),
    )


def _order(task: Task) -> tuple[date, str]:
    return task.wait.due or date.max, task.item


def tasks(desk: Desk, person: Person) -> list[Task]:
    """What the items wait for that somebody may see."""
    drafts = desk.people.drafts.every()
    return [
        task
        for state in desk.board.states(desk.today)
        if state.waits and may_see(person, state.dossier) is None
        for task in _of(person, state, desk.today, drafts)
    ]


def _of(person: Person, state: State, today: date, drafts: dict[Paper, Draft]) -> Iterator[Task]:
    ours = bare(person.unit) in {bare(unit) for unit in units_of(state.dossier)}
    for wait in state.waits:
        mine = may_file(person, state.dossier, wait.step_id) is None
        yield Task(
            state.dossier.id,
            state.name,
            wait,
            mine,
            mine or ours,
            bool(wait.opens_on and wait.opens_on > today),
            (wait.due - today).days if wait.due else None,
            drafts.get(Paper(state.dossier.id, wait.step_id)),
        )
