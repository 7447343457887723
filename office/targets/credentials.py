"""What opens a target: from a file that others cannot read, else from the environment."""

import os
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError

from catalog.plainyaml import NotPlain, Verbatim, parse_yaml
from catalog.record import Frozen
from office.targets.errors import PermanentError

ENVIRONMENT = "JUECE_TARGET_"


class Credentials(Frozen):
    """Who we are at a target; secrets do not show when it is printed."""

    user: str = Field("", title="用户名")
    password: SecretStr = Field(SecretStr(""), title="密码")
    key: str = Field("", title="私钥文件", description="SFTP；不写用 ~/.ssh 下的")
    passphrase: SecretStr = Field(SecretStr(""), title="私钥口令")
    access_key: str = Field("", title="访问密钥", description="S3")
    secret_key: SecretStr = Field(SecretStr(""), title="访问密钥的密文", description="S3")

    @staticmethod
    def secret(of: SecretStr) -> str:
        """A secret, for handing on to a library."""
        return of.get_secret_value()


def credentials(file: str) -> Credentials:
    """Read the file, or where none is named the environment. Raises PermanentError, which shows no value."""
    if not file:
        named = {
            name: os.environ.get(ENVIRONMENT + name.upper()) for name in Credentials.model_fields
        }
        return Credentials.model_validate({name: of for name, of in named.items() if of})
    path = Path(file)
    try:
        if path.stat().st_mode & 0o007:
            raise PermanentError(f"凭据文件{path}谁都能读，没有使用；请执行 chmod o-rwx {path}")
        told = parse_yaml(path.read_bytes(), Verbatim) or {}
        names = {of.title: name for name, of in Credentials.model_fields.items()}
        return Credentials.model_validate({names.get(of, of): told[of] for of in told})
    except OSError as wrong:
        raise PermanentError(f"凭据文件{path}读不出来：{wrong.strerror}") from None
    except (NotPlain, TypeError):
        raise PermanentError(f"凭据文件{path}写法不对，应是一行一个“名称: 值”") from None
    except ValidationError as wrong:
        wrongly = "、".join(str(one["loc"][0]) if one["loc"] else "全文" for one in wrong.errors())
        used = "、".join(of.title or name for name, of in Credentials.model_fields.items())
        raise PermanentError(
            f"凭据文件{path}里有的栏目不认识，或者写法不对，应是一行一个“名称: 值”，名称用{used}：{wrongly}"
        ) from None
