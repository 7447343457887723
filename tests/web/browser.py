"""What a browser sends of a form that it was given, without a script: the controls of HTML."""

from typing import Any

from lxml import html


def sent(page: str, changed: dict[str, str] | None = None) -> list[tuple[str, str]]:
    """The names and values of the successful controls of a form, in their order (HTML, 4.10.21.4).

    Line ends go out as CR LF; a field of one line has none.
    """
    found: list[tuple[str, str]] = []
    for control in html.fromstring(f"<form>{page}</form>").iter("input", "select", "textarea"):
        found += _control(control)
    return [(name, (changed or {}).get(name, value)) for name, value in found]


def _control(control: Any) -> list[tuple[str, str]]:
    name = control.get("name")
    if control.tag == "textarea":
        text = control.text or ""
        return [(name, text.removeprefix("\n").replace("\n", "\r\n"))]
    if control.tag == "select":
        options = control.findall("option")
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        return [(name, option.get("value")) for option in chosen]
    if control.get("type") == "checkbox":
        return [(name, control.get("value"))] if control.get("checked") is not None else []
    if control.get("type") == "file":
        return []
    if control.get("type") == "hidden":  # nobody types into it: it keeps its lines
        return [(name, (control.get("value") or "").replace("\n", "\r\n"))]
    value = (control.get("value") or "").replace("\n", "").replace("\r", "")
    return [(name, value)]
