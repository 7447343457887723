"""What somebody typed into the form, read from whatever a browser sent, with what is wrong in it."""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from urllib.parse import parse_qsl

from catalog.consulted import Consulted
from catalog.submission import LONGEST, Consent, Contact
from opinions.spool.seal import Attached

FIELDS = 40
"""Names and values of one body."""
FILES, FILE_BYTES, ALL_BYTES = 5, 10 * 1024**2, 20 * 1024**2
NAME = 120
"""Characters of a file's name."""
KINDS = frozenset({
    "pdf", "ofd", "doc", "docx", "wps", "txt", "rtf", "xls", "xlsx", "et", "csv", "ppt", "pptx",
    "dps", "zip", "jpg", "jpeg", "png", "tif", "tiff", "bmp",
})  # fmt: skip
"""By their names alone: what they are is looked at inside, where they are opened."""
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_LINE = re.compile(r"\s+")
_WHOLE = re.compile(r"t[0-9]{1,5}(k[0-9]{1,4}(x[0-9]{1,4}(m[0-9]{1,4})?)?)?")


class TooMany(ValueError):
    """A body has more fields than the form."""


class Typed(NamedTuple):
    """The fields as they are shown again and sent; `consent` is empty where nothing was chosen."""

    clause: str = ""
    text: str = ""
    consent: str = Consent.ANONYMOUS.value
    name: str = ""
    contact: str = ""
    trap: str = ""
    """A field that nobody sees: who fills it in is looked at."""

    @classmethod
    def of(cls, fields: Mapping[str, str]) -> "Typed":
        """From the names of the form."""
        return cls(
            clause=fields.get("tiao", "").strip(),
            text=text(fields.get("yijian", "")),
            consent=fields.get("gongkai", "").strip(),
            name=line(fields.get("chengwei", "")),
            contact=line(fields.get("lianxi", "")),
            trap=fields.get("wangzhi", ""),
        )

    def faults(self, asked: Consulted) -> dict[str, str]:
        """What is wrong, by the name of the field; empty where the letter can be taken."""
        found = {}
        if self.clause and asked.clauses and not self.knows_clause(asked):
            found["tiao"] = "没有这一条，请重新选择针对哪一条，或者选择“整件草案”"
        if not self.text:
            found["yijian"] = "没有写意见，请写下您的意见"
        elif len(self.text) > LONGEST:
            found["yijian"] = (
                f"意见有{len(self.text)}字，最多{LONGEST}字：请分几次提交，或者放进附件"
            )
        if self.consent not in {one.value for one in Consent}:
            found["gongkai"] = "没有选择意见可以怎样公开，请选择一项"
        most = Contact.model_fields
        for field, said, title in (
            ("name", self.name, "chengwei"),
            ("contact", self.contact, "lianxi"),
        ):
            longest = next(m.max_length for m in most[field].metadata if hasattr(m, "max_length"))
            if len(said) > longest:
                found[title] = f"{most[field].title}有{len(said)}字，最多{longest}字"
        return found

    def knows_clause(self, asked: Consulted) -> bool:
        """Whether the clause that was chosen is one of the draft."""
        return bool(_WHOLE.fullmatch(self.clause)) and asked.clause(self.clause) is not None


def text(typed: str) -> str:
    """A text of several lines, as a person sees it: no control signs, none that turn its direction."""
    return _CONTROL.sub("", typed.replace("\r\n", "\n").replace("\r", "\n")).strip()


def line(typed: str) -> str:
    """The same in one line."""
    return _LINE.sub(" ", text(typed))


def fields_of(body: bytes) -> dict[str, str]:
    """The first value of each name of a urlencoded body. Raises TooMany.

    UTF-8 as the form asks for; else GB18030, which old browsers send whatever they are asked.
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return first(_pairs(body, encoding, "strict"))
        except UnicodeDecodeError:
            continue
    return first(_pairs(body, "utf-8", "replace"))


def first(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The first value of each name."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found.setdefault(name, value)
    return found


def _pairs(body: bytes, encoding: str, errors: str) -> list[tuple[str, str]]:
    if body.count(b"&") >= FIELDS:
        raise TooMany
    said = body.decode(encoding, errors)
    return parse_qsl(said, keep_blank_values=True, encoding=encoding, errors=errors)


def wrong_files(files: Iterable[Attached]) -> str:
    """What is wrong with the files, in one sentence; empty where nothing is."""
    found = list(files)
    if len(found) > FILES:
        return f"附件有{len(found)}个，最多{FILES}个：请合并或者压缩成一个"
    for file in found:
        kind = file.name.rpartition(".")[2].lower()
        if "." not in file.name or kind not in KINDS:
            return f"附件“{file.name}”不是可以收的种类：请用 pdf、doc、docx、wps、xlsx、jpg、png、txt 等"
        if not file.body:
            return f"附件“{file.name}”是空的，请重新选择"
        if len(file.body) > FILE_BYTES:
            return f"附件“{file.name}”超过{FILE_BYTES // 1024**2}兆字节，请压缩或者拆开"
    if sum(len(file.body) for file in found) > ALL_BYTES:
        return f"附件一共超过{ALL_BYTES // 1024**2}兆字节，请压缩或者分几次提交"
    return ""


def file_name(given: str) -> str:
    """The name of a file without folders and signs that mislead; at most 120 characters, its kind kept."""
    plain = line(given.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, kind = plain.rpartition(".")
    if len(plain) <= NAME or not dot:
        return plain[:NAME] or "附件"
    return f"{stem[: NAME - 1 - len(kind[:8])]}.{kind[:8]}"
