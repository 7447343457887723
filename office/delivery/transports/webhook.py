"""By a signed POST, in the form of Standard Webhooks (standardwebhooks.com, version 1).

webhook-id is the parcel's key, the same for a repetition; webhook-signature is HMAC-SHA256 of
`id.timestamp.body` under the shared secret.
"""

import base64
import hashlib
import hmac
import json
import ssl
import time
from binascii import Error as NotBase64
from datetime import datetime

import httpx

from office.delivery.package import Parcel
from office.delivery.transports import PATIENCE, NotTaken, Receipt

MOST = 64 * 1024
"""Bytes of an answer that are read."""
SHORTEST = 24
"""Bytes of a secret, at least."""
PREFIX = "whsec_"
AGAIN = frozenset({408, 425, 429})
"""Refusals among the 4xx that pass."""


class WeakSecret(ValueError):
    """A secret that cannot sign; str() says why, without it."""


def secret_key(secret: str) -> bytes:
    """The bytes to sign with: what follows whsec_ is base64, else the words themselves.

    Raises WeakSecret.
    """
    try:
        bare = secret.removeprefix(PREFIX)
        key = base64.b64decode(bare, validate=True) if bare != secret else secret.encode()
    except NotBase64:
        raise WeakSecret("签名密钥 whsec_ 后面不是 base64") from None
    if len(key) < SHORTEST:
        raise WeakSecret(f"签名密钥太短，至少{SHORTEST}个字节")
    return key


def signature(key: bytes, id: str, timestamp: str, body: bytes) -> str:
    """The value of webhook-signature."""
    signed = hmac.new(key, f"{id}.{timestamp}.".encode() + body, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(signed).decode()}"


class Poster:
    """Posts parcels; follows no redirection and uses no proxy, so that no other host is spoken to."""

    def __init__(self, tls: ssl.SSLContext, patience: float = PATIENCE) -> None:
        self._tls, self._patience = tls, patience

    def send(
        self, url: str, key: bytes, parcel: Parcel, at: datetime, *, attached: bool
    ) -> Receipt:
        """Post one parcel. Raises NotTaken; the proof is the status and a digest of the answer."""
        body, stamp = _body(parcel, attached), str(int(at.timestamp()))
        headers = {
            "content-type": "application/json; charset=utf-8",
            "user-agent": "juece",
            "webhook-id": parcel.key,
            "webhook-timestamp": stamp,
            "webhook-signature": signature(key, parcel.key, stamp, body),
        }
        try:
            status, digest = self._post(url, headers, body)
        except httpx.TimeoutException:
            raise NotTaken("对方接口超时") from None
        except httpx.TransportError as wrong:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(wrong)
            why = "证书不受信任" if untrusted else type(wrong).__name__
            raise NotTaken(f"连接不上对方接口（{why}）") from None
        if not 200 <= status < 300:
            lasting = 300 <= status < 500 and status not in AGAIN
            raise NotTaken(f"对方接口退回：HTTP {status}", lasting=lasting)
        return Receipt(f"HTTP {status}", digest)

    def _post(self, url: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
        """Status, and the digest of (the beginning of) the answer."""
        until, read = time.monotonic() + self._patience, bytearray()
        own = httpx.Client(
            verify=self._tls, timeout=self._patience, trust_env=False, follow_redirects=False
        )
        with own, own.stream("POST", url, headers=headers, content=body) as answer:
            for piece in answer.iter_raw():
                read += piece
                if len(read) > MOST or time.monotonic() > until:
                    break
        return answer.status_code, hashlib.sha256(bytes(read[:MOST])).hexdigest()


def _body(parcel: Parcel, attached: bool) -> bytes:
    file = {"name": parcel.name, "size": len(parcel.body), "sha256": parcel.sha256}
    if attached:
        file["base64"] = base64.b64encode(parcel.body).decode()
    told = {"type": "decision.published", **parcel.listing, "letter": parcel.letter, "parcel": file}
    return json.dumps(told, ensure_ascii=False).encode()
