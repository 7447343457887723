"""One specimen of every component in every state, in words that are visibly a sample's."""

from collections.abc import Iterator

from catalog.states import Status
from pages.html.specimens.samples import AWAY, FACTS, HERE, Specimen
from pages.html.specimens.sections import sections
from pages.html.specimens.year import of_the_year
from pages.model.banner import chip
from pages.model.components import Answer, Banner, Mark
from pages.model.timeline import SHAPES


def specimens() -> Iterator[Specimen]:
    """All specimens, in the order of a page."""
    yield from _heads()
    yield from sections()
    yield from of_the_year()


def _heads() -> Iterator[Specimen]:
    for status in Status:
        page = {
            "chip": chip(status),
            "banner": Banner(now=f"本事项{status.value}。", action=HERE, next=""),
        }
        yield Specimen(
            f"状态标签和横幅：{status.value}", "components/head-of-item.html", {"page": page}
        )
    banner = Banner(now="正在公开征求意见。", action=AWAY, next="公布意见收集与采纳情况。")
    page = {"chip": chip(Status.CONSULTING), "banner": banner}
    yield Specimen("横幅：站外办理和下一步", "components/banner.html", {"page": page})
    told = [
        Answer(label="决策结果", said="通过，6月1日施行", href="#main"),
        Answer(label="意见采纳", said="50条：采纳14、部分5、未采纳8", href="#main"),
        Answer(label="代表列席", said="尚未开展，计划12月", href="#main"),
    ]
    yield Specimen("三项必备公开", "components/answers.html", {"page": {"answers": told}})
    yield Specimen("要点", "components/facts.html", {"facts": FACTS})
    marks = [
        Mark(
            title=f"环节{n}",
            word=word,
            kind=kind,
            shape=SHAPES[kind],
            when=when,
            until="至5月2日" if kind == "now" else "",
            anchor=to,
        )
        for n, (kind, word, when, to) in enumerate(
            (
                ("done", "已完成", "2026年3月2日", "main"),
                ("now", "进行中", "2026年4月2日", "main"),
                ("todo", "未到阶段", "", ""),
                ("none", "不适用", "", ""),
            ),
            1,
        )
    ]
    yield Specimen(
        "办理进度", "components/timeline.html", {"page": {"timeline": marks, "banner": banner}}
    )
