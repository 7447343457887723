"""CAT and DRF-01 to 04: the catalog, the start, and what drafting must have settled."""

from datetime import date

import pytest

from catalog import lifecycle
from catalog.annual import AuthorityKind, PublicSource, Reform, ReformKind
from catalog.dossier import Dossier
from catalog.identification import FACTORS, Identification
from catalog.item import (
    Category,
    DecisionItem,
    Determinations,
    Part,
    Regime,
    Unit,
    UnitKind,
    planned_end,
    planned_label,
)
from catalog.opinion import Way, WayKind
from catalog.parse import ShapeError, parse
from catalog.questions import Answer, Questions
from catalog.record import DocumentKind
from catalog.rules import judge
from catalog.stages.entry import Adjustment, Dispute, Origin, Proposal, ProposalCall
from catalog.states import Change
from tests.catalog.rules.failing import Fails, each, fails
from tests.catalog.rules.lawful import (
    CATALOG,
    RECORDS,
    after,
    both,
    but,
    catalog_with,
    day,
    documents,
    due,
    ids,
    judged,
    not_due,
    on_file,
    without,
)

INCLUSION, START = "entry.inclusion", "entry.start"
ADJUSTMENT, CATALOG_STEP = "entry.adjustment", "entry.catalog"


def filed_with_the_catalog(_dossier: Dossier) -> Dossier:
    """The catalog has a dossier of its own, empty until it is filed."""
    return Dossier("slmzj-2026")


MINOR = Identification(**dict.fromkeys(FACTORS, False))
ARGUED = Proposal(reasons="群众反映", plan="增设助餐点", necessity="覆盖不足", feasibility="已试点")

A_GOVERNMENT = but(CATALOG.authority, kind=AuthorityKind.GOVERNMENT)
ADDED = {
    "added_on": day(2, 27),
    "reason": "年中新增",
    "approved_by": "局长办公会议",
    "consented_on": day(2, 26),
    "republished_on": day(2, 27),
}

ANSWERED = Questions(
    **dict.fromkeys(Questions.model_fields, Answer(yes=False, reason="没有此类规定"))
)

QUESTIONS = {
    "congress": "CAT-30",
    "hearing": "CAT-33",
    "groups": "CAT-34",
    "operators": "CAT-35",
    "excluded": "CAT-36",
}

CALL = ProposalCall(
    published_on=day(1, 5),
    closes_on=day(2, 3),
    ways=(Way(kind=WayKind.EMAIL, detail="jianyi@example.gov.cn"),),
    received=12,
    taken_up=2,
)
OF_NO_ITEM = {"at": "entry.inclusion", "given": lambda _: Dossier("slmzj-2027"), "today": day(2, 9)}
"""A call is filed for a year of which no catalog and no item is on file."""


def called(**changes: object) -> dict[str, object]:
    return {"record": but(CALL, **changes), **OF_NO_ITEM}


RENAMED = Reform(
    unit="养老服务处",
    kind=ReformKind.RENAMED,
    successors=("养老服务和儿童福利处",),
    since=day(2, 9),
)


def reformed(**changes: object) -> dict[str, object]:
    given = {"given": lambda _: Dossier("slmzj-2026")}
    return {"record": but(RENAMED, **changes), **OF_NO_ITEM, **given}


FAILING = [
    fails(
        "CAT-38", "a unit abolished, and nobody goes on", "entry.reform", **reformed(successors=())
    ),
    fails(
        "CAT-38",
        "a unit renamed to what it was",
        "entry.reform",
        **reformed(successors=("养老服务处",)),
    ),
    fails("CAT-38", "a unit split into one", "entry.reform", **reformed(kind=ReformKind.SPLIT)),
    fails(
        "CAT-39",
        "a reform of the last day of the year before",
        "entry.reform",
        **reformed(since=date(2025, 12, 31)),
    ),
    fails("FIL-05", "a reform still to come", "entry.reform", **reformed(since=day(2, 10))),
    fails(
        "CAT-06",
        "an item handed to two units that both lead",
        "entry.adjustment",
        units=(Unit(name="社会救助处"), Unit(name="财务处")),
    ),
    fails("CAT-37", "a call that does not say how", "entry.call", **called(ways=())),
    fails("CAT-37", "a call without an end", "entry.call", **called(closes_on=None)),
    fails("CAT-37", "a call over before it began", "entry.call", **called(closes_on=day(1, 4))),
    fails("CAT-37", "more taken up than came", "entry.call", **called(taken_up=13)),
    fails("FIL-05", "a call of tomorrow", "entry.call", **called() | {"today": day(1, 4)}),
    fails(
        "FIL-01",
        "a call filed for an item",
        "entry.call",
        **called() | {"given": lambda dossier: dossier},
    ),
    fails(
        "CAT-01",
        "no procedure starts from a catalog that is not published",
        START,
        given=catalog_with(published_on=None),
    ),
    fails(
        "CAT-02",
        "the Party committee's consent is missing to a government",
        START,
        given=catalog_with(authority=A_GOVERNMENT, consented_on=None),
    ),
    fails(
        "CAT-28",
        "the Party group's consent is missing to a bureau, and nobody says why",
        START,
        given=catalog_with(consented_on=None),
    ),
    *(
        fails(
            rule,
            f"nobody answers whether {name}",
            START,
            given=on_file(INCLUSION, item__specific_groups="", item__affects_operators=False),
            questions=but(ANSWERED, **{name: None}),
        )
        for name, rule in QUESTIONS.items()
    ),
    fails(
        "CAT-36",
        "it is excluded, and yet started",
        START,
        questions__excluded=Answer(yes=True, reason="应急处置"),
    ),
    fails("CAT-04", "a regulation of the government", INCLUSION, item__regime=Regime.REGULATION),
    *(
        fails("CAT-29", f"the title names a duty: {name}", INCLUSION, item__name=name)
        for name in (
            "示例市国民经济和社会发展第十六个五年规划",
            "示例市2027年预算调整方案",
            "示例市自来水政府定价方案",
        )
    ),
    fails(
        "CAT-29",
        "the title names a duty, and the start says no",
        START,
        given=on_file(INCLUSION, item__name="示例市第十六个五年规划"),
    ),
    fails(
        "CAT-31",
        "the catalog is late",
        CATALOG_STEP,
        record=but(CATALOG, dated_on=day(1, 5)),
        at=INCLUSION,
        given=filed_with_the_catalog,
    ),
    fails(
        "CAT-31",
        "the catalog is out before it is signed",
        CATALOG_STEP,
        record=but(CATALOG, dated_on=day(2, 28)),
        at=INCLUSION,
        given=filed_with_the_catalog,
        today=day(3, 1),
    ),
    *(
        fails(
            "CAT-32",
            f"a catalog without {name}",
            CATALOG_STEP,
            record=but(CATALOG, **{name: e}),
            at=INCLUSION,
            given=filed_with_the_catalog,
        )
        for name, e in (("index_no", ""), ("summary", ""), ("dated_on", None))
    ),
    fails("DRF-15", "nobody says who proposed it", START, origin=None),
    fails("DRF-16", "nobody says whether it touches others", START, consulted_units=()),
    fails("DRF-16", "it touches others, and does not", START, concerns_no_unit="不涉及"),
    fails("CAT-09", "no consent to what was added", INCLUSION, **ADDED | {"consented_on": None}),
    fails("CAT-09", "not published again", INCLUSION, **ADDED | {"republished_on": None}),
    fails(
        "CAT-09",
        "published again before the consent",
        INCLUSION,
        **ADDED | {"republished_on": day(2, 25)},
    ),
    fails(
        "CAT-02",
        "the consent came after the catalog's publication",
        START,
        given=catalog_with(consented_on=day(2, 28)),
    ),
    fails(
        "CAT-03",
        "an item of no statutory class does not start",
        START,
        given=on_file(INCLUSION, item__category=None),
    ),
    fails("CAT-04", "an excluded matter is listed", INCLUSION, item__exclusion="政府立法"),
    fails("CAT-05", "no undertaking unit is named", INCLUSION, item__units=()),
    fails("CAT-06", "two units lead", INCLUSION, item__units__1__part=Part.LEAD),
    fails("CAT-06", "two units, and none leads", INCLUSION, item__units__0__part=Part.JOIN),
    fails(
        "CAT-06",
        "who leads is still open at the start",
        START,
        given=on_file(
            INCLUSION,
            item__units=(Unit(name="甲处", part=Part.NAMED), Unit(name="乙处", part=Part.NAMED)),
        ),
    ),
    fails("CAT-07", "no planned time is given", INCLUSION, item__planned=""),
    fails("CAT-08", "the planned time is in another year", INCLUSION, item__planned="2027-Q1"),
    fails(
        "CAT-26",
        "what was decided is taken off the catalog",
        ADJUSTMENT,
        change=Change.WITHDRAWN,
        at="disclosure.publication",
        today=day(5, 30),
    ),
    fails("CAT-09", "nobody approved the adjustment", ADJUSTMENT, approved_by=""),
    fails(
        "CAT-09",
        "an item added in the year has neither reason nor approval",
        INCLUSION,
        added_on=day(2, 27),
    ),
    fails(
        "CAT-12",
        "the procedures due were not determined",
        START,
        determinations=Determinations(consultation=due("重大公共利益")),
    ),
    fails(
        "CAT-13",
        "the number is of another year than the date",
        CATALOG_STEP,
        record=but(CATALOG, doc_no="冷政函〔2027〕1号"),
        at=INCLUSION,
        given=filed_with_the_catalog,
    ),
    fails(
        "CAT-13",
        "the number in square brackets is of another year",
        CATALOG_STEP,
        record=but(CATALOG, doc_no="番府办[2027]50号"),
        at=INCLUSION,
        given=filed_with_the_catalog,
        also=("DIS-28",),
    ),
    fails(
        "CAT-23",
        "a catalog of September for the same year",
        CATALOG_STEP,
        record=but(CATALOG, published_on=day(9, 3), dated_on=day(9, 1)),
        at=INCLUSION,
        given=filed_with_the_catalog,
        today=day(9, 3),
    ),
    fails(
        "CAT-04",
        "an exclusion answered with yes",
        INCLUSION,
        identification=Identification(legislation=True),
    ),
    fails(
        "CAT-11",
        "a notice after the planned time",
        "consultation.notice",
        given=on_file(INCLUSION, item__planned="2026-02"),
    ),
    fails(
        "CAT-11",
        "listed when its planned time was past",
        INCLUSION,
        item__planned="2026-01",
        also=("CAT-25",),
    ),
    fails(
        "CAT-15",
        "started before anybody listed it",
        START,
        given=catalog_with(published_on=day(3, 4)),
    ),
    fails(
        "CAT-16", "postponed to nobody knows when", ADJUSTMENT, change=Change.POSTPONED, planned=""
    ),
    fails(
        "CAT-17",
        "every factor was answered with no, and yet it is listed",
        INCLUSION,
        identification=MINOR,
    ),
    fails("CAT-18", "a class that no law knows", INCLUSION, item__category_stated="重大公共措施"),
    fails("CAT-19", "a company leads", INCLUSION, item__units__0__kind=UnitKind.COMPANY),
    fails("CAT-20", "two authorities, and none leads", INCLUSION, item__joint_with=("市商务委",)),
    fails(
        "DRF-02",
        "a department proposes without arguing",
        START,
        origin=Origin.DEPARTMENT,
        proposal=but(ARGUED, feasibility=""),
    ),
    fails(
        "DRF-09",
        "business is affected, and time to adapt was not thought of",
        "decision.package",
        fair_competition__adaptation="",
    ),
    fails("DRF-10", "nobody decided to start", START, decided_by=""),
    fails(
        "DRF-11",
        "a notice before the start",
        "consultation.notice",
        given=on_file(START, started_on=day(3, 11)),
    ),
    fails(
        "CAT-27",
        "a start before any catalog that could list it",
        START,
        started_on=date(2024, 12, 31),
        also=("CAT-15",),
    ),
    fails(
        "DRF-14",
        "experts heard before the start",
        "expert_review.review",
        given=on_file(START, started_on=day(3, 21)),
    ),
    fails(
        "DRF-14",
        "risks assessed before the start",
        "risk_assessment.report",
        given=on_file(START, started_on=day(3, 26)),
    ),
    fails("DRF-03", "no legal basis is listed", START, given=on_file(INCLUSION, item__bases=())),
    fails(
        "DRF-04",
        "a dispute is mentioned without the two views",
        START,
        disputes=(Dispute(unit="市财政局", issue="补贴标准"),),
    ),
    fails(
        "DRF-01",
        "a notice before the start is refused",
        "consultation.notice",
        given=without(START),
    ),
    fails(
        "DRF-01",
        "an expert review before the start is refused",
        "expert_review.review",
        given=without(START, "consultation.notice"),
        documents=documents(DocumentKind.DRAFT),
    ),
    fails(
        "DRF-01",
        "a risk assessment before the start is refused",
        "risk_assessment.report",
        given=without(START),
    ),
]


@each(FAILING)
def test_entry_is_refused_or_warned_of(failure: Fails) -> None:
    failure.is_found()


def test_a_catalog_of_its_year_is_filed_without_a_finding() -> None:
    assert judge(Dossier("slmzj-2026"), CATALOG_STEP, CATALOG, day(2, 27)) == []


def test_the_start_may_name_the_class_that_the_catalog_left_open() -> None:
    given = on_file(INCLUSION, item__category=None)
    assert ids(judged(START, given=given, category=Category.PLAN)) == set()


def test_the_start_may_list_the_bases_that_the_catalog_left_open() -> None:
    given = on_file(INCLUSION, item__bases=())
    assert ids(judged(START, given=given, bases=("示例市养老服务条例",))) == set()


def test_a_single_unit_leads_whatever_the_catalog_calls_it() -> None:
    only = (Unit(name="养老服务处", part=Part.JOIN),)
    assert ids(judged(INCLUSION, item__units=only)) == set()


def test_units_of_unstated_part_are_listed_and_settled_by_the_start() -> None:
    named = (Unit(name="甲处", part=Part.NAMED), Unit(name="乙处", part=Part.NAMED))
    assert ids(judged(INCLUSION, item__units=named)) == set()


def test_an_item_added_in_the_year_with_reason_and_approval_is_listed() -> None:
    assert ids(judged(INCLUSION, **ADDED)) == set()


def test_on_an_earlier_form_nobody_asked_when_the_catalog_was_out_again() -> None:
    bare = ADDED | {"consented_on": None, "republished_on": None}
    assert judged(INCLUSION, **bare, form_no=1) == []


def test_a_start_on_an_earlier_form_keeps_what_was_judged() -> None:
    assert judged(START, origin=None, consulted_units=(), form_no=1) == []


def test_what_the_catalog_answered_is_not_asked_again() -> None:
    bare = but(RECORDS[START].record.questions, excluded=None)
    assert ids(judged(START, questions=bare)) == {"CAT-36"}
    asked = on_file(
        INCLUSION,
        identification=but(MINOR, macro_control=False, legislation=False, emergency=False),
    )
    assert judged(START, questions=bare, given=asked) == []


def test_the_start_answers_before_what_the_catalog_says() -> None:
    no = Answer(yes=False, reason="不涉及")
    made = on_file(START, questions__operators=no, questions__groups=no)
    given = both(made, on_file("consultation.notice", hearing_required_by=""))
    assert judged("consultation.adoption", given=given, groups_heard=()) == []


def test_a_plan_that_goes_to_the_congress_says_so() -> None:
    yes = Answer(yes=True, reason="市人大常委会讨论决定重大事项的规定第五条")
    given = on_file(INCLUSION, item__name="示例市第十六个五年规划")
    assert judged(START, given=given, questions__congress=yes) == []
    told = both(given, on_file(START, questions__congress=yes))
    assert "DEC-15" in ids(judged("disclosure.publication", given=told))


def test_an_item_that_touches_no_other_unit_says_so() -> None:
    assert judged(START, consulted_units=(), concerns_no_unit="只涉及本局职责") == []


def test_a_dispute_with_both_views_goes_to_the_decision_makers() -> None:
    told = Dispute(unit="市财政局", issue="补贴标准", view="偏高", own_view="依据测算报告，维持")
    assert ids(judged(START, disputes=(told,))) == set()


def test_determinations_of_the_catalog_need_not_be_repeated_at_the_start() -> None:
    made = Determinations(
        consultation=due("一"), expert_review=not_due("二"), risk_assessment=due("三")
    )
    given = on_file(INCLUSION, item__determinations=made)
    assert ids(judged(START, given=given, determinations=Determinations())) == set()


@pytest.mark.parametrize("half", [{"view": "偏高"}, {"own_view": "维持"}])
def test_a_dispute_with_one_view_is_half_told(half: dict[str, str]) -> None:
    dispute = Dispute(unit="市财政局", issue="补贴标准", **half)
    assert ids(judged(START, disputes=(dispute,))) == {"DRF-04"}


def test_a_department_that_argues_its_proposal_may_start() -> None:
    assert judged(START, origin=Origin.DEPARTMENT, proposal=ARGUED) == []


@pytest.mark.parametrize("origin", set(Origin) - {Origin.DEPARTMENT})
def test_only_a_departments_proposal_has_to_be_argued(origin: Origin) -> None:
    assert judged(START, origin=origin) == []


def test_a_questionnaire_half_answered_contradicts_nothing() -> None:
    assert judged(INCLUSION, identification=but(MINOR, key_work=None)) == []
    assert judged(INCLUSION, identification=but(MINOR, key_work=True)) == []


def test_an_item_added_in_the_year_starts_after_it_was_added() -> None:
    added = {"added_on": day(3, 2), "reason": "年中新增", "approved_by": "局长办公会议"}
    late = catalog_with(published_on=day(3, 4))
    assert judged(START, given=both(late, on_file(INCLUSION, **added))) == []


def test_a_postponed_item_has_no_planned_time_until_it_gets_one() -> None:
    postponed = on_file(ADJUSTMENT, change=Change.POSTPONED, planned="")
    assert lifecycle.planned(postponed(after(ADJUSTMENT))) == ""
    assert lifecycle.planned(after(ADJUSTMENT)) == "2026-07"


def test_a_plan_over_two_years_is_read_and_printed() -> None:
    assert (planned_end("2025-Q4/2026-H1"), planned_label("2025-Q4/2026-H1")) == (
        day(6, 30),
        "2025年第四季度至2026年上半年",
    )
    assert parse(DecisionItem, {"no": 1, "name": "甲", "planned": "2025/2026"}).planned


@pytest.mark.parametrize(
    "planned", ["2026/2025", "2026/", "/2026", "2025/2026/2027", "2026-13/2027"]
)
def test_a_plan_that_is_no_range_is_refused(planned: str) -> None:
    with pytest.raises(ShapeError):
        parse(DecisionItem, {"no": 1, "name": "甲", "planned": planned})


@pytest.mark.parametrize("planned", ["2026", "2026-H2", "2026-Q4", "2026-12", "2026-12-31"])
def test_a_planned_time_of_any_precision_may_lie_in_the_year(planned: str) -> None:
    assert ids(judged(INCLUSION, item__planned=planned)) == set()


def test_consent_and_publication_may_fall_on_one_day() -> None:
    assert ids(judged(START, given=catalog_with(consented_on=CATALOG.published_on))) == set()


def test_a_catalog_without_a_number_has_no_number_to_disagree() -> None:
    assert judge(Dossier("slmzj-2026"), CATALOG_STEP, but(CATALOG, doc_no=""), day(2, 27)) == []


def test_an_adjustment_may_be_repeated() -> None:
    again = Adjustment(
        change="延期",
        adjusted_on=day(4, 9),
        reason="推迟",
        approved_by="局党组",
        planned="2026-Q3",
    )
    assert ids(judged(ADJUSTMENT, record=again, at="consultation.adoption")) == set()


def test_before_order_713_its_rules_say_nothing() -> None:
    before = date(2019, 8, 30)
    given = on_file(INCLUSION, item__bases=())
    early = judged(START, given=given, today=before, started_on=before)
    assert "DRF-03" not in ids(early)


@pytest.mark.parametrize(
    ("change", "word"), [(Change.WITHDRAWN, "调出目录"), (Change.CARRIED, "结转")]
)
def test_what_may_not_be_done_to_a_decision_is_named(change: Change, word: str) -> None:
    decided = {"at": "disclosure.publication", "today": day(5, 30), "change": change}
    (found,) = (f for f in judged(ADJUSTMENT, **decided) if f.rule == "CAT-26")
    assert found.what.endswith(f"不能{word}")


def test_a_call_needs_no_catalog_and_no_item() -> None:
    assert judged("entry.call", **called()) == []
    assert judged("entry.call", **called(received=None, taken_up=13)) == []
    assert judged("entry.call", **called(closes_on=day(1, 5))) == []


def test_a_reform_is_filed_for_the_year_that_it_concerns() -> None:
    assert judged("entry.reform", **reformed()) == []
    two = {"kind": ReformKind.SPLIT, "successors": ("养老服务处", "儿童福利处")}
    assert judged("entry.reform", **reformed(**two)) == []


def test_an_item_is_handed_to_another_unit() -> None:
    units = (Unit(name="社会救助处"), Unit(name="财务处", part=Part.JOIN))
    assert judged("entry.adjustment", units=units) == []
    joins = tuple(Unit(name=name, part=Part.JOIN) for name in ("社会救助处", "财务处"))
    assert ids(judged("entry.adjustment", units=joins)) == {"CAT-06"}


def listed(**changes: object) -> set[str]:
    """What is found in the catalog of the year, filed late in it."""
    record, today = but(CATALOG, **changes), day(12, 1)
    of_the_year = {"at": "entry.inclusion", "given": lambda _: Dossier("slmzj-2026")}
    return ids(judged("entry.catalog", record=record, today=today, **of_the_year))


def test_the_last_day_is_in_time_and_the_next_is_late() -> None:
    assert listed(dated_on=day(1, 5), published_on=day(2, 2)) == set()
    assert listed(dated_on=day(1, 5), published_on=day(2, 3)) == {"CAT-31"}
    assert listed(dated_on=day(2, 27)) == set()
    assert listed(dated_on=day(6, 30), published_on=day(6, 30)) == set()
    assert listed(dated_on=day(7, 1), published_on=day(7, 1)) == {"CAT-23"}
    assert listed(dated_on=day(7, 1), published_on=day(7, 1), form_no=2) == {"CAT-23"}
    for form, asked in ((1, set()), (2, {"CAT-31", "CAT-32"})):
        bare_ = {"dated_on": day(1, 5), "summary": "", "form_no": form}
        assert listed(**bare_) == asked


def test_all_that_came_may_be_taken_up() -> None:
    assert judged("entry.call", **called(taken_up=12)) == []


def test_what_is_begun_on_the_day_of_the_listing_is_listed_before() -> None:
    assert "CAT-15" not in ids(judged("entry.start", started_on=day(2, 27), today=day(3, 3)))
    assert "CAT-15" in ids(judged("entry.start", started_on=day(2, 26), today=day(3, 3)))


def test_a_company_may_join_and_may_not_lead() -> None:
    def undertaken(*units: Unit) -> set[str]:
        return ids(judged("entry.inclusion", item__units=units))

    firm = Unit(name="示例公司", kind=UnitKind.COMPANY)
    organ = Unit(name="养老服务处", kind=UnitKind.ORGAN)
    assert undertaken(organ, but(firm, part=Part.JOIN)) == set()
    assert undertaken(but(organ, part=Part.JOIN), firm) == {"CAT-19"}
    assert undertaken(but(firm, part=Part.NAMED)) == {"CAT-19"}


def test_a_plan_is_kept_to_its_last_day() -> None:
    given = without("entry.adjustment")
    last = judged("consultation.adoption", given=given, today=day(6, 30))
    assert "CAT-11" not in ids(last)
    assert "CAT-11" in ids(judged("consultation.adoption", given=given, today=day(7, 1)))


def test_a_government_starts_where_its_party_committee_consented() -> None:
    assert judged(START, given=catalog_with(authority=A_GOVERNMENT)) == []


def test_consent_and_publication_on_one_day_are_in_order() -> None:
    assert "CAT-09" not in ids(judged(INCLUSION, **ADDED | {"consented_on": day(2, 27)}))


@pytest.mark.parametrize(
    ("old", "new", "late"),
    [("2026-02", "", True), ("2026-02", "2026-12", False), ("2026-12", "", False)],
)
def test_a_change_keeps_the_planned_time_unless_it_gives_another(
    old: str, new: str, late: bool
) -> None:
    found = judged(ADJUSTMENT, given=on_file(INCLUSION, item__planned=old), planned=new)
    assert ("CAT-11" in ids(found)) is late


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ("重大公共措施", f"启动时选择一个法定类别，可能是“{Category.POLICY.value}”"),
        ("民生实事", "启动时选择一个法定类别"),
    ],
)
def test_of_a_class_that_real_catalogs_use_the_statutory_one_is_suggested(
    stated: str, said: str
) -> None:
    (found,) = judged(INCLUSION, item__category_stated=stated)
    assert (found.rule, found.remedy) == ("CAT-18", said)


SILENT = {"questions": Questions(), "origin": None, "consulted_units": ()}
ASKED = {*QUESTIONS.values(), "DRF-15", "DRF-16"}


@pytest.mark.parametrize(("form", "asked"), [(1, set()), (2, ASKED), (3, ASKED)])
def test_the_questions_of_the_start_are_asked_from_the_second_form_on(
    form: int, asked: set[str]
) -> None:
    unsaid = on_file(INCLUSION, item__specific_groups="", item__affects_operators=False)
    assert ids(judged(START, given=unsaid, **SILENT, form_no=form)) & ASKED == asked


def test_a_start_in_the_year_before_the_catalog_s_is_of_its_time() -> None:
    assert "CAT-27" not in ids(judged(START, started_on=date(2025, 1, 1)))
    assert "CAT-27" in ids(judged(START, started_on=date(2024, 12, 31)))
    compiled = catalog_with(compiled_from=PublicSource(title="某工作要点"))
    assert "CAT-27" not in ids(judged(START, given=compiled, started_on=date(2024, 12, 31)))


@pytest.mark.parametrize(
    ("step", "on"),
    [
        ("consultation.notice", day(3, 10)),
        ("expert_review.review", day(3, 20)),
        ("risk_assessment.report", day(3, 25)),
    ],
)
def test_on_the_day_of_the_start_itself_the_procedure_may_begin(step: str, on: date) -> None:
    found = judged(step, given=on_file(START, started_on=on))
    assert not ids(found) & {"DRF-11", "DRF-14"}
