"""Each subscriber gets what is out, once where the world is kind, never what is not out."""

import base64
import hashlib
import io
import json
import logging
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

import cli
from catalog.parse import ShapeError
from catalog.timezone import SHANGHAI
from office.build import refresh_pages
from office.delivery.deliver import DeliveryRound, deliver
from office.delivery.log import WAITS, Delivered, Undelivered
from office.delivery.transports import PATIENCE
from office.delivery.transports.webhook import signature
from office.settings.drill import Drill
from office.settings.installation import Office, office_at
from office.settings.publication import read_publishing
from tests.flows.receivers import HERE, PASSWORD, USER, Post, Web, certified, free, mute, post, web
from tests.pages.demo import AS_OF, demonstrated

SPRING = date(2026, 5, 9)
"""The first two decisions are out; the second is corrected later, and a third one follows."""
NOW = datetime(2026, 11, 22, 9, tzinfo=SHANGHAI)
SECRET = "示例签名密钥-signing-secret-51c0de"
ASSOCIATION, MEDIA = "示例养老服务协会", "示例晨报"
FIRST, SECOND, THIRD = "demo-2026-01", "demo-2026-02", "demo-2026-07"


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration on file, with its site of spring and of autumn."""
    home = tmp_path_factory.mktemp("delivery") / "office"
    home.mkdir()
    office = demonstrated(home)
    refresh_pages(office, SPRING, home / "spring")
    refresh_pages(office, AS_OF, home / "site")
    return home


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return certified(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def office(whole: Path, certificate: Path, tmp_path: Path) -> Office:
    home = tmp_path / "office"
    shutil.copytree(whole, home)
    shutil.copy(certificate.parent / "ca.pem", home)
    for name, secret in (("mail.secret", PASSWORD), ("sign.secret", SECRET)):
        (home / name).write_text(secret, "utf-8")
        (home / name).chmod(0o600)
    return office_at(home)


@pytest.fixture
def spring(office: Office) -> Path:
    return office.home / "spring"


@pytest.fixture
def press(certificate: Path) -> Iterator[Web]:
    with web(certificate) as serving:
        yield serving


@pytest.fixture
def mail(certificate: Path) -> Iterator[Post]:
    with post(certificate) as serving:
        yield serving


def by_web(at: Web, **more: Any) -> dict[str, Any]:
    hook = {"网址": at.url, "签名密钥": {"文件": "sign.secret"}}
    return {"名称": MEDIA, "类别": "媒体", "起始日期": "2026-01-01", "接口": hook, **more}


def by_mail(**more: Any) -> dict[str, Any]:
    address = "xiehui@example.org"
    about = {"名称": ASSOCIATION, "类别": "行业协会商会", "起始日期": "2026-01-01"}
    return {**about, "电子邮箱": address, **more}


def settle(
    office: Office, *everybody: dict[str, Any], port: int = 0, security: str = "STARTTLS"
) -> None:
    """Write the settings as an office would."""
    section: dict[str, Any] = {"信任的证书": "ca.pem", "名单": list(everybody)}
    if port:
        server = {
            "服务器": HERE,
            "端口": port,
            "加密": security,
            "发件地址": "tuisong@example.gov.cn",
        }
        login = {"用户名": USER, "口令": {"文件": "mail.secret"}} if security == "STARTTLS" else {}
        section["邮件服务器"] = server | login
    text = yaml.safe_dump({"推送": section}, allow_unicode=True)
    (office.home / "publication.yaml").write_text(text, "utf-8")


def sent(
    office: Office,
    site: Path | None = None,
    *,
    after: timedelta = timedelta(),
    patience: float = PATIENCE,
) -> DeliveryRound:
    """A round; `patience` is shortened only where the other side shall say nothing for longer."""
    return deliver(office, site, now=lambda: NOW + after, patience=patience)


def taken(office: Office) -> list[Delivered]:
    return [done.act for done in office.ledger().acts.of(Delivered)]


def refused(office: Office) -> list[Undelivered]:
    return [done.act for done in office.ledger().acts.of(Undelivered)]


def unpacked(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as parcel:
        assert parcel.testzip() is None
        return {name: parcel.read(name) for name in parcel.namelist()}


def test_a_webhook_gets_the_three_signed_and_its_answer_is_the_proof(
    office: Office, spring: Path, press: Web
) -> None:
    settle(office, by_web(press))
    assert len(sent(office, spring).delivered) == 2
    told = [json.loads(one.body) for one in press.got]
    assert [one["item"] for one in told] == [FIRST, SECOND]
    for got, said, logged in zip(press.got, told, taken(office), strict=True):
        key, stamp = got.headers["webhook-id"], got.headers["webhook-timestamp"]
        expected = signature(SECRET.encode(), key, stamp, got.body)
        assert got.headers["webhook-signature"] == expected
        body = base64.b64decode(said["parcel"]["base64"])
        assert hashlib.sha256(body).hexdigest() == said["parcel"]["sha256"] == logged.parcel
        files = unpacked(body)
        assert set(files) == {"说明.txt", "清单.json", *(one["name"] for one in said["files"])}
        for one in said["files"]:
            assert hashlib.sha256(files[one["name"]]).hexdigest() == one["sha256"]
            assert hashlib.new("sm3", files[one["name"]]).hexdigest() == one["sm3"]
            out = one["url"].replace("https://www.example.gov.cn", str(spring / "demo"))
            assert Path(out).read_bytes() == files[one["name"]]
        assert {one["kind"] for one in said["files"]} == {"正式文件", "政策解读", "问答清单"}
        assert (logged.key, logged.reply) == (key, "HTTP 200")
        assert logged.reply_digest == hashlib.sha256(b"ok").hexdigest()
        assert (logged.way, logged.to) == ("接口", f"{HERE}:{press.port}")


def test_a_mailbox_gets_the_three_attached_and_the_servers_answer_is_the_proof(
    office: Office, spring: Path, mail: Post
) -> None:
    settle(office, by_mail(), port=mail.port)
    assert len(sent(office, spring).delivered) == 2
    assert set(mail.logins) == {USER}
    for got, logged in zip(mail.got, taken(office), strict=True):
        (attached,) = got.iter_attachments()
        assert attached.get_filename() == f"{logged.key}.zip"
        assert hashlib.sha256(attached.get_content()).hexdigest() == logged.parcel
        files = unpacked(attached.get_content())
        letter = got.get_body()
        assert letter
        assert letter.get_content().replace("\r\n", "\n") == files["说明.txt"].decode()
        assert got["Message-ID"] == f"<{logged.key}@example.gov.cn>" == logged.message_id
        assert got["Juece-Key"] == logged.key
        assert got["Subject"].startswith("政策推送：示例市")
        assert logged.reply.startswith("250 2.0.0 Ok: queued as ")


def test_nobody_gets_the_same_parcel_twice(office: Office, spring: Path, press: Web) -> None:
    settle(office, by_web(press))
    assert len(sent(office, spring).delivered) == 2
    assert sent(office, spring) == DeliveryRound()
    assert sent(office, spring, after=timedelta(days=30)) == DeliveryRound()
    assert len(press.got) == 2


def test_a_corrected_decision_goes_out_again_and_says_what_it_replaces(
    office: Office, spring: Path, press: Web
) -> None:
    settle(office, by_web(press))
    sent(office, spring)
    assert [line.split()[0] for line in sent(office).delivered] == [SECOND, THIRD]
    before, new = (one for one in taken(office) if one.key.startswith(SECOND))
    told = json.loads(press.got[2].body)
    assert told["replaces"] == new.replaces == before.key
    assert told["key"] == new.key != before.key
    assert told["changed_because"].startswith("索取号登记有误")
    assert f"本件替代2026年11月22日推送的第{before.key}号" in told["letter"]
    assert json.loads(press.got[3].body)["replaces"] == ""


def test_a_reason_travels_where_there_are_no_questions(office: Office, press: Web) -> None:
    settle(office, by_web(press))
    sent(office)
    told = next(t for t in map(json.loads, (g.body for g in press.got)) if t["item"] == THIRD)
    assert {one["kind"] for one in told["files"]} == {"正式文件", "政策解读"}
    assert "没有问答清单。说明：补助对象和发放方式与往年相同" in told["letter"]


def test_who_subscribes_later_gets_only_what_comes_later(office: Office, press: Web) -> None:
    settle(office, by_web(press, 起始日期="2026-06-01"))
    assert [line.split()[0] for line in sent(office).delivered] == [THIRD]


@pytest.mark.parametrize(
    ("only", "items"),
    [
        ({"主题词": ["老年助餐"]}, [FIRST]),
        ({"主题词": ["取暖", "最低生活保障"]}, [SECOND, THIRD]),
        ({"主题词": ["海葬"]}, []),
        ({"机关代号": ["demo"]}, [FIRST, SECOND, THIRD]),
        ({"机关代号": ["other"]}, []),
    ],
)
def test_a_subscriber_gets_its_authorities_and_topics_alone(
    office: Office, press: Web, only: dict[str, Any], items: list[str]
) -> None:
    settle(office, by_web(press, **only))
    sent(office)
    assert [json.loads(one.body)["item"] for one in press.got] == items


def test_what_passes_is_tried_again_after_a_while_under_the_same_key(
    office: Office, spring: Path, press: Web
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [503, 429, 200]
    first = sent(office, spring)
    assert (len(first.refused), first.again_at) == (1, NOW + timedelta(minutes=1))
    assert sent(office, spring, after=timedelta(seconds=59)) == DeliveryRound(again=first.again)
    assert len(press.got) == 1
    assert sent(office, spring, after=timedelta(minutes=1)).again_at == NOW + timedelta(minutes=6)
    assert sent(office, spring, after=timedelta(minutes=6)).delivered
    assert len({one.headers["webhook-id"] for one in press.got}) == 1
    assert [one.why for one in refused(office)] == [
        "对方接口退回：HTTP 503",
        "对方接口退回：HTTP 429",
    ]


def test_after_two_days_of_refusals_it_is_given_up_until_somebody_takes_it_up_again(
    office: Office, spring: Path, press: Web, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [500] * (len(WAITS) + 1)
    rounds, after = [sent(office, spring)], timedelta()
    for minutes in WAITS:
        after += timedelta(minutes=minutes)
        rounds.append(sent(office, spring, after=after))
    assert [len(one.refused) for one in rounds] == [1] * len(WAITS) + [0]
    assert rounds[-1].given_up == (f"{FIRST} {MEDIA}：对方接口退回：HTTP 500",)
    assert refused(office)[-1].again_at is None
    assert sent(office, spring, after=timedelta(days=30)) == DeliveryRound()
    again = ["deliveries", FIRST, "--again", MEDIA, "--because", "接口已修复", "--by", "张三"]
    assert cli.run([*again, "--home", str(office.home)]) == 0
    assert sent(office, spring, after=timedelta(days=30)).delivered
    assert "再送" in capsys.readouterr().out


@pytest.mark.parametrize("status", [400, 401, 404, 410, 301, 307])
def test_a_refusal_that_lasts_is_given_up_at_once(
    office: Office, spring: Path, press: Web, status: int
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [status]
    assert sent(office, spring).given_up == (f"{FIRST} {MEDIA}：对方接口退回：HTTP {status}",)
    assert sent(office, spring, after=timedelta(days=9)) == DeliveryRound()
    assert len(press.got) == 1


def test_a_receiver_that_stalls_is_tried_again(office: Office, spring: Path, press: Web) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    press.answers = [-4]
    assert sent(office, spring, patience=1).refused == (f"{FIRST} {MEDIA}：对方接口超时",)
    assert sent(office, spring, after=timedelta(minutes=1)).delivered


def test_a_receiver_that_is_not_there_keeps_nobody_else_waiting(
    office: Office, spring: Path, press: Web
) -> None:
    gone = Web(port=free())
    settle(office, by_web(gone, 名称="示例停机单位"), by_web(press))
    found = sent(office, spring)
    assert (len(found.refused), len(found.delivered)) == (2, 2)
    assert all("连接不上" in line for line in found.refused)


def test_a_stranger_with_the_address_is_told_nothing(
    office: Office, spring: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with web(certified(tmp_path / "other")) as stranger:
        settle(office, by_web(stranger))
        found = sent(office, spring)
    assert len(found.refused) == 2
    assert all("证书不受信任" in line for line in found.refused)
    assert stranger.got == []


def test_no_redirection_and_no_proxy_leads_to_a_host_that_the_settings_do_not_name(
    office: Office, spring: Path, press: Web, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with web(certificate) as elsewhere:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://{HERE}:{free()}")
        settle(office, by_web(press, 主题词=["老年助餐"]))
        press.answers, press.headers = [308], {"location": elsewhere.url}
        assert sent(office, spring).given_up
    assert (len(press.got), elsewhere.got) == (1, [])


@pytest.mark.parametrize(
    ("answer", "lasts"),
    [("451 4.3.0 try again later", False), ("552 5.3.4 message too big", True)],
)
def test_a_mail_servers_refusal_is_told_in_its_own_words(
    office: Office, spring: Path, mail: Post, answer: str, lasts: bool
) -> None:
    settle(office, by_mail(主题词=["老年助餐"]), port=mail.port)
    mail.answers = [answer]
    found = sent(office, spring)
    (said,) = found.given_up if lasts else found.refused
    assert said == f"{FIRST} {ASSOCIATION}：邮件服务器退回：{answer}"
    assert bool(sent(office, spring, after=timedelta(minutes=1)).delivered) is not lasts


def test_a_mailbox_that_does_not_exist_is_given_up_at_once(
    office: Office, spring: Path, mail: Post
) -> None:
    settle(office, by_mail(主题词=["老年助餐"]), port=mail.port)
    mail.refused = {"xiehui@example.org"}
    assert "550 5.1.1 no such mailbox" in sent(office, spring).given_up[0]


def test_a_mail_server_that_does_not_take_our_password_is_asked_again_later(
    office: Office, spring: Path, mail: Post
) -> None:
    settle(office, by_mail(主题词=["老年助餐"]), port=mail.port)
    (office.home / "mail.secret").write_text("another one")
    assert "不接受登录" in sent(office, spring).refused[0]
    (office.home / "mail.secret").write_text("口令")
    assert "只能用英文" in sent(office, spring, after=timedelta(minutes=1)).refused[0]
    assert mail.got == []


@pytest.mark.parametrize("security", ["TLS", "不加密"])
def test_a_mail_server_is_spoken_to_as_the_settings_say(
    office: Office, spring: Path, certificate: Path, security: str
) -> None:
    with post(certificate, security) as mail:
        settle(office, by_mail(主题词=["老年助餐"]), port=mail.port, security=security)
        assert sent(office, spring).delivered
    assert len(mail.got) == 1


def test_no_password_is_told_to_a_mail_server_that_does_not_encrypt(
    office: Office, spring: Path, certificate: Path
) -> None:
    with post(certificate, "不加密") as mail:
        settle(office, by_mail(主题词=["老年助餐"]), port=mail.port)
        assert "不支持设置里写的加密" in sent(office, spring).refused[0]
    assert (mail.got, mail.logins) == ([], [])


def test_no_password_is_told_to_a_stranger_with_the_mail_servers_address(
    office: Office, spring: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with post(certified(tmp_path / "other")) as mail:
        settle(office, by_mail(主题词=["老年助餐"]), port=mail.port)
        assert "证书不受信任" in sent(office, spring).refused[0]
    assert (mail.got, mail.logins) == ([], [])


def test_a_mail_server_that_says_nothing_is_tried_again(office: Office, spring: Path) -> None:
    with mute() as port:
        settle(office, by_mail(主题词=["老年助餐"]), port=port)
        found = sent(office, spring, patience=1)
    assert "邮件服务器连接不上或者中断" in found.refused[0]
    assert found.again_at == NOW + timedelta(minutes=1)


def test_two_processes_at_once_send_each_parcel_once(
    office: Office, spring: Path, press: Web
) -> None:
    settle(office, by_web(press))
    press.answers = [-3, 200]
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda _: sent(office, spring), range(2)))
    assert ("另一个进程正在推送",) in [one.held for one in found]
    assert len(press.got) == 2


def test_who_dies_between_sending_and_logging_sends_again_under_the_same_key(
    office: Office, spring: Path, press: Web
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    code = (
        "import sys, pathlib; from office.settings.installation import office_at; from office.delivery.deliver import deliver\n"
        "sys.stdin.readline(); home = sys.argv[1]\n"
        "deliver(office_at(home), pathlib.Path(home) / 'spring')"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(office.home)], stdin=subprocess.PIPE
    ) as dying:
        press.kills = dying.pid
        dying.communicate(b"\n", timeout=60)
    assert dying.returncode == -9
    assert (len(press.got), taken(office)) == (1, [])
    press.kills = 0
    assert sent(office, spring).delivered
    first, second = press.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == taken(office)[0].key
    told = [json.loads(one.body) for one in press.got]
    assert told[0] == told[1]


def test_a_large_parcel_is_linked_and_not_attached(
    office: Office, spring: Path, press: Web, mail: Post
) -> None:
    settle(office, by_web(press, 随附上限=0), by_mail(随附上限=0), port=mail.port)
    sent(office, spring)
    assert all("base64" not in json.loads(one.body)["parcel"] for one in press.got)
    assert all(list(one.iter_attachments()) == [] for one in mail.got)
    letter = mail.got[0].get_body()
    assert letter
    assert "附件过大，没有随信附上" in letter.get_content()
    assert "https://www.example.gov.cn/zwgk/zdjc/2026/01/files/" in letter.get_content()
    assert {one.attached for one in taken(office)} == {False}


def test_no_secret_is_logged_told_or_kept(
    office: Office, spring: Path, press: Web, mail: Post, caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    settle(office, by_web(press), by_mail(), port=mail.port)
    press.answers, mail.answers = [500], ["451 later"]
    found = [sent(office, spring), sent(office, spring, after=timedelta(minutes=1))]
    assert cli.run(["deliveries", "--json", "--home", str(office.home)]) == 0
    kept = "".join(p.read_bytes().decode("latin-1") for p in office.home.glob("juece.db*"))
    ledger = kept.encode("latin-1").decode("utf-8", "replace")
    shown = "".join((caplog.text, *map(str, found), capsys.readouterr().out, ledger))
    assert MEDIA in shown
    for secret in (SECRET, PASSWORD):
        for form in (secret, base64.b64encode(secret.encode()).decode(), json.dumps(secret)):
            assert form not in shown


@pytest.mark.parametrize("wrong", ["missing", "readable", "empty", "short"])
def test_a_secret_that_cannot_be_had_is_said_and_nothing_is_sent(
    office: Office, spring: Path, press: Web, wrong: str
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    file = office.home / "sign.secret"
    match wrong:
        case "missing":
            file.unlink()
        case "readable":
            file.chmod(0o644)
        case _:
            file.write_text("" if wrong == "empty" else "short")
    assert sent(office, spring).refused[0].startswith(f"{FIRST} {MEDIA}：本机设置：")
    assert press.got == []


def test_nothing_goes_out_before_it_is_out(office: Office, press: Web) -> None:
    settle(office, by_web(press))
    assert sent(office, office.home / "nowhere") == DeliveryRound()
    early = office.home / "early"
    refresh_pages(office, date(2026, 3, 25), early)
    assert sent(office, early) == DeliveryRound()
    assert press.got == []


@pytest.mark.parametrize("file", ["item.json", "files/*-final.txt"])
def test_a_site_that_is_not_what_its_manifest_says_is_not_passed_on(
    office: Office, spring: Path, press: Web, file: str
) -> None:
    settle(office, by_web(press, 主题词=["老年助餐"]))
    (path,) = (spring / "demo/zwgk/zdjc/2026/01").glob(file)
    path.unlink()
    path.write_text('{"as_of": "2026-05-09"}')
    found = sent(office, spring)
    assert (found.delivered, len(found.held)) == ((), 1)
    assert press.got == []


def test_what_was_filed_since_waits_for_its_page(office: Office, spring: Path, press: Web) -> None:
    settle(office, by_web(press))
    twin = spring / "demo/zwgk/zdjc/2026/02/item.json"
    autumn = json.loads((office.site / "demo/zwgk/zdjc/2026/02/item.json").read_bytes())
    told = json.loads(twin.read_bytes())
    body = json.dumps({**told, "as_of": autumn["as_of"]}).encode()
    twin.unlink()
    twin.write_bytes(body)
    manifest = spring / "manifest.json"
    listed = json.loads(manifest.read_bytes())
    listed["files"]["demo/zwgk/zdjc/2026/02/item.json"]["sha256"] = hashlib.sha256(body).hexdigest()
    manifest.write_text(json.dumps(listed))
    found = sent(office, spring)
    assert [line.split()[0] for line in found.delivered] == [FIRST]
    assert found.held == (
        f"{SECOND}登记的内容，或者升级后的写法，与已公开的页面不同；下一号公开以后再推送",
    )


def test_a_drill_sends_nothing(office: Office, spring: Path, press: Web) -> None:
    settle(office, by_web(press))
    (office.home / "drill.json").write_text(Drill(set_at=NOW, showed=NOW).model_dump_json())
    assert sent(office, spring) == DeliveryRound()
    assert press.got == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"接口": {"网址": "http://example.org/tui", "签名密钥": {"文件": "a"}}}, "写法不对"),
        ({"接口": {"网址": "https://u:p@example.org/", "签名密钥": {"文件": "a"}}}, "写法不对"),
        ({"接口": {"网址": "https://example.org/?k=1", "签名密钥": {"文件": "a"}}}, "写法不对"),
        ({"接口": {"网址": "https://example.org/", "签名密钥": {}}}, "写一项"),
        ({"电子邮箱": "a@example.org"}, "写一项"),
        ({"起始日期": None}, "缺少这一栏"),
    ],
)
def test_settings_that_would_not_do_are_refused_in_chinese(
    office: Office, press: Web, change: dict[str, Any], said: str
) -> None:
    settle(office, by_web(press) | change)
    with pytest.raises(ShapeError, match=said):
        sent(office)


def test_the_record_of_deliveries_names_receiver_proof_and_what_was_replaced(
    office: Office, spring: Path, press: Web, mail: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(office, by_web(press), by_mail(), port=mail.port)
    press.answers = [404]
    sent(office, spring)
    sent(office)
    assert cli.run(["deliveries", "--home", str(office.home)]) == 0
    told = capsys.readouterr().out
    for part in ("推送8次", ASSOCIATION, MEDIA, "250 2.0.0 Ok", "HTTP 404；不再自动重试", "替代 "):
        assert part in told
    assert cli.run(["deliveries", SECOND, "--json", "--home", str(office.home)]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["result"] for row in rows] == ["parcel.delivered"] * 4
    assert {row["item"] for row in rows} == {SECOND}
    assert office.ledger().verify() == []


GUIDE = (Path(__file__).parents[2] / "docs" / "subscribers.md").read_text("utf-8")


def test_a_receiver_who_follows_the_guide_knows_what_is_genuine(
    office: Office, spring: Path, press: Web
) -> None:
    secret = f"whsec_{base64.b64encode(bytes(range(32))).decode()}"
    (office.home / "sign.secret").write_text(secret)
    settle(office, by_web(press, 主题词=["老年助餐"]))
    deliver(office, spring)
    (got,) = press.got
    known: dict[str, Any] = {}
    exec(GUIDE.split("```python\n")[1].split("```")[0], known)
    assert known["genuine"](secret, got.headers, got.body)
    assert not known["genuine"](secret, got.headers, got.body + b" ")
    assert not known["genuine"](SECRET, got.headers, got.body)
    late = got.headers | {"webhook-timestamp": "1700000000"}
    assert not known["genuine"](secret, late, got.body)


def test_the_settings_in_the_guide_are_read_as_they_stand(office: Office) -> None:
    text = GUIDE.split("```yaml\n")[1].split("```")[0]
    (office.home / "publication.yaml").write_text(text, "utf-8")
    section = read_publishing(office.home).subscribers
    assert section.server
    assert [one.name for one in section.everybody] == [ASSOCIATION, MEDIA]
    minutes = [60 * 24, 60 * 12, 60 * 4, 60, 15, 5, 1]
    assert list(WAITS) == minutes[::-1], "the guide tells the waits"
