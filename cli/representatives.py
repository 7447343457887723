"""juece representatives: public representatives called, listed, drawn by lot that anybody can repeat."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, say, show_json
from cli.filing import actor_at
from cli.opinions import By, Item, Unit
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from opinions.representatives import Choice

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
    file: Annotated[Path, Parameter(help="报名的名单：每行“类别,编号”的 csv，不写姓名")],
    *,
    to: Annotated[Path, Parameter(name="--out", help="写成要公布的名单")] = Path("名单.txt"),
    by: By,
    unit: Unit,
    home: Home = "",
) -> None:
    """登记报名的名单（只有编号），写成要公布的样子；登记以后不能再改。"""
    from cli.export import write_whole
    from opinions.representatives import Candidate, list_text, put_list
    from storage.files.legible import content_of
    from storage.files.spreadsheet import MOST, csv_rows

    office = office_with_catalog(home)
    item_on_file(office, item)
    rows = [
        [str(c) for c in row if c != ""]
        for row in csv_rows(content_of(file, MOST), file.name, 1_000_000)
    ]
    rows = [row for row in rows if row and row != ["类别", "编号"]]
    if wrong := [row for row in rows if len(row) != 2]:
        raise SaidNo(f"{file.name}：“{','.join(wrong[0])}”应为 类别,编号")
    people = [Candidate(*row) for row in rows]
    engine = office.ledger().engine
    digest = put_list(engine, item, name, people, actor=actor_at(office, by, unit), at=office.now())
    write_whole(to, list_text(people).encode())
    say(f"已登记{len(people)}人；请公布 {to} 和它的校验值（SHA-256）：", style="green")
    say(digest)


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


def show(item: Item, name: Name, *, home: Home = "", as_json: AsJson = False) -> None:
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
        say(f"种子 {there.result.seed}")
        say("重做一遍（在公布的 名单.txt 所在的文件夹里）：")
        say(script(there.result).rstrip())


def _twin(there: "Choice") -> dict[str, object]:
    from opinions.representatives import digest

    return {
        "name": there.name,
        "call": there.call.model_dump(mode="json"),
        "list": [one._asdict() for one in there.candidates or ()],
        "list_digest": digest(there.published) if there.candidates else "",
        "result": there.result._asdict() if there.result else None,
    }
