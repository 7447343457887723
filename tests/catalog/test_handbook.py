"""What is generated stays what the code says."""

from pathlib import Path
from typing import get_args

from catalog.handbook import SEEN, lifecycle_markdown, rules_markdown
from catalog.law import Status
from catalog.rules import GATES, RULES
from catalog.stages import STAGES, STEPS

DOCS = Path(__file__).parents[2] / "docs"
BOOK = {gate.id for gate in GATES.values()} | RULES.keys()


def test_the_lifecycle_page_is_the_one_generated_from_the_code() -> None:
    assert (DOCS / "lifecycle.md").read_text(encoding="utf-8") == lifecycle_markdown(), "make docs"


def test_every_stage_says_everything_about_itself() -> None:
    for slug, stage in STAGES.items():
        assert stage.slug == slug
        assert stage.title
        assert stage.steps
        assert set(stage.after) <= set(STAGES)
        assert all((before, slug) in GATES for before in stage.after)


def test_every_step_has_an_example_on_file() -> None:
    examples = {p.name.partition(".json")[0] for p in (DOCS.parent / "tests/records").glob("*")}
    kept = {".".join(name.split(".")[:2]) for name in examples}
    exemptions = {s for s in STEPS if s.endswith(".exemption")}
    assert set(STEPS) - exemptions <= kept
    assert exemptions & kept


def test_the_rule_page_is_the_one_generated_from_the_code() -> None:
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == rules_markdown(), "make docs"


def test_every_rule_and_gate_is_on_the_rule_page_once() -> None:
    rows = [line for line in rules_markdown().splitlines() if line.startswith("| ")]
    ids = [row.split(" | ")[0].removeprefix("| ") for row in rows]
    assert sorted(i for i in ids if i in BOOK) == sorted(BOOK)


def test_every_article_on_the_rule_page_says_how_much_of_the_text_was_read() -> None:
    assert set(SEEN) == set(get_args(Status))
