"""An index in an order of its own: pagefind lists filters in another order every time.

Its files are named by their content, so two indexes of the same pages would differ in names too.
Each of these files is gzip over a magic word and CBOR.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import cbor2

MAGIC = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
FILTERS = 3
"""Where in the list of contents (.pf_meta) the filters and their files stand."""


def in_order(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The same index with its filters and their values in the order of their names."""
    ordered = dict(files)
    entry = json.loads(ordered.pop(f"{folder}/{ENTRY}"))
    for code, language in sorted(entry["languages"].items()):
        contents = _decoded(ordered.pop(f"{folder}/pagefind.{language['hash']}.pf_meta"))
        contents[FILTERS] = sorted(
            [name, _filter(ordered, folder, code, old)] for name, old in contents[FILTERS]
        )
        body = _encoded(contents)
        language["hash"] = f"{code}_{_named(body, 13)}"
        ordered[f"{folder}/pagefind.{language['hash']}.pf_meta"] = body
    ordered[f"{folder}/{ENTRY}"] = json.dumps(entry, ensure_ascii=False).encode()
    return dict(sorted(ordered.items()))


def _filter(files: dict[str, bytes], folder: str, code: str, old: str) -> str:
    """Put the values of a filter in order; returns the new name of its file."""
    name, values = _decoded(files.pop(f"{folder}/filter/{old}.pf_filter"))
    body = _encoded([name, sorted(values)])
    new = f"{code}_{_named(body, 7)}"
    files[f"{folder}/filter/{new}.pf_filter"] = body
    return new


def _decoded(body: bytes) -> Any:
    return cbor2.loads(gzip.decompress(body).removeprefix(MAGIC))


def _encoded(value: object) -> bytes:
    return gzip.compress(MAGIC + cbor2.dumps(value), mtime=0)


def _named(body: bytes, length: int) -> str:
    return hashlib.sha256(body).hexdigest()[:length]
