"""The password asked again before what cannot be taken back: to agree, to publish, to make accounts."""

from collections.abc import Callable
from datetime import timedelta

from starlette.responses import Response

from web.desk.asking import Asked, Handler

GOOD = timedelta(minutes=5)
"""How long a password that was given again is good in the same session, and not before: a clock may be set back."""
BACK = {"/gongkai": "/shencha"}
"""Where the page is from which something is sent to an address that has none."""
PASSWORD = "mima"
WRONG = "口令不对，没有执行；连续错五次，这个账号停用15分钟"


def confirmed(handler: Handler) -> Callable[[Asked], Response]:
    """A handler that is reached by who gives the password again. What was sent waits on the page that
    asks for it, and comes along with the password."""

    def handled(asked: Asked) -> Response:
        now, last = asked.now, asked.session.confirmed_at
        if last and timedelta(0) <= now - last <= GOOD:
            return handler(asked)
        given = asked.said(PASSWORD)
        right = given and asked.desk.people.accounts.check(asked.person.account, given, now)
        if not right:
            return _asking(asked, WRONG if given else "")
        asked.desk.people.sessions.confirm(asked.session, now)
        return handler(asked)

    return handled


def _asking(asked: Asked, wrong: str) -> Response:
    kept = [
        (name, value)
        for name, values in asked.pairs.items()
        if name not in {"csrf", PASSWORD}
        for value in values
    ]
    back = BACK.get(asked.path, asked.path)
    return asked.page("confirm.html", "请再输一次口令", 403, kept=kept, wrong=wrong, back=back)
