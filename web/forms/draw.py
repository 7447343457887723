"""Fields -> what a template prints of them: one object for each control, with what stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from catalog.forms.asked import needed
from catalog.forms.fields import Field, Kind
from web.forms.names import Files, Pairs, PaperFile, inside, is_rows, label, rows
from web.forms.read import put_right

HOW = {
    Kind.NUMBER: "整数",
    Kind.DAY: "年月日，如 2026-3-2",
    Kind.PLANNED: "如 2026年、2026年上半年、2026年第二季度、2026年6月",
}


class Widget(Enum):
    """How a control looks; a template part for each."""

    TEXT = "text"
    SHORT = "short"
    CHOICE = "choice"
    TICKS = "ticks"
    LINES = "lines"
    FILE = "file"
    """The file of a paper that was handed in: shown, not changed."""
    WHICH = "which"
    """One of the files that were handed in."""
    HIDDEN = "hidden"
    GROUP = "group"
    ROWS = "rows"


@dataclass(frozen=True)
class Message:
    """Something wrong with a field: what, what would satisfy it, and the article with the rule."""

    what: str
    remedy: str = ""
    article: str = ""
    rule: str = ""
    blocks: bool = True
    where: str = ""
    """What the field is called, for who reads it away from the field."""
    box: "Control | None" = None
    """The box for the reason that lifts the rule; its hidden parts lie in it."""


@dataclass(frozen=True)
class Option:
    """Something that may be chosen."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class Control:
    """A field on the page."""

    name: str
    title: str
    widget: Widget
    label: str
    """What messages call it."""
    values: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    hints: tuple[str, ...] = ()
    demand: str = ""
    """必填 and by which rules, or empty."""
    inner: tuple["Control", ...] = ()
    """The controls of a group; the rows of a list, each a group."""
    file: PaperFile | None = None
    messages: tuple[Message, ...] = ()
    theirs: str = ""
    """What somebody else typed here meanwhile, with who."""
    may_grow: bool = True
    """A list to which a row may be added by a button."""
    folded: bool = False
    """A group that may be left out and in which nothing stands: shown closed."""

    @property
    def value(self) -> str:
        """What stands in it."""
        return self.values[-1] if self.values else ""

    @property
    def described_by(self) -> str:
        """The ids of what describes it."""
        parts = (("-hint", self.hints), ("-wrong", self.messages), ("-theirs", self.theirs))
        return " ".join(f"{self.name}{end}" for end, there in parts if there)


def draw(
    fields: Iterable[Field],
    pairs: Pairs,
    files: Files,
    messages: Mapping[str, tuple[Message, ...]] | None = None,
    theirs: Mapping[str, str] | None = None,
) -> tuple[Control, ...]:
    """The controls of a form as they stand; messages and others' words by the name of a control."""
    pen = _Pen(pairs, files, messages or {}, theirs or {})
    return tuple(pen.field(each, "", "") for each in fields)


@dataclass(frozen=True)
class _Pen:
    pairs: Pairs
    files: Files
    messages: Mapping[str, tuple[Message, ...]]
    theirs: Mapping[str, str]

    def field(self, each: Field, at: str, called: str) -> Control:
        name, title = inside(at, each.name), each.title or each.name
        whole = label(called, title)
        drawn = self._bare(each, name, title, whole)
        return replace(
            drawn,
            demand=needed(each),
            messages=self.messages.get(name, ()),
            theirs=self.theirs.get(name, ""),
        )

    def _bare(self, each: Field, name: str, title: str, whole: str) -> Control:
        if is_rows(each):
            drawn = tuple(self._row(each, name, n, whole) for n in rows(self.pairs, name))
            return Control(name, title, Widget.ROWS, whole, inner=drawn, hints=_hints(each))
        if each.kind is Kind.GROUP:
            return self._grouped(each, name, title, whole)
        values = self.pairs.get(name, ())
        if each.kind is Kind.FILE:
            return self._file(name, title, whole, values)
        if each.many and not each.options:
            return self._lines(each, name, title, whole)
        options = _options(each, values)
        widget = _widget(each)
        if widget is Widget.SHORT:
            values = tuple(put_right(each.kind, value) for value in values)
        return Control(name, title, widget, whole, values, options, _hints(each))

    def _grouped(self, each: Field, name: str, title: str, whole: str) -> Control:
        inner = tuple(self.field(one, name, whole) for one in each.fields)
        start = f"{name}-"
        touched = any(
            value
            for pair, values in self.pairs.items()
            if pair.startswith(start)
            for value in values
        ) or any(one == name or one.startswith(start) for one in self.messages)
        folded = not (each.required or touched)
        return Control(
            name, title, Widget.GROUP, whole, inner=inner, hints=_hints(each), folded=folded
        )

    def _row(self, each: Field, name: str, number: int, whole: str) -> Control:
        at = inside(name, number)
        row = label("", whole, number + 1)
        inner = tuple(self.field(one, at, row) for one in each.fields)
        inner = tuple(sorted(inner, key=lambda one: one.widget is not Widget.FILE))
        wrong = self.messages.get(at, ())
        return Control(at, f"第{number + 1}项", Widget.GROUP, row, inner=inner, messages=wrong)

    def _file(self, name: str, title: str, whole: str, values: tuple[str, ...]) -> Control:
        kept = self.files.get(values[-1]) if values else None
        if "-redaction-" not in name:
            return Control(name, title, Widget.FILE, whole, values, file=kept)
        options = (Option("", "没有选", not values), *(
            Option(called, file.name, called in values) for called, file in self.files.items()
        ))  # fmt: skip
        return Control(name, title, Widget.WHICH, whole, values, options, file=kept)

    def _lines(self, each: Field, name: str, title: str, whole: str) -> Control:
        """One on each line; values with line ends of their own stand one below the other."""
        apart = rows(self.pairs, name)
        values = self.pairs.get(name, ())
        if not apart:
            return Control(
                name, title, Widget.LINES, whole, values, hints=("每行写一项", *_hints(each))
            )
        inner = tuple(
            Control(inside(name, n), f"第{n + 1}项", Widget.TEXT, label("", whole, n + 1),
                    self.pairs.get(inside(name, n), ()))
            for n in apart
        )  # fmt: skip
        return Control(name, title, Widget.GROUP, whole, inner=inner, hints=_hints(each))


def _widget(each: Field) -> Widget:
    if each.many:
        return Widget.TICKS
    if each.options:
        return Widget.CHOICE
    return Widget.SHORT if each.kind in HOW else Widget.TEXT


def _options(each: Field, chosen: tuple[str, ...]) -> tuple[Option, ...]:
    """What may be chosen; of several those that are stand first, in the order of the record."""
    if not each.options:
        return ()
    if each.many:
        order = [*(one for one in chosen if one in each.options), *each.options]
        return tuple(Option(one, one, one in chosen) for one in dict.fromkeys(order))
    unread = [one for one in chosen[-1:] if one and one not in each.options]
    listed = [*unread, *each.options]
    last = chosen[-1] if chosen else ""
    return (Option("", _unchosen(each), not last), *(Option(o, o, o == last) for o in listed))


def _unchosen(each: Field) -> str:
    """What it means that nothing is chosen."""
    default = each.default
    if isinstance(default, bool):
        return f"没有选（按“{'是' if default else '否'}”）"
    return f"没有选（按“{default.value}”）" if isinstance(default, Enum) else "没有选"


def _hints(each: Field) -> tuple[str, ...]:
    said = (HOW.get(each.kind, ""), each.help)
    return tuple(filter(None, said))
