"""An index in an order of its own: pagefind lists filters in another order every time.

Its files are named by their content, so two indexes of the same pages would differ in names too.
Each of these files is gzip over a magic word and CBOR, of a page's text JSON. The texts, which were cut
for the indexer, are put together again on the way.
"""

import gzip
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import cbor2

from pages.search.cutting import joined, unseen

MAGIC = b"pagefind_dcd"
ENTRY = "pagefind-entry.json"
PAGES, FILTERS = 1, 3
"""Where in the list of contents (.pf_meta) the pages, and the filters, and their files stand."""


def in_order(files: Mapping[str, bytes], folder: str) -> dict[str, bytes]:
    """The same index with its filters and their values in the order of their names."""
    ordered = dict(files)
    entry = json.loads(ordered.pop(f"{folder}/{ENTRY}"))
    for code, language in sorted(entry["languages"].items()):
        contents = _decoded(ordered.pop(f"{folder}/pagefind.{language['hash']}.pf_meta"))
        contents[PAGES] = [[_page(ordered, folder, old), count] for old, count in contents[PAGES]]
        contents[FILTERS] = sorted(
            [name, _filter(ordered, folder, code, old)] for name, old in contents[FILTERS]
        )
        body = _encoded(contents)
        language["hash"] = f"{code}_{_named(body, 13)}"
        ordered[f"{folder}/pagefind.{language['hash']}.pf_meta"] = body
    ordered[f"{folder}/{ENTRY}"] = json.dumps(entry, ensure_ascii=False).encode()
    return dict(sorted(ordered.items()))


def _page(files: dict[str, bytes], folder: str, old: str) -> str:
    """Put the text of a page together again; returns the new name of its file."""
    body = gzip.decompress(files.pop(f"{folder}/fragment/{old}.pf_fragment"))
    page = json.loads(body.removeprefix(MAGIC))
    page["content"] = unseen(page["content"])
    page["meta"] = {name: joined(said) for name, said in page["meta"].items()}
    page["anchors"] = [one | {"text": joined(one["text"])} for one in page["anchors"]]
    text = json.dumps(page, ensure_ascii=False, separators=(",", ":")).encode()
    new = f"{old.partition('_')[0]}_{_named(text, 13)}"
    files[f"{folder}/fragment/{new}.pf_fragment"] = gzip.compress(MAGIC + text, mtime=0)
    return new


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
