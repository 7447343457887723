"""DIS-23 to 25: what was covered in a copy is accounted for, and its original stays inside."""

from datetime import date

from catalog.record import (
    Amendment,
    AmendmentKind,
    Covered,
    Disclosure,
    Document,
    DocumentKind,
    Ground,
    Original,
    Redaction,
)
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    RECORDS,
    both,
    but,
    day,
    document,
    further,
    ids,
    judged,
    on_file,
)

RISK, EVALUATION = "risk_assessment.report", "evaluation.report"
ORIGINAL = Original(digest="a" * 64, name="原件.pdf", size=7)
REDACTION = Redaction(
    original=ORIGINAL,
    places=(Covered(where="第3页第2段", page=3, ground=Ground.PRIVATE),),
    covered_on=day(3, 20),
    by="遮盖人甲",
    unit="养老服务处",
    review_on=date(2027, 5, 13),
)
PUBLIC = but(document(DocumentKind.RISK_REPORT), disclosure=Disclosure())
COPY = but(PUBLIC, redaction=REDACTION)
AFTER = but(document(DocumentKind.EVALUATION_REPORT), disclosure=Disclosure())


def copy(**changes: object) -> tuple[Document, ...]:
    """The report of the risk assessment as a redacted copy, with changes to its redaction."""
    return (but(COPY, redaction=but(REDACTION, **changes)),)


FAILING = [
    fails("DIS-23", "a copy that does not say what is covered", RISK, documents=copy(places=())),
    fails("DIS-23", "a place without ground", RISK, documents=copy(places__0__ground=None)),
    fails(
        "DIS-24",
        "a copy that is its original",
        RISK,
        documents=copy(original=but(ORIGINAL, digest=COPY.digest)),
    ),
    fails(
        "DIS-24",
        "an original filed as public beside its copy",
        RISK,
        documents=(COPY, but(PUBLIC, digest=ORIGINAL.digest)),
    ),
    fails(
        "DIS-24",
        "the original of an earlier copy filed as public later",
        EVALUATION,
        given=on_file(RISK, documents=(COPY,)),
        documents=(but(AFTER, digest=ORIGINAL.digest),),
    ),
    fails("DIS-25", "a place covered for ever", RISK, documents=copy(review_on=None)),
    fails("DIS-25", "a re-review due today", RISK, documents=copy(review_on=RECORDS[RISK].on)),
    fails("DIS-25", "a re-review long past", RISK, documents=copy(review_on=day(3, 1))),
]


@each(FAILING)
def test_a_redaction_is_held_to(failure: Fails) -> None:
    failure.is_found()


def test_a_copy_that_accounts_for_itself_is_filed() -> None:
    assert judged(RISK, documents=(COPY,)) == []


def test_whoever_put_the_original_out_by_mistake_can_put_the_copy_in_its_place() -> None:
    record = but(RECORDS[RISK].record, documents=(but(PUBLIC, digest=ORIGINAL.digest),))
    mistaken = on_file(RISK, documents=record.documents)
    amends = Amendment(kind=AmendmentKind.CORRECTION, reason="误公开原件")
    found = judged(
        RISK, at=EVALUATION, given=mistaken, amends=amends, documents=(COPY,), today=day(5, 25)
    )
    assert "DIS-24" not in ids(found)


def test_a_mistake_that_was_put_right_is_held_against_nobody() -> None:
    mistaken = (but(PUBLIC, digest=ORIGINAL.digest),)
    amends = Amendment(kind=AmendmentKind.CORRECTION, reason="误公开原件")
    right = but(RECORDS[RISK].record, documents=(COPY,))
    corrected = both(on_file(RISK, documents=mistaken), further(RISK, right, day(5, 25), amends))
    other = but(AFTER, redaction=but(REDACTION, review_on=date(2027, 11, 20)))
    assert judged(EVALUATION, given=corrected, documents=(other,)) == []
