"""The desk: what a page takes beside the plainest page of the same server. Processor time, in turns."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import process_time

from catalog.forms.fields import form_of
from catalog.record import Actor
from office.preview import preview
from storage.filing import file_record, with_record
from storage.people.drafts import Paper
from tests.catalog.rules.lawful import ITEM, RECORDS
from tests.storage.life import YEAR, steps
from tests.web.people import House, Visitor, step_path
from web.desk.board import Board
from web.forms.fill import fill
from web.forms.names import PaperFile

ITEMS, TIMES = 60, 15
NOTICE = "consultation.notice"


def report(home: Path) -> Iterator[str]:
    """A line for each page, with what was promised."""
    home.mkdir()
    house = House.at(home / "office", NOTICE)
    _crowd(house)
    visitor = house.visit("unit")
    yield f"the desk, {ITEMS} items, processor time of the whole request:"
    yield _line("待办, cold", _took(lambda: Board(house.desk.ledger).states(house.desk.today)), 150)
    yield _line("待办, warm", _took(lambda: visitor.get("/?kan=quanbu")), 30)
    yield _line("the page of an item", _took(lambda: visitor.get(f"/shixiang/{ITEM}")), None)
    yield _line("a form", _took(lambda: visitor.get(step_path(NOTICE))), 20)
    _typed(house)
    yield _line(
        "核对: the form with the verdict",
        _took(lambda: visitor.get(f"{step_path(NOTICE)}?he=1")),
        None,
    )
    yield _line(
        "预览: the page before and after, marked",
        _took(lambda: visitor.http.get(f"{step_path(NOTICE)}/yulan/wangye")),
        None,
    )
    yield _line("预览: the page alone", _took(lambda: _previewed(house)), 50)
    yield _line("暂存 and back", _took(lambda: _kept(visitor)), None)


def _crowd(house: House) -> None:
    actor = Actor(name="某人", unit="养老服务处")
    life = [one for one in steps(house.folder) if one[1] in {"entry.inclusion", "entry.start"}]
    for no in range(100, 100 + ITEMS - 1):
        for _, step, payload, at in life:
            if step == "entry.inclusion":
                name = f"{payload['item']['name']}之{no}"
                payload = payload | {"item": payload["item"] | {"no": no, "name": name}}
            file_record(
                house.desk.ledger, f"{YEAR}-{no}", step, payload, actor=actor, at=at,
                folder=house.folder,
            )  # fmt: skip


def _previewed(house: House) -> None:
    """The page of the notice as it would be, from the ledger to its bytes."""
    desk, record = house.desk, RECORDS[NOTICE].record
    payload = record.model_dump(mode="json", exclude={"form_no", "documents"})
    would = with_record(
        desk.ledger,
        ITEM,
        NOTICE,
        payload,
        actor=Actor(name="某人", unit="某处"),
        at=desk.office.now(),
    )
    assert preview(desk.office, would)


def _typed(house: House) -> None:
    """Fill the draft of the notice with its record, papers aside."""
    record = RECORDS[NOTICE].record
    files = {f"f-0-{n}": PaperFile(d.digest, d.name, d.size) for n, d in enumerate(record.kept)}
    fields = form_of(type(record))
    pairs = {n: v for n, v in fill(fields, record, files).items() if not n.startswith("documents")}
    paper = Paper(ITEM, NOTICE)
    house.desk.people.drafts.keep(paper, pairs, 0, "unit", "甲同志", house.desk.clock())


def _kept(visitor: Visitor) -> None:
    visitor.get(step_path(NOTICE)).press("cun")


def _took(run: Callable[[], object]) -> float:
    run()
    took = []
    for _ in range(TIMES):
        begun = process_time()
        run()
        took.append((process_time() - begun) * 1000)
    return median(took)


def _line(what: str, took: float, promised: float | None) -> str:
    if promised is None:
        return f"{took:9.1f} ms  {what}"
    return f"{took:9.1f} ms  {what}  (promised {promised:g} ms: {'kept' if took <= promised else 'NOT kept'})"
