"""Scanners on the finished bytes: what must not leave the building, looked for in every file."""

from publish.scanning.allowed import Allowance, Allowed
from publish.scanning.covered import Copy, Inside
from publish.scanning.known import Known
from publish.scanning.report import Finding, Report, Use
from publish.scanning.scan import scan

__all__ = ["Allowance", "Allowed", "Copy", "Finding", "Inside", "Known", "Report", "Use", "scan"]
