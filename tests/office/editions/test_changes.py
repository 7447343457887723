"""A proposal lists what differs by matter, and the digest of a matter covers all of it."""

from datetime import date
from pathlib import Path

import pytest

from office.editions.changes import WEBSITE, Matter, matter_of, proposal
from office.editions.diff import compare
from pages.build.listing import files_in
from pages.build.manifest import Head, digest, manifest, parts_of

ITEM, YEAR = "demo/zwgk/zdjc/2026/03/", "demo/zwgk/zdjc/2026/"
OUT = {
    f"{ITEM}index.html": b"<p>1</p>",
    f"{ITEM}files/a.pdf": b"a",
    f"{ITEM}item.json": b"{}",
    f"{YEAR}index.html": b"3",
    "demo/index.html": b"4",
    "index.html": b"5",
}


def matters(out: dict[str, bytes], draft: dict[str, bytes]) -> dict[str, Matter]:
    def digested(files: dict[str, bytes]) -> dict[str, object]:
        return {path: digest(body) for path, body in files.items()}

    return {one.id: one for one in proposal(digested(out), digested(draft))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("path", "matter"),
    [
        (f"{ITEM}files/附件.pdf", "demo-2026-03"),
        (f"{YEAR}catalog.csv", "demo-2026"),
        ("demo/feed.xml", WEBSITE),
        ("demo/static/juece.css", WEBSITE),
        ("index.html", WEBSITE),
    ],
)
def test_every_file_belongs_to_one_matter(path: str, matter: str) -> None:
    assert matter_of(path) == matter


def test_only_what_differs_is_listed_as_new_changed_or_gone() -> None:
    draft = OUT | {f"{ITEM}index.html": b"<p>2</p>", f"{ITEM}new.csv": b"n"}
    del draft[f"{ITEM}files/a.pdf"]
    found = matters(OUT, draft)
    item = found["demo-2026-03"]
    assert item.new == (f"{ITEM}new.csv",)
    assert item.changed == (f"{ITEM}index.html",)
    assert item.gone == (f"{ITEM}files/a.pdf",)
    assert item.counts == "新增1个、改动1个、撤下1个"
    assert [one.id for one in found.values() if one.differs] == ["demo-2026-03"]
    assert list(found)[-1] == WEBSITE


@pytest.mark.parametrize("path", [f"{ITEM}index.html", f"{ITEM}files/a.pdf", f"{ITEM}item.json"])
def test_any_altered_byte_of_a_matter_alters_its_digest_and_no_other(path: str) -> None:
    was, now = matters({}, OUT), matters({}, OUT | {path: OUT[path] + b" "})
    assert {id_ for id_ in was if was[id_].digest != now[id_].digest} == {"demo-2026-03"}


def test_a_file_that_is_taken_away_renamed_or_swapped_alters_the_digest() -> None:
    a, b = f"{ITEM}files/a.pdf", f"{ITEM}item.json"
    drafts = [
        {path: body for path, body in OUT.items() if path != a},
        {path.replace("a.pdf", "b.pdf"): body for path, body in OUT.items()},
        OUT | {a: OUT[b], b: OUT[a]},
    ]
    digests = {matters({}, draft)["demo-2026-03"].digest for draft in [OUT, *drafts]}
    assert len(digests) == 4


def test_the_comparison_shows_what_a_reader_would_see(tmp_path: Path) -> None:
    pages = {
        "out": "<h1>标题</h1><p class=a>收到意见3条</p><p>不变</p>",
        "draft": "<h1>标题</h1><p class=b>收到意见5条</p><p>不变</p>",
    }
    for folder, page in pages.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "index.html").write_text(page, encoding="utf-8")
    matter = Matter("demo-2026-03", "", (), ("index.html",), ("old.csv",))
    page, gone = compare(matter, tmp_path / "out", tmp_path / "draft")
    assert page.lines == (" 标题", "-收到意见3条", "+收到意见5条", " 不变")
    assert (gone.path, gone.kind, gone.lines) == ("old.csv", "撤下", ())


def test_a_site_without_a_manifest_has_nothing_out(tmp_path: Path) -> None:
    assert files_in(tmp_path) == {}
    listed = manifest(parts_of([("a", digest(b"1"))]), date(2026, 3, 1), Head(0, ""))
    (tmp_path / "manifest.json").write_bytes(b"".join(listed))
    assert list(files_in(tmp_path)) == ["a"]
