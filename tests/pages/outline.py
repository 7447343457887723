"""The visible text of a page as an outline: one line for each heading, fact, row and link."""

import re

from tests.pages.reading import Element, read

LINES = {
    "h1": "# ",
    "h2": "## ",
    "h3": "### ",
    "caption": "[表] ",
    "th": "| ",
    "td": "| ",
    "li": "- ",
}
LINES |= {"p": "", "dt": "? ", "dd": "= "}


def outline(html: str) -> str:
    """The main part of a page, line by line, in the order of reading."""
    page = read(html)
    inside = False
    lines = []
    for element in page.elements:
        inside = (inside or element.tag == "main") and element.tag != "footer"
        if inside and element.tag in LINES and not _holds_lines(element):
            text = re.sub(r"\s+", " ", element.text).strip()
            lines.append(f"{LINES[element.tag]}{text}")
    return "\n".join(line for line in lines if line.strip("|-?= ")) + "\n"


def _holds_lines(element: Element) -> bool:
    return element.holds_blocks
