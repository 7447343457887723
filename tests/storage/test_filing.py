"""The one door: what it takes, what it refuses, and what it does when asked twice."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from catalog.opinion import Opinion
from catalog.record import Actor
from catalog.stages.consultation import AdoptionStatement
from catalog.states import Status
from catalog.status import status
from storage.filing import Filed, Overtaken, Refused, file_record, try_record
from storage.ledger import Ledger
from storage.serialize import opinion_row, opinions_digest
from tests.catalog.rules.lawful import CORRECTION, ITEM, NEW_ROUND, OPINIONS, day
from tests.storage.life import ACTOR, ADOPTION, OPINION_ROWS, YEAR, live, ten_o_clock, the

NOTICE = "consultation.notice"


def file(ledger: Ledger, step: str, folder: Path, **changes: Any) -> Filed:
    """File a step of the life with some fields of its payload changed; None leaves one out."""
    payload, at = the(step, folder)
    filing = {"item": ITEM, "actor": ACTOR, "at": at, "amends": None, "folder": folder}
    filing |= {k: changes.pop(k) for k in list(changes) if k in {*filing, "entries"}}
    payload = {k: v for k, v in (payload | changes).items() if v is not None}
    if step == ADOPTION:
        payload = {"opinions": OPINION_ROWS} | payload
    return file_record(ledger, filing.pop("item"), step, payload, **filing)


def refusal(ledger: Ledger, step: str, folder: Path, **changes: Any) -> Refused:
    """File it, and return the refusal; nothing must have gone on file."""
    before = ledger.head()
    with pytest.raises(Refused) as refused:
        file(ledger, step, folder, **changes)
    assert ledger.head() == before
    return refused.value


def test_a_warning_comes_back_with_the_entry(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    filed = file(ledger, NOTICE, folder, media=["政府网站"])
    assert {f.rule for f in filed.findings} >= {"PUB-07"}
    assert filed.entry == ledger.load(ITEM).entries[-1]


def test_a_refusal_says_everything_and_is_logged(either: Ledger, folder: Path) -> None:
    live(either, folder, until=NOTICE)
    refused = refusal(either, NOTICE, folder, ways=[], closes_on="2026-03-15")
    lines = str(refused).splitlines()
    assert lines[0] == "slmzj-2026-03“征求意见公告”未予登记："
    assert {f.rule for f in refused.findings if f.blocks} == {"PUB-02", "PUB-03"}
    assert len(lines) == 1 + len(refused.findings)
    [logged] = either.refusals(ITEM)
    assert (logged.step, logged.actor, logged.findings) == (NOTICE, ACTOR, refused.findings)
    assert logged.payload["closes_on"] == "2026-03-15"
    assert logged.at == ten_o_clock(day(3, 10))


def test_trying_says_what_the_door_says_and_leaves_no_trace(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    payload, at = the(NOTICE, folder)
    taken = [ledger.documents.put(folder / d["file"]) for d in payload["documents"]]  # type: ignore[union-attr]
    documents = [
        {k: v for k, v in d.items() if k != "file"} | kept._asdict()
        for d, kept in zip(payload["documents"], taken, strict=True)
    ]
    payload |= {"documents": documents}
    before = ledger.head()
    found = try_record(ledger, ITEM, NOTICE, payload, actor=ACTOR, at=at)
    tried = []
    broken = ({"ways": [], "closes_on": "2026-03-15"}, {"closes_on": "不知道"})
    for change in broken:
        with pytest.raises(Refused) as wrong:
            try_record(ledger, ITEM, NOTICE, payload | change, actor=ACTOR, at=at)
        tried.append((wrong.value.faults, wrong.value.findings))
    assert (ledger.head(), ledger.refusals(ITEM)) == (before, [])
    refused = [refusal(ledger, NOTICE, folder, **(payload | change)) for change in broken]
    assert tried == [(said.faults, said.findings) for said in refused]
    assert found == file(ledger, NOTICE, folder, **payload).findings


def test_faults_of_shape_are_refused_all_at_once_and_logged(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    refused = refusal(ledger, NOTICE, folder, closes_on="四月", media=["广播站"], 备注="x")
    assert len(refused.faults) == 3
    assert refused.findings == []
    assert ledger.refusals(ITEM)[0].faults == refused.faults


def test_chinese_titles_are_keys_too(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="decision.package")
    payload, at = the("decision.package", folder)
    files = [
        {"标题": d["title"], "类别": d["kind"], "公开": d["disclosure"], "文件": d["file"]}
        for d in payload["documents"]
    ]
    typed = {
        "提请审议日期": payload["submitted_on"],
        "公平竞争审查情况": payload["fair_competition"],
        "材料": files,
    }
    filed = file_record(ledger, ITEM, "decision.package", typed, actor=ACTOR, at=at, folder=folder)
    assert [d.name for d in filed.entry.record.documents] == [f["文件"] for f in files]


def test_an_unknown_step_is_refused_with_where_they_are_listed(
    ledger: Ledger, folder: Path
) -> None:
    with pytest.raises(Refused) as refused:
        file_record(ledger, ITEM, "consultation.vote", {}, actor=ACTOR, at=ten_o_clock(day(3, 1)))
    assert "没有“consultation.vote”这一步" in str(refused.value)
    assert "全部编号用 juece steps 查看" in str(refused.value)


@pytest.mark.parametrize(
    "payload", [None, [], "公告", {"材料": "草案"}, {1: 2}, {"a\x00": "\ud800"}]
)
def test_any_payload_at_all_is_refused_in_words(either: Ledger, payload: Any) -> None:
    with pytest.raises(Refused) as refused:
        file_record(either, ITEM, NOTICE, payload, actor=ACTOR, at=ten_o_clock(day(3, 1)))
    assert refused.value.faults
    assert len(either.refusals(ITEM)) == 1


@pytest.mark.parametrize("item", ["slmzj-2026-77", "养老", "slmzj-2026", "a\x00b"])
def test_an_item_that_is_not_on_file_is_refused(either: Ledger, folder: Path, item: str) -> None:
    live(either, folder, until=NOTICE)
    assert {f.rule for f in refusal(either, NOTICE, folder, item=item).findings} == {"FIL-01"}


def test_an_instant_needs_a_zone(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    naive = datetime(2026, 3, 10, 10)  # noqa: DTZ001
    assert "没有写明时区" in str(refusal(ledger, NOTICE, folder, at=naive))


def test_time_does_not_run_backwards(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    refused = refusal(ledger, NOTICE, folder, at=ten_o_clock(day(3, 2)))
    assert "登记时间2026-03-02 10:00早于本事项上一次登记的时间2026-03-03 10:00" in refused.faults[0]


def test_a_record_is_filed_under_the_number_that_it_names(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="entry.inclusion")
    refused = refusal(ledger, "entry.inclusion", folder, item=f"{YEAR}-04")
    assert refused.faults == [f"内容属于 {ITEM}，不能登记到 {YEAR}-04，请核对编号"]
    refused = refusal(ledger, "entry.catalog", folder, item="slmzj-2027")
    assert "内容属于 slmzj-2026" in refused.faults[0]


def test_filing_again_after_a_crash_is_the_entry_on_file(either: Ledger, folder: Path) -> None:
    filed = live(either, folder)
    before = either.head()
    assert live(either, folder) == filed
    assert either.head() == before
    assert either.refusals(ITEM) == []


def test_a_returned_record_filed_again_is_known_in_its_old_round(
    ledger: Ledger, folder: Path
) -> None:
    live(ledger, folder, until="legality_review.opinion")
    first = file(ledger, "legality_review.opinion", folder, conclusion="退回补正")
    assert file(ledger, "legality_review.opinion", folder, conclusion="退回补正") == first
    at = first.entry.at + timedelta(hours=1)
    dates = {"submitted_on": "2026-04-30", "due_on": "2026-05-29"}
    again = file(ledger, "legality_review.submission", folder, at=at, **dates)
    assert again.entry.round == 2


def test_of_two_who_answer_one_form_the_first_is_heard(either: Ledger, folder: Path) -> None:
    live(either, folder, until=NOTICE)
    file(either, NOTICE, folder, entries=0)
    before = either.head(), either.refusals(ITEM)
    with pytest.raises(Overtaken):
        file(either, NOTICE, folder, entries=0, at=ten_o_clock(day(3, 11)))
    assert (either.head(), either.refusals(ITEM)) == before


def test_whoever_filed_after_the_time_was_taken_overtakes_and_nothing_is_refused(
    either: Ledger, folder: Path
) -> None:
    live(either, folder, until=NOTICE)
    before = either.head(), either.refusals(ITEM)
    early = either.load(ITEM).entries[-1].at - timedelta(milliseconds=500)
    with pytest.raises(Overtaken):
        file(either, NOTICE, folder, entries=0, at=early)
    assert (either.head(), either.refusals(ITEM)) == before
    assert "早于本事项上一次登记的时间" in str(refusal(either, NOTICE, folder, at=early))


def test_the_same_by_somebody_else_is_refused(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="expert_review.review")
    other = Actor(name="经办人乙", unit="养老服务处")
    assert {f.rule for f in refusal(ledger, NOTICE, folder, actor=other).findings} >= {"FIL-03"}


def test_a_correction_and_a_new_round_keep_what_was_there(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until="risk_assessment.report")
    later = ten_o_clock(day(3, 21))
    corrected = file(
        ledger, "expert_review.review", folder, at=later, conclusion="可行", amends=CORRECTION
    )
    again = file(
        ledger,
        "expert_review.review",
        folder,
        at=later,
        reviewed_on="2026-03-21",
        amends=NEW_ROUND,
    )
    assert (corrected.entry.round, again.entry.round) == (1, 2)
    assert ledger.load(ITEM).entries[-2:] == (corrected.entry, again.entry)
    assert ledger.verify() == []


class TestDocuments:
    """Files named in a payload."""

    def test_the_file_is_stored_and_the_record_names_it(self, ledger: Ledger, folder: Path) -> None:
        live(ledger, folder, until=NOTICE)
        document = file(ledger, NOTICE, folder).entry.record.documents[0]
        assert ledger.documents
        assert ledger.documents.read(document.digest).decode() == document.title
        assert (document.name, document.size) == ("决策草案.txt", len("决策草案".encode()))

    @pytest.mark.parametrize(
        ("named", "said"),
        [
            ({"file": "../juece.db"}, "不在材料文件夹内"),
            ({"file": "没有.pdf"}, "找不到文件"),
            ({"文件": "/etc/hostname"}, "不在材料文件夹内"),
            ({"file": "决策草案.txt", "digest": "0" * 64}, "与写明的不符"),
            ({"digest": "0" * 64, "name": "a.pdf", "size": 1}, "材料库中没有"),
        ],
    )
    def test_what_is_not_there_is_refused(
        self, ledger: Ledger, folder: Path, named: dict[str, Any], said: str
    ) -> None:
        live(ledger, folder, until=NOTICE)
        documents = [{"title": "草案", "kind": "决策草案"} | named]
        [fault] = refusal(ledger, NOTICE, folder, documents=documents).faults
        assert fault.startswith("材料第1项")
        assert said in fault

    def test_a_link_out_of_the_folder_is_not_followed(self, ledger: Ledger, folder: Path) -> None:
        live(ledger, folder, until=NOTICE)
        (folder / "link.txt").symlink_to("/etc/hostname")
        documents = [{"title": "草案", "kind": "决策草案", "file": "link.txt"}]
        assert "不在材料文件夹内" in str(refusal(ledger, NOTICE, folder, documents=documents))

    def test_without_a_store_a_file_is_refused(self, tmp_path: Path, folder: Path) -> None:
        bare = Ledger.open(tmp_path / "juece.db")
        bare.documents = None
        live(bare, folder, until=NOTICE)
        assert "没有设置材料库" in str(refusal(bare, NOTICE, folder))
        bare.close()


class TestOpinions:
    """The table of opinions that comes with an adoption statement."""

    def test_rows_are_counted_and_digested_by_the_door(self, ledger: Ledger, folder: Path) -> None:
        live(ledger, folder, until=ADOPTION)
        record = file(ledger, ADOPTION, folder, opinion_rows=99).entry.record
        assert isinstance(record, AdoptionStatement)
        assert record.opinion_rows == len(OPINIONS)
        assert record.opinion_digest == opinions_digest(map(opinion_row, OPINIONS))

    def test_a_table_is_named_as_a_file(self, ledger: Ledger, folder: Path) -> None:
        live(ledger, folder, until=ADOPTION)
        rows = ["意见摘要,条数,处理结果,理由", "增加开放时间,1,采纳,", "一律免费,2,未采纳,无财力"]
        (folder / "意见表.csv").write_text("\n".join(rows), "utf-8")
        payload, at = the(ADOPTION, folder)
        payload["opinions"] = "意见表.csv"
        file_record(ledger, ITEM, ADOPTION, payload, actor=ACTOR, at=at, folder=folder)
        opinions = ledger.load(ITEM, opinions=True).opinions[1]
        assert [(o.no, o.points) for o in opinions] == [(1, 1), (2, 2)]

    def test_a_fault_in_the_table_is_refused(self, ledger: Ledger, folder: Path) -> None:
        live(ledger, folder, until=ADOPTION)
        refused = refusal(ledger, ADOPTION, folder, opinions=[{"意见摘要": ""}], counts="三条")
        assert [f.partition("：")[0] for f in refused.faults] == [
            "意见表第1项，意见摘要",
            "意见处理情况",
        ]
        assert ledger.refusals(ITEM)[0].payload["opinions"] == "（1行）"

    def test_a_correction_keeps_the_rows_on_file(self, either: Ledger, folder: Path) -> None:
        live(either, folder, until="legality_review.submission")
        payload, at = the(ADOPTION, folder)
        later = payload | {"published_on": "2026-04-21"}
        corrected = file_record(
            either, ITEM, ADOPTION, later, actor=ACTOR, at=at + timedelta(days=1), amends=CORRECTION
        )
        assert isinstance(corrected.entry.record, AdoptionStatement)
        assert corrected.entry.record.opinion_rows == len(OPINIONS)
        assert either.load(ITEM, opinions=True).opinions == {1: OPINIONS}
        assert either.verify() == []

    def test_a_correction_with_a_table_replaces_them(self, either: Ledger, folder: Path) -> None:
        live(either, folder, until="legality_review.submission")
        rows = [{"意见摘要": "都好", "条数": 3, "处理结果": "无修改意见"}]
        counts = {"points": 3, "support": 3}
        at = ten_o_clock(day(4, 21))
        file(either, ADOPTION, folder, opinions=rows, counts=counts, at=at, amends=CORRECTION)
        [opinion] = either.load(ITEM, opinions=True).opinions[1]
        assert opinion == Opinion.model_validate(
            {"no": 1, "summary": "都好", "points": 3, "outcome": "无修改意见"}
        )
        assert either.load(ITEM, opinions=True, on=day(4, 20)).opinions == {1: OPINIONS}
        assert either.verify() == []

    def test_a_correction_of_the_notice_takes_no_opinions_along(
        self, ledger: Ledger, folder: Path
    ) -> None:
        live(ledger, folder, until="legality_review.submission")
        at = ten_o_clock(day(4, 21))
        file(ledger, NOTICE, folder, at=at, contents="助餐", amends=CORRECTION)
        assert ledger.load(ITEM, opinions=True).opinions == {1: OPINIONS}
        assert ledger.verify() == []


def test_who_files_the_same_again_by_the_clock_finds_it_on_file(
    either: Ledger, folder: Path
) -> None:
    """As after a kill between the filing and its word; another's paper is another's."""
    live(either, folder, until=NOTICE)
    at = the(NOTICE, folder)[1]
    first = file(either, NOTICE, folder, at=lambda: at)
    again = file(either, NOTICE, folder, at=lambda: at + timedelta(minutes=3))
    assert again.entry == first.entry
    assert {f.rule for f in again.findings} == {f.rule for f in first.findings}
    assert either.refusals(ITEM) == []
    by_another = {"actor": Actor(name="乙", unit="乙处"), "at": lambda: at + timedelta(minutes=3)}
    assert "FIL-03" in {f.rule for f in refusal(either, NOTICE, folder, **by_another).findings}


@pytest.mark.parametrize(("behind", "taken"), [(4, True), (60, False)])
def test_clocks_of_two_machines_may_differ_by_moments(
    behind: int, taken: bool, ledger: Ledger, folder: Path
) -> None:
    live(ledger, folder, until=NOTICE)
    at = the(NOTICE, folder)[1]
    start = file(ledger, "entry.start", folder, amends=CORRECTION, at=at, decided_by="局务会议")
    clock = {"at": lambda: at - timedelta(seconds=behind)}
    if taken:
        assert file(ledger, NOTICE, folder, **clock).entry.at == start.entry.at
    else:
        assert "请核对时间" in str(refusal(ledger, NOTICE, folder, **clock))


def test_a_correction_that_changes_nothing_is_told_so(ledger: Ledger, folder: Path) -> None:
    """It was registered with a reason that the public reads."""
    live(ledger, folder, until=NOTICE)
    file(ledger, NOTICE, folder)
    at = the(NOTICE, folder)[1] + timedelta(hours=1)
    said = str(refusal(ledger, NOTICE, folder, amends=CORRECTION, at=at))
    assert "与在卷的第3号记录（征求意见公告）完全相同，没有更正任何内容" in said
    changed = file(ledger, NOTICE, folder, amends=CORRECTION, at=at, media=["政府网站"])
    assert changed.entry.corrects
    back = file(ledger, NOTICE, folder, amends=CORRECTION, at=at + timedelta(hours=1))
    assert back.entry.corrects


def test_an_identical_paper_of_a_step_that_repeats_is_told_to_be_on_file(
    ledger: Ledger, folder: Path
) -> None:
    live(ledger, folder, until=NOTICE)
    file(ledger, NOTICE, folder)
    filing = {"actor": ACTOR, "folder": folder}
    paper = {
        "延长后的截止日期": "2026-04-30",
        "延长的理由": "来信较多",
        "延期公告发布日期": "2026-03-20",
    }
    first = file_record(
        ledger, ITEM, "consultation.extension", paper, at=ten_o_clock(day(3, 20)), **filing
    )
    other = Actor(name="乙", unit="办公室")
    with pytest.raises(Refused, match=f"与第{first.entry.seq}号记录.*完全相同，已经登记过了"):
        file_record(
            ledger,
            ITEM,
            "consultation.extension",
            paper,
            at=ten_o_clock(day(3, 21)),
            **filing | {"actor": other},
        )


def test_no_item_takes_the_name_of_another_of_its_catalog(ledger: Ledger, folder: Path) -> None:
    live(ledger, folder, until=NOTICE)
    item = ledger.load(ITEM).entries[0].record.model_dump(mode="json")["item"]
    new = f"{ITEM[:-2]}09"
    added = {"added_on": "2026-03-01", "reason": "上级部署", "approved_by": "局长办公会议"}
    added |= {"consented_on": "2026-03-02", "republished_on": "2026-03-03"}
    filing = {"actor": ACTOR, "at": ten_o_clock(day(3, 12))}
    alike = {"item": item | {"no": 9, "name": f" {item['name']}\u200b"}} | added
    with pytest.raises(Refused, match=f"事项名称和 {ITEM} 的一样"):
        file_record(ledger, new, "entry.inclusion", alike, **filing)
    other = {"item": item | {"no": 9, "name": "另一个方案"}} | added
    assert file_record(ledger, new, "entry.inclusion", other, **filing).entry.item == new
    back = {"item": item | {"no": 9}} | added
    with pytest.raises(Refused, match=f"事项名称和 {ITEM} 的一样"):
        file_record(ledger, new, "entry.inclusion", back, amends=CORRECTION, **filing)


def test_an_item_that_is_carried_over_names_the_one_that_goes_on(
    ledger: Ledger, folder: Path
) -> None:
    """The only way to end it published that no decision would be made any more."""
    live(ledger, folder, until="consultation.adoption")
    filing = {"actor": ACTOR, "at": ten_o_clock(day(4, 20))}
    other = f"{ITEM[:-2]}09"
    over = {
        "change": "结转",
        "adjusted_on": "2026-04-20",
        "reason": "需要继续论证",
        "approved_by": "会议",
    }
    with pytest.raises(Refused, match="写明“接续办理的事项编号”"):
        file_record(ledger, ITEM, "entry.adjustment", over, **filing)
    carried = over | {"continued_as": [other]}
    with pytest.raises(Refused, match=f"“{other}”不在卷"):
        file_record(ledger, ITEM, "entry.adjustment", carried, **filing)
    item = ledger.load(ITEM).entries[0].record.model_dump(mode="json")["item"]
    added = {"added_on": "2026-04-20", "reason": "结转", "approved_by": "会议"}
    added |= {"consented_on": "2026-04-20", "republished_on": "2026-04-20"}
    new = {"item": item | {"no": 9, "name": "接续的事项", "continues": [ITEM]}} | added
    file_record(ledger, other, "entry.inclusion", new, **filing)
    itself = over | {"continued_as": [ITEM]}
    with pytest.raises(Refused, match="就是本事项"):
        file_record(ledger, ITEM, "entry.adjustment", itself, **filing)
    file_record(ledger, ITEM, "entry.adjustment", carried, **filing)
    assert status(ledger.load(ITEM), day(4, 21)) is Status.CARRIED
    kept = over | {"change": "保留", "continued_as": [other]}
    with pytest.raises(Refused, match="其他调整不填"):
        file_record(ledger, ITEM, "entry.adjustment", kept, amends=CORRECTION, **filing)
