"""Pictures: every word that their files hold beside what can be seen is read, or told as not checked."""

import io
from datetime import date

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from checks.privacy import Allowed, scan
from tests.checks.privacy.papers import photo

SAID = "电话15400001234".encode()
ICON = Image.effect_noise((40, 40), 90).convert("RGB")
FORMS = ("PNG", "JPEG", "GIF", "TIFF", "BMP", "WEBP")


def saved(form: str, picture: Image.Image = ICON, **about: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, form, **about)
    return held.getvalue()


def told(body: bytes) -> set[str]:
    findings = scan({"a.bin": body}, Allowed(date(2026, 3, 1))).findings
    return {f.detector for f in findings if f.detector in {"mobile", "unread"}}


@pytest.mark.parametrize("form", FORMS)
def test_an_icon_of_any_form_is_read_to_its_end(form: str) -> None:
    assert told(saved(form)) == set()


@pytest.mark.parametrize("form", sorted({*FORMS} - {"TIFF", "BMP"}))
def test_what_follows_a_picture_is_told(form: str) -> None:
    """A program of pictures shows nothing of an archive that stands behind one."""
    assert told(saved(form) + b"PK\3\4" + bytes(range(1, 200))) == {"unread"}


@pytest.mark.parametrize("form", FORMS)
def test_words_behind_a_picture_are_read(form: str) -> None:
    assert "mobile" in told(saved(form) + SAID)


def segment(kind: bytes, said: bytes) -> bytes:
    return b"\xff" + kind + (len(said) + 2).to_bytes(2, "big") + said


CAPTION = b"\x1c\x02\x78" + len(SAID).to_bytes(2, "big") + SAID
WITHIN = {
    "the first of two comments": segment(b"\xfe", SAID) + segment(b"\xfe", b"x"),
    "a caption of the press": segment(
        b"\xed", b"Photoshop 3.0\08BIM\4\4\0\0" + len(CAPTION).to_bytes(4, "big") + CAPTION
    ),
    "a part of some program's own": segment(b"\xe9", b"own\0" + SAID),
}


@pytest.mark.parametrize("where", WITHIN)
def test_words_that_a_library_does_not_tell_of_are_read(where: str) -> None:
    whole = photo()
    assert told(whole[:2] + WITHIN[where] + whole[2:]) == {"mobile"}


def test_a_text_that_another_of_its_name_hides_is_told() -> None:
    texts = PngInfo()
    texts.add_text("Note", SAID.decode(), zip=True)
    texts.add_text("Note", "x", zip=True)
    assert told(saved("PNG", pnginfo=texts)) == {"unread"}


def test_the_bytes_of_a_picture_are_no_words() -> None:
    """Half a megabyte of chance says nothing but that somebody has to look at the picture."""
    large = Image.effect_noise((600, 600), 90).convert("RGB")
    for form in ("PNG", "JPEG", "WEBP"):
        findings = scan({"a.bin": saved(form, large)}, Allowed(date(2026, 3, 1))).findings
        assert [(f.detector, f.place) for f in findings] == [("unread", "画面")]
