"""Which addresses in a record become links: those of government sites, nothing else."""

import re
from urllib.parse import quote, urlsplit

from catalog.annual import Authority
from pages.model.components import Link

PHONE = re.compile(r"([0-9][0-9 \-]{5,18}[0-9])(（[^（）]*）)?")
"""A number, and what may stand behind it in brackets: 021-00000000（工作日9时至17时）."""

MAIL = re.compile(r"[A-Za-z0-9._-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


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


def mail(address: str) -> Link | None:
    """A mailto: link for an address and nothing else."""
    return Link(href=f"mailto:{address}", text=address) if MAIL.fullmatch(address) else None


def phone(number: str) -> Link | None:
    """A tel: link for a number written with digits, spaces and hyphens only."""
    found = PHONE.fullmatch(number)
    if not found:
        return None
    return Link(href=f"tel:{re.sub(r'[^0-9]', '', found[1])}", text=number)
