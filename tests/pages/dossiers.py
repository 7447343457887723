"""Sample dossiers, filed by hand: one item for every status a page can show."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any

from catalog.annual import Authority, CatalogRecord
from catalog.dossier import Dossier
from catalog.item import Category, DecisionItem, Determination, Determinations, Part, Unit
from catalog.opinion import Audience, Heard, Medium, Opinion, OpinionSource, Outcome, Way, WayKind
from catalog.record import (
    Actor,
    Amendment,
    AmendmentKind,
    Attribute,
    Disclosure,
    Document,
    DocumentKind,
    Entry,
    Ground,
    Reason,
    Record,
    SecrecyReview,
)
from catalog.stages import STEP_OF
from catalog.stages.consultation import AdoptionStatement, Counts, Notice, Received
from catalog.stages.decision import (
    Attendance,
    Dissent,
    Meeting,
    MeetingKind,
    MeetingPackage,
    Representative,
    RepresentativeKind,
)
from catalog.stages.disclosure import Interpretation, Publication
from catalog.stages.entry import Adjustment, Inclusion, Start
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import Aspect, Expert, ExpertReview, ReviewMode, View
from catalog.stages.legality_review import Conclusion, LegalityOpinion, Submission
from catalog.stages.risk_assessment import Level, RiskAssessment, RiskPoint
from catalog.states import Change, MeetingOutcome
from catalog.timezone import SHANGHAI
from pages.website import Column, Site

AS_OF = date(2026, 6, 30)
CLERK = Actor(name="经办人甲", unit="养老服务处")
AUTHORITY = Authority(
    id="shmzj",
    name="上海市民政局",
    meeting="局长办公会议",
    contact_unit="办公室",
    phone="021-00000000",
)
SITE = Site(
    authority="shmzj",
    name="示例网站",
    domain="www.example.gov.cn",
    id_code="0000000000",
    organiser="示例机关（演示）",
    phone="000-00000000",
    icp="京ICP备00000000号-1",
    police="京公网安备 00000000000000号",
    emblem="https://bszs.conac.cn/sitename?method=show&id=0",
    board_url="https://www.example.gov.cn/hudong/liuyan/",
    above=(
        Column(name="首页", url="https://www.example.gov.cn/"),
        Column(name="政府信息公开", url="https://www.example.gov.cn/zwgk/"),
    ),
)
CATALOG = CatalogRecord(
    authority=AUTHORITY,
    year=2026,
    title="2026年度上海市民政局重大行政决策事项目录",
    basis="《重大行政决策程序暂行条例》",
    approved_by="局党组会议",
    consented_on=date(2026, 1, 12),
    published_on=date(2026, 1, 15),
    notice="演示数据：本站内容为软件演示，不是上海市民政局的真实决策信息。",
)
STORE: dict[str, bytes] = {}
DUE = Determinations(
    consultation=Determination(due=True, reason="涉及老年人等群体切身利益"),
    expert_review=Determination(due=True, reason="涉及服务标准测算，专业性较强"),
    risk_assessment=Determination(due=True, reason="涉及面广，可能影响社会稳定"),
)


def document(title: str, kind: DocumentKind, name: str = "文件.pdf", **disclosure: Any) -> Document:
    """A document on file in STORE."""
    body = f"%PDF-1.7\n{title}\n".encode() * 900
    digest = hashlib.sha256(body).hexdigest()
    STORE[digest] = body
    return Document(
        title=title,
        kind=kind,
        digest=digest,
        name=name,
        size=len(body),
        disclosure=Disclosure(**disclosure),
    )


def item(no: int, name: str, **more: Any) -> DecisionItem:
    """An item of the catalog, with a unit and a plan unless told otherwise."""
    told: dict[str, Any] = {
        "summary": f"围绕{name}，明确目标、服务内容、责任分工和保障措施。",
        "category": Category.POLICY,
        "units": (Unit(name="养老服务处"), Unit(name="计划财务处", part=Part.JOIN)),
        "bases": ("《上海市养老服务条例》", "《国家积极应对人口老龄化中长期规划》"),
        "planned": "2026-Q3",
        "determinations": DUE,
    }
    return DecisionItem(no=no, name=name, **(told | more))


class Filing:
    """Files records one after another; `at` is the day, at nine in the morning."""

    def __init__(self, catalog: CatalogRecord, item: DecisionItem, at: date = date(2026, 1, 15)):
        self.dossier = Dossier(
            f"{catalog.authority.id}-{catalog.year}-{item.no:02d}", catalog=catalog
        )
        self.file(Inclusion(item=item), at)

    def file(self, record: Record, at: date, step: str = "", **more: Any) -> "Filing":
        """Append a record; `step` only for an exemption."""
        step = step or STEP_OF[type(record)]
        stage = step.partition(".")[0]
        amends = more.get("amends")
        round_ = self.dossier.round_of(stage)
        if amends and amends.kind is AmendmentKind.NEW_ROUND:
            round_ += 1
        seq = len(self.dossier.entries) + 1
        entry = Entry(
            item=self.dossier.id,
            seq=seq,
            step=step,
            round=round_,
            record=record,
            actor=CLERK,
            at=datetime.combine(at, time(9, seq), SHANGHAI),
            amends=amends,
            digest="0" * 64,
        )
        self.dossier = self.dossier.with_entry(entry)
        return self


def catalog_dossier(record: CatalogRecord = CATALOG, at: date = date(2026, 1, 15)) -> Dossier:
    """The catalog's own dossier."""
    id_ = f"{record.authority.id}-{record.year}"
    entry = Entry(
        item=id_,
        seq=1,
        step="entry.catalog",
        round=1,
        record=record,
        actor=CLERK,
        at=datetime.combine(at, time(8, 30), SHANGHAI),
        digest="0" * 64,
    )
    return Dossier(id_, (entry,), catalog=record)


def correction(reason: str) -> Amendment:
    """A correction for this reason."""
    return Amendment(kind=AmendmentKind.CORRECTION, reason=reason)


def start(on: date, **more: Any) -> Start:
    """The start of the procedure."""
    return Start(started_on=on, problem="社区助餐点分布不均，老年人用餐便利度有待提高。", **more)


def notice(on: date, closes_on: date, **more: Any) -> Notice:
    """A notice of consultation with its papers."""
    return Notice(
        published_on=on,
        closes_on=closes_on,
        media=(Medium.WEBSITE, Medium.NEW_MEDIA),
        ways=(
            Way(kind=WayKind.WEBSITE, detail="https://mzj.sh.gov.cn/yjzj/1.html"),
            Way(kind=WayKind.EMAIL, detail="yanglao@mzj.sh.gov.cn"),
            Way(kind=WayKind.LETTER, detail="上海市世博村路300号，邮编200125，信封注明“意见征集”"),
            Way(kind=WayKind.PHONE, detail="021-00000000"),
        ),
        contents="现就决策草案公开征求意见。提出意见的，请写明事项名称和具体意见。",
        documents=(
            document(f"决策草案（征求意见稿，{on}）", DocumentKind.DRAFT, "草案.docx"),
            document(f"起草说明（{on}）", DocumentKind.EXPLANATION),
        ),
        **more,
    )


OPINIONS = (
    Opinion(
        no=1,
        channel="网站",
        summary="建议社区助餐点周末也开放，方便独居老人用餐。",
        outcome=Outcome.ADOPTED,
        clause="第五条",
        points=2,
    ),
    Opinion(
        no=2,
        channel="电子邮箱",
        summary="建议对高龄老人送餐上门给予补贴，标准不低于每餐五元。",
        outcome=Outcome.PARTLY_ADOPTED,
        reason="已明确各区可以对高龄、失能老人给予送餐补贴；补贴标准由各区结合实际确定，不作统一规定。",
        clause="第八条",
    ),
    Opinion(
        no=3,
        channel="信函",
        summary="建议所有助餐点统一餐标和价格。",
        outcome=Outcome.NOT_ADOPTED,
        reason="各区成本和需求差异较大，统一定价不利于可持续运营；草案已要求明码标价并公示。",
    ),
    Opinion(
        no=4,
        source=OpinionSource.UNIT,
        summary="建议与医养结合政策衔接。",
        outcome=Outcome.ADOPTED,
        clause="第十二条",
    ),
)


def adoption(published_on: date | None, **more: Any) -> AdoptionStatement:
    """An adoption statement that agrees with OPINIONS."""
    return AdoptionStatement(
        received=(
            Received(channel="网站", submissions=2),
            Received(channel="电子邮箱", submissions=1),
            Received(channel="信函", submissions=1),
            Received(source=OpinionSource.UNIT, channel="书面征求", submissions=16),
        ),
        counts=Counts(points=5, adopted=3, partly_adopted=1, not_adopted=1),
        main_reasons="关于统一餐标的意见，因各区成本差异较大未予采纳。",
        groups_heard=(
            Heard(audience=Audience.GRASSROOTS, how="走访6个社区", heard_on=date(2026, 3, 18)),
        ),
        published_on=published_on,
        **more,
    )


def nobody_wrote(published_on: date) -> AdoptionStatement:
    """An adoption statement where no opinion arrived."""
    return AdoptionStatement(none_received=True, published_on=published_on)


def expert_review(on: date, published_on: date | None, **disclosure: Any) -> ExpertReview:
    """An expert review with one named and two unnamed experts."""
    return ExpertReview(
        mode=ReviewMode.MEETING,
        reviewed_on=on,
        experts=(
            Expert(
                name="沈专家", unit="某大学社会学院", field="社会保障", signed=True, consent=True
            ),
            Expert(name="不具名甲", unit="某研究院", field="公共财政", signed=True),
            Expert(name="不具名乙", unit="某医院", field="老年营养", signed=True),
        ),
        aspects=tuple(Aspect),
        conclusion="决策草案必要、可行，建议完善补贴测算依据。",
        views=(
            View(summary="建议补充成本测算的基础数据。", outcome=Outcome.ADOPTED),
            View(
                summary="建议由市级财政全额负担。",
                outcome=Outcome.NOT_ADOPTED,
                reason="与现行市区两级财政事权划分不一致。",
            ),
        ),
        disclosure=Disclosure(**disclosure),
        published_on=published_on,
    )


def risk_assessment(on: date, published_on: date | None, **disclosure: Any) -> RiskAssessment:
    """A risk assessment that finds the risks controllable."""
    return RiskAssessment(
        assessor="养老服务处",
        assessed_on=on,
        scope=("社会稳定", "公共财政"),
        level=Level.LOW,
        controllable=True,
        points=(
            RiskPoint(risk="食品安全事件", measure="落实准入和日常巡查，出现问题的立即停止供餐。"),
            RiskPoint(risk="补贴资金使用不规范", measure="按季度核查，结果向社会公开。"),
        ),
        contingency_plan="处置预案见附件",
        conclusion="风险可控，可以决策。",
        disclosure=Disclosure(**disclosure),
        published_on=published_on,
        documents=(document(f"风险评估报告（{on}）", DocumentKind.RISK_REPORT),),
    )


def meeting(on: date, outcome: MeetingOutcome = MeetingOutcome.PASSED, **more: Any) -> Meeting:
    """A deciding meeting with three representatives present."""
    told: dict[str, Any] = {
        "attendance": Attendance(
            representatives=(
                Representative(
                    kind=RepresentativeKind.CITIZEN,
                    name="周市民",
                    consent=True,
                    disclosed=True,
                    view="希望助餐点营业时间更长。",
                    reply="已采纳，草案明确早晚餐时段。",
                ),
                Representative(
                    kind=RepresentativeKind.CITIZEN,
                    name="不愿具名者",
                    view="关注食品安全。",
                    reply="已写入监管要求。",
                ),
                Representative(
                    kind=RepresentativeKind.CONGRESS, view="建议加强评估。", reply="采纳。"
                ),
            ),
            selection="公开报名，按报名顺序并兼顾区域确定",
        )
    }
    return Meeting(
        kind=MeetingKind.DIRECTORS,
        name="2026年第9次局长办公会议",
        topic="审议决策草案",
        held_on=on,
        outcome=outcome,
        head_spoke_last=True,
        head_with_majority=True,
        **(told | more),
    )


def publication(on: date, effective_on: date | None = None, **more: Any) -> Publication:
    """The decision as published."""
    return Publication(
        title="关于进一步优化社区老年助餐服务的实施意见",
        doc_no="沪民规〔2026〕3号",
        index_no="0024204128/2026-00012",
        summary="明确社区老年助餐服务的布局、价格、补贴和监管要求。",
        formed_on=on - timedelta(days=2),
        published_on=on,
        effective_on=effective_on,
        media=(Medium.WEBSITE, Medium.NEWSPAPER),
        in_gazette=True,
        changes="增加周末供餐要求；明确送餐补贴由各区确定。",
        expert_adoption="专家意见2条，采纳1条。",
        executing_unit="养老服务处",
        service_url="https://zwdt.sh.gov.cn/govPortals/index.do",
        secrecy_review=SecrecyReview(reviewed_on=on, reviewer="审查人职务", passed=True),
        party_reported_on=on - timedelta(days=9),
        documents=(document(f"实施意见（{on}）", DocumentKind.FINAL, "正式文件.docx"),),
        **more,
    )


def interpretation(on: date) -> Interpretation:
    """The interpretation."""
    return Interpretation(
        title="《关于进一步优化社区老年助餐服务的实施意见》解读",
        forms=("文字", "图解"),
        drafted_with_document=True,
        approved_with_document=True,
        published_on=on,
        contents="问：哪些老年人可以享受助餐服务？\n答：本市六十周岁以上常住老年人。",
        documents=(document(f"政策解读（{on}）", DocumentKind.INTERPRETATION, "解读.docx"),),
    )


def through_consultation(filing: Filing, **more: Any) -> Filing:
    """Start, consult and publish what became of the opinions."""
    filing.file(start(date(2026, 2, 2)), date(2026, 2, 2))
    filing.file(notice(date(2026, 2, 9), date(2026, 3, 12)), date(2026, 2, 9))
    statement = more.get("statement") or adoption(date(2026, 3, 27))
    filing.file(statement, date(2026, 3, 27))
    if not statement.none_received:
        filing.dossier = _with_opinions(filing.dossier)
    return filing


def _with_opinions(dossier: Dossier) -> Dossier:
    return Dossier(dossier.id, dossier.entries, dossier.catalog, {1: OPINIONS})


def through_legality(filing: Filing, **more: Any) -> Filing:
    """All that must be done before the meeting."""
    through_consultation(filing, **more)
    expert = more.get("expert") or expert_review(date(2026, 3, 5), date(2026, 3, 30))
    filing.file(expert, date(2026, 3, 6))
    filing.file(
        more.get("risk") or risk_assessment(date(2026, 3, 10), date(2026, 3, 30)), date(2026, 3, 11)
    )
    filing.file(Submission(submitted_on=date(2026, 4, 1)), date(2026, 4, 1))
    opinion = LegalityOpinion(
        issued_on=date(2026, 4, 15), conclusion=Conclusion.LAWFUL, reviewer="法规处"
    )
    return filing.file(opinion, date(2026, 4, 15))


def through_meeting(filing: Filing, **more: Any) -> Filing:
    """The meeting has decided."""
    through_legality(filing, **more)
    filing.file(MeetingPackage(submitted_on=date(2026, 4, 20)), date(2026, 4, 20))
    return filing.file(more.get("meeting") or meeting(date(2026, 4, 28)), date(2026, 4, 28))


def through_publication(filing: Filing, **more: Any) -> Filing:
    """The decision is out, with its interpretation."""
    through_meeting(filing, **more)
    effective_on = more.get("effective_on", date(2026, 6, 1))
    filing.file(publication(date(2026, 5, 12), effective_on), date(2026, 5, 12))
    return filing.file(interpretation(date(2026, 5, 12)), date(2026, 5, 12))


def filing(no: int, name: str, **more: Any) -> Filing:
    """An item just included."""
    return Filing(CATALOG, item(no, name, **more))


def samples() -> dict[str, Dossier]:
    """One dossier for every status, by a name that says what is special about it."""
    drafting = filing(2, "上海市社区养老服务设施布局专项规划", planned="")
    drafting.file(start(date(2026, 5, 20)), date(2026, 5, 20))
    consulting = filing(3, "上海市认知障碍照护床位建设管理办法")
    consulting.file(start(date(2026, 5, 11)), date(2026, 5, 11))
    short = Reason(rule="PUB-03", text="台风季前须完成设施安全整改，时间紧迫", by="养老服务处")
    early = notice(date(2026, 6, 15), date(2026, 7, 8), reasons=(short,), shortening_stated=True)
    consulting.file(early, date(2026, 6, 15))
    studying = filing(4, "上海市困境儿童关爱服务工作的实施意见")
    studying.file(start(date(2026, 4, 7)), date(2026, 4, 7))
    studying.file(notice(date(2026, 4, 13), date(2026, 5, 18)), date(2026, 4, 13))
    studying.file(expert_review(date(2026, 6, 18), date(2026, 7, 17)), date(2026, 6, 19))
    before_meeting = through_legality(
        filing(5, "关于健全分层分类社会救助体系的实施意见"),
        statement=nobody_wrote(date(2026, 3, 20)),
    )
    before_publication = through_meeting(
        filing(6, "上海市慈善组织认定和取消认定办法"), meeting=meeting(date(2026, 6, 22))
    )
    published = through_publication(
        filing(7, "上海市婚姻登记便利化改革方案"), effective_on=date(2026, 8, 1)
    )
    in_force = through_publication(
        filing(8, "关于进一步优化社区老年助餐服务的实施意见"),
        expert=expert_review(
            date(2026, 3, 5),
            date(2026, 3, 30),
            attribute=Attribute.WITHHELD,
            ground=Ground.PROCESS,
            review_on=date(2027, 3, 1),
        ),
        risk=risk_assessment(
            date(2026, 3, 10),
            date(2026, 3, 30),
            attribute=Attribute.SUMMARY,
            ground=Ground.PRIVATE,
            review_on=date(2027, 3, 1),
        ),
    )
    evaluated = through_publication(filing(9, "上海市社会组织信用监管办法"))
    evaluated.file(
        Evaluation(
            evaluator="上海社会科学评估中心",
            entrusted=True,
            method="问卷调查和座谈",
            evaluated_on=date(2026, 6, 20),
            participants=("人大代表", "基层群众"),
            conclusion="达到预期目标，建议细化信用修复程序。",
            published_on=date(2026, 6, 24),
        ),
        date(2026, 6, 24),
    )
    postponed = filing(10, "上海市殡葬设施建设规划", planned="2026-06")
    postponed.file(
        Adjustment(
            change=Change.POSTPONED,
            adjusted_on=date(2026, 6, 10),
            reason="需要与国土空间规划衔接",
            planned="2026-Q4",
        ),
        date(2026, 6, 10),
    )
    withdrawn = filing(11, "上海市福利彩票公益金使用管理办法")
    withdrawn.file(
        Adjustment(
            change=Change.WITHDRAWN,
            adjusted_on=date(2026, 5, 6),
            reason="上位政策调整，不再单独制定",
        ),
        date(2026, 5, 6),
    )
    none = Attendance(none_because="议题涉及未公开的商业谈判", none_reviewed_by="法规处")
    terminated = through_meeting(
        filing(12, "上海市养老机构等级评定改革方案"),
        meeting=meeting(
            date(2026, 4, 28),
            MeetingOutcome.REJECTED,
            outcome_reason="可行性论证不足",
            attendance=none,
            dissents=(Dissent(speaker="与会人职务", opinion="不公开的不同意见"),),
        ),
    )
    deferred = through_meeting(
        filing(13, "上海市智慧养老院建设导则"),
        meeting=meeting(
            date(2026, 4, 28), MeetingOutcome.DEFERRED, outcome_reason="建设标准需要进一步测算"
        ),
    )
    no = Determination(due=False, reason="本事项涉及依法不予公开的内容，不向社会公开征求意见")
    simple = Determination(due=False, reason="本事项不涉及专业性、技术性较强的问题")
    exempt = filing(
        14,
        "涉外收养登记工作规程",
        determinations=Determinations(
            consultation=no, expert_review=simple, risk_assessment=simple
        ),
    )
    exempt.file(start(date(2026, 5, 20)), date(2026, 5, 20))
    made = {
        "not_started": filing(1, "上海市养老服务发展“十五五”规划", planned="2026-Q4"),
        "drafting": drafting,
        "consulting": consulting,
        "studying": studying,
        "before_meeting": before_meeting,
        "before_publication": before_publication,
        "published": published,
        "in_force": in_force,
        "evaluated": evaluated,
        "postponed": postponed,
        "withdrawn": withdrawn,
        "terminated": terminated,
        "deferred": deferred,
        "exempt": exempt,
    }
    return {name: one.dossier for name, one in made.items()}
