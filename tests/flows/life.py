"""A whole item on a real engine: every form answered on its day, to the published page."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import yaml

from catalog.dossier import Dossier
from catalog.forms.step_form import form_for
from catalog.timezone import SHANGHAI, local_day
from office.settings.drill import Drill
from office.settings.installation import Office
from storage.filing import file_record
from tests.catalog.rules.lawful import ITEM, LAWFUL
from tests.flows.engine import Desk
from tests.pages.edition import build_edition
from tests.storage.life import ACTOR, OPINION_ROWS, YEAR, sited, steps, ten_o_clock

FIRST = LAWFUL[0].on
LAST = LAWFUL[-1].on
IN_UI = [
    "entry.start",
    "consultation.notice",
    "expert_review.review",
    "risk_assessment.report",
    "legality_review.submission",
    "legality_review.opinion",
    "decision.package",
    "decision.meeting",
    "disclosure.publication",
    "disclosure.interpretation",
    "evaluation.report",
]
"""The steps that are asked for; the others of the life are filed from the command line."""

Nothing = Callable[[], object]


def deliver(desk: Desk, run: dict[str, Any], form: dict[str, Any], times: int) -> list[str]:
    """Hand in the same answer several times at once; returns what the server said to each."""

    def once(_: int) -> str:
        with httpx.Client(base_url=desk.api.base_url, timeout=30, auth=desk.key) as own:
            sent = own.post(f"/flow_runs/{run['id']}/resume", json={"run_input": form})
        return str(sent.json()["status"]) if sent.is_success else f"HTTP {sent.status_code}"

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(once, range(times)))


def typed(field: Mapping[str, Any], value: Any) -> Any:
    """A value as it is typed into a field: what is empty is left out, yes and no are chosen."""
    if isinstance(value, bool):
        return ("否", "是")[value] if "enum" in field else value
    if isinstance(value, Mapping):
        known = field.get("properties", {})
        return {k: typed(known.get(k, {}), v) for k, v in value.items() if v is not None}
    if isinstance(value, list | tuple):
        return [typed(field.get("items", {}), each) for each in value]
    return value


def form_of(step: str, payload: dict[str, Any]) -> dict[str, Any]:
    """A payload as it is typed into the form of its step."""
    documents = [
        {
            **{key: document[key] for key in ("title", "kind", "file")},
            "attribute": document["disclosure"]["attribute"],
            **{k: v for k, v in document["disclosure"].items() if k != "attribute" and v},
        }
        for document in payload["documents"]
    ]
    own = {k: v for k, v in payload.items() if k != "documents"}
    return dict(typed(form_for(step, {}), own)) | {
        "documents": documents,
        "filed_by": ACTOR.name,
        "filed_by_unit": ACTOR.unit,
    }


class Life:
    """The lawful dossier of tests/catalog/rules, lived at a desk day by day."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.office = desk, desk.office
        inbox = furnished(self.office)
        self.payloads = {step: payload for _, step, payload, _ in steps(inbox)}
        self.asked_again: list[str] = []

    def found(self) -> None:
        """Put the catalog and the item on file, and start the item twice as an officer may."""
        for step, at in (("entry.catalog", FIRST), ("entry.inclusion", FIRST)):
            item = YEAR if step == "entry.catalog" else ITEM
            file_record(
                self.office.ledger(),
                item,
                step,
                self.payloads[step],
                actor=ACTOR,
                at=ten_o_clock(at),
                folder=self.office.inbox(ITEM),
            )
        for _ in range(2):
            self.desk.run("start/启动事项", item=ITEM)

    def goes_on(self, step: str, disturb: Nothing = lambda: None) -> None:
        """Take the next step on its day; `disturb` is called when the answer was handed in."""
        self.jump(next(ten_o_clock(filed.on) for filed in LAWFUL if filed.step == step))
        if step in IN_UI:
            self._answer(step, disturb)
        else:
            self._file(step, disturb)
        assert self.desk.steps(ITEM).count(step) == 1

    def hand_in(self, run: dict[str, Any], form: dict[str, Any]) -> bool:
        """Hand in a form three times at the same moment: it is accepted at most once."""
        said = deliver(self.desk, run, form, 3)
        assert said.count("ACCEPT") <= 1, said
        return "ACCEPT" in said

    def jump(self, to: datetime) -> None:
        """Put the clock of the drill to an instant, as `juece skip` does; the worker sees it."""
        drill = Drill.of(self.office.home)
        assert drill
        real = datetime.now(SHANGHAI)
        if drill.shows(real) < to:
            drill.moved(real, to - drill.shows(real)).save(self.office.home)

    def _answer(self, step: str, disturb: Nothing, seconds: float = 300) -> None:
        """Answer the form of a step until it is on file: what the engine lost is asked again."""
        end = time.monotonic() + seconds
        stage = step.partition(".")[0]
        handed_in = 0
        while step not in self.desk.steps(ITEM):
            assert time.monotonic() < end, f"{step}: {self.desk.tell(ITEM)}"
            form = self.desk.open_form(ITEM, stage)
            if form and self.hand_in(form, form_of(step, self.payloads[step])):
                handed_in += 1
                if handed_in == 1:
                    disturb()
            time.sleep(0.5)
        self.asked_again += [step] * (handed_in - 1)

    def _file(self, step: str, disturb: Nothing) -> None:
        payload = dict(self.payloads[step])
        if "opinions" in payload:
            payload["opinions"] = OPINION_ROWS
        paper = self.office.inbox(ITEM) / f"{step}.yaml"
        paper.write_text(yaml.safe_dump(payload, allow_unicode=True), "utf-8")
        command = [sys.executable, "-m", "cli", "file", ITEM, step, str(paper)]
        command += ["--by", ACTOR.name, "--unit", ACTOR.unit, "--home", str(self.office.home)]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as filing:
            disturb()
            complaint = filing.communicate()[1]
        assert filing.returncode == 0, complaint


def told(dossier: Dossier) -> list[tuple[Any, ...]]:
    """The entries of a life without the minute at which each was filed."""
    return [
        (e.step, e.round, local_day(e.at), e.actor.name, e.record.model_dump_json())
        for e in dossier.entries
    ]


def furnished(office: Office) -> Path:
    """Give the office a website of its authority's and the item an inbox; returns the inbox."""
    inbox = office.inbox(ITEM)
    inbox.mkdir(parents=True)
    sited(office.home)
    return inbox


def lived(folder: Path) -> Office:
    """The office after the same life without an engine: what every disturbed one must end as."""
    office = Office(home=folder)
    inbox = furnished(office)
    for item, step, payload, at in steps(inbox):
        file_record(office.ledger(), item, step, payload, actor=ACTOR, at=at, folder=inbox)
    return office


def pages(office: Office) -> dict[str, bytes]:
    """Every page on the last day of the life, without the numbers of the ledger."""
    return dict(build_edition(office, LAST + timedelta(days=1)).files)
