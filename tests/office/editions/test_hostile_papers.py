"""A paper made to stop whoever opens it keeps its own matter back, and nobody else from working."""

import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from unittest.mock import patch

import pytest

from catalog.parse import ShapeError
from catalog.record import Actor
from office.editions import draft, publish
from office.editions.review import proposed, review
from office.editions.verdict import Reviewed, Verdict
from office.editions.withdrawal import withdraw
from office.settings.installation import Office
from pages.build.manifest import MANIFEST
from storage.filing import file_record
from storage.lock import held
from tests.checks.privacy import hostile
from tests.checks.privacy.papers import paragraph, word, zipped
from tests.flows import year

NOW = year.at(1, 20)
REVIEWER = Actor(name="示例审查人", unit="示例保密审查岗")
LETTER = "word/document.xml"
PAPERS: dict[str, bytes] = {
    "a picture that claims to be huge": zipped(
        {LETTER: "<a/>", "word/media/1.png": hostile.png(65_000, 65_000)}
    ),
    "an archive without end": zipped(
        {LETTER: "<a/>", "word/embeddings/1.zip": hostile.nested_zip()}
    ),
    "entities of entities": zipped({LETTER: hostile.entities()}),
    "a page of half a character": zipped(
        {LETTER: "<a/>", "a.html": hostile.page_with('"\\ud83d"')}
    ),
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    made = Office(home=tmp_path / "office")
    made.home.mkdir()
    year.found(made)
    with patch.object(Office, "now", lambda _self: NOW):
        yield made
        made.ledger().close()


def file_notice(office: Office, paper: bytes) -> None:
    """Put the paper on file as one that will be public."""
    begun, folder = year.start(year.at(1, 16)), office.home / "inbox"
    file_record(
        office.ledger(), begun.item, begun.step, begun.payload, actor=begun.actor, at=begun.at
    )
    folder.mkdir()
    (folder / "草案.docx").write_bytes(paper)
    (folder / "说明.txt").write_text("演示文件", encoding="utf-8")
    (first, second) = year.NOTICE["documents"]
    notice = {
        **year.NOTICE,
        "published_on": "2026-01-17",
        "documents": [{**first, "file": "草案.docx"}, second],
    }
    file_record(
        office.ledger(), year.ITEM, "consultation.notice", notice,
        actor=year.CLERK, at=year.at(1, 17), folder=folder,
    )  # fmt: skip


def agree(office: Office) -> None:
    draft.refresh(office, NOW.date())
    said = {
        one.id: Reviewed(digest=one.matter.digest, verdict=Verdict.AGREED)
        for one in proposed(office)
    }
    assert review(office, said, REVIEWER) == []


@pytest.mark.parametrize("kind", [name for name in PAPERS if "half" not in name])
def test_publishing_names_the_paper_that_cannot_be_checked(office: Office, kind: str) -> None:
    file_notice(office, PAPERS[kind])
    agree(office)
    done = publish.publish(office, NOW.date())
    assert not done.new
    assert ".docx" in done.wrong
    assert "未能检查" in done.wrong
    assert not office.site.exists()


def test_half_a_character_keeps_nothing_back(office: Office) -> None:
    file_notice(office, PAPERS["a page of half a character"])
    agree(office)
    assert publish.publish(office, NOW.date()).new


def test_while_a_paper_is_looked_at_others_have_the_lock(office: Office) -> None:
    file_notice(office, PAPERS["an archive without end"])
    agree(office)
    shutil.rmtree(office.draft)
    with ThreadPoolExecutor(1) as pool:
        publishing = pool.submit(publish.publish, office, NOW.date())
        assert any(_has_the_lock(office, publishing) for _ in iter(publishing.done, True))
        assert "未能检查" in publishing.result().wrong


def test_a_reason_is_looked_at_before_the_lock_is_taken(office: Office) -> None:
    looked = draft.examined
    free = []

    def noted(*said: object) -> draft.Examined:
        with held(office.home / draft.LOCK, wait=False) as ours:
            free.append(ours)
        return looked(*said)  # type: ignore[arg-type]

    with patch.object(draft, "examined", noted), pytest.raises(ShapeError, match="还没有公开过"):
        withdraw(office, "附件有误", REVIEWER)
    assert free == [True]


def _has_the_lock(office: Office, publishing: Future[publish.Published]) -> bool:
    """Whether another could take the lock once there was a draft, and publishing went on then."""
    with held(office.home / draft.LOCK, wait=False) as ours:
        built = (office.draft / MANIFEST).is_file()
        wait([publishing], 0.3)
        return ours and built and not publishing.done()


def test_a_draft_that_is_built_anew_meanwhile_is_looked_at_again(office: Office) -> None:
    """What goes out is what was looked at, even where it was another in between."""
    file_notice(office, word(paragraph("草案正文")))
    agree(office)
    looked = draft.examined
    times = []

    def meanwhile(*said: object) -> draft.Examined:
        found = looked(*said)  # type: ignore[arg-type]
        times.append(1)
        if len(times) == 1:
            shutil.rmtree(office.draft)
            draft.refresh(office, NOW.date())
        return found

    with patch.object(draft, "examined", meanwhile):
        assert publish.publish(office, NOW.date()).new
    assert len(times) == 2
