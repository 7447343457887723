"""The office's list: exact, dated, signed, and every use of it told."""

from datetime import date
from typing import Any

import pytest

from catalog.parse import ShapeError
from checks.privacy import Allowed, PrivacyReport, scan

DAY = date(2026, 3, 1)
PAGE = "联系电话0320-62340001，邮箱 bgs@office.example.com，手机15400001234".encode()


def entry(**written: str) -> dict[str, str]:
    return {"理由": "对外公布的办公电话", "批准人": "张三", "有效期至": "2026-12-31", **written}


def scanned(
    *entries: dict[str, str], on: date = DAY, files: dict[str, bytes] | None = None
) -> PrivacyReport:
    return scan(files or {"a/index.txt": PAGE}, Allowed.of({"允许": list(entries)}, on))


def detectors(report: PrivacyReport) -> list[str]:
    return [finding.detector for finding in report.findings]


def test_nothing_is_allowed_that_is_not_on_the_list() -> None:
    assert detectors(scanned()) == ["mobile", "landline", "email"]


@pytest.mark.parametrize(
    "written", ["032062340001", "0320-62340001", "(0320) 6234 0001", "０３２０－６２３４０００１"]
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    report = scanned(entry(内容=written))
    assert detectors(report) == ["mobile", "email"]
    (use,) = report.uses
    assert (use.reason, use.by, use.until) == ("对外公布的办公电话", "张三", "2026-12-31")


def test_another_number_is_not_let_through() -> None:
    report = scanned(entry(内容="0320-62340002"))
    assert len(report.findings) == 3
    assert report.idle == ("没有用到：对外公布的办公电话",)


@pytest.mark.parametrize(
    ("domain", "left"), [("@office.example.com", 2), ("@example.com", 2), ("@ample.com", 3)]
)
def test_a_mail_domain_lets_its_own_addresses_through(domain: str, left: int) -> None:
    assert len(scanned(entry(内容=domain)).findings) == left


def test_a_path_lets_one_detector_through_in_its_files_only() -> None:
    files = {"a/b.txt": PAGE, "c/b.txt": PAGE}
    report = scanned(entry(检查项="mobile", 路径="a/*"), files=files)
    assert [f.path for f in report.findings if f.detector == "mobile"] == ["c/b.txt"]


def test_the_last_day_still_counts_and_the_next_does_not() -> None:
    allowance = entry(内容="15400001234", 有效期至="2026-03-01")
    assert len(scanned(allowance).findings) == 2
    late = scanned(allowance, on=date(2026, 3, 2))
    assert len(late.findings) == 3
    assert late.idle == ("已过期：对外公布的办公电话",)


def test_a_file_that_a_person_looked_at_is_allowed_by_its_digest_and_no_other() -> None:
    seen, other = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(8),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    )
    (finding,) = scanned(files={"a.doc": seen}).findings
    told = finding.remedy[finding.remedy.index("sha256:") :].rstrip("）)")
    assert not scanned(entry(内容=told), files={"a.doc": seen}).findings
    assert scanned(entry(内容=told), files={"a.doc": other}).findings


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"理由": "", "内容": "1"}, "理由"),
        ({"批准人": "", "内容": "1"}, "批准人"),
        ({"有效期至": "长期", "内容": "1"}, "有效期至"),
        ({"路径": "*"}, "检查项"),
        ({"检查项": "mobile"}, "内容"),
        ({"检查项": "moblie", "内容": "1"}, "没有这个检查项"),
    ],
)
def test_an_entry_that_does_not_say_enough_is_refused(written: dict[str, Any], said: str) -> None:
    with pytest.raises(ShapeError, match=said):
        scanned(entry(**written))
