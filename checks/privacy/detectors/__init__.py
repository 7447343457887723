"""Everything looked for, in the order of a report."""

from checks.privacy.detectors.address import ADDRESS
from checks.privacy.detectors.bank import BANK_CARD
from checks.privacy.detectors.contact import LANDLINE, MOBILE
from checks.privacy.detectors.identity import RESIDENT_ID
from checks.privacy.detectors.names import NAME
from checks.privacy.detectors.online import EMAIL, SOCIAL
from checks.privacy.detectors.permits import PASSPORT, PERMIT
from checks.privacy.detectors.secrecy import SECRECY
from checks.privacy.detectors.vehicle import PLATE

DETECTORS = (
    RESIDENT_ID,
    PERMIT,
    PASSPORT,
    MOBILE,
    LANDLINE,
    EMAIL,
    SOCIAL,
    BANK_CARD,
    PLATE,
    NAME,
    ADDRESS,
    SECRECY,
)
