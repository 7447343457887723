"""The public page of an item as it would be with a paper that is not on file yet: nothing is written."""

from dataclasses import replace

from catalog.dossier import Dossier
from catalog.ids import authority_of, catalog_of
from catalog.public.year import Year, disclose_years
from catalog.timezone import local_day
from office.settings.installation import Office
from office.settings.site_context import setting_of
from office.shown import shown_by
from pages.build.outputs import item_html, static
from pages.build.site import public_years


def preview(office: Office, dossier: Dossier) -> tuple[str, bytes] | None:
    """The path in the site and the page of an item on the office's day; None where it has none.

    Raises ShapeError or pages.html.theme.ForbiddenOverride where the settings of the website are wrong.
    """
    day = local_day(office.now())
    catalog = office.ledger().load(catalog_of(dossier.id), on=day)
    setting = setting_of(office, [catalog])
    told = replace(dossier.on(day), editions=shown_by(office))
    for book in public_years(disclose_years([Year(catalog, [told])], day), setting):
        for item in book.items:
            path, body = item_html(book.folder, item, setting)
            return f"{authority_of(dossier.id)}/{path}", body
    return None


def static_file(office: Office, name: str) -> bytes | None:
    """A style sheet or picture that the pages of an office name."""
    return static(setting_of(office, []).look).files.get(f"static/{name}")
