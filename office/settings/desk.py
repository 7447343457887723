"""What an office asks of its desk: `desk.yaml` in the home folder."""

from pathlib import Path

from pydantic import Field

from catalog.parse import ShapeError, parse
from catalog.record import Frozen
from storage.files.yaml import read_yaml

FILE = "desk.yaml"


class DeskSetting(Frozen):
    """The settings of the desk; an office without the file has none."""

    desk_only: bool = Field(
        False, title="只收工作台上的登记", description="自行填报姓名的登记、审查一律不收"
    )
    proxy_sign_in: bool = Field(
        False, title="由代理登录", description="认 nginx 转来的用户名，凭 secret/proxy 里的密钥"
    )


def read_desk(home: Path) -> DeskSetting:
    """The settings, or what goes for an office without any. Raises ShapeError with every fault."""
    path = home / FILE
    if not path.is_file():
        return DeskSetting()
    try:
        return parse(DeskSetting, read_yaml(path))
    except ShapeError as wrong:
        raise ShapeError([f"工作台设置 {path} 有误：", *wrong.faults]) from wrong
