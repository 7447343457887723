"""An objection from the intake to the page: one for each receipt, counted, answered once by somebody else."""

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

import cli
from catalog.dossier import Shown
from catalog.record import Amendment, AmendmentKind
from catalog.submission import Contact
from catalog.timezone import local_day
from office.build import write_pages
from office.intake import answers_out, tell_intake, told
from opinions.answers import answer
from opinions.batches import Received
from opinions.collect import collect
from opinions.objections import NotSo, answer_objection, objections
from opinions.points import LayerKind, lay, split
from opinions.receipts import Lookup, derive, new_receipt, objecting
from opinions.register import Register, window
from opinions.spool.keys import make_keys, private_key, public_key
from opinions.spool.seal import Letter, seal
from opinions.spool.spool import FILE, Spool
from opinions.statement import NotWhole, file
from tests.catalog.rules.lawful import ITEM
from tests.office.answered import AGREEING, FILED_AT, MORE, NO, WHY, Answered, several, stated
from tests.office.test_lookups import PLACE, lines
from tests.opinions.conftest import batch, letter
from tests.storage.life import ACTOR, ten_o_clock

DAY = date(2026, 11, 20)
CHECKING = AGREEING.model_copy(update={"name": "答复异议的人"})


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Answered:
    folder = tmp_path_factory.mktemp("objected")
    made = several(folder / "home", folder / "papers")
    make_keys(folder / "home")
    made.office.ledger().close()
    return made


@pytest.fixture
def answered(template: Answered, tmp_path: Path) -> Answered:
    home = shutil.copytree(template.office.home, tmp_path / "home")
    return template._replace(office=template.office.model_copy(update={"home": home}))


def objected(answered: Answered, text: str, *, receipt: Lookup, own: Lookup) -> None:
    """What the intake seals."""
    home = answered.office.home
    spool = Spool(home / FILE)
    whole = Letter(letter(text), Contact(), (), own, receipt)
    spool.append(seal(public_key(home), whole))
    spool.close()


def collected(answered: Answered) -> tuple[int, tuple[str, ...]]:
    office, ledger = answered.office, answered.office.ledger()
    made = collect(
        Register(ledger.engine), Spool(office.home / FILE), private_key(office.home),
        office.documents, lambda item: window(ledger.load(item)), FILED_AT,
    )  # fmt: skip
    return made.new, made.faults


def test_one_for_each_receipt_counted_and_answered_once(answered: Answered, tmp_path: Path) -> None:
    office, receipt = answered.office, answered.receipts[8]
    engine = office.ledger().engine
    by, own = derive(receipt, ITEM), objecting(receipt, ITEM)
    objected(answered, "没有答复我说的时间", receipt=by, own=own)
    objected(answered, "再说一遍", receipt=by, own=objecting(receipt, "otherwise"))
    new, [fault] = collected(answered)
    assert (new, "来件9的回执" in fault, "内容不同" in fault) == (1, True, True)
    assert collected(answered) == (0, (fault,))
    with engine.connect() as connection:
        [one] = objections(connection, ITEM, 1)
    assert (one.letter, one.text, one.answer) == (9, "没有答复我说的时间", "")
    with pytest.raises(NotWhole, match="有1件异议没有答复（来件9）"):
        stated(office, CORRECTED)
    for no, actor, why in ((9, ACTOR, "应当由另一人答复"), (10, CHECKING, "没有对来件10")):
        with pytest.raises(NotSo, match=why):
            answer_objection(engine, ITEM, 1, no, "维持", actor=actor, at=FILED_AT)
    answer_objection(engine, ITEM, 1, 9, "维持：时间另行通知", actor=CHECKING, at=FILED_AT)
    with pytest.raises(NotSo, match="只答复一次"):
        answer_objection(engine, ITEM, 1, 9, "改变", actor=CHECKING, at=FILED_AT)
    write_pages(office, DAY, tmp_path / "before")
    stated(office, CORRECTED, FILED_AT + timedelta(days=1))
    write_pages(office, DAY, tmp_path / "site")
    page = (tmp_path / "site" / PLACE / "index.html").read_text("utf-8")
    assert "收到1件，已答复1件" in page
    assert "没有答复我说的时间" not in page
    assert lines(tmp_path / "site", receipt)[1:3] == [
        ["您的异议", "“没有答复我说的时间”", ""],
        ["异议的答复", "维持：时间另行通知", ""],
    ]
    assert "您的异议" not in {line[0] for line in lines(tmp_path / "before", receipt)}
    assert office.ledger().verify() == []


CORRECTED = Amendment(kind=AmendmentKind.CORRECTION, reason="公布以后收到一件异议")


def test_one_whose_receipt_is_of_no_letter_or_that_only_knows_its_id_is_told(
    answered: Answered,
) -> None:
    known = derive(answered.receipts[0], ITEM)
    forged = known._replace(key=bytes(32))
    objected(answered, "假的", receipt=forged, own=objecting(new_receipt(), ITEM))
    unknown = new_receipt()
    objected(answered, "别的", receipt=derive(unknown, ITEM), own=objecting(unknown, ITEM))
    new, faults = collected(answered)
    assert new == 0
    assert len(faults) == 2
    assert "没有登记" in faults[0]


def test_the_intake_hears_one_within_thirty_days_of_the_answers(answered: Answered) -> None:
    ledger = answered.office.ledger()
    mark = ledger.mark()
    assert mark
    tell_intake(answered.office, 2, DAY, mark.position, {"slmzj": "www.example.gov.cn"})
    [one] = told(answered.office.home).answered
    assert one.objects_until == DAY + timedelta(days=30)
    assert one.hears(ten_o_clock(DAY) + timedelta(days=30))
    assert not one.hears(ten_o_clock(DAY) + timedelta(days=31))
    shards = sorted((answered.office.home / "lookups" / ITEM).glob("*.json"))
    assert sum(len(json.loads(file.read_bytes())) for file in shards) == len(answered.receipts)


def test_the_thirty_days_begin_with_the_edition_that_first_told_the_answers(
    answered: Answered,
) -> None:
    ledger = answered.office.ledger()
    before = ledger.load(ITEM)
    places, out = before.positions.values(), local_day(FILED_AT) + timedelta(days=5)
    first = Shown(number=2, at=ten_o_clock(out), as_of=out, position=max(places))
    early = first._replace(number=1, position=min(places))
    assert answers_out(before, [], DAY) == DAY
    assert answers_out(before, [early], DAY) == DAY
    assert answers_out(before, [early, first], DAY) == out
    at, more = FILED_AT + timedelta(days=40), MORE | {"url": "https://www.example.gov.cn/caina"}
    file(ledger, ITEM, 1, more, actor=ACTOR, at=at, amends=CORRECTED)
    after, day = ledger.load(ITEM), local_day(at)
    again = Shown(number=3, at=ten_o_clock(day), as_of=day, position=max(after.positions.values()))
    assert answers_out(after, [early, first, again], day) == out
    assert answers_out(after, [early, again], day) == day


def test_by_the_command_line(answered: Answered, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = answered.receipts[0]
    objected(answered, "标准太低", receipt=derive(receipt, ITEM), own=objecting(receipt, ITEM))
    home = ["--home", str(answered.office.home)]
    assert cli.run(["opinions", "objections", ITEM, *home]) == 0
    assert "标准太低" in capsys.readouterr().out
    by = ["--by", "李四", "--unit", "法规处"]
    assert cli.run(["opinions", "objections", ITEM, "1", "维持，理由见答复", *by, *home]) == 0
    assert cli.run(["opinions", "status", ITEM, *home]) == 0
    said = capsys.readouterr().out
    assert "异议1件，没有答复的0件" in said.replace("\n", "")


def test_who_decided_about_a_letter_never_answers_the_objection(answered: Answered) -> None:
    engine = answered.office.ledger().engine
    third = ACTOR.model_copy(update={"name": "后来改写的人"})
    for no in (4, 6, 9):
        receipt = answered.receipts[no - 1]
        objected(answered, "不同意", receipt=derive(receipt, ITEM), own=objecting(receipt, ITEM))
    assert collected(answered) == (3, ())
    answer(
        engine, ITEM, 1, {"9": NO._replace(reason=WHY + "，另见第四条")}, actor=third, at=FILED_AT
    )
    split(engine, ITEM, 4, [], reason="", actor=third, at=FILED_AT)
    lay(engine, ITEM, 6, LayerKind.USABLE, "", reason="看错了", actor=third, at=FILED_AT)
    for no, actor in ((4, ACTOR), (6, ACTOR), (9, ACTOR), (9, third)):
        with pytest.raises(NotSo, match="应当由另一人答复"):
            answer_objection(engine, ITEM, 1, no, "维持", actor=actor, at=FILED_AT)
    lay(engine, ITEM, 9, LayerKind.UNUSABLE, "", reason="无关", actor=AGREEING, at=FILED_AT)
    for actor in (ACTOR, AGREEING):
        with pytest.raises(NotSo, match="应当由另一人答复"):
            answer_objection(engine, ITEM, 1, 9, "维持", actor=actor, at=FILED_AT)
    for no in (4, 6, 9):
        answer_objection(engine, ITEM, 1, no, "维持", actor=CHECKING, at=FILED_AT)


def test_what_nobody_decided_is_not_objected_to(answered: Answered) -> None:
    office = answered.office
    engine, receipt = office.ledger().engine, new_receipt()
    by = derive(receipt, ITEM)
    rows = [
        Received(1, letter("公布以后来的"), receipt=(by.id.hex(), (by.key + by.nonce_key).hex()))
    ]
    late = batch()._replace(digest="f" * 64)
    Register(engine).take_in(late, rows, actor=ACTOR, at=FILED_AT)
    objected(answered, "不同意", receipt=by, own=objecting(receipt, ITEM))
    assert collected(answered) == (1, ())
    with pytest.raises(NotSo, match="查不出是谁办的"):
        answer_objection(engine, ITEM, 1, 41, "维持", actor=CHECKING, at=FILED_AT)
