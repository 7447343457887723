"""What was done with the register beside answering: it says by whom, and stays when what it tells of is gone."""

from typing import ClassVar

from pydantic import Field

from storage.acts import Act


class ContactsErased(Act):
    """Contacts were erased (PIPL-47); the subject is the item. It says of nobody who he was."""

    KIND: ClassVar[str] = "contacts-erased"

    why: str = Field(title="理由")
    count: int = Field(title="件数")
    letter: int | None = Field(None, title="来件编号")


class ListGivenUp(Act):
    """A list whose import was cut off was given up; the subject is the item."""

    KIND: ClassVar[str] = "list-given-up"

    batch: int = Field(title="批号")
