"""RFC 3161 time stamps: an authority's word that an edition existed at an instant."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import httpx
from cryptography.x509 import Certificate, ObjectIdentifier, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerifierBuilder,
    decode_timestamp_response,
)

from catalog.timezone import SHANGHAI
from office.editions.proof.key import Unfit

PATIENCE = 20.0
"""Seconds for which an authority is waited for."""
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SHA256 = ObjectIdentifier("2.16.840.1.101.3.4.2.1")


class NoStamp(Exception):
    """No time stamp was had, or it proves nothing; str() says why, in Chinese."""


class Stamper(NamedTuple):
    """The authority that is asked, and the certificates (PEM) that it is known by."""

    url: str
    certificates: tuple[Certificate, ...] = ()

    def stamp(self, body: bytes) -> bytes:
        """Ask for a time stamp of some bytes. Raises NoStamp whatever goes wrong."""
        request = TimestampRequestBuilder().data(body).hash_algorithm(HashAlgorithm.SHA256).build()
        try:
            reply = httpx.post(
                self.url,
                content=request.as_bytes(),
                headers={"Content-Type": QUERY, "Accept": REPLY},
                timeout=PATIENCE,
            ).raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as wrong:
            raise NoStamp(f"时间戳机构没有应答（{type(wrong).__name__}）") from wrong
        stamped_at(reply.content, body, self.certificates)
        if _decoded(reply.content).tst_info.nonce != request.nonce:
            raise NoStamp("时间戳机构答的不是这一次的请求")
        return reply.content


def certificates(file: Path) -> tuple[Certificate, ...]:
    """The certificates in a PEM file. Raises Unfit, OSError."""
    if not file.is_file():
        raise Unfit(f"没有时间戳机构的证书文件 {file}")
    try:
        return tuple(load_pem_x509_certificates(file.read_bytes()))
    except ValueError as wrong:
        raise Unfit(f"{file} 不是证书文件（PEM）") from wrong


def stamped_at(stamp: bytes, body: bytes, trusted: tuple[Certificate, ...] = ()) -> datetime:
    """The instant in a time stamp of these bytes. Raises NoStamp.

    Without trusted certificates it is only looked up whether the stamp speaks of these bytes: anyone
    could have written it.
    """
    reply = _decoded(stamp)
    imprint = reply.tst_info.message_imprint
    if imprint.hash_algorithm != SHA256 or imprint.message != hashlib.sha256(body).digest():
        raise NoStamp("时间戳不是这份封存记录的")
    if trusted:
        try:
            VerifierBuilder(roots=list(trusted)).build().verify_message(reply, body)
        except Exception as wrong:  # the parser raises many kinds about bytes from elsewhere
            raise NoStamp(f"时间戳不是所给证书的机构签发的，或者签发后被改动（{wrong}）") from wrong
    return reply.tst_info.gen_time.astimezone(SHANGHAI)


def _decoded(stamp: bytes) -> TimeStampResponse:
    try:
        reply = decode_timestamp_response(stamp)
        refused = reply.status != 0
        written = refused or (reply.tst_info.version == 1 and reply.as_bytes() == stamp)
    except Exception as wrong:  # see stamped_at
        raise NoStamp("不是时间戳的写法") from wrong
    if refused:
        raise NoStamp("时间戳机构拒绝签发")
    if not written:
        raise NoStamp("不是时间戳的写法")
    return reply
