"""Restoring: a backup into an empty home, and nothing is left where anything is not as it was.

Killed anywhere it can be given again: what is in a home and was put there by a killed call is taken
away first, and a database that one loaded is known again.
"""

import errno
import hashlib
import json
import shutil
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from catalog.chains import ChainEnds
from office.backup.bundle import MANIFEST, BadBackup, Digested, copy, parts, told_of
from office.backup.create import DATABASE, HOME, Listed, Manifest
from office.backup.dump import NAMES, POSTGRESQL, SQLITE, holds, load
from office.settings.installation import Office
from storage.ledger import Ledger
from storage.modes import close_to_others, own_folder
from storage.register import rows as register
from storage.unfinished import at_work, clear, work_folder

KIND = "restore"
PLACING, LOADING = "placing.json", "loading.txt"
"""Notes in the work folder: what is about to be put where, and which empty database is loaded."""


class _Begun(NamedTuple):
    """What a killed call had done: all of it, or loaded a database (a digest of its address)."""

    done: Manifest | None = None
    loaded: str = ""


def restore(source: Path, home: Path, store: str = "") -> Manifest:
    """Restore a backup into a home that is empty or not there. Raises BadBackup, Unusable, OSError.

    Every digest, the chain and the head are compared before the home takes its place. A backup of
    PostgreSQL goes into the empty database `store`.
    """
    home = home.absolute()
    home.parent.mkdir(parents=True, exist_ok=True)
    begun = _taken_up(source, home)
    if begun.done:
        return begun.done
    if home.exists() and (not home.is_dir() or _names(home)):
        raise BadBackup(_not_empty(home))
    with work_folder(home if home.exists() else home.parent, KIND) as work:
        manifest = _unpack(source, work)
        own_folder(work / HOME)
        _bring_back(manifest, work, store, begun.loaded)
        _take_the_place(work, home, source)
    return manifest


def _not_empty(home: Path) -> str:
    """Why a home cannot be restored into."""
    if home.is_dir() and at_work(home, KIND):
        return f"另一个命令正在往 {home} 里恢复，等它办完再看"
    there = sorted(_names(home))
    more = f"等{len(there)}项" if len(there) > 3 else ""
    named = f"（{'、'.join(there[:3])}{more}）" if there else ""
    return f"{home} 里已有内容{named}，恢复只能到一个空的目录"


# ------------------------------------------------------------------ what a killed call left


def _taken_up(source: Path, home: Path) -> _Begun:
    """Undo what a killed call put into a home, unless it had put all of it there."""
    found = [_Begun()]

    def look(work: Path) -> None:
        begun = _begun(work, source, home)
        found.append(begun)

    clear(home.parent, KIND, look)
    if home.is_dir():
        clear(home, KIND, look)
    done = next((one.done for one in found if one.done), None)
    return _Begun(done, next((one.loaded for one in found if one.loaded), ""))


def _begun(work: Path, source: Path, home: Path) -> _Begun:
    """What the killed call of a work folder had done for this home, the rest of it undone."""
    loaded = (work / LOADING).read_text("utf-8") if (work / LOADING).is_file() else ""
    if not (work / PLACING).is_file():
        return _Begun(loaded=loaded)
    told = json.loads((work / PLACING).read_bytes())
    if told["home"] != str(home):
        return _Begun()
    left, there = _names(work / HOME), _names(home) - {work.name}
    if not left and home.is_dir() and there >= set(told["names"]):
        same = told["source"] == _named(source)
        return _Begun(_manifest(work / MANIFEST) if same else None, loaded)
    placed = set(told["names"]) - left
    for name in placed & there if there <= placed else ():  # else it is in use: nothing is undone
        _delete(home / name)
    return _Begun(loaded=loaded)


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()


def _delete(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _named(source: Path) -> list[object]:
    """Which backup it is, told without reading it."""
    return [str(source.absolute()), source.stat().st_mtime_ns]


def _noted(file: Path, text: str) -> None:
    """Leave a note, whole or not at all."""
    new = file.with_suffix(".new")
    new.write_text(text, "utf-8")
    new.replace(file)


# ------------------------------------------------------------------ the work itself


def _take_the_place(work: Path, home: Path, source: Path) -> None:
    """Put what was restored where the home is to be: the documents late, the database last."""
    new = work / HOME
    names = sorted(path.name for path in new.iterdir())
    names.sort(key=lambda name: (name == NAMES[SQLITE], name == "documents"))
    placing = {"home": str(home), "source": _named(source), "names": names}
    _noted(work / PLACING, json.dumps(placing))
    pairs = [(new, home)] if not home.exists() else [(new / name, home / name) for name in names]
    placed = list[tuple[Path, Path]]()
    try:
        for one, place in pairs:
            one.rename(place)
            placed.append((one, place))
    except OSError as wrong:
        for one, place in reversed(placed):
            place.rename(one)
        if wrong.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise
        raise BadBackup(f"恢复时 {home} 里出现了别的内容，没有恢复；请另换一个空的目录") from wrong
    close_to_others(home)


def _unpack(source: Path, work: Path) -> Manifest:
    found: dict[str, Listed] = {}
    for part in parts(source):
        body = Digested(part.body, part.size)
        try:
            with told_of(source):
                copy(body, work / part.name, part.mode)  # type: ignore[arg-type]
        except (FileExistsError, NotADirectoryError, IsADirectoryError) as clash:
            raise BadBackup(f"备份里的 {part.name} 与别的文件重名，没有恢复") from clash
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


def _bring_back(manifest: Manifest, work: Path, store: str, loaded: str) -> None:
    office = Office(home=work / HOME, store=store)
    kind = manifest.database
    if kind == POSTGRESQL and not store:
        raise BadBackup("备份的是 PostgreSQL 数据库，请用 --store 写明恢复到哪个空的数据库")
    if kind not in NAMES:
        raise BadBackup(f"不认识的数据库种类“{kind}”，请用新的程序恢复")
    mark = hashlib.sha256(f"{office.database} {manifest.ledger}".encode()).hexdigest()
    if not (kind == POSTGRESQL and loaded == mark and holds(store, manifest.ledger)):
        load(
            work / DATABASE / NAMES[kind],
            kind,
            office.database,
            lambda: _noted(work / LOADING, mark),
        )
    else:
        _noted(work / LOADING, mark)
    ledger = Ledger.open(office.database, documents=office.documents.folder)
    try:
        wrong = ledger.verify()
        if ledger.head() != manifest.ledger:
            wrong.append("登记的条数或者校验值与备份时的不符")
        wrong += _unlike(ledger, manifest.chains)
        with ledger.engine.connect() as connection:
            wrong += register.missing(connection, manifest.opinions, MANIFEST)
    finally:
        ledger.close()
    if wrong:
        more = f"（另有{len(wrong) - 1}处）" if len(wrong) > 1 else ""
        left = "；数据库里已经写入，请删掉这个数据库" if kind == POSTGRESQL else ""
        raise BadBackup(f"恢复出来的台账不完整：{wrong[0]}{more}，没有恢复{left}")


def _unlike(ledger: Ledger, then: ChainEnds | None) -> list[str]:
    """In what the chains are not as they were; a backup of before tells of the entries alone."""
    if then is None or (now := ledger.chain_ends()) == then:
        return []
    gone = ledger.missing(then, MANIFEST)
    return gone or [f"台账里有备份以后加进去的记录（{_counted(then)}，现在{_counted(now)}）"]


def _counted(ends: ChainEnds) -> str:
    return f"登记{ends.entries.count}条、退回{ends.refusals.count}条、公开{ends.acts.count}条"
