"""How index and document numbers are written, and what a page says of who sat in: said in one sentence.

The rules ask a paper when it is filed, the page standard asks the page that comes of it; both say this.
"""

import re

INDEX_NO = re.compile(r"[0-9A-Z]{9,10}/\d{4}-\d{5}|SY\d{10}\d{4}\d{5}", re.ASCII)
"""索取号 (政府信息公开目录系统实施指引, and the form that Shanghai gives it)."""
DOC_NO = re.compile(r"[\u4e00-\u9fff]{1,12}〔(19|20)\d{2}〕[1-9]\d{0,4}号")
"""发文字号 (GB/T 9704)."""
SILENT = "未发言"
"""What is written of a representative who did not speak."""

Said = tuple[str, str]
"""What is wrong, and what would satisfy."""


def misspelled_index_no(given: str) -> Said | None:
    """What is wrong with an index number that somebody typed; None: nothing, or there is none."""
    if not given or INDEX_NO.fullmatch(given):
        return None
    return f"“{given}”不是索取号的写法", "写成 0024204128/2026-00012"


def misspelled_doc_no(given: str) -> Said | None:
    """What is wrong with a document number that somebody typed; None: nothing, or there is none."""
    if not given or DOC_NO.fullmatch(given):
        return None
    return f"“{given}”不是发文字号的写法", "写成 沪民规〔2026〕3号"


def untold(term: str) -> Said:
    """That something of a meeting is not told."""
    return f"没有写明{term}", f"写明{term}"


def unanswered(who: str, view: str, reply: str) -> Said | None:
    """What is missing of what a representative said and was told; None: nothing."""
    if view and (reply or SILENT in view):
        return None
    return f"“{who}”没有发言要点或者回应", f"写明发言和回应、采纳情况；没有发言的，写明{SILENT}"
