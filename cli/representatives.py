"""juece representatives: public representatives called, listed, drawn by lot that anybody can repeat."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, say, show_json, show_table
from cli.filing import actor_at
from cli.opinions import By, Item, Unit
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from office.settings.installation import Office
    from opinions.representatives import Candidate, Choice

Name = Annotated[str, Parameter(help="哪一次，自己起名，如 第12次常务会议")]


def call(
    item: Item,
    name: Name,
    payload: Annotated[
        Path, Parameter(help="公告（YAML）：议题、会议日期、名额、报名截止日期、产生办法等")
    ],
    *,
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """登记列席公众代表的公告：名额、产生办法，和用哪一期公开摇号作种子。"""
    from catalog.parse import parse
    from opinions.representatives import Call, put_call
    from storage.files.yaml import read_yaml

    office = office_with_catalog(home)
    actor = actor_at(office, by, unit)
    made = parse(Call, read_yaml(payload))
    engine = office.ledger().engine
    item_on_file(office, item)
    put_call(engine, item, name, made, actor=actor, at=office.now())
    say(f"已登记“{name}”的公告，报名到{made.signup_ends_on}止", style="green")


def list_(
    item: Item,
    name: Name,
    file: Annotated[
        Path | None,
        Parameter(help="网上以外的报名：每行“类别,编号”的 csv，不写姓名；网上报名的自己列入"),
    ] = None,
    *,
    to: Annotated[Path, Parameter(name="--out", help="写成要公布的名单")] = Path("名单.txt"),
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """登记报名的名单（只有编号），写成要公布的样子；登记以后不能再改。"""
    from cli.collecting import collected_first
    from cli.export import write_whole
    from opinions.representatives import list_text, put_list

    office = office_with_catalog(home)
    item_on_file(office, item)
    actor, engine = actor_at(office, by, unit), office.ledger().engine
    collected_first(office)
    people = [*(_typed(file) if file else ()), *_on_the_web(office, item, name)]
    digest = put_list(engine, item, name, people, actor=actor, at=office.now())
    write_whole(to, list_text(people).encode())
    say(f"已登记{len(people)}人；请公布 {to} 和它的校验值（SHA-256）：", style="green")
    say(digest)


def _typed(file: Path) -> list["Candidate"]:
    """Those of a file."""
    from opinions.representatives import Candidate
    from storage.files.legible import content_of
    from storage.files.spreadsheet import MOST, csv_rows

    rows = [
        [str(c) for c in row if c != ""]
        for row in csv_rows(content_of(file, MOST), file.name, 1_000_000)
    ]
    rows = [row for row in rows if row and row != ["类别", "编号"]]
    if wrong := [row for row in rows if len(row) != 2]:
        raise SaidNo(f"{file.name}：“{','.join(wrong[0])}”应为 类别,编号")
    return [Candidate(*row) for row in rows]


def _on_the_web(office: "Office", item: str, name: str) -> list["Candidate"]:
    """Those who signed up on the web in time, each once; who is left out is counted."""
    from catalog.submission import Proof
    from opinions.register import Register
    from opinions.representatives import listed, signed_up

    register = Register(office.ledger().engine)
    with register.engine.connect() as connection:
        every = signed_up(connection, item, name)
    once, again = listed(every, register.contacts(one.letter for one in every))
    if every:
        late = sum(one.late for one in every)
        odd = sum(one.proof is not Proof.VERIFIED for one in once)
        say(
            f"网上报名{len(every)}份：列入{len(once)}人；逾期{late}份、同一联系方式又报的{len(again)}份不列入"
            + (f"；列入的有{odd}份没有核验是真人" if odd else "")
        )
    return [one.candidate for one in once]


def draw(
    item: Item,
    name: Name,
    *,
    numbers: Annotated[str, Parameter(help="公开摇号的号码，如 “03 08 15 22 27 31 09”")],
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """按公布的名单和公开摇号的号码抽签：谁都可以用 openssl 和 sort 重做一遍。"""
    from opinions.representatives import put_result

    office = office_with_catalog(home)
    item_on_file(office, item)
    engine = office.ledger().engine
    put_result(engine, item, name, numbers, actor=actor_at(office, by, unit), at=office.now())
    show(item, name, home=home)


def show(
    item: Item,
    name: Name,
    *,
    people: Annotated[
        bool,
        Parameter(help="产生的代表和候补是谁、怎样联系、同不同意公开姓名（只在内部）", negative=""),
    ] = False,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """列席公众代表办到哪一步：公告、名单的校验值、抽签结果，和重做一遍的命令。"""
    from opinions.representatives import choice, digest, script

    office = office_with_catalog(home)
    with office.ledger().engine.connect() as connection:
        there = choice(connection, item, name)
    if there is None:
        raise SaidNo(f"{item} 没有名为“{name}”的公告")
    if as_json:
        show_json(_twin(there))
        return
    say(f"{there.call.topic}（{there.call.meets_on}）", style="bold")
    if there.candidates is not None:
        say(f"报名{len(there.candidates)}人，名单校验值 {digest(there.published)}")
    if there.result:
        for group, codes in there.result.chosen.items():
            rest = there.result.alternates[group]
            say(
                f"{group}：{'、'.join(codes)}" + (f"；候补依次为 {'、'.join(rest)}" if rest else "")
            )
        if people:
            _people(office, item, there)
        say(f"种子 {there.result.seed}")
        say("重做一遍（在公布的 名单.txt 所在的文件夹里）：")
        say(script(there.result).rstrip())


def _people(office: "Office", item: str, there: "Choice") -> None:
    """Who was drawn, of those who signed up on the web; of the others the office has its own list."""
    from opinions.register import Register
    from opinions.representatives import signed_up

    register = Register(office.ledger().engine)
    with register.engine.connect() as connection:
        by_code = {one.candidate.code: one for one in signed_up(connection, item, there.name)}
    contacts = register.contacts(one.letter for one in by_code.values())
    assert there.result
    rows = [
        (
            code,
            how,
            who.name if who else "",
            who.contact if who else "",
            "同意" if one.named else "",
        )
        for how, drawn in (("产生", there.result.chosen), ("候补", there.result.alternates))
        for codes in drawn.values()
        for code in codes
        if (one := by_code.get(code))
        for who in (contacts.get(one.letter),)
    ]
    show_table(("编号", "产生", "姓名", "联系方式", "公开姓名"), rows)


def _twin(there: "Choice") -> dict[str, object]:
    from opinions.representatives import digest

    return {
        "name": there.name,
        "call": there.call.model_dump(mode="json"),
        "list": [one._asdict() for one in there.candidates or ()],
        "list_digest": digest(there.published) if there.candidates else "",
        "result": there.result._asdict() if there.result else None,
    }
