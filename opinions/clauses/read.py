"""The bytes of a draft -> its clauses; whatever cannot be told for sure is a doubt on it, never silence."""

from catalog.clauses import Draft
from opinions.clauses.build import build
from storage.files.paper import read_paper


def read_draft(kind: str, content: bytes) -> Draft:
    """The draft in a paper of a kind (docx, md, txt, pdf). Raises storage.files.paper.Unread."""
    paper = read_paper(kind, content)
    return build(paper.lines, paper.doubts)
