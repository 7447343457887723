"""Scanners on the finished bytes: what must not leave the building, looked for in every file."""

from publish.scanning.allowed import Allowance, Allowed
from publish.scanning.report import Finding, Report, Use
from publish.scanning.scan import scan

__all__ = ["Allowance", "Allowed", "Finding", "Report", "Use", "scan"]
