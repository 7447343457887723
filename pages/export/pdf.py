"""Paper -> PDF: tagged, in Chinese, the same bytes every time.

The text goes to typst as data and is never part of its markup.
"""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from catalog.timezone import SHANGHAI
from pages.export.fonts import faces, showable
from pages.export.paper import Paper
from pages.html.theme import TEMPLATES

STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1 (ISO 14289-1): typst refuses to write a file without title, language or tags."""


def pdf(paper: Paper, fonts: Path | None = None) -> bytes:
    """Set the paper in type; `fonts` is a folder with further fonts. Raises NoFont."""
    found = faces(fonts)
    data = _showable(paper.model_dump(mode="json"), found.shown)
    written, warnings = typst.compile_with_warnings(
        TEMPLATES / "paper.typ",
        font_paths=found.found,
        sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
        pdf_standards=[STANDARD],
        timestamp=int(datetime.combine(paper.as_of, time(), SHANGHAI).timestamp()),
    )
    if warnings:  # typst sets a page with holes in it and only warns
        raise ValueError("；".join(warning.message for warning in warnings))
    return written


def _showable(value: Any, shown: frozenset[int]) -> Any:
    """The same value with every string in characters that the typefaces have."""
    match value:
        case str():
            return showable(value, shown)
        case list():
            return [_showable(one, shown) for one in value]
        case dict():
            return {key: _showable(one, shown) for key, one in value.items()}
    return value
