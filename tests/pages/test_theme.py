"""What an office may make its own, and what it may not touch."""

import os
from pathlib import Path

import pytest

from catalog.public.year import Year
from pages.html.theme import REPLACEABLE, TEMPLATES, ForbiddenOverride, SiteContext, Theme
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
        SiteContext({"shmzj": SITE}, Theme(overrides=overrides)),
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
    with pytest.raises(ForbiddenOverride, match=r"sections/caina\.html、static/juece\.css不能替换"):
        built(tmp_path)


def test_what_a_link_leads_to_is_never_published_and_a_pipe_is_not_waited_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "secret").write_text("口令", "utf-8")
    for made in ("link.svg", "pipe.png", "gone.jpg", "folder"):
        look = tmp_path / made / "look"
        own = look / "static" / made
        own.parent.mkdir(parents=True)
        if made == "pipe.png":
            os.mkfifo(own)
        else:
            own.symlink_to(tmp_path / {"link.svg": "secret", "folder": "."}.get(made, "nowhere"))
        with pytest.raises(ForbiddenOverride, match=made.replace(".", r"\.")):
            built(look)


def test_a_picture_that_no_manifest_may_name_is_told_before_anything_is_built(
    tmp_path: Path,
) -> None:
    put(tmp_path, "static/标\u3000志.png", "")
    with pytest.raises(ForbiddenOverride, match=r"标\\u3000志.*请改名"):
        built(tmp_path)


def test_an_empty_folder_changes_nothing(tmp_path: Path) -> None:
    year = Year(catalog_dossier(), [samples()["in_force"]])
    plain = build([year], AS_OF, HEAD, STORE.__getitem__, SiteContext({"shmzj": SITE}))
    assert built(tmp_path).files == plain.files


ATTACKS = [
    ".opinion { display: none }",
    "#banner::before { content: '本方案已经通过' }",
    ":root { --blue: #003366 } h1 { visibility: hidden }",
    "@import 'https://evil.example/x.css';",
    "@font-face { font-family: x; src: url(https://evil.example/x.woff) }",
    "@media print { :root { --text: #FFFFFF } }",
    ":root:has(h1) { --text: #FFFFFF }",
    ":root, h1 { --text: #FFFFFF }",
    ":root { display: none }",
    ":root { --text: #111111; h1 { display: none } }",
    ":root { --text: #111111; } h1 { display: none }",
    ":root { --text: transparent }",
    ":root { --text: rgba(0, 0, 0, .01) }",
    ":root { --text: hsla(0, 0%, 0%, 0) }",
    ":root { --text: currentColor }",
    ":root { --text: inherit }",
    ":root { --ground: url(https://evil.example/x.png) }",
    ":root { --ground: #FFFFFF url(x.png) }",
    ":root { --text: var(--none, #FFFFFF) }",
    ":root { --text: var(--muted); --muted: var(--text) }",
    ":root { --text: #111111 !important }",
    ":root { --text: 'x' }",
    ":root { --other: #111111 }",
    ":root { --\\74 ext: url(x) }",
    "<!-- h1 { display: none } -->",
    "}} h1 { display: none }",
]


@pytest.mark.parametrize("sheet", ATTACKS)
def test_colours_are_colours_and_nothing_else(tmp_path: Path, sheet: str) -> None:
    put(tmp_path, "static/colours.css", sheet)
    with pytest.raises(ForbiddenOverride, match=r"colours\.css 里只能是颜色：") as said:
        built(tmp_path)
    assert "\n" not in str(said.value)


def test_colours_in_another_writing_are_told_as_what_they_are(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "colours.css").write_bytes(
        ":root { --text: #111 } /* 深 */".encode("gbk")
    )
    with pytest.raises(ForbiddenOverride, match="不是UTF-8文字"):
        built(tmp_path)


@pytest.mark.parametrize(
    "sheet",
    [
        ":root { --text: #123456; --colour: var(--red) }",
        "\ufeff:root{--text:RGB(18, 52, 86);}",
        "/* lists { */ :root { --text: #123456 /* } */",
        ":root { --text: #123456",
        ":root { --\\74 ext: #123456 } /* ",
    ],
)
def test_an_open_end_or_a_comment_swallows_nothing_of_the_sheet_that_follows(
    tmp_path: Path, sheet: str
) -> None:
    plain = built(tmp_path / "none").files
    put(tmp_path, "static/colours.css", sheet)
    files = built(tmp_path).files
    ours, theirs = sheets(plain), sheets(files)
    assert len(ours) == len(theirs) > 1
    for mine, other in zip(ours, theirs, strict=True):
        assert other.partition("}")[2] == mine.partition("}")[2]
        assert "#123456" in other or "RGB(18,52,86)" in other
        assert all(f"{name}:" in other.partition("}")[0] for name in ("--blue", "--hair", "--tint"))


def sheets(files: dict[str, bytes]) -> list[str]:
    return [body.decode() for path, body in sorted(files.items(), key=lambda f: f[0].split(".")[0])
            if path.endswith(".css")]  # fmt: skip
