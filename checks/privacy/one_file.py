"""One file -> all that is found in it, within its budget; what `scan` has done for each file."""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from catalog.findings import Severity
from catalog.private import Private
from catalog.record import Redaction
from checks.privacy.allowed import COVERED, PRIVATE, TRACE, UNREAD
from checks.privacy.budget import PER_WORK, Budget, Spent
from checks.privacy.detect import OVERLAP, covered, cut, look, windows
from checks.privacy.extracted import LONGEST_PATH, Piece, Read, Trace, Unread, shortened
from checks.privacy.known import Known
from checks.privacy.normalise import fold
from checks.privacy.readers import read
from checks.privacy.redactions import still_there
from checks.privacy.report import PrivacyFinding
from checks.privacy.sieve import telling

LINE = "\n"
SHORTEST = 4
"""Characters below which figures and letters are nobody's number or name; most cells are such."""
MOST = 10_000
"""Findings of one file that are told."""
PART = "请拆分成小的文件，或者换成普通格式重新导出"
Told = tuple[PrivacyFinding, str]
"""A finding with the value that the allow-list compares."""


class Covering(NamedTuple):
    """The original of a redacted copy, and what was to be covered."""

    original: bytes
    redaction: Redaction


def examined(
    known: Known, path: str, body: bytes, covering: Covering | None, seconds: float
) -> list[Told]:
    """All that is found in a file. What it holds may yet end the process that does this."""
    budget = Budget(seconds)
    parts: list[Read] = [Piece("文件名", path).clean(), *read(path, body, budget)]
    kept = list(_kept_inside(known, parts, body, budget))
    private = [fold(value) for finding, value in kept if finding.detector == PRIVATE]
    copied = _uncovered(covering, body, budget) if covering else ()
    told = list(islice(_of_parts(parts, body, budget), MOST + 1))
    if len(told) > MOST:
        why = f"已经发现{MOST}处，其余没有列出"
        told[MOST:] = [_unread(Unread("全文", why, PART), _digest(body))]
    told += (*kept, *copied)
    path = shortened(path, LONGEST_PATH)
    return [(_without(finding, private)._replace(path=path), value) for finding, value in told]


def examined_at(
    known: Known, path: str, place: str, covering: Covering | None, seconds: float
) -> list[Told]:
    """The same of a file at a place on the disk, which is read by who examines it."""
    return examined(known, path, Path(place).read_bytes(), covering, seconds)


def unfinished(path: str, digest: str, why: str) -> Told:
    """What is told of a file whose examination ended before its time."""
    finding, value = _unread(Unread("全文", why, PART), f"sha256:{digest}")
    return finding._replace(path=shortened(path, LONGEST_PATH)), value


def _digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def _of_parts(parts: list[Read], body: bytes, budget: Budget) -> Iterator[Told]:
    digest = _digest(body)
    try:
        for part in telling(parts):
            budget.tick()
            if isinstance(part, Piece):
                yield from _of_piece(part, budget)
            elif isinstance(part, Unread):
                yield _unread(part, digest)
            else:
                about = (part.place, _covered(part), part.remedy)
                yield PrivacyFinding(TRACE, part.kind, part.severity, "", *about), digest
    except Spent as spent:
        yield _unread(Unread("全文", f"{spent}，没有全部检查", PART), digest)


def _unread(part: Unread, digest: str) -> Told:
    remedy = f"{part.remedy}；人工看过的，允许清单写 {digest}"
    return PrivacyFinding(
        UNREAD, "未能检查", Severity.BLOCK, "", part.place, part.why, remedy
    ), digest


def _kept_inside(known: Known, parts: list[Read], body: bytes, budget: Budget) -> Iterator[Told]:
    """Known private values, in the texts of a file and in its bytes."""
    found = dict[Private, list[str]]()
    try:
        for private, place in known.places(_texts(parts), body, budget):
            found.setdefault(private, []).append(place)
    except Spent as spent:
        yield _unread(Unread("全文", f"{spent}，没有全部检查", PART), _digest(body))
    for private, places in found.items():
        says = f"{private.item}的“{private.title}”，是台账里不公开的{private.why.value}".lstrip(
            "的"
        )
        place = places[0] + (f"等{len(places)}处" if len(places) > 1 else "")
        remedy = "删去，并查明是从哪里带出来的"
        about = (PRIVATE, "台账中不公开的内容", Severity.BLOCK, "", place, says, remedy)
        yield PrivacyFinding(*about), private.value


def _uncovered(covering: Covering, body: bytes, budget: Budget) -> Iterator[Told]:
    """Places of a redacted copy whose words are those of the original."""
    for where in still_there(covering.original, body, covering.redaction, budget):
        says, remedy = "遮盖处的文字和原件一样，还在文件里", "删去文字以后再导出，不要只盖黑块"
        told = (COVERED, "遮盖无效", Severity.BLOCK, "", where, says, remedy)
        yield PrivacyFinding(*told), _digest(body)


def _without(finding: PrivacyFinding, private: list[str]) -> PrivacyFinding:
    """A finding whose excerpt does not tell what another one keeps to itself."""
    excerpt = finding.excerpt
    for value in private:
        excerpt = excerpt.replace(value, "*" * len(value))
    return finding._replace(excerpt=excerpt)


def _texts(parts: list[Read]) -> Iterator[Piece]:
    for part in parts:
        if isinstance(part, Trace):
            yield Piece(part.place, part.says)
        elif isinstance(part, Piece):
            yield part


def _covered(trace: Trace) -> str:
    """A trace's own words with all that the detectors find in them covered."""
    text = fold(trace.says)
    return cut(covered(text, look(text, "")), 0, len(text))


_heading = lru_cache(maxsize=1_000)(fold)


def _of_piece(piece: Piece, budget: Budget) -> Iterator[Told]:
    if len(piece.text) < SHORTEST and piece.text.isascii():
        return
    lines, heading = 1, _heading(piece.heading)
    for text, begins, ends in windows(fold(piece.text)):
        budget.tick(len(text) // PER_WORK)
        found = look(text, heading)
        shown = covered(text, found) if found else ""
        for detector, hit in found:
            if begins <= hit.start < ends:
                line = f"第{lines + text.count(LINE, 0, hit.start)}行" if piece.lines else ""
                severity = Severity.BLOCK if hit.sure else Severity.WARN
                about = (detector.id, detector.title, severity, "", piece.place + line)
                yield (
                    PrivacyFinding(*about, cut(shown, hit.start, hit.end), detector.remedy),
                    hit.value,
                )
        lines += text.count(LINE, 0, ends - OVERLAP) if ends < len(text) else 0
