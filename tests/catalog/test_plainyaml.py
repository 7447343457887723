"""YAML as people hand it in: what would be endless, deep or other than it seems is one sentence."""

import time
from pathlib import Path

import pytest

from catalog import plainyaml
from catalog.lawchange import read_law
from catalog.parse import ShapeError
from catalog.plainyaml import MOST_BYTES, NotPlain, Typed, Verbatim, parse_yaml
from catalog.working_days import CalendarMissing, read_notice
from office.targets.credentials import credentials
from office.targets.errors import PermanentError
from storage.files.yaml import read_yaml


def bomb() -> bytes:
    """425 bytes that say a thousand million texts."""
    lines = ["a: &a [x,x,x,x,x,x,x,x,x]"]
    for n in range(1, 9):
        before, name = chr(96 + n), chr(97 + n)
        lines.append(f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]")
    return "\n".join(lines).encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    "a reference": (b"a: 1\nb: *c\n", "第2行：不能用“*c”引用别处的内容"),
    "an anchor": (b"a: 1\nb: &c {d: 1}\n", "第2行：不能用“&c”做记号"),
    "references without end": (bomb(), "第1行：不能用“&a”做记号"),
    "a list that holds itself": (b"a: &a [*a]", "第1行：不能用“&a”做记号"),
    "lists in lists": (b"[" * 10_000, "第1行：一层套一层，超过40层"),
    "groups in groups": (b"{a: " * 10_000, "第1行：一层套一层，超过40层"),
    "lists beneath lists": (b"- " * 10_000, "第1行：一层套一层，超过40层"),
    "questions in questions": (b"? " * 10_000, "第1行：一层套一层，超过40层"),
    "too many bytes": (b"#" * (MOST_BYTES + 1), "有4兆字节，超过4兆字节，请拆成几个文件"),
    "a tag of python": (b"a: !!python/object/apply:os.system [x]", "第1行：不能用“!”开头的标记"),
    "a tag of a number": (b'a: 1\nb: !!int "x"', "第2行：不能用“!”开头的标记"),
    "a tag of a time": (b"a: !!timestamp never", "第1行：不能用“!”开头的标记"),
    "a tag of bytes": (b"a: !!binary ====", "第1行：不能用“!”开头的标记"),
    "a tag of a set": (b"!!set {a, b}", "第1行：不能用“!”开头的标记"),
    "a tag of none": (b"a: ! x", "第1行：不能用“!”开头的标记"),
    "a tag of our own": (b"%TAG ! tag:x,1:\n---\na: !y x", "第3行：不能用“!”开头的标记"),
    "a tag that is undeclared": (b"a: !x!y z", "第1行：写法不对"),
    "a key of two lines twice": (b'"a\\nb": 1\n"a\\nb": 2\n', "第2行：“a↵b”写了两次"),
    "a key twice": (b"a: 1\nb: 2\na: 3\n", "第3行：“a”写了两次"),
    "a key that is a list": (b"? [a]\n: b", "第1行：栏名应为文字"),
    "two documents": (b"a: 1\n---\nb: 2\n", "第2行：只能有一份内容"),
    "a NUL": (b"a: 1\nb: \x00", "第2行：含有不能识别的字符（U+0000）"),
    "a NUL written out": (b'a: 1\nb: "\\0"', "第2行：含有看不见的控制字符（U+0000）"),
    "an escape": (b'a: "\\e[31m"', "第1行：含有看不见的控制字符（U+001B）"),
    "an escape in a key": (b'"a\\b": 1', "第1行：含有看不见的控制字符（U+0008）"),
    "half a character": (b'a: 1\nb: "\\ud83d"', "第2行：含有不完整的字符"),
    "half a character in a key": (b'"\\udc00": 1', "第1行：含有不完整的字符"),
    "no character": (b'a: 1\nb: "\\U00110000"', "第2行：“\\”后面的不是字符"),
    "one far beyond": (b'a: "\\UFFFFFFFF"', "第1行：“\\”后面的不是字符"),
    "not UTF-8": ("名: 值".encode("gb18030"), "不是 UTF-8 编码"),
    "UTF-16": ("名: 值".encode("utf-16"), "不是 UTF-8 编码"),
    "UTF-16 without a mark": ("a: 1".encode("utf-16-le"), "第1行：含有不能识别的字符"),
    "UTF-16 beyond ASCII": ("a: 名".encode("utf-16-be"), "第1行：含有不能识别的字符"),
    "a directive of another version": (b"%YAML 9.9\n---\na: 1", "第1行：写法不对"),
    "a tab": (b"a:\n\tb: 1", "第2行：用了制表符"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_not_plain_is_one_sentence_with_its_line(tmp_path: Path, what: str) -> None:
    content, told = HOSTILE[what]
    path = tmp_path / "材料.yaml"
    path.write_bytes(content)
    begun = time.process_time()
    with pytest.raises(ShapeError) as wrong:
        read_yaml(path)
    [fault] = wrong.value.faults
    assert fault.startswith(("材料.yaml", "文件“材料.yaml”"))
    assert told.removesuffix("，请拆成几个文件") in fault
    assert time.process_time() - begun < 60


def test_too_many_texts_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plainyaml, "MOST_NODES", 1000)
    assert len(parse_yaml(b"- a\n" * 999)) == 999
    with pytest.raises(NotPlain, match="第1000行：内容过多，超过1000项"):
        parse_yaml(b"- a\n" * 1000)


@pytest.mark.parametrize("loader", [Typed, Verbatim])
@pytest.mark.parametrize("content", [bomb(), b"[" * 10_000, b"a: !!int x", b'a: "\\ud800"'])
def test_settings_are_read_under_the_same_bounds(
    content: bytes, loader: type[Typed | Verbatim]
) -> None:
    with pytest.raises(NotPlain, match="第1行："):
        parse_yaml(content, loader)


def test_text_stays_what_was_typed() -> None:
    said = parse_yaml(b'a: 013800\nb: 2026-01-01\nc: no\nd:\ne: "!x"\nf: <<\n<<: {g: 1}\nh: 1:99')
    assert said == {
        "a": "013800", "b": "2026-01-01", "c": "no", "e": "!x", "f": "<<", "<<": {"g": "1"},
        "h": "1:99",
    }  # fmt: skip


def test_a_character_in_two_halves_as_json_writes_it_is_one() -> None:
    assert parse_yaml(b'{"\\ud842\\udfb7": "\\ud83d\\ude00 \\u4e2d"}') == {"𠮷": "😀 中"}


def test_a_depth_that_occurs_is_read() -> None:
    assert parse_yaml(b"[" * 30 + b"]" * 30) is not None


def test_a_table_of_holidays_is_read_under_the_same_bounds(tmp_path: Path) -> None:
    path = tmp_path / "2027.yaml"
    for content in (bomb(), b"[" * 10_000, b"year: 2027-13-45", b"\xff", b"a: !!int x"):
        path.write_bytes(content)
        with pytest.raises(CalendarMissing, match="文件不是有效的 YAML"):
            read_notice(path)


def test_another_law_is_read_under_the_same_bounds() -> None:
    for content in (bomb(), b"[" * 10_000, b"sources: 2027-13-45", b"a: !!int x"):
        with pytest.raises(ShapeError, match=r"law\.yaml第1行："):
            read_law(content, "law.yaml")


@pytest.mark.parametrize("content", [bomb(), b"[" * 10_000, b"user: !!int x", b"\xff\xfe", b"- a"])
def test_credentials_are_read_under_the_same_bounds(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "凭据.yaml"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(PermanentError, match="写法不对"):
        credentials(str(path))
