"""The pages of the draft, and those that are out, as whoever reviews them opens them at the desk.

No script of theirs runs and no form of theirs is sent: files of strangers lie among them.
"""

from pathlib import PurePosixPath
from urllib.parse import quote

from starlette.responses import Response

from catalog.duties.who import Action, may
from office.editions.changes import is_page
from office.editions.marks import Marked, marked
from office.settings.installation import Office
from pages.build.manifest import within
from storage.documents import media_type
from web.desk.asking import Asked, Stop, unless

SIDES = {"xin": "拟公开的", "jiu": "已公开的"}
"""The two states of the site, as addresses say them; with MARKED behind, every difference is marked."""
MARKED = "-biao"
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'"
)
BOXED = f"{CSP}; sandbox allow-same-origin"
"""Without scripts, to be of the same origin lets it load its own style sheet and nothing more."""
SHOWN = {
    "html": "text/html", "css": "text/css", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "txt": "text/plain", "json": "text/plain", "jsonld": "text/plain",
    "xml": "text/plain", "ics": "text/plain", "js": "text/plain", "csv": "text/plain", "md": "text/plain",
    "pdf": "application/pdf",
}  # fmt: skip
"""What a browser opens in place; all else is saved."""


def address(side: str, path: str, number: int = 0) -> str:
    """Where a file of the site is opened at the desk; with a number, at that difference."""
    place = f"#bian-{number}" if number else ""
    return f"/yemian/{side}/{quote(path)}{place}"


def body_of(office: Office, side: str, path: str) -> bytes | None:
    """The bytes of a file of the draft or of what is out; None where there is none."""
    folder = office.draft if side == "xin" else office.site
    try:
        return (folder / path).read_bytes() if within(path) else None
    except OSError:
        return None


def file(asked: Asked) -> Response:
    """A file of the draft, or of what is out; pages under a marked address with their differences."""
    unless(may(asked.person, Action.READ_DRAFT))
    side, path = asked.parts["side"], asked.parts["path"]
    if path == "" or path.endswith("/"):
        path += "index.html"
    plain = side.removesuffix(MARKED)
    body = body_of(asked.desk.office, plain, path) if plain in SIDES else None
    if body is None:
        raise Stop(404, "没有这个文件", f"{SIDES.get(plain, '')}网站里没有这个文件")
    if side != plain:
        body = _marked(asked, plain, path) or body
    kind = PurePosixPath(path).suffix.lower().lstrip(".")
    headers = {"content-security-policy": CSP if kind == "pdf" else BOXED}
    headers["x-frame-options"] = "SAMEORIGIN"
    if kind not in SHOWN:
        name = quote(PurePosixPath(path).name)
        headers["content-disposition"] = f"attachment; filename*=UTF-8''{name}"
    return Response(body, media_type=SHOWN.get(kind, media_type(path)), headers=headers)


def pair(asked: Asked, path: str) -> Marked | None:
    """A page as it is out and as it would be, both marked; None where it could not be worked out."""
    old, new = (body_of(asked.desk.office, side, path) for side in ("jiu", "xin"))
    return marked(old, new) if old and new else None


def _marked(asked: Asked, side: str, path: str) -> bytes | None:
    found = pair(asked, path) if is_page(path) else None
    return (found.new if side == "xin" else found.old).encode() if found else None
