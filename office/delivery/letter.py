"""The letter of a parcel: what is in it, where it is published, and how to check it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from catalog.record import DocumentKind
from pages.model.wording import bare, day

HOW_TO_CHECK = """\
核对
  每个文件的 SHA-256、SM3 校验值见“清单.json”，与公开页面上的文件相同。
  文件、解读以公开页面为准；本机关不通过推送收集任何信息。
"""


def letter(index: Mapping[str, Any]) -> str:
    """Write the letter from the index; control characters in titles stay out."""
    return "\n".join(_lines(index)) + "\n"


def _lines(index: Mapping[str, Any]) -> Iterator[str]:
    asked = any(_files(index, DocumentKind.QUESTIONS))
    what = "文件、政策解读和问答清单" if asked else "文件和政策解读"
    number = f"（{index['doc_no']}）" if index["doc_no"] else ""
    if index["notice"]:
        yield from (index["notice"], "")
    yield "各订阅单位："
    yield ""
    yield (
        f"{index['authority']}于{_on(index['published_on'])}公布了《{_plain(index['title'])}》{number}。"
        f"现将{what}一并推送，欢迎结合服务对象的特点转发、解读。"
    )
    if index["replaces"]:
        yield from _replaces(index)
    for n, kind in zip("一二三", _sections(index), strict=True):
        yield ""
        yield f"{n}、{kind[0]}"
        yield from kind[1]
    yield ""
    yield f"公开页面：{index['page']}"
    yield f"推送编号：{index['key']}（再次收到同一编号的，内容相同，不必重复处理）"
    yield ""
    yield HOW_TO_CHECK
    yield f"{index['authority']}"


def _replaces(index: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    because = (
        f"变更理由：{bare(_plain(index['changed_because']))}。" if index["changed_because"] else ""
    )
    yield (
        f"更正：本件替代{_on(index['replaced_on'])}推送的第{index['replaces']}号，"
        f"请以本件为准，已经转发的请一并更正。{because}"
    )


def _sections(index: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[str]]]:
    told = index["interpretation"]
    final, interpreted, asked = (
        list(_files(index, kind))
        for kind in (DocumentKind.FINAL, DocumentKind.INTERPRETATION, DocumentKind.QUESTIONS)
    )
    words = [f"  解读要点：{_plain(told['contents'])}"] if told["contents"] else []
    words += [f"  解读网址：{told['url']}"] if told["url"] else []
    words += (
        [f"  没有与文件同步的说明：{_plain(told['apart_because'])}"]
        if told["apart_because"]
        else []
    )
    none = f"  没有问答清单。说明：{_plain(told['no_questions_because']) or '未载明'}"
    yield "正式文件", final
    yield (
        f"政策解读：{_plain(told['title'])}（{_on(told['published_on'])}发布）",
        interpreted + words,
    )
    yield "问答清单", asked or [none]


def _files(index: Mapping[str, Any], kind: DocumentKind) -> Iterator[str]:
    for one in index["files"]:
        if one["kind"] == kind.value:
            yield f"  {_plain(one['title'])}"
            yield f"    文件：{one['name']}（{one['size']}字节）"
            yield f"    网址：{one['url']}"


def _on(iso: str) -> str:
    return day(date.fromisoformat(iso))


def _plain(text: str) -> str:
    """On one line, without control characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
