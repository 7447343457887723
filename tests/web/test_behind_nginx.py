"""The desk behind nginx as it is shipped: whom nginx signed in is who he is, whatever a browser writes."""

import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from office.settings.installation import Office
from tests.flows.engine import free_port
from tests.flows.receivers import certified
from tests.web.people import Clock, House
from web.desk.office import Desk
from web.serve import serving

NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or ""
REQUIRED = os.environ.get("JUECE_REQUIRE_NGINX") == "1"
pytestmark = pytest.mark.skipif(not NGINX and not REQUIRED, reason="没有安装 nginx")
SHIPPED = Path(__file__).parents[2] / "deploy" / "nginx"
MAIN = """{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
    include {folder}/desk.conf;
}}
"""


@pytest.fixture
def proxied(begun: House, tmp_path: Path) -> Iterator[str]:
    """The address at nginx, which asks for a password, of a desk that believes it."""
    home, own, port = begun.copied(tmp_path / "office").desk.office.home, free_port(), free_port()
    (home / "desk.yaml").write_text("proxy_sign_in: true\n", "utf-8")
    desk = Desk(Office(home=home, store="", desk_origins=f"https://localhost:{port}"), Clock())
    with serving(desk, own):
        folder = tmp_path / "nginx"
        folder.mkdir()
        certified(folder)
        (folder / "users.htpasswd").write_text(
            "unit:{PLAIN}example-pass\nstranger:{PLAIN}example-pass\n"
        )
        secret = (home / "secret" / "proxy").read_text("ascii")
        (folder / "proxy-secret.conf").write_text(f'proxy_set_header X-Juece-Proxy "{secret}";\n')
        changed = {
            r"listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
            r"127\.0\.0\.1:4201": f"127.0.0.1:{own}",
            r"desk\.example": "localhost",
            r"# include /etc/juece/nginx/sign-in": "include /etc/juece/nginx/sign-in",
            r'proxy_set_header X-Juece-Proxy "";': "include /etc/juece/nginx/proxy-secret.conf;",
            r"proxy_set_header Host \$host;": "proxy_set_header Host $http_host;",
            r"/etc/juece/tls/server\.(crt|key)": f"{folder}/server.pem",
            r"/etc/juece/nginx|/etc/juece": str(folder),
        }
        for file, name in (("desk", "desk"), ("sign-in-password", "sign-in")):
            text = (SHIPPED / f"{file}.conf").read_text("utf-8")
            for what, becomes in changed.items():
                text = re.sub(what, becomes, text)
            (folder / f"{name}.conf").write_text(text, "utf-8")
        user = "user root;" if os.getuid() == 0 else ""
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user), "utf-8")
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"]
        started = subprocess.Popen(command)
        try:
            yield f"https://localhost:{port}"
        finally:
            started.terminate()
            started.wait(timeout=20)


def test_nginx_says_who_it_is_and_a_browser_s_own_word_is_covered(proxied: str) -> None:
    lie = {"X-Juece-User": "legal", "X-Juece-Proxy": "x"}
    with httpx.Client(
        base_url=proxied, verify=False, follow_redirects=True, trust_env=False
    ) as browser:
        for _ in range(100):
            try:
                assert browser.get("/").status_code == 401
                break
            except httpx.TransportError:
                time.sleep(0.1)
        browser.auth = ("unit", "example-pass")
        page = browser.get("/", headers=lie)
        assert page.status_code == 200
        assert "甲同志" in page.text
        assert "戊同志" not in page.text
    with httpx.Client(
        base_url=proxied, verify=False, follow_redirects=True, trust_env=False
    ) as browser:
        browser.auth = ("stranger", "example-pass")
        page = browser.get("/", headers=lie)
        assert page.status_code == 403
        assert "没有这个账号" in page.text
