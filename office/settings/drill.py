"""A drill: an installation for practice, whose clock can be set and made to run fast."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from catalog.drill import DAY, FILE, DrillClock
from storage.modes import own_folder


class Drill(DrillClock):
    """The clock of a drill, as commands make it and move it."""

    def save(self, home: Path) -> None:
        """Make a folder one for practice. Raises FileExistsError where something is on file."""
        if not (home / FILE).is_file() and (home / "juece.db").exists():
            raise FileExistsError(f"{home} 里已有正式登记的材料，不能改作演练，请换一个目录")
        own_folder(home)
        new = home / f"{FILE}.new"
        new.write_text(self.model_dump_json(indent=1), "utf-8")
        new.replace(home / FILE)

    def moved(self, real: datetime, by: timedelta) -> Self:
        """The drill with its clock put forward."""
        return self.model_copy(update={"set_at": real, "showed": self.shows(real) + by})

    def lasts(self, period: timedelta) -> timedelta:
        """How long a period of the drill takes in real time."""
        return period * (self.day_seconds / DAY)
