"""Section `seal` of publication.yaml: with what an edition is signed and stamped."""

from typing import Annotated

from catalog.record import Frozen, spelled


class Sealing(Frozen):
    """Files are given from the office's home, or with their whole path; empty is without.

    A key or certificates that are named and cannot be read stop the sealing: an office that signs
    must not come to publish unsigned unawares. An authority that does not answer stops nothing.
    """

    key: str = ""
    tsa: Annotated[
        str, spelled(r"^(https?://[^/@?#]+(/[^?#]*)?)?$", "应为不带“?”和用户名的网址")
    ] = ""
    """Address of the time-stamping authority (RFC 3161); published, so without a password in it."""
    tsa_certificates: str = ""
    """Its root certificates (PEM), by which its answers are checked at once."""
