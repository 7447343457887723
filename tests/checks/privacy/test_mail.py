"""Letters of a mail program: every part is read as it is shown, and what may be shown otherwise is told."""

import base64
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from checks.privacy import Allowed, scan
from tests.checks.privacy.papers import paragraph, word

MOBILE = "15400001234"
CODED = base64.b64encode(f"手机{MOBILE}".encode()).decode()
PARTED = (
    'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\n{}\n\n{}\n--x--\n'
)


def told(body: bytes, name: str = "a.eml") -> list[str]:
    findings = scan({name: body}, Allowed(date(2026, 3, 1))).findings
    return [f.detector for f in findings if f.detector in {"mobile", "unread"}]


def letter(text: str = "正文", **kept: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["Subject"] = kept.get("subject", "意见汇总")
    message.set_content(text, charset=kept.get("charset", "utf-8"), cte=kept.get("cte", "base64"))
    return message


def with_file(name: str, body: bytes, kind: str = "octet-stream") -> bytes:
    message = letter()
    message.add_attachment(body, maintype="application", subtype=kind, filename=name)
    return message.as_bytes()


def within(inner: EmailMessage) -> bytes:
    message = letter()
    message.add_attachment(inner)
    return message.as_bytes()


def html(page: str) -> bytes:
    message = letter()
    message.add_alternative(page, subtype="html", cte="quoted-printable")
    return message.as_bytes()


def parted(head: str, body: str) -> bytes:
    return PARTED.format(head, body).encode()


LETTERS = {
    "base64": letter(f"手机{MOBILE}").as_bytes(),
    "quoted-printable": letter(f"手机{MOBILE}", cte="quoted-printable").as_bytes(),
    "a line broken by the code": letter(f"{'话' * 22}{MOBILE}", cte="quoted-printable").as_bytes(),
    "gb18030": letter(f"手机{MOBILE}", charset="gb18030").as_bytes(),
    "a subject in a code": letter(subject=f"联系手机{MOBILE}的人").as_bytes(),
    "a page": html(f"<p>手机<b>{MOBILE[:3]}</b>{MOBILE[3:]}</p>"),
    "a letter within": within(letter(f"手机{MOBILE}")),
    "a Word file": with_file("a.docx", word(paragraph("手机", MOBILE))),
    "the name of a file": with_file(f"手机{MOBILE}.txt", b"x"),
    "before all parts": parted("", "x").replace(b"\n\n--x", f"\n\n手机{MOBILE}\n--x".encode(), 1),
    "after all parts": parted("", "x") + f"手机{MOBILE}\n".encode(),
    "an encoding that only some programs know": (
        f"Content-Type: text/plain; charset=utf-7\n\n手机 +{MOBILE}-\n".encode()
    ),
}


@pytest.mark.parametrize("what", LETTERS)
def test_a_number_in_a_letter_is_found_and_nothing_is_left_unread(what: str) -> None:
    assert set(told(LETTERS[what])) == {"mobile"}


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.txt", "a"])
def test_a_letter_is_known_by_its_code_whatever_it_is_called(name: str) -> None:
    assert told(
        parted("Content-Type: text/html\nContent-Transfer-Encoding: base64", CODED), name
    ) == ["mobile"]


def test_a_letter_in_two_bytes_a_sign_is_read() -> None:
    body = f"Content-Transfer-Encoding: base64\n\n{CODED}\n".encode("utf-16")
    assert told(body, "a.txt") == ["mobile"]


UNREAD = {
    "a code that nobody knows": parted("Content-Transfer-Encoding: x-own", CODED),
    "two codes": parted(
        "Content-Transfer-Encoding: 7bit\nContent-Transfer-Encoding: base64", CODED
    ),
    "two kinds": parted("Content-Type: text/html\nContent-Type: text/plain", "x"),
    "a code that is broken": parted("Content-Transfer-Encoding: base64", CODED[:-3]),
    "no end": parted("", "x").replace(b"--x--", b""),
    "uuencoded": b"Subject: x\n\nbegin 644 a.txt\n#0V%T\n`\nend\n",
    "enciphered": with_file("smime.p7m", b"\x30\x82\x01\0", "pkcs7-mime"),
    "a card": parted("Content-Type: text/vcard", "BEGIN:VCARD\nEND:VCARD"),
    "heads further down": f"说明\n\nContent-Transfer-Encoding: base64\n\n{CODED}\n".encode(),
    "letters in letters": b"Content-Type: message/rfc822\n\n" * 10_000,
    "parts without end": b'Content-Type: multipart/mixed; boundary="x"\n\n--x\n' * 2_000,
}


@pytest.mark.parametrize("what", UNREAD)
def test_what_may_be_shown_otherwise_is_told_as_not_checked(what: str) -> None:
    assert "unread" in told(UNREAD[what])
