"""The templates of what people reach with a browser: everything is escaped, a missing name an error."""

from datetime import date, datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from catalog.timezone import SHANGHAI

FOLDER = Path(__file__).parents[1] / "templates" / "web"
STATIC = FOLDER.parent / "static"


@cache
def environment() -> Environment:
    """The environment of every page; templates are compiled once in a process."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters["day"] = day
    made.filters["minute"] = minute
    return made


def render(template: str, **shown: object) -> str:
    """A page. Raises jinja2.TemplateError."""
    return environment().get_template(template).render(**shown)


def day(on: date) -> str:
    """A day in Chinese: 2026年3月2日."""
    return f"{on.year}年{on.month}月{on.day}日"


def minute(at: datetime) -> str:
    """A minute in Chinese, in Shanghai."""
    local = at.astimezone(SHANGHAI)
    return f"{day(local.date())}{local:%H:%M}"
