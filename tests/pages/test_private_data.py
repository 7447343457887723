"""Nothing private leaves: a canary in every private place, and not one in any byte of the site."""

from datetime import date
from typing import Any

import pytest

from catalog.annual import Authority, PublicSource
from catalog.dossier import Dossier
from catalog.item import Unit
from catalog.opinion import Heard, Opinion, Outcome, Way
from catalog.public import disclose
from catalog.public.disclose import NotListed
from catalog.public.item import PublicDossier
from catalog.public.year import Year
from catalog.record import (
    Actor,
    AmendmentKind,
    Attribute,
    Covered,
    DocumentKind,
    Exemption,
    Frozen,
    Ground,
    Original,
    Reason,
    Redaction,
)
from catalog.stages.consultation import (
    Counts,
    Hearing,
    HearingParticipant,
    Mode,
    Participation,
    Received,
)
from catalog.stages.decision import (
    Attendance,
    Dissent,
    Meeting,
    MeetingKind,
    MeetingPackage,
    Representative,
    RepresentativeKind,
)
from catalog.stages.entry import Dispute, Inclusion
from catalog.stages.expert_review import Expert, ExpertReview, ReviewMode, View
from catalog.stages.legality_review import (
    Conclusion,
    LegalityOpinion,
    Response,
    Submission,
)
from catalog.stages.risk_assessment import RiskPoint
from catalog.states import MeetingOutcome
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.dossiers import AS_OF, STORE, document
from tests.pages.edition import build

CANARY = "金丝雀"
planted = 0


def canary() -> str:
    """A string that must not leave; each is another one, so a leak names its place."""
    global planted
    planted += 1
    return f"{CANARY}{planted}号"


def secret(kind: DocumentKind, **disclosure: Any) -> Any:
    return document(canary(), kind, f"{canary()}.pdf", **disclosure)


def withheld(kind: DocumentKind) -> Any:
    ground = {"ground": Ground.PROCESS, "review_on": date(2027, 1, 1)}
    return secret(kind, attribute=Attribute.WITHHELD, **ground)


def redacted(kind: DocumentKind) -> Any:
    original = secret(DocumentKind.OTHER)
    redaction = Redaction(
        original=Original(digest=original.digest, name=original.name, size=original.size),
        places=(Covered(where="第1页第2段", page=1, ground=Ground.PRIVATE),),
        covered_on=date(2026, 3, 2),
        by=canary(),
        unit="公开的遮盖单位",
        review_on=date(2027, 1, 1),
    )
    return document("公开的副本", kind, f"{canary()}.pdf").model_copy(
        update={"redaction": redaction}
    )


def a_life_full_of_secrets() -> Dossier:
    filing = dossiers.filing(1, "公开的名称", public_concern=True, exclusion="")
    filing.file(
        dossiers.start(
            date(2026, 2, 2),
            decided_by=canary(),
            consulted_units=(canary(),),
            disputes=(Dispute(unit=canary(), issue=canary(), view=canary(), own_view=canary()),),
            documents=(secret(DocumentKind.OTHER),),
        ),
        date(2026, 2, 2),
    )
    filing.file(
        dossiers.notice(
            date(2026, 2, 9),
            date(2026, 3, 1),
            reasons=(
                Reason(rule="PUB-03", text="公开的理由", by=canary()),
                Reason(rule="PUB-99", text=canary(), by=canary()),
            ),
        ),
        date(2026, 2, 9),
    )
    filing.file(_hearing(), date(2026, 3, 2))
    talk = Participation(
        mode=Mode.SYMPOSIUM, held_on=date(2026, 3, 3), whom=canary(), result=canary()
    )
    filing.file(talk, date(2026, 3, 3))
    filing.file(_experts(), date(2026, 3, 5))
    filing.file(
        dossiers.risk_assessment(date(2026, 3, 6), date(2026, 3, 9)).model_copy(
            update={
                "contingency_plan": canary(),
                "departments_heard": (canary(),),
                "draft_adjusted": canary(),
                "documents": (withheld(DocumentKind.RISK_REPORT),),
            }
        ),
        date(2026, 3, 9),
    )
    filing.file(dossiers.adoption(date(2026, 3, 27)), date(2026, 3, 27))
    filing.file(
        Submission(
            submitted_on=date(2026, 4, 1), unit=canary(), documents=(secret(DocumentKind.DRAFT),)
        ),
        date(2026, 4, 1),
    )
    _legality(filing)
    filing.file(
        MeetingPackage(
            submitted_on=date(2026, 4, 20),
            responses=(Response(comment=canary(), response=canary()),),
            documents=(secret(DocumentKind.FAIR_COMPETITION), secret(DocumentKind.DRAFT)),
        ),
        date(2026, 4, 20),
    )
    filing.file(_meeting(), date(2026, 4, 28))
    corrected = {"kind": AmendmentKind.CORRECTION, "reason": canary()}
    filing.file(_meeting(), date(2026, 4, 29), amends=_amendment(corrected))
    _publication(filing)
    return Dossier(
        filing.dossier.id,
        tuple(
            e.model_copy(update={"actor": Actor(name=canary(), unit=canary())})
            for e in filing.dossier.entries
        ),
        filing.dossier.catalog,
        {
            1: (
                Opinion(
                    no=1,
                    summary="公开的摘要",
                    channel="网站",
                    outcome=Outcome.ADOPTED,
                    person=canary(),
                    contact=canary(),
                ),
            )
        },
    )


def _amendment(values: dict[str, Any]) -> Any:
    return dossiers.Amendment(**values)


def _hearing() -> Hearing:
    return Hearing(
        held_on=date(2026, 3, 2),
        result="公开的听证情况",
        participants=(HearingParticipant(name=canary(), side="经营者"),),
        selection_not_needed=canary(),
        documents=(withheld(DocumentKind.HEARING_REPORT), redacted(DocumentKind.OTHER)),
    )


def _experts() -> ExpertReview:
    return ExpertReview(
        mode=ReviewMode.WRITTEN,
        reviewed_on=date(2026, 3, 5),
        experts=(Expert(name=canary(), unit=canary(), field="社会保障"),),
        conclusion="公开的结论",
        published_on=date(2026, 3, 9),
        documents=(withheld(DocumentKind.EXPERT_OPINION), secret(DocumentKind.LAWYER_OPINION)),
    )


def _legality(filing: dossiers.Filing) -> None:
    """Returned once, with a reason for the correction, then lawful with a warning."""
    returned = LegalityOpinion(
        issued_on=date(2026, 4, 5),
        conclusion=Conclusion.RETURNED,
        reviewer=canary(),
        legal_risk=canary(),
        documents=(secret(DocumentKind.LEGALITY_OPINION),),
    )
    filing.file(returned, date(2026, 4, 5))
    filing.file(Submission(submitted_on=date(2026, 4, 7), unit=canary()), date(2026, 4, 7))
    opinion = returned.model_copy(
        update={
            "issued_on": date(2026, 4, 15),
            "conclusion": Conclusion.LAWFUL_IF_AMENDED,
            "responses": (Response(comment=canary(), response=canary()),),
            "documents": (secret(DocumentKind.OTHER),),
        }
    )
    filing.file(opinion, date(2026, 4, 15))
    corrected = {"kind": AmendmentKind.CORRECTION, "reason": canary()}
    filing.file(opinion, date(2026, 4, 16), amends=_amendment(corrected))


def _meeting() -> Meeting:
    return Meeting(
        kind=MeetingKind.DIRECTORS,
        held_on=date(2026, 4, 28),
        outcome=MeetingOutcome.PASSED,
        outcome_reason=canary(),
        head_spoke_last=True,
        head_with_majority=False,
        head_reason=canary(),
        dissents=(Dissent(speaker=canary(), opinion=canary()),),
        attendance=Attendance(
            representatives=(
                Representative(kind=RepresentativeKind.CITIZEN, name=canary(), view="公开的发言"),
                Representative(kind=RepresentativeKind.MEDIA, name=canary(), consent=True),
                Representative(kind=RepresentativeKind.EXPERT, name=canary(), disclosed=True),
            )
        ),
        documents=(secret(DocumentKind.MINUTES), secret(DocumentKind.OTHER)),
        reasons=(Reason(rule="DEC-10", text=canary(), by=canary()),),
    )


def _publication(filing: dossiers.Filing) -> None:
    published = dossiers.publication(date(2026, 5, 12))
    review = published.secrecy_review
    assert review
    filing.file(
        published.model_copy(
            update={
                "secrecy_review": review.model_copy(update={"reviewer": canary()}),
                "documents": (*published.documents, withheld(DocumentKind.OTHER)),
            }
        ),
        date(2026, 5, 12),
    )


def test_no_canary_is_in_any_byte_of_the_site() -> None:
    dossier = a_life_full_of_secrets()
    assert planted > 50
    edition = build([Year(dossiers.catalog_dossier(), [dossier])], AS_OF, HEAD, STORE.__getitem__)
    for path, body in (*edition.files.items(), ("manifest.json", edition.manifest)):
        assert CANARY not in path
        assert CANARY.encode() not in body, path
    assert "公开的摘要".encode() in edition.files["shmzj/zwgk/zdjc/2026/01/index.html"]
    assert "公开的遮盖单位".encode() in edition.files["shmzj/zwgk/zdjc/2026/01/index.html"]
    assert "公开的理由".encode() in edition.files["shmzj/zwgk/zdjc/2026/01/index.html"]


def test_no_canary_is_in_the_public_dossier() -> None:
    assert CANARY not in disclose(a_life_full_of_secrets(), AS_OF).model_dump_json()


def test_a_returned_legality_review_leaves_no_trace() -> None:
    public = disclose(a_life_full_of_secrets(), AS_OF)
    told = [event.what for event in public.events if "合法性" in event.what]
    assert told == ["更正合法性审查日期", "更新办理进度：合法性审查已完成"]
    assert public.stage("legality_review").completed_on == date(2026, 4, 15)
    assert "退回" not in public.model_dump_json()


def test_an_expert_and_a_representative_are_named_only_with_consent() -> None:
    public = disclose(dossiers.samples()["published"], AS_OF)
    assert public.expert_review
    assert [e.name for e in public.expert_review.experts] == ["沈专家", "", ""]
    assert [r.name for r in public.meetings[0].representatives] == ["周市民", "", ""]


def test_what_is_not_yet_published_is_not_taken_along() -> None:
    dossier = dossiers.samples()["in_force"]
    public = disclose(dossier, date(2026, 3, 28))
    assert public.risk_release
    assert public.risk_assessment is None
    assert {d.step for d in public.documents} == {"consultation.notice"}


def test_types_taken_along_whole_have_no_new_field() -> None:
    """A field added to one of these would be published: look whether it may be, then add it."""
    whole: dict[type[Frozen], set[str]] = {
        Authority: {
            *("id", "name", "kind", "level", "meeting", "contact_unit", "phone"),
            *("site_name", "site_domain", "site_id_code"),
        },
        Counts: {
            *("points", "adopted", "absorbed", "partly_adopted", "not_adopted", "support"),
            *("out_of_scope", "duplicate"),
        },
        Heard: {"audience", "how", "heard_on"},
        PublicSource: {"title", "doc_no", "index_no", "dated_on", "published_on"},
        Received: {"source", "channel", "submissions", "persons"},
        RiskPoint: {"risk", "measure"},
        Unit: {"name", "part", "kind"},
        View: {"summary", "outcome", "reason"},
        Way: {"kind", "detail"},
    }
    for taken, fields in whole.items():
        assert set(taken.model_fields) == fields, taken.__name__
    assert "actor" not in PublicDossier.model_fields


def test_a_secret_item_leaves_no_trace() -> None:
    drafting = dossiers.samples()["drafting"]
    last = drafting.entries[-1]
    exemption = Exemption(
        reason="绝不外露的理由",
        decided_by="局长",
        decided_on=date(2026, 1, 2),
        ground=Ground.SECRET,
    )
    secret = drafting.with_entry(
        last.model_copy(
            update={"seq": last.seq + 1, "step": "consultation.exemption", "record": exemption}
        )
    )
    name = drafting.latest(Inclusion).item.name
    with pytest.raises(NotListed):
        disclose(secret, AS_OF)
    year = Year(dossiers.catalog_dossier(), [dossiers.samples()["in_force"], secret])
    edition = build([year], AS_OF, HEAD, STORE.__getitem__)
    for path, body in edition.files.items():
        assert name.encode() not in body, path
        assert "绝不外露".encode() not in body, path
    listed = build([Year(dossiers.catalog_dossier(), [drafting])], AS_OF, HEAD, STORE.__getitem__)
    assert any(name.encode() in body for body in listed.files.values())
