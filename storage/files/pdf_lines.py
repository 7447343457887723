"""The paragraphs of a PDF: it knows lines on paper alone, so where they join is a guess that is told.

Read in a process that may die of it, see probe.py.
"""

import io
import re

from storage.files.pdf import Broken, Locked

GUESSED = "文字取自PDF，段落按标点和编号判断，请核对"
_PAGE_NUMBER = re.compile(r"^[\s—–\-－]*(?:第\s*)?\d{1,4}(?:\s*页)?[\s—–\-－]*$")
_BEGINS = re.compile(
    r"^(?:第\s*[零〇一二三四五六七八九十百千\d]+\s*[编章节条]|[一二三四五六七八九十]+、"
    r"|[（(][一二三四五六七八九十\d]+[）)]|\d{1,3}[.．、](?!\d)|附件)"
)
_ENDS = re.compile(r"[。；：！？;:!?”」）)]$")
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff]")
SHORT = 0.85
"""A line that ends so far before the longest ends its paragraph, where it ends with a stop."""


class NoText(ValueError):
    """There is no text to be had, or what there is means nothing; str() says why, in Chinese."""


def pdf_lines(content: bytes, most: int) -> tuple[list[str], list[str]]:
    """The paragraphs and the doubts. Raises NoText, Broken, Locked."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Locked
        lines, left = list[str](), most
        for page in reader.pages:
            text = page.extract_text().encode(errors="replace").decode()  # halves of signs occur
            left -= len(text)
            if left < 0:
                raise MemoryError
            lines += [line for raw in text.splitlines() if (line := raw.strip())]
    except (Locked, MemoryError):
        raise
    except Exception as wrong:  # of a broken one the library raises whatever it stumbles over
        raise Broken from wrong
    lines = [line for line in lines if not _PAGE_NUMBER.match(line)]
    text = "".join(lines)
    if not text:
        raise NoText("是扫描件，没有可以读的文字")
    if len(_STRANGE.findall(text)) * 100 > len(text):
        raise NoText("里的字没有对应的文字编码，读不出来")
    return _joined(lines), [GUESSED]


def _joined(lines: list[str]) -> list[str]:
    """Lines on paper as paragraphs: a number begins one, a stop before the margin ends one."""
    widest = max(map(len, lines))
    found = list[str]()
    ended = True
    for line in lines:
        if ended or _BEGINS.match(line):
            found.append(line)
        else:
            found[-1] += line
        full = len(line) >= widest * SHORT
        ended = (not full) if not _ENDS.search(line) else not full or line[-1] in "：:"
    return found
