"""The publication flow: nothing goes out unreviewed, and its name says what is out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prefect import get_client

from flows.deployments import deployments
from flows.publication import publication
from flows.rehearsal import agree_to_all
from office.editions.proof.source import Folder
from office.editions.proof.verify import verify
from office.settings.installation import Office

from . import year

pytestmark = pytest.mark.usefixtures("engine")
DAY = year.at(1, 12).date()


def test_without_website_settings_the_run_says_what_is_missing(office: Office) -> None:
    year.found(office)
    settings = office.home / "site.yaml"
    kept = settings.read_bytes()
    settings.unlink()
    state = publication(DAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", "未能公开")
    assert "写明示例市民政局的网站信息" in state.message
    assert not office.site.exists()
    assert len(office.ledger().load(year.ITEM).entries) == 1, "what is on file stays"

    settings.write_bytes(kept)
    agree_to_all(office, DAY)
    assert publication(DAY, return_state=True).name == "已公开第1号"
    assert (office.site / "demo" / "index.html").is_file()
    assert verify(Folder(office.site)).whole
    assert publication(DAY, return_state=True).name == "已公开第1号", "nothing changed"


def test_an_urgent_publication_names_who_decided_it(office: Office) -> None:
    year.found(office)
    state = publication(DAY, urgent="台风预警", return_state=True)
    assert (state.type, state.name) == ("CANCELLED", "未受理")
    assert "由谁决定" in state.message
    assert not office.site.exists()


@pytest.fixture
def reviews() -> Iterator[None]:
    """What a publication starts that leaves something to review."""
    made = [one.apply() for one in deployments() if one.name in {"公开审查", "提醒"}]
    yield
    with get_client(sync_client=True) as client:
        for id_ in made:
            client.delete_deployment(id_)


@pytest.mark.usefixtures("reviews")
def test_an_urgent_publication_begun_again_says_what_is_out(office: Office) -> None:
    year.found(office)
    decided = {"urgent": "台风预警", "filed_by": "示例值班人", "filed_by_unit": "示例应急办"}
    first, again = (publication(DAY, **decided, return_state=True) for _ in "ab")
    assert first.name == again.name == "待审查：3事"
    assert first.message == again.message == "现在公开的是第1号"
    other = publication(DAY, **decided | {"urgent": "寒潮预警"}, return_state=True)
    assert other.name == "没有要公开的"


def test_a_day_without_any_page_is_told_and_leaves_what_is_out(office: Office) -> None:
    year.found(office)
    state = publication(year.at(1, 1).date(), return_state=True)
    assert (state.type, state.name) == ("FAILED", "未能公开")
    assert "没有任何可以公开的页面" in state.message


def test_an_urgent_publication_of_nothing_says_so(office: Office) -> None:
    year.found(office)
    agree_to_all(office, DAY)
    assert publication(DAY, return_state=True).name == "已公开第1号"
    decided = {"urgent": "台风预警", "filed_by": "示例值班人", "filed_by_unit": "示例应急办"}
    state = publication(DAY, **decided, return_state=True)
    assert (state.type, state.name) == ("COMPLETED", "没有要公开的")
    assert state.message == "没有要紧急公开的：草稿与已公开的一致。现在公开的是第1号。"


def test_a_time_stamp_newly_set_begins_with_the_next_edition(office: Office) -> None:
    year.found(office)
    agree_to_all(office, DAY)
    assert publication(DAY, return_state=True).message is None
    (office.home / "publication.yaml").write_text("seal: {tsa: 'http://127.0.0.1:9/'}", "utf-8")
    state = publication(DAY, return_state=True)
    assert (state.name, state.message) == (
        "已公开第1号",
        "新设的时间戳从第2号起；已经公开的第1号不变",
    )


def test_a_target_that_cannot_be_reached_is_named_and_catches_up(
    office: Office, tmp_path: Path
) -> None:
    year.found(office)
    portal, stranger = tmp_path / "portal", tmp_path / "stranger"
    stranger.mkdir()
    (stranger / "other.txt").write_text("别人的文件")
    settings = [f"{{name: 门户, url: {portal}}}", f"{{name: 备份站, url: {stranger}}}"]
    (office.home / "publication.yaml").write_text(f"targets: [{', '.join(settings)}]", "utf-8")
    agree_to_all(office, DAY)
    state = publication(DAY, return_state=True)
    assert (state.type, state.name) == ("FAILED", "第1号未送达：备份站")
    assert "备份站：那里有别的文件" in state.message
    assert verify(Folder(portal)).whole
    assert (stranger / "other.txt").read_text() == "别人的文件"

    (stranger / "other.txt").unlink()
    assert publication(DAY, return_state=True).name == "已公开第1号"
    assert verify(Folder(stranger)).whole


def test_settings_of_publication_that_are_wrong_are_named(office: Office) -> None:
    year.found(office)
    (office.home / "publication.yaml").write_text(
        "targets: [{name: 门户, url: ftp://a/b}]", "utf-8"
    )
    state = publication(DAY, return_state=True)
    assert state.name == "未能公开"
    assert "不认识ftp://" in state.message
