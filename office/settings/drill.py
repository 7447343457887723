"""A drill: an installation for practice, whose clock can be set and made to run fast."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from catalog.timezone import SHANGHAI
from storage.modes import own_folder

FILE = "drill.json"
DAY = timedelta(days=1).total_seconds()


class Drill(BaseModel):
    """What the clock of a drill showed at a real instant, and how fast it runs since."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set_at: AwareDatetime
    showed: AwareDatetime
    day_seconds: float = Field(DAY, gt=0)
    """Real seconds that stand for a day."""

    @classmethod
    def of(cls, home: Path) -> Self | None:
        """The drill that a folder is for, or None: then it is in earnest."""
        file = home / FILE
        return cls.model_validate_json(file.read_text("utf-8")) if file.is_file() else None

    def save(self, home: Path) -> None:
        """Make a folder one for practice. Raises FileExistsError where something is on file."""
        if not (home / FILE).is_file() and (home / "juece.db").exists():
            raise FileExistsError(f"{home} 里已有正式登记的材料，不能改作演练，请换一个目录")
        own_folder(home)
        new = home / f"{FILE}.new"
        new.write_text(self.model_dump_json(indent=1), "utf-8")
        new.replace(home / FILE)

    def shows(self, real: datetime) -> datetime:
        """What the clock of the drill shows at a real instant."""
        passed = (real - self.set_at).total_seconds() * DAY / self.day_seconds
        return (self.showed + timedelta(seconds=passed)).astimezone(SHANGHAI)

    def moved(self, real: datetime, by: timedelta) -> Self:
        """The drill with its clock put forward."""
        return self.model_copy(update={"set_at": real, "showed": self.shows(real) + by})

    def lasts(self, period: timedelta) -> timedelta:
        """How long a period of the drill takes in real time."""
        return period * (self.day_seconds / DAY)
