"""A document as bytes that depend on its content alone."""

import io
import zipfile

from docx.document import Document as Docx
from docx.opc.constants import RELATIONSHIP_TYPE

MIDNIGHT = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip file can give its members."""


def same_bytes(document: Docx) -> bytes:
    """Save a document without the times of saving and without the picture of its template."""
    own = document.part.package.rels
    for key in [k for k, rel in own.items() if rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del own[key]
    saved, again = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, MIDNIGHT)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(member, old.read(name))
    return again.getvalue()
