"""核对档案包。这个文件随每个档案包一起移交（核对.py），只用 Python 标准库，不需要决策系统。

用法：python3 核对.py，或者 python3 核对.py 档案包所在的文件夹
"""

import hashlib
import json
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def _digest(algorithm: str, path: Path) -> str:
    found = hashlib.new(algorithm)
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            found.update(piece)
    return found.hexdigest()


def _sha256(text: str | bytes) -> str:
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").split("\n")[:-1]


def _listed(bag: Path, manifest: str) -> dict[str, str]:
    pairs = (line.split(None, 1) for line in _lines(bag / manifest))
    return {
        name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"): d for d, name in pairs
    }


def _files(bag: Path, algorithm: str) -> Iterator[str]:
    """The files against both manifests of an algorithm."""
    payload = _listed(bag, f"manifest-{algorithm}.txt")
    tags = _listed(bag, f"tagmanifest-{algorithm}.txt")
    # A disk may spell é as e and an accent; the names of a bag are the same either way.
    found = {_spelt(p.relative_to(bag).as_posix()): p for p in bag.rglob("*") if not p.is_dir()}
    here = {name for name in found if name.startswith("data/")}
    yield from (f"多出的文件：{name}" for name in sorted(here - set(map(_spelt, payload))))
    for name, digest in (payload | tags).items():
        path = found.get(_spelt(name))
        if path is None:
            yield f"缺少的文件：{name}"
        elif _digest(algorithm, path) != digest:
            yield f"内容被改动：{name}（{algorithm}）"


def _spelt(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _chain(data: Path) -> tuple[dict[str, int], list[str]]:
    """Position by digest, and what is wrong with the chain."""
    chain, places, wrong = "0" * 64, dict[str, int](), list[str]()
    for n, line in enumerate(_lines(data / "核对" / "台账链.csv")[1:], 1):
        position, digest, stated = line.split(",")
        if int(position) != n or _sha256(chain + digest) != stated:
            wrong.append(f"台账的链条在第{position}条断开")
        chain, places[digest] = stated, n
    return places, wrong


def _entries(data: Path) -> Iterator[str]:
    """The entries: their texts, their place in the chain, their JSON, documents and opinions."""
    places, broken = _chain(data)
    yield from broken
    info = dict(line.split(": ", 1) for line in _lines(data.parent / "bag-info.txt"))
    if info["Juece-Ledger-Digest"] != _sha256("".join(sorted(places))):
        yield "台账链.csv 与 bag-info.txt 记载的校验值不符"
    readable = {e["校验值"]: e for e in map(_json, sorted(data.glob("材料/*/*/00-登记.json")))}
    papers = {_digest("sha256", p) for p in data.glob("材料/*/*/*") if p.name != "00-登记.json"}
    tables = {_digest("sha256", p) for p in data.glob("意见/*.jsonl")}
    for line in (data / "核对" / "登记.jsonl").read_bytes().split(b"\n")[:-1]:
        digest, text = _sha256(line), json.loads(line)
        name = f"{text['item']} {text['step']}"
        if digest not in places:
            yield f"{name} 不在台账的链条里"
        if readable.pop(digest, {}).get("登记") != text:
            yield f"{name} 的 00-登记.json 与登记原文不同"
        yield from _attached(name, text["record"], papers, tables)
    yield from (f"{e['登记']['step']} 没有登记原文" for e in readable.values())


def _attached(
    name: str, record: dict[str, Any], papers: set[str], tables: set[str]
) -> Iterator[str]:
    for document in record.get("documents", ()):
        if document["digest"] not in papers:
            yield f"{name} 的材料“{document['title']}”不在档案包里"
        redaction = document.get("redaction")
        if redaction and redaction["original"]["digest"] not in papers:
            yield f"{name} 的材料“{document['title']}”的原件不在档案包里"
    if record.get("opinion_digest") and record["opinion_digest"] not in tables:
        yield f"{name} 的意见表不在档案包里"


def _refusals(data: Path) -> Iterator[str]:
    for path in sorted(data.glob("退回/*.json")):
        said = _json(path)
        digest = _sha256(said["原文"])
        if digest != said["校验值"] or _sha256(said["前一条链值"] + digest) != said["链值"]:
            yield f"退回记录 {path.name} 与原文不符"


def _json(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_bytes()))


def faults(bag: Path) -> Iterator[str]:
    """Whatever is wrong with a bag, in Chinese sentences."""
    for algorithm in ("sha256", "sm3"):
        if algorithm in hashlib.algorithms_available:
            yield from _files(bag, algorithm)
    yield from _entries(bag / "data")
    yield from _refusals(bag / "data")


def main() -> int:
    """Check the bag that this file lies in, or the one that is named."""
    bag = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[2]
    wrong = list[str]()
    try:
        wrong.extend(faults(bag))
    except (ValueError, KeyError, OSError) as unreadable:
        wrong.append(f"有文件读不出来，内容被改动：{unreadable}")
    sm3 = "" if "sm3" in hashlib.algorithms_available else "（本机的 Python 没有 SM3，SM3 未核对）"
    sys.stdout.write("".join(f"{line}\n" for line in wrong))
    sys.stdout.write(f"不完整：{len(wrong)}处\n" if wrong else f"完整，没有改动{sm3}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
