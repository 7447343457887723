"""YAML as people write it by hand: what YAML would swallow silently is an error with its line.

Scalars stay text (a phone number keeps its zero, `2026` and `no` stay what was typed) and are typed
by the record they become; an empty value is left out, as if its key had not been written.
"""

from pathlib import Path
from typing import Any

import yaml

from catalog.parse import ShapeError
from storage.files.legible import legible


def read_yaml(path: Path) -> Any:
    """Read a YAML file. Raises ShapeError, naming file and line."""
    try:
        with legible(path):
            text = path.read_text("utf-8-sig")
        document = yaml.load(text, _Loader)
    except UnicodeDecodeError as wrong:
        raise ShapeError([f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8"]) from wrong
    except yaml.MarkedYAMLError as wrong:
        raise ShapeError([f"{path.name}{_line(wrong)}：{_said(wrong)}"]) from wrong
    except yaml.YAMLError as wrong:
        raise ShapeError([f"{path.name}：含有不能识别的字符，请用纯文本编辑器重新保存"]) from wrong
    if document is None:
        raise ShapeError([f"{path.name}：文件是空的"])
    return document


class _Loader(yaml.SafeLoader):
    """SafeLoader without numbers, dates and booleans, and with each key only once."""

    yaml_implicit_resolvers = {  # noqa: RUF012  PyYAML's own way of saying it
        first: [(tag, pattern) for tag, pattern in resolvers if tag == "tag:yaml.org,2002:null"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    found: dict[str, Any] = {}
    seen: set[str] = set()
    for key_node, value_node in node.value:
        if not isinstance(key_node, yaml.ScalarNode):
            raise yaml.MarkedYAMLError(problem="栏名应为文字", problem_mark=key_node.start_mark)
        key = key_node.value
        if key in seen:
            said = f"“{key}”写了两次，只能保留一处"
            raise yaml.MarkedYAMLError(problem=said, problem_mark=key_node.start_mark)
        seen.add(key)
        value = loader.construct_object(value_node, deep=True)
        if value is not None:
            found[key] = value
    return found


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _line(wrong: yaml.MarkedYAMLError) -> str:
    unfinished = wrong.context == "while scanning a simple key"  # noticed only on a later line
    mark = wrong.context_mark if unfinished else wrong.problem_mark
    return f"第{mark.line + 1}行" if mark else ""


def _said(wrong: yaml.MarkedYAMLError) -> str:
    problem = wrong.problem or ""
    if r"'\t'" in problem:
        return "用了制表符（Tab），请改用空格缩进"
    if not problem.isascii():
        return problem
    return f"写法不对，请核对缩进，冒号应为半角并在后面空一格（{problem}）"
