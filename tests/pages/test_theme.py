"""What an office may make its own, and what it may not touch."""

from pathlib import Path

import pytest

from catalog.public.year import Year
from pages.html.theme import REPLACEABLE, TEMPLATES, Foreign, Look, Setting
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, SITE, STORE, catalog_dossier, samples
from tests.pages.edition import Edition, build


def built(overrides: Path) -> Edition:
    year = Year(catalog_dossier(), [samples()["in_force"]])
    return build(
        [year],
        AS_OF,
        HEAD,
        STORE.__getitem__,
        Setting({"shmzj": SITE}, Look(overrides=overrides)),
    )


def put(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_colours_header_footer_and_emblem_are_the_offices_own(tmp_path: Path) -> None:
    colours = (TEMPLATES / "static" / "colours.css").read_text("utf-8")
    put(tmp_path, "static/colours.css", colours.replace("#0B4F9E", "#8A1538"))
    put(tmp_path, "static/badge.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
    put(tmp_path, "components/header.html", "<header>本局页头 {{ frame.owner }}</header>")
    badge = '<img src="{{ frame.root }}static/badge.svg" alt="{{ frame.emblem.text }}">'
    put(tmp_path, "components/emblem.html", badge)
    files = built(tmp_path).files
    page = files["shmzj/zwgk/zdjc/2026/08/index.html"].decode()
    assert "<header>本局页头 上海市民政局</header>" in page
    assert '<img src="../../../../static/badge.svg" alt="党政机关网站标识">' in page
    assert "shmzj/static/badge.svg" in files
    css = next(b for p, b in files.items() if p.startswith("shmzj/") and p.endswith(".css"))
    assert b"#8A1538" in css
    assert b"#0B4F9E" not in css


def test_every_file_that_may_be_replaced_is_there() -> None:
    for name in REPLACEABLE:
        assert (TEMPLATES / name).is_file()


def test_a_section_cannot_be_replaced(tmp_path: Path) -> None:
    put(tmp_path, "sections/caina.html", "")
    put(tmp_path, "static/juece.css", "")
    put(tmp_path, "components/footer.html", "<footer></footer>")
    with pytest.raises(Foreign, match=r"sections/caina\.html、static/juece\.css不能替换"):
        built(tmp_path)


def test_a_picture_that_no_manifest_may_name_is_told_before_anything_is_built(
    tmp_path: Path,
) -> None:
    put(tmp_path, "static/标\u3000志.png", "")
    with pytest.raises(Foreign, match=r"标\\u3000志.*请改名"):
        built(tmp_path)


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    year = Year(catalog_dossier(), [samples()["in_force"]])
    plain = build([year], AS_OF, HEAD, STORE.__getitem__, Setting({"shmzj": SITE}))
    assert built(tmp_path).files == plain.files
