"""Who works at the desk is told what to do there: no sentence that reaches him names a command or its options."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("catalog", "checks", "opinions", "office", "pages", "storage", "web")
COMMAND = re.compile(r"(?<![\w-])--[a-z]{2}|\bjuece [a-z]{3}")
FOR_IT = {
    "catalog/forms/blank.py": "the blank form of a file to be handed in at the command line",
    "catalog/handbook.py": "the handbook of rules, a page of the docs",
    "catalog/rules/elsewhere.py": "which command holds what no rule can, in the same handbook",
    "catalog/suggest.py": "a step typed at the command line; the desk has links",
    "checks/standard/": "a variable of style sheets, and a page of the docs",
    "office/archive/": "archives are exported at the command line",
    "office/backup/": "backups too",
    "office/editions/proof/": "keys of editions, and verifying them, are the machine room's",
    "office/editions/seal.py": "verifying the ledger too",
    "office/editions/draft.py": "the rest of findings that are too many for a page",
    "office/exposed.py": "redacting what a letter says is done at the command line so far",
    "office/targets/": "targets are set up and mended at the command line",
    "opinions/receipts.py": "not a sentence: names of keys",
    "opinions/spool/": "keys and hand-over between machines",
    "pages/build/manifest.py": "a site that was tampered with",
    "pages/export/fonts.py": "fonts are installed in the machine room",
    "pages/search/indexing.py": "not sentences: what the indexer is started with",
    "storage/catalog_file.py": "told at the command line; the desk asks how columns are read",
    "storage/schema.py": "a ledger that was tampered with",
    "web/intake/": "how the machine outside is set up",
    "web/serve.py": "ports, as the desk is started",
}  # fmt: skip
"""Files whose sentences may, and why."""


def sentences(path: Path) -> Iterator[str]:
    """Every text in a module that does something; docstrings stand for themselves."""
    tree = ast.parse(path.read_text("utf-8"))
    loose = (node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))
    told = {id(value) for value in loose}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value


def test_no_sentence_that_reaches_the_desk_names_a_command() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {said}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        if not str(path.relative_to(ROOT)).startswith(tuple(FOR_IT))
        for said in sentences(path)
        if COMMAND.search(said)
    }
    assert not found


def test_no_page_of_the_desk_names_a_command() -> None:
    pages = (ROOT / "templates" / "web").rglob("*.html")
    said = {p.name: COMMAND.findall(p.read_text("utf-8")) for p in pages}
    assert {name: words for name, words in said.items() if words} == {"log.html": ["juece ver"]}
