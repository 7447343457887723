"""DIS rules that look at the papers and words of any record, whatever its step."""

import re
from collections.abc import Iterator

from catalog import law
from catalog.findings import Severity
from catalog.numerals import numeral
from catalog.record import (
    INTERNAL_KINDS,
    Attribute,
    Disclosure,
    DocumentKind,
    Frozen,
    Ground,
    Record,
)
from catalog.rules.base import Case, Wrong, rule
from catalog.stages import STAGES
from catalog.stages.disclosure import Publication
from catalog.stages.evaluation import Evaluation
from catalog.stages.expert_review import ExpertReview
from catalog.stages.risk_assessment import RiskAssessment

UNDISCLOSED = {Attribute.SUMMARY, Attribute.WITHHELD}
"""What keeps something back. 依申请公开 keeps nothing back: whoever asks is given it."""

PLACES = {
    DocumentKind.DRAFT_INTERPRETATION: {"consultation"},
    DocumentKind.HEARING_REPORT: {"consultation", "decision"},
    DocumentKind.OPINION_TABLE: {"consultation", "decision"},
    DocumentKind.EXPERT_OPINION: {"expert_review", "decision"},
    DocumentKind.EXPERT_ADOPTION: {"expert_review", "decision"},
    DocumentKind.RISK_REPORT: {"risk_assessment", "decision"},
    DocumentKind.LEGALITY_OPINION: {"legality_review", "decision"},
    DocumentKind.LAWYER_OPINION: {"legality_review", "decision"},
    DocumentKind.FINAL: {"disclosure"},
    DocumentKind.INTERPRETATION: {"disclosure"},
    DocumentKind.EVALUATION_REPORT: {"evaluation"},
}
"""Stages in which a kind of document may stand; a kind that is not here may stand in any."""


def _undisclosed(record: Record) -> Iterator[tuple[str, Disclosure]]:
    """What of a record is kept back, document by document and as a whole, with its name."""
    for document in record.documents:
        if document.disclosure.attribute in UNDISCLOSED:
            yield f"《{document.title}》", document.disclosure
    own = getattr(record, "disclosure", None)
    if isinstance(own, Disclosure) and own.attribute in UNDISCLOSED:
        yield "本项内容", own


@rule("DIS-07", "80号", Record)
def what_is_withheld_has_a_ground(record: Record, _case: Case) -> Iterator[Wrong]:
    """每份材料都有公开属性；不予公开（含只公开摘要）的写明理由。"""
    for name, disclosure in _undisclosed(record):
        if not disclosure.ground:
            yield Wrong(
                f"{name}为{disclosure.attribute.value}，没有写明理由",
                "按政府信息公开条例第十四条至第十六条选择理由",
            )
    if isinstance(record, Publication) and not record.disclosure_attribute_stated:
        yield Wrong("没有确定公开属性", "确定公开属性后公布")


@rule("DIS-11", "711-37", ExpertReview, RiskAssessment, Evaluation, severity=Severity.WARN)
def what_can_be_shown_is_separated(
    record: ExpertReview | RiskAssessment | Evaluation, _case: Case
) -> Iterator[Wrong]:
    """能够作区分处理的，公开可以公开的部分。"""
    own = record.disclosure
    if own.attribute is Attribute.WITHHELD and own.ground is not Ground.SECRET:
        yield Wrong(
            "整项内容不予公开，没有区分处理", "能够区分的改为摘要公开并附摘要；不能区分的说明理由"
        )


@rule("DIS-12", "711-16(2)", Record)
def internal_papers_stay_inside(record: Record, _case: Case) -> Iterator[Wrong]:
    """讨论记录、过程稿、请示报告等过程性信息不自动公开。"""
    for document in record.documents:
        if document.kind in INTERNAL_KINDS and document.disclosure.attribute is Attribute.PROACTIVE:
            yield Wrong(
                f"《{document.title}》是{document.kind.value}，不能标为主动公开",
                "改为不予公开，理由选“行政管理过程性信息”，并填写复核日期",
            )


@rule("DIS-16", "711-18", Record, severity=Severity.WARN)
def what_is_withheld_is_looked_at_again(record: Record, case: Case) -> Iterator[Wrong]:
    """对不予公开的政府信息定期评估审查。"""
    for name, disclosure in _undisclosed(record):
        if disclosure.review_on is None:
            yield Wrong(f"{name}没有下次复核日期", "填写“下次复核日期”")
        elif disclosure.review_on <= case.today:
            yield Wrong(f"{name}的下次复核日期{disclosure.review_on}已经过去", "填写以后的日期")


@rule("DIS-20", "DERIVED", Record, severity=Severity.WARN)
def papers_stand_where_they_belong(record: Record, case: Case) -> Iterator[Wrong]:
    """材料的类别与所在环节相符。"""
    for document in record.documents:
        places = PLACES.get(document.kind)
        if places and case.stage not in places:
            titles = "、".join(STAGES[slug].title for slug in STAGES if slug in places)
            yield Wrong(
                f"《{document.title}》的类别是{document.kind.value}，放在了“{STAGES[case.stage].title}”",
                f"核对类别，或者改在{titles}环节登记",
            )


NUMBER = r"第\s*\d+\s*号|〔\d{4}〕\s*\d+\s*号"
CITED = re.compile(rf"《([^《》]+)》\s*[（(]([^（）()]*?(?:{NUMBER}))")
ARTICLE = re.compile(
    r"《([^《》]+)》\s*(?:[（(][^（）()]*[）)]\s*)?第([零一二三四五六七八九十百千]+)条"
)
NUMBERED = [s for s in law.SOURCES.values() if s.number and s.remark != "文号未经核对"]
COUNTED = [s for s in law.SOURCES.values() if s.status == "full" and s.articles_seen]


@rule("DIS-21", "DERIVED", Record, severity=Severity.WARN)
def citations_are_right(record: Record, _case: Case) -> Iterator[Wrong]:
    """引用的法律文件，名称与文号、条数相符。"""
    for text in _texts(record):
        for title, number in CITED.findall(text):
            yield from _misnumbered(title, re.sub(r"\s", "", number))
        for title, article in ARTICLE.findall(text):
            yield from _beyond_the_last_article(title, article)


def _texts(value: Frozen) -> Iterator[str]:
    """Every text in a record, however deep, that names a document."""
    for part in value.__dict__.values():
        for each in part if part.__class__ is tuple else (part,):
            if each.__class__ is str:
                if "《" in each:
                    yield each
            elif isinstance(each, Frozen):
                yield from _texts(each)


def _misnumbered(title: str, number: str) -> Iterator[Wrong]:
    for source in NUMBERED:
        same_title, same_number = _is(source, title), number.endswith(source.number or "")
        if same_title and not number.endswith(_tail(source)):
            yield Wrong(f"《{title}》的文号写作{number}", f"应为{source.number}，请核对")
        elif same_number and not any(_is(s, title) for s in NUMBERED if s.number == source.number):
            yield Wrong(f"{number}不是《{title}》的文号", f"该文号属于{source.cited()}，请核对")
            return


def _beyond_the_last_article(title: str, article: str) -> Iterator[Wrong]:
    for source in COUNTED:
        last = source.articles_seen or 0
        if _is(source, title) and article not in {numeral(n) for n in range(1, last + 1)}:
            yield Wrong(f"《{title}》没有第{article}条", f"该文件共{last}条，请核对")


def _is(source: law.Source, title: str) -> bool:
    """Say whether a title is this source's, in full or without 中华人民共和国."""
    return title == source.title or title == source.title.removeprefix("中华人民共和国")


def _tail(source: law.Source) -> str:
    """The end of a number that everybody writes alike: 第713号, 〔2016〕80号."""
    found = re.search(NUMBER, source.number or "")
    return found[0] if found else ""
