"""对应: which column of an office's own table is which of the catalog, said by a person; nothing is guessed."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from catalog.annual import AuthorityKind
from catalog.forms.columns import columns
from catalog.item import DecisionItem
from storage.catalog_file import own_sheets
from storage.files.catalog_mapping import (
    CONFIRMED,
    HEAD,
    HEADINGS,
    NOT_IMPORTED,
    SECTIONS,
    SHEET,
    SPARE,
    TABLES,
    WORDS,
)
from storage.files.catalog_proposal import proposal, words_unread
from storage.files.own_tables import own_table

Said = Callable[[str], str]
"""What was typed into a control, by its name."""
KIND = "决策机关·性质"


class Question(NamedTuple):
    """A control of the page: one heading, one word, one row of the file."""

    name: str
    title: str
    value: str
    options: tuple[str, ...] = ()


class Part(NamedTuple):
    """Questions of one kind."""

    title: str
    about: str
    questions: tuple[Question, ...]


def proposed(path: Path) -> dict[str, Any]:
    """The mapping as far as it is known, nothing confirmed. Raises ShapeError where there is no table."""
    found: dict[str, Any] = _filled(yaml.safe_load(proposal(own_sheets(path))))
    return found


def answered(path: Path, said: Said) -> dict[str, Any]:
    """The mapping as it was answered, with the words asked about that its columns make unreadable.

    Raises ShapeError. An answer that was left out is left out: what it is about is told as a fault.
    """
    whole = proposed(path)
    whole[HEAD] = {title: said(f"mu-{n}") for n, title in enumerate(whole[HEAD])}
    year = whole[HEAD].get("年度", "")
    sheets = {sheet.name: sheet for sheet in own_sheets(path)}
    for t, table in enumerate(whole[TABLES]):
        targets = {h: said(f"lan-{t}-{n}") for n, h in enumerate(table[HEADINGS])}
        found = words_unread(
            own_table(sheets[table[SHEET]]), targets, int(year) if year.isdecimal() else None
        )
        words = {
            heading: {
                word: said(f"ci-{t}-{n}-{w}") for w, word in enumerate(sorted(found[heading]))
            }
            for n, heading in enumerate(table[HEADINGS])
            if heading in found
        }
        table |= {HEADINGS: targets, WORDS: words}
        if SECTIONS in table:
            table[SECTIONS] = said(f"xiao-{t}")
        table[SPARE] = [line for n, line in enumerate(table[SPARE]) if said(f"hang-{t}-{n}")]
    return whole


def confirmed(whole: dict[str, Any]) -> str:
    """The mapping as the importer reads it, what was left empty left out."""
    tables = [
        {
            **table,
            HEADINGS: _said(table[HEADINGS]),
            WORDS: {heading: _said(words) for heading, words in table.get(WORDS, {}).items()},
        }
        for table in whole[TABLES]
    ]
    said = {CONFIRMED: "是", HEAD: _said(whole[HEAD]), TABLES: tables}
    return str(yaml.safe_dump(said, allow_unicode=True, sort_keys=False))


def parts(path: Path, whole: dict[str, Any]) -> Iterator[Part]:
    """What the page asks, with the answers so far."""
    titles = ("", *(column.title for column in columns(DecisionItem)), NOT_IMPORTED)
    yield Part("目录", "表外面写的，核对一遍；没有读出来的填上", tuple(
        Question(f"mu-{n}", title, value, ("", *AuthorityKind) if title == KIND else ())
        for n, (title, value) in enumerate(whole[HEAD].items())
    ))  # fmt: skip
    spare = proposed(path)[TABLES]
    for t, table in enumerate(whole[TABLES]):
        named = f"工作表“{table[SHEET]}”：" if table[SHEET] and len(whole[TABLES]) > 1 else ""
        yield Part(f"{named}各栏", f"文件里的每一栏是目录的哪一栏；不要的选“{NOT_IMPORTED}”", tuple(
            Question(f"lan-{t}-{n}", heading, target, titles)
            for n, (heading, target) in enumerate(table[HEADINGS].items())
        ))  # fmt: skip
        if SECTIONS in table:
            asked = Question(f"xiao-{t}", "表中的小标题", table[SECTIONS], titles)
            yield Part(f"{named}小标题", "如“一、重大公共政策和措施”，是下面各项的哪一栏", (asked,))
        if words := tuple(_words(t, table)):
            yield Part(
                f"{named}读不懂的字", f"照原样读不懂，写它的意思，不要的写“{NOT_IMPORTED}”", words
            )
        if spare[t][SPARE]:
            kept = set(table[SPARE])
            yield Part(f"{named}不是事项的行", "选中的不导入", tuple(
                Question(f"hang-{t}-{n}", line, "1" if line in kept else "", ("1",))
                for n, line in enumerate(spare[t][SPARE])
            ))  # fmt: skip


def _words(t: int, table: dict[str, Any]) -> Iterator[Question]:
    for n, heading in enumerate(table[HEADINGS]):
        for w, (word, meant) in enumerate(sorted(table.get(WORDS, {}).get(heading, {}).items())):
            yield Question(f"ci-{t}-{n}-{w}", f"{heading}：{word}", meant)


def _filled(said: Any) -> Any:
    """The same with empty texts for what is empty."""
    if isinstance(said, dict):
        return {str(key): _filled(value) for key, value in said.items()}
    if isinstance(said, list):
        return [_filled(value) for value in said]
    return "" if said is None else str(said)


def _said(answers: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in answers.items() if value}
