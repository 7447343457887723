"""What people did at the desk beside filing, in the log of acts: it is chained and never changed."""

from typing import ClassVar

from pydantic import Field

from storage.acts import Act


class SignIn(Act):
    """Somebody signed in, or tried to; the subject is the account."""

    KIND: ClassVar[str] = "sign-in"

    account: str = Field(title="账号")
    succeeded: bool = Field(title="成功")


class AccountChanged(Act):
    """An account was made or ended, got a link, or was given posts; the subject is the account."""

    KIND: ClassVar[str] = "account"

    account: str = Field(title="账号")
    change: str = Field(title="改动")
