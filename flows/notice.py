"""Pass an event on to where the office wants to be told: DingTalk, WeCom, e-mail, a webhook."""

from typing import Annotated, Any

import apprise
from prefect import flow
from prefect.client.schemas.objects import State
from prefect.states import Completed, Failed
from pydantic import Field

from flows import suspend
from flows.state_names import Ending
from office.settings.installation import Office


@flow(name="notice", flow_run_name="提醒", description="把到期和逾期的提醒发到设定的地方。")
def notice(text: Annotated[str, Field(title="内容")]) -> State[Any]:
    """Send a text to every address of JUECE_NOTIFY; fails, and is seen, where one did not take it."""
    addresses = Office().notify.split()
    if not addresses:
        return Completed(name=Ending.NOBODY_TO_TELL, message=text)
    sender = apprise.Apprise()
    refused = [address for address in addresses if not sender.add(address)]
    if refused or not sender.notify(title="重大行政决策提醒", body=text):
        return suspend.ended(Failed(name=Ending.NOT_TOLD, message=text))
    return Completed(name=Ending.TOLD, message=text)
