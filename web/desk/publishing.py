"""发布, 紧急公开 and 退回上一号, decided at the desk by who may. Where there is an engine its run publishes;
without one, and where it matters who decided, this process does."""

from starlette.responses import Response

from catalog.duties.who import Action, may
from catalog.parse import ShapeError
from office.editions import publish as editions
from office.editions.publish import Published, Urgent
from office.editions.withdrawal import withdraw
from web.answers import onward
from web.desk.asking import Asked, Stop, unless
from web.desk.reviews import listed
from web.desk.sheet import actor_of
from web.forms.names import number


def publish(asked: Asked) -> Response:
    """Publish what was agreed to, or, decided by a leader, before it was."""
    do = asked.said("do")
    if do == "fabu":
        unless(may(asked.person, Action.PUBLISH))
        return _publish(asked, None)
    if do == "jinji":
        unless(may(asked.person, Action.URGENT))
        reason = " ".join(asked.said("reason").split())
        if not reason:
            return listed(asked, ["紧急公开的理由没有填写：请写明为什么来不及先审查，理由会公布"])
        return _publish(asked, Urgent(actor_of(asked.person), reason))
    if do == "tuihui":
        unless(may(asked.person, Action.TAKE_BACK))
        return _back(asked)
    return onward("/shencha")


def _publish(asked: Asked, urgent: Urgent | None) -> Response:
    if urgent is None and asked.desk.engine.start("发布"):  # who decided is known here alone
        return onward("/shencha", hao="fabu")
    office = asked.desk.office
    try:
        done = editions.publish(office, asked.desk.today, urgent)
    except ShapeError as wrong:
        return listed(asked, wrong.faults)
    sent = [editions.send(office, target) for target in editions.targets(office)]
    lost = [one.said for one in sent if not one.arrived]
    if done.wrong:
        return listed(asked, [f"没有公开：{done.wrong}", *lost])
    return listed(asked, lost, "" if lost else _told(asked, done, urgent))


def _told(asked: Asked, done: Published, urgent: Urgent | None) -> str:
    out = editions.standing(asked.desk.office)
    now = f"现在公开的是第{out.seal.number}号" if out else "还没有公开过"
    if done.new:
        return f"已经公开，{now}"
    if urgent:
        return f"{editions.NOTHING_URGENT}{now}"
    return (
        f"有{done.open}事没有审查同意，没有公开；{now}" if done.open else f"没有要公开的改动；{now}"
    )


def _back(asked: Asked) -> Response:
    """Take the edition back that was named on the page, with the reason that is published."""
    which, reason = number(asked.said("number")), asked.said("reason")
    if not reason:
        return listed(asked, ["退回的理由没有填写：理由随下一号公布"])
    if which is None:
        raise Stop(400, "没有退回", "没有写明退回第几号，请从“公开审查”的页面上办理")
    try:
        done = withdraw(asked.desk.office, reason, actor_of(asked.person), which)
    except ShapeError as wrong:
        return listed(asked, wrong.faults)
    lost = [one.said for one in done.sent if not one.arrived]
    return listed(asked, lost, "" if lost else f"第{which}号已经退回，理由随下一号公布")
