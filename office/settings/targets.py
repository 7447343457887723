"""Where an office's site goes: one section of its publication settings."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field

from catalog.record import Frozen, Text

SCHEMES = ("file", "sftp", "s3", "http", "https", "dav", "davs")


def _address(url: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", url) is None:
        if re.match(r"~|[A-Za-z][A-Za-z0-9+.-]+:", url):  # a folder of that name would be made here
            raise ValueError("像网址又不是网址：文件夹写完整的路径，网址在冒号后面写两道斜线")
        return url  # a folder of this machine
    parts = urlsplit(url)
    if parts.scheme not in SCHEMES:
        raise ValueError(
            f"不认识{parts.scheme}://，可以写文件夹、sftp://、s3://、https://（WebDAV）"
        )
    if parts.password is not None:
        raise ValueError("网址里不能写密码（会进日志），请写进凭据文件")
    if not parts.netloc and parts.scheme != "file":
        raise ValueError("网址里没有写主机或者存储桶")
    if parts.query or parts.fragment:
        raise ValueError("网址里不能有 ? 和 #")
    return url


class TargetSetting(Frozen):
    """One place that the site is pushed to; what may not be known is in the credentials file."""

    name: Text = Field(title="名称", description="例如 门户网站；日志和命令里用它")
    url: Annotated[str, AfterValidator(_address)] = Field(
        title="网址", description="文件夹、sftp://、s3://桶/前缀、https://（WebDAV）"
    )
    known_hosts: str = Field(
        "", title="主机密钥文件", description="SFTP；不写用 ~/.ssh/known_hosts"
    )
    endpoint: str = Field("", title="服务地址", description="S3 兼容存储的地址")
    region: str = Field("", title="区域", description="S3")
    credentials: str = Field("", title="凭据文件", description="不写用环境变量")
    ca: str = Field("", title="根证书文件", description="https 用本单位的证书时")
    timeout: int = Field(60, gt=0, title="超时秒数", description="一次请求最多等多久")
    keep: int = Field(1, ge=0, le=9, title="保留版数", description="退得回去的版数；0 不保留")
    in_place: bool = Field(False, title="逐个替换", description="服务器不能用符号链接时")
