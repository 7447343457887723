"""What stands above a form, as Markdown: what is asked of whom and by when, what was wrong, which files lie ready."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog import law
from catalog.dossier import Dossier
from catalog.findings import Finding
from catalog.item import Part
from catalog.lifecycle import Awaiting, secret
from catalog.stages.applicability import item_of
from catalog.stages.base import Role, Step
from catalog.stages.consultation import AdoptionStatement
from flows import withheld
from office.settings.installation import Office
from storage.documents import MEDIA_TYPES, extension
from storage.files.legible import shown, unseen
from storage.filing import Refused

MOST_FILES = 50
"""More files than this are not listed."""


def introduction(office: Office, dossier: Dossier, awaited: Awaiting, why: str) -> str:
    """Introduce the form of a step; `why` the last answer was not taken, or empty."""
    parts = [f"### {awaited.step.title}：{withheld.called(dossier)}（{dossier.id}）"]
    if secret(dossier):
        returned = [withheld.codes(why)] if why else []
        return "\n\n".join([*parts, *returned, asked(awaited), withheld.AT_THE_DESK])
    if why:
        parts += _wrong(office, dossier.id, awaited, why)
        parts.append("**这一步**")
    parts += [asked(awaited), *_files(office.inbox(dossier.id))]
    return "\n\n".join(parts)


def at_desk(office: Office, item: str, awaited: Awaiting) -> str:
    """Where the same step is filled in at the desk; without an address of its own it is that of this page."""
    desk = next(iter(office.desk_origins.split()), "").rstrip("/")
    link = f"{desk}/shixiang/{item}/{awaited.step_id}"
    return f"在工作台里看到本页的，请到[工作台填写“{awaited.step.title}”]({link})。"


def turn_of(dossier: Dossier, step: Step) -> str:
    """The unit whose turn a step is, as far as the catalog says; empty where it does not."""
    if step.role is not Role.UNIT:
        return "" if step.role is Role.EVALUATOR else step.role.value
    item = item_of(dossier)
    units = item.units if item else ()
    return next((unit.name for unit in units if unit.part is Part.LEAD), "")


def asked(awaited: Awaiting) -> str:
    """By whom, on what basis and until when a step is taken."""
    step = awaited.step
    lines = [f"- 办理：{step.role.value}", f"- 依据：{law.cite(step.source)}"]
    if awaited.deadline:
        lines.append(f"- 最迟：**{awaited.due}**（{awaited.deadline.explain().rstrip('。')}）")
    if step.record is AdoptionStatement:
        lines.append("- 逐条意见不用在这里填：把意见表（Excel）放进收件夹，在“意见表”一栏写文件名")
    return "\n".join(lines)


def _wrong(office: Office, item: str, awaited: Awaiting, why: str) -> Iterator[str]:
    """What has to be put right: each rule with what is wrong, its article and the remedy."""
    yield "**退回。请改正下列各项，其余内容已替您保留：**"
    logged = [r for r in office.ledger().refusals(item) if r.step == awaited.step_id]
    last = logged[-1] if logged else None
    if last and str(Refused(item, last.step, last.findings, last.faults)) == why:
        yield "\n".join(_numbered(last.faults, last.findings))
    else:
        yield "\n".join(f"- {line}" for line in why.splitlines() if line)


def _numbered(faults: Iterable[str], findings: list[Finding]) -> Iterator[str]:
    blocking = [f for f in findings if f.blocks]
    lines = [*faults, *map(_said, blocking)]
    yield from (f"{n}. {line}" for n, line in enumerate(lines, 1))
    hints = [f for f in findings if not f.blocks]
    if hints:
        yield "\n提示（不影响登记）：\n"
        yield from (f"- {_said(hint)}" for hint in hints)


def _said(finding: Finding) -> str:
    remedy = finding.way_out if finding.reason else f"改法：{finding.remedy}"
    basis = (
        f"{finding.article}（规则 {finding.rule}）" if finding.article else f"规则 {finding.rule}"
    )
    return f"**{finding.what}**\n   - {remedy}\n   - 依据：{basis}"


def _files(folder: Path) -> Iterator[str]:
    """The inbox of the item and what lies in it, so that names can be copied."""
    yield f"收件夹：`{folder.absolute()}`"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if _is_paper(p))
    except OSError as wrong:  # a network drive may be away; the form is needed all the same
        yield f"收件夹现在打不开（{wrong.strerror}），请检查共享盘。不附文件的步骤可以先办。"
        return
    listed = [_listed(name) for name in names[:MOST_FILES]]
    if len(names) > MOST_FILES:
        listed.append(f"- 另有{len(names) - MOST_FILES}个文件")
    yield (
        "\n".join(listed)
        or "写这张表的时候收件夹是空的。需要附文件时，先放进去，再在“材料”里填文件名。"
    )


def _listed(name: str) -> str:
    """A name to be copied; one that could not be taken is shown as far as it can be."""
    if unseen(name):
        return f"- `{shown(name)}`：文件名里有看不见的控制符，或者不是 UTF-8 编码，请改名"
    return f"- `` {name} ``" if "`" in name else f"- `{name}`"


def _is_paper(path: Path) -> bool:
    """A file that may be taken; not what an office program or a file manager left there."""
    return (
        path.is_file()
        and not path.name.startswith((".", "~$"))
        and extension(path.name) in MEDIA_TYPES
    )
