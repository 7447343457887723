"""What vouches for an edition: its signature, its time stamp, and a copy that was kept elsewhere."""

from collections.abc import Iterator
from typing import NamedTuple

from cryptography.x509 import Certificate

from office.editions.proof.chain import Chain
from office.editions.proof.key import fingerprint, signed
from office.editions.proof.report import Fault, Kind
from office.editions.proof.seal import (
    EDITION,
    SIGNATURE,
    STAMP,
    STAMP_SIGNATURE,
    Malformed,
    Seal,
    read,
    sha256,
)
from office.editions.proof.timestamp import NoStamp, stamped_at

OLDER = (
    "可能是机关撤回了后来的各号，也可能是有人换回了旧的，文件本身分不清。"
    "撤回的，下一号会写明：请留好您那一份，到时再核对，或者向机关查问"
)
Found = Fault | str
"""What is wrong, or a note of what was found."""


class Asked(NamedTuple):
    """What the one who verifies brings along from elsewhere.

    `key` is the fingerprint of the office's public key, `certificates` those of the time-stamping
    authority, `kept` the edition.json of an edition that was seen before; `sm3` has each file read
    by that digest too.
    """

    key: str = ""
    certificates: tuple[Certificate, ...] = ()
    kept: bytes = b""
    sm3: bool = False


def check_signature(seal: Seal, body: bytes, signature: bytes | None, asked: Asked) -> Found:
    """The signature of edition.json (`body`)."""
    if not seal.key:
        if asked.key:
            return Fault(Kind.UNVOUCHED, EDITION, "没有签名")
        return "没有签名：谁能改动站点，谁就能把封存记录整个改写"
    if signature is None:
        return Fault(Kind.MISSING, SIGNATURE, "封存记录写明有签名，这里没有")
    if not signed(seal.key, body, signature):
        return Fault(Kind.ALTERED, SIGNATURE, "签名与封存记录不符")
    own = fingerprint(seal.key)
    if asked.key and own != asked.key:
        return Fault(Kind.UNVOUCHED, SIGNATURE, f"是另一把密钥签的，指纹 {own}")
    if asked.key:
        return "签名相符，是所给公钥的主人签的"
    return f"签名与随附的公钥相符；公钥是谁的，请与机关在别处公布的指纹核对：{own}"


def check_stamp_signature(seal: Seal, stamp: bytes | None, signature: bytes | None) -> list[Fault]:
    """The office's signature of the time stamp: wherever both are to be had."""
    if stamp is None or not seal.key:
        return []
    if signature is None:
        return [Fault(Kind.MISSING, STAMP_SIGNATURE, "时间戳应有本机关的签名，这里没有")]
    if not signed(seal.key, stamp, signature):
        return [Fault(Kind.ALTERED, STAMP_SIGNATURE, "签名与时间戳不符")]
    return []


def check_stamp(seal: Seal, body: bytes, stamp: bytes | None, asked: Asked) -> Found:
    """The time stamp of edition.json (`body`)."""
    if stamp is None:
        if asked.certificates:
            return Fault(Kind.MISSING, STAMP, "没有时间戳")
        if not seal.stamped_by:
            return "没有时间戳：公开的时间只有封存记录自己的说法"
        return f"向 {seal.stamped_by} 申请了时间戳，这里没有：当时没有答复，或者被删去"
    try:
        at = stamped_at(stamp, body, asked.certificates)
    except NoStamp as wrong:
        return Fault(Kind.ALTERED, STAMP, str(wrong))
    if asked.certificates:
        return f"时间戳相符：所给证书的机构证明这一号在{at:%Y-%m-%d %H:%M:%S}已经存在"
    return (
        f"有时间戳（{at:%Y-%m-%d %H:%M:%S}）；没有给出机构的证书（--tsa-certs），未核对是谁签发的"
    )


def check_kept(seal: Seal, chain: Chain, asked: Asked) -> Iterator[Found]:
    """An edition seen before must be this one or one of the `chain` behind it.

    Where it is newer, an office that took it back and a stranger who put the old site in its place
    look the same: no file of the old edition can tell which it was.
    """
    if not asked.kept:
        return
    try:
        kept = read(asked.kept)
    except Malformed as wrong:
        yield Fault(Kind.UNVOUCHED, "--kept", f"您保存的记录{wrong}")
        return
    if kept.number > seal.number:
        older = f"是第{seal.number}号，比您保存的第{kept.number}号还旧"
        yield Fault(Kind.UNVOUCHED, EDITION, f"{older}：{OLDER}")
    elif chain.digests.get(kept.number) != sha256(asked.kept):
        yield Fault(Kind.UNVOUCHED, EDITION, f"第{kept.number}号与您保存的不同：历次记录被改写过")
    else:
        yield f"与您保存的第{kept.number}号是同一条记录连下来的"
        if kept.number in chain.withdrawn:
            yield "您保存的那一号后来撤回了，它是当时公开过的原样，不是伪造的"
