"""The draft that was consulted on, clause by clause, as far as it can be read."""

from catalog.clauses import Clause, Draft, Point
from catalog.record import Document, DocumentKind
from catalog.stages.consultation import Notice
from opinions.clauses.align import compare
from opinions.clauses.read import read_draft
from opinions.clauses.versions import Version, told
from opinions.clauses.words import mark
from opinions.clauses.written import text
from opinions.importers.words import article
from storage.documents import extension
from storage.files.paper import Unread, best
from storage.ledger import Ledger


def consulted(ledger: Ledger, item: str) -> Draft | None:
    """The draft of the notice that is in force; None where there is none that can be read.

    Its clauses have the ids that they have on the pages and on the form: in a later round those of the
    clauses that they were in the rounds before.
    """
    dossier = ledger.load(item)
    notices = {e.round: e.record for e in dossier.as_corrected if isinstance(e.record, Notice)}
    versions = [
        Version(str(round_), round_, paper.digest, draft)
        for round_, notice in sorted(notices.items())
        if (paper := _best(notice)) and (draft := _read(ledger, paper))
    ]
    now = dossier.round_of("consultation")
    if not versions or versions[-1].round != now or dossier.latest(Notice) is None:
        return None
    return told(versions)[0][-1].draft


def texts(draft: Draft | None) -> list[str]:
    """What each clause says, in order; of a paper without clauses, its paragraphs."""
    if draft is None:
        return []
    return [_text(clause) for clause in draft.clauses] or list(draft.preamble)


def ids_by_number(draft: Draft | None) -> dict[int, str]:
    """The ids of a draft's clauses by the numbers that they bear; empty where they bear none of 第一条, 第二条."""
    clauses = draft.clauses if draft else ()
    return {n: c.id for c in clauses if (n := article(c.number)) is not None}


def numbers_by_id(draft: Draft | None) -> dict[str, str]:
    """What a draft's clauses are called (第十二条, 三), by their ids, and that there are 款, 项, 目 in them, by
    their anchors."""
    found = dict[str, str]()
    for clause in draft.clauses if draft else ():
        found[clause.id] = clause.number.rstrip("、.． ")
        for k, paragraph in enumerate(clause.paragraphs, 1):
            found[f"{clause.id}k{k}"] = ""
            for x, point in enumerate(paragraph.points, 1):
                found[f"{clause.id}k{k}x{x}"] = ""
                found |= {f"{clause.id}k{k}x{x}m{m}": "" for m in range(1, len(point.points) + 1)}
    return found


def changed(before: Draft, after: Draft) -> frozenset[str]:
    """The clauses, by their ids in the first version, that the second changes in substance.

    Signs alone and the numbers of other clauses alone are none; a clause that is new has its id of the second.
    """
    named, fates = compare(before, after)
    old, new = ({c.id: text(c) for c in draft.clauses} for draft in (before, named))
    found = set[str]()
    for fate in fates:
        was = "\n".join(old[i] for i in fate.before)
        now = "\n".join(new[i] for i in fate.after)
        if was != now and mark(was, now) is None:
            found.update(fate.before or fate.after)
    return frozenset(found)


def _best(notice: Notice) -> Document | None:
    """The paper that is read of a notice's drafts; the pages show the same."""
    drafts = (paper for paper in notice.documents if paper.kind is DocumentKind.DRAFT)
    return best(drafts, lambda paper: extension(paper.name))


def _read(ledger: Ledger, document: Document) -> Draft | None:
    if ledger.documents is None:
        return None
    try:
        with ledger.documents.open(document.digest) as file:
            return read_draft(extension(document.name), file.read())
    except Unread:
        return None


def _text(clause: Clause) -> str:
    lines = [f"{clause.number}{clause.title}"]
    for paragraph in clause.paragraphs:
        lines += [paragraph.text, *_points(paragraph.points)]
    return "\n".join(line for line in lines if line)


def _points(points: tuple[Point, ...]) -> list[str]:
    return [
        line for point in points for line in (f"{point.number}{point.text}", *_points(point.points))
    ]
