"""juece verify, verify-ledger, key: that what is out and what is on file is what it was, and who
sealed it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from cli.console import AsJson, Home, SaidNo, WrongUsage, err, say, show_json
from cli.preconditions import office_to_verify

if TYPE_CHECKING:
    from office.editions.proof.report import VerifyReport
    from office.editions.proof.source import Source
    from office.editions.proof.trust import Asked

KEY = "edition.key"
MOST = 64 << 20
"""Bytes that an edition.json will not have."""
PATIENCE = 2.0
"""Seconds after which progress is shown."""

Key = Annotated[str, Parameter(help="机关在别处公布的公钥、公钥指纹，或者公钥文件（PEM）")]
Certificates = Annotated[Path | None, Parameter(help="时间戳机构的证书文件（PEM）")]
Kept = Annotated[
    Path | None, Parameter(help="您以前保存的 edition.json，核对有没有回退或者改写历史")
]


def verify(
    site: Annotated[str, Parameter(help="站点文件夹，或者网址")],
    /,
    *,
    key: Key = "",
    tsa_certs: Certificates = None,
    kept: Kept = None,
    sm3: Annotated[bool, Parameter(help="每个文件再用 SM3 核对一遍", negative="")] = False,
    as_json: AsJson = False,
) -> None:
    """核对公开的站点与封存时是否相同：有没有缺少、改动、多出；不用数据目录，不用联网。

    核对台账本身，用 juece verify-ledger。
    """
    from office.editions.proof.verify import verify as check

    place = _place(site)
    asked = _asked(key, tsa_certs, kept, sm3)
    with _progress("正在核对") as progress:
        report = check(place, asked, progress)
    _show(report, as_json)
    if not report.whole:
        notes = () if as_json else report.notes
        raise SaidNo("\n".join([str(report), *map(str, report.faults), *notes]))


def verify_ledger(
    *,
    kept: Annotated[
        Path | None,
        Parameter(
            help="以前保存的 edition.json、公开页面的 manifest.json，或者一份备份，核对有没有少"
        ),
    ] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """核对台账：每条登记、退回、公开记录、意见、材料是否与当时相同，链条和触发器是否完整。

    数据目录里有公开的版本（site/edition.json）的，总是一并核对。
    """
    from office.editions.chain_ends import NotKept, short_of_site, unlike

    office = office_to_verify(home)
    ledger = office.ledger()
    try:
        with err.status("正在核对台账 …"):
            wrong, head = ledger.verify(), ledger.head()
            wrong += short_of_site(ledger, office.site)
            wrong += unlike(ledger, kept) if kept else []
    except NotKept as why:
        raise WrongUsage(str(why)) from None
    if as_json:
        show_json({"whole": not wrong, "count": head.count, "digest": head.digest, "wrong": wrong})
    elif not wrong:
        say(f"台账完整：登记{head.count}条，校验值 {head.digest}", style="bold green")
    if wrong:
        raise SaidNo(f"台账不完整：发现{len(wrong)}处\n" + "\n".join(wrong))


def new(
    *,
    to: Annotated[
        Path | None, Parameter(name="--out", help=f"密钥文件，默认数据目录下的 {KEY}")
    ] = None,
    home: Home = "",
) -> None:
    """生成签名密钥，只有本人可读；已经有的不会覆盖。"""
    from office.editions.proof.key import new_key
    from office.settings.installation import office_at

    file = to or office_at(home).home / KEY
    try:
        made = new_key(file)
    except FileExistsError:
        raise SaidNo(f"{file} 已经有了，不会覆盖：换密钥请先把旧的移走") from None
    say(f"已生成签名密钥：{file.absolute()}", style="bold green")
    say("请另存一份备用，不要发给任何人；在 publication.yaml 里写明：")
    say(f"seal:\n  key: {file.absolute() if to else KEY}")
    say("写好以后，从下一号起签名；已经公开的各号不变")
    _show_key(made.public)


def show(
    file: Annotated[Path | None, Parameter(help=f"密钥文件，默认数据目录下的 {KEY}")] = None,
    /,
    *,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """显示公钥和指纹，供在网站以外的地方公布。"""
    from office.editions.proof.key import Unfit, fingerprint, pem, read_key
    from office.settings.installation import office_at

    try:
        public = read_key(file or office_at(home).home / KEY).public
    except Unfit as wrong:
        raise SaidNo(str(wrong)) from None
    if as_json:
        show_json({"public": public, "fingerprint": fingerprint(public), "pem": pem(public)})
    else:
        _show_key(public)


def _show_key(public: str) -> None:
    from office.editions.proof.key import fingerprint, pem

    say(f"公钥：{public}")
    say(f"指纹：{fingerprint(public)}")
    say(pem(public).rstrip())
    say("请把指纹公布在这个网站以外的地方（公报、门户网站、办事大厅），核对的人才知道签名是谁的")


def _place(site: str) -> "Source":
    from office.editions.proof.source import Folder, web

    if site.startswith(("https://", "http://")):
        return web(site)
    folder = Path(site)
    if not folder.is_dir():
        raise WrongUsage(f"没有这个文件夹：{folder}")
    return Folder(folder)


def _asked(key: str, tsa_certs: Path | None, kept: Path | None, sm3: bool) -> "Asked":
    from office.editions.proof.key import Unfit, trusted
    from office.editions.proof.timestamp import certificates
    from office.editions.proof.trust import Asked
    from storage.files.legible import Unread, content_of

    try:
        return Asked(
            key=trusted(key) if key else "",
            certificates=certificates(tsa_certs) if tsa_certs else (),
            kept=content_of(kept, MOST) if kept else b"",
            sm3=sm3,
        )
    except (Unfit, Unread) as wrong:
        raise WrongUsage(str(wrong)) from None


def _show(report: "VerifyReport", as_json: bool) -> None:
    if as_json:
        seal = report.seal
        show_json({
            "whole": report.whole,
            "edition": seal.number if seal else None,
            "as_of": seal.as_of if seal else None,
            "files": report.files,
            "added_can_be_seen": report.everything_seen,
            "faults": [fault._asdict() for fault in report.faults],
            "notes": list(report.notes),
        })  # fmt: skip
        return
    if report.whole:
        say(str(report), style="bold green")
        for note in report.notes:
            say(note)


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for whatever takes longer than two seconds."""
    from rich.progress import Progress

    begun = monotonic()
    with Progress(console=err, transient=True, disable=not err.is_terminal) as bar:
        task = bar.add_task(what, visible=False)

        def told(done: int, every: int) -> None:
            if monotonic() - begun > PATIENCE:
                bar.update(task, completed=done, total=every, visible=True)

        yield told
