"""No build carries a private value, in any file or encoding; and one that does is found out."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import catalog.public.consultations as consultations
import catalog.public.documents as documents
import catalog.public.events as events
import pages.build.outputs as folders
from catalog.dossier import Dossier
from catalog.private import Private, Why, private_values
from catalog.public import disclose, disclose_catalog
from catalog.public.year import Year, disclose_years
from catalog.stages import STEPS
from catalog.stages.decision import Representative
from catalog.stages.entry import OF_THE_YEAR
from catalog.stages.expert_review import Expert
from checks.privacy import Allowed, Inside, Known, scan
from office.private_data import inside_of
from office.settings.installation import Office
from pages.build.site import public_years
from pages.export import on_paper, year_on_paper
from pages.export.fonts import NoFont, faces
from pages.export.pdf import pdf
from pages.export.word import word
from pages.formats.address import base
from pages.formats.json_ld import graph
from pages.html.theme import PLAIN, SiteContext, Theme
from pages.model.view import revised
from tests.pages import dossiers
from tests.pages.conftest import HEAD
from tests.pages.demo import AS_OF as DEMO_DAY
from tests.pages.demo import demonstrated
from tests.pages.dossiers import AS_OF, STORE, catalog_dossier
from tests.pages.edition import build, build_edition
from tests.pages.planting import MARK, Aviary, all_texts, private_places
from tests.pages.test_private_data import a_life_full_of_secrets

LATER = date(2027, 6, 1)
BY_CONSENT = {(Expert, "name"), (Expert, "unit"), (Representative, "name")}
"""Public where the person consented, else private."""
RECORDS = Path(__file__).parents[1] / "records"
Files = Mapping[str, bytes]
Build = Callable[[Dossier], Files]


def lives() -> list[Dossier]:
    """Dossiers with every record that there is."""
    held: dict[str, list[Any]] = {}
    for path in sorted(RECORDS.glob("*.json")):
        step = ".".join(path.name.split(".")[:2])
        held.setdefault(step, []).append(STEPS[step].record.model_validate_json(path.read_bytes()))
    whole = dossiers.filing(1, "什么都有")
    for step in (
        s for s in STEPS if s in held and s not in OF_THE_YEAR and not s.endswith("exemption")
    ):
        whole.file(held[step][-1], date(2026, 6, 1), step)
    exempt = dossiers.filing(2, "有一项不适用")
    exempt.file(held["risk_assessment.exemption"][0], date(2026, 6, 1), "risk_assessment.exemption")
    announced = dossiers.filing(3, "只公告了听证")
    only = "consultation.notice", "consultation.hearing_notice", "risk_assessment.notice"
    for step in only:
        announced.file(held[step][-1], date(2026, 6, 1), step)
    told = (whole, exempt, announced)
    return [*dossiers.samples().values(), a_life_full_of_secrets(), *(one.dossier for one in told)]


def a_called_year() -> Dossier:
    """A year for which the public was asked for matters to decide."""
    call = STEPS["entry.call"].record.model_validate_json(
        (RECORDS / "entry.call.json").read_bytes()
    )
    year = catalog_dossier()
    more = {"step": "entry.call", "seq": 2, "record": call}
    return year.with_entry(year.entries[0].model_copy(update=more))


def test_every_text_is_either_listed_as_private_or_published_somewhere() -> None:
    """A field that fails here is new: publish it, or list it in catalog/private.py."""
    aviary, told = Aviary(all_texts()), ""
    catalogs = {place for place in all_texts() if place[0].__module__ == "catalog.annual"}
    for life in lives():
        told += disclose(aviary.dossier(life), LATER).model_dump_json()
    told += disclose_catalog(aviary.dossier(a_called_year()), LATER).model_dump_json()
    reached = aviary.in_text(told)
    assert set(aviary.planted.values()) | catalogs == all_texts()
    named = lambda places: {f"{model.__name__}.{name}" for model, name in places}  # noqa: E731
    assert named(reached & private_places()) <= named(BY_CONSENT)
    assert named(all_texts() - reached - private_places() - catalogs) == set()


def test_the_list_of_what_is_private_names_fields_that_there_are() -> None:
    assert private_places() <= all_texts()


def full_of_canaries(aviary: Aviary) -> Dossier:
    """A life with every record that there is, and a canary in every private field of it."""
    life = aviary.dossier(a_life_full_of_secrets())
    here = {entry.step for entry in life.entries}
    more = [e for one in lives()[-3:] for e in one.entries if e.step not in here]
    bare = [
        e.model_copy(update={"record": e.record.model_copy(update={"documents": ()})}) for e in more
    ]
    added = aviary.dossier(Dossier(life.id, tuple(bare)))
    entries = enumerate((*life.entries, *added.entries), 1)
    return replace(life, entries=tuple(e.model_copy(update={"seq": n}) for n, e in entries))


@pytest.fixture(scope="module")
def aviary() -> Aviary:
    return Aviary(private_places())


@pytest.fixture(scope="module")
def secret(aviary: Aviary) -> Dossier:
    return full_of_canaries(aviary)


@pytest.fixture(scope="module")
def inside(aviary: Aviary, secret: Dossier) -> Inside:
    """The search for every canary."""
    values = [Private(secret.id, place[1], Why.PERSON, v) for v, place in aviary.planted.items()]
    return Inside(Known(values), {})


def site(dossier: Dossier, look: Theme = PLAIN) -> Files:
    years = [Year(catalog_dossier(), [dossier])]
    edition = build(years, AS_OF, HEAD, STORE.__getitem__, SiteContext(look=look))
    return {**edition.files, "manifest.json": edition.manifest}


def on_papers(dossier: Dossier) -> Files:
    try:
        faces()
    except NoFont as missing:
        pytest.skip(str(missing))
    paper = on_paper(disclose(dossier, AS_OF), SiteContext())
    return {"item.pdf": pdf(paper), "item.docx": word(paper)}


def years_on_papers(dossier: Dossier) -> Files:
    try:
        faces()
    except NoFont as missing:
        pytest.skip(str(missing))
    (book,) = public_years(disclose_years([Year(catalog_dossier(), [dossier])], AS_OF))
    paper = year_on_paper(book.page)
    return {"year.pdf": pdf(paper), "year.docx": word(paper)}


BUILDS: dict[str, Build] = {
    "site": site,
    "fragment": lambda dossier: site(dossier, Theme(fragment=True)),
    "search": lambda dossier: site(dossier, Theme(search=True)),
    "exports": on_papers,
    "exports of a year": years_on_papers,
}


def leaks(files: Files, inside: Inside) -> set[str]:
    """The files in which a private value or paper was found."""
    report = scan(files, Allowed(AS_OF), inside)
    return {found.path for found in report.blocking if found.detector == "private"}


def test_every_private_field_carries_a_canary(aviary: Aviary, secret: Dossier) -> None:
    assert set(aviary.planted.values()) == private_places()
    told = " ".join(entry.model_dump_json() for entry in secret.entries)
    told += " ".join(o.model_dump_json() for some in secret.opinions.values() for o in some)
    assert aviary.in_text(told) == private_places()


@pytest.mark.parametrize("build_of", BUILDS)
def test_no_canary_is_in_any_file_of_a_build(
    build_of: str, secret: Dossier, inside: Inside
) -> None:
    files = BUILDS[build_of](secret)
    assert not leaks(files, inside)
    assert not [path for path, body in files.items() if MARK.encode() in body]


def test_the_search_of_an_office_gathers_the_same_values(aviary: Aviary, secret: Dossier) -> None:
    assert {private.value for private in private_values(secret)} >= set(aviary.planted)


Patch = Callable[[pytest.MonkeyPatch], None]


def opinions_with_their_givers(patch: pytest.MonkeyPatch) -> None:
    real = consultations._opinion
    patch.setattr(
        consultations,
        "_opinion",
        lambda o: real(o).model_copy(update={"summary": f"{o.person}：{o.summary}"}),
    )


def contacts_in_the_clauses(patch: pytest.MonkeyPatch) -> None:
    real = consultations._opinion
    patch.setattr(
        consultations, "_opinion", lambda o: real(o).model_copy(update={"clause": o.contact})
    )


def files_under_their_own_names(patch: pytest.MonkeyPatch) -> None:
    real = documents._public
    patch.setattr(
        documents,
        "_public",
        lambda d, *told: real(d, *told).model_copy(update={"title": d.name}),
    )


def updates_with_who_filed(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(events, "_why", lambda entry: f"经办人{entry.actor.name}")


def withheld_papers_for_download(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(documents, "_goes_out", lambda _entry, _document: True)


EXITS: dict[Patch, set[str]] = {
    opinions_with_their_givers: {"index.html", "item.json", "opinions-1.csv"},
    contacts_in_the_clauses: {"index.html", "item.json", "opinions-1.csv"},
    files_under_their_own_names: {"index.html", "item.json", "item.jsonld", "attachments.csv"},
    updates_with_who_filed: {"index.html", "item.json", "feed.atom"},
}
"""A fault in the way to the public, and the files of the item in which it must be found."""


@pytest.mark.parametrize("fault", EXITS, ids=lambda fault: fault.__name__)
def test_a_leak_is_found_in_every_file_that_it_reaches(
    fault: Patch, secret: Dossier, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    found = leaks(site(secret, Theme(search=True)), inside)
    own = "shmzj/zwgk/zdjc/2026/01/"
    assert {f"{own}{name}" for name in EXITS[fault]} <= found
    assert any("pagefind/fragment/" in path for path in found)


@pytest.mark.parametrize("fault", [opinions_with_their_givers, updates_with_who_filed])
def test_a_leak_is_found_in_what_is_exported(
    fault: Patch, secret: Dossier, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault(monkeypatch)
    assert leaks(on_papers(secret), inside) == {"item.pdf", "item.docx"}


@pytest.mark.parametrize(
    "twin", ["item.json", "item.jsonld", "timeline.ics", "attachments.csv", "feed.atom"]
)
def test_a_leak_in_one_twin_alone_is_found(
    twin: str, secret: Dossier, inside: Inside, aviary: Aviary, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if that twin alone were written from something that is not public."""
    real, culprit = folders.item_twins, next(iter(aviary.planted))

    def leaking(page: Any, nodes: str) -> Any:
        told = page.model_copy(
            update={
                "name": culprit,
                "files": tuple(revised(f, title=culprit) for f in page.files),
                "moments": tuple(revised(m, title=culprit) for m in page.moments),
            }
        )
        leaked = dict(real(told, graph(told, base(told.authority))))
        return ((n, leaked[n] if n == twin else body) for n, body in real(page, nodes))

    monkeypatch.setattr(folders, "item_twins", leaking)
    assert leaks(site(secret), inside) == {f"shmzj/zwgk/zdjc/2026/01/{twin}"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return demonstrated(tmp_path_factory.mktemp("canaries") / "office")


@pytest.fixture(scope="module")
def of_demo(office: Office) -> Inside:
    found = inside_of(office)
    assert found
    return found


def test_every_private_value_of_the_demonstration_says_that_it_is_invented(of_demo: Inside) -> None:
    invented = re.compile(r"演示|^139000\d{5}$|@yanshi\.example$")
    assert len(of_demo.known.values) > 90
    assert [v for v in of_demo.known.values if not invented.search(v.value)] == []


def test_every_paper_that_the_demonstration_withholds_carries_a_canary(
    office: Office, of_demo: Inside
) -> None:
    marks = [
        re.findall("演示内档\\d\\d号", office.documents.read(d).decode())
        for d in of_demo.known.papers
    ]
    assert len(marks) > 30
    assert all(len(mark) == 1 for mark in marks)
    assert len({mark[0] for mark in marks}) == len(marks)


@pytest.mark.parametrize("fragment", [False, True])
def test_nothing_private_is_in_any_file_of_the_demonstration(
    fragment: bool, office: Office, of_demo: Inside
) -> None:
    edition = build_edition(office, DEMO_DAY, fragment=fragment)
    assert not leaks(edition.files, of_demo)
    assert not [path for path, body in edition.files.items() if "演示内档".encode() in body]


def test_a_withheld_paper_put_out_for_download_is_found(
    office: Office, of_demo: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    withheld_papers_for_download(monkeypatch)
    found = leaks(build_edition(office, DEMO_DAY).files, of_demo)
    assert any("/files/" in path for path in found)
