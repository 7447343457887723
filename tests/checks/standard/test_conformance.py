"""Every rule catches its fault and nothing else does; a good site has no finding at all."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.findings import Severity
from checks.standard import ELSEWHERE, RULES, Folder, StandardReport, check
from checks.standard.base import rule
from checks.standard.check import FEW
from checks.standard.docs import checks_markdown
from tests.catalog.rules.lawful import judged
from tests.checks.standard.demo import built
from tests.checks.standard.faults import FAULTS, ITEM, Fault, added, file
from tests.checks.standard.whole import whole

ROOT = Path(__file__).parents[3]
STANDARD = {"M": 13, "F": 13, "I": 12, "D": 30, "A": 19, "L": 10, "S": 13, "P": 10, "X": 10}
"""How many rules the page standard has of each group."""

EVERY = [f"{group}-{n:02d}" for group, last in STANDARD.items() for n in range(1, last + 1)]

CUT = st.sampled_from([0, 1, 7, 1000, 10**6])

NOT_YET = {"P-08"}
"""Rules that the pages of the demonstration do not keep yet. Take out what is kept now."""


PARTED = {"X-03"}
"""A fault in the data alone parts it from its page, whatever else is wrong with it."""


def broken(files: dict[str, bytes]) -> set[str]:
    return set(check(files).broken)


def test_the_standard_has_a_hundred_and_thirty_rules() -> None:
    assert len(EVERY) == 130


@pytest.mark.parametrize("id", EVERY)
def test_every_rule_of_the_standard_is_checked_or_held_elsewhere(id: str) -> None:
    assert (id in RULES) is not (id in ELSEWHERE)


def test_no_rule_is_made_up() -> None:
    assert RULES.keys() | ELSEWHERE.keys() == set(EVERY)


def test_every_rule_has_a_fault() -> None:
    assert sorted(RULES.keys() - {fault.rule for fault in FAULTS}) == []


def test_a_good_site_has_no_finding() -> None:
    report = check(whole(), before=whole())
    assert list(report.first.values()) == []
    assert report.may_go_out
    assert report.pages == 45


def test_what_went_out_before_filing_and_publication_were_told_apart_is_no_finding() -> None:
    before = dict(whole())
    for path in [one for one in before if one.endswith("/item.json")]:
        was = json.loads(before[path])
        was["first_published_at"] = was.pop("first_filed_at")
        before[path] = json.dumps(was, ensure_ascii=False).encode()
    assert before != whole()
    assert list(check(whole(), before=before).first.values()) == []


def checked(fault: Fault) -> StandardReport:
    files, before = dict(whole()), dict(whole())
    fault.edit(files)
    if fault.before:
        fault.before(before)
    return check(files, before=before if fault.before else None)


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.rule for fault in FAULTS])
def test_a_fault_is_caught_by_its_rule_alone_and_told_in_chinese(fault: Fault) -> None:
    report = checked(fault)
    assert fault.rule in report.broken
    assert set(report.broken) - PARTED == {fault.rule, *fault.along} - PARTED
    for finding in report.first[fault.rule]:
        assert finding.path
        assert finding.where
        assert re.search(r"[\u4e00-\u9fff]", finding.what)
        assert re.search(r"[\u4e00-\u9fff]", finding.remedy)
        assert "None" not in finding.what + finding.remedy


def test_the_demonstration_keeps_all_rules_but_those_listed() -> None:
    assert broken(built()) == NOT_YET


@pytest.mark.parametrize("id", RULES)
def test_a_rule_is_a_chinese_sentence_with_a_source(id: str) -> None:
    assert re.fullmatch(r"[^\n]*[\u4e00-\u9fff][^\n]*。", RULES[id].says)
    assert RULES[id].source


HELD = {id: one.held_by for id, one in ELSEWHERE.items() if one.held_by}


@pytest.mark.parametrize("held_by", list(HELD.values()), ids=HELD)
def test_what_holds_a_rule_elsewhere_is_there(held_by: str) -> None:
    from catalog.rules import RULES as LAW

    path, _, name = held_by.partition("::")
    assert held_by in LAW or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8")


def test_an_identifier_is_given_once() -> None:
    with pytest.raises(ValueError, match="M-01"):
        rule("M-01", Severity.ERROR, "47")(lambda page: ())


def test_a_rule_broken_often_is_counted_and_told_a_few_times() -> None:
    files = dict(whole())
    added("<p>TODO</p>" * 1000)(files)
    report = check(files)
    assert report.counts["F-11", Severity.ERROR] == 1000
    assert len(report.first["F-11"]) == FEW
    assert not report.may_go_out


def test_a_page_without_data_is_still_checked() -> None:
    files = dict(whole())
    del files[f"{ITEM}/item.json"]
    assert {"X-02", "L-01"} <= broken(files)


def test_a_site_is_read_from_disk_as_from_memory(tmp_path: Path) -> None:
    for path, body in built().items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(body)
    assert check(Folder(tmp_path)) == check(built())


def test_warnings_alone_do_not_stop_publication() -> None:
    files = dict(whole())
    added("<p>someone@126.com</p>")(files)
    report = check(files)
    assert report.broken == ["S-08"]
    assert report.may_go_out


def test_two_authorities_are_checked_apart() -> None:
    files = dict(whole())
    files |= {f"other/{path.partition('/')[2]}": body for path, body in whole().items()}
    report = check(files)
    assert report.broken == []
    assert report.pages == 2 * check(whole()).pages


def test_an_empty_folder_has_no_pages() -> None:
    assert check({}) == StandardReport()


def test_an_attachment_in_html_is_no_page() -> None:
    files = dict(whole())
    file(f"{ITEM}/files/letter.html", b"<p>text</p>")(files)
    assert check(files).pages == check(whole()).pages


def test_the_page_of_all_rules_is_up_to_date() -> None:
    written = (ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    assert written == checks_markdown(), "run make docs"


@given(data=st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_bytes_whatever_stop_the_check(data: st.DataObject) -> None:
    files = dict(whole())
    path = data.draw(st.sampled_from(sorted(files)))
    body = files[path]
    at = data.draw(st.integers(0, len(body)))
    files[path] = body[:at] + data.draw(st.binary(max_size=20)) + body[at + data.draw(CUT) :]
    check(files, before=whole())


@pytest.mark.parametrize(
    "href",
    [
        "http://[",
        "https://[::1]:x/",
        "//other.example/",
        "ftp://a.gov.cn/",
        "%",
        "http://a:b@c:99999/",
    ],
)
def test_an_address_that_is_none_is_told_and_stops_nothing(href: str) -> None:
    files = dict(whole())
    added(f'<p><a href="{href}">某处的材料</a></p>')(files)
    assert not check(files).may_go_out


@pytest.mark.parametrize(
    ("id", "step", "typed"),
    [
        ("I-01", "disclosure.publication", {"index_no": "DEMO/21"}),
        ("I-04", "disclosure.publication", {"doc_no": "示民规[2026]1 号"}),
    ],
)
def test_what_will_be_told_at_the_end_is_told_at_the_form_in_the_same_words(
    id: str, step: str, typed: dict[str, str]
) -> None:
    report = checked(next(fault for fault in FAULTS if fault.rule == id))
    at_the_end = {(one.what, one.remedy) for one in report.first[id]}
    at_the_form = {(one.what, one.remedy) for one in judged(step, **typed) if not one.blocks}
    assert at_the_end & at_the_form


@pytest.mark.parametrize("id", ["I-01", "I-04", "D-18"])
def test_what_the_review_lets_out_the_check_does_not_keep_back(id: str) -> None:
    """`check` said 不能公布 of an edition that was out, the review 请留意."""
    report = checked(next(fault for fault in FAULTS if fault.rule == id))
    assert report.counts[id, Severity.ERROR]
    assert report.may_go_out
    assert report.words["请留意"]
    assert "错误0处" in str(report)
