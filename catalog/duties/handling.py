"""Who handles what was said in a consultation: takes letters in and groups them, answers, agrees to answers."""

from enum import StrEnum

from catalog.dossier import Dossier
from catalog.duties.roles import No, Person, Post
from catalog.duties.who import may_see, undertakes, units_of

SOURCE = "713-18"


class Handling(StrEnum):
    """What is done with the opinions of an item."""

    TAKE_IN = "登记、导入、拆分来件，归并意见，删除联系方式"
    ANSWER = "答复意见"
    AGREE = "确认答复（写答复的人除外）"
    OBJECTION = "答复对处理结果的异议（办过处理结果的人除外）"


_BY = {
    Handling.TAKE_IN: frozenset({Post.UNIT}),
    Handling.ANSWER: frozenset({Post.UNIT}),
    Handling.AGREE: frozenset({Post.HEAD, Post.LEGAL}),
    Handling.OBJECTION: frozenset({Post.UNIT, Post.HEAD, Post.LEGAL}),
}


def may_handle(person: Person, dossier: Dossier, what: Handling) -> No | None:
    """Say why a person may not do this with the opinions of an item; None where he may.

    That nobody agrees to his own answer is another question: `opinions.answers.confirm` asks it, and
    `opinions.objections` that nobody answers an objection to what he decided.
    """
    by = _BY[what]
    if not by & person.posts:
        return No(f"{what.value}由{'或者'.join(sorted(by))}办理", SOURCE)
    if unseen := may_see(person, dossier):
        return unseen
    if Post.LEGAL not in by & person.posts and not undertakes(person, dossier):
        return No(f"{what.value}由承办处室（{'、'.join(units_of(dossier))}）办理", SOURCE)
    return None
