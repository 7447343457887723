"""The form of a correction holds what is on file: handed in as it is, it says the same again."""

import json
import re
from pathlib import Path

import jsonschema
import pytest

from catalog.forms.step_form import answered, form_for, on_file, refilled, with_papers
from catalog.parse import parse
from catalog.record import Record
from catalog.stages import STEPS
from catalog.stages.consultation import Notice
from tests.storage.test_records import RECORDS, step_of

TYPED = {"filed_by": "演示经办人", "filed_by_unit": "养老服务处"}
ASKED = [path for path in RECORDS if step_of(path) in STEPS and step_of(path) != "entry.catalog"]


def handed_in(step: str, record: Record) -> Record:
    """The record that its form makes when nobody changes anything in it."""
    form = refilled(step, record, {})
    typed = {name: f["default"] for name, f in form["properties"].items() if "default" in f}
    jsonschema.validate(typed | TYPED, form)
    payload, _ = answered(json.loads(json.dumps(typed)) | TYPED)
    return parse(type(record), with_papers(payload, record))


@pytest.mark.parametrize("path", ASKED, ids=lambda path: path.stem)
def test_a_form_handed_in_unchanged_is_the_record_on_file(path: Path) -> None:
    kind = STEPS[step_of(path)].record
    record = kind.model_validate_json(path.read_bytes())
    again = handed_in(step_of(path), record)
    system = {n for n, f in kind.model_fields.items() if f.description == "由系统填写"}
    assert again.model_dump(exclude=system) == record.model_dump(exclude=system)


def test_papers_on_file_have_a_name_that_no_file_of_the_inbox_has() -> None:
    path = next(path for path in RECORDS if path.name == "consultation.notice.json")
    record = Notice.model_validate_json(path.read_bytes())
    assert record.documents
    first = record.documents[0]
    assert on_file(record)[f"已登记的第1份：{first.name}"] == first
    named = {"title": first.title, "kind": first.kind, "file": first.name}
    assert with_papers({"documents": [named]}, record)["documents"] == [named]


@pytest.mark.parametrize(
    ("step", "field", "typed"),
    [
        ("legality_review.opinion", "no_rule_yet", {"conclusion": "不合法"}),
        ("decision.meeting", "amendments", {"outcome": "修改后通过"}),
        ("disclosure.change", "again", {"change": "重大调整"}),
        ("entry.inclusion", "republished_on", {"added_on": "2026-11-16"}),
        ("entry.start", "proposal", {"origin": "所属部门或者下一级人民政府"}),
    ],
)
def test_a_conditional_part_shows_only_where_its_answer_opens_it(
    step: str, field: str, typed: dict[str, str]
) -> None:
    assert field not in form_for(step, {})["properties"]
    assert field in form_for(step, typed)["properties"]
    other = dict.fromkeys(typed, "")
    assert field not in form_for(step, other)["properties"]
    assert field in form_for(step, {field: "已经填写"})["properties"]


def test_every_question_of_the_start_says_why_it_is_asked_with_its_article() -> None:
    asked = form_for("entry.start", {})["properties"]["questions"]["properties"]
    assert all(re.search(r"（.*(713|783)-\d", said["description"]) for said in asked.values())
