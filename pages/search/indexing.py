"""HTML pages -> the files of a search index, by pagefind."""

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from catalog.errors import Unavailable
from pages.search.cutting import cut_page

FOLDER = "pagefind"
NOT_SERVED = (
    "pagefind-ui.",
    "pagefind-modular-ui.",
    "pagefind-component-ui.",
    "pagefind-highlight.",
)
"""Surfaces of its own that pagefind brings along; the search page has its own."""

ASIDE = ".over, .chip, .tier, .state, .timeline"
"""What is on a page and is not what it is about; the filters tell it."""


class NotIndexed(Unavailable, RuntimeError):
    """The indexer is missing or failed; the message is its own."""


def indexer() -> Path | None:
    """The program that makes the index, or None where it is not installed.

    Only the extended one counts: it is the one that the index was measured with.
    """
    try:
        from pagefind_bin_extended import get_executable
    except ImportError:
        return None
    return Path(get_executable())


def index(pages: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Index pages by their paths under the site root; the same pages give the same bytes.

    Raises NotIndexed.
    """
    from pages.search.ordering import in_order  # needs what the indexer comes with

    program = indexer()
    if program is None:
        raise NotIndexed("没有安装搜索组件 pagefind[extended]")
    with TemporaryDirectory(prefix="juece-") as name:
        folder = Path(name)
        for path, body in pages.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(cut_page(body))
        made = subprocess.run(
            [program, "--site", folder, *("--exclude-selectors", ASIDE), "--silent"],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise NotIndexed(f"搜索索引没有生成：{made.stdout}{made.stderr}")
        yield from in_order(dict(_files(folder)), FOLDER).items()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted((folder / FOLDER).rglob("*")):
        if file.is_file() and not file.name.startswith(NOT_SERVED):
            yield file.relative_to(folder).as_posix(), file.read_bytes()
