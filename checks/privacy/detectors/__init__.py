"""Everything looked for, in the order of a report."""

from publish.scanning.detectors.bank import BANK_CARD
from publish.scanning.detectors.contact import EMAIL, LANDLINE, MOBILE
from publish.scanning.detectors.identity import RESIDENT_ID
from publish.scanning.detectors.names import NAME
from publish.scanning.detectors.permits import PASSPORT, PERMIT
from publish.scanning.detectors.secrecy import SECRECY
from publish.scanning.detectors.vehicle import PLATE

DETECTORS = (
    RESIDENT_ID,
    PERMIT,
    PASSPORT,
    MOBILE,
    LANDLINE,
    EMAIL,
    BANK_CARD,
    PLATE,
    NAME,
    SECRECY,
)
