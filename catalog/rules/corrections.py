"""What a correction may not do: put another draft in, or take away what later steps rely on."""

from collections.abc import Iterator

from catalog.findings import Finding
from catalog.record import DocumentKind, Record
from catalog.rules.base import RULES, Case, Wrong, rule
from catalog.stages import STEP_OF, STEPS
from catalog.stages.consultation import AdoptionStatement, Notice
from catalog.stages.decision import Meeting, MeetingPackage
from catalog.stages.disclosure import Publication
from catalog.stages.entry import Start
from catalog.stages.legality_review import LegalityOpinion, Submission

RELIED_ON: dict[type[Record], tuple[str, ...]] = {
    Start: ("CAT-03", "CAT-06", "DRF-03"),
    Notice: ("DRF-11", "PUB-28", "PUB-29"),
    AdoptionStatement: ("PUB-09", "PUB-10", "PUB-12", "PUB-31"),
    LegalityOpinion: ("DRF-05", "LEG-12"),
    MeetingPackage: (
        "DEC-01",
        "DEC-19",
        "DRF-06",
        "DRF-07",
        "DRF-13",
        "LEG-08",
        "LEG-09",
        "RSK-06",
    ),
    Meeting: ("DEC-17", "DEC-22", "DRF-05"),
}
"""Rules that hold a record against another one, by record, in the order of the lifecycle.

They were asked when it was filed; the other one may have been corrected since. DEC-20 asks of the
submission.
"""

REVIEWED_BY = {
    Submission: ("legality_review.opinion", "合法性审查意见已经出具"),
    MeetingPackage: ("decision.meeting", "会议已经审议"),
}


@rule("DEC-21", "713-25(2);DERIVED", MeetingPackage, Meeting, Publication)
def what_it_relies_on_is_still_in_order(record: Record, case: Case) -> Iterator[Wrong]:
    """此前材料更正后，提请审议、审议和公布所依据的各项材料仍应符合规定。"""
    for kind, rules in RELIED_ON.items():
        if isinstance(record, kind):
            return
        entry, title = case.dossier.entry_of(STEP_OF[kind]), STEPS[STEP_OF[kind]].title
        if entry is None:
            continue
        case_then = case.about(entry)
        for rule_id in rules:
            for found in filter(_blocks, RULES[rule_id].findings(entry.record, case_then)):
                yield Wrong(f"在卷的“{title}”：{found.what}（{rule_id}）", found.remedy)


def _blocks(finding: Finding) -> bool:
    return finding.blocks


@rule("DRF-12", "713-25(2);713-30(1);DERIVED", Submission, MeetingPackage)
def a_correction_keeps_the_draft(
    record: Submission | MeetingPackage, case: Case
) -> Iterator[Wrong]:
    """已经审查或者审议的草案，不得以更正更换。"""
    step_id, done = REVIEWED_BY[type(record)]
    corrected = case.dossier.correctable(case.step_id) if case.corrects else None
    answered = corrected and any(
        (e.step, e.round) == (step_id, corrected.round) for e in case.dossier.entries
    )
    if corrected and answered and _drafts(corrected.record) != _drafts(record):
        yield Wrong(
            f"{done}，更正中的草案不是当时的那一份", "附上当时的草案；草案有修改的，选“再次办理”"
        )


def _drafts(record: Record) -> set[str]:
    return {d.digest for d in record.documents if d.kind is DocumentKind.DRAFT}
