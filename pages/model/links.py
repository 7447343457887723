"""Which addresses in a record become links: those of government sites, nothing else."""

import re
import unicodedata
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from catalog.annual import Authority
from pages.model.components import Link

PHONE = re.compile(
    r"(?<![\d@.\w-])(\+86[\s-]{0,2}(?:\(?0?\d{2,3}\)?[\s-]{1,3})?\d{3,4}[\s-]?\d{4}"
    r"|(?:\(?0\d{2,3}\)?[\s-]{0,3})?\d{3,4}[\s-]?\d{4}|(?:\+86[\s-]?)?1\d{2}[\s-]?\d{4}[\s-]?\d{4}|400[\s-]?\d{3}[\s-]?\d{4}|1[12]\d{3}|9[56]\d{3})"
    r"(?:\s*(?:转|-|ext\.?)\s*(\d{1,5}))?(?![\d@\w-])",
    re.ASCII,
)
"""A number of a telephone as people type it: with brackets, blanks, dashes of any kind, 转 an extension."""

MAIL = re.compile(
    r"(?<![A-Za-z0-9._@-])(?<![A-Za-z0-9] )[A-Za-z0-9._-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?![?@])"
)
SEVERAL = re.compile(r"[、，,；;/]|或者?|和")
"""What stands between several of them."""
DASHES = str.maketrans("－—–‐‑―−（）＋", "-------()+")


def link(address: str, text: str, authority: Authority) -> Link | None:
    """A link to a government site, or None: any other address is printed as text.

    Another domain may expire and be sold, and a scheme other than http(s) may run as a script.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or parts.username or port:
        return None
    own = bool(authority.site_domain) and host == authority.site_domain
    if not own and not host.endswith(".gov.cn"):
        return None
    href = quote(address.strip(), safe=":/?#[]@!$&'()*+,;=%~")
    return Link(href=href, text=text, external=not own)


def mails(text: str) -> tuple[Link, ...]:
    """mailto: links for the addresses in a text, each with its own piece of it; none where there is none."""
    return _each(text, MAIL, lambda found: f"mailto:{found[0]}")


def phones(text: str) -> tuple[Link, ...]:
    """tel: links for the numbers in a text, each with its own piece of it; none where there is none."""
    return _each(text, PHONE, _dialled)


def _dialled(found: re.Match[str]) -> str:
    number = re.sub(r"[^\d+]", "", found[1])
    return f"tel:{number};ext={found[2]}" if found[2] else f"tel:{number}"


def _each(
    text: str, what: re.Pattern[str], href: Callable[[re.Match[str]], str]
) -> tuple[Link, ...]:
    """The text whole where it holds one; cut where several stand in it, so that each can be tapped."""
    narrow = unicodedata.normalize("NFKC", text).translate(DASHES)
    found = list(what.finditer(narrow))
    if len(found) == 1:
        return (Link(href=href(found[0]), text=text),)
    pieces = [piece.strip() for piece in SEVERAL.split(text) if piece.strip()]
    links = [_each(piece, what, href) for piece in pieces] if len(found) > 1 < len(pieces) else []
    told = tuple(one for of in links for one in of)
    return told if len(told) == len(pieces) else ()


def phone(text: str) -> Link | None:
    """The tel: link of a text that holds one number."""
    found = phones(text)
    return found[0] if len(found) == 1 else None
