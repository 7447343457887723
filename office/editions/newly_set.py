"""What publication.yaml asks of editions and the one that is out has not: it begins with the next."""

from office.editions.proof.key import Unfit, read_key
from office.editions.proof.record import EditionOut
from office.settings.installation import Office
from office.settings.publishing import read_publishing


def from_the_next(office: Office, out: EditionOut) -> str:
    """Say what begins with the next edition, a sentence for each; empty where nothing does.

    A key that cannot be read is told, and keeps nothing back before there is something to sign.
    """
    told, said = read_publishing(office.home).seal, []
    number = out.seal.number
    try:
        public = read_key(office.home / told.key).public if told.key else ""
    except Unfit as wrong:
        public = ""
        said.append(f"{wrong}，下一号公开以前请改好")
    if public and public != out.seal.key:
        what = "新的密钥" if out.seal.key else "签名"
        said.append(f"{what}从第{number + 1}号起；已经公开的第{number}号不变")
    if told.tsa and told.tsa != out.seal.stamped_by:
        said.append(f"新设的时间戳从第{number + 1}号起；已经公开的第{number}号不变")
    return "\n".join(said)
