"""Files -> report: every text of every file before every detector."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain

from catalog.rules import Severity
from checks.privacy.allowed import COVERED, PRIVATE, TRACE, UNREAD, Allowance, Allowed
from checks.privacy.detectors import DETECTORS
from checks.privacy.extracted import Piece, Read, Trace, Unread
from checks.privacy.match import Detector, Hit
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.redactions import Inside, still_there
from checks.privacy.report import Finding, Report, Use, distinct, masked

AROUND = 16
"""Characters of the text shown at either side of a finding."""
_DIGITS = re.compile(r"\d{5,}")
WINDOW, OVERLAP = 6000, 150
"""Characters of a text looked at together, and shared with the next part of it."""
LINE = "\n"
Found = tuple[Detector, Hit]


def scan(files: Mapping[str, bytes], allowed: Allowed, inside: Inside | None = None) -> Report:
    """Scan the finished bytes of pages and attachments, in the order of their paths.

    With `inside`, also for what the office has on file and keeps inside.

    Never raises for what a file holds: what cannot be read is a finding that blocks.
    """
    findings: list[Finding] = []
    uses: list[Use] = []
    used: set[Allowance] = set()
    for path in sorted(files):
        body = files[path]
        parts = list(read(path, body))
        kept = list(_kept_inside(path, body, parts, inside)) if inside else []
        private = [value for finding, value in kept if finding.detector == PRIVATE]
        for found, value in chain(_of_file(path, body, parts), kept):
            finding = _without(found, private)
            allowance = allowed.lets(finding.detector, path, value)
            if allowance is None:
                findings.append(finding)
            else:
                used.add(allowance)
                uses.append(_use(finding, allowance))
    idle = [f"已过期：{a.says}" for a in allowed.ran_out()]
    idle += [f"没有用到：{a.says}" for a in allowed.valid() if a not in used]
    return Report(len(files), distinct(iter(findings)), tuple(dict.fromkeys(uses)), tuple(idle))


def _use(finding: Finding, allowance: Allowance) -> Use:
    return Use(
        finding.detector,
        finding.path,
        finding.place,
        allowance.reason,
        allowance.by,
        allowance.until.isoformat(),
    )


def _of_file(path: str, body: bytes, parts: list[Read]) -> Iterator[tuple[Finding, str]]:
    """Findings, each with the value that the allow-list compares."""
    yield from _of_piece(path, Piece("文件名", path))
    for part in parts:
        if isinstance(part, Piece):
            yield from _of_piece(path, part)
            continue
        digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
        if isinstance(part, Unread):
            remedy = f"{part.remedy}；人工看过的，允许清单写 {digest}"
            told = (UNREAD, "未能检查", Severity.BLOCK, path, part.place, part.why, remedy)
        else:
            told = (TRACE, part.kind, part.severity, path, part.place, _covered(part), part.remedy)
        yield Finding(*told), digest


def _kept_inside(
    path: str, body: bytes, parts: list[Read], inside: Inside
) -> Iterator[tuple[Finding, str]]:
    """Known private values, in the texts of a file and in its bytes; copies that cover nothing."""
    for private, places in inside.known.places(list(_texts(path, parts)), body).items():
        says = f"{private.item}的“{private.title}”，是台账里不公开的{private.why.value}".lstrip(
            "的"
        )
        place = places[0] + (f"等{len(places)}处" if len(places) > 1 else "")
        remedy = "删去，并查明是从哪里带出来的"
        about = (PRIVATE, "台账中不公开的内容", Severity.BLOCK, path, place, says, remedy)
        yield Finding(*about), private.value
    digest = hashlib.sha256(body).hexdigest()
    if copy := inside.copies.get(digest):
        for where in still_there(copy.original(), body, copy.redaction):
            says, remedy = "遮盖处的文字和原件一样，还在文件里", "删去文字以后再导出，不要只盖黑块"
            told = (COVERED, "遮盖无效", Severity.BLOCK, path, where, says, remedy)
            yield Finding(*told), f"sha256:{digest}"


def _without(finding: Finding, private: list[str]) -> Finding:
    """A finding whose excerpt does not tell what another one keeps to itself."""
    excerpt = finding.excerpt
    for value in map(fold, private):
        excerpt = excerpt.replace(value, "*" * len(value))
    return finding._replace(excerpt=excerpt) if private else finding


def _texts(path: str, parts: list[Read]) -> Iterator[Piece]:
    yield Piece("文件名", path)
    for part in parts:
        if isinstance(part, Trace):
            yield Piece(part.place, part.says)
        elif isinstance(part, Piece):
            yield part


def _covered(trace: Trace) -> str:
    """A trace's own words with all that the detectors find in them covered."""
    text = fold(trace.says)
    return _cut(_masked(text, look(text, "")), 0, len(text))


def _of_piece(path: str, piece: Piece) -> Iterator[tuple[Finding, str]]:
    lines = 1
    for text, begins, ends in windows(fold(piece.text)):
        found = look(text, fold(piece.heading))
        covered = _masked(text, found) if found else ""
        for detector, hit in found:
            if begins <= hit.start < ends:
                line = f"第{lines + text.count(LINE, 0, hit.start)}行" if piece.lines else ""
                severity = Severity.BLOCK if hit.sure else Severity.WARN
                about = (detector.id, detector.title, severity, path, piece.place + line)
                excerpt = _cut(covered, hit.start, hit.end)
                yield Finding(*about, excerpt, detector.remedy), hit.value
        lines += text.count(LINE, 0, ends - OVERLAP) if ends < len(text) else 0


def windows(text: str) -> Iterator[tuple[str, int, int]]:
    """A long text in overlapping parts, each with the span whose findings are its own."""
    step, start = WINDOW - 2 * OVERLAP, 0
    while start + WINDOW < len(text):
        yield text[start : start + WINDOW], OVERLAP if start else 0, WINDOW - OVERLAP
        start += step
    yield text[start:], OVERLAP if start else 0, len(text) - start


@lru_cache(maxsize=4_000)
def look(text: str, heading: str) -> tuple[Found, ...]:
    """All that the detectors find in a folded text, without what another finding contains."""
    if len(text) < 2 or text.isspace():
        return ()
    return tuple(_without_parts([(d, hit) for d in DETECTORS for hit in d.find(text, heading)]))


def _without_parts(found: list[Found]) -> Iterator[Found]:
    """Leave out what lies within another finding at least as sure: a landline within an id."""
    for one in found:
        inside = (
            other
            for other in found
            if other is not one
            and other[1].start <= one[1].start
            and one[1].end <= other[1].end
            and (other[1].sure or not one[1].sure)
            and (_wider(other[1], one[1]) or found.index(other) < found.index(one))
        )
        if next(inside, None) is None:
            yield one


def _wider(one: Hit, other: Hit) -> bool:
    return one.end - one.start > other.end - other.start


def _masked(text: str, found: tuple[Found, ...]) -> str:
    """The text with every finding covered, and other long numbers too; lengths stay."""
    signs = list(text)
    for detector, hit in found:
        signs[hit.start : hit.end] = masked("".join(signs[hit.start : hit.end]), detector.shows)
    return _DIGITS.sub(lambda run: masked(run[0], (3, 0)), "".join(signs))


def _cut(text: str, start: int, end: int) -> str:
    """Some of the text around a finding, on one line."""
    left, right = max(0, start - AROUND), min(len(text), end + AROUND, start + 80)
    cut = " ".join(text[left:right].split())
    return f"{'…' if left else ''}{cut}{'…' if right < len(text) else ''}"
