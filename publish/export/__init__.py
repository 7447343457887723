"""The page of an item as a file to hand round: the page object on paper, as PDF or for Word."""

from catalog.public import PublicDossier
from publish.export.paper import Paper
from publish.export.sheet import sheet
from publish.folders import static
from publish.frame import item_frame
from publish.item import item_page
from publish.look import ANYWHERE, Setting


def on_paper(public: PublicDossier, setting: Setting = ANYWHERE) -> Paper:
    """Lay out the page that the site shows, from the same page object."""
    page = item_page(setting.placed(public))
    return sheet(page, item_frame(page, static().assets, setting.site(page.authority)))
