"""A document is opened before it is taken: what is broken, locked or boundless stays outside."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from PIL import Image
from pypdf import PdfReader, PdfWriter

from storage.documents import DocumentStore, Unfit
from storage.files import opens
from storage.files.opens import Unopened, check_opens


def pdf(*, password: str = "", owner: str = "") -> bytes:
    writer, out = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width=200, height=200)
    if password or owner:
        writer.encrypt(password, owner or None, algorithm="RC4-128")
    writer.write(out)
    return out.getvalue()


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_", "."), content)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((60, 60), 50).convert("RGB").save(out, kind)
    return out.getvalue()


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().write(0, 0, "意见摘要")
    return out.getvalue()


WORD = archive(word__document_xml=b"<w:document/>" * 100)
SOUND = {
    "pdf": pdf(),
    "docx": WORD,
    "xlsx": spreadsheet(),
    "ofd": archive(OFD_xml=b"<ofd:OFD/>"),
    "zip": archive(a_txt=b"x" * 1000),
    "png": picture("PNG"),
    "jpg": picture("JPEG"),
    "txt": "一段文字".encode(),
    "doc": opens.OLE + bytes(600),
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_file_is_taken(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"材料.{kind}"
    file.write_bytes(SOUND[kind])
    store = DocumentStore(tmp_path / "documents")
    assert store.read(store.put(file).digest) == SOUND[kind]


@pytest.mark.parametrize("kind", [kind for kind in SOUND if kind not in {"txt", "doc"}])
def test_a_file_cut_short_is_not(tmp_path: Path, kind: str) -> None:
    file = tmp_path / f"材料.{kind}"
    file.write_bytes(SOUND[kind][: len(SOUND[kind]) * 2 // 3])
    with pytest.raises(Unfit, match=f"文件“材料.{kind}”(打不开|一页也没有)"):
        DocumentStore(tmp_path / "documents").put(file)


def test_a_damaged_part_of_an_archive_is_named() -> None:
    at = WORD.index(b"word/document.xml") + len("word/document.xml") + 5
    broken = WORD[:at] + bytes([WORD[at] ^ 0xFF]) + WORD[at + 1 :]
    with pytest.raises(Unopened, match=r"“word/document\.xml”已损坏|打不开"):
        check_opens("docx", broken)


def test_a_password_is_named() -> None:
    with pytest.raises(Unopened, match="设了打开密码，请去掉密码"):
        check_opens("pdf", pdf(password="1234"))
    with pytest.raises(Unopened, match="设了打开密码，或者是旧版格式"):
        check_opens("docx", opens.OLE + bytes(600))


def test_a_file_locked_only_against_changes_is_taken() -> None:
    locked = pdf(owner="1234")
    assert PdfReader(io.BytesIO(locked)).is_encrypted
    check_opens("pdf", locked)


def test_an_archive_under_another_name_is_named() -> None:
    for kind in ("docx", "xlsx", "ofd"):
        with pytest.raises(Unopened, match=f"内容不是 {kind} 格式"):
            check_opens(kind, SOUND["zip"])


def test_what_unpacks_without_end_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = archive(word__document_xml=b"0" * 2_000_000)
    assert len(bomb) < 5000
    monkeypatch.setattr(opens, "MOST_UNPACKED", 1_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "testzip", lambda _: pytest.fail("it was unpacked"))
    with pytest.raises(Unopened, match="解压后过大"):
        check_opens("docx", bomb)


def test_a_picture_has_a_largest_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opens, "MOST_PIXELS", 100)
    with pytest.raises(Unopened, match="尺寸过大"):
        check_opens("png", SOUND["png"])


def test_a_picture_is_decoded_as_what_it_is_called_and_as_nothing_else() -> None:
    """Forty other formats have decoders that a broken picture would be given to in turn."""
    asked = (
        "import sys; from storage.files.opens import Unopened, check_opens\n"
        "try: check_opens('jpg', b'\\xff\\xd8\\xff' * 9)\n"
        "except Unopened: print([name for name in ('Fli', 'Psd') if f'PIL.{name}ImagePlugin' in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)
    assert told.stdout.strip() == b"[]"
