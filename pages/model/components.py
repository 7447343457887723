"""The small things that pages are made of, in the words that are printed."""

from datetime import date

from pages.model.view import shown


@shown
class Link:
    """A link; `external` ones leave the site and say so."""

    href: str
    text: str
    external: bool = False


@shown
class Cite:
    """A piece of text that may name a clause and then links to it; `aloud` says of which text, for who hears it."""

    href: str
    text: str
    aloud: str = ""


@shown
class Chip:
    """A status: word, shape and colour class together, never colour alone."""

    word: str
    shape: str
    colour: str


@shown
class Banner:
    """Where the item stands in one sentence, the one thing to do, and what comes next if known."""

    now: str
    action: Link | None
    next: str


@shown
class Fact:
    """A term and what is known of it."""

    term: str
    values: tuple[str, ...]
    link: Link | None = None


@shown
class Mark:
    """One step of the timeline; `kind` is done, now, todo or none; `until` ends a period."""

    title: str
    word: str
    kind: str
    shape: str
    when: str
    anchor: str
    until: str = ""


@shown
class Covered:
    """A line of 遮盖记录: one place covered in a document that can be downloaded."""

    title: str
    path: str
    where: str
    reason: str
    on: date
    unit: str
    review: str


@shown
class File:
    """A document that can be downloaded; `path` is relative to the item's folder.

    Of a copy with places covered `redacted` says how many, and `covered` which.
    """

    title: str
    kind: str
    path: str
    format: str
    size: str
    pages: str
    released_on: date
    """The day of the edition that first showed it; before that is known, that of its filing."""
    sha256: str
    edition: int | None = None
    saved_as: str = ""
    """The name under which a browser saves it: as people name it, where the path has a digest."""
    redacted: str = ""
    covered: tuple[Covered, ...] = ()


@shown
class Exchanged:
    """A file that was public and is not any more; `path` was its address in the item's folder, `href` is where it
    is told now, `now` what stands in its place."""

    kind: str
    format: str
    path: str
    href: str
    since: date
    until: date
    became: str
    now: Link | None


@shown
class CoveredOfYear(Covered):
    """The same in the record of a year, with the item that the document belongs to."""

    no: int
    name: str


@shown
class Answer:
    """A row of the first screen: a mandatory disclosure, what there is to say, where it is told."""

    label: str
    said: str
    href: str


@shown
class Twin:
    """A page's content for machines: a file beside it, its media type and what it is called."""

    href: str
    type: str
    title: str


@shown
class Person:
    """A representative: class, and the name where there is consent."""

    who: str
    view: str
    reply: str


@shown
class Withheld:
    """A document that is not disclosed, or not without being asked for, told where it belongs."""

    what: str
    state: str
    reason: str
    review: str


@shown
class DutyRow:
    """One duty of the passport; `state` is done, not_applicable, not_yet or missing.

    `clause` is the article as printed, without the name of the order that most of them stand in.
    Evidence without an address is a record told of nowhere else.
    """

    slug: str
    title: str
    article: str
    clause: str
    state: str
    word: str
    shape: str
    colour: str
    on: date | None
    when: str
    due_on: date | None
    says: tuple[str, ...]
    evidence: tuple[Link, ...]


@shown
class Disclosed:
    """One integrated disclosure in a catalog row; no link where there is nothing yet."""

    tier: str
    label: str
    word: str
    href: str


@shown
class Row:
    """One item in the catalog's table."""

    no: int
    name: str
    href: str
    unit: str
    procedures: str
    planned: str
    chip: Chip
    status: str
    updated_on: date
    disclosed: tuple[Disclosed, ...]


@shown
class Opening:
    """A consultation in which one can still speak, and until when."""

    name: str
    href: str
    until: str


@shown
class IndexEntry:
    """A way into the site: a year, or an authority."""

    href: str
    text: str
    updated_on: date
    note: str = ""


@shown
class Count:
    """How many items stand at a status, and their part of the bar of the year in hundredths."""

    chip: Chip
    status: str
    number: int
    start: float
    width: float


@shown
class Change:
    """A dated change of the catalog."""

    on: date
    name: str
    kind: str
    reason: str
