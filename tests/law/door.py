"""The world of world.py through the one door, into a ledger."""

from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from catalog.findings import Finding
from catalog.opinion import Opinion
from catalog.record import Amendment, Record
from storage.filing import Refused, file_record
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.law.standing import lawful
from tests.law.world import FURTHER, InMemory
from tests.storage.life import ACTOR, OPINION_ROWS, payload_of, ten_o_clock


class ThroughTheDoor(InMemory):
    """The same through the one door, into a ledger of its own on a copy of `template`."""

    template: Path
    """A folder with a ledger on which only the catalog is on file, and room beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.tries = 0
        self.home = Path(mkdtemp(dir=self.template.parent))
        copytree(self.template, self.home, dirs_exist_ok=True)
        self.ledger = Ledger.open(self.home / "juece.db", documents=self.template / "documents")
        self.inbox = self.template.parent / "inbox"
        self.inbox.mkdir(exist_ok=True)
        self.dossier = self.ledger.load(ITEM)

    def take(
        self, step: str, record: Record, amends: Amendment | None, opinions: tuple[Opinion, ...]
    ) -> list[Finding]:
        """File through the door; what it says of the dossier before is what the judge says."""
        payload = payload_of(record, self.inbox)
        if opinions:
            payload["opinions"] = OPINION_ROWS
        self.tries += 1
        at = ten_o_clock(self.today) + timedelta(seconds=self.tries)
        head = self.ledger.head()
        try:
            findings = self._file(step, payload, at, amends)
        except Refused as refused:
            self._was_logged(refused.findings, refused.faults)
            assert self.ledger.head() == head
            return refused.findings
        self.dossier = self.ledger.load(ITEM)
        assert self.ledger.load(ITEM) == self.dossier
        assert self.ledger.head().count == head.count + 1
        return findings

    def _was_logged(self, findings: list[Finding], faults: list[str]) -> None:
        logged = self.ledger.refusals(ITEM)[-1]
        assert (logged.findings, logged.faults) == (findings, faults)
        assert faults or any(f.blocks for f in findings)

    def _file(
        self, step: str, payload: dict[str, Any], at: datetime, amends: Amendment | None
    ) -> list[Finding]:
        return file_record(
            self.ledger, ITEM, step, payload, actor=ACTOR, at=at, amends=amends, folder=self.inbox
        ).findings

    @precondition(lambda self: self.dossier.entries)
    @rule(days=st.integers(1, 60), step=st.sampled_from(FURTHER))
    def nothing_is_filed_before_what_is_on_file(self, days: int, step: str) -> None:
        then = self.dossier.entries[-1].at - timedelta(days=days)
        with pytest.raises(Refused, match="早于本事项上一次登记的时间"):
            self._file(step, payload_of(lawful(step, self.today), self.inbox), then, None)

    def teardown(self) -> None:
        """Whatever was tried, the ledger is sound."""
        assert self.ledger.verify() == []
        self.ledger.close()
        rmtree(self.home)
