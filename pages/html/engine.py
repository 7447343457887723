"""Jinja2 set up for pages: everything is escaped, a name that is missing is an error, and it is fast.

Thousands of pages are rendered at a time, from objects only. So attributes are read as attributes
(not as items where there is no attribute), macros are called as they are, and pieces of text are
put together once per template instead of being handed up one by one.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from datetime import date
from functools import cache, lru_cache, partial
from keyword import iskeyword
from types import CodeType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape
from markupsafe import _escape_inner as escaped  # type: ignore[attr-defined]

from pages.html.theme import PLAIN, Theme, folders
from pages.model.wording import day

INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
INCLUDE = re.compile(r'{% include "([^"]+)" %}\n?')

Rendering = Callable[..., Iterator[str]]


class _Direct(CodeGenerator):
    """Compiles to what one would write by hand: attributes, calls, one list for all pieces."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        """`page.name` is `page.name`; a missing attribute raises AttributeError."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        """Names of templates, joined as plain text; printed, it would be escaped whole."""
        self.write("str_join((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Call(  # noqa: N802
        self, node: nodes.Call, frame: Frame, forward_caller: bool = False
    ) -> None:
        """Called at once: nothing that templates call asks for the context."""
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def visit_Include(self, node: nodes.Include, frame: Frame) -> None:  # noqa: N802
        """Where Jinja hands a text up past the list (`without context`), it is put into the list."""
        if node.with_context or frame.buffer is None:
            super().visit_Include(node, frame)
            return
        handed_up = self.temporary_identifier()
        self.writeline(f"def {handed_up}():")
        self.indent()
        super().visit_Include(node, frame)
        self.outdent()
        self.writeline(f"{frame.buffer}.extend({handed_up}())")

    def blockvisit(self, nodes: Iterable[nodes.Node], frame: Frame) -> None:
        """The whole of a template or block goes into one list, which is joined and given at once."""
        whole = frame.parent is None and frame.buffer is None
        if whole:
            self.buffer(frame)
        super().blockvisit(nodes, frame)
        if whole:
            self.writeline(f"yield concat({frame.buffer})")


class _Light(Template):
    """A template that makes no object for each text that it escapes."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """Take over the compiled template, with our own escaping and macros."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__.update(escape=_escape, Macro=_macro)
        return template


def _escape(value: object) -> str:
    """As markupsafe.escape; a plain text stays one, for it is joined at once and escaped no more."""
    if type(value) is str:
        return escaped(value)
    return value if type(value) is Markup else escape(value)


def _macro(
    environment: Environment, body: Callable[..., str], name: str, names: list[str], *more: bool
) -> Callable[..., Any]:
    """A macro; called with all its arguments in their order, it need not sort them out."""
    *special, _ = more
    whole, count = Macro(environment, body, name, names, *more), len(names)

    def called(*given: Any, **named: Any) -> Any:
        plain = len(given) == count and not named
        return _marked(body(*given)) if plain else whole(*given, **named)

    return whole if any(special) else called


_marked = partial(str.__new__, Markup)


@lru_cache(4096)
def _time(on: date) -> Markup:
    """A date that machines can read too."""
    return Markup(f'<time datetime="{on.isoformat()}">{day(on)}</time>')


class _Context(Context):
    """A context that knows no globals of its own: each include makes one, thirty on a page."""

    def __init__(
        self,
        environment: Environment,
        parent: dict[str, Any],
        name: str | None,
        blocks: dict[str, Rendering],
        globals: MutableMapping[str, Any] | None = None,
    ) -> None:
        self.environment, self.parent, self.name = environment, parent, name
        self.vars, self.exported_vars, self.globals_keys = {}, set(), set()
        self.eval_ctx = _evaluation(environment)
        self.blocks = {of: [block] for of, block in blocks.items()}


@cache
def _evaluation(environment: Environment) -> EvalContext:
    """What is escaped, which is everything everywhere."""
    return EvalContext(environment)


class _Environment(Environment):
    """Finds a template that it has found before without asking the file system or any lock."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self._found: dict[object, Template] = {}

    def get_template(
        self,
        name: str | Template,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,
    ) -> Template:
        """The template of a name. Raises TemplateNotFound."""
        if name not in self._found:
            self._found[name] = super().get_template(name, parent, globals)
        return self._found[name]

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """One dict: what every template knows is settled before the first is loaded."""
        return {**self.globals, **(d or {})}


class _Tight(FileSystemLoader):
    """Loads templates without indentation, and with what they include in its place.

    Both once, where stripping a page and looking up thirty templates would cost each time.
    """

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """The source of a template. What is included under a fixed name knows the same names."""
        source, path, fresh = super().get_source(environment, template)
        whole = INCLUDE.sub(lambda name: self._within(environment, name[1]), source)
        return INDENT.sub("", whole), path, fresh

    def _within(self, environment: Environment, template: str) -> str:
        """A source without its last line end, as Jinja leaves it out of what is included."""
        return self.get_source(environment, template)[0].removesuffix("\n")


@cache
def environment(look: Theme = PLAIN) -> Environment:
    """The environment of all pages in the same looks; templates are compiled once in a process."""
    made = _Environment(
        loader=_Tight(folders(look)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.code_generator_class, made.template_class = _Direct, _Light
    made.context_class = _Context
    made.filters["day"] = _time
    made.globals["layout"] = "fragment.html" if look.fragment else "base.html"
    return made
