"""How a text is cut for the search: every Chinese character is a word of its own.

templates/static/search.js cuts what is typed in the same way and asks for it as one phrase, so that
whatever stands on a page is found, however a dictionary would have cut it there. Figures and Latin
words stay whole; a sign belongs to the character beside it and parts nothing.
"""

import re

_TEXT = re.compile(rb"(?<=>)[^<]+(?=<)")
_SIGN = r"[^\x00-\x7f\w\s]*"
_WORD = re.compile(rf"\s*({_SIGN}(?:[!-~]+|[^\x00-\x7f\W]){_SIGN})\s*")
_LANG = re.compile(rb"(<html[^>]*\blang=)\"[^\"]*\"")
_BETWEEN = re.compile(r"(?<=[^\x00-\x7f])[ \n]+|[ \n]+(?=[^\x00-\x7f])")
_BLANK = re.compile(r"((?<=[!-~]) (?=[!-~]))| ")
APART = "\u200b"
UNKNOWN = b'\\1"und"'
"""The indexer cuts a text whose language it knows by a dictionary of its own."""


def cut(text: str) -> str:
    """A text with blanks between its words: 沪民规〔2026〕1号 -> 沪 民 规〔 2026〕 1 号."""
    return _WORD.sub(r" \1 ", text)


def joined(text: str) -> str:
    """A text as it was before it was cut."""
    return _BETWEEN.sub("", text)


def unseen(text: str) -> str:
    """A cut text whose words are apart by a sign of no width, where the indexer's own program parts
    them: whoever reads it, a scanner too, reads what the page says."""
    return _BLANK.sub(lambda blank: f" {APART}" if blank[1] else APART, text)


def cut_page(page: bytes) -> bytes:
    """A page for the indexer: its texts cut, its tags as they were."""
    parted = _TEXT.sub(lambda text: cut(text[0].decode()).encode(), page)
    return _LANG.sub(UNKNOWN, parted, count=1)
