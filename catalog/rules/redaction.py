"""DIS rules on redacted copies: what was covered is accounted for, and is not public elsewhere."""

from collections.abc import Iterator

from catalog.findings import Severity
from catalog.record import Document, Record, Redaction
from catalog.rules.base import Case, Wrong, rule


def redacted(record: Record) -> Iterator[tuple[Document, Redaction]]:
    """The documents of a record that are redacted copies."""
    return ((d, d.redaction) for d in record.documents if d.redaction)


@rule("DIS-23", "711-37", Record)
def every_place_covered_has_a_ground(record: Record, _case: Case) -> Iterator[Wrong]:
    """作区分处理、遮盖后公开的，写明遮盖了哪几处，每处写明理由。"""
    for document, redaction in redacted(record):
        if not redaction.places:
            yield Wrong(
                f"《{document.title}》有遮盖，没有写明遮盖了哪几处",
                "在“遮盖之处”逐处写明位置和理由；没有遮盖的，不填“遮盖”",
            )
        for place in redaction.places:
            if place.ground is None:
                yield Wrong(
                    f"《{document.title}》“{place.where}”的遮盖没有写明理由",
                    "按政府信息公开条例第十四条至第十六条选择理由",
                )


@rule("DIS-24", "711-15", Record)
def the_original_stays_inside(record: Record, case: Case) -> Iterator[Wrong]:
    """有遮盖的文件，公开的是遮盖后的副本，原件不得公开。"""
    standing = tuple(_standing(case))
    public = {d.digest for each in (*standing, record) for d in each.documents if d.is_public}
    for document, redaction in redacted(record):
        if redaction.original.digest == document.digest:
            said = f"《{document.title}》与它的原件是同一个文件，没有遮盖"
            yield Wrong(said, "“文件”附遮盖后的副本，“原件”附没有遮盖的")
        elif redaction.original.digest in public:
            said = f"《{document.title}》的原件在本事项中标为主动公开"
            yield Wrong(said, "先更正原件的公开属性")
    originals = {r.original.digest: d.title for each in standing for d, r in redacted(each)}
    for document in record.documents:
        if document.is_public and document.digest in originals:
            said = f"《{document.title}》是《{originals[document.digest]}》遮盖以前的原件"
            yield Wrong(said, "附遮盖后的副本，或者改为不予公开并写明理由")


def _standing(case: Case) -> Iterator[Record]:
    """The records on file that no correction took the place of, this one included: whoever puts a
    mistake right must not be refused for the mistake."""
    own = case.dossier.correctable(case.step_id) if case.corrects else None
    corrected = {(own.step, own.round)} if own else set[tuple[str, int]]()
    for entry in reversed(case.dossier.entries):
        place = (entry.step, entry.round)
        if place not in corrected:
            yield entry.record
        if entry.corrects:
            corrected.add(place)


@rule("DIS-25", "711-18", Record, severity=Severity.WARN)
def what_is_covered_is_looked_at_again(record: Record, case: Case) -> Iterator[Wrong]:
    """对遮盖的内容定期评估审查，能够公开的及时公开。"""
    for document, redaction in redacted(record):
        if redaction.review_on is None:
            yield Wrong(f"《{document.title}》的遮盖没有下次复核日期", "填写“下次复核日期”")
        elif redaction.review_on <= case.today:
            said = f"《{document.title}》遮盖的下次复核日期{redaction.review_on}已经过去"
            yield Wrong(said, "填写以后的日期")
