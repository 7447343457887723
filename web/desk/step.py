"""填表、核对、登记: a step's form, the verdict on it, and the door. Nothing that was typed is lost."""

from dataclasses import replace
from typing import NamedTuple

from starlette.responses import JSONResponse, Response

from catalog import law
from catalog.duties.who import turn_of
from catalog.findings import Severity
from catalog.ids import stage_of
from catalog.parse import ShapeError
from catalog.record import DocumentKind
from catalog.rules import RULES
from catalog.wanted import preset, wanted
from office.editions.looked import LookedAt
from storage.files.opinion_form import opinion_form
from storage.filing import Filed, Overtaken, Refused, file_record
from storage.people.drafts import Kept
from web.answers import onward
from web.desk.asking import Asked
from web.desk.board import state_of
from web.desk.counted import counted
from web.desk.handing import DOCUMENTS, choose, on_file, take
from web.desk.judged import REASONS, Judged, boxed, judge_draft, values
from web.desk.sheet import ENTRIES, WRONG, Sheet, is_unread, named_in, typed_over, without
from web.forms.draw import Control, Option, Widget, draw
from web.forms.names import ROW, around, inside, number, rows
from web.guard import CSP
from web.templates import minute

BLANK_TABLE = "空白意见表.xlsx"
DRAFT = "draft"
"""The field that says which draft on file a review or an assessment is about."""


class Row(NamedTuple):
    """A line of what will be filed; `old` is what is on file where that differs."""

    label: str
    value: str
    old: str


class Paper(NamedTuple):
    """A paper that the step needs."""

    kind: str
    rule: str
    must: bool
    there: bool
    attribute: str
    """How it is disclosed unless somebody says otherwise."""


def form(asked: Asked) -> Response:
    """The form as it stands; with `he`, with the verdict on it."""
    sheet = Sheet.of(asked)
    judged = judge_draft(sheet) if "he" in asked.query else Judged(pairs=dict(sheet.pairs))
    return _page(sheet, judged, {})


def _page(sheet: Sheet, judged: Judged, theirs: dict[str, str], said: str = "") -> Response:
    messages = judged.messages
    drawn = {c.name: c for c in draw(sheet.fields, judged.pairs, sheet.files, messages, theirs)}
    reasons = _without_boxed(drawn.pop(REASONS), boxed(judged))
    documents = replace(drawn.pop(DOCUMENTS), may_grow=False)
    if DRAFT in drawn:
        drawn[DRAFT] = _which_draft(sheet, drawn[DRAFT])
    state = state_of(sheet.dossier, sheet.asked.desk.today)
    wait = next((w for w in state.waits if w.step_id == sheet.paper.step), None)
    papers = on_file(sheet)
    answer = sheet.asked.page(
        "step.html",
        sheet.step.title,
        sheet=sheet,
        state=state,
        wait=wait,
        turn=turn_of(sheet.dossier, sheet.paper.step),
        article=law.cite(sheet.step.source),
        controls=[*drawn.values()],
        reasons=reasons if reasons.inner or reasons.messages else None,
        documents=documents,
        wrong=[(m, place) for m, place in judged.placed if m.blocks],
        not_taken=sheet.pairs.get(WRONG, ()),
        judged="he" in sheet.asked.query,
        papers=[(called, f"{one.kind.value}：{one.title}") for called, one in papers.items()],
        wanted=_wanted(sheet),
        kinds=_kinds(sheet),
        said=said or _kept_words(sheet),
        theirs=theirs,
    )
    answer.headers["content-security-policy"] = f"{CSP}; script-src 'self'; connect-src 'self'"
    return answer


def _wanted(sheet: Sheet) -> list[Paper]:
    """The papers that the step needs, whether they are in the form, and how they are disclosed."""
    there = {
        sheet.pairs.get(inside(inside(DOCUMENTS, n), "kind"), ("",))[-1]
        for n in rows(sheet.pairs, DOCUMENTS)
    }
    today = sheet.asked.desk.today
    return [
        Paper(one.kind.value, one.rule, RULES[one.rule].severity is Severity.BLOCK,
              one.kind.value in there, preset(one.kind, today).attribute.value)
        for one in wanted(sheet.dossier, sheet.paper.step)
    ]  # fmt: skip


def _kinds(sheet: Sheet) -> list[str]:
    """The kinds that a file may be said to be of, those that the step needs first."""
    first = [one.kind.value for one in wanted(sheet.dossier, sheet.paper.step)]
    return list(dict.fromkeys([*first, *DocumentKind]))


def _which_draft(sheet: Sheet, control: Control) -> Control:
    """A draft on file is chosen by its title: nobody types a digest."""
    drafts = [d for d in on_file(sheet).values() if d.kind is DocumentKind.DRAFT]
    options = (
        Option("", "没有选（只有一份的不必选）", not control.value),
        *(Option(d.digest, f"{d.title}（{d.name}）", d.digest == control.value) for d in drafts),
    )
    return replace(control, widget=Widget.CHOICE, options=options, hints=())


def _without_boxed(reasons: Control, taken: set[str]) -> Control:
    """The list of reasons holds those alone that have no box beside a field; nobody adds one."""
    left = tuple(row for row in reasons.inner if row.name not in taken)
    return replace(reasons, inner=left, may_grow=False)


def _kept_words(sheet: Sheet) -> str:
    draft = sheet.draft
    if draft is None:
        return ""
    who = "您" if draft.account == sheet.asked.person.account else draft.name
    return f"{who}{minute(draft.at)}暂存"


def send(asked: Asked) -> Response:
    """What one of the buttons of the form does; whichever it is, what was typed is kept first."""
    sheet = Sheet.of(asked)
    do, _, name = asked.said("do").partition(":")
    kept, wrong = _keep(sheet, do, name)
    sheet = sheet.reread()
    if kept.theirs:
        theirs = {
            control: f"同时写的另一份是：{'、'.join(other) or '（空）'}"
            for control, other in kept.theirs.items()
            if not control.startswith("_")
        }
        said = "这张表同时有另一份在填：写得不一样的几栏，下面都写明了，请看过再办"
        return _page(sheet, Judged(pairs=dict(sheet.pairs)), theirs, said)
    if wrong:
        return onward(sheet.path, "cailiao")
    if do == "hedui":
        return (
            onward(sheet.path, he="1")
            if judge_draft(sheet).blocked
            else onward(f"{sheet.path}/hedui")
        )
    if do == "yulan":
        return onward(f"{sheet.path}/yulan")
    place = {
        "jia": name,
        "shan": around(name),
        "shangchuan": "cailiao",
        "kanguo": "cailiao",
        "xuan": "cailiao",
    }
    return onward(sheet.path, place.get(do, "zhuangtai"))


def _keep(sheet: Sheet, do: str, name: str) -> tuple[Kept, list[str]]:
    """Keep what was typed, with what the button adds to it."""
    asked = sheet.asked
    pairs = typed_over(sheet, asked.pairs)
    taken = take(sheet, pairs, asked.files)
    pairs, wrong = taken.pairs, taken.wrong
    if do == "jia":
        row = max(rows(pairs, name), default=-1) + 1
        pairs[inside(inside(name, row), ROW)] = ("1",)
    elif do == "shan":
        pairs = without(pairs, name)
    elif do == "kanguo" and (seen_ := sheet.uploads.get(name)) and is_unread(seen_.told):
        said = LookedAt(file=seen_.digest, name=seen_.name)
        asked.desk.ledger.acts.append(said, seen_.digest, sheet.actor, asked.now)
    elif do == "xuan":
        pairs, more = choose(sheet, pairs, asked.said("which"))
        wrong += more
    if wrong:
        pairs[WRONG] = tuple(wrong)
    base = asked.said("version")
    kept = asked.desk.people.drafts.keep(
        sheet.paper, pairs, number(base) or 0, asked.person.account,
        asked.person.name, asked.now,
    )  # fmt: skip
    return kept, wrong


def blank_table(asked: Asked) -> Response:
    """An empty table of opinions, with the columns that are read."""
    return asked.file(opinion_form(), BLANK_TABLE)


def autosave(asked: Asked) -> Response:
    """Keep what is being typed, for the script of the form; where another version was kept meanwhile
    nothing is, for whoever types has to see both."""
    sheet = Sheet.of(asked)
    draft, base = sheet.draft, asked.said("version")
    if draft and str(draft.version) != base:
        whose = "您在另一个窗口" if draft.account == asked.person.account else draft.name
        said = f"{whose}刚刚存过这张表，没有自动存：请点“暂存”，两份会逐栏合在一起"
        return JSONResponse({"version": 0, "said": said})
    kept, _ = _keep(sheet, "cun", "")
    if kept.theirs:
        return JSONResponse({"version": 0, "said": "别人同时在填，请点“暂存”看两份"})
    return JSONResponse({"version": kept.draft.version, "said": f"{minute(asked.now)}自动暂存。"})


def keep_only(asked: Asked) -> Response:
    """Keep what was typed after the session had run out; the way to the sign-in follows."""
    _keep(Sheet.of(asked), "", "")
    return onward(asked.path)


def check(asked: Asked) -> Response:
    """Everything as it will be filed, with what the law says to it."""
    sheet = Sheet.of(asked)
    judged = judge_draft(sheet)
    if judged.blocked:
        return onward(sheet.path, he="1")
    return asked.page(
        "check.html",
        f"核对：{sheet.step.title}",
        sheet=sheet,
        state=state_of(sheet.dossier, asked.desk.today),
        rows=_rows(sheet),
        counted=counted(sheet.typed.payload) if sheet.register else (),
        hints=judged.all,
        actor=sheet.actor,
    )


def _rows(sheet: Sheet) -> list[Row]:
    """What stands in the form, beside what is on file."""
    new = [pair for one in draw(sheet.fields, sheet.pairs, sheet.files) for pair in values(one)]
    if sheet.old is None:
        return [Row(label, value, "") for label, value in new]
    blank = replace(sheet, draft=None)
    old = dict(pair for one in draw(sheet.fields, blank.pairs, sheet.files) for pair in values(one))
    said = {sheet.fields[0].title}  # why it is amended is new by itself
    listed = [
        Row(
            label,
            value,
            "" if label in said or old.get(label) == value else old.get(label) or "（没有）",
        )
        for label, value in new
    ]
    gone = [Row(label, "（删去）", value) for label, value in old.items() if label not in dict(new)]
    return listed + gone


def file(asked: Asked) -> Response:
    """Put it on file. A refusal goes back to the form, with a word beside each field."""
    sheet = Sheet.of(asked)
    if asked.said("do") != "dengji" or str(sheet.version) != asked.said("version"):
        return onward(f"{sheet.path}/hedui")
    try:
        filed = _filed(sheet)
    except (Refused, ShapeError):
        return onward(sheet.path, he="1")
    except Overtaken:
        return _overtaken(sheet)
    asked.desk.people.drafts.erase(sheet.paper)
    asked.desk.people.uploads.erase(sheet.paper)
    return onward(sheet.home, hao=str(filed.entry.seq))


def _filed(sheet: Sheet) -> Filed:
    """File it through the one door. Raises Refused, Overtaken, ShapeError."""
    desk, typed = sheet.asked.desk, sheet.typed
    if typed.faults:
        raise ShapeError(typed.faults)
    store = desk.ledger.documents
    for called in {*named_in(sheet.pairs)} & sheet.uploads.keys():
        if store:
            store.bring(desk.people.uploads.store, sheet.uploads[called].digest)
    if sheet.register:
        return sheet.register.file(
            sheet.by_hand, actor=sheet.actor, at=desk.office.now, amends=sheet.amends,
            entries=sheet.entries,
        )  # fmt: skip
    return file_record(
        desk.ledger, sheet.paper.item, sheet.paper.step, typed.payload, actor=sheet.actor,
        at=desk.office.now, amends=sheet.amends, entries=sheet.entries,
    )  # fmt: skip


def _overtaken(sheet: Sheet) -> Response:
    """Somebody filed in the stage meanwhile: what he filed is told, what was typed here is kept."""
    stage = stage_of(sheet.paper.step)
    later = sheet.asked.desk.ledger.load(sheet.paper.item)
    last = next((e for e in reversed(later.entries) if e.stage == stage), None)
    pairs = {**sheet.pairs, ENTRIES: (str(later.filed_in(stage)),)}
    asked = sheet.asked
    asked.desk.people.drafts.keep(
        sheet.paper, pairs, sheet.version, asked.person.account, asked.person.name, asked.now
    )
    who = (
        f"{last.actor.name}（{last.actor.unit}）已于{minute(last.at)}登记了第{last.seq}号"
        if last
        else "别人先登记了"
    )
    return asked.page(
        "stop.html", "没有登记", 409, said=f"{who}，您的没有登记，填写的内容还在草稿里。"
    )
