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

COMPUTED = {
    "whence": '(cond (eq {0}.channel "") {0}.source (printf `%s（%s）` {0}.source {0}.channel))',
    "alike": "(cond (eq {0}.points 1) `` (cond (gt {0}.points 0) (printf `同类意见%v条` {0}.points) `同类意见若干条`))",
}
"""What our objects work out of their fields (catalog.public.participation); the JSON has the fields alone."""

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
        self.macros: dict[str, nodes.Macro] = {}
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
        self.macros |= {macro.name: macro for macro in macros}
        for macro in macros:
            known, path = _names(macro), f"_partials/macro-{macro.name}.html"
            if path not in self.files and not _calls_back(macro):
                self.files[path] = ""
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


def _names(macro: nodes.Macro) -> tuple[str, ...]:
    return tuple(argument.name for argument in macro.args)


def _given(macro: nodes.Macro, call: nodes.Call) -> dict[str, nodes.Expr]:
    """What a call hands to each name of a macro, its own values for those left out."""
    names = _names(macro)
    left_out = dict(zip(names[len(names) - len(macro.defaults) :], macro.defaults, strict=True))
    return left_out | dict(zip(names, call.args, strict=False))


def _calls_back(macro: nodes.Macro) -> bool:
    return any(name.name == "caller" for name in macro.find_all(nodes.Name))


class _Scope:
    """The translation of a piece of a template, with the names that it knows."""

    def __init__(
        self,
        into: Translation,
        known: tuple[str, ...],
        blocks: dict[str, nodes.Block] | None = None,
    ) -> None:
        self._into, self._known, self._blocks = into, known, blocks or {}
        self._loops: tuple[str, ...] = ()
        """What each loop around goes over."""
        self._caller = ""
        """What stands where a macro calls back."""

    def body(self, found: Iterable[nodes.Node]) -> str:
        return "".join(piece for node in found for piece in self._node(node))

    def _inside(self, *names: str, over: str = "", caller: str = "") -> "_Scope":
        scope = _Scope(self._into, tuple(dict.fromkeys((*self._known, *names))), self._blocks)
        scope._loops = (*self._loops, over) if over else self._loops
        scope._caller = caller or self._caller
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
            case nodes.CallBlock():
                yield from self._call_block(node)
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
        index, over = f"$i{len(self._loops)}", self.value(node.iter)
        other = f"{{{{ else }}}}{self.body(node.else_)}" if node.else_ else ""
        if isinstance(node.target, nodes.Name):
            name = node.target.name
            body = self._inside(name, over=over).body(node.body)
            return f"{{{{ range {index}, $p_{name} := {over} }}}}{body}{other}{{{{ end }}}}"
        names = [n.name for n in node.target.find_all(nodes.Name)]
        each = "".join(f"{{{{ $p_{n} := index $each {k} }}}}" for k, n in enumerate(names))
        body = self._inside(*names, over=over).body(node.body)
        return f"{{{{ range {index}, $each := {over} }}}}{each}{body}{other}{{{{ end }}}}"

    def _call_block(self, node: nodes.CallBlock) -> Iterator[str]:
        """A macro that calls back stands where it is called, with what it calls in its place."""
        macro = self._into.macros[_macro(node.call)]
        given = _given(macro, node.call)
        yield "{{ if true }}"
        for name, value in given.items():
            yield f"{{{{ $p_{name} := {self.value(value)} }}}}"
        inside = self._inside(*given, caller=self.body(node.body))
        yield f"{inside.body(macro.body)}{{{{ end }}}}"

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
                return f"$i{len(self._loops) - 1}"
            case nodes.Getattr(node=nodes.Name(name="loop"), attr="index"):
                return f"(add $i{len(self._loops) - 1} 1)"
            case nodes.Getattr(node=nodes.Name(name="loop"), attr="last"):
                return f"(eq (add $i{len(self._loops) - 1} 1) (len {self._loops[-1]}))"
            case nodes.Getattr(node=of, attr="value"):  # an enumeration, whose value is in the JSON
                return self.value(of)
            case nodes.Getattr(node=of, attr=attr) if attr in COMPUTED:
                return COMPUTED[attr].format(self.value(of))
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
            case nodes.Compare(expr=left, ops=[nodes.Operand(op="in", expr=right)]):
                return f"(in {self.value(right)} {self.value(left)})"
            case nodes.Compare(expr=left, ops=[nodes.Operand(op="notin", expr=right)]):
                return f"(not (in {self.value(right)} {self.value(left)}))"
            case nodes.Compare(expr=left, ops=[nodes.Operand(op=op, expr=right)]):
                return f"({OPERATORS[op]} {self.value(left)} {self.value(right)})"
            case nodes.Add() | nodes.Sub() | nodes.Mul():
                both = f"{self.value(node.left)} {self.value(node.right)}"
                return f"({ARITHMETIC[type(node)]} {both})"
            case nodes.Concat(nodes=parts):
                return f"(print {' '.join(map(self.value, parts))})"
        raise Unknown(node)

    def _call(self, call: nodes.Call) -> str:
        name = _macro(call)
        if name == "caller":
            return self._caller
        given = _given(self._into.macros[name], call)
        pairs = " ".join(f'"{n}" {self.value(a)}' for n, a in given.items())
        return f'{{{{ partial "macro-{name}.html" (dict {pairs}) }}}}'


def _macro(call: nodes.Call) -> str:
    match call.node:
        case nodes.Getattr(attr=name) | nodes.Name(name=name):
            return name
    raise Unknown(call)
