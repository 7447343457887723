"""The engine behind nginx as it is shipped: who signed in works, a foreign page does not, and a
worker of another machine works without the secret."""

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from flows.engine_settings import ADDRESS
from flows.secret import HEADER, secret_of
from office.settings.installation import Office
from tests.flows import year
from tests.flows.engine import Desk, free_port, until
from tests.flows.foreign import FORM, FRAMED, OPENED, SENT, SOCKETS, foreign
from tests.flows.receivers import certified
from tests.flows.storm import server
from tests.nginx import NEEDED, PROGRAM, install, running
from tests.pages.chromium import ALONE, CHROMIUM, FLAGS, playwright

pytestmark = [
    pytest.mark.prefect,
    *ALONE,
    NEEDED,
]

OFFICER, WORKER = ("zhangsan", "example-pass-officer"), ("worker", "example-pass-worker")


class Proxy(NamedTuple):
    """nginx before an engine's server: a port for officers, one for workers."""

    desk: Desk
    folder: Path
    officers: str
    workers: str


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def installed(folder: Path, ports: dict[str, int], secret: str) -> None:
    """Put the shipped files where an office puts them, with its own name, ports and folders."""
    certified(folder)
    for name, (user, password) in {"users": OFFICER, "workers": WORKER}.items():
        (folder / f"{name}.htpasswd").write_text(f"{user}:{{PLAIN}}{password}\n")
    (folder / "secret.conf").write_text(f'proxy_set_header X-Juece-Secret "{secret}";\n')
    (folder / "workers.conf").write_text("allow 127.0.0.1;\n")
    changed = {
        r"listen 443 ssl": f"listen 127.0.0.1:{ports['officers']} ssl",
        r"listen 4443 ssl": f"listen 127.0.0.1:{ports['workers']} ssl",
        r"127\.0\.0\.1:4200": f"127.0.0.1:{ports['engine']}",
        r"juece\.example": "localhost",
        r"/etc/juece/tls/server\.(crt|key)": f"{folder}/server.pem",
        r"/etc/juece/nginx|/etc/juece|/var/log/nginx": str(folder),
    }
    install(folder, {"juece": "juece", "engine": "engine", "sign-in-password": "sign-in"}, changed)


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    home, folder = (tmp_path_factory.mktemp(name) for name in ("office", "nginx"))
    ports = {name: free_port() for name in ("officers", "workers")}
    seen = {name: f"https://localhost:{port}" for name, port in ports.items()}
    with server(home, JUECE_ORIGINS=" ".join(seen.values())) as api:
        port = httpx.URL(api).port
        assert port
        installed(folder, {**ports, "engine": port}, secret_of(home))
        desk = Desk(home, port, folder / "desk.log", {})
        with running(folder):
            yield Proxy(desk, folder, seen["officers"], seen["workers"])
        desk.api.close()


@pytest.fixture(scope="module")
def evil() -> Iterator[int]:
    """The port of a server of the attacker's on this machine."""
    with foreign() as port:
        yield port


@pytest.fixture(scope="module")
def page(proxy: Proxy) -> Iterator[Any]:
    """A browser that remembers the officer's password, as browsers do."""
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = opened.new_context(
            ignore_https_errors=True,
            http_credentials=dict(zip(("username", "password"), OFFICER, strict=True)),
        )
        context.set_default_timeout(90_000)
        shown = context.new_page()
        shown.goto(f"{proxy.officers}/v2/deployments")
        yield shown
        opened.close()


@pytest.fixture(scope="module")
def deployment(proxy: Proxy) -> str:
    flow = proxy.desk.post("/flows/", {"name": "proxied"})["id"]
    return str(proxy.desk.post("/deployments/", {"name": "发布", "flow_id": flow})["id"])


def stands(proxy: Proxy, deployment: str) -> tuple[int, bool]:
    runs = proxy.desk.post("/flow_runs/count", {})
    return runs, proxy.desk.api.get(f"/deployments/{deployment}").json()["paused"]


def test_an_officer_who_signed_in_reads_starts_and_listens(
    proxy: Proxy, page: Any, deployment: str
) -> None:
    page.goto(f"{proxy.officers}/v2/deployments")
    page.get_by_role("link", name="发布", exact=True).wait_for()
    at = f"{proxy.officers}/api/deployments/{deployment}/create_flow_run"
    given = {"method": "POST", "headers": {"content-type": "application/json"}, "body": "{}"}
    before = stands(proxy, deployment)[0]
    assert page.evaluate(SENT, [at, given]).startswith("201 ")
    assert stands(proxy, deployment)[0] == before + 1
    for path in SOCKETS:
        url = f"{proxy.officers.replace('https', 'wss')}/api/{path}"
        assert page.evaluate(OPENED, [url, ["prefect"]]) == "opened", path
    log = (proxy.folder / "juece.log").read_text("utf-8")
    assert "用户=zhangsan" in log
    assert secret_of(proxy.desk.home) not in log


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "evil.localhost"])
def test_a_foreign_page_in_that_browser_gets_nothing(
    proxy: Proxy, page: Any, deployment: str, evil: int, name: str
) -> None:
    before = stands(proxy, deployment)
    page.goto(f"http://{name}:{evil}/")
    at = f"{proxy.officers}/api/deployments/{deployment}"
    typed = {"headers": {"content-type": "application/json"}, "body": "{}"}
    for brings in ("include", "omit"):
        given = {"method": "POST", "credentials": brings, **typed}
        assert page.evaluate(SENT, [f"{proxy.officers}/api/flow_runs/filter", given]) == "refused"
    untyped = {"method": "POST", "mode": "no-cors", "blob": "{}"}
    page.evaluate(SENT, [f"{at}/create_flow_run", untyped])
    page.evaluate(SENT, [f"{at}/pause_deployment", {"method": "POST", "mode": "no-cors"}])
    for path in SOCKETS:
        url = f"{proxy.officers.replace('https', 'wss')}/api/{path}"
        assert page.evaluate(OPENED, [url, []]) == "refused", path
    page.evaluate(FRAMED, f"{proxy.officers}/v2/runs")
    assert not page.frames[-1].url.startswith("http")
    with page.expect_response("**/create_flow_run") as answered:
        page.evaluate(FORM, [f"{at}/create_flow_run", '{"parameters": {}, "name": "'])
    assert answered.value.status == 403
    assert stands(proxy, deployment) == before


def test_the_proxy_itself_refuses_another_name_and_a_foreign_page(proxy: Proxy) -> None:
    """Its own doing: the password is not even asked for."""
    own, upgrade = {"origin": proxy.officers}, {"connection": "upgrade", "upgrade": "websocket"}
    foreign = {"origin": "https://evil.example"}
    asked: list[tuple[dict[str, str], int]] = [
        ({}, 401),
        (own, 401),
        ({**own, **upgrade}, 401),
        (upgrade, 403),
        (foreign, 403),
        ({**foreign, **upgrade}, 403),
        ({"origin": "null"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"host": "evil.example"}, 421),
    ]
    with httpx.Client(verify=False) as client:
        for headers, status in asked:
            answer = client.get(f"{proxy.officers}/api/events/out", headers=headers)
            assert answer.status_code == status, headers
        for headers, status in (({}, 401), (foreign, 403), ({"host": "evil.example"}, 421)):
            answer = client.get(f"{proxy.workers}/api/admin/version", headers=headers)
            assert answer.status_code == status, headers


@contextmanager
def telling(proxy: Proxy, secret: str, status: int) -> Iterator[httpx.Client]:
    """Have the proxy present another secret for a time, and wait until an officer sees it."""
    kept, reload = proxy.folder / "secret.conf", [PROGRAM, "-p", str(proxy.folder), "-s", "reload"]
    reload += ["-c", str(proxy.folder / "nginx.conf")]

    def told(secret: str, status: int) -> None:
        kept.write_text(f'proxy_set_header X-Juece-Secret "{secret}";\n')
        subprocess.run(reload, check=True, capture_output=True)
        until(lambda: client.get(url).status_code == status, "nginx with other settings")

    url, alone = f"{proxy.officers}/api/admin/version", httpx.Limits(max_keepalive_connections=0)
    with httpx.Client(verify=False, auth=OFFICER, limits=alone) as client:
        told(secret, status)
        yield client
        told(secret_of(proxy.desk.home), 200)


def test_what_a_browser_writes_itself_is_not_the_proxy_s_word(proxy: Proxy) -> None:
    with httpx.Client(verify=False, auth=OFFICER) as client:
        forged = client.get(f"{proxy.officers}/api/admin/version", headers={HEADER: "x"})
        assert forged.status_code == 200, "the proxy writes its own"
    with telling(proxy, "", 401) as client:
        brought = {HEADER: secret_of(proxy.desk.home)}
        refused = client.get(f"{proxy.officers}/api/admin/version", headers=brought)
        assert "请管理员核对代理的密钥" in refused.json()["detail"]


def test_a_worker_of_another_machine_works_without_the_secret(proxy: Proxy) -> None:
    desk = proxy.desk
    year.found(Office(home=desk.home))
    plain = {k: v for k, v in os.environ.items() if not k.startswith(("PREFECT", "JUECE"))}
    told = {
        "JUECE_HOME": str(desk.home),
        "PREFECT_HOME": str(proxy.folder / "prefect"),
        "PREFECT_API_URL": f"{proxy.workers}/api",
        "PREFECT_API_SSL_CERT_FILE": str(proxy.folder / "ca.pem"),
        "PREFECT_CLIENT_CUSTOM_HEADERS": json.dumps({"Authorization": basic(*WORKER)}),
    }
    with (proxy.folder / "worker.log").open("ab") as log:
        command = [sys.executable, "-m", "flows.worker"]
        worker = subprocess.Popen(command, env=plain | told, stdout=log, stderr=log)
    try:
        until(lambda: (desk.home / ADDRESS).is_file(), "the worker", 240)
        desk.run("start/启动事项", item=year.ITEM)
        desk.waiting(year.ITEM, "entry", "待决定启动", 240)
    finally:
        worker.terminate()
        worker.wait(180)
    said = (proxy.folder / "worker.log").read_text("utf-8")
    assert not re.findall(r"(?<![.:\d])40[13](?!\d)", said)
