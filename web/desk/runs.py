"""流程: what may be started at the engine, its newest runs, and the way to the engine's own pages."""

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.websockets import WebSocket

from catalog.duties.roles import Person
from catalog.duties.who import Action, may
from catalog.stages import STAGES
from web.answers import onward, refused
from web.desk.asking import Asked, Door, unless
from web.desk.board import state_of
from web.desk.confirm import confirmed
from web.desk.engine import Run
from web.desk.item import seen
from web.desk.office import Desk
from web.desk.proxy import forwarded, no_to, told


class Start(NamedTuple):
    """A deployment that is started at the desk."""

    name: str
    about: str
    by: Action


STARTS = {
    "qidong": Start("启动事项", "让引擎接着办一个在目录里的事项；正在办的不重复启动", Action.START),
    "fabu": Start("发布", "生成公开页面，审查同意的公开并推送", Action.PUBLISH),
    "xuncha": Start("每日巡查", "提醒到期和逾期，更新页面；每天零点自动运行", Action.START),
    "lianjie": Start("链接巡查", "逐个打开页面上的链接；每天凌晨自动运行", Action.START),
    "tuisong": Start("推送", "把新公开的发给订阅的单位；每天早上自动运行", Action.PUBLISH),
}
"""By the words of addresses. What an officer files, and a catalog, goes through the desk itself."""
STAGE = "stage:"
"""The tag by which a run says of which stage it is."""
NO_ENGINE = "流程引擎没有运行，没有启动。登记、审查照常办理；恢复后再点一次，或者等它自动运行"


def runs(asked: Asked) -> Response:
    """What may be started, and the newest runs of it."""
    return _page(asked, "")


def _page(asked: Asked, wrong: str, status: int = 200) -> Response:
    found = asked.desk.engine.runs(named=[start.name for start in STARTS.values()])
    return asked.page(
        "runs.html",
        "流程",
        status,
        starts=[
            (word, start, no.because if (no := may(asked.person, start.by)) else "")
            for word, start in STARTS.items()
        ],
        runs=found or [],
        down=found is None,
        wrong=wrong,
        started=asked.query.get("hao", ""),
        items=[(s.dossier.id, s.name) for s in asked.desk.board.states(asked.desk.today)]
        if may(asked.person, Action.START) is None
        else [],
    )


def start(asked: Asked) -> Response:
    """Start one of them."""
    word = asked.said("do")
    wanted = STARTS.get(word)
    if wanted is None:
        return onward("/liucheng")
    unless(may(asked.person, wanted.by))
    # What makes something public is confirmed here as it is under 公开审查.
    return confirmed(_start)(asked) if wanted.by is Action.PUBLISH else _start(asked)


def _start(asked: Asked) -> Response:
    word = asked.said("do")
    wanted, parameters = STARTS[word], {}
    if word == "qidong":
        item = asked.said("item")
        if item not in asked.desk.ledger.items():
            return _page(asked, "请选一个目录里的事项", 409)
        parameters = {"item": item}
    if not asked.desk.engine.start(wanted.name, **parameters):
        return _page(asked, NO_ENGINE, 503)
    return onward("/liucheng", hao=wanted.name)


def of_item(asked: Asked) -> Response:
    """The runs of an item, stage by stage, each with its page in the engine's interface."""
    dossier = seen(asked)
    found = asked.desk.engine.runs(tags=[f"item:{dossier.id}"])
    return asked.page(
        "item_runs.html",
        "流程",
        state=state_of(dossier, asked.desk.today),
        runs=[(_stage(run), run) for run in found or []],
        down=found is None,
    )


def _stage(run: Run) -> str:
    slug = next((tag.removeprefix(STAGE) for tag in run.tags if tag.startswith(STAGE)), "")
    return STAGES[slug].title if slug in STAGES else slug or "全程"


class ToEngine:
    """The engine's interface for those who are signed in."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self.desk = desk
        self.http, self.socket = door.through(self._http), door.listening(self._socket)

    async def _http(self, request: Request, person: Person) -> Response:
        if no := no_to(person, request.method, request.url.path):
            return refused(request, 403, "不能这样做", no.because)
        return await forwarded(request, await self.desk.engine.reach())

    async def _socket(self, socket: WebSocket) -> None:
        await told(socket, await self.desk.engine.reach())
