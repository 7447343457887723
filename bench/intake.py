"""The public's intake under 64 connections: group commit and the seal beside an endpoint that keeps nothing.

Processor time of the server alone, in turns; wall time says something on a quiet machine only.
"""

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from catalog.consulted import FILE, ConsultedNow
from opinions.spool.keys import make_keys
from opinions.spool.spool import Spool
from tests.flows.engine import free_port
from tests.web.intake.conftest import ASKED, ITEM, PATH
from web.intake.place import Place

WHATS = ("null", "single", "group", "sealed")
CONNECTIONS, ROUNDS = 64, 3
TEXT = (
    "建议把第十二条的临时救助标准提高到每人每月三百元，理由是近两年物价上涨较多，困难家庭负担重。"
)


class Took(NamedTuple):
    """One round: processor time of the server and wall time a letter, and the slow end of the answers."""

    cpu: float
    wall: float
    p99: float


def report(folder: Path, count: int) -> Iterator[str]:
    """A line for each way, with what was promised; times in microseconds and milliseconds."""
    took: dict[str, list[Took]] = {what: [] for what in WHATS}
    for n in range(ROUNDS):
        for what in WHATS:
            took[what].append(_round(folder / f"{what}-{n}", what, count))
    floor = median(one.cpu for one in took["null"])
    single = median(one.wall for one in took["single"])
    yield f"the intake, {count} letters, {CONNECTIONS} connections, median of {ROUNDS} rounds"
    promised = {"group": "at least 0.7", "sealed": "at least 0.45"}
    for what, rounds in took.items():
        cpu, wall = median(one.cpu for one in rounds), median(one.wall for one in rounds)
        p99 = median(one.p99 for one in rounds)
        kept = f"  {promised[what]} of null" if what in promised else ""
        yield (
            f"{what:>7}: {cpu * 1e6:6.0f} µs cpu, {floor / cpu:4.2f} of null{kept}; "
            f"{1 / wall:6.0f} letters/s, {single / wall:4.1f} x single; p99 {p99 * 1e3:4.0f} ms"
        )


def _round(home: Path, what: str, count: int) -> Took:
    home.mkdir(parents=True)
    make_keys(home)
    told = ConsultedNow(edition=1, consultations=(ASKED,))
    (home / FILE).write_text(told.model_dump_json(), "utf-8")
    bodies, port = _bodies(Place(home), count), free_port()
    words = [sys.executable, "-m", "bench.intake_server", what, str(home), str(port)]
    with subprocess.Popen(words) as server:
        try:
            asyncio.run(_up(port))
            asyncio.run(_sent(port, bodies[:200]))  # warm
            cpu, wall = _cpu(server.pid), time.perf_counter()
            slow = sorted(asyncio.run(_sent(port, bodies[200:])))
            wall, cpu = time.perf_counter() - wall, _cpu(server.pid) - cpu
        finally:
            server.terminate()
    if what in {"group", "sealed"}:
        kept = Spool(home / "spool.db").end()
        assert kept == len(bodies), f"{kept} of {len(bodies)} letters are there"
    sent = len(bodies) - 200
    return Took(cpu / sent, wall / sent, slow[int(len(slow) * 0.99)])


def _bodies(place: Place, count: int) -> list[bytes]:
    """Requests as a browser sends them from the page on which the answers are checked."""
    made = []
    for n in range(count + 200):
        fields = {
            "ling": place.tokens.new(ITEM, time.time() - 60), "tiao": "t12", "yijian": f"{TEXT}{n}",
            "gongkai": "匿名公开", "chengwei": "张三（虚构）", "lianxi": "", "wangzhi": "",
            "yanzheng": "", "do": "tijiao",
        }  # fmt: skip
        body = urlencode(fields).encode()
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        made.append(head.encode() + body)
    return made


async def _up(port: int) -> None:
    for _ in range(200):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise TimeoutError("the server did not come up")


async def _sent(port: int, bodies: list[bytes]) -> list[float]:
    """Send all of them, so many at a time; how long each answer took, in seconds."""
    waiting, took = iter(bodies), list[float]()

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in waiting:
            begun = time.perf_counter()
            writer.write(body)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 303"), head
            took.append(time.perf_counter() - begun)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return took


def _cpu(pid: int) -> float:
    """Seconds of processor time that a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
