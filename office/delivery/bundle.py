"""The three that go together (三同步): a decision, its interpretation, its questions and answers."""

import hashlib
import json
from datetime import date
from typing import Any, NamedTuple

from catalog.public import PublicDossier
from catalog.public.item import PublicDocument
from catalog.public.outcome import PublicInterpretation, PublicResult
from catalog.record import DocumentKind
from pages.formats.address import base
from pages.website import item_path

THE_THREE = (DocumentKind.FINAL, DocumentKind.INTERPRETATION, DocumentKind.QUESTIONS)
STEPS = ("disclosure.publication", "disclosure.interpretation")


class Bundle(NamedTuple):
    """What is told of a decision that is out; its files are named, not read."""

    public: PublicDossier
    result: PublicResult
    interpretation: PublicInterpretation
    documents: tuple[PublicDocument, ...]

    @property
    def out_on(self) -> date:
        """The day from which all of it is public."""
        days = (document.released_on for document in self.documents)
        return max(self.result.published_on, self.interpretation.published_on, *days)

    @property
    def address(self) -> str:
        """The address of the item's page."""
        return f"{base(self.public.catalog.authority)}{folder(self.public)}/"

    @property
    def about(self) -> dict[str, Any]:
        """All that is told, as data."""
        result, other = self.result, self.interpretation
        return {
            "item": self.public.id,
            "authority": self.public.catalog.authority.name,
            "title": result.title,
            "doc_no": result.doc_no,
            "index_no": result.index_no,
            "summary": result.summary,
            "formed_on": _day(result.formed_on),
            "published_on": _day(result.published_on),
            "effective_on": _day(result.effective_on),
            "expires_on": _day(result.expires_on),
            "interpretation": {
                "title": other.title,
                "published_on": _day(other.published_on),
                "contents": other.contents,
                "url": other.url,
                "apart_because": other.apart_because,
                "no_questions_because": other.no_questions_because,
            },
        }

    @property
    def substance(self) -> str:
        """A digest of what is told: neither the wording of our letter counts, nor a new address."""
        documents = [[d.kind.value, d.title, d.digest] for d in self.documents]
        text = json.dumps([self.about, documents], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def changed_because(self) -> str:
        """Why the decision or its interpretation was last corrected, as its page says."""
        steps = tuple(f"{self.public.id}#{step}." for step in STEPS)
        events = (e for e in self.public.events if e.id.startswith(steps) and e.reason)
        return next((event.reason for event in events), "")

    @property
    def words(self) -> str:
        """In what a subscriber's topics are looked for."""
        return f"{self.public.name}\n{self.result.title}\n{self.public.catalog.topic}"


def folder(public: PublicDossier) -> str:
    """Where the item's page stands in its authority's site."""
    return item_path(public.catalog.year, public.no)


def trio(public: PublicDossier) -> Bundle | None:
    """The three of an item, or None until the decision and its interpretation are both out.

    A list that somebody compiled from another paper is nobody's to send.
    """
    result = public.result
    if result is None or result.interpretation is None or public.catalog.compiled_from:
        return None
    documents = tuple(d for d in public.documents if d.kind in THE_THREE and d.step in STEPS)
    if not any(d.kind is DocumentKind.FINAL for d in documents):
        return None
    ordered = tuple(sorted(documents, key=lambda d: THE_THREE.index(d.kind)))
    return Bundle(public, result, result.interpretation, ordered)


def _day(on: date | None) -> str | None:
    return on.isoformat() if on else None
