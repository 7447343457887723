"""Taking an edition back, everywhere; what was begun is finished before another is taken back.

First it goes on file that the edition is back, then the places follow. A call that was killed is
given again, and must not take back the edition before as well: whoever means that one names it.
"""

from contextlib import suppress
from typing import NamedTuple

from catalog.parse import ShapeError
from catalog.record import Actor
from office.editions import draft
from office.editions.history import BroughtBack, EditionHistory, Withdrawn
from office.editions.proof.record import SUBJECT
from office.editions.publish import (
    Sent,
    is_shown,
    own_copy,
    send,
    standing,
    switch_own_copy,
    targets,
)
from office.settings.installation import Office
from office.targets import rollback
from office.targets.errors import TargetFault
from storage.acts import Done

NOTHING_BEFORE = (
    "第1号没有更早的一号可以退回：请更正有误的材料，审查后公开新的一号；"
    "等不及审查的，更正以后紧急公开，后补审查"
)


class TakenBack(NamedTuple):
    """Which edition is back and which one is out instead; `before`: it had been taken back already, and
    this call finished what was left of that. What came of each target."""

    number: int
    out: int
    before: Done[Withdrawn] | None
    sent: list[Sent]


def withdraw(office: Office, reason: str, by: Actor, number: int | None = None) -> TakenBack:
    """Take the edition that is out back everywhere; the one before it is out then.

    With `number`, that edition and no other. No review made before holds any longer. The next edition
    tells of it with the reason. Raises ShapeError where there is none before it, another one is out,
    or the reason cannot be published, TargetFault, Unlike.
    """
    if declined := office.ledger().declines(by):
        raise ShapeError([declined])
    seen, why = standing(office), " ".join(reason.split())
    wrong = draft.examined(office, (), f"{by.unit} {why}").blocking  # nobody waits for the scanners
    with draft.alone(office):
        history = EditionHistory(office.ledger())
        meant = number or _begun(office, history, why, by) or (seen.seal.number if seen else 0)
        before = history.back(meant)
        if before is None:
            _may_go_back(history, meant)
            if wrong:
                raise ShapeError([f"没有退回。理由和处室会公布，请改写：{one}" for one in wrong])
            act = Withdrawn(number=meant, reason=why, public=True)
            office.ledger().acts.append(act, SUBJECT, by, office.now)
        else:
            _clear_up(office)
        _step_back(office, meant)
        switch_own_copy(office)
    sent = [send(office, target) for target in targets(office)]
    acts, out = office.ledger().acts, standing(office)
    if all(one.arrived for one in sent) and not (before and history.is_done(before)):
        acts.append(BroughtBack(number=meant), SUBJECT, by, office.now)
    return TakenBack(meant, out.seal.number if out else 0, before, sent)


def _begun(office: Office, history: EditionHistory, why: str, by: Actor) -> int | None:
    """The edition that a call without a number goes on with: one not yet back everywhere, or just
    what the same person has asked for in the same words."""
    last = history.last_back
    if last is None:
        return None
    same = last.act.reason == why and last.actor == by
    return last.act.number if same or not history.is_done(last) else None


def _may_go_back(history: EditionHistory, number: int) -> None:
    """Raise ShapeError where the edition is not the one that is out, or there is none before it."""
    out = history.standing
    if out is None:
        raise ShapeError(["还没有公开过，没有可以退回的"])
    if out.seal.number != number:
        now = out.seal.number
        raise ShapeError(
            [
                f"现在公开的是第{now}号，不是第{number}号，没有退回；要退第{now}号的，写明从第{now}号退"
            ]
        )
    if number == 1:
        raise ShapeError([NOTHING_BEFORE])


def _clear_up(office: Office) -> None:
    """Take away the note by which a killed call held the own copy."""
    with own_copy(office).held():
        pass


def _step_back(office: Office, number: int) -> None:
    """Where the own copy shows the edition that is back, show the one before without building it."""
    shown = next(
        (one for one in EditionHistory(office.ledger()).editions if one.seal.number == number), None
    )
    if shown and is_shown(office.site, shown.seal):
        with suppress(TargetFault):  # where it cannot step back, what is to be out is brought anew
            rollback(own_copy(office))
