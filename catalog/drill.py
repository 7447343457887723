"""The clock of a drill, which can be set and made to run fast; read by every process of a home."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from catalog.timezone import SHANGHAI

FILE = "drill.json"
DAY = timedelta(days=1).total_seconds()


class DrillClock(BaseModel):
    """What the clock of a drill showed at a real instant, and how fast it runs since."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set_at: AwareDatetime
    showed: AwareDatetime
    day_seconds: float = Field(DAY, gt=0)
    """Real seconds that stand for a day."""

    @classmethod
    def of(cls, home: Path) -> Self | None:
        """The clock of the drill that a folder is for, or None: then it is in earnest."""
        file = home / FILE
        return cls.model_validate_json(file.read_text("utf-8")) if file.is_file() else None

    def shows(self, real: datetime) -> datetime:
        """What the clock of the drill shows at a real instant."""
        passed = (real - self.set_at).total_seconds() * DAY / self.day_seconds
        return (self.showed + timedelta(seconds=passed)).astimezone(SHANGHAI)


def now_in(home: Path) -> datetime:
    """The instant now in Shanghai; in a drill what its clock shows."""
    real, drill = datetime.now(SHANGHAI), DrillClock.of(home)
    return drill.shows(real) if drill else real
