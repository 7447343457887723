"""The page of an item or a year as a file to hand round: the page object as PDF or for Word."""

from catalog.public import PublicDossier
from pages.build.outputs import static
from pages.export.layout import sheet, year_sheet
from pages.export.paper import Paper
from pages.html.layout import catalog_frame, item_frame
from pages.html.theme import ANYWHERE, SiteContext
from pages.model.item_page import item_page
from pages.model.page import CatalogPage


def on_paper(public: PublicDossier, setting: SiteContext = ANYWHERE) -> Paper:
    """Lay out the page that the site shows, from the same page object."""
    page = item_page(setting.placed(public))
    return sheet(page, item_frame(page, static().assets, setting.site(page.authority)))


def year_on_paper(page: CatalogPage, setting: SiteContext = ANYWHERE) -> Paper:
    """Lay out the page of a year, such as `pages.build.site.books` has it for the site."""
    return year_sheet(page, catalog_frame(page, static().assets, setting.site(page.authority)))
