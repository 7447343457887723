"""Every form is one that an officer can read and fill in: Chinese, without choices of types."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from catalog import lifecycle
from catalog.dossier import Dossier
from catalog.forms.step_form import answered, form_for
from catalog.record import Entry
from catalog.stages import STEPS
from flows.form_intro import at_desk, introduction
from office.settings.installation import Office, office_at
from storage.filing import Refused, file_record
from tests.flows import year

TYPED = {"filed_by": "演示经办人", "filed_by_unit": "养老服务处"}
CHINESE = re.compile("[\u4e00-\u9fff]")


def parts(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema."""
    if isinstance(schema, dict):
        yield schema
        for name, part in schema.items():
            if name == "properties":
                for field in part.values():
                    yield from parts(field)
            elif name == "items":
                yield from parts(part)


@pytest.mark.parametrize("step", STEPS)
def test_a_form_says_everything_in_chinese(step: str) -> None:
    for part in parts(form_for(step, {})):
        assert not {"anyOf", "allOf", "$ref", "$defs"} & part.keys(), part
        for said in (part.get("title"), part.get("description")):
            assert said is None or CHINESE.search(said) or "SHA" in said, said
        for name, field in part.get("properties", {}).items():
            assert CHINESE.search(field["title"]), (name, field)


@pytest.mark.parametrize("step", STEPS)
def test_what_a_form_brings_along_is_accepted_by_its_own_schema(step: str) -> None:
    form = form_for(step, {})
    for name, field in form["properties"].items():
        if "default" in field:
            jsonschema.validate(field["default"], field)
        assert name != "opinion_digest", "what the system fills in is not asked"


def test_the_record_stands_before_its_papers_and_excuses() -> None:
    names = list(form_for("consultation.adoption", {})["properties"])
    assert names[:2] == ["filed_by", "filed_by_unit"]
    assert names[-3:] == ["opinions", "documents", "reasons"]


def test_a_form_says_which_columns_a_rule_refuses_the_paper_without() -> None:
    asked = form_for("entry.start", {})["properties"]
    assert asked["decided_by"]["description"].startswith("必填（DRF-10）")
    assert asked["started_on"]["description"] == "必填"


def test_what_was_typed_stands_in_the_form_again() -> None:
    typed = TYPED | {"ways": [{"kind": "信函", "detail": ""}], "media": [], "url": ""}
    properties = form_for("consultation.notice", typed)["properties"]
    assert properties["filed_by"]["default"] == "演示经办人"
    assert properties["ways"]["default"] == [{"kind": "信函"}]
    assert "default" not in properties["media"]


def test_what_was_left_empty_was_not_filled_in() -> None:
    documents = [{"title": "草案", "kind": "决策草案", "file": " a.txt ", "attribute": "主动公开"}]
    payload, actor = answered(
        TYPED | {"url": "  ", "proposal": {"plan": ""}, "reasons": [], "documents": documents}
    )
    assert actor.name == "演示经办人"
    disclosed = {"disclosure": {"attribute": "主动公开"}}
    document = {"title": "草案", "kind": "决策草案", "file": "a.txt"} | disclosed
    assert payload == {"documents": [document]}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = office_at(tmp_path / "office")
    year.found(made)
    return made


def redacted(**more: Any) -> dict[str, Any]:
    """A notice as the form gives it back, its explanation a redacted copy."""
    place = {"where": "第2页第1段", "page": 2, "ground": "商业秘密或者个人隐私"}
    covering = {"original": "原件.txt", "places": [place], "covered_on": "2026-01-15"}
    who = {"by": "演示遮盖人", "unit": "养老服务处", "review_on": "2027-01-15"}
    draft, explanation = year.NOTICE_FORM["documents"]
    return year.NOTICE_FORM | {
        "documents": [draft, explanation | {"redaction": covering | who | more}]
    }


def filed(office: Office, typed: dict[str, Any]) -> Entry:
    payload, actor = answered(TYPED | typed)
    notice = "consultation.notice"
    jsonschema.validate(TYPED | typed, form_for(notice, {}))
    inbox, at = office.inbox(year.ITEM), year.at(1, 16)
    return file_record(
        office.ledger(), year.ITEM, notice, payload, actor=actor, at=at, folder=inbox
    ).entry


@pytest.fixture
def started(office: Office) -> Office:
    begun = year.start(year.at(1, 15))
    file_record(
        office.ledger(), year.ITEM, begun.step, begun.payload, actor=begun.actor, at=begun.at
    )
    inbox = office.inbox(year.ITEM)
    inbox.mkdir(parents=True)
    for name in ("草案.txt", "说明.txt", "原件.txt"):
        (inbox / name).write_text(f"演示文件 {name}", "utf-8")
    return office


def test_a_redacted_copy_is_handed_in_with_its_original(started: Office) -> None:
    copy = filed(started, redacted()).record.documents[1]
    assert copy.is_public
    assert copy.redaction
    assert copy.redaction.original.name == "原件.txt"
    assert started.documents.read(copy.redaction.original.digest).decode() == "演示文件 原件.txt"
    assert copy.redaction.places[0].where == "第2页第1段"


def test_a_redaction_half_filled_in_is_refused_naming_what_lacks(started: Office) -> None:
    with pytest.raises(Refused) as refused:
        filed(started, redacted(original="", by=""))
    assert refused.value.faults == [
        "材料第2项·遮盖·原件：缺少这一栏",
        "材料第2项·遮盖·遮盖人：缺少这一栏",
    ]
    with pytest.raises(Refused, match=r"\[DIS-23\].*没有写明遮盖了哪几处"):
        filed(started, redacted(places=[]))


def test_a_redaction_that_was_not_touched_is_none(started: Office) -> None:
    empty = {"original": "", "places": [], "by": "", "unit": ""}
    draft, explanation = year.NOTICE_FORM["documents"]
    typed = year.NOTICE_FORM | {"documents": [draft, explanation | {"redaction": empty}]}
    assert filed(started, typed).record.documents[1].redaction is None


def optional_groups(step: str) -> Iterator[dict[str, Any]]:
    own = {n: f for n, f in STEPS[step].record.model_fields.items() if f.default is None}
    shown = form_for(step, {})["properties"]
    yield from (shown[n] for n in own if "properties" in shown.get(n, {}))


def test_a_group_that_may_be_left_out_has_nothing_chosen_in_it() -> None:
    groups = [group for step in STEPS for group in optional_groups(step)]
    assert groups
    for group in groups:
        assert not [field for field in group["properties"].values() if "default" in field], group


def test_a_blank_name_is_turned_away_by_the_server() -> None:
    form = form_for("entry.start", {})
    with pytest.raises(jsonschema.ValidationError, match="does not match"):
        jsonschema.validate(year.START | TYPED | {"filed_by": "  "}, form)
    jsonschema.validate(year.START | TYPED, form)


def introduced(office: Office, why: str = "") -> str:
    dossier: Dossier = office.ledger().load(year.ITEM)
    (awaited,) = lifecycle.awaiting(dossier, year.at(1, 15).date())
    return introduction(office, dossier, awaited, why)


def test_an_introduction_says_whose_turn_it_is_and_which_files_lie_ready(office: Office) -> None:
    assert "收件夹是空的" in introduced(office)
    folder = office.inbox(year.ITEM)
    for name in ("草案.docx", "~$草案.docx", ".lock", "Thumbs.db"):
        (folder / name).write_bytes(b"x")
    said = introduced(office)
    assert "老年助餐服务补贴标准调整方案" in said
    assert "《重大行政决策程序暂行条例》第十条" in said
    assert str(folder.absolute()) in said
    assert [line for line in said.splitlines() if line.startswith("- `")] == ["- `草案.docx`"]


def test_a_form_leads_to_the_same_step_at_the_desk(office: Office) -> None:
    (awaited,) = lifecycle.awaiting(office.ledger().load(year.ITEM), year.at(1, 15).date())
    form = f"/shixiang/{year.ITEM}/{awaited.step_id}"
    assert f"]({form})" in at_desk(office, year.ITEM, awaited)
    proxied = office.model_copy(update={"desk_origins": "https://desk.test/ https://b.test"})
    assert f"](https://desk.test{form})" in at_desk(proxied, year.ITEM, awaited)


def test_a_refusal_is_a_list_with_a_remedy_for_each(office: Office) -> None:
    answer = year.start_without_determinations(year.at(1, 15))
    with pytest.raises(Refused) as refused:
        file_record(
            office.ledger(), year.ITEM, answer.step, answer.payload, actor=year.CLERK, at=answer.at
        )
    said = introduced(office, str(refused.value))
    blocking = [f for f in refused.value.findings if f.blocks]
    assert len(blocking) == 3
    for number, finding in enumerate(blocking, 1):
        assert f"{number}. **{finding.what}**\n   - 改法：{finding.remedy}" in said
    assert "（规则 CAT-12）" in said


def test_a_reason_of_another_kind_is_told_as_it_is(office: Office) -> None:
    assert "- 2027年的放假安排尚未公布" in introduced(office, "2027年的放假安排尚未公布")


def test_an_inbox_out_of_reach_is_told_and_the_form_still_comes(office: Office) -> None:
    folder = office.inbox(year.ITEM)
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("a file where the folder should be")
    assert "收件夹现在打不开" in introduced(office)
