"""Small sites in several editions, sealed one after the other."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from catalog.timezone import SHANGHAI
from office.editions.proof.lay import PLAINLY, Means, Sealed, seal_folder
from office.editions.proof.seal import Approval, Emergency, Matter, Told
from pages.build.disk import put, replacing
from pages.build.manifest import Head
from tests.pages.edition import Edition

FIRST = date(2026, 3, 2)
PAGES: Mapping[str, bytes] = {
    "index.html": "<p>首页</p>".encode(),
    "demo/index.html": "<p>目录</p>".encode(),
    "demo/zwgk/zdjc/2026/01/index.html": "<p>事项一</p>".encode(),
    "demo/zwgk/zdjc/2026/01/item.json": b'{"no": 1}\n',
    "demo/zwgk/zdjc/2026/02/index.html": "<p>事项二，征求意见中</p>".encode(),
    "demo/static/empty.css": b"",
}
REVIEWED = Matter(
    id="demo-2026-02",
    title="某项决定",
    reasons=("征求意见公告（2026年3月2日登记）",),
    new=1,
    changed=2,
    approved=Approval(by="李某", unit="法规处", at=datetime(2026, 3, 2, 9, 30, tzinfo=SHANGHAI)),
)
URGENT = Matter(
    id="demo-2026-01",
    title="另一项决定",
    reasons=("决策公布（2026年3月2日登记）",),
    changed=1,
    emergency=Emergency(by="王某", unit="办公室", reason="汛情紧急，须立即告知公众"),
)


def told(number: int, *matters: Matter) -> Told:
    """What the sealer of an edition is told."""
    return Told(
        published_at=datetime(2026, 3, number, 10, 5, tzinfo=SHANGHAI),
        position=10 * number,
        notice="演示数据",
        matters=matters or (REVIEWED,),
    )


def pages(number: int) -> dict[str, bytes]:
    """The pages of an edition: one differs from each to the next."""
    return {**PAGES, "demo/zwgk/zdjc/2026/index.html": f"<p>第{number}次</p>".encode()}


def build(folder: Path, number: int) -> None:
    """Write a site that is not sealed, in place of what the folder held."""
    edition = Edition(pages(number), FIRST.replace(day=number), Head(number, "ab" * 32))
    with replacing(folder) as new:
        for path, body in (*edition.files.items(), ("manifest.json", edition.manifest)):
            put(new, path, body)


def published(folder: Path, editions: int, means: Means = PLAINLY) -> list[Sealed]:
    """A site in its last edition, and all of them."""
    sealed: list[Sealed] = []
    for number in range(1, editions + 1):
        build(folder, number)
        sealed.append(seal_folder(folder, told(number), sealed, means).sealed)
    return sealed


def files(folder: Path) -> dict[str, bytes]:
    """Everything in a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
