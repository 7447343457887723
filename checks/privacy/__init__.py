"""Scanners on the finished bytes: what must not leave the building, looked for in every file."""

from checks.privacy.allowed import Allowance, Allowed
from checks.privacy.known import Known
from checks.privacy.redactions import Copy, Inside
from checks.privacy.report import PrivacyFinding, PrivacyReport, Use
from checks.privacy.scan import scan

__all__ = [
    "Allowance",
    "Allowed",
    "Copy",
    "Inside",
    "Known",
    "PrivacyFinding",
    "PrivacyReport",
    "Use",
    "scan",
]
