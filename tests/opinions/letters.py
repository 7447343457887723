"""Made-up letters for the tests of what takes them in."""

from datetime import UTC, datetime

from catalog.submission import Channel, Contact, Proof, Submission
from opinions.receipts import derive, new_receipt
from opinions.spool.seal import Attached, Letter

ITEM = "demo-2026-03"


def letter(
    text: str = "建议补贴标准提高到每人每月三百元。",
    contact: str = "",
    files: tuple[Attached, ...] = (),
) -> Letter:
    """A letter that came by the public form."""
    return Letter(
        Submission(
            item=ITEM,
            channel=Channel.WEB,
            received_at=datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
            clause="t12",
            text=text,
            proof=Proof.VERIFIED,
        ),
        Contact(name="张三（虚构）", contact=contact),
        files,
        derive(new_receipt(), ITEM),
    )
