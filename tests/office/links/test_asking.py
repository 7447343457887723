"""What comes of asking, against a real server on loopback and every way in which it can behave."""

import asyncio
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from office.links.crawl import ask_all
from office.links.result import LinkOutcome, LinkResult
from office.settings.links import Patrol
from tests.office.links.web import HUGE, Web, web

HERE = Patrol(on=True, internal=("127.0.0.1",), pause_seconds=0, wait_seconds=60)
SHORT = 0.6
"""Seconds to wait where the other side shall never answer; elsewhere a busy machine may take its time."""


@pytest.fixture
def site() -> Iterator[Web]:
    with web() as served:
        yield served


def ask(*addresses: str, **settings: object) -> list[LinkResult]:
    answers: list[LinkResult] = []
    asyncio.run(ask_all(addresses, HERE.model_copy(update=settings), answers.append))
    return answers


def one(address: str, **settings: object) -> LinkResult:
    (answer,) = ask(address, **settings)
    return answer


@pytest.mark.parametrize(
    ("path", "outcome", "said"),
    [
        ("/page", LinkOutcome.OK, "打得开"),
        ("/204", LinkOutcome.OK, "打得开"),
        ("/404", LinkOutcome.GONE, "404 没有这个页面"),
        ("/410", LinkOutcome.GONE, "410 没有这个页面"),
        ("/500", LinkOutcome.FAILED, "500 对方网站出错"),
        ("/503", LinkOutcome.FAILED, "503 对方网站出错"),
        ("/400", LinkOutcome.FAILED, "400 对方网站出错"),
        ("/403", LinkOutcome.REFUSED, "403 对方不接受程序访问"),
        ("/412", LinkOutcome.REFUSED, "412 对方不接受程序访问"),
        ("/429", LinkOutcome.REFUSED, "429 对方不接受程序访问"),
        ("/loop", LinkOutcome.FAILED, "转来转去回到原处"),
        ("/endless/1", LinkOutcome.FAILED, "转了10次还没有到"),
        ("/nowhere", LinkOutcome.FAILED, "302 转向没有写明去处"),
        (
            "/script",
            LinkOutcome.FAILED,
            "网址或者它转向的网址写法不对，应像 https://www.example.gov.cn/ 这样写",
        ),
        ("/cookie", LinkOutcome.OK, "打得开"),
        ("/reset", LinkOutcome.FAILED, "答复中断"),
        ("/garbage", LinkOutcome.FAILED, "答复中断"),
    ],
)
def test_every_behaviour_of_a_server_is_told_apart(
    site: Web, path: str, outcome: LinkOutcome, said: str
) -> None:
    answer = one(site.address(path))
    assert answer.outcome is outcome
    assert answer.said.startswith(said)


@pytest.mark.parametrize("path", ["/hangs", "/drips"])
def test_who_never_answers_is_waited_for_so_long(site: Web, path: str) -> None:
    answer = one(site.address(path), wait_seconds=SHORT)
    assert answer.outcome is LinkOutcome.FAILED
    assert answer.said.startswith("等了0.6秒没有答复")


def test_a_page_is_asked_with_head_alone(site: Web) -> None:
    one(site.address("/page"))
    assert [(r.method, r.path) for r in site.asked] == [("HEAD", "/page")]


@pytest.mark.parametrize("refusal", ["/no-head/405", "/no-head/501", "/no-head/404", "/cuts-head"])
def test_where_head_is_refused_get_decides(site: Web, refusal: str) -> None:
    assert one(site.address(refusal)).outcome is LinkOutcome.OK
    assert [r.method for r in site.asked] == ["HEAD", "GET"]


def test_a_chain_of_permanent_redirects_is_followed_and_named(site: Web) -> None:
    answer = one(site.address("/to-301-3"))
    assert answer.outcome is LinkOutcome.OK
    assert answer.final == answer.moved_to == site.address("/page")
    assert "已永久转到" in answer.said
    assert site.paths() == ["/to-301-3", "/to-301-2", "/to-301-1", "/page"]


def test_a_passing_redirect_is_no_move(site: Web) -> None:
    answer = one(site.address("/to-302-2"))
    assert (answer.outcome, answer.final) == (LinkOutcome.OK, site.address("/page"))
    assert answer.moved_to == ""


def test_ten_turns_are_followed_and_no_more(site: Web) -> None:
    assert one(site.address("/to-301-10")).outcome is LinkOutcome.OK
    assert one(site.address("/to-301-11")).outcome is LinkOutcome.FAILED


def test_a_refused_connection_and_an_unknown_name_are_no_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        refused = one(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    unknown = one("http://no-such-host.invalid/")
    for answer in (refused, unknown):
        assert (answer.outcome, answer.ours, answer.reached) == (LinkOutcome.UNREACHED, True, False)
    assert (refused.said, unknown.said) == ("对方拒绝连接", "查不到这个域名")


def test_what_the_host_asks_for_is_heard(site: Web) -> None:
    assert one(site.address("/429/200000")).wait_days == 3
    assert one(site.address("/429/soon")).wait_days == 0


def test_without_leave_no_copy_is_taken_and_no_body_read(site: Web) -> None:
    assert one(site.address("/huge")).copy is None
    assert site.sent == 0


def test_a_page_that_may_be_copied_is_taken_whole(site: Web) -> None:
    answer = one(site.address("/page"), copied=("127.0.0.1",))
    assert answer.copy is not None
    assert (answer.copy.content, answer.copy.media) == (b"page /page", "text/html")
    assert site.paths("HEAD") == []


def test_a_huge_page_is_let_go_and_still_answers(site: Web) -> None:
    answer = one(site.address("/huge"), copied=("127.0.0.1",), copy_megabytes=0.1)
    assert (answer.outcome, answer.copy) == (LinkOutcome.OK, None)
    assert "超过副本大小上限" in answer.said
    assert site.sent < HUGE / 4


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://192.168.1.1/admin",
        "http://169.254.169.254/latest/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://224.0.0.1/",
        "http://127.1/",
        "http://intranet/",
        "http://0x7f000001/",
    ],
)
def test_nothing_inside_is_asked_unless_it_is_listed(address: str) -> None:
    assert one(address, internal=()).outcome is LinkOutcome.NOT_ASKED


def test_a_page_cannot_send_the_patrol_inside(site: Web) -> None:
    answer = one(site.address("/inside"))
    assert answer.outcome is LinkOutcome.NOT_ASKED
    assert "内网" in answer.said


def test_a_host_that_is_never_asked_is_not_asked(site: Web) -> None:
    assert one(site.address("/page"), never=("127.0.0.1",)).outcome is LinkOutcome.NOT_ASKED
    assert one("https://www.mohrss.gov.cn/", never=(".gov.cn",)).outcome is LinkOutcome.NOT_ASKED
    assert site.asked == []


def test_time_runs_out_without_a_fault(site: Web) -> None:
    answers: list[LinkResult] = []
    short = HERE.model_copy(update={"most_minutes": 0.5 / 60, "wait_seconds": 5})
    there = [site.address("/a"), site.address("/hangs"), site.address("/z")]
    assert asyncio.run(ask_all(there, short, answers.append)) is False
    assert [a.address for a in answers] == there[:1]


def test_a_proxy_is_asked_in_place_of_the_host(site: Web) -> None:
    answer = one("http://www.example.com/a", proxy=site.address(""))
    assert answer.outcome is LinkOutcome.OK
    assert site.paths() == ["http://www.example.com/a"]


def test_what_a_proxy_cannot_reach_is_not_held_against_the_page(site: Web) -> None:
    through = {"proxy": site.address("")}
    assert one("http://www.example.com/503", **through).outcome is LinkOutcome.UNREACHED
    assert one("http://www.example.com/500", **through).outcome is LinkOutcome.FAILED


def test_thousand_links_on_fifty_hosts_never_meet_at_one_host() -> None:
    hosts = tuple(f"127.0.0.{n}" for n in range(2, 52))
    with web(hosts, takes=0.002) as served:
        there = [served.address(f"/page/{n}", hosts[n % 50]) for n in range(900)]
        there += [served.address(f"/no-head/405?{n}", hosts[n % 50]) for n in range(50)]
        there += [served.address(f"/to-301-1?{n}", hosts[n % 50]) for n in range(50)]
        answers = ask(*there, internal=hosts, at_once=8, wait_seconds=20)
    assert {a.outcome for a in answers} == {LinkOutcome.OK}
    assert len(answers) == 1000
    assert len(served.asked) == 900 + 2 * 50 + 2 * 50
    assert {host: served.most[host] for host in hosts} == dict.fromkeys(hosts, 1)
    assert 2 <= served.most["all"] <= 8


def test_a_redirect_to_another_host_waits_for_its_turn_there() -> None:
    hosts = ("127.0.0.2", "127.0.0.3")
    with web(hosts, takes=0.02) as served:
        there = [served.address(f"/page/{n}", host) for n in range(20) for host in hosts]
        ask(*there, internal=hosts, pause_seconds=0)
    assert (served.most["127.0.0.2"], served.most["127.0.0.3"], served.most["all"]) == (1, 1, 2)


def test_there_is_a_pause_between_two_requests_to_a_host(site: Web) -> None:
    begun = time.monotonic()
    ask(*(site.address(f"/page/{n}") for n in range(4)), pause_seconds=0.2)
    assert time.monotonic() - begun >= 0.6


# --- TLS ---------------------------------------------------------------------------------------


def certificate(folder: Path, until: datetime) -> Path:
    """A certificate for 127.0.0.1 that signs itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "loopback")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(until - timedelta(days=90))
        .not_valid_after(until)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "site.pem"
    plain = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    pem = serialization.Encoding.PEM
    file.write_bytes(key.private_bytes(pem, pkcs8, plain) + made.public_bytes(pem))
    return file


def served_with(file: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context


SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=30)


def test_a_certificate_that_this_machine_does_not_trust_is_named(tmp_path: Path) -> None:
    with web(context=served_with(certificate(tmp_path, SOON))) as served:
        answer = one(served.address("/page"))
    assert (answer.outcome, answer.ours) == (LinkOutcome.UNTRUSTED, True)
    assert answer.said.startswith("证书不对")


def test_the_last_day_of_a_certificate_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, SOON)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with web(context=served_with(file)) as served:
        answer = one(served.address("/page"))
    assert (answer.outcome, answer.tls_until) == (LinkOutcome.OK, SOON.date())


def test_a_certificate_that_ran_out_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path, datetime(2020, 1, 1, tzinfo=UTC))
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with web(context=served_with(file)) as served:
        answer = one(served.address("/page"))
    assert answer.outcome is LinkOutcome.UNTRUSTED
    assert "expired" in answer.said


def test_a_server_that_speaks_no_tls_is_named(site: Web) -> None:
    answer = one(site.address("/page").replace("http:", "https:"))
    assert answer.outcome is LinkOutcome.UNTRUSTED
    assert answer.said.startswith("加密连接建立不起来")


def test_an_address_with_a_name_to_sign_in_is_not_asked() -> None:
    assert (
        one("https://user@www.example.com/").said
        == "网址写法不对，应像 https://www.example.gov.cn/ 这样写"
    )
