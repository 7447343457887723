"""The page of an item as a file to hand round: the page object on paper, as PDF or for Word."""

from catalog.public import PublicDossier
from publish.export.paper import Paper
from publish.export.sheet import sheet
from publish.folders import static
from publish.frame import item_frame
from publish.item import item_page


def on_paper(public: PublicDossier) -> Paper:
    """Lay out the page that the site shows, from the same page object."""
    page = item_page(public)
    return sheet(page, item_frame(page, static().assets))
