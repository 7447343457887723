"""Where a site goes: a local folder, SFTP, S3 and compatible stores, WebDAV.

`push` makes a target show a built site, `rollback` the edition before, `out` tells what is there.
"""

from office.targets.address import target_at
from office.targets.edition import ShownEdition
from office.targets.errors import PermanentError, TargetFault, TransientError
from office.targets.lock import Busy
from office.targets.push import broke_off, out, push, rollback
from office.targets.target import Pushed, Target

__all__ = [
    "Busy",
    "PermanentError",
    "Pushed",
    "ShownEdition",
    "Target",
    "TargetFault",
    "TransientError",
    "broke_off",
    "out",
    "push",
    "rollback",
    "target_at",
]
