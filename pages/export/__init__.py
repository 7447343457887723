"""The page of an item or a year as a file to hand round: the page object as PDF or for Word."""

from catalog.public import PublicDossier
from publish.export.paper import Paper
from publish.export.sheet import sheet, year_sheet
from publish.folders import static
from publish.frame import catalog_frame, item_frame
from publish.item import item_page
from publish.look import ANYWHERE, Setting
from publish.page import CatalogPage


def on_paper(public: PublicDossier, setting: Setting = ANYWHERE) -> Paper:
    """Lay out the page that the site shows, from the same page object."""
    page = item_page(setting.placed(public))
    return sheet(page, item_frame(page, static().assets, setting.site(page.authority)))


def year_on_paper(page: CatalogPage, setting: Setting = ANYWHERE) -> Paper:
    """Lay out the page of a year, such as `publish.site.books` has it for the site."""
    return year_sheet(page, catalog_frame(page, static().assets, setting.site(page.authority)))
