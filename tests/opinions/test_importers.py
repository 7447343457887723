"""Lists and messages as offices have them: every good row is kept, every bad one told by line and why."""

import email.policy
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.errors import Refusal
from catalog.opinion import OpinionSource
from catalog.parse import ShapeError
from catalog.submission import Channel, Consent, Contact
from catalog.timezone import SHANGHAI
from opinions import batches
from opinions.importers import tables, words
from opinions.importers.files import Imported, Same, import_list, write_bad
from opinions.importers.mail import import_mail, without_quotes
from opinions.importers.tables import Default, Reader
from opinions.points import read
from opinions.register import Letter, Register, Window
from storage.files.spreadsheet import _clean
from storage.ledger import Ledger
from tests.catalog.rules.lawful import ITEM
from tests.opinions.conftest import AT
from tests.storage.life import ACTOR

BY_LETTER = Default(channel=Channel.LETTER, received_on=date(2026, 3, 12))


def take(
    register: Register, path: Path, open_: Window, *, default: Default = BY_LETTER,
    same: Same = Same.ASK, columns: Mapping[str, str] | None = None,
) -> Imported:  # fmt: skip
    reader = Reader(path, open_, AT, default=default, columns=columns or {})
    return import_list(register, reader, actor=ACTOR, at=AT, same=same)


def there(register: Register) -> list[Letter]:
    return list(register.letters(ITEM, 1))


def texts(register: Register) -> list[str]:
    return [one.letter.text for one in there(register)]


def csv_of(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


def test_an_offices_own_list_is_read_with_its_own_headings(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    path = tmp_path / "来信登记.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet, day = book.add_worksheet("三月"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.merge_range(0, 0, 0, 7, "征求意见来信登记表（虚构）", book.add_format())
        headings = [
            "序号",
            "来信时间",
            "姓名",
            "联系电话",
            "意见建议",
            "涉及条款",
            "是否公开",
            "渠道",
        ]
        sheet.write_row(1, 0, headings)
        sheet.write_row(2, 0, [1, "", "王示例", 13900001111, "提高补贴", "第三条第二款", "是"])
        sheet.write_datetime(2, 1, datetime(2026, 3, 11, 9, 5), day)  # noqa: DTZ001  a cell has no zone
        sheet.write_row(3, 0, [2, 46092, "", "", "=不要公式", "", "否"])  # the format was lost
        sheet.write_formula(4, 4, '="合并"&"写的"', value="合并写的")
        sheet.write(4, 1, "2026年3月12日 14:30")
        sheet.merge_range(2, 7, 4, 7, "来信", book.add_format())
        sheet.write_string(3, 4, "=不要公式")
        sheet.write_row(5, 0, ["合计", "", "", "", "", "", "", "3件"])
    made = take(register, path, open_, default=Default())
    assert (made.kept, made.faults) == (3, ["第6行是合计行，没有导入"])
    one, two, three = (x.letter for x in there(register))
    assert (one.text, one.clause, one.consent) == ("提高补贴", "t3k2", Consent.YES)
    assert one.received_at == datetime(2026, 3, 11, 9, 5, tzinfo=SHANGHAI)
    assert (two.text, two.received_at.date(), two.consent) == (
        "=不要公式", date(2026, 3, 11), Consent.COUNT_ONLY,
    )  # fmt: skip
    assert (three.text, three.received_at.hour, three.channel) == ("合并写的", 14, Channel.LETTER)
    assert register.contacts([1]) == {1: Contact(name="王示例", contact="13900001111")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_the_encodings_that_occur(
    register: Register, open_: Window, tmp_path: Path, encoding: str
) -> None:
    path = csv_of(
        tmp_path / "a.csv", "编号,意见,日期", '7,"提高，\n补贴",2026-03-11', encoding=encoding
    )
    assert take(register, path, open_).kept == 1
    assert texts(register) == ["提高，\n补贴"]


def test_the_bad_rows_are_told_the_good_ones_kept_and_the_rest_comes_later(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    path = csv_of(
        tmp_path / "a.csv",
        "意见,收到时间,渠道,条款",
        "好的,2026-03-11,来信,",
        ",2026-03-11,来信,",
        "时间错,三月里,来信,",
        "渠道错,2026-03-11,托梦,",
        "条款错,2026-03-11,来信,第三章",
        "还没到,2027-01-01,来信,",
        "也好,2026-03-12 08:00,电话,第三条",
    )
    made = take(register, path, open_)
    assert (made.kept, len(made.bad), texts(register)) == (2, 5, ["好的", "也好"])
    assert [fault.partition("，应为")[0].partition("，请")[0] for fault in made.faults] == [
        "第3行没有“意见原文”",
        "第4行“收到时间”“三月里”不是有效的日期",
        "第5行“渠道”不认识“托梦”",
        "第6行“针对条款”认不出“第三章”是哪一条",
        "第7行“收到时间”2027-01-01 00:00还没有到",
    ]
    assert register.batches(ITEM, 1)[0].faults == tuple(made.faults)
    again = take(register, path, open_)
    assert (again.again, again.kept, len(texts(register))) == (True, 0, 2)
    write_bad(tmp_path / "错.xlsx", made.bad)
    assert take(register, tmp_path / "错.xlsx", open_).kept == 0  # nobody has corrected it


def test_a_heading_that_nobody_knows_is_asked_about(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    path = csv_of(tmp_path / "a.csv", "意见,所属街镇", "好,示例镇")
    with pytest.raises(ShapeError, match=r"不认识的栏 “所属街镇”.*所属街镇=不导入"):
        take(register, path, open_)
    assert take(register, path, open_, columns={"所属街镇": words.LEFT_OUT}).kept == 1
    nothing = csv_of(tmp_path / "b.csv", "市民说的话", "好")
    with pytest.raises(ShapeError, match="找不到“意见原文”一栏"):
        take(register, nothing, open_)
    assert (
        take(register, nothing, open_, columns={"市民说的话": words.TEXT}, same=Same.ADD).kept == 1
    )


def test_a_list_that_was_corrected_and_handed_in_whole_is_asked_about(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    lines = ["意见", *(f"来信{n}" for n in range(5)), "同样的话", "同样的话"]
    take(register, csv_of(tmp_path / "a.csv", *lines), open_)
    more = csv_of(tmp_path / "b.csv", *lines, "新的")
    with pytest.raises(Refusal, match=r"8行里有7行和以前导入的一字不差.*相同的行写明“跳过”"):
        take(register, more, open_)
    made = take(register, more, open_, same=Same.SKIP)
    assert (made.kept, made.before, len(texts(register))) == (1, 7, 8)
    other = csv_of(tmp_path / "c.csv", *lines)
    other.write_text(other.read_text("utf-8") + "\n", "utf-8")
    assert take(register, other, open_, same=Same.ADD).kept == 7


def test_rows_with_a_code_of_their_own_are_known_again(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    take(register, csv_of(tmp_path / "a.csv", "编号,意见", "A1,一", "A2,二"), open_)
    made = take(
        register, csv_of(tmp_path / "b.csv", "编号,意见", "A1,一", "A2,改了", "A3,三"), open_
    )
    assert (made.kept, made.before) == (1, 1)
    assert made.faults == ["编号A2已经登记过，内容不同，请核对编号"]
    assert texts(register) == ["一", "二", "三"]


def test_a_list_found_unreadable_in_its_middle_is_given_up_and_can_come_again(
    register: Register, open_: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "AT_ONCE", 4)
    monkeypatch.setattr(batches, "AT_ONCE", 4)
    path = csv_of(
        tmp_path / "a.csv", "意见,电话", *(f"来信{n},1" for n in range(9)), "多一格,1,哪来的"
    )
    with pytest.raises(ShapeError, match=r"不认识的栏"):
        take(register, path, open_)
    assert (texts(register), [b.kept for b in register.batches(ITEM, 1)]) == (
        [],
        [batches.GIVEN_UP],
    )
    assert take(register, path, open_, columns={"（C列）": words.LEFT_OUT}).kept == 10


def test_what_nobody_sees_is_not_imported_unseen(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for r, text in enumerate(["意见", "一", "二"]):
            sheet.write(r, 0, text)
        sheet.set_row(2, options={"hidden": True})
    with pytest.raises(ShapeError, match="第3行有内容，但隐藏着"):
        take(register, path, open_)


def test_a_long_csv_comes_in_slices_as_it_would_whole(
    register: Register, open_: Window, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        "意见登记（虚构）",
        "意见,渠道",
        *(f"来信{n},{'托梦' if n == 23 else '来信'}" for n in range(50)),
    ]
    path = csv_of(tmp_path / "a.csv", *lines)
    monkeypatch.setattr(tables, "AT_ONCE", 7)
    made = take(register, path, open_)
    assert (made.kept, made.faults[0].partition("“渠道”")[0]) == (49, "第26行")
    assert texts(register) == [f"来信{n}" for n in range(50) if n != 23]


def test_units_and_late_letters_are_told_apart(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    path = csv_of(
        tmp_path / "a.csv", "意见,渠道,日期", "无意见,来函,2026-04-14", "晚了,来信,2026-04-15"
    )
    take(register, path, open_)
    assert [(x.letter.source, x.letter.late) for x in there(register)] == [
        (OpinionSource.UNIT, False), (OpinionSource.PUBLIC, True),
    ]  # fmt: skip


def test_a_clause_is_found_by_the_number_that_it_bears_in_the_consulted_draft(
    open_: Window, tmp_path: Path
) -> None:
    path = csv_of(tmp_path / "a.csv", "意见,条款", "一,第四条", "二,第九条第二款", "三,第一条")
    reader = Reader(path, open_, AT, default=BY_LETTER, clauses={4: "t1", 9: "t2"})
    found = list(reader.rows())
    assert [row.letter.letter.clause for row in found if row.letter] == ["t1", "t2k2"]
    assert found[2].faults == ("第4行“针对条款”征求意见的草案里没有第一条，请核对",)


def test_a_file_that_is_no_table_is_refused(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    for name, content in {
        "a.xlsx": b"",
        "b.csv": b"",
        "c.csv": b"\x80\x81\xff",
        "d.txt": b"a",
    }.items():
        (tmp_path / name).write_bytes(content)
        with pytest.raises(ShapeError):
            take(register, tmp_path / name, open_)
    assert register.batches(ITEM, 1) == []


CELLS = st.one_of(
    st.text(st.characters(exclude_categories=("Cs",)), max_size=30),
    st.sampled_from(
        [
            "2026-03-11",
            "2026/3/9",
            "46092",
            "第三条",
            "来信",
            "是",
            "合计",
            "注：见附件",
            "'",
            '"',
            ",",
            "=",
        ]
    ),
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(CELLS, min_size=5, max_size=5), max_size=12))
def test_any_rows_are_kept_or_told(
    rows: Sequence[Sequence[str]], ledger: Ledger, open_: Window, tmp_path: Path
) -> None:
    import csv

    path = tmp_path / "any.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["编号", "意见", "日期", "渠道", "条款"], *rows])
    reader = Reader(path, open_, AT, default=BY_LETTER)
    found = list(reader.rows())
    assert all((row.letter is None) == bool(row.faults) for row in found)
    meant = [row for row in rows if any(_clean(cell) for cell in row)]
    assert len(found) == len(meant)


# ------------------------------------------------------------------ e-mail


def mail(path: Path, body: str, *, charset: str = "utf-8", **headers: str) -> Path:
    message = EmailMessage(policy=email.policy.SMTP)
    for name, value in (
        {
            "From": "王示例 <wang@example.com>",
            "Date": "Wed, 11 Mar 2026 09:00:00 +0800",
            "Subject": "意见",
        }
        | headers
    ).items():
        message[name] = value
    message.set_content(body, charset="utf-8")
    raw = bytes(message)
    if charset != "utf-8":
        head, _, _ = raw.partition(b"\r\n\r\n")
        head = head.replace(b'charset="utf-8"', f'charset="{charset}"'.encode())
        head = head.replace(
            b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: 8bit"
        )
        raw = head + b"\r\n\r\n" + body.encode("gb18030")
    path.write_bytes(raw)
    return path


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gbk", "gb18030"])
def test_a_message_is_one_letter_in_any_of_the_encodings(
    register: Register, open_: Window, ledger: Ledger, tmp_path: Path, charset: str
) -> None:
    assert ledger.documents
    path = mail(
        tmp_path / "a.eml", "建议提高镕基同志说的㐂标准\n\n-- \n王示例 13900001111", charset=charset
    )
    for again in (False, True):
        made = import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)
        assert made.again is again
    [one] = there(register)
    assert one.letter.text == "意见\n建议提高镕基同志说的㐂标准\n\n-- \n王示例 13900001111"
    assert one.letter.received_at == datetime(2026, 3, 11, 9, tzinfo=SHANGHAI)
    assert register.contacts([one.no])[one.no].contact == "wang@example.com"
    with ledger.engine.connect() as connection:
        [point] = read(connection, ITEM, 1).points.values()
    assert point.text == "意见\n建议提高镕基同志说的㐂标准"


def test_what_is_told_of_a_row_is_kept_for_ever_and_says_nothing_of_who_wrote_it(
    register: Register, open_: Window, tmp_path: Path
) -> None:
    """The faults of a list stay with its batch, which nobody can erase (PIPL-47)."""
    path = tmp_path / "来信.csv"
    path.write_text(
        f"意见,收到时间,渠道,姓名,电话\n多设,2026-03-11,信函,{'王示例' * 50},{'1390000111' * 30}\n",
        "utf-8",
    )
    made = import_list(register, Reader(path, open_, AT), actor=ACTOR, at=AT)
    assert made.kept == 0
    assert "有150字，最多100字" in made.faults[0]
    assert "有300字，最多200字" in made.faults[1]
    assert not any(said in fault for fault in made.faults for said in ("王示例", "139"))


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (
            '<?xml version="1.0" encoding="utf-8"?><html><body><p>提高补贴</p></body></html>',
            "提高补贴",
        ),
        ("\n<?xml version='1.0'?>\n<p>提高补贴<script>x</script></p>", "提高补贴"),
        ("<!-- 只有注释 -->", ""),
        ("<p>" * 100_000, ""),
    ],
)
def test_whatever_a_program_calls_html_is_read_or_told(
    register: Register, open_: Window, ledger: Ledger, tmp_path: Path, body: str, said: str
) -> None:
    assert ledger.documents
    path = tmp_path / "a.eml"
    path.write_bytes(
        b"Date: Wed, 11 Mar 2026 09:00:00 +0800\nContent-Type: text/html; charset=utf-8\n\n"
        + body.encode()
    )
    if said:
        import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)
    else:
        with pytest.raises(ShapeError, match="正文是空的"):
            import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)
    assert [one.letter.text.strip() for one in there(register)] == [said][: bool(said)]


def test_headers_in_chinese_that_nobody_declared_are_read(
    register: Register, open_: Window, ledger: Ledger, tmp_path: Path
) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(
        "From: 王示例 <wang@example.com>\nSubject: 助餐点\nDate: Wed, 11 Mar 2026 09:00:00 +0800\n\n多设".encode(
            "gbk"
        )
    )
    assert ledger.documents
    import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)
    [one] = there(register)
    assert one.letter.text == "助餐点\n多设"
    assert register.contacts([one.no])[one.no].name == "王示例"


@pytest.mark.parametrize(
    ("said", "own"),
    [
        ("同意\n> 原文\n> 原文", "同意"),
        ("同意\n------------------ 原始邮件 ------------------\n发件人: x", "同意"),
        ("同意\n发自我的iPhone", "同意"),
        ("同意\nOn Wed, Mar 11, 2026 at 9:00 AM someone wrote:\n> x", "同意"),
        ("> 只有引用", "> 只有引用"),
        ("在第三条中，建议写明：每餐4元", "在第三条中，建议写明：每餐4元"),
    ],
)
def test_what_a_message_quotes_is_set_apart(said: str, own: str) -> None:
    assert without_quotes(said) == own


def test_a_message_without_words_or_without_a_day_is_told(
    register: Register, open_: Window, ledger: Ledger, tmp_path: Path
) -> None:
    assert ledger.documents
    for body, headers, why in (
        ("", {}, "正文是空的"),
        ("有话", {"Date": "不知道"}, "看不出是哪天收到的"),
        ("字" * 20_001, {}, "超过20000字"),
    ):
        path = mail(tmp_path / "a.eml", body, **headers)  # type: ignore[arg-type]
        with pytest.raises(ShapeError, match=why):
            import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)


def test_attachments_are_kept_or_told(
    register: Register, open_: Window, ledger: Ledger, tmp_path: Path
) -> None:
    message: Any = EmailMessage()
    message["From"], message["Date"] = "a@example.com", "Wed, 11 Mar 2026 09:00:00 +0800"
    message.set_content("见附件")
    message.add_attachment(
        "意见全文".encode(), maintype="text", subtype="plain", filename="全文.txt"
    )
    message.add_attachment(b"MZ", maintype="application", subtype="exe", filename="意见.exe")
    (tmp_path / "a.eml").write_bytes(bytes(message))
    assert ledger.documents
    made = import_mail(register, tmp_path / "a.eml", open_, ledger.documents, actor=ACTOR, at=AT)
    [fault] = made.faults
    assert fault.startswith("a.eml：附件“意见.exe”没有收入")
    assert ledger.verify() == []


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(junk=st.binary(max_size=300))
def test_any_bytes_are_a_letter_or_a_sentence(
    junk: bytes, register: Register, open_: Window, ledger: Ledger, tmp_path: Path
) -> None:
    assert ledger.documents
    path = tmp_path / "any.eml"
    path.write_bytes(
        b"Date: Wed, 11 Mar 2026 09:00:00 +0800\nContent-Type: text/html; charset=x\n" + junk
    )
    with suppress(ShapeError):
        import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    "sender", ["a@", "<", "a <", "=?utf-8?B?////?= <", "@", "<@>", '"', "a b@c d <e>, <", "\\", ""]
)
def test_a_letter_is_taken_whatever_its_program_wrote_as_the_sender(
    register: Register, ledger: Ledger, tmp_path: Path, open_: Window, sender: str
) -> None:
    path = tmp_path / "a.eml"
    said = f"From: {sender}\nSubject: 建议\nDate: Tue, 10 Mar 2026 10:00:00 +0800\n\n建议提高标准\n"
    path.write_bytes(said.encode())
    import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)


def test_a_message_that_python_cannot_take_apart_is_a_sentence(
    register: Register, ledger: Ledger, tmp_path: Path, open_: Window
) -> None:
    path, parts = tmp_path / "deep.eml", 1500
    opened = "".join(
        f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(parts)
    )
    path.write_bytes(
        b"Date: Tue, 10 Mar 2026 10:00:00 +0800\n" + opened.encode() + "\n\n建议".encode()
    )
    with pytest.raises(ShapeError, match=r"deep\.eml："):
        import_mail(register, path, open_, ledger.documents, actor=ACTOR, at=AT)
