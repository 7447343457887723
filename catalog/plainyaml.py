"""YAML as far as people need it: groups, lists and texts, each written out where it stands.

What YAML has beyond that (references, tags, several documents) can make a few hundred bytes endless
or name a thing that no record knows; it is refused with its line, as is what is too deep or too much.
"""

import re
from typing import Any

import yaml

from catalog.errors import BadInput

MOST_BYTES = 4 * 1024**2
DEEPEST, MOST_NODES = 40, 100_000
"""Groups within groups, and texts, lists and groups in all; a record of ours has some six levels."""

NOT_UTF8 = "不是 UTF-8 编码，请另存为 UTF-8"
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SECOND = "but found another document"


class NotPlain(BadInput, ValueError):
    """A text that is no such YAML: `place` is its line or empty, `said` what is wrong, in Chinese."""

    def __init__(self, said: str, place: str = "") -> None:
        super().__init__(f"{place}：{said}" if place else said)
        self.said, self.place = said, place


class Bounded:
    """What a loader refuses before it makes anything of it; stands before a loader of PyYAML."""

    depth = nodes = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Compose one node and what is in it."""
        event = self.peek_event()  # type: ignore[attr-defined]
        self.nodes += 1
        self.depth += 1
        if wrong := self._wrong(event):
            raise yaml.MarkedYAMLError(problem=wrong, problem_mark=event.start_mark)
        node = super().compose_node(parent, index)  # type: ignore[misc]
        self.depth -= 1
        return node

    def _wrong(self, event: Any) -> str:
        if isinstance(event, yaml.AliasEvent):
            return f"不能用“*{str(event.anchor)[:20]}”引用别处的内容，请在这里写全"
        if event.anchor is not None:
            return f"不能用“&{event.anchor[:20]}”做记号，请去掉，用到的地方都写全"
        if event.tag is not None:
            return "不能用“!”开头的标记，请去掉；内容本身以“!”开头的，用引号括起来"
        if self.depth > DEEPEST:
            return f"一层套一层，超过{DEEPEST}层，请核对缩进和括号"
        if self.nodes > MOST_NODES:
            return f"内容过多，超过{MOST_NODES}项，请拆成几个文件；意见表请用电子表格"
        return self._unsaid(event) if isinstance(event, yaml.ScalarEvent) else ""

    def _unsaid(self, event: yaml.ScalarEvent) -> str:
        """What is wrong with a text; two halves of one character, as JSON writes them, become one."""
        try:
            event.value = event.value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            return "含有不完整的字符（\\ud800 至 \\udfff 只有一半），请重新输入"
        unseen = _UNSEEN.search(event.value)
        return f"含有看不见的控制字符（U+{ord(unseen[0]):04X}），请去掉" if unseen else ""


class Typed(Bounded, yaml.SafeLoader):
    """Of settings of ours, in which YAML itself tells numbers and dates from texts."""

    def construct_object(self, node: Any, deep: bool = False) -> Any:
        """Make of a node what it says; 2026-13-40 looks like a date and is none."""
        try:
            return super().construct_object(node, deep)
        except (ValueError, OverflowError) as wrong:
            said = "不是有效的日期或者数字"
            raise yaml.MarkedYAMLError(problem=said, problem_mark=node.start_mark) from wrong


class Verbatim(Bounded, yaml.BaseLoader):
    """Every value is the text that was typed, an empty one too."""


class Texts(Bounded, yaml.SafeLoader):
    """Every value is the text that was typed (a phone number keeps its zero, `2026` and `no` stay), an
    empty one is left out as if its key had not been written, and each key stands once."""

    yaml_implicit_resolvers = {  # noqa: RUF012  PyYAML's own way of saying it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: Texts, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="栏名应为文字", problem_mark=key_node.start_mark)
        key = key_node.value
        if key in seen:
            said = f"“{'↵'.join(key[:40].splitlines())}”写了两次，只能保留一处"
            raise yaml.MarkedYAMLError(problem=said, problem_mark=key_node.start_mark)
        seen.add(key)
        value = loader.construct_object(value_node, deep=True)
        if value is not None:
            found[key] = value
    return found


Texts.add_constructor("tag:yaml.org,2002:map", _mapping)


def parse_yaml(content: bytes, loader: type[Texts | Typed | Verbatim] = Texts) -> Any:
    """What the bytes of a YAML file say; None where they say nothing. Raises NotPlain."""
    if len(content) > MOST_BYTES:
        said = f"有{len(content) / 1024**2:.0f}兆字节，超过{MOST_BYTES // 1024**2}兆字节"
        raise NotPlain(f"{said}，请拆成几个文件")
    try:
        text = content.decode("utf-8-sig")
        reading = loader(text)
    except UnicodeDecodeError as wrong:
        raise NotPlain(NOT_UTF8) from wrong
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        said = f"含有不能识别的字符（U+{wrong.character:04X}），请用纯文本编辑器重新保存"
        raise NotPlain(said, f"第{line}行") from wrong
    try:
        return reading.get_single_data()
    except yaml.MarkedYAMLError as wrong:
        raise NotPlain(_said(wrong), _line(wrong)) from wrong
    except (ValueError, OverflowError) as wrong:  # \U99999999 is no character
        raise NotPlain("“\\”后面的不是字符，请去掉", f"第{reading.line + 1}行") from wrong
    finally:
        reading.dispose()


def _line(wrong: yaml.MarkedYAMLError) -> str:
    unfinished = wrong.context == "while scanning a simple key"  # noticed only on a later line
    mark = wrong.context_mark if unfinished else wrong.problem_mark
    return f"第{mark.line + 1}行" if mark else ""


def _said(wrong: yaml.MarkedYAMLError) -> str:
    problem = wrong.problem or ""
    if r"'\t'" in problem:
        return "用了制表符（Tab），请改用空格缩进"
    if problem == _SECOND:
        return "只能有一份内容，请删去多余的“---”"
    if not problem.isascii():
        return problem
    return f"写法不对，请核对缩进，冒号应为半角并在后面空一格（{problem[:100]}）"
