"""Our templates in Hugo's language, node by node, so that both build the same pages.

Only what our templates use is known; anything else raises Unknown and says what it was.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jinja2 import Environment, nodes

OPERATORS = {"eq": "eq", "ne": "ne", "gt": "gt", "gteq": "ge", "lt": "lt", "lteq": "le"}
ARITHMETIC = {nodes.Add: "add", nodes.Sub: "sub", nodes.Mul: "mul"}
LAYOUT = "base.html"
"""What pages extend where the looks do not say otherwise."""

TIME = '<time datetime="{{{{ {0} }}}}">{{{{ time.Format "2006年1月2日" {0} }}}}</time>'
"""The filter `day`."""


class Unknown(TypeError):
    """A template uses something that is not translated yet."""


class Translation:
    """The partials that one page template becomes; `files` fills while they are met."""

    def __init__(self, templates: Path, given: tuple[str, ...]) -> None:
        self._templates = templates
        self._environment = Environment(trim_blocks=True, lstrip_blocks=True)
        self._given = given
        self.arguments: dict[str, tuple[str, ...]] = {}
        self.files: dict[str, str] = {}

    def page(self, name: str) -> str:
        """The layout of a page: its base with the blocks filled in."""
        child = self._parsed(name)
        for imported in child.find_all(nodes.Import):
            self.imported(imported)
        blocks = {b.name: b for b in child.find_all(nodes.Block)}
        base = next(child.find_all(nodes.Extends)).template
        named = str(base.value) if isinstance(base, nodes.Const) else LAYOUT
        head = "".join(f"{{{{ $p_{n} := .Params.{n} }}}}" for n in self._given)
        scope = _Scope(self, self._given, blocks)
        return head + scope.body(self._parsed(named).body)

    def partial(self, name: str, known: tuple[str, ...]) -> None:
        """Translate an included template once."""
        path = f"_partials/{name}"
        if path not in self.files:
            self.files[path] = ""
            self.files[path] = _named(known) + _Scope(self, known).body(self._parsed(name).body)

    def imported(self, node: nodes.Import) -> None:
        """Translate the macros that an import brings: a partial each."""
        assert isinstance(node.template, nodes.Const)
        macros = list(self._parsed(node.template.value).find_all(nodes.Macro))
        self.arguments |= {m.name: tuple(a.name for a in m.args) for m in macros}
        for macro in macros:
            known, path = self.arguments[macro.name], f"_partials/macro-{macro.name}.html"
            if path not in self.files:
                self.files[path] = _named(known) + _Scope(self, known).body(macro.body)

    def under(self, folder: str) -> list[str]:
        """Every template of a folder, where the name of one is worked out."""
        found = sorted((self._templates / folder).glob("*.html"))
        return [f"{folder}{path.name}" for path in found]

    def _parsed(self, name: str) -> nodes.Template:
        return self._environment.parse((self._templates / name).read_text("utf-8"))


def _named(known: Iterable[str]) -> str:
    """A partial is handed one dict: give its parts their names back."""
    return "".join(f"{{{{ $p_{name} := .{name} }}}}" for name in known)


class _Scope:
    """The translation of a piece of a template, with the names that it knows."""

    def __init__(
        self,
        into: Translation,
        known: tuple[str, ...],
        blocks: dict[str, nodes.Block] | None = None,
    ) -> None:
        self._into, self._known, self._blocks, self._loops = into, known, blocks or {}, 0

    def body(self, found: Iterable[nodes.Node]) -> str:
        return "".join(piece for node in found for piece in self._node(node))

    def _inside(self, *names: str) -> "_Scope":
        scope = _Scope(self._into, tuple(dict.fromkeys((*self._known, *names))), self._blocks)
        scope._loops = self._loops + 1
        return scope

    def _node(self, node: nodes.Node) -> Iterator[str]:
        match node:
            case nodes.Output():
                yield from self._output(node)
            case nodes.If():
                yield from self._if(node)
            case nodes.For():
                yield self._for(node)
            case nodes.With():
                yield from self._with(node)
            case nodes.Include():
                yield self._include(node.template)
            case nodes.Import():
                self._into.imported(node)
            case nodes.Block():
                yield self.body(self._blocks.get(node.name, node).body)
            case nodes.Extends() | nodes.Macro():
                pass
            case _:
                raise Unknown(node)

    def _output(self, node: nodes.Output) -> Iterator[str]:
        before = ""
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                before = part.data
                yield before
            elif isinstance(part, nodes.Filter) and part.name == "day" and part.node:
                yield TIME.format(self.value(part.node))
            elif isinstance(part, nodes.Filter) and part.name == "safe" and part.node:
                yield f"{{{{ {self.value(part.node)} | safeJS }}}}"
            elif isinstance(part, nodes.Call):
                yield self._call(part)
            else:
                safe = " | safeURL" if before.endswith('href="') else ""
                yield f"{{{{ {self.value(part)}{safe} }}}}"

    def _if(self, node: nodes.If) -> Iterator[str]:
        yield f"{{{{ if {self.value(node.test)} }}}}{self.body(node.body)}"
        for other in node.elif_:
            yield f"{{{{ else if {self.value(other.test)} }}}}{self.body(other.body)}"
        yield f"{{{{ else }}}}{self.body(node.else_)}{{{{ end }}}}"

    def _for(self, node: nodes.For) -> str:
        index, over = f"$i{self._loops}", self.value(node.iter)
        if isinstance(node.target, nodes.Name):
            name = node.target.name
            body = self._inside(name).body(node.body)
            return f"{{{{ range {index}, $p_{name} := {over} }}}}{body}{{{{ end }}}}"
        names = [n.name for n in node.target.find_all(nodes.Name)]
        each = "".join(f"{{{{ $p_{n} := index . {k} }}}}" for k, n in enumerate(names))
        return f"{{{{ range {over} }}}}{each}{self._inside(*names).body(node.body)}{{{{ end }}}}"

    def _with(self, node: nodes.With) -> Iterator[str]:
        names = [t.name for t in node.targets if isinstance(t, nodes.Name)]
        yield "{{ if true }}"
        for name, given in zip(names, node.values, strict=True):
            yield f"{{{{ $p_{name} := {self.value(given)} }}}}"
        yield f"{self._inside(*names).body(node.body)}{{{{ end }}}}"

    def _include(self, name: nodes.Expr) -> str:
        known = " ".join(f'"{n}" $p_{n}' for n in self._known)
        if isinstance(name, nodes.Const):
            self._into.partial(name.value, self._known)
            path = f'"{name.value}"'
        else:
            first = next(name.find_all(nodes.Const)).value
            for one in self._into.under(first):
                self._into.partial(one, self._known)
            path = self.value(name)
        return f"{{{{ partial {path} (dict {known}) }}}}"

    def value(self, node: nodes.Node) -> str:
        """An expression, in brackets where it is more than a name."""
        match node:
            case nodes.Const(value=str(text)):
                return f"`{text}`"
            case nodes.Const(value=bool() | int() as number):
                return str(number).lower()
            case nodes.Name(name=name):
                return f"$p_{name}"
            case nodes.Getattr(node=nodes.Name(name="loop"), attr="index0"):
                return f"$i{self._loops - 1}"
            case nodes.Getattr(node=of, attr="value"):  # an enumeration, whose value is in the JSON
                return self.value(of)
            case nodes.Getattr(node=of, attr=attr):
                return f"{self.value(of)}.{attr}"
            case nodes.Getitem(node=of, arg=nodes.Slice(start=None, stop=stop)) if stop:
                return f"(substr {self.value(of)} 0 {self.value(stop)})"
            case nodes.Getitem(node=of, arg=arg):
                return f"(index {self.value(of)} {self.value(arg)})"
            case nodes.Tuple(items=items) | nodes.List(items=items):
                return f"(slice {' '.join(map(self.value, items))})"
            case nodes.Filter(node=of, name="length") if of:
                return f"(len {self.value(of)})"
            case nodes.Not(node=of):
                return f"(not {self.value(of)})"
            case nodes.And(left=left, right=right):
                return f"(and {self.value(left)} {self.value(right)})"
            case nodes.Or(left=left, right=right):
                return f"(or {self.value(left)} {self.value(right)})"
            case nodes.CondExpr(test=test, expr1=yes, expr2=no):
                other = self.value(no) if no else '""'
                return f"(cond (not (not {self.value(test)})) {self.value(yes)} {other})"
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=op, expr=right)]):
                return f"({OPERATORS[op]} {self.value(left)} {self.value(right)})"
            case nodes.Add() | nodes.Sub() | nodes.Mul():
                both = f"{self.value(node.left)} {self.value(node.right)}"
                return f"({ARITHMETIC[type(node)]} {both})"
            case nodes.Concat(nodes=parts):
                return f"(print {' '.join(map(self.value, parts))})"
        raise Unknown(node)

    def _call(self, call: nodes.Call) -> str:
        match call.node:
            case nodes.Getattr(attr=macro) | nodes.Name(name=macro):
                names = self._into.arguments[macro]
                pairs = zip(names, call.args, strict=True)
                given = " ".join(f'"{n}" {self.value(a)}' for n, a in pairs)
                return f'{{{{ partial "macro-{macro}.html" (dict {given}) }}}}'
        raise Unknown(call)
