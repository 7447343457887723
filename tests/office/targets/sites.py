"""Small built sites: pages, documents, a manifest and a seal."""

import json
from datetime import date
from pathlib import Path

from pages.build.manifest import Head, digest, manifest, parts_of

Files = dict[str, bytes]
HEAD = Head(7, "ab" * 32)


def pages(edition: str, items: int = 3, changed: int | None = None) -> Files:
    """Pages that carry the mark of their edition; of `items`, only the `changed` first differ."""
    found = {
        "shi/index.html": f"<p>{edition}".encode(),
        "shi/static/juece.0a1b2c3d.css": b"p{color:#000}",
        "shi/zwgk/zdjc/2026/index.html": f"<p>{edition} 目录".encode(),
    }
    for n in range(1, items + 1):
        mark = edition if changed is None or n <= changed else "同"
        found[f"shi/zwgk/zdjc/2026/{n:02}/index.html"] = f"<p>{mark} 事项{n}".encode() * 20
    return found


def built(folder: Path, files: Files, edition: str, day: date = date(2026, 3, 1)) -> Path:
    """Write a site as the builder and the seal leave it."""
    listed = {path: digest(body) for path, body in files.items()}
    whole = b"".join(manifest(parts_of(listed.items()), day, HEAD))
    sealed = json.dumps({"edition": edition, "manifest": digest(whole).sha256}).encode()
    seal = {"edition.json": sealed, f"editions/{edition}.json": sealed, "sm3sums.txt": b"-"}
    for path, body in {**files, **seal, "manifest.json": whole}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    return folder


def read(folder: Path) -> Files:
    """All files of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
