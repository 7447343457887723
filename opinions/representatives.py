"""Public representatives (列席的公众代表): call, published list, and a draw that anybody can repeat.

The order of the list is by HMAC-SHA256 of each code under a seed that nobody could know when the list was
published: SHA-256 of the list's digest, the rule's digest, the name of a public draw named beforehand and its
numbers. `openssl` and `sort` find the same; `script` writes it down.
"""

import hmac
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from pydantic import Field, ValidationError
from sqlalchemy import Connection, Engine, select

from catalog.errors import Refusal
from catalog.names import bare
from catalog.record import Actor, Frozen, Text
from catalog.submission import Contact, Proof, SignUp
from catalog.timezone import local_day
from opinions.receipts import code_of
from storage import database
from storage.register.rows import append
from storage.register.tables import BATCHES, DRAWS, RECEIPTS, SUBMISSIONS
from storage.serialize import canonical, instant

CALL, LIST, RESULT = "公告", "名单", "结果"
NO_ROUND = 0
"""The round of letters by which people sign up: they are to no consultation, and counted in none."""
_CODE = re.compile(r"[0-9A-Za-z-]{1,20}")
_PERSONAL = re.compile(r"1[3-9]\d{9}|\d{15}|\d{17}[\dXx]")
"""Numbers of phones and of people: the list is published and stays."""
_CLASS = re.compile(r"[^\s|]{1,30}")


class NotDrawn(Refusal):
    """A step of the choice cannot be taken; str() says why, in Chinese."""


class Seats(Frozen):
    """How many represent a class of people."""

    group: Text = Field(title="类别")
    number: int = Field(title="名额", ge=1)


class Call(Frozen):
    """The call for representatives, as published before anybody signs up."""

    topic: Text = Field(title="议题")
    meets_on: date = Field(title="会议日期")
    seats: tuple[Seats, ...] = Field(title="名额", min_length=1)
    conditions: str = Field("", title="报名条件")
    signup_ends_on: date = Field(title="报名截止日期")
    rule: Text = Field(title="产生办法")
    public_draw: Text = Field(title="以哪一期公开摇号为种子", description="如 双色球第2026030期")
    drawn_on: date = Field(title="公开摇号的日期")


class Candidate(NamedTuple):
    """Who signed up: a class of the call, and a code; names and contacts stay where they were collected."""

    group: str
    code: str


class Result(NamedTuple):
    """A draw with all that is needed to repeat it; of each class those chosen, then the alternates in order."""

    list_digest: str
    rule_digest: str
    public_draw: str
    numbers: str
    seed: str
    chosen: dict[str, list[str]]
    alternates: dict[str, list[str]]


def list_text(candidates: Iterable[Candidate]) -> str:
    """The list as it is published and digested: a line for each, class and code, sorted by bytes."""
    lines = sorted((f"{c.group}\t{c.code}\n" for c in candidates), key=str.encode)
    return "".join(lines)


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, as hex."""
    return sha256(text.encode()).hexdigest()


def seed_of(list_digest: str, rule_digest: str, public_draw: str, numbers: str) -> str:
    """The seed: SHA-256 of the four joined by |."""
    return digest("|".join((list_digest, rule_digest, public_draw, numbers)))


def drawn(call: Call, candidates: Sequence[Candidate], numbers: str) -> Result:
    """The draw of a list by the numbers of its public draw; the order of `candidates` makes no difference."""
    plain = " ".join(numbers.split())
    told = digest(list_text(candidates)), digest(call.rule), call.public_draw, plain
    seed = seed_of(*told)
    ranked = sorted(
        (hmac.digest(bytes.fromhex(seed), c.code.encode(), "sha256").hex(), c) for c in candidates
    )
    order = {s.group: [c.code for _, c in ranked if c.group == s.group] for s in call.seats}
    seats = {s.group: s.number for s in call.seats}
    chosen = {group: codes[: seats[group]] for group, codes in order.items()}
    rest = {group: codes[seats[group] :] for group, codes in order.items()}
    return Result(*told, seed, chosen, rest)


def check(call: Call, published: str, result: Result) -> None:
    """Raises NotDrawn where a result is not that of a published list."""
    if digest(published) != result.list_digest:
        raise NotDrawn("名单的校验值与结果里的不同：名单被改动过，或者不是这一次的名单")
    rows = [line.split("\t") for line in published.splitlines()]
    if drawn(call, [Candidate(*row) for row in rows], result.numbers) != result:
        raise NotDrawn("按公布的名单、办法和号码重算，结果不同")


def script(result: Result) -> str:
    """Shell that repeats the draw from the published list 名单.txt: class, hash and code, in the order drawn."""
    return (
        "set -e\n"
        f'test "$(openssl dgst -sha256 -r <名单.txt | cut -c1-64)" = {result.list_digest}\n'
        f"seed=$(printf '%s|%s|%s|%s' {result.list_digest} {result.rule_digest} "
        f"{_quoted(result.public_draw)} {_quoted(result.numbers)} | openssl dgst -sha256 -r | cut -c1-64)\n"
        "while IFS='\t' read -r group code; do "
        'hash=$(printf %s "$code" | openssl dgst -sha256 -mac HMAC -macopt "hexkey:$seed" -r | cut -c1-64); '
        'printf \'%s\\t%s\\t%s\\n\' "$group" "$hash" "$code"; done <名单.txt | LC_ALL=C sort\n'
    )


def _plain(numbers: str) -> bool:
    """Whether numbers are written in the one way that there is: who may choose a spelling chooses a draw."""
    parts = numbers.split()
    same = len({len(part) for part in parts}) == 1
    return same and all(part.isascii() and part.isdecimal() for part in parts)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


# ------------------------------------------------------------------ on file


class Choice(NamedTuple):
    """A choice of representatives as it stands: its call, and the list and the result once there are any."""

    name: str
    call: Call
    candidates: tuple[Candidate, ...] | None
    result: Result | None

    @property
    def published(self) -> str:
        """The list as it is published."""
        return list_text(self.candidates or ())


def put_call(
    engine: Engine, item: str, name: str, call: Call, *, actor: Actor, at: datetime
) -> None:
    """Put a call on file. Raises NotDrawn where its days do not follow one another, or it is there."""
    days = (call.signup_ends_on, call.drawn_on, call.meets_on)
    if not days[0] < days[1] < days[2]:
        raise NotDrawn(
            "报名截止、公开摇号、会议应当依次在后：摇号前名单已经公布，会议前结果已经产生"
        )
    if Counter(s.group for s in call.seats).most_common(1)[0][1] > 1:
        raise NotDrawn("名额里同一类别写了两次")
    if wrong := [s.group for s in call.seats if not _CLASS.fullmatch(s.group)]:
        raise NotDrawn(f"类别“{wrong[0]}”里不能有空格和竖线")
    if local_day(at) >= call.signup_ends_on:
        raise NotDrawn(f"报名截止日期{call.signup_ends_on}应当在公告之后")
    with database.writing(engine) as connection:
        if choice(connection, item, name):
            raise NotDrawn(f"“{name}”的公告已经登记过")
        _append(connection, item, name, CALL, call.model_dump_json(), actor, at)


def put_list(
    engine: Engine, item: str, name: str, candidates: Sequence[Candidate], *,
    actor: Actor, at: datetime,
) -> str:  # fmt: skip
    """Put the list of those who signed up on file, once; its digest, to be published. Raises NotDrawn."""
    with database.writing(engine) as connection:
        there = _choice(connection, item, name)
        if there.candidates is not None:
            raise NotDrawn(f"“{name}”的名单已经登记，不能再改")
        if not there.call.signup_ends_on < local_day(at) < there.call.drawn_on:
            raise NotDrawn(
                f"名单应当在报名截止（{there.call.signup_ends_on}）以后、"
                f"公开摇号（{there.call.drawn_on}）以前登记并公布"
            )
        groups = {s.group for s in there.call.seats}
        for one in candidates:
            if one.group not in groups:
                raise NotDrawn(
                    f"{one.code} 的类别“{one.group}”公告里没有，应为：{'、'.join(sorted(groups))}"
                )
            if not _CODE.fullmatch(one.code):
                raise NotDrawn(f"编号“{one.code}”应为20位以内的数字、字母和短横线")
            if _PERSONAL.fullmatch(one.code):
                raise NotDrawn(
                    "名单要公布，编号不能是手机号码、身份证号，请另编，例如 001；没有登记"
                )
        twice = [code for code, n in Counter(c.code for c in candidates).items() if n > 1]
        if twice or not candidates:
            raise NotDrawn(f"编号{twice[0]}重复" if twice else "名单是空的")
        said = canonical([list(one) for one in candidates])
        _append(connection, item, name, LIST, said, actor, at)
    return digest(list_text(candidates))


def put_result(
    engine: Engine, item: str, name: str, numbers: str, *, actor: Actor, at: datetime
) -> Result:
    """Draw by the numbers of the public draw, once. Raises NotDrawn."""
    with database.writing(engine) as connection:
        there = _choice(connection, item, name)
        if there.candidates is None:
            raise NotDrawn(f"“{name}”的名单还没有登记、公布")
        if there.result:
            raise NotDrawn(f"“{name}”已经产生结果，不能再抽")
        if local_day(at) < there.call.drawn_on:
            raise NotDrawn(f"{there.call.public_draw} {there.call.drawn_on} 才公布")
        if not _plain(numbers):
            raise NotDrawn(
                "号码照公布的顺序写，只写数字，空格隔开，个位数前面补0，例如 03 08 15 22 27 31 09："
                "写法不同，抽出来的就不同"
            )
        made = drawn(there.call, there.candidates, numbers)
        _append(connection, item, name, RESULT, canonical(made._asdict()), actor, at)
    return made


def choice(
    connection: Connection, item: str, name: str, at: datetime | None = None
) -> Choice | None:
    """A choice as it stands, or as it stood at an instant, by its name."""
    query = select(DRAWS.c.kind, DRAWS.c.payload).where(DRAWS.c.item == item, DRAWS.c.name == name)
    query = query.where(DRAWS.c.at <= instant(at)) if at else query
    said = {row.kind: row.payload for row in connection.execute(query)}
    if CALL not in said:
        return None
    listed = tuple(Candidate(*one) for one in json.loads(said[LIST])) if LIST in said else None
    result = Result(**json.loads(said[RESULT])) if RESULT in said else None
    return Choice(name, Call.model_validate_json(said[CALL]), listed, result)


def last_choice(connection: Connection, item: str, at: datetime) -> Choice | None:
    """The choice of an item that was called for last, as it stood at an instant."""
    query = select(DRAWS.c.name).where(
        DRAWS.c.item == item, DRAWS.c.kind == CALL, DRAWS.c.at <= instant(at)
    )
    name = connection.scalar(query.order_by(DRAWS.c.position.desc()).limit(1))
    return choice(connection, item, name, at) if name else None


class SignedUp(NamedTuple):
    """Who signed up on the web, by the number of his letter: what is published of him, and what is not."""

    letter: int
    candidate: Candidate
    late: bool
    proof: Proof
    named: bool
    """Whether he agreed, apart from the rest, to have his name published if he is chosen."""


def signed_up(connection: Connection, item: str, name: str) -> list[SignedUp]:
    """Who signed up for a choice on the web, late or not, in the order in which they came; in a class that it calls for."""
    there = choice(connection, item, name)
    groups = {seat.group for seat in there.call.seats} if there else set()
    query = (
        select(SUBMISSIONS, RECEIPTS.c.lookup)
        .join(BATCHES, BATCHES.c.position == SUBMISSIONS.c.batch)
        .join(RECEIPTS, RECEIPTS.c.submission == SUBMISSIONS.c.position)
        .where(BATCHES.c.item == item, BATCHES.c.round == NO_ROUND)
        .order_by(SUBMISSIONS.c.position)
    )
    found = []
    for row in connection.execute(query):
        said = read_sign_up(row.text)
        if said and said.name == name and said.group in groups:
            who = Candidate(said.group, code_of(bytes.fromhex(row.lookup)))
            found.append(SignedUp(row.position, who, bool(row.late), Proof(row.proof), said.named))
    return found


def are_over(connection: Connection, item: str, on: date) -> bool:
    """Whether every meeting that people were called to is past: nobody need be reached any more."""
    query = select(DRAWS.c.payload).where(DRAWS.c.item == item, DRAWS.c.kind == CALL)
    calls = map(Call.model_validate_json, connection.scalars(query))
    return all(call.meets_on < on for call in calls)


def read_sign_up(text: str) -> SignUp | None:
    """What a letter says that is one; None where it was not written by a form of ours."""
    try:
        return SignUp.model_validate_json(text)
    except ValidationError:
        return None


def listed(
    people: Iterable[SignedUp], contacts: Mapping[int, Contact]
) -> tuple[list[SignedUp], list[SignedUp]]:
    """Of those who signed up in time: who is on the list, and who signed up once more under the same contact."""
    once, again, seen = list[SignedUp](), list[SignedUp](), set[str]()
    for one in people:
        who = contacts.get(one.letter)
        key = bare(who.contact) if who and who.contact else str(one.letter)
        if not one.late:
            (again if key in seen else once).append(one)
            seen.add(key)
    return once, again


def _choice(connection: Connection, item: str, name: str) -> Choice:
    found = choice(connection, item, name)
    if found is None:
        raise NotDrawn(f"{item} 没有名为“{name}”的公告，请先登记公告")
    return found


def _append(
    connection: Connection, item: str, name: str, kind: str, said: str, actor: Actor, at: datetime
) -> None:
    who = canonical(actor.model_dump(mode="json"))
    append(connection, DRAWS, [(item, name, kind, said, who, instant(at))])
