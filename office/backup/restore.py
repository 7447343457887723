"""Restoring: a backup into an empty home, and nothing is left where anything is not as it was."""

import json
import shutil
import tempfile
from pathlib import Path

from pydantic import ValidationError

from office.backup.bundle import MANIFEST, BadBackup, Digested, copy, parts
from office.backup.create import DATABASE, HOME, Listed, Manifest
from office.backup.dump import NAMES, POSTGRESQL, SQLITE, load
from office.settings.installation import Office
from storage.ledger import Ledger


def restore(source: Path, home: Path, store: str = "") -> Manifest:
    """Restore a backup into a home that is empty or not there. Raises BadBackup, Unusable, OSError.

    Every digest, the chain and the head are compared before the home takes its place. A backup of
    PostgreSQL goes into the empty database `store`.
    """
    home = home.absolute()
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        raise BadBackup(f"{home} 里已有内容，恢复只能到一个空的目录")
    home.parent.mkdir(parents=True, exist_ok=True)
    beside = home if home.exists() else home.parent  # that of an empty home may not be ours
    work = Path(tempfile.mkdtemp(prefix=f".{home.name}.", dir=beside))
    try:
        manifest = _unpack(source, work)
        (work / HOME).mkdir(exist_ok=True)
        (work / HOME).chmod(0o750)
        _bring_back(manifest, work, store)
        _take_the_place(work / HOME, home)
    finally:
        shutil.rmtree(work)
    return manifest


def _take_the_place(new: Path, home: Path) -> None:
    """Put what was restored where the home is to be; the database comes last."""
    if not home.exists():
        new.rename(home)
        return
    for path in sorted(new.iterdir(), key=lambda p: p.name == NAMES[SQLITE]):
        path.rename(home / path.name)


def _unpack(source: Path, work: Path) -> Manifest:
    found: dict[str, Listed] = {}
    for part in parts(source):
        body = Digested(part.body, part.size)
        copy(body, work / part.name, part.mode)  # type: ignore[arg-type]
        found[part.name] = Listed(sha256=body.hexdigest(), size=part.size)
    if found.pop(MANIFEST, None) is None:
        raise BadBackup(f"备份 {source} 里没有 {MANIFEST}：不是备份，或者没有写完")
    manifest = _manifest(work / MANIFEST)
    names = sorted(manifest.files.keys() | found.keys())
    wrong = [name for name in names if manifest.files.get(name) != found.get(name)]
    if wrong:
        more = f"等{len(wrong)}个文件" if len(wrong) > 1 else ""
        raise BadBackup(f"备份里的 {wrong[0]} {more}缺失、多余或者被改动，没有恢复")
    return manifest


def _manifest(path: Path) -> Manifest:
    try:
        return Manifest.model_validate(json.loads(path.read_bytes()))
    except (ValueError, ValidationError) as wrong:
        raise BadBackup(f"备份的 {MANIFEST} 读不出来，没有恢复") from wrong


def _bring_back(manifest: Manifest, work: Path, store: str) -> None:
    office = Office(home=work / HOME, store=store)
    kind = manifest.database
    if kind == POSTGRESQL and not store:
        raise BadBackup("备份的是 PostgreSQL 数据库，请用 --store 写明恢复到哪个空的数据库")
    if kind not in NAMES:
        raise BadBackup(f"不认识的数据库种类“{kind}”，请用新的程序恢复")
    load(work / DATABASE / NAMES[kind], kind, office.database)
    ledger = Ledger.open(office.database, documents=office.documents.folder)
    try:
        wrong = ledger.verify()
        if ledger.head() != manifest.ledger:
            wrong.append("登记的条数或者校验值与备份时的不符")
    finally:
        ledger.close()
    if wrong:
        more = f"（另有{len(wrong) - 1}处）" if len(wrong) > 1 else ""
        left = "；数据库里已经写入，请删掉这个数据库" if kind == POSTGRESQL else ""
        raise BadBackup(f"恢复出来的台账不完整：{wrong[0]}{more}，没有恢复{left}")
