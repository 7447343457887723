"""Where a site goes: a local folder, SFTP, S3 and compatible stores, WebDAV.

`push` makes a target show a built site, `rollback` the edition before, `out` tells what is there.
"""

from publish.targets.address import target_at
from publish.targets.edition import Out
from publish.targets.faults import Lasting, Passing, TargetFault
from publish.targets.lock import Busy
from publish.targets.push import broke_off, out, push, rollback
from publish.targets.target import Pushed, Target

__all__ = [
    "Busy",
    "Lasting",
    "Out",
    "Passing",
    "Pushed",
    "Target",
    "TargetFault",
    "broke_off",
    "out",
    "push",
    "rollback",
    "target_at",
]
