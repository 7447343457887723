"""juece followers: how many follow each item by e-mail, and their letters; never who."""

from typing import Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, say, show_json, show_table
from cli.preconditions import office_with_catalog


def followers(
    *,
    send: Annotated[bool, Parameter(help="现在就发：请确认的信，和更新的信", negative="")] = False,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """邮件订阅：各事项有多少人订阅更新；--send 现在就发该发的信（juece up 运行时每分钟自己发）。"""
    from office.delivery.following import tell
    from office.settings.publication import writes_letters
    from opinions.followers import following

    office = office_with_catalog(home)
    if send and not writes_letters(office.home):
        raise SaidNo(f"{office.home / 'publication.yaml'} 里没有写“邮件服务器”，不能发信")
    sent = tell(office) if send else 0
    rows = list(following(office.ledger().engine))
    if as_json:
        items = [{"item": item, "confirmed": yes, "waiting": no} for item, yes, no in rows]
        show_json({"sent": sent, "items": items})
        return
    if send:
        say(f"发出{sent}封", style="green")
    if rows:
        lines = [(item, str(yes), str(no)) for item, yes, no in rows]
        show_table(("编号", "已确认", "待确认"), lines)
    elif not send:
        say("还没有人订阅")
