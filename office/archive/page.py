"""What an archivist reads of a volume: the checklist (归档目录) as table and as page, and the notes."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from catalog.errors import Refusal
from catalog.forms.fields import titles
from catalog.ids import item_id
from catalog.opinion import Opinion
from office.archive.checklist import INTERNAL, Checklist
from pages.build.manifest import MANIFEST, listing_in
from pages.formats.csv_tables import table
from pages.html.render import render_alone
from pages.website import item_path

COLUMNS = (
    "序号", "阶段", "材料题名", "责任者", "登记日期", "页数/份数", "密级/公开属性", "校验值", "位置",
)  # fmt: skip

NOTES = """\
{authority} {item} {name}
重大行政决策全过程档案（截至{day}）

{notice}{internal}。其中有反馈人姓名、联系方式等个人信息和内部材料。
{state}
保管期限：{retention}　移交日期：{transfer}

里面有什么
  归档目录.html、归档目录.csv　按阶段列出全部材料
  材料/　　　每次登记一个文件夹：00-登记.json 是登记的内容，其余是随附的材料
  意见/　　　征求到的意见全表（csv 供阅读，jsonl 供核对）
  意见登记册/　来件原文、归并、答复的全部记录（没有用登记册的事项没有这个文件夹；不含写信人的联系方式）
  退回/　　　没有通过核对的登记和理由
  公开页面/　{page}
  核对/　　　台账的链条和登记原文

怎样核对（不需要决策系统）
  1. 文件有没有缺少、改动。在档案包的文件夹里：
       sha256sum --check --quiet manifest-sha256.txt tagmanifest-sha256.txt
     SM3 用 OpenSSL：openssl dgst -sm3 文件，与 manifest-sm3.txt 里的相比。
     也可以用任何支持 BagIt（RFC 8493）的软件。
  2. 连同登记的内容和链条一起核对：
       python3 data/核对/核对.py
     最后一行是“完整，没有改动”就是相符。它只用 Python（3.9以上）自带的功能，可以先读一遍再运行。
  3. 手工核对一条登记：核对/登记.jsonl 里一行是一条登记的原文，这一行（不含换行）的 SHA-256
     就是这条登记的校验值；台账链.csv 里，前一条的链值和这一条的校验值接在一起，
     其 SHA-256 就是这一条的链值，第一条之前是64个0。
  4. 意见表：意见/ 下 jsonl 文件的 SHA-256 就是登记里的 opinion_digest。

能说明什么、不能说明什么
  能说明：档案包里的内容与导出时的台账相同，台账中间没有哪一条被悄悄改过、删过。
  不能说明：台账的最后几条有没有被删去，整个台账有没有被掌握数据库的人重新做过一遍。
  要说明这一点，把 bag-info.txt 里的 Juece-Ledger-Entries（条数）和 Juece-Ledger-Digest（校验值）
  与另外保存的相比：备份和已公布页面的 manifest.json 里的 ledger，条数相同的，校验值应当相同。
"""


class Shown(NamedTuple):
    """The pages of an item as they are out, and which edition they are of."""

    as_of: str
    files: dict[str, Path]


class NotAsBuilt(Refusal, ValueError):
    """A file of the site is not what the manifest of its edition says."""


def shown(site: Path, item: str, day: str) -> Shown | None:
    """The files of an item in the edition that is out, or None: none is, or it is of a later day.

    Raises NotAsBuilt.
    """
    listing, named = listing_in(site), item_id(item)
    if named is None or listing is None:
        return None
    root, folder = named.authority, f"{item_path(named.year, named.no)}/"
    own = [path for path in listing.files if path.startswith(f"{root}/{folder}")]
    as_of = listing.as_of.isoformat()
    if not own or as_of > day:
        return None
    wanted = own + [path for path in listing.files if path.startswith(f"{root}/static/")]
    for path in wanted:
        if _sha256(site / path) != listing.files[path].sha256:
            raise NotAsBuilt(f"公开页面 {path} 与它的清单不符，请先用 juece build 重新生成")
    return Shown(as_of, {path: site / path for path in (MANIFEST, *wanted)})


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def checklist_table(listed: Checklist) -> bytes:
    """The checklist as a table."""
    return table(
        COLUMNS,
        (
            (
                p.no, p.stage, p.title, p.by, p.on.isoformat() if p.on else "", p.copies,
                p.attribute, p.digest, p.path,
            )
            for p in listed.papers
        ),
    )  # fmt: skip


def checklist_page(listed: Checklist) -> bytes:
    """The checklist as a page to print."""
    given = {"listed": listed, "columns": COLUMNS, "state": state(listed), "internal": INTERNAL}
    return render_alone("archive.html", **given).encode()


def opinion_sheet(opinions: list[Opinion]) -> bytes:
    """Every opinion with who gave it: for the archive alone."""
    rows = (opinion.model_dump(mode="json") for opinion in opinions)
    return table(
        list(titles(Opinion)), ([v if v is not None else "" for v in row.values()] for row in rows)
    )


def notes(listed: Checklist, page: Shown | None) -> bytes:
    """The notes (说明.txt): what is in the volume, and how to check it without this program."""
    told = f"截至{page.as_of}的公开页面原样" if page else "截至这一天，本机没有已生成的公开页面"
    return NOTES.format(
        authority=listed.authority,
        item=listed.item,
        name=listed.name,
        day=listed.as_of,
        notice=f"{listed.notice}\n" if listed.notice else "",
        internal=INTERNAL,
        state=state(listed),
        retention=listed.retention,
        transfer=listed.transfer_on or "未划定",
        page=told,
    ).encode()


def state(listed: Checklist) -> str:
    """Whether the volume is closed, and what it lacks."""
    if not listed.lacks:
        return "各阶段材料齐全，已成卷。"
    return f"未成卷，还缺：{'；'.join(listed.lacks)}。"
