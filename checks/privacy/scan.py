"""Files -> report: every text of every file before every detector."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from catalog.findings import Severity
from checks.bounded import LIMITS, Ended, call
from checks.privacy.allowed import Allowance, Allowed
from checks.privacy.budget import SECONDS
from checks.privacy.detect import look, windows
from checks.privacy.known import Known
from checks.privacy.one_file import Covering, Told, examined, examined_at, unfinished
from checks.privacy.redactions import Inside
from checks.privacy.report import PrivacyFinding, PrivacyReport, Use, distinct

__all__ = ["look", "scan", "windows"]

NOTHING = Known(())
"""What is looked for where no ledger is."""


def scan(
    files: Mapping[str, bytes | Path],
    allowed: Allowed,
    inside: Inside | None = None,
    *,
    seconds: int = SECONDS,
) -> PrivacyReport:
    """Scan the finished bytes of pages and attachments, in the order of their paths; of a large file
    the place where it lies may be given in their stead.

    With `inside`, also for what the office has on file and keeps inside.

    Never raises for what a file holds, and takes no more than `seconds` of processor time for it:
    what cannot be read, or ends the process that reads it, is a finding that blocks.
    """
    findings: list[PrivacyFinding] = []
    uses: list[Use] = []
    used: set[Allowance] = set()
    for path in sorted(files):
        for finding, value in _told(path, files[path], inside, seconds):
            if inside and inside.known.declares(finding.detector, value):
                continue
            allowance = allowed.lets(finding.detector, path, value)
            if allowance is None:
                findings.append(finding)
            else:
                used.add(allowance)
                uses.append(_use(finding, allowance))
    idle = [f"已过期：{a.says}" for a in allowed.ran_out()]
    idle += [f"没有用到：{a.says}" for a in allowed.valid() if a not in used]
    return PrivacyReport(
        len(files), distinct(iter(findings)), tuple(dict.fromkeys(uses)), tuple(idle)
    )


def _told(path: str, body: bytes | Path, inside: Inside | None, seconds: int) -> Iterator[Told]:
    """What is found in a file, each with the value that the allow-list compares."""
    known, covering = (inside.known if inside else NOTHING), None
    copy = inside.copies.get(_digest(body)) if inside else None
    if copy:
        covering = Covering(copy.original(), copy.redaction)
    limits = LIMITS._replace(seconds=seconds * 3 // 2 + 1)
    try:
        told = (
            call(examined, path, body, covering, seconds, shared=known, limits=limits)
            if isinstance(body, bytes)
            else call(examined_at, path, str(body), covering, seconds, shared=known, limits=limits)
        )
    except Ended as ended:
        told = [unfinished(path, _digest(body), str(ended))]
    for finding, value in told:
        detector, title, severity, *others = finding
        yield PrivacyFinding(detector, title, Severity(severity), *others), value


def _digest(body: bytes | Path) -> str:
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _use(finding: PrivacyFinding, allowance: Allowance) -> Use:
    return Use(
        finding.detector,
        finding.path,
        finding.place,
        allowance.reason,
        allowance.by,
        allowance.until.isoformat(),
    )
